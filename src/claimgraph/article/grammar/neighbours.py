"""What stands around a chunk: the words before and behind it that change what a figure beside it means."""

from claimgraph.article.grammar.chunks import Chunk, Sentence
from claimgraph.article.grammar.groups import KNOWN
from claimgraph.article.grammar.phrases import BE, PASSIVE_REPORT
from claimgraph.article.grammar.slots import HELD, Slot

#: kinds that say nothing of what belongs to what
QUIET = ("adverb", "ref")
_BASES = frozenset("kill murder massacre behead execute slaughter wound injure capture rescue free kidnap abduct neutralize neutralise".split())
#: verbs whose infinitive was done
_DONE = frozenset("on managed able proceeded continued helped began claimed claims claim".split())
#: how far before a verb its subject may begin
_SUBJECT = 8


class Neighbours:
    """Looks from one chunk of a sentence to those around it."""

    def __init__(self, sentence: Sentence) -> None:
        """Of ``sentence``; indexes are of its chunks."""
        self.sentence = sentence
        self.chunks = sentence.chunks
        self.place = {chunk.start: index for index, chunk in enumerate(self.chunks)}

    def before(self, index: int) -> Chunk | None:
        """The chunk before, adverbs and reference marks passed over."""
        at = index - 1
        while at >= 0 and self.chunks[at].kind in QUIET:
            at -= 1
        return self.chunks[at] if at >= 0 else None

    def after(self, index: int) -> Chunk | None:
        """The chunk behind, adverbs and reference marks passed over."""
        at = index + 1
        while at < len(self.chunks) and self.chunks[at].kind in QUIET:
            at += 1
        return self.chunks[at] if at < len(self.chunks) else None

    def auxiliary(self, index: int) -> str:
        """The auxiliary before an outcome: ``be``, ``have`` or none."""
        at = index - 1
        while at >= 0 and (self.chunks[at].kind == "adverb" or (self.chunks[at].kind == "say" and self.chunks[at].word in PASSIVE_REPORT) or self.chunks[at].word in ("to", "not", "found")):
            at -= 1
        if at < 0 or self.chunks[at].kind != "aux":
            return ""
        return "be" if self.chunks[at].word in BE else "have"

    def has_own_outcome(self, chunk: Chunk) -> bool:
        """Whether an outcome or auxiliary stands right behind a figure: it is no object of the verb before it."""
        after = self.after(self.place[chunk.start])
        return after is not None and (after.kind == "outcome" or after.kind == "aux")

    def list_continues(self, index: int) -> bool:
        """Whether the comma at ``index`` is followed by another figure."""
        after = self.after(index)
        if after is not None and after.kind == "and":
            after = self.after(index + 1)
        return after is not None and after.kind == "figure"

    def subject_of(self, index: int) -> tuple[int, int] | None:
        """The tokens of the noun phrase before a verb, as a half-open range."""
        end = self.chunks[index].start
        at = index - 1
        while at >= 0 and self.chunks[at].kind in ("word", "adverb", "and") and index - at < _SUBJECT:
            at -= 1
        start = self.chunks[at + 1].start
        return (start, end) if end > start else None

    def is_age(self, index: int, chunk: Chunk) -> bool:
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

    def is_name(self, index: int) -> bool:
        """A number that is a name ("Highway 12"), a rate or a score."""
        before = self.chunks[index - 1] if index else None
        chunk = self.chunks[index]
        if before is None or chunk.group is None or chunk.counted is None or not chunk.counted.digits:
            return False
        row = self.sentence.row
        named = before.kind == "word" and row[before.start].text[:1].isupper() and row[before.start].kind == "word" and before.start > 0
        return named and chunk.counted.plain and chunk.group.kind == "none" and not self.before_outcome(index)

    def before_outcome(self, index: int) -> bool:
        """Whether an outcome or its auxiliary follows."""
        after = self.after(index)
        return after is not None and after.kind in ("outcome", "aux")

    def before_held(self, slot: Slot) -> bool:
        """Whether "prisoners", "victims" or "bodies" follow: they are the people counted."""
        after = self.after(slot.index)
        return after is not None and after.outcome is not None and after.outcome.words.lower() in HELD

    def people_behind(self, index: int) -> tuple[int, int] | None:
        """The tokens of the noun phrase behind an outcome, if its last word names people: "5 wounded soldiers"."""
        end, row = None, self.sentence.row
        for chunk in self.chunks[index + 1 : index + 5]:
            if chunk.kind != "word" or row[chunk.start].kind != "word" or chunk.word in ("him", "her", "them", "themselves", "while"):
                break
            end = chunk
        if end is None or not (row[end.start].low in KNOWN or (row[end.start].text[:1].isupper() and row[end.start].low.endswith("s"))):
            return None  # "wounded Zulus" are people too
        return self.chunks[index + 1].start, end.end

    def intended(self, index: int) -> bool:
        """Whether an outcome is only meant to be: "orders to kill the rest", but not "they went on to kill ten"."""
        row, start = self.sentence.row, self.chunks[index].start
        to = start if row[start].low == "to" else start - 1
        base = row[start + (to == start)].low if start + (to == start) < len(row) else ""
        return to > 0 and row[to].low == "to" and base in _BASES and row[to - 1].low not in _DONE

    def held_behind(self, index: int) -> tuple[int, int] | None:
        """The tokens of "bodies" or "prisoners" right behind an outcome: "16 beheaded bodies"."""
        after = self.chunks[index + 1] if index + 1 < len(self.chunks) else None
        return (after.start, after.end) if after is not None and after.outcome is not None and after.outcome.words.lower() in HELD else None

    def contiguous(self, slot: Slot, following: Slot) -> bool:
        """Whether only commas, joints and places stand between two figures of a list."""
        between = self.chunks[slot.index + 1 : following.index]
        joined = any(c.kind in ("comma", "and", "join", "include", "open") for c in between)
        if any(c.word == "with" for c in between):
            return False  # "the toll stood at 143, with 180 injured"
        return joined and all(c.kind not in ("verb", "outcome", "turn", "say", "stop", "aux", "that") for c in between)

    def were_taken(self, index: int) -> bool:
        """Whether a verb of taking stands shortly before: "took 12 prisoners"."""
        return any(c.kind in ("taking", "verb", "say") and c.word in ("took", "taking", "taken", "take", "claimed", "capturing") for c in self.chunks[max(0, index - 8) : index])
