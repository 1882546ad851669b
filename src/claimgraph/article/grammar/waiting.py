"""The figures of a sentence that wait for an outcome, and the governor that holds them meanwhile."""

from claimgraph.article.grammar.chunks import Chunk, Sentence
from claimgraph.article.grammar.neighbours import Neighbours
from claimgraph.article.grammar.outcomes import Outcome
from claimgraph.article.grammar.phrases import TOLL_WORDS
from claimgraph.article.grammar.slots import LOST, PEOPLE_ONLY, TAKEN, Slot

#: what the first word of a noun says of those it counts
CALLED = {"wounded": "wounded", "injured": "wounded", "captured": "captured", "missing": "missing", "kidnapped": "hostage", "abducted": "hostage"}


class Waiting:
    """``pending`` figures have no outcome yet; ``done`` have one; ``batch`` are those that got one last."""

    def __init__(self, sentence: Sentence, prose: bool = True) -> None:
        """``prose``: whether "Three gunmen killed 12 people" is a clause (a cell runs columns together instead)."""
        self.sentence = sentence
        self.chunks = sentence.chunks
        self.near = Neighbours(sentence)
        self.prose = prose
        self.pending: list[Slot] = []
        self.done: list[Slot] = []
        self.governor: Outcome | None = None
        self.weak: list[Slot] = []
        self.last: Outcome | None = None
        self.batch: list[Slot] = []
        self.including: Slot | None = None
        self.in_brackets = 0
        self.instead = False  # in a bracket with another source's figure for the one before it
        self.likewise = False
        self.subject: tuple[int, int] | None = None
        self.suffers = False
        self.seen: list[Slot] = []
        self.governor_chunk: Chunk | None = None
        self.first_in_toll = False

    def _govern(self, outcome: Outcome, chunk: Chunk) -> None:
        self._flush()
        self.governor, self.governor_chunk = outcome, chunk
        self.including = None
        self.last = outcome

    def _governs(self, slot: Slot) -> Outcome | None:
        """The governor, if it can have these people (or things) as its object."""
        governor, group = self.governor, slot.group
        if governor is None:
            return None
        if governor is TAKEN:
            return governor if any(w in (group.words or "").lower() for w in ("hostage", "captive")) else None
        if governor is LOST:
            return governor if group.people or group.kind == "none" else None
        if governor.slug not in PEOPLE_ONLY or group.people or (group.kind == "none" and governor.words in TOLL_WORDS):
            return governor
        bare = group.kind == "none" and (group.more or group.them or bool(self.done) or self.near.before_held(slot))
        return governor if bare or (governor.slug in ("captured", "hostage") and group.kind == "name") else None

    def _boundary(self) -> None:
        self._as_before()
        self._flush()
        self.governor, self.weak, self.including, self.likewise = None, [], None, False

    def _as_before(self) -> None:
        """ "Two died on Monday and three more on Tuesday": more of those just told, where no verb says otherwise."""
        for slot in self.pending:
            if slot.governor is None and slot.outcome is None and not slot.oblique and slot.group.more and self.batch and self.last and self.last.slug and self.prose:
                slot.outcome, slot.tentative, slot.sure = self.last, True, 0.7

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
            self._as_called(slot)
            return
        self._assign(slot, slot.governor, self.governor_chunk)

    def _as_called(self, slot: Slot) -> None:
        """ "They picked up 30 of the wounded soldiers": nothing else is told of them, but their noun says it."""
        called = (slot.group.words or "").split(" ", 1)[0].lower()
        if self.prose and called in CALLED and slot.group.people and self.sentence.row[slot.chunk.start].low != "the":
            told = self.sentence.row
            at = next((i for i in range(slot.chunk.start, slot.chunk.end) if told[i].low == called), slot.chunk.start)
            self._assign(slot, Outcome(CALLED[called], frozenset({"done"}), at, at + 1, called), None)

    def _assign(self, slot: Slot, outcome: Outcome, chunk: Chunk | None) -> None:
        slot.outcome, slot.outcome_chunk, slot.tentative = outcome, chunk, False
        self._keep(slot)

    def _keep(self, slot: Slot) -> None:
        if not slot.kept and "held" not in slot.flags:
            slot.kept = True
            self.done.append(slot)

    def _listed(self) -> bool:
        """Whether the clause is a list of figures with participles ("a toll of 5 killed"), no sentence with an object."""
        return bool(self.pending) and self.pending[-1].governor is not None

    def _in_toll(self) -> bool:
        return self.governor is not None and self.governor.words in TOLL_WORDS

    def _waiting(self) -> bool:
        return any(s.governor is None and s.outcome is None and not s.oblique for s in self.pending)
