"""Claims of responsibility: who says that they, or others, did it, when, and on which footnote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimgraph.article.dates_told import mentions
from claimgraph.article.text import Article, Paragraph

_CAPITAL = r"(?:[A-ZÀ-ÞŠŽ][\w'’.-]*|[a-z]{2,5}-[A-Z][\w'’-]*)"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
_EVENTS = r"(?:attacks?|bombings?|ambush(?:es)?|raids?|assaults?|shootings?|killings?|massacres?|operations?|explosions?|blasts?|(?:[\w-]+ )?(?:air-?)?strikes?|incursions?|offensives?|kidnappings?|abductions?|hijackings?|assassinations?|executions?|incidents?|shellings?)"
_NOBODY = r"(?:The|They|It|He|She|This|That|No|Nobody|Nor|Responsibility|A|An|In|On)\b"
_WHO = rf"(?P<who>(?!{_NOBODY}){_CAPITAL}(?: (?:(?:of|the|in|and|wal|al|for|to) ){{0,2}}(?!{_MONTH}){_CAPITAL}){{0,9}})"
_THE_ATTACK = rf"(?:responsibility|credit|(?:both |all )?(?:of )?the (?:[\w-]+ ){{0,2}}{_EVENTS})"
#: what may stand between a name and its verb: an abbreviation, whose men they are, who that is
_BETWEEN = r"(?: \([^()]{2,20}\))?(?: (?:militants|fighters|rebels|insurgents|guerrillas|spokesm[ae]n|spokesperson))?(?:, [^,.;]{2,80},)?"
_SHAPES = (
    re.compile(rf"\b(?:{_EVENTS}\b[^.;]{{0,60}}?|[Rr]esponsibility (?:for [^.;]{{1,80}}? )?)(?:was|were|has been|have been) (?:later |also |quickly |soon )?claimed by (?:the )?{_WHO}(?=[\s.,;\[]|\Z)"),
    re.compile(rf"(?:\A|(?<=[.;,\]] )|(?<=[Tt]he )|(?<=and )|(?<=\d, )){_WHO}{_BETWEEN} (?:later |also |then |has |had |subsequently |immediately |officially )*(?:claim(?:ed|s) (?:full |sole |the )?{_THE_ATTACK}|(?:took|accepted|assumed) (?:full |sole |the )?(?:responsibility|credit) for)\b"),
)  # fmt: skip
_REFS = re.compile(r"(?:\s*\[[^\]\s]{1,3}(?: \d+)?\])+")
_MARK = re.compile(r"\[([^\]]{1,8})\]")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*(?:\[[^\]]{1,8}\])*(?=\s+[A-ZÀ-Þ\"“]|\s*\Z)")
#: how far behind its sentence the marks of a claim may stand
_BEHIND = 3_000
_PRONOUNS = frozenset({"They", "It", "He", "She", "The", "This", "That", "No", "Nobody", "Responsibility"})


@dataclass(frozen=True, slots=True)
class ToldResponsibility:
    """One claim of responsibility in the article's words; ``said`` is a date as told, with the event's year if none is."""

    who: str
    start: int
    end: int
    said: str | None
    refs: tuple[str, ...]
    scope: str
    paragraph: Paragraph


def read_responsibility(article: Article, year: int | None) -> list[ToldResponsibility]:
    """The claims of responsibility in the running text, in order, one a speaker.

    >>> text = "The attack was claimed by XYZ on January 10, the same day.[4]"
    >>> found = read_responsibility(Article("T", text, "plain", paragraphs=(Paragraph("A", text, 0),)), 2023)
    >>> found[0].who, found[0].said, found[0].refs, found[0].scope
    ('XYZ', '2023-01-10', ('4',), 'sentence')
    """
    found: dict[str, ToldResponsibility] = {}
    for paragraph in article.paragraphs:
        for start, end in _sentences(paragraph.text):
            for shape in _SHAPES:
                if match := shape.search(paragraph.text[start:end]):
                    told = _told(paragraph, start, end, match, year)
                    if told.who.split()[0] not in _PRONOUNS and len(told.who) > 1:
                        found.setdefault(told.who, told)
                    break
    return list(found.values())


def _told(paragraph: Paragraph, start: int, end: int, match: re.Match[str], year: int | None) -> ToldResponsibility:
    sentence = paragraph.text[start:end]
    dates = [told.point(year) for told in mentions(sentence) if told.month]
    marks = tuple(_MARK.findall(" ".join(_REFS.findall(sentence[match.end() :]))))
    scope = "sentence" if marks else "none"
    if not marks:
        after = _REFS.search(paragraph.text, end, end + _BEHIND)
        marks = tuple(_MARK.findall(after[0])) if after else ()
        scope = "following" if marks else "none"
    low, high = match.span()
    words = sentence[low:high].split(" ")
    kept = " ".join(words[-12:])
    return ToldResponsibility(
        match["who"].strip(" ."), paragraph.start + start + high - len(kept), paragraph.start + start + high,
        next((date for date in dates if date), None), marks, scope, paragraph,
    )  # fmt: skip


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, its reference marks included."""
    at = 0
    for match in _SENTENCE_END.finditer(text):
        yield at, match.end()
        at = match.end() + (len(text[match.end() :]) - len(text[match.end() :].lstrip()) if match.end() < len(text) else 0)
    if at < len(text):
        yield at, len(text)
