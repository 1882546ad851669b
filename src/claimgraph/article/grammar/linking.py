"""Which outcome belongs to which figure: one pass over the chunks of a sentence.

Figures wait (``pending``) for a predicate on their right ("five soldiers were killed") or stand under a governor on
their left ("killing five soldiers", "the deaths of", "left … dead", "the death toll rose to"). A predicate takes
the list that it ends; a clause boundary gives the rest to their governor, or drops them: they were strength,
attackers, anything but a loss.
"""

from dataclasses import replace

from claimgraph.article.grammar.chunks import Chunk, Sentence
from claimgraph.article.grammar.figures import Figures
from claimgraph.article.grammar.groups import KNOWN
from claimgraph.article.grammar.outcomes import SUFFERERS, Outcome
from claimgraph.article.grammar.phrases import PASSIVE_REPORT, TOLL_WORDS
from claimgraph.article.grammar.slots import HELD, LEFT, LOST, PEOPLE_ONLY, TAKEN, Slot

#: outcomes that can stand between a number and its noun
_ATTRIBUTES = frozenset({"killed", "wounded", "captured", "missing", "neutralized", "freed", "displaced"})
#: what is counted, never a predicate of those told before
_COUNTED = frozenset({"casualties", "losses"})
#: what is counted, with whose they were behind it
_OF_THEIRS = frozenset({"bodies of", "body of", "corpses of", "remains of", "dead bodies of"})
#: lives that are not lost
_SPARING = frozenset("saved saving save saves spared risked endangered changed".split())
#: what men come from
_BODIES_OF_MEN = dict.fromkeys("units battalions brigades groups factions forces militias tribes villages".split(), "")
#: verbs of a list in which people stand "as" missing or dead
_CALLED = frozenset("categorized categorised classified posted designated registered".split())


