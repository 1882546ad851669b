"""What kind of event an article tells of, by what means all its sites were hit, and what kind the war or campaign is that holds it."""

import re
from collections.abc import Iterator

from claimgraph.article.text import Article

#: words of a title or sentence → event-type, the first that fits a title wins
EVENT_TYPES = (
    ("suicide-attack", r"\bsuicide (?:bomb|attack|car)"),
    ("ied-attack", r"\b(?:home-?made|improvised|roadside|car|truck|vehicle) (?:bomb|explosive)|\bIEDs?\b|\blandmines?\b|\bbombings?\b"),
    ("airstrike", r"\bair ?-?strikes?|\bdrone strikes?|\bair raid"), ("shelling", r"\bshelling|\bmissile (?:attack|strike)|\brocket (?:attack|strike)|\bmortar|\bbombardment|\bstrikes? on\b"),
    ("massacre", r"\bmassacre|\bmass killing"), ("hostage-taking", r"\bhostage|\bkidnapping|\babduction"), ("ambush", r"\bambush"), ("siege", r"\bsiege|\bbesieg"),
    ("raid", r"\braid"), ("battle", r"\bbattle|\boffensive\b"), ("clash", r"\bclash|\bskirmish|\bfighting\b"), ("attack", r"\battacks?\b|\bshootings?\b|\bassault|\boperation\b|\bcapture\b"),
)  # fmt: skip
#: means that a sentence tells of each site
_MEANS = ("suicide-attack", "ied-attack", "ambush", "shelling", "airstrike")
_ALL_SITES = re.compile(r"\b(?:both|all|each|two|three|simultaneous) (?:of the )?(?:\w+ )?(?:attacks|ambushes|raids|bombings|sites|locations)\b", re.IGNORECASE)
_WAR = re.compile(r"\b(?:war|conflict|insurgency|rebellion|uprising|revolt|revolution|intifada|unrest|jihad|genocide)\b", re.IGNORECASE)
_CAMPAIGN = re.compile(r"\b(?:operation|offensive|campaign|invasion|intervention)\b", re.IGNORECASE)
_WHOLE = re.compile(_WAR.pattern + "|" + _CAMPAIGN.pattern + r"|\b(?:crisis|attacks?|violence|clashes|massacres?|bombings?|spillover|terrorism|siege|battle|front|theat(?:re|er)|problem|question|troubles|warlord era|raids?|(?-i:[A-Z]{2,}))\b", re.IGNORECASE)
_PART_JOIN = re.compile(r",\s*(?:and\s+|during\s+)?(?:the\s+)?(?=[A-Z\d])|\n")
_AND = re.compile(r"\s+and\s+(?:the\s+)?(?=[A-Z\d])")


def types_of(words: str) -> tuple[str, ...]:
    """The event types of a title: what it says, else an attack.

    >>> types_of("Siege of Ash"), types_of("2020 Ash events")
    (('siege',), ('attack',))
    """
    found = [kind for kind, pattern in EVENT_TYPES if re.search(pattern, words, re.IGNORECASE)]
    return tuple(found[:1]) or ("attack",)


def means_of_all_sites(article: Article) -> tuple[str, ...]:
    """The means told of all sites alike: "In both attacks, they detonated home-made bombs and then ambushed …"."""
    for paragraph in article.paragraphs:
        for sentence in re.split(r"(?<=[.!?\]])\s+(?=[A-Z])", paragraph.text):
            if _ALL_SITES.search(sentence):
                found = tuple(sorted(kind for kind, pattern in EVENT_TYPES if kind in _MEANS and re.search(pattern, sentence, re.IGNORECASE)))
                if found:
                    return found
    return ()


def wholes(text: str) -> Iterator[str]:
    """The wars and campaigns of a line; "and" parts two of them, not "Insurgency in Jammu and Kashmir"."""
    for part in _PART_JOIN.split(text):
        start = 0
        for joint in _AND.finditer(part):
            if _WHOLE.search(part, start, joint.start()) and _WHOLE.search(part, joint.end()):
                yield part[start : joint.start()]
                start = joint.end()
        yield part[start:]


def kind_of_whole(name: str) -> str:
    """What kind of event the one is that holds this one: a war, unless its name says less."""
    if _WAR.search(name):
        return "armed-conflict"
    kinds = (("siege", r"\bsiege\b"), ("battle", r"\bbattles?\b"), ("campaign", _CAMPAIGN.pattern))
    return next((kind for kind, words in kinds if re.search(words, name, re.IGNORECASE)), "armed-conflict")
