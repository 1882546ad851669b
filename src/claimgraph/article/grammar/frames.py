"""The stretch of a sentence that somebody tells: a frame, and which one reaches a figure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from claimgraph.article.grammar.chunks import Sentence

_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\Z")
#: how many chunks a bracket may have to be told apart
_BRACKET = 24


@dataclass(frozen=True, slots=True)
class Frame:
    """``claimants`` say what stands at ``start``–``end`` of the article; ``said_on`` as written; ``initial`` for a first report."""

    start: int
    end: int
    claimants: tuple[str, ...]
    said_on: str | None = None
    initial: bool = False
    denied: bool = False


def speaker_at(found: Iterable[Frame], place: int) -> Frame | None:
    """The frame that reaches ``place``; the later of two, but a bracket's own before the sentence's."""
    reaching = [f for f in found if f.start <= place < f.end]
    return reaching[-1] if reaching else None


def date_near(sentence: Sentence, clause: int, index: int) -> str | None:
    """The day on which it was said: before the verb at chunk ``index`` in its clause, or right behind it."""
    chunks = sentence.chunks
    for at in range(clause, min(len(chunks), index + 5)):
        chunk = chunks[at]
        if at > index and chunk.kind in ("that", "figure", "outcome", "aux"):
            return None
        if chunk.kind == "date":
            return sentence.words(chunk.start, chunk.end)
        if chunk.kind == "word" and _WEEKDAY.match(chunk.word):
            return sentence.words(chunk.start, chunk.end)
        if chunk.word in ("next", "following", "same") and at + 1 < len(chunks) and chunks[at + 1].word == "day":
            return sentence.words(chunk.start, chunks[at + 1].end)
    return None


def in_bracket(sentence: Sentence, index: int) -> tuple[int, int] | None:
    """The chunks that open and close the bracket around chunk ``index``, if that bracket tells a figure of its own."""
    chunks = sentence.chunks
    opened = next((at for at in range(index - 1, max(-1, index - _BRACKET), -1) if chunks[at].kind in ("open", "close")), None)
    closed = next((at for at in range(index, min(len(chunks), index + _BRACKET)) if chunks[at].kind in ("open", "close")), None)
    if opened is None or closed is None or chunks[opened].kind != "open" or chunks[closed].kind != "close":
        return None
    return (opened, closed) if any(c.kind == "figure" for c in chunks[opened:closed]) else None


def kept_in(frame: Frame, sentence: Sentence, bracket: tuple[int, int] | None) -> Frame:
    """The frame, not beyond the bracket that its verb stands in: "12 soldiers (nine, according to the army) died"."""
    if bracket is None:
        return frame
    opened, closed = (sentence.chunks[at] for at in bracket)
    return replace(frame, start=sentence.first(opened), end=sentence.last(closed))
