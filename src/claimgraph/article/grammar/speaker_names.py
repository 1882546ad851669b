"""The names of those who speak: from "an initial report by the Malian army" to "Malian army", from "they" to whom it means."""

import re
from dataclasses import dataclass

from claimgraph.article.grammar.chunks import Sentence

_PRONOUNS = frozenset("they it he she who which this these those both we".split())
_ANAPHORS = frozenset(
    "group organisation organization statement militia movement latter agency outlet report communique communiqué outfit former release video "
    "faction network announcement claim".split()
)
#: they may mean the group that spoke before, but nobody who speaks for a state, a paper or a hospital
_FIGHTERS = frozenset("insurgents militants militant jihadists rebels".split())
INSTITUTION = re.compile(r"\b(?:army|forces|military|ministry|minister|government|police|officials?|president|general|colonel|captain|state|agency|afp|ap|reuters|hospitals?|doctors?|mayor|governor|news|media|observatory|monitors?|witness(?:es)?|residents?|troops|soldiers?|un|nations)\b", re.IGNORECASE)
_PAPERS = r"(?:statements?|reports?|communiqu[eé]s?|press releases?|releases?|estimates?|figures?|tolls?|accounts?|counts?|tall(?:y|ies)|videos?|messages?|announcements?|claims?|updates?|numbers|bulletins?|press statements?|tweets?|posts?|sources|bilans?|statistics|records|press conference|declarations?)"
_BY = re.compile(r"(?:(?:an?|the|its|one|some|another|other|several|two|three|many|most|all)\s+)?(?:[\w'’-]+\s+){0,3}?" + _PAPERS + r"\s+(?:issued |released |published |given |provided |made |put out )?(?:by|from|of|attributed to)\s+(?P<who>.+)", re.IGNORECASE | re.DOTALL)
_POSSESSIVE = re.compile(r"(?P<who>[\w .’'&/-]{2,60}?)(?:['’]s|(?<=s)['’])\s+(?:[\w-]+\s+){0,2}" + _PAPERS + r"\b", re.IGNORECASE)
_OF_PAPER = re.compile(r"(?<![\w.-])(?P<who>(?:\b[Tt]he )?(?:[A-Z][\w.-]* ){0,5}[\w.-]{2,30})['’]s? (?:\w+ )?(?:figures?|tolls?|counts?|estimates?|claims?|tally) of\b")
_OFFICIAL = re.compile(r"(?P<who>.{2,60}?)\s+" + _PAPERS + r"\Z", re.IGNORECASE | re.DOTALL)
#: but not of a name: "Some Front"
_LEADING = re.compile(r"\A(?:(?!(?-i:Some|One|Also) (?-i:[A-ZÀ-Þ]))(?:the|a|an|its|their|some|one|and|but|while|also|both the)\s+)+(?=\S)", re.IGNORECASE)
_DETERMINER = re.compile(r"(?:the|an?|its|their|this|that|another|some|one|each|most|two|three|several|many|few|all|no)\Z", re.IGNORECASE)
#: a heading that ran into the text: "AftermathISGS claimed"
_GLUED = re.compile(r"(?:Attacks?|Aftermath|Background|Battle|Prelude|Ambush|History|Casualties|Reactions?)(?=[A-Z])")
#: one body, for all the "and" in its name
_COUNCIL = re.compile(r" and (?!the )(?:[A-Z][\w-]* )+(?:Council|Committee|Commission|Agency|Authority|Service|Bureau|Office|Department|Centre|Center|Institute|Control|Management|Affairs)\Z")
#: what a subject carries that is no part of its name: "Initially the army", "the ministry, which had spoken of 9"
_BESIDE = re.compile(r"\A(?:initially|later|earlier|subsequently|meanwhile|finally|eventually|originally|previously|then|yesterday|today)\b,?\s+|,?\s+(?:which|who|whose)(?:\s.*)?\Z|\s+(?:earlier|later|also|then|reportedly|initially|meanwhile|first|at first)\Z", re.IGNORECASE | re.DOTALL)
_REFERENCE = re.compile(r"\s*\[[^\[\]]{1,24}\]")
_PERSON = re.compile(r"\b(?:official|officer|spokes(?:man|woman|person)|doctor|chief|mayor|minister|president|governor|general|colonel|gen|col|capt|captain|major|maj|lt|lieutenant|director|head|commander|witness|resident|villager|soldier|survivor|leader|chairman|secretary|sheriff|prosecutor|analyst|reporter)\b", re.IGNORECASE)
_SPOKE = re.compile(r"(?:On [^,]{3,30}, )?(?P<who>[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){1,5})(?:, [^,]{3,80},)? (?:spoke|briefed|addressed|appeared|gave an? (?:interview|news|press)|held an? (?:news|press)|issued|met (?:with )?(?:reporters|journalists))\b")
_ISSUED = re.compile(r"(?P<who>(?:[A-Z][\w’'-]*\s+){1,5})(?:also |then |later |has |had )?(?:released|issued|published|made|put out)\s+an?\s+(?:\w+\s+)?" + _PAPERS)


