"""A figure of a sentence as it comes up: which governor it stands under, of what it is a part, whose outcome it shares."""

from dataclasses import replace

from claimgraph.article.grammar.chunks import Chunk
from claimgraph.article.grammar.parts import Parts
from claimgraph.article.grammar.phrases import TOLL_WORDS
from claimgraph.article.grammar.slots import LEFT, Slot
from claimgraph.article.grammar.told import Quantity

#: what a toll does when one figure takes the place of another
_RISING = frozenset(
    "rose risen rises rising climbed climbing climbs increased increasing raised raising jumped grew grown revised corrected updated changed lowered reduced fell dropped went gone toll".split()
)
#: the prepositions by which a figure follows its toll
_TO = frozenset({"to", "at", "of", "as"})
#: how many chunks a list by origin is looked back over
_LIST = 12


class Figures(Parts):
    """What the pass does with a chunk that counts."""

    def _figure(self, index: int, chunk: Chunk) -> None:
        slot = Slot(chunk, index, subject=self.subject, sufferer=self.subject if self.suffers else None)
        self.seen.append(slot)
        if (self._in_toll() or self.sentence.row[chunk.start].low in ("a", "an")) and self._speaks(index):
            return
        before = self.near.before(index)
        if slot.group.kind == "thing" or self.near.is_age(index, chunk) or self.near.is_name(index):
            return
        if before is not None and before.kind == "preposition" and before.word in ("by", "against"):
            return  # who did it
        slot.another = index > 0 and self.chunks[index - 1].word == "another"
        slot.oblique = before is not None and before.kind == "preposition" and before.word != "as"
        self._newest(slot, before)
        self._under(slot, before)
        self._part_of(slot)
        self._shares(slot, before)
        self.pending.append(slot)

    def _newest(self, slot: Slot, before: Chunk | None) -> None:
        """ "The toll rose from 12 to 19", "bringing it up to 15": the old figure is history, the new one no bound."""
        quantity, first = slot.quantity, self.sentence.row[slot.chunk.start].low
        risen = first == "from" and self._in_toll() and self._rising(slot.index)
        brought = first == "up" and self._in_toll() and before is not None and before.kind == "toll" and quantity.high and not quantity.low
        if (risen or brought) and slot.chunk.counted is not None:
            slot.chunk = replace(slot.chunk, counted=replace(slot.chunk.counted, quantity=Quantity(count=quantity.high)))
        if risen:
            slot.flags.add("later")

    def _under(self, slot: Slot, before: Chunk | None) -> None:
        """The governor that the figure stands under; the first one behind a toll is the toll."""
        told = self.governor is not None and "of" in self.governor.forms and self.governor.words in TOLL_WORDS and before is not None and before.word in _TO
        if slot.oblique and not told:
            return
        slot.governor = self._governs(slot)
        if self.governor_chunk and slot.governor and self._in_toll() and self.first_in_toll:
            slot.toll, self.first_in_toll = self.governor_chunk.start, False

    def _part_of(self, slot: Slot) -> None:
        """The figure that this one is a part of: the one before "including", a bracket or a colon, or whom "of them" means."""
        whole = self.including
        if whole is not None:
            slot.subset, slot.parent = True, whole
            if whole.outcome is not None and (whole.tentative or whole not in self.pending):
                slot.outcome, slot.outcome_chunk, slot.tentative = whole.outcome, whole.outcome_chunk, True
            else:
                slot.governor = slot.governor or whole.governor
        if self.instead:
            slot.subset = False
        if not slot.group.them:
            return
        if slot.governor in (None, LEFT) and self.batch and not self.pending:
            parent = next((s for s in reversed(self.batch) if not s.subset), self.batch[-1])
            slot.governor, slot.subset, slot.parent, slot.tentative = None, True, parent, True
            slot.outcome, slot.outcome_chunk = parent.outcome, parent.outcome_chunk
        if self.pending and slot.parent is None:
            slot.subset, slot.parent = True, next((s for s in reversed(self.pending) if not s.subset), self.pending[-1])
        if slot.parent is None and slot.group.words is None:
            slot.victims = next((s.group.words for s in reversed(self.seen[:-1]) if s.group.people), None)  # "200 fighters attacked; 14 of them were killed"

    def _shares(self, slot: Slot, before: Chunk | None) -> None:
        """The outcome told last, where the figure has none of its own: "… died, as did three", "A said 30 were killed, B said 40"."""
        likewise, self.likewise = self.likewise, False
        if not self.last:
            return
        if likewise:
            slot.outcome, slot.tentative = self.last, True
        free = slot.governor is None and slot.outcome is None
        if free and not slot.oblique and before is not None and before.kind == "join":
            slot.outcome, slot.tentative, slot.sure = self.last, True, 0.75
        elif free and self._from_each(slot.index):
            slot.outcome, slot.outcome_chunk, slot.tentative, slot.sure = self.last, None, True, 0.7
        said = self.prose and before is not None and before.kind == "say" and slot.group.kind == "none" and self._ends_clause(slot.index)
        if slot.outcome is None and said:
            slot.outcome, slot.outcome_chunk, slot.tentative, slot.sure = self.last, None, True, 0.7

    def _from_each(self, index: int) -> bool:
        """ "six killed from the army, three from the police, seven civilians": a list by where they came from."""
        told = next((s.outcome_chunk for s in reversed(self.batch) if s.outcome_chunk), None)
        if told is None or not self.prose or self.near.has_own_outcome(self.chunks[index]):
            return False
        between = [c for c in self.chunks[max(0, index - _LIST) : index] if c.start >= told.end]
        kinds = {c.kind for c in between}
        return bool(between) and between[0].word == "from" and kinds <= {"preposition", "word", "comma", "and", "adverb", "figure"} and kinds & {"comma", "and"} != set()

    def _speaks(self, index: int) -> bool:
        """Whether the figure counts those who tell a toll: "the toll rose to 13, an official and a doctor said"."""
        at, single = index + 1, self.sentence.row[self.chunks[index].start].low in ("a", "an")
        while at < len(self.chunks) and (self.chunks[at].kind in ("and", "figure", "adverb") or (single and at < index + 5 and self.chunks[at].kind in ("preposition", "word"))):
            at += 1  # "…, a military officer in Orsk told"
        following = self.chunks[at : at + 2]
        before = self.near.before(index)
        listed = before is not None and (before.kind == "comma" or (before.kind == "and" and index > 1 and self.chunks[index - 2].kind == "figure"))
        return listed and bool(following) and following[0].kind == "say" and (len(following) < 2 or following[1].kind not in ("outcome", "aux"))

    def _ends_clause(self, index: int) -> bool:
        """Whether nothing of its clause follows the chunk."""
        after = self.near.after(index)
        return after is None or after.kind in ("stop", "turn", "comma", "close")

    def _rising(self, index: int) -> bool:
        """Whether a toll rose or fell "from 12 to 19", and does not range between the two."""
        return any(chunk.word in _RISING for chunk in self.chunks[max(0, index - 4) : index])