class Linker(Figures):
    """The pass over one sentence; :meth:`run` gives the figures that have an outcome, in order."""

    def run(self) -> list[Slot]:
        """Every figure with an outcome."""
        for index, chunk in enumerate(self.chunks):
            getattr(self, f"_{chunk.kind}", self._other)(index, chunk)
        self._boundary()
        return sorted((s for s in self.done if s.outcome and s.outcome.slug), key=lambda s: s.index)

    # outcomes

    def _outcome(self, index: int, chunk: Chunk) -> None:
        outcome = chunk.outcome
        assert outcome is not None
        if self.near.intended(index):
            return
        before, after = self.near.before(index), self.near.after(index)
        adjacent = bool(self.pending) and before is self.pending[-1].chunk
        if not adjacent and outcome.combined and before is not None and before.word == "of" and self.pending and index > 1 and self.chunks[index - 2] is self.pending[-1].chunk:
            adjacent = True  # "dozens of killed and injured"
        auxiliary = self.near.auxiliary(index)
        if before is not None and self.batch and self.batch[-1].attribute and self.batch[-1].outcome_chunk is before and outcome.words.lower() in HELD:
            return  # "sixteen beheaded bodies"
        if auxiliary == "have" and "done" in outcome.forms and not (self._waiting() and after is not None and after.word in ("in", "by", "when")) and not outcome.forms & {"being"} and not outcome.words.lower().startswith(("lost ", "gone", "went", "surrendered", "disappeared")):
            self._flush()  # "it had killed 25": the figure before, if any, did it
            self._govern(outcome, chunk)
            return
        if self._attribute(index, outcome, adjacent) or self._substantive(index, outcome, chunk):
            return
        if auxiliary and not self.pending and self.batch and self.batch[-1].attribute and outcome.forms & {"done", "being"}:
            for slot in self.batch:  # "four captured soldiers were executed"
                slot.victims = self.sentence.words(slot.outcome_chunk.start, self.chunks[index].start - 1) if slot.outcome_chunk and not slot.victims else slot.victims
                self._assign(slot, outcome, chunk)
                slot.attribute = False
            return
        if auxiliary and outcome.forms & {"done", "being"}:
            self._predicate(outcome, chunk, auxiliary=True)
        elif adjacent and "count" in outcome.forms and not self._object_follows(index):
            self._counted(outcome, chunk, index)
        elif adjacent and outcome.words.lower() in _OF_THEIRS:
            self._assign(self.pending[-1], outcome, chunk)  # "14 bodies of armed men"
            self.pending[-1].victims = self.sentence.words(*noun) if (noun := self.near.people_behind(index)) else None
            self.last, self.batch = outcome, [self.pending[-1]]
        elif outcome.forms & {"doing", "of"} and not (outcome.forms & {"done"}) and not (adjacent and outcome.forms & {"being", "count"}):
            self._govern(outcome, chunk)
        elif outcome.words.lower() in _COUNTED and not adjacent and not (before is not None and before.word == "of"):
            self._govern(outcome, chunk)  # "with the heaviest losses in the south": nobody told before
        elif "being" in outcome.forms and "done" not in outcome.forms:
            self._predicate(outcome, chunk, auxiliary=not adjacent)
        elif adjacent and self.prose and after is not None and after.kind == "figure" and not self.near.has_own_outcome(after) and not self._listed():
            self.pending.pop()  # "Three gunmen killed 12 people"
            self._govern(outcome, chunk)
        elif adjacent:
            self._predicate(outcome, chunk, auxiliary=False)
        elif self._waiting() and (after is None or after.kind not in ("figure", "word", "adverb")):
            self._predicate(outcome, chunk, auxiliary=True, sure=0.7 if self.prose else 1.0)
        elif before is not None and before.kind in ("adverb", "word") and before.word in ("the", "its", "their") and "doing" not in outcome.forms:
            pass  # "the wounded were flown out"
        else:
            self._govern(outcome, chunk)

    def _attribute(self, index: int, outcome: Outcome, adjacent: bool) -> bool:
        """ "5 wounded soldiers": the outcome stands inside the group; "5 captured by" is no attribute."""
        adjacent = adjacent or (bool(self.pending) and self.pending[-1].quantity.vague and self.sentence.words(self.pending[-1].chunk.end, self.chunks[index].start) == "of")
        if not adjacent or self.pending[-1].group.kind != "none" or self.pending[-1].group.more:
            return False
        if (outcome.slug not in _ATTRIBUTES and not outcome.combined) or "done" not in outcome.forms:
            return False
        noun = self.near.held_behind(index) or self.near.people_behind(index)
        if noun is None:
            return False
        if self.pending[-1].governor is not None:
            self.pending[-1].victims = self.sentence.words(self.chunks[index].start, noun[1])  # "executed 26 captured soldiers"
            return True
        slot = self.pending.pop()
        self._assign(slot, outcome, self.chunks[index])
        slot.victims, slot.attribute = self.sentence.words(*noun), True
        self.batch = [slot]
        return True

    def _substantive(self, index: int, outcome: Outcome, chunk: Chunk) -> bool:
        """ "two of the injured died": a participle behind "of the" is a noun where what befell them follows."""
        at = next((at for at in range(index + 1, min(index + 4, len(self.chunks))) if self.chunks[at].kind not in ("adverb", "aux")), len(self.chunks))
        follows = self.chunks[at].outcome if at < len(self.chunks) else None
        if not self.pending or chunk.start < 2 or "done" not in outcome.forms or follows is None or follows.slug == outcome.slug or not follows.forms & {"being", "done"}:
            return False
        row = self.sentence.row
        if row[chunk.start - 1].low not in ("the", "his", "its", "their") or row[chunk.start - 2].low != "of" or chunk.start - 2 > self.pending[-1].chunk.end:
            return False
        self.pending[-1].victims = outcome.words
        return True

    def _counted(self, outcome: Outcome, chunk: Chunk, index: int) -> None:
        """ "20 deaths", "12 prisoners": what is counted is the outcome itself."""
        slot = self.pending[-1]
        if outcome.forms & {"being", "done"} or slot.group.more:
            self._predicate(outcome, chunk, auxiliary=False)
            return
        if outcome.words.lower() in ("prisoners", "prisoner", "captives", "captive", "detainees") and self.prose and not self.near.were_taken(index):
            slot.flags.add("held")
            slot.victims = " ".join(w for w in (slot.group.words, outcome.words) if w)
        if slot.governor is not None and not self._in_toll() and slot.governor is not LEFT and outcome.words.lower() in HELD:
            slot.victims = " ".join(w for w in (slot.group.words, outcome.words) if w)  # "released 12 prisoners"
            slot.flags.discard("held")
            return
        if outcome.words.lower() == "lives" and any(c.word in _SPARING for c in self.chunks[max(0, index - 4) : index]):
            self.pending.pop()
            return
        self._assign(slot, outcome, chunk)
        slot.tentative = outcome.slug in ("captured", "casualties") or outcome.words.lower() in ("bodies", "corpses", "body", "lives", "dead bodies")
        self.last = outcome
        self.batch = [slot]

    def _predicate(self, outcome: Outcome, chunk: Chunk, auxiliary: bool, sure: float = 1.0) -> None:
        """The figures before it suffer it: the list that ends here, or all that wait when an auxiliary says so."""
        if not self.pending and auxiliary and self.weak:
            self.pending, self.weak, sure = self.weak, [], min(sure, 0.6)
        taken: list[Slot] = []
        for slot in reversed(self.pending):
            if outcome.slug in PEOPLE_ONLY and outcome is not TAKEN and not (slot.group.people or slot.group.kind in ("none", "name")):
                continue
            shared = bool(taken) and slot.index > 0 and self.chunks[slot.index - 1].word == "with" and self.near.contiguous(slot, taken[-1])  # "with 3 officers and 40 men wounded"
            if slot.oblique and not shared and not (slot is self.pending[-1] and not auxiliary) and not (slot.governor or slot.subset):
                continue
            if taken and slot.governor is not None and slot.governor is not LEFT and slot.governor.words not in TOLL_WORDS:
                break
            if taken and (slot.outcome is not None or (auxiliary and slot.toll is not None)):
                break  # "the toll stood at 102 and more than 400 were injured"
            if not auxiliary and taken and not self.near.contiguous(slot, taken[-1]):
                break
            taken.append(slot)
        for slot in taken:
            slot.sure = min(slot.sure, sure)
            if "held" in slot.flags and outcome.slug != "captured":
                slot.flags.discard("held")
            self._assign(slot, outcome, chunk)
        for slot in self.pending:
            if slot.outcome is not outcome:
                self._settle(slot)
        self.pending = []
        if not self.in_brackets and any(not slot.subset for slot in taken):
            self.including = None
        if taken:
            self.batch = list(reversed(taken))
        if self.governor is not None and self.governor is not LEFT and self.governor.words not in TOLL_WORDS:
            self.governor = None
        self.last = outcome
        self.weak = []

    def _toll(self, index: int, chunk: Chunk) -> None:
        assert chunk.outcome is not None
        if chunk.outcome.words == "total to" and self.last is None:
            return  # "bringing the total to 40" of what nobody died of
        told = chunk.outcome
        if told.words == "revised to" and self.last is not None and self.last.slug:
            told = replace(told, slug=self.last.slug)
        self._govern(told, chunk)
        self.first_in_toll = True

    # verbs and boundaries

    def _verb(self, index: int, chunk: Chunk) -> None:
        if self._in_toll():
            return  # "the death toll climbed to 20"
        if chunk.word in _CALLED and self.chunks[index + 1 : index + 2] and self.chunks[index + 1].word == "as" and self.pending:
            return  # "four were categorized as missing"
        if not self.prose and (after := self.near.after(index)) is not None and after.kind == "outcome" and self.pending:
            return  # a cell's "1 escaped then killed"
        if self.pending and chunk.word in ("found", "discovered", "recovered", "buried", "retrieved", "interred", "reported", "confirmed") and self.pending[-1].outcome:
            return
        standing = [s for s in self.pending if s.governor is None and s.outcome is None]
        self._flush()
        self.governor = None
        self.weak = standing
        self.subject = self.near.subject_of(index)
        self.suffers = chunk.kind == "losing" or chunk.word in SUFFERERS

    def _taking(self, index: int, chunk: Chunk) -> None:
        held = self.near.before(index)
        if chunk.word == "taken" and self.pending and "hostage" in (self.pending[-1].group.words or "").lower():
            self._predicate(TAKEN, chunk, auxiliary=True)
            return
        if held is not None and held.kind == "aux" and self.pending:
            hostage = next((c for c in self.chunks[index + 1 : index + 4] if c.kind == "word" and c.word.startswith(("hostage", "captive"))), None)
            if hostage:
                self._predicate(TAKEN, chunk, auxiliary=True)
                return
        self._verb(index, chunk)
        self.governor = TAKEN
        if chunk.word in ("captured", "capturing", "seized", "seizing"):
            self.governor = Outcome("captured", frozenset({"doing"}), chunk.start, chunk.end, chunk.word)

    def _losing(self, index: int, chunk: Chunk) -> None:
        self._verb(index, chunk)
        self.governor = LOST

    def _leaving(self, index: int, chunk: Chunk) -> None:
        self._verb(index, chunk)
        self.governor = LEFT

    def _say(self, index: int, chunk: Chunk) -> None:
        before = self.chunks[index - 1] if index else None
        if before is not None and before.kind in ("aux", "adverb") and chunk.word in PASSIVE_REPORT and self.pending:
            return  # "five were reported killed"
        if self._in_toll():
            return
        if not self.instead:
            self._boundary()

    def _turn(self, index: int, chunk: Chunk) -> None:
        after = self.near.after(index)
        if self._in_toll() and chunk.word == "after" and after is not None and after.group is not None and after.group.kind == "thing":
            return  # "puts the toll after 80 days of fighting at 1,381"
        self._boundary()

    def _that(self, index: int, chunk: Chunk) -> None:
        """A relative clause leaves its noun waiting: "ten men from the units that support the front died"."""
        before = self.chunks[index - 1] if index else None
        noun = before is not None and (before.kind == "figure" or (before.kind == "word" and self.sentence.row[before.start].low in KNOWN | _BODIES_OF_MEN))
        standing = [s for s in self.pending if s.governor is None and s.outcome is None] if noun else []
        self._boundary()
        self.weak = standing

    def _relative(self, index: int, chunk: Chunk) -> None:
        after = self.near.after(index)
        if chunk.word == "who" and self._in_toll() and after is not None and after.outcome is not None and "being" in after.outcome.forms:
            return  # "among the casualties are 40 rebels who died in ambushes"
        if any(slot.governor is not None for slot in self.pending):
            self._flush()  # "rescuing two men who had been held": what is told of them now is another matter
            self.governor = None

    def _stop(self, index: int, chunk: Chunk) -> None:
        if chunk.end < len(self.sentence.row):
            self._boundary()

    def _likewise(self, index: int, chunk: Chunk) -> None:
        self.likewise = True

    def _preposition(self, index: int, chunk: Chunk) -> None:
        if chunk.word in ("by", "against", "without") and not self._in_toll():
            self._flush()
            self.governor = None

    def _other(self, index: int, chunk: Chunk) -> None:
        if chunk.kind == "word" and chunk.word in ("hostage", "captive", "prisoner") and self.governor is TAKEN and self.pending:
            for slot in self.pending:
                slot.governor = TAKEN if chunk.word == "hostage" else Outcome("captured", frozenset(), chunk.start, chunk.end, chunk.word)

    def _object_follows(self, index: int) -> bool:
        after = self.near.after(index)
        return self.prose and after is not None and after.kind == "figure" and "done" in (self.chunks[index].outcome or LEFT).forms and not self.near.has_own_outcome(after)


def link(sentence: Sentence, prose: bool = True) -> list[Slot]:
    """The figures of the sentence that have an outcome.

    >>> from claimgraph.article.grammar.chunks import chunked
    >>> [(s.quantity.count, s.outcome.slug) for s in link(chunked("Killing 5 men and a boy, they left 3 wounded."))]
    [(5, 'killed'), (1, 'killed'), (3, 'wounded')]
    """
    return Linker(sentence, prose).run()