@dataclass
class Memory:
    """What a paragraph has said so far of who speaks."""

    speaker: tuple[str, ...] = ()
    mention: tuple[str, ...] = ()
    subject: str | None = None
    person: tuple[str, ...] = ()  # who spoke, without a word of what
    before: tuple[str, ...] = ()  # who spoke last in the paragraph before: for a pronoun that nothing here explains


def named(words: str) -> tuple[str, ...]:
    """The claimants in words as written: determiners, marks and "statement by" taken off; two names apart.

    >>> named("an initial report by the Malian army"), named("AFP and Reuters"), named("US-based Human Rights Watch")
    (('Malian army',), ('AFP', 'Reuters'), ('US-based Human Rights Watch',))
    """
    text = " ".join(_REFERENCE.sub("", words).strip(" ,;:.\"“”'()").split())
    text = _BESIDE.sub("", text)
    text = _GLUED.sub("", text, count=1) if _GLUED.match(text) else text
    for _ in range(2):
        by = _BY.fullmatch(text)
        text = by["who"] if by else text
    possessive = _POSSESSIVE.fullmatch(text)
    text = possessive["who"] if possessive else text
    official = _OFFICIAL.fullmatch(text)
    if official and official["who"].lower() not in ("official", "military", "other") and not _DETERMINER.match(official["who"]) and official["who"].split()[-1][:1].isupper() and not text.lower().endswith(("sources", "reports")):
        text = official["who"]
    text = _LEADING.sub("", text, count=1) if _LEADING.match(text) else text
    text = re.sub(r"['’]s?\Z", "", text.strip(" ,;:.\"“”()"))
    if not text or text.lower() in _PRONOUNS:
        return ()
    if _COUNCIL.search(text):
        return (text,)
    parts = text.split(" & ") if " & " in text else text.split(" and ")
    if len(parts) == 2 and all(_LEADING.sub("", p.strip(), count=1)[:1].isupper() for p in parts) and " of " not in parts[0] and len(parts[0].split()) <= 4:
        return tuple(_LEADING.sub("", p.strip(), count=1) for p in parts)
    return (text,)


def papers_figure(sentence: Sentence) -> tuple[int, int, tuple[str, ...]] | None:
    """Where "the ministry's figure of 14 dead" stands, and whose it is."""
    if (match := _OF_PAPER.search(sentence.text)) and (who := named(match["who"])):
        figure = next((c for c in sentence.chunks if c.kind == "figure" and sentence.first(c) >= sentence.offset + match.end()), None)
        return (sentence.offset + match.start(), sentence.last(figure), who) if figure else None
    return None


def resolve(subject: str | None, memory: Memory) -> tuple[str, ...]:
    """Whom the subject of a verb of saying names: "they", "the group" are whom the paragraph last named."""
    if not subject:
        return ()
    bare = _LEADING.sub("", subject, count=1) if _LEADING.match(subject) else subject
    words = bare.lower().split()
    known = memory.speaker or memory.mention or memory.before
    if words and words[-1] in ("he", "she") and memory.person:
        return memory.person
    if words and words[-1] in _PRONOUNS and len(words) <= 2:
        return memory.mention or known
    definite = subject.lower().startswith(("the ", "its ", "their ", "this ", "that "))
    new = [word for word in words if word not in ("this", "that", "new", "latest", "same", "later", "second")]
    whose = memory.mention or known
    if definite and len(new) == 1 and whose and (new[0] in _ANAPHORS or (new[0] in _FIGHTERS and not INSTITUTION.search(" ".join(whose)))):
        return whose
    return named(subject)


def is_person(name: str) -> bool:
    """Whether a speaker is a man or woman, whom "he" or "she" may mean.

    >>> is_person("Colonel Jan Mor, a spokesman"), is_person("hospital official"), is_person("Tarvanian army")
    (True, True, False)
    """
    return bool(_PERSON.search(name)) and not name.endswith("s")


def remember_person(text: str, memory: Memory) -> None:
    """ "Colonel Jan Mor spoke to reporters.": he whom the next sentence means."""
    if match := _SPOKE.match(text):
        memory.person = (match["who"],)


def remember_papers(sentence: Sentence, memory: Memory) -> None:
    """ "In JNIM's statement, they claimed": the possessor is who speaks."""
    match = _POSSESSIVE.search(sentence.text) if "'" in sentence.text or "’" in sentence.text else None
    if match and match["who"].strip():
        who = match["who"].strip()
        words = who.split()
        kept = [w for i, w in enumerate(words) if i >= max((j for j, x in enumerate(words) if x[:1].islower() and x not in ("of", "the", "al", "wal")), default=-1)]
        tail = " ".join(w for w in kept if w.lower() not in ("in", "on", "the", "a")) or who
        if tail[:1].isupper():
            memory.mention = (tail,)
            memory.speaker = memory.speaker or (tail,)
    issued = _ISSUED.search(sentence.text) if any(verb in sentence.text for verb in ("issued", "leased", "lished", "made", "put out")) else None
    if issued:
        memory.mention = named(issued["who"]) or memory.mention
