"""Which outcome belongs to which figure: one pass over the chunks of a sentence.

Figures wait (``pending``) for a predicate on their right ("five soldiers were killed") or stand under a governor on
their left ("killing five soldiers", "the deaths of", "left … dead", "the death toll rose to"). A predicate takes
the list that it ends; a clause boundary gives the rest to their governor, or drops them: they were strength,
attackers, anything but a loss.
"""

from dataclasses import replace

from claimgraph.article.grammar.chunks import Chunk, Sentence
from claimgraph.article.grammar.outcomes import SUFFERERS, Outcome
from claimgraph.article.grammar.parts import Parts
from claimgraph.article.grammar.phrases import PASSIVE_REPORT, TOLL_WORDS
from claimgraph.article.grammar.slots import HELD, LEFT, LOST, PEOPLE_ONLY, TAKEN, Slot
from claimgraph.article.grammar.told import Quantity

#: outcomes that can stand between a number and its noun
_ATTRIBUTES = frozenset({"killed", "wounded", "captured", "missing", "neutralized", "freed", "displaced"})
#: what is counted, never a predicate of those told before
_COUNTED = frozenset({"casualties", "losses"})
#: lives that are not lost
_SPARING = frozenset("saved saving save saves spared risked endangered changed".split())
#: what a toll does when one figure takes the place of another
_RISING = frozenset(
    "rose risen rises rising climbed climbing climbs increased increasing raised raising jumped grew grown revised corrected updated changed lowered reduced fell dropped went gone toll".split()
)


class Linker(Parts):
    """The pass over one sentence; :meth:`run` gives the figures that have an outcome, in order."""

    def run(self) -> list[Slot]:
        """Every figure with an outcome."""
        for index, chunk in enumerate(self.chunks):
            getattr(self, f"_{chunk.kind}", self._other)(index, chunk)
        self._boundary()
        return sorted((s for s in self.done if s.outcome and s.outcome.slug), key=lambda s: s.index)

    # figures

    def _figure(self, index: int, chunk: Chunk) -> None:
        slot = Slot(chunk, index, subject=self.subject, sufferer=self.subject if self.suffers else None)
        self.seen.append(slot)
        if (self._in_toll() or self.sentence.row[chunk.start].low in ("a", "an")) and self._speaks(index):
            return
        if slot.group.kind == "thing" or self.near.is_age(index, chunk) or self.near.is_name(index):
            return
        before = self.near.before(index)
        slot.another = index > 0 and self.chunks[index - 1].word == "another"
        slot.oblique = before is not None and before.kind == "preposition" and before.word not in ("as",)
        if self.sentence.row[chunk.start].low == "from" and self._in_toll() and self._rising(index):
            # "rose from 12 to 19": the old figure is history
            slot.chunk = replace(chunk, counted=replace(chunk.counted, quantity=Quantity(count=chunk.counted.quantity.high)))
            slot.flags.add("later")
        if self._in_toll() and before is not None and before.kind == "toll" and self.sentence.row[chunk.start].low == "up" and chunk.counted.quantity.high and not chunk.counted.quantity.low:
            slot.chunk = replace(chunk, counted=replace(chunk.counted, quantity=Quantity(count=chunk.counted.quantity.high)))  # "bringing the toll up to 15"
        agent = before is not None and before.kind == "preposition" and before.word in ("by", "against")
        if agent:
            return
        if not slot.oblique or (self.governor and "of" in self.governor.forms and self.governor.words in TOLL_WORDS and before is not None and before.word in ("to", "at", "of", "as")):
            slot.governor = self._governs(slot)
            if self.governor_chunk and slot.governor and self._in_toll() and self.first_in_toll:
                slot.toll, self.first_in_toll = self.governor_chunk.start, False
        if self.including is not None and self.including.outcome is not None and (self.including.tentative or self.including not in self.pending):
            slot.subset, slot.parent = True, self.including
            slot.outcome, slot.outcome_chunk, slot.tentative = self.including.outcome, self.including.outcome_chunk, True
        elif self.including is not None:
            slot.subset, slot.parent, slot.governor = True, self.including, slot.governor or self.including.governor
        if self.instead:
            slot.subset = False
        if slot.group.them and slot.governor in (None, LEFT) and self.batch and not self.pending:
            slot.governor = None
            parent = next((s for s in reversed(self.batch) if not s.subset), self.batch[-1])
            slot.subset, slot.parent, slot.tentative = True, parent, True
            slot.outcome, slot.outcome_chunk = parent.outcome, parent.outcome_chunk
        if slot.group.them and self.pending and slot.parent is None:
            slot.subset, slot.parent = True, next((s for s in reversed(self.pending) if not s.subset), self.pending[-1])
        if self.likewise and self.last:
            slot.outcome, slot.tentative = self.last, True
        self.likewise = False
        if slot.governor is None and slot.outcome is None and not slot.oblique and self.last and before is not None and before.kind == "join":
            slot.outcome, slot.tentative, slot.sure = self.last, True, 0.75
        if slot.governor is None and slot.outcome is None and self.last and self._from_each(index):
            slot.outcome, slot.outcome_chunk, slot.tentative, slot.sure = self.last, None, True, 0.7
        if slot.group.them and slot.parent is None and slot.group.words is None:
            slot.victims = next((s.group.words for s in reversed(self.seen[:-1]) if s.group.people), None)  # "200 fighters attacked; 14 of them were killed"
        if slot.outcome is None and self.last and self.prose and before is not None and before.kind == "say" and slot.group.kind == "none" and self._ends_clause(index):
            slot.outcome, slot.outcome_chunk, slot.tentative, slot.sure = self.last, None, True, 0.7  # "A said 30 were killed, B said 40"
        self.pending.append(slot)

    def _from_each(self, index: int) -> bool:
        """ "six killed from the army, three from the police, seven civilians": a list by where they came from."""
        told = next((s.outcome_chunk for s in reversed(self.batch) if s.outcome_chunk), None)
        if told is None or not self.prose or self.near.has_own_outcome(self.chunks[index]):
            return False
        between = [c for c in self.chunks[max(0, index - 12) : index] if c.start >= told.end]
        kinds = {c.kind for c in between}
        return bool(between) and between[0].word == "from" and kinds <= {"preposition", "word", "comma", "and", "adverb", "figure"} and kinds & {"comma", "and"} != set()

    def _speaks(self, index: int) -> bool:
        """Whether the figure counts those who tell a toll: "the toll rose to 13, an official and a doctor said"."""
        at = index + 1
        while at < len(self.chunks) and self.chunks[at].kind in ("and", "figure", "adverb"):
            at += 1
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

    # outcomes

    def _outcome(self, index: int, chunk: Chunk) -> None:
        outcome = chunk.outcome
        assert outcome is not None
        before, after = self.near.before(index), self.near.after(index)
        adjacent = bool(self.pending) and before is self.pending[-1].chunk
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
        self._boundary()

    _that = _turn

    def _relative(self, index: int, chunk: Chunk) -> None:
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
