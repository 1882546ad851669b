"""Who says the items of a casualty cell: a bracket behind them, a heading before them, a line of its own below."""

from dataclasses import replace

from claimgraph.article.grammar.cell_state import Cell
from claimgraph.article.grammar.headings import Said
from claimgraph.article.grammar.told import ToldClaim
from claimgraph.article.text import Line


def heading_at(heads: list[tuple[int, Said]], line: Line, place: int) -> Said:
    """What heads the item at ``place``: the last heading of the line before it."""
    found = [said for at, said in heads if line.start + at <= place]
    return found[-1] if found else Said()


def speakers(line: Line, cell: Cell, begin: int, heads: list[tuple[int, Said]], brackets: list[tuple[int, int, Said]]) -> None:
    """Who says the line's items: its bracket, else its heading, else the heading above."""
    for index in range(begin, len(cell.claims)):
        claim = cell.claims[index]
        head = heading_at([h for h in heads if h[1].speaks or h[1].approx], line, claim.start)
        said = head if head.speaks or head.approx else cell.speaker
        if said is not None:
            cell.claims[index] = _with(claim, said)
    since = line.start
    leading = bool(brackets) and not any(c.start < line.start + brackets[0][0] for c in cell.claims[begin:])
    for at, stop, said in brackets:
        if not (said.speaks or said.approx):
            _nearest(cell, begin, line.start + at, said)
            continue
        if leading:
            cover(cell, begin, len(cell.claims), said)
            continue
        covered = [i for i in range(begin, len(cell.claims)) if since <= cell.claims[i].start < line.start + at]
        for index in covered:
            cell.claims[index] = _with(cell.claims[index], said)
            _infer(cell, index, begin, heads)
        since = line.start + stop


def _infer(cell: Cell, index: int, begin: int, heads: list[tuple[int, Said]]) -> None:
    """ "500 (UN)" under "300 civilians killed (per HRW)": another speaker's figure for the same."""
    claim = cell.claims[index]
    if claim.outcome_words or heads or cell.outcome or index == 0 or cell.name != "casualties" or index != begin or claim.victims or claim.quantity.vague:
        return
    before = cell.claims[index - 1]
    if before.outcome_words or "inferred-outcome" in before.flags:
        side = before.side
        cell.claims[index] = replace(
            claim, outcome=before.outcome, victims=before.victims, side=side, flags=claim.flags | {"inferred-outcome"}, confidence=0.7
        )  # fmt: skip


def _nearest(cell: Cell, begin: int, place: int, said: Said) -> None:
    """A bracket with victims, a place or a day goes with the item before it."""
    before = [i for i in range(begin, len(cell.claims)) if cell.claims[i].start < place]
    if before:
        cell.claims[before[-1]] = _with(cell.claims[before[-1]], said)


def cover(cell: Cell, begin: int, end: int, said: Said) -> None:
    """Give the claims ``begin``–``end`` of the cell what a bracket or heading tells of them."""
    for index in range(begin, end):
        cell.claims[index] = _with(cell.claims[index], said)


def _with(claim: ToldClaim, said: Said) -> ToldClaim:
    quantity = replace(claim.quantity, approx=said.approx) if said.approx and not claim.quantity.approx and not claim.quantity.vague else claim.quantity
    return replace(
        claim, claimants=said.claimants or claim.claimants, quantity=quantity, victims=claim.victims or said.victims, place=claim.place or said.place,
        said_on=claim.said_on or said.said_on, flags=claim.flags | said.flags,
    )  # fmt: skip
