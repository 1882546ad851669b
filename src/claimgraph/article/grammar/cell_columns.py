"""Whose column an item of a casualty cell is told of, where lines and columns ran together."""

import re

from claimgraph.article.grammar.cell_lines import ITEM_ENDS
from claimgraph.article.grammar.cell_state import Cell
from claimgraph.article.grammar.chunks import Sentence
from claimgraph.article.grammar.slots import Slot
from claimgraph.article.text import Line


def side_of_list(slot: Slot, sentence: Sentence, cell: Cell, line: Line) -> int | None:
    """ "58 soldiers killed, 60+ injured" in a cell without a column: the injured are of the soldiers' side."""
    before = cell.claims[-1] if cell.claims else None
    if before is None or before.start < line.start:
        return None
    between = line.text[before.end - line.start : sentence.first(slot.chunk) - line.start]
    return before.side if re.fullmatch(r"\s*(?:\[[^\]]*\]\s*)*(?:,|and|&)\s*", between) else None


def next_column(slot: Slot, sentence: Sentence, cell: Cell, line: Line) -> int | None:
    """ "15+ killed (per X) 50 killed (per X)", "None 9 killed": two columns that ran together on one line."""
    if not (cell.divided or cell.column is None) or not cell.claims or len(cell.sides.parties) < 2:
        return None
    before = cell.claims[-1]
    if before.start < line.start:
        return None
    between = line.text[before.end - line.start : sentence.first(slot.chunk) - line.start]
    again = re.fullmatch(r"[^,;]*\)\s*(?:\[[^\]]*\]\s*)*", between) is not None and slot.outcome is not None and slot.outcome.slug == before.outcome
    nothing = before.quantity.count == 0 and not between.strip()
    side = before.side if before.side is not None else 0
    return side + 1 if (again or nothing) and side + 1 < len(cell.sides.parties) else None


def party_before(line: Line, place: int, cell: Cell) -> tuple[str, int] | None:
    """ "Niger 89+ killed": a belligerent's name where its flag was lost, and its side."""
    before = cell.reading[max(0, place - line.start - 100) : place - line.start]
    begin = max([0, *(m.end() for m in ITEM_ENDS.finditer(f"{before}.") if m.end() <= len(before)), *(m.end() for m in re.finditer(r"[,;)\]:]", before))])
    words = before[begin:].strip(" ~+-–")
    if not words[:1].isupper() or len(words.split()) > 8:
        return None
    side = cell.sides.of(words, "any")
    return (words, side) if side is not None else None
