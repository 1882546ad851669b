"""Where things are: points, stretches between two places, containment, and how sure that is."""

import re
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from claimgraph.terms import CG, GEO, SCHEMA, SEM, local_name
from claimgraph.views.notes import notes_of
from claimgraph.views.reading import Link, PageReader, Text
from claimgraph.views.topology import Point

POINT = re.compile(r"(?:<[^>]*>\s*)?POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)\Z", re.IGNORECASE)
MOST_LEVELS = 12
EARTH_KM = 6371.0088
#: What a point of such a place stands for: a spot, or the middle of an area with unknown or wide outline.
AREAS = frozenset({"country", "region", "cercle", "commune", "vague-region"})


@dataclass(frozen=True)
class PlaceView:
    """A place with its point, or the two places it lies between. ``notes`` tell doubts about it, ``point_notes`` about
    its point, ``link_notes`` only about what it is elsewhere."""

    link: Link
    place_type: str
    point: Point | None
    between: tuple["PlaceView", ...]
    within: tuple[Link, ...]
    notes: tuple[Text, ...]
    point_notes: tuple[Text, ...]
    link_notes: tuple[Text, ...] = ()

    @property
    def points(self) -> tuple[Point, ...]:
        """The points that draw it: its own, or those of both ends of a stretch."""
        return (self.point,) if self.point else tuple(end.point for end in self.between if end.point)

    @property
    def is_area(self) -> bool:
        """Whether its point is only the middle of an area."""
        return self.place_type in AREAS


def point_of(reader: PageReader, place: str) -> tuple[Point | None, str | None]:
    """The WGS 84 point of a place and the node of its geometry."""
    for geometry in reader.iris(place, GEO.hasGeometry):
        for literal in reader.objects(geometry, GEO.asWKT):
            match = POINT.match(literal.value)
            if match:
                return (float(match[1]), float(match[2])), geometry
    return None, None


def containers(reader: PageReader, place: str, language: str) -> tuple[Link, ...]:
    """What contains a place, from the nearest outward."""
    chain = [place]
    while len(chain) < MOST_LEVELS:
        above = [iri for iri in reader.iris(chain[-1], SCHEMA.containedInPlace) if iri not in chain]
        if not above:
            break
        chain.append(above[0])
    return tuple(reader.link(iri, language) for iri in chain[1:])


def read_place(reader: PageReader, place: str, language: str, deep: bool = True) -> PlaceView:
    """A place as pages and maps show it."""
    return reader.recall(_read_place, place, language, deep)


def _read_place(reader: PageReader, place: str, language: str, deep: bool) -> PlaceView:
    point, geometry = point_of(reader, place)
    own, on_links = notes_of(reader, place, language)
    return PlaceView(
        link=reader.link(place, language),
        place_type=next(map(local_name, reader.iris(place, SEM.placeType)), ""),
        point=point,
        between=tuple(read_place(reader, end, language, deep=False) for end in reader.iris(place, CG.between)) if deep else (),
        within=containers(reader, place, language),
        notes=own,
        point_notes=notes_of(reader, geometry, language)[0] if geometry else (),
        link_notes=on_links,
    )


def distance_km(one: Point, other: Point) -> float:
    """Great-circle distance in kilometres.

    >>> round(distance_km((-5.01781, 14.13814), (-4.96192, 14.34865)))
    24
    """
    (x1, y1), (x2, y2) = one, other
    half = sin(radians(y2 - y1) / 2) ** 2 + cos(radians(y1)) * cos(radians(y2)) * sin(radians(x2 - x1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
