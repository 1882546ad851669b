"""Which outcome belongs to which figure: one pass over the chunks of a sentence.

Figures wait (``pending``) for a predicate on their right ("five soldiers were killed") or stand under a governor on
their left ("killing five soldiers", "the deaths of", "left … dead", "the death toll rose to"). A predicate takes
the list that it ends; a clause boundary gives the rest to their governor, or drops them: they were strength,
attackers, anything but a loss.
"""

from dataclasses import dataclass, field, replace

from claimgraph.article.chunks import BE, PASSIVE_REPORT, TOLL_WORDS, Chunk, Sentence
from claimgraph.article.groups import KNOWN, Group
from claimgraph.article.outcomes import Outcome
from claimgraph.article.told import Quantity

#: outcomes that vehicles, villages or statements can suffer too: their object must surely be people
_PEOPLE_ONLY = frozenset({"captured", "freed", "missing", "displaced", "casualties", "hostage"})
_QUIET = frozenset({"adverb", "ref", "aux"})
_TAKEN = Outcome("hostage", frozenset({"doing"}), 0, 0, "took")
_LOST = Outcome("killed", frozenset({"doing"}), 0, 0, "lost")
#: people that an outcome is told of, though the word alone is one
_HELD = frozenset("prisoners prisoner captives captive detainees hostages victims bodies body corpses".split())
_LEFT = Outcome("", frozenset({"doing"}), 0, 0, "left")


@dataclass(eq=False)
class Slot:
    """One figure on its way to an outcome."""

    chunk: Chunk
    index: int
    governor: Outcome | None = None
    outcome: Outcome | None = None
    outcome_chunk: Chunk | None = None
    kept: bool = False
    subset: bool = False
    parent: "Slot | None" = None
    oblique: bool = False
    tentative: bool = False
    sure: float = 1.0
    flags: set[str] = field(default_factory=set)
    victims: str | None = None
    subject: tuple[int, int] | None = None
    another: bool = False  # "another three": not those just named
    toll: int | None = None  # the token where the "death toll" that it follows begins

    @property
    def quantity(self) -> Quantity:
        """How many."""
        assert self.chunk.counted is not None
        return self.chunk.counted.quantity

    @property
    def group(self) -> Group:
        """Whom it counts."""
        assert self.chunk.group is not None
        return self.chunk.group


