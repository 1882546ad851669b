"""The casualty cells of an infobox → claims, and a reason for every number that is none.

A cell is a list of lines; a line has a heading, items and brackets. A speaker in brackets covers the items of its
line back to the bracket before; alone on its line, the lines above; "Per X:" covers the lines under it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from claimgraph.article.grammar.cell_columns import next_column, party_before, side_of_list
from claimgraph.article.grammar.cell_lines import REFERENCE, alone, brackets, headings, pieces, told_apart, word_line
from claimgraph.article.grammar.cell_speakers import cover, heading_at, speakers
from claimgraph.article.grammar.cell_state import CELLS, Cell
from claimgraph.article.grammar.chunks import Chunk, Sentence, chunked
from claimgraph.article.grammar.headings import Said, read_bracket, read_heading
from claimgraph.article.grammar.linking import Linker
from claimgraph.article.grammar.sides import Sides
from claimgraph.article.grammar.slots import Slot
from claimgraph.article.grammar.tokens import marks_behind, runs_of_marks
from claimgraph.article.grammar.told import LeftOut, Quantity, ToldClaim
from claimgraph.article.text import InfoboxField, Line

#: fields where a loss may be told, but a number alone is none
BESIDE = frozenset({"result", "attack-type", "status", "territory", "victims"})
_DESTROYED = re.compile(r"\b(?:destroyed|damaged|sunk|downed|shot down|burned|burnt|grounded|scuttled|disabled|lost|seized|crashed|looted|stolen)\b", re.IGNORECASE)
#: a line that tells parts of the figure above it
_PART = re.compile(r"\W*(?:including|incl\b|of wh(?:om|ich)|of them|among them|mostly|mainly)\b", re.IGNORECASE)
#: why a number in a heading or bracket is no claim
_ASIDE = "tells who says it, when or where"
_TOTAL = re.compile(r"\b(?:total|overall|in all|altogether)\b(?!\s*:)", re.IGNORECASE)


def read_field(box: InfoboxField, sides: Sides, places: frozenset[str] = frozenset()) -> tuple[list[ToldClaim], list[LeftOut]]:
    """The claims of one casualty field, and every number of it that is none, with the reason."""
    cell = Cell(box.name, box.column, sides, places, box.divided)
    for line in box.lines:
        for piece in (part for whole in pieces(line) for part in told_apart(whole)):
            cell.runs = runs_of_marks(piece.text, piece.start)
            _read_line(piece, cell)
    return cell.claims, sorted(cell.left_out, key=lambda item: item.start)


def read_beside(box: InfoboxField, sides: Sides) -> list[ToldClaim]:
    """The losses told in a field of another kind ("Two militants killed" under Result): only with an outcome word."""
    cell = Cell(box.name, None, sides)
    for line in (piece for whole in box.lines for piece in pieces(whole)):
        cell.runs = runs_of_marks(line.text, line.start)
        sentence = chunked(line.text, line.start)
        told = Linker(sentence).run()
        cell.claims += [_claim(slot, sentence, line, cell, Said()) for slot in told if slot.group.people or slot.group.kind == "none"]
    return cell.claims


def _read_line(line: Line, cell: Cell) -> None:
    text = line.text
    inner = alone(text)
    if inner is not None:
        said = read_bracket(inner, cell.sides, cell.column, cell.places)
        if said is not None and (said.speaks or said.approx or said.said_on):
            cover(cell, cell.uncovered, len(cell.claims), said)
            cell.uncovered = len(cell.claims)
            cell.left_out += [LeftOut(m.group(), line.start + m.start(), _ASIDE) for m in re.finditer(r"\d[\d,.]*", REFERENCE.sub(lambda m: " " * len(m.group()), text))]
            return
    if _is_heading(line, text, cell):
        return
    heads, text = headings(text, cell.sides, cell.column)
    asides, text = brackets(text, cell.sides, cell.column, cell.places)
    begin = len(cell.claims)
    cell.party, cell.reading = None, text
    if not _told_in_a_word(line, text, cell, heads):
        _items(line, text, cell, heads)
    speakers(line, cell, begin, heads, asides)
    if any(said.speaks for _, _, said in asides):
        cell.uncovered = len(cell.claims)


def _is_heading(line: Line, text: str, cell: Cell) -> bool:
    """A line that only heads others: "Per Mali:", "**Kenya**", "Killed:". It holds till the next one."""
    bare = REFERENCE.sub("", text).strip()
    if not bare or re.search(r"\d", re.sub(r"\b\d{1,4}(?:st|nd|rd|th)\b", "", bare)):
        return False
    ends = bare.endswith(":")
    said = read_heading(bare, cell.sides, cell.column) if ends or line.bold or re.match(r"(?:per|according to)\s", bare, re.IGNORECASE) else None
    if said is None or (not ends and not said.speaks and word_line(bare)) or (not ends and not line.bold and not said.speaks):
        return False
    if not ends and line.bold and chunked(bare).chunks and any(c.kind == "figure" for c in chunked(bare).chunks):
        return False
    _head(cell, said)
    return True


def _head(cell: Cell, said: Said) -> None:
    if said.speaks or said.approx:
        cell.speaker = said
        if cell.claims and not said.victims and cell.claims[-1].victims == cell.victims:
            cell.victims = None
    elif said.victims and not said.outcome:
        cell.victims, cell.speaker, cell.outcome, cell.place = said.victims, None, None, None
    elif said.place:
        cell.place = said.place
    if said.outcome:
        cell.outcome = said.outcome
        cell.victims = said.victims or cell.victims
    cell.flags = said.flags
    cell.uncovered = len(cell.claims)


def _told_in_a_word(line: Line, text: str, cell: Cell, heads: list[tuple[int, Said]]) -> bool:
    """The claim of a line that tells its figure in a word; whether it was one."""
    found = word_line(text)
    if found is None:
        return False
    first, last, word, known = found
    head = next((said for _, said in heads if said.outcome), Said())
    refs = marks_behind(cell.runs, line.start + last)
    cell.claims.append(
        ToldClaim(
            outcome=known or head.outcome or cell.outcome or CELLS.get(cell.name, "casualties"), outcome_words=line.text[first:last], quantity=Quantity(approx=word), evidence="infobox",
            text=line.text[first:last], start=line.start + first, end=line.start + last, victims=cell.victims or (line.flags[0] if line.flags else None), side=cell.column,
            refs=refs, scope="sentence" if refs else "none", section="Infobox", place=cell.place, confidence=0.9,
        )
    )  # fmt: skip
    return True


def _items(line: Line, text: str, cell: Cell, heads: list[tuple[int, Said]]) -> None:
    sentence = chunked(text, line.start)
    linker = Linker(sentence, prose=False)
    told = {id(slot): slot for slot in linker.run()}
    begin = len(cell.claims)
    for slot in linker.seen:
        head = heading_at(heads, line, sentence.first(slot.chunk))
        if id(slot) in told:
            cell.claims.append(_claim(slot, sentence, line, cell, head))
            continue
        reason = _reason(slot, sentence, cell, head)
        if reason:
            cell.left_out.append(_left(slot.chunk, sentence, line, reason))
        else:
            cell.claims.append(_claim(slot, sentence, line, cell, head))
    _mark_subsets(line, cell, begin)
    cell.left_out.extend(_other_numbers(sentence, line))
    for match in re.finditer(r"\d[\d,.]*", REFERENCE.sub(lambda m: " " * len(m.group()), line.text)):
        if not text[match.start() : match.end()].strip():
            cell.left_out.append(LeftOut(match.group(), line.start + match.start(), _ASIDE))


def _reason(slot: Slot, sentence: Sentence, cell: Cell, head: Said) -> str | None:
    """Why a figure without an outcome word is no claim; ``None`` if the cell itself says what it means."""
    group = slot.group
    at = sentence.last(slot.chunk) - sentence.offset
    behind = sentence.text[at : at + 40]
    if group.kind == "thing" or (group.kind in ("unknown", "name") and _DESTROYED.search(behind.split(",")[0])):
        return "materiel or another count, not people"
    if slot.chunk.kind == "figure" and slot.oblique and group.kind == "none" and cell.name == "casualties":
        return "stands beside a loss, not for one"
    if group.kind in ("unknown", "name") and cell.name == "casualties" and not (head.outcome or cell.outcome) and cell.sides.of(group.words) is None:
        return "no outcome is told, and it is not surely people"
    return None


def _claim(slot: Slot, sentence: Sentence, line: Line, cell: Cell, head: Said) -> ToldClaim:
    own = slot.outcome.slug if slot.outcome and slot.outcome.slug else None
    whole = cell.claims[-1] if cell.claims and _PART.match(line.text) and cell.claims[-1].start < line.start else None
    if whole and (own is None or slot.tentative or "held" in slot.flags):
        own, slot.subset = whole.outcome, True
    words = slot.victims or slot.group.words
    start, end = sentence.first(slot.chunk), sentence.last(slot.chunk)
    if slot.outcome_chunk is not None:
        first, last = sentence.first(slot.outcome_chunk), sentence.last(slot.outcome_chunk)
        if abs(first - end) <= 25 and first >= end and not re.search(r"\d\s|[,;]", line.text[end - line.start : first - line.start]):
            end = last
    party = cell.party = party_before(line, start, cell) or cell.party
    victims = words or (party[0] if party else None) or head.victims or cell.victims or (line.flags[0] if line.flags else None)
    flags = set(slot.flags) - {"held"} | head.flags | cell.flags
    if slot.subset and not (slot.parent and slot.parent.outcome and slot.outcome and slot.outcome.slug != slot.parent.outcome.slug):
        flags.add("subset")
    if slot.subset and line.text[max(0, start - line.start - 2) : start - line.start].strip().endswith("+"):
        flags.discard("subset")
    around = line.text[max(0, start - line.start - 10) : end - line.start + 12]
    if _TOTAL.search(around):
        flags.add("total")
    civilian = slot.group.kind == "civilian" or (not party and cell.sides.of(victims) is None and bool(re.search(r"\bcivilians?\b|\bhostages?\b", victims or "", re.IGNORECASE)))
    column = party[1] if party and (cell.column is None or cell.divided) else next_column(slot, sentence, cell, line)
    side = None if civilian else column if column is not None else cell.column if cell.column is not None else cell.sides.of(victims, slot.group.kind)
    if side is None and not civilian and cell.column is None and not victims:
        side = side_of_list(slot, sentence, cell, line)
    refs = marks_behind(cell.runs, start)  # "15 [8] civilians dead" has its mark inside
    return ToldClaim(
        outcome=own or head.outcome or cell.outcome or CELLS.get(cell.name, "casualties"),
        outcome_words=slot.outcome.words if own and slot.outcome else whole.outcome_words if whole else "",
        quantity=slot.quantity, evidence="infobox", text=line.text[start - line.start : end - line.start], start=start, end=end, victims=victims, side=side,
        refs=refs, scope="sentence" if refs else "none", section="Infobox", place=head.place or cell.place, flags=frozenset(flags),
        confidence=round((0.95 if own or cell.name != "casualties" else 0.85) * (0.85 if cell.divided else 1.0), 2),
    )  # fmt: skip


def _mark_subsets(line: Line, cell: Cell, begin: int) -> None:
    """Deeper bullets under a total are its parts."""
    if cell.level is None or line.level <= cell.level:
        cell.level = line.level
        return
    if not begin:
        return
    for index in range(begin, len(cell.claims)):
        claim = cell.claims[index]
        if claim.outcome == cell.claims[0].outcome:
            cell.claims[index] = replace(claim, flags=claim.flags | {"subset"})


def _left(chunk: Chunk, sentence: Sentence, line: Line, reason: str) -> LeftOut:
    start, end = sentence.first(chunk), sentence.last(chunk)
    return LeftOut(line.text[start - line.start : end - line.start], start, reason)


def _other_numbers(sentence: Sentence, line: Line) -> Iterator[LeftOut]:
    """Numbers of the line that are no quantity: dates, ordinals, parts of names."""
    kinds = {"date": "a date or time", "ref": ""}
    for chunk in sentence.chunks:
        words = sentence.words(chunk.start, chunk.end)
        if chunk.kind in ("figure", "ref") or not any(c.isdigit() for c in words):
            continue
        yield _left(chunk, sentence, line, kinds.get(chunk.kind, "an age, a rank or part of a name"))
