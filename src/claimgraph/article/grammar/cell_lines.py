"""A line of a cell taken apart before its items are read: headings, brackets, a figure told in a word."""

import re
from collections.abc import Iterator
from dataclasses import replace

from claimgraph.article.grammar.headings import Said, read_bracket, read_heading
from claimgraph.article.grammar.outcomes import LEXICON
from claimgraph.article.grammar.sides import Sides
from claimgraph.article.text import Line

#: a line longer than this is no line of a cell; it is read in pieces
LONGEST = 1_000
_BRACKET = re.compile(r"\((?P<inner>[^()]{1,300})\)")
_COLON = re.compile(r":(?!\d\d)")
#: how far before a colon its heading can begin, and what a heading never runs over
_HEAD_WORDS = 80
_HEAD_BEGINS = re.compile(r"(?:\b\d{1,3}(?:st|nd|rd|th)\b)?[^\d:;,()\[\]|•*]*(?:\([^()\d]{1,40}\)\s*)?(?:\[[^\[\]]{1,12}\]\s*)*\Z")
ITEM_ENDS = re.compile(r"\b(?:killed|wounded|injured|captured|dead|missing|prisoners?|POWs?|hostages?|casualties|deaths|destroyed|lost|sunk|damaged|injuries|KIA|WIA|MIA)\b\.?\s+(?=\S)", re.IGNORECASE)
_TRAILING = re.compile(r"(?:[,;–-]\s*|\s)(?P<said>(?:as )?(?:per|according to|claimed by|as claimed by|reported by|confirmed by)\s+(?P<who>[^()\[\]\d;]{2,80}))(?=\s*(?:\[|\Z))", re.IGNORECASE)
_CLAIMING = re.compile(r"\A\s*(?P<who>[^\W\d_][^:;,()\[\]\d]{1,60}?)\s+(?:claims?|claimed|estimates?|reported|reports|says?|said|sources?(?: say| said)?)\s+(?=[~\d<>+]|at least|over|more than|about|around|up to|none|no )", re.IGNORECASE)
_WORDS = {
    "unknown": "unknown", "undisclosed": "unknown", "unspecified": "unknown", "unclear": "unknown", "undetermined": "unknown", "not known": "unknown", "n/a": "unknown",
    "heavy": "heavy", "very heavy": "heavy", "severe": "severe", "significant": "significant", "light": "light", "minimal": "minimal", "moderate": "moderate", "high": "high",
    "low": "low", "minor": "minor", "major": "major", "extensive": "extensive", "negligible": "negligible", "considerable": "considerable", "substantial": "substantial",
    "extremely heavy": "heavy", "large": "large", "catastrophic": "catastrophic",
}  # fmt: skip
#: what may stand behind such a word, though it is no outcome
_BEHIND_WORDS = frozenset("casualties losses number amount but exact to for in according due at on figures".split())
_WORD_LINE = re.compile(r"\A\W*(?:(?:the|possibly|reportedly|presumably|number|total)\s+)*(?P<word>" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + r")\b(?P<rest>[^.;,\d]{0,60})", re.IGNORECASE)
REFERENCE = re.compile(r"\[[^\[\]\n]{1,24}\](?::\d{1,4}(?:[–-]\d{1,4})?)?")


def pieces(line: Line) -> Iterator[Line]:
    """The line, or what can be read of a monstrous one at a time."""
    start = 0
    while len(line.text) - start > LONGEST:
        cut = line.text.rfind(" ", start, start + LONGEST)
        cut = cut + 1 if cut > start else start + LONGEST
        yield replace(line, text=line.text[start:cut], start=line.start + start)
        start = cut
    yield replace(line, text=line.text[start:], start=line.start + start) if start else line


def told_apart(line: Line) -> Iterator[Line]:
    """A line and the brackets in it that are a claim of their own: "Unknown (the army claims 40)".

    >>> [part.text for part in told_apart(Line("Unknown (Aland claims 40)", 0))]
    ['Unknown ', 'Aland claims 40']
    """
    start = 0
    for match in _BRACKET.finditer(line.text):
        if _CLAIMING.match(match["inner"]):
            if line.text[start : match.start()].strip():
                yield replace(line, text=line.text[start : match.start()], start=line.start + start)
            yield replace(line, text=match["inner"], start=line.start + match.start("inner"))
            start = match.end()
    if start == 0 or line.text[start:].strip():
        yield replace(line, text=line.text[start:], start=line.start + start) if start else line


def alone(text: str) -> str | None:
    """The inner words of a line that is one bracket and nothing else."""
    match = re.fullmatch(r"\s*(?:\[[^\[\]]{1,24}\]\s*)*\((?P<inner>[^()]{1,200})\)[\s.,;]*(?:\[[^\[\]]{1,24}\]\s*)*", text)
    return match["inner"] if match else None


def headings(text: str, sides: Sides, column: int | None) -> tuple[list[tuple[int, Said]], str]:
    """The headings inside a line ("X claim: …", "Kenya: …") with where they begin to hold; blanked out in the text."""
    heads: list[tuple[int, Said]] = []
    for colon in _COLON.finditer(text):
        start = _head_start(text, colon.start())
        said = read_heading(text[start : colon.start()], sides, column) if start < colon.start() else None
        if said is not None:
            heads.append((colon.end(), said))
            text = text[:start] + " " * (colon.end() - start) + text[colon.end() :]
    claiming = _CLAIMING.match(text) if not heads else None
    if claiming:
        said = read_heading(claiming["who"] + " claim", sides, column)
        if said is not None and said.speaks:
            heads.append((claiming.end(), said))
            text = " " * claiming.end() + text[claiming.end() :]
    return heads, text


def _head_start(text: str, colon: int) -> int:
    """Where the heading before a colon begins: behind the item, sign or figure that ends before it."""
    floor = max(0, colon - _HEAD_WORDS)
    begins = _HEAD_BEGINS.search(text, floor, colon)
    start = begins.start() if begins else colon
    for item in ITEM_ENDS.finditer(text, start, colon):
        start = item.end()
    while start < colon and not text[start].isalnum():
        start += 1
    return start


def brackets(text: str, sides: Sides, column: int | None, places: frozenset[str]) -> tuple[list[tuple[int, int, Said]], str]:
    """The brackets of a line that tell of its figures, with where they stand; blanked out in the text."""
    found: list[tuple[int, int, Said]] = []
    for match in (*_BRACKET.finditer(text), *_TRAILING.finditer(text)):
        inner = match.groupdict().get("inner") or match["said"]
        said = read_bracket(inner, sides, column, places)
        if said is not None:
            found.append((match.start(), match.end(), said))
            text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return sorted(found, key=lambda item: item[0]), text



def word_line(text: str) -> tuple[int, int, str, str | None] | None:
    """ "Unknown", "Heavy casualties": where the line tells its figure in a word, which word, and the outcome behind it.

    >>> word_line("Heavy casualties"), word_line("Unknown Soldier Hill")
    ((0, 16, 'heavy', 'casualties'), None)
    """
    bare = REFERENCE.sub(lambda m: " " * len(m.group()), text)
    match = _WORD_LINE.match(bare)
    if not match or re.search(r"\d", bare):
        return None
    rest = match["rest"].strip().lower().split()
    known = next((LEXICON[tuple(rest[-n:])][0] for n in (2, 1) if len(rest) >= n and tuple(rest[-n:]) in LEXICON), None)
    if rest and known is None and rest[0] not in _BEHIND_WORDS:
        return None
    end = len(bare[: match.end()].rstrip()) if known else match.end("word")
    return match.start("word"), end, _WORDS[match["word"].lower()], known
