"""The claims around one claim, as a small drawing in SVG units: what it replaces, restates, contradicts."""

from dataclasses import dataclass

from claimgraph.views.claims import ClaimView, read_claim
from claimgraph.views.reading import PageReader

BOX, HEIGHT, GAP = 290.0, 54.0, 22.0
WIDTH = 704.0
#: field of a claim → the key of its name; those of the left column say what came before.
RELATIONS = (
    ("replaces", "rel_replaces", "left"),
    ("restates", "rel_restates", "left"),
    ("part_of", "rel_part", "left"),
    ("replaced_by", "rel_replaced", "right"),
    ("restated_by", "rel_restated", "right"),
    ("parts", "rel_includes", "right"),
    ("contradicts", "rel_contradicts", "right"),
)


@dataclass(frozen=True)
class Neighbour:
    """A related claim in its box at ``x, y``; ``relation`` is what the claim in the middle does to it."""

    claim: ClaimView
    relation: str
    column: str
    x: float
    y: float


@dataclass(frozen=True)
class Neighbourhood:
    """The claim's own row is at ``middle``; neighbours stand left (earlier) and right."""

    width: float
    height: float
    middle: float
    neighbours: tuple[Neighbour, ...]


def neighbourhood(reader: PageReader, claim: ClaimView, language: str) -> Neighbourhood | None:
    """The claims one step away, ``None`` when the claim stands alone."""
    found = [
        (relation, column, other)
        for field, relation, column in RELATIONS
        for iri in getattr(claim, field)[:6]
        if (other := read_claim(reader, iri, language))
    ]
    if not found:
        return None
    placed: list[Neighbour] = []
    rows = {"left": 0, "right": 0}
    for relation, column, other in found:
        placed.append(Neighbour(other, relation, column, 0 if column == "left" else WIDTH - BOX, rows[column] * (HEIGHT + GAP)))
        rows[column] += 1
    height = max(rows.values()) * (HEIGHT + GAP) - GAP
    return Neighbourhood(WIDTH, height, height / 2, tuple(placed))
