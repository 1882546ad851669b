"""A quotation over several sentences: who speaks in it is told before it opens, or only where it closes."""

from dataclasses import dataclass, replace

from claimgraph.article.grammar.chunks import Sentence
from claimgraph.article.grammar.frames import Frame
from claimgraph.article.grammar.told import ToldClaim

_OPENING = ("“", '"')


@dataclass
class Quotation:
    """The quotation that a paragraph is in: ``since`` counts the claims told before it opened, ``None`` outside of one."""

    since: int | None = None

    def carried(self, sentence: Sentence, speaker: tuple[str, ...]) -> list[Frame]:
        """The frame of a sentence that names nobody, where the quotation of the last speaker goes on."""
        inside = self.since is not None or sentence.text.lstrip()[:1] in _OPENING
        return [Frame(sentence.offset, sentence.offset + len(sentence.text), speaker)] if inside and speaker else []

    def close(self, text: str, claims: list[ToldClaim], spoken: list[Frame], offset: int) -> None:
        """Where it ends in ``text``, give the claims in it that nobody said yet to whom ``spoken`` names there."""
        closed = _closed(text) if self.since is not None else -1
        if closed < 0:
            return
        frame = next((f for f in spoken if f.claimants and f.start <= offset + closed), None)
        if frame is not None:
            claims[self.since :] = [c if c.claimants else replace(c, claimants=frame.claimants, said_on=frame.said_on) for c in claims[self.since :]]
        self.since = None

    def open(self, text: str, claims: int) -> None:
        """Note that ``text`` opens a quotation and does not close it, behind so many claims."""
        if text.rfind("“") > text.rfind("”") or ("“" not in text and "”" not in text and self.since is None and text.count('"') % 2):
            self.since = claims

    def ends(self, text: str) -> bool:
        """Whether the quotation ends in ``text``."""
        return self.since is not None and _closed(text) >= 0


def _closed(text: str) -> int:
    """Where a quotation that began before ``text`` ends in it, else -1."""
    return next((at for mark in ("”", '"') if (at := text.find(mark)) >= 0), -1)
