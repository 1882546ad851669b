"""An article → every figure of its casualties as told, and every number of its casualty cells that is none.

The grammar, in the folder of that name: tokens → quantities, groups, outcomes → phrases, tolls and chunks → linking (what
happened to how many: slots, neighbours, waiting, parts, figures) → subjects, speaker_names, passives and speakers (who says so, in
frames and quotations), sufferers and sides (whose they were), occasions and elsewhere (in which event) → prose; cell_lines, headings,
cell_columns and cell_speakers → cells for the infobox.
"""

import re
from collections.abc import Sequence

from claimgraph.article.grammar.cell_state import CELLS
from claimgraph.article.grammar.cells import BESIDE, read_beside, read_field
from claimgraph.article.grammar.occasions import occasion_of
from claimgraph.article.grammar.prose import Page, read_prose
from claimgraph.article.grammar.sides import Sides, sides_of
from claimgraph.article.grammar.told import LeftOut, Reading, ToldClaim
from claimgraph.article.text import Article, InfoboxField


def read_claims(article: Article) -> Reading:
    """Everything the article says of losses, in the order of its text.

    Figures of other events are among the claims with the flag ``other-event``; numbers of the casualty cells that are
    no claim are left out with a reason. Linear in the article's length; raises nothing on any text.
    """
    sides = sides_of(article)
    claims, left_out = read_box(article, sides)
    numbers = [c.quantity.count or c.quantity.low or c.quantity.high or 0 for c in claims]
    page = Page(article, sides, occasion_of(article, max(numbers, default=0) or None))
    told = [*claims, *read_prose(page)]
    return Reading(tuple(sorted(told, key=lambda c: (c.start, c.end))), tuple(left_out))


_NUMBER = re.compile(r"(?<![\w\[])\d[\d,.]*(?![\w\]])")


def _of_whom(box: InfoboxField, told: Sequence[ToldClaim]) -> list[LeftOut]:
    """The numbers of the victims' row that are no claims: they tell who, not what happened to them."""
    numbers = ((line.start + m.start(), m[0].rstrip(",.")) for line in box.lines for m in _NUMBER.finditer(line.text))
    return [LeftOut(words, at, "tells who they were, not what happened to them") for at, words in numbers if not any(c.start <= at < c.end for c in told)]


def read_box(article: Article, sides: Sides) -> tuple[list[ToldClaim], list[LeftOut]]:
    """The claims of the infobox and the numbers of its casualty cells that are none."""
    claims: list[ToldClaim] = []
    left_out: list[LeftOut] = []
    if article.infobox is None:
        return claims, left_out
    places = frozenset(line.text.strip().lower() for box in article.fields("place") for line in box.lines)
    for box in article.infobox.fields:
        if box.name in CELLS:
            told, left = read_field(box, sides, places)
            claims += told
            left_out += left
        elif box.name in BESIDE:
            told = read_beside(box, sides)
            claims += told
            left_out += _of_whom(box, told) if box.name == "victims" else []
    return claims, left_out
