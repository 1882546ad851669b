"""Boundaries as shared arcs: each stretch of border once, so that simplified neighbours still meet.

The bundled file is TopoJSON without quantisation. It is made from regions in GeoJSON by
``python -m claimgraph.views.topology regions.geojson > boundaries.json``; a test makes it anew.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Point = tuple[float, float]
"""Longitude, latitude in WGS 84 degrees."""
Ring = list[Point]
#: Largest distance in degrees (about 0.5 km here) between a border and its simplified form.
TOLERANCE = 0.005
LICENCE = "Boundaries: Natural Earth (admin 1, 1:10 million), public domain. Simplified to 0.005 degrees for claimgraph."
#: Natural Earth calls the region of Sikasso "Wassoulou" in French, which is a historical land inside it.
CORRECTED = {"name_fr": {"Wassoulou": "Sikasso"}}
KEPT = ("name", "name_fr", "name_ar", "iso_3166_2")


def simplify(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The line without the points nearer than ``tolerance`` to it (Douglas and Peucker); both ends stay."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        distances = [(_distance(points[i], points[first], points[last]), i) for i in range(first + 1, last)]
        farthest, middle = max(distances, default=(0.0, first))
        if farthest > tolerance:
            keep.add(middle)
            stack += [(first, middle), (middle, last)]
    return [points[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Distance of a point from a segment, in degrees."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length))
    return ((x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2) ** 0.5


def junctions(rings: Iterable[Ring]) -> set[Point]:
    """The points where the company of regions changes: where borders start, end or meet."""
    neighbours: dict[Point, set[frozenset[Point]]] = defaultdict(set)
    for ring in rings:
        for before, here, after in zip(ring, ring[1:], [*ring[2:], ring[1]]):
            neighbours[here].add(frozenset((before, after)))
    return {point for point, pairs in neighbours.items() if len(pairs) > 1}


def split(ring: Ring, at: set[Point]) -> list[Ring]:
    """A closed ring as arcs that begin and end at junctions; a ring without one is one closed arc."""
    start = next((i for i, point in enumerate(ring[:-1]) if point in at), 0)
    turned = [*ring[start:-1], *ring[:start], ring[start]]
    arcs: list[Ring] = [[turned[0]]]
    for point in turned[1:]:
        arcs[-1].append(point)
        if point in at and point != turned[-1]:
            arcs.append([point])
    return arcs


def names(properties: Mapping[str, str]) -> dict[str, str]:
    """A region's names and ISO 3166-2 code, known mistakes put right."""
    return {key: CORRECTED.get(key, {}).get(properties[key], properties[key]) for key in KEPT}


def topology(regions: Mapping[str, Any], tolerance: float = TOLERANCE) -> dict[str, Any]:
    """TopoJSON of a GeoJSON collection of polygons, every arc simplified once."""
    shapes = [(names(feature["properties"]), [list(map(tuple, ring)) for ring in feature["geometry"]["coordinates"]]) for feature in regions["features"]]
    meeting = junctions(ring for _, rings in shapes for ring in rings)
    arcs: list[list[list[float]]] = []
    known: dict[tuple[Point, ...], int] = {}

    def index(arc: Ring) -> int:
        """The arc's number; the bitwise complement of it when it runs the other way (TopoJSON 2.1.4)."""
        if tuple(reversed(arc)) in known:
            return ~known[tuple(reversed(arc))]
        if tuple(arc) not in known:
            known[tuple(arc)] = len(arcs)
            arcs.append([[round(x, 4), round(y, 4)] for x, y in simplify(arc, tolerance)])
        return known[tuple(arc)]

    geometries = [
        {"type": "Polygon", "properties": properties, "arcs": [[index(arc) for arc in split(ring, meeting)] for ring in rings]}
        for properties, rings in shapes
    ]
    return {"type": "Topology", "licence": LICENCE, "objects": {"regions": {"type": "GeometryCollection", "geometries": geometries}}, "arcs": arcs}


def outline(arcs: Sequence[Sequence[Sequence[float]]], ring: Iterable[int]) -> Ring:
    """The closed ring that arc numbers describe."""
    points: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += [(x, y) for x, y in (arc[1:] if points else arc)]
    return points


def write(regions: Mapping[str, Any]) -> str:
    """The bundled file: one arc and one region a line, so that a change can be read."""
    made = topology(regions)
    lines = ",\n".join(json.dumps(g, ensure_ascii=False) for g in made["objects"]["regions"]["geometries"])
    arcs = ",\n".join(json.dumps(arc, separators=(",", ":")) for arc in made["arcs"])
    return (
        f'{{"type": "Topology",\n"licence": {json.dumps(made["licence"])},\n'
        f'"objects": {{"regions": {{"type": "GeometryCollection", "geometries": [\n{lines}]}}}},\n"arcs": [\n{arcs}]}}\n'
    )


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        sys.stdout.write(write(json.load(source)))
