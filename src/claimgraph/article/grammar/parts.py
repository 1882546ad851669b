"""A figure and what it is made of: "31 dead, 19 of them civilians", "146 wounded: 86 soldiers, 12 policemen", "(2 officers)"."""

from itertools import islice, takewhile

from claimgraph.article.grammar.chunks import Chunk
from claimgraph.article.grammar.waiting import Waiting

#: how many chunks of a bracket are looked at
_BRACKET = 24


class Parts(Waiting):
    """The chunks that join figures: commas, brackets, colons, "including", and auxiliaries that say who the parts were."""

    def _aux(self, index: int, chunk: Chunk) -> None:
        if self._nominal(index):
            return
        after = self.chunks[index + 1] if index + 1 < len(self.chunks) else None
        if chunk.word in ("had", "have", "has") and after is not None and after.kind == "figure" and not self.pending:
            self.subject, self.suffers = self.near.subject_of(index), True  # "the defenders had 12 killed"
        if self.including is not None and not self.in_brackets and self.including in self.pending:
            self.including = None

    def _nominal(self, index: int) -> bool:
        """ "Of the 12 dead, 9 were students": the figure before "were" is a part of those just named, and a noun behind says who.

        ``index`` is the auxiliary's; true when it was so.
        """
        if not self.pending and self.batch and self.batch[-1].group.words is None and self.near.before(index) is self.batch[-1].outcome_chunk and (people := self.near.people_behind(index)):
            self.batch[-1].victims = self.sentence.words(*people)  # "eleven of those killed were soldiers"
            return True
        if not self.pending or self.pending[-1].group.kind != "none":
            return False
        last = self.pending[-1]
        whole = last.parent if last.group.them else self.seen[0] if self.seen[0].index <= 2 and self.chunks[0].word == "of" else None
        people = self.near.people_behind(index)
        if people is None or whole is None or whole is last or whole.outcome is None:
            return False
        part = self.pending.pop()
        part.subset, part.parent, part.victims = True, whole, self.sentence.words(*people)
        self._assign(part, whole.outcome, whole.outcome_chunk)
        return True

    def _colon(self, index: int, chunk: Chunk) -> None:
        if not self._in_toll():
            self._flush()
            self._specified(index)

    def _specified(self, index: int) -> None:
        """ "146 were wounded: 86 soldiers, 12 policemen": what follows are the parts of the figure just told."""
        before, after = self.near.before(index), self.near.after(index)
        if self.pending and before is self.pending[-1].chunk and after is not None and after.kind == "figure" and self.pending[-1].group.people and self.including is None:
            self.including = self.pending[-1]  # "eleven tourists — eight Germans and three Swiss — died"
        elif before is not None and before.kind in ("outcome", "word") and after is not None and after.kind == "figure" and self.batch and self.including is None and not self.near.has_own_outcome(after):
            self.including = next((s for s in reversed(self.batch) if not s.subset), None)

    def _comma(self, index: int, chunk: Chunk) -> None:
        self.weak = []
        if self.sentence.row[chunk.start].text in ("—", "–") and self.prose:
            self._specified(index)
        after = self.near.after(index)
        following = self.near.after(index + 1) if after is not None and after.kind == "and" else None
        # "24 men, including 4 officers, and 18 rebels were killed"; "12 dead, including 3 children, and 45 wounded"
        closes = following is not None and (self.including in self.pending or (following.kind == "figure" and self.near.has_own_outcome(following)))
        if self.including is not None and not self.in_brackets and (closes or not self.near.list_continues(index)):
            self.including = None

    def _and(self, index: int, chunk: Chunk) -> None:
        self.weak = []

    _join = _and

    def _include(self, index: int, chunk: Chunk) -> None:
        parent = next((s for s in reversed(self.pending) if not s.subset), None) or (self.batch[-1] if self.batch else None)
        words = " ".join(t.low for t in self.sentence.row[chunk.end : chunk.end + 4])
        if parent is not None and any(w in words for w in ("perpetrator", "attacker", "the gunman", "the bomber", "assailant", "suicide bomber", "the shooter")):
            parent.flags.add("includes-perpetrator")
        self.including = parent

    def _open(self, index: int, chunk: Chunk) -> None:
        self.in_brackets += 1
        after = self.near.after(index)
        self.instead = self._another_source(index)
        if after is not None and after.kind == "figure" and self.including is None:
            before = self.near.before(index)
            if self.pending and before is self.pending[-1].chunk:
                self.including = self.pending[-1]
            elif self.batch and before is not None and before.kind == "outcome":
                self.including = self.batch[-1]

    def _close(self, index: int, chunk: Chunk) -> None:
        self.in_brackets = max(0, self.in_brackets - 1)
        self.including, self.instead = None, False

    def _another_source(self, index: int) -> bool:
        """Whether a bracket tells somebody else's figure for the same: "12 soldiers (nine, according to the army)"."""
        inside = list(takewhile(lambda c: c.kind not in ("close", "open"), islice(self.chunks, index + 1, index + _BRACKET)))
        told = [c for c in inside if c.kind == "figure"]
        return self.prose and len(told) == 1 and told[0].group is not None and told[0].group.kind == "none" and any(c.kind in ("according", "say") or c.word == "per" for c in inside)

    def _according(self, index: int, chunk: Chunk) -> None:
        if not (self.instead or self._subject_waits(index)):
            self._boundary()

    def _subject_waits(self, index: int) -> bool:
        """ "Fourteen soldiers according to the army, thirty according to the rebels, were killed": no verb has come yet."""
        return bool(self.pending) and self.prose and all(c.kind in ("figure", "according", "comma", "and", "word", "adverb", "ref") for c in self.chunks[max(0, index - _BRACKET) : index])