class Linker:
    """The pass over one sentence; :meth:`run` gives the figures that have an outcome, in order."""

    def __init__(self, sentence: Sentence, prose: bool = True) -> None:
        """``prose``: whether "Three gunmen killed 12 people" is a clause (a cell runs columns together instead)."""
        self.sentence = sentence
        self.chunks = sentence.chunks
        self.place = {chunk.start: index for index, chunk in enumerate(self.chunks)}
        self.prose = prose
        self.pending: list[Slot] = []
        self.done: list[Slot] = []
        self.governor: Outcome | None = None
        self.direct = False  # nothing but adverbs since the governor
        self.weak: list[Slot] = []
        self.last: Outcome | None = None
        self.batch: list[Slot] = []
        self.including: Slot | None = None
        self.in_brackets = 0
        self.likewise = False
        self.subject: tuple[int, int] | None = None
        self.seen: list[Slot] = []
        self.governor_chunk: Chunk | None = None
        self.first_in_toll = False

    def run(self) -> list[Slot]:
        """Every figure with an outcome."""
        for index, chunk in enumerate(self.chunks):
            getattr(self, f"_{chunk.kind}", self._other)(index, chunk)
            if chunk.kind not in _QUIET and chunk.kind not in ("figure", "outcome", "toll", "leaving", "losing", "taking"):
                self.direct = False
        self._boundary()
        return sorted((s for s in self.done if s.outcome and s.outcome.slug), key=lambda s: s.index)

    # figures

    def _figure(self, index: int, chunk: Chunk) -> None:
        slot = Slot(chunk, index, subject=self.subject)
        self.seen.append(slot)
        if slot.group.kind == "thing" or self._age(index, chunk) or self._skipped(index):
            self.direct = False
            return
        before = self._before(index)
        slot.another = index > 0 and self.chunks[index - 1].word == "another"
        slot.oblique = before is not None and before.kind == "preposition" and before.word not in ("as",)
        if chunk.counted.start < chunk.counted.end and self.sentence.row[chunk.start].low == "from" and self._in_toll():
            # "rose from 12 to 19": the old figure is history
            slot.chunk = replace(chunk, counted=replace(chunk.counted, quantity=Quantity(count=chunk.counted.quantity.high)))
            slot.flags.add("later")
        agent = before is not None and before.kind == "preposition" and before.word in ("by", "against")
        if agent:
            return
        if not slot.oblique or (self.governor and "of" in self.governor.forms and self.governor.words in TOLL_WORDS and before is not None and before.word in ("to", "at", "of", "as")):
            slot.governor = self._governs(slot)
            if self.governor_chunk and slot.governor and self._in_toll() and self.first_in_toll:
                slot.toll, self.first_in_toll = self.governor_chunk.start, False
        if self.including is not None and self.including.outcome is not None and self.including not in self.pending:
            slot.subset, slot.parent = True, self.including
            slot.outcome, slot.outcome_chunk, slot.tentative = self.including.outcome, self.including.outcome_chunk, True
        elif self.including is not None:
            slot.subset, slot.parent, slot.governor = True, self.including, slot.governor or self.including.governor
        if slot.group.them and slot.governor is None and self.batch and not self.pending:
            parent = next((s for s in reversed(self.batch) if not s.subset), self.batch[-1])
            slot.subset, slot.parent, slot.tentative = True, parent, True
            slot.outcome, slot.outcome_chunk = parent.outcome, parent.outcome_chunk
        if self.likewise and self.last:
            slot.outcome, slot.tentative = self.last, True
        self.likewise = False
        if slot.governor is None and slot.outcome is None and not slot.oblique and self.last and before is not None and before.kind == "join":
            slot.outcome, slot.tentative, slot.sure = self.last, True, 0.75
        self.pending.append(slot)
        self.direct = False

    def _governs(self, slot: Slot) -> Outcome | None:
        governor = self.governor
        if governor is None:
            return None
        if governor.slug in _PEOPLE_ONLY and governor is not _TAKEN:
            bare = slot.group.kind == "none" and (slot.group.more or slot.group.them or bool(self.done) or self._held_next(slot))
            if not slot.group.people and not bare and not (governor.slug in ("captured", "hostage") and slot.group.kind == "name"):
                return None
        if governor is _TAKEN:
            word = (slot.group.words or "").lower()
            return governor if "hostage" in word or "captive" in word else None
        if governor is _LOST and not (slot.group.people or slot.group.kind == "none"):
            return None
        return governor

    def _held_next(self, slot: Slot) -> bool:
        after = self._after(slot.index)
        return after is not None and after.outcome is not None and after.outcome.words.lower() in _HELD

    def _age(self, index: int, chunk: Chunk) -> bool:
        """ "Cédric, 32, and Alain, 27, died": a bare number between commas behind a name."""
        before = self.chunks[index - 1] if index else None
        if before is not None and before.word in ("aged", "age", "ages"):
            return True
        if chunk.group is None or chunk.group.kind != "none" or chunk.counted is None or not chunk.counted.plain:
            return False
        after = self.chunks[index + 1] if index + 1 < len(self.chunks) else None
        name = self.chunks[index - 2] if index > 1 else None
        fenced = before is not None and before.kind in ("comma", "open") and after is not None and after.kind in ("comma", "close", "stop")
        return bool(fenced and name is not None and name.kind == "word" and self.sentence.row[name.start].text[:1].isupper())

    def _skipped(self, index: int) -> bool:
        """A number that is a name ("Highway 12"), a rate or a score."""
        before = self.chunks[index - 1] if index else None
        chunk = self.chunks[index]
        if before is None or chunk.group is None or chunk.counted is None or not chunk.counted.digits:
            return False
        row = self.sentence.row
        named = before.kind == "word" and row[before.start].text[:1].isupper() and row[before.start].kind == "word" and before.start > 0
        return named and chunk.counted.plain and chunk.group.kind == "none" and not self._followed_by_outcome(index)

    def _followed_by_outcome(self, index: int) -> bool:
        after = self._after(index)
        return after is not None and after.kind in ("outcome", "aux")

    # outcomes

    def _outcome(self, index: int, chunk: Chunk) -> None:
        outcome = chunk.outcome
        assert outcome is not None
        before, after = self._before(index), self._after(index)
        adjacent = bool(self.pending) and before is self.pending[-1].chunk
        auxiliary = self._auxiliary(index)
        if auxiliary == "have" and "done" in outcome.forms and not outcome.forms & {"being"} and not outcome.words.lower().startswith(("lost ", "gone", "went", "surrendered", "disappeared")):
            self._flush()  # "it had killed 25": the figure before, if any, did it
            self._govern(outcome, chunk)
            return
        if self._attribute(index, outcome, adjacent):
            return
        if auxiliary and outcome.forms & {"done", "being"}:
            self._predicate(outcome, chunk, auxiliary=True)
        elif adjacent and "count" in outcome.forms and not self._object_follows(index):
            self._counted(outcome, chunk, index)
        elif outcome.forms & {"doing", "of"} and not (outcome.forms & {"done"}) and not (adjacent and outcome.forms & {"being", "count"}):
            self._govern(outcome, chunk)
        elif "being" in outcome.forms and "done" not in outcome.forms:
            self._predicate(outcome, chunk, auxiliary=not adjacent)
        elif adjacent and self.prose and after is not None and after.kind == "figure" and not self._own_outcome(after) and not self._listed():
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
        if not adjacent or self.pending[-1].group.kind != "none" or self.pending[-1].group.more or index + 1 >= len(self.chunks):
            return False
        after = self.chunks[index + 1]
        row = self.sentence.row
        if after.kind != "word" or outcome.slug not in ("killed", "wounded", "captured", "missing", "neutralized", "freed", "displaced") or "done" not in outcome.forms:
            return False
        end, at = None, index + 1
        while at < len(self.chunks) and self.chunks[at].kind == "word" and at < index + 5:
            if row[self.chunks[at].start].kind != "word" or self.chunks[at].word in ("him", "her", "them", "themselves", "while"):
                break
            end = self.chunks[at]
            at += 1
        if end is None or not row[end.start].low in KNOWN:
            return False
        slot = self.pending[-1]
        self._assign(slot, outcome, self.chunks[index])
        slot.victims = self.sentence.words(after.start, end.end)
        self._close_batch([slot], outcome)
        self.pending.remove(slot)
        return True

    def _counted(self, outcome: Outcome, chunk: Chunk, index: int) -> None:
        """ "20 deaths", "12 prisoners": what is counted is the outcome itself."""
        slot = self.pending[-1]
        if outcome.forms & {"being", "done"} or slot.group.more:
            self._predicate(outcome, chunk, auxiliary=False)
            return
        if outcome.words.lower() in ("prisoners", "prisoner", "captives", "captive", "detainees") and self.prose and not self._taken(index):
            slot.flags.add("held")
            slot.victims = " ".join(w for w in (slot.group.words, outcome.words) if w)
        if slot.governor is not None and not self._in_toll() and slot.governor is not _LEFT and outcome.words.lower() in _HELD:
            slot.victims = " ".join(w for w in (slot.group.words, outcome.words) if w)  # "released 12 prisoners"
            slot.flags.discard("held")
            return
        self._assign(slot, outcome, chunk)
        slot.tentative = outcome.slug in ("captured", "casualties") or outcome.words.lower() in ("bodies", "corpses", "body", "lives", "dead bodies")
        self.last = outcome
        self.batch = [slot]

    def _taken(self, index: int) -> bool:
        return any(c.kind in ("taking", "verb", "say") and c.word in ("took", "taking", "taken", "take", "claimed", "capturing") for c in self.chunks[max(0, index - 8) : index])

    def _predicate(self, outcome: Outcome, chunk: Chunk, auxiliary: bool, sure: float = 1.0) -> None:
        """The figures before it suffer it: the list that ends here, or all that wait when an auxiliary says so."""
        if not self.pending and auxiliary and self.weak:
            self.pending, self.weak, sure = self.weak, [], min(sure, 0.6)
        taken: list[Slot] = []
        for slot in reversed(self.pending):
            if outcome.slug in _PEOPLE_ONLY and outcome is not _TAKEN and not (slot.group.people or slot.group.kind in ("none", "name")):
                continue
            if slot.oblique and not (slot is self.pending[-1] and not auxiliary) and not (slot.governor or slot.subset):
                continue
            if taken and slot.governor is not None and slot.governor is not _LEFT and slot.governor.words not in TOLL_WORDS:
                break
            if taken and not slot.subset and slot.outcome is not None:
                break
            if not auxiliary and taken and not self._contiguous(slot, taken[-1]):
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
        if taken:
            self._close_batch(list(reversed(taken)), outcome)
        if self.governor is not None and self.governor is not _LEFT and self.governor.words not in TOLL_WORDS:
            self.governor = None
        self.last = outcome
        self.weak = []

    def _contiguous(self, slot: Slot, following: Slot) -> bool:
        """Whether only commas, joints and places stand between two figures of a list."""
        between = self.chunks[slot.index + 1 : following.index]
        joined = any(c.kind in ("comma", "and", "join", "include", "open") for c in between)
        return joined and all(c.kind not in ("verb", "outcome", "turn", "say", "stop", "aux", "that") for c in between)

    def _govern(self, outcome: Outcome, chunk: Chunk) -> None:
        self._flush()
        self.governor, self.direct = outcome, True
        self.governor_chunk = chunk
        self.including = None
        self.last = outcome

    def _toll(self, index: int, chunk: Chunk) -> None:
        assert chunk.outcome is not None
        self._govern(chunk.outcome, chunk)
        self.first_in_toll = True

    # verbs and boundaries

    def _verb(self, index: int, chunk: Chunk) -> None:
        if self._in_toll():
            return  # "the death toll climbed to 20"
        if self.pending and chunk.word in ("found", "discovered", "recovered", "buried", "retrieved", "interred", "reported", "confirmed") and self.pending[-1].outcome:
            return
        standing = [s for s in self.pending if s.governor is None and s.outcome is None]
        self._flush()
        self.governor = None
        self.weak = standing
        self.subject = self._subject(index)

    def _taking(self, index: int, chunk: Chunk) -> None:
        held = self._before(index)
        if chunk.word == "taken" and self.pending and "hostage" in (self.pending[-1].group.words or "").lower():
            self._predicate(_TAKEN, chunk, auxiliary=True)
            return
        if held is not None and held.kind == "aux" and self.pending:
            hostage = next((c for c in self.chunks[index + 1 : index + 4] if c.kind == "word" and c.word.startswith(("hostage", "captive"))), None)
            if hostage:
                self._predicate(_TAKEN, chunk, auxiliary=True)
                return
        self._verb(index, chunk)
        self.governor = _TAKEN
        if chunk.word in ("captured", "capturing", "seized", "seizing"):
            self.governor = Outcome("captured", frozenset({"doing"}), chunk.start, chunk.end, chunk.word)

    def _losing(self, index: int, chunk: Chunk) -> None:
        self._verb(index, chunk)
        self.governor = _LOST

    def _leaving(self, index: int, chunk: Chunk) -> None:
        self._verb(index, chunk)
        self.governor = _LEFT

    def _say(self, index: int, chunk: Chunk) -> None:
        before = self.chunks[index - 1] if index else None
        if before is not None and before.kind in ("aux", "adverb") and chunk.word in PASSIVE_REPORT and self.pending:
            return  # "five were reported killed"
        if self._in_toll():
            return
        self._boundary()

    def _turn(self, index: int, chunk: Chunk) -> None:
        self._boundary()

    _that = _turn

    def _stop(self, index: int, chunk: Chunk) -> None:
        if chunk.end < len(self.sentence.row):
            self._boundary()

    def _colon(self, index: int, chunk: Chunk) -> None:
        if not self._in_toll():
            self._flush()

    def _comma(self, index: int, chunk: Chunk) -> None:
        self.weak = []
        if self.including is not None and not self.in_brackets and not self._list_continues(index):
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
        after = self._after(index)
        if after is not None and after.kind == "figure" and self.including is None:
            before = self._before(index)
            if self.pending and before is self.pending[-1].chunk:
                self.including = self.pending[-1]
            elif self.batch and before is not None and before.kind == "outcome":
                self.including = self.batch[-1]

    def _close(self, index: int, chunk: Chunk) -> None:
        self.in_brackets = max(0, self.in_brackets - 1)
        self.including = None

    def _likewise(self, index: int, chunk: Chunk) -> None:
        self.likewise = True

    def _aux(self, index: int, chunk: Chunk) -> None:
        if self.including is not None and not self.in_brackets and self.including in self.pending:
            self.including = None

    def _preposition(self, index: int, chunk: Chunk) -> None:
        if chunk.word in ("by", "against", "without") and not self._in_toll():
            self._flush()
            self.governor = None

    _according = _turn

    def _other(self, index: int, chunk: Chunk) -> None:
        if chunk.kind == "word" and chunk.word in ("hostage", "captive", "prisoner") and self.governor is _TAKEN and self.pending:
            for slot in self.pending:
                slot.governor = _TAKEN if chunk.word == "hostage" else Outcome("captured", frozenset(), chunk.start, chunk.end, chunk.word)

    def _boundary(self) -> None:
        self._flush()
        self.governor, self.weak, self.including, self.likewise = None, [], None, False

    def _flush(self) -> None:
        """A clause ends: what has a governor on its left takes it; the figure just before a verb is its subject."""
        for slot in self.pending:
            self._settle(slot)
        settled = [s for s in self.pending if s.outcome is not None]
        if settled:
            self.batch = settled
        self.pending = []

    def _settle(self, slot: Slot) -> None:
        if slot.outcome is not None:
            self._keep(slot)
            return
        if slot.governor is None or not slot.governor.slug:
            return
        self._assign(slot, slot.governor, self.governor_chunk)

    def _assign(self, slot: Slot, outcome: Outcome, chunk: Chunk | None) -> None:
        slot.outcome, slot.outcome_chunk, slot.tentative = outcome, chunk, False
        self._keep(slot)

    def _keep(self, slot: Slot) -> None:
        if not slot.kept and "held" not in slot.flags:
            slot.kept = True
            self.done.append(slot)

    def _close_batch(self, slots: list[Slot], outcome: Outcome) -> None:
        self.batch = slots

    # looking around

    def _before(self, index: int) -> Chunk | None:
        at = index - 1
        while at >= 0 and self.chunks[at].kind in ("adverb", "ref"):
            at -= 1
        return self.chunks[at] if at >= 0 else None

    def _after(self, index: int) -> Chunk | None:
        at = index + 1
        while at < len(self.chunks) and self.chunks[at].kind in ("adverb", "ref"):
            at += 1
        return self.chunks[at] if at < len(self.chunks) else None

    def _auxiliary(self, index: int) -> str:
        """The auxiliary before an outcome: ``be``, ``have`` or none."""
        at = index - 1
        while at >= 0 and (self.chunks[at].kind == "adverb" or (self.chunks[at].kind == "say" and self.chunks[at].word in PASSIVE_REPORT) or self.chunks[at].word in ("to", "not", "found")):
            at -= 1
        if at < 0 or self.chunks[at].kind != "aux":
            return ""
        return "be" if self.chunks[at].word in BE else "have"

    def _object_follows(self, index: int) -> bool:
        after = self._after(index)
        return self.prose and after is not None and after.kind == "figure" and "done" in (self.chunks[index].outcome or _LEFT).forms and not self._own_outcome(after)

    def _own_outcome(self, chunk: Chunk) -> bool:
        after = self._after(self.place[chunk.start])
        return after is not None and (after.kind == "outcome" or after.kind == "aux")

    def _listed(self) -> bool:
        """Whether the clause is a list of figures with participles ("a toll of 5 killed"), no sentence with an object."""
        return bool(self.pending) and self.pending[-1].governor is not None

    def _in_toll(self) -> bool:
        return self.governor is not None and self.governor.words in TOLL_WORDS

    def _waiting(self) -> bool:
        return any(s.governor is None and s.outcome is None and not s.oblique for s in self.pending)

    def _list_continues(self, index: int) -> bool:
        after = self._after(index)
        if after is not None and after.kind == "and":
            after = self._after(index + 1)
        return after is not None and after.kind == "figure"

    def _subject(self, index: int) -> tuple[int, int] | None:
        end = self.chunks[index].start
        at = index - 1
        while at >= 0 and self.chunks[at].kind in ("word", "adverb", "and") and index - at < 8:
            at -= 1
        start = self.chunks[at + 1].start
        return (start, end) if end > start else None


def link(sentence: Sentence, prose: bool = True) -> list[Slot]:
    """The figures of the sentence that have an outcome.

    >>> from claimgraph.article.chunks import chunked
    >>> [(s.quantity.count, s.outcome.slug) for s in link(chunked("Killing 5 men and a boy, they left 3 wounded."))]
    [(5, 'killed'), (1, 'killed'), (3, 'wounded')]
    """
    return Linker(sentence, prose).run()
