"""Maps as plain values in SVG units: outlines, villages, stretches, a distance scale. No tile server."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from math import floor, log10

from claimgraph.views.graticule import GridLine, grid_lines
from claimgraph.views.labels import LETTER, REGION_NAME, Box, dots, is_inside, label_spot, name_spot
from claimgraph.views.places import PlaceView
from claimgraph.views.reading import Link, Text
from claimgraph.views.topology import Point, Ring, outline
from claimgraph.views.window import KM_PER_DEGREE, Window, clip, window_around

#: The width of a map in SVG units.
WIDTH = 480.0
#: The radius of the ring around the middle of an area, and of the dot of a place where nothing happened.
AREA, VILLAGE = 14, 4
#: The Arabic names say "region of" first, for which a map has no room.
ARABIC_REGION = "منطقة "
#: The width of the country in the corner of a close-up.
LOCATOR = 200.0
#: A map of one region only is drawn again, so many times as wide, until its borders help.
WIDER = 2.2
#: A map with a scale bar of so many kilometres shows as much as the country, and gets lines of latitude and longitude.
WIDE_SCALE = 500


@dataclass(frozen=True)
class Region:
    """An outline to draw and where its name goes (``None``: no room in the picture); ``meant``: the map is about it."""

    path: str
    names: tuple[tuple[str, str], ...]
    x: float | None
    y: float | None
    meant: bool = False


@dataclass(frozen=True)
class Mark:
    """A place on the map: a point, or a stretch with its second end ``x2, y2``; ``anchor`` is the label's text-anchor,
    and there is no label where there is no room. The ``name`` of a stretch is that of its ends, unless they are drawn.

    ``about`` are the events there; ``doubtful`` says that a note goes with the place.
    """

    place: Link
    name: Text | None
    x: float
    y: float
    x2: float | None
    y2: float | None
    label_x: float | None
    label_y: float | None
    anchor: str
    about: tuple[Link, ...]
    is_area: bool
    doubtful: bool

    @property
    def radius(self) -> float:
        """Of the ring of an area, of the dot of a place where something happened, of the small one of a place beside it."""
        return AREA if self.is_area else dot_of(self.about) if self.about else VILLAGE


def dot_of(events: Sequence[Link]) -> float:
    """The radius of the dot of a place with some events."""
    return round(min(5.5 * max(len(events), 1) ** 0.5, 12), 1)


@dataclass(frozen=True)
class MapView:
    """One map. ``scale_km`` is the length of the scale bar, ``scale_width`` that length in SVG units."""

    width: float
    height: float
    regions: tuple[Region, ...]
    marks: tuple[Mark, ...]
    scale_km: float
    scale_width: float
    frame: tuple[float, float, float, float] | None = None
    grid: tuple[GridLine, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether it shows as much as the map of the whole country."""
        return self.scale_km >= WIDE_SCALE

    @property
    def has_stretch(self) -> bool:
        return any(mark.x2 is not None for mark in self.marks)

    @property
    def has_doubt(self) -> bool:
        return any(mark.doubtful for mark in self.marks if mark.x2 is None and not mark.is_area)

    @property
    def has_area(self) -> bool:
        return any(mark.is_area for mark in self.marks)

    @property
    def has_crowd(self) -> bool:
        return any(len(mark.about) > 1 for mark in self.marks if mark.x2 is None and not mark.is_area)

    @property
    def free_corner(self) -> str:
        """A corner with room for an inset: no mark and no label of one in it."""
        spots = [(mark.x, mark.y) for mark in self.marks] + [(mark.x2, mark.y2) for mark in self.marks if mark.x2 is not None]
        spots += [(mark.label_x + (60 if mark.anchor == "start" else -60), mark.label_y) for mark in self.marks if mark.label_x is not None and mark.x2 is None]
        corners = {"top-right": (0.66, 0.0), "top-left": (0.0, 0.0), "bottom-right": (0.66, 0.6)}
        free = (
            name
            for name, (x, y) in corners.items()
            if not any(x <= spot_x / self.width <= x + 0.34 and y <= spot_y / self.height <= y + 0.4 for spot_x, spot_y in spots)
        )
        return next(free, "none")


@cache
def boundaries() -> tuple[tuple[tuple[tuple[str, str], ...], Ring], ...]:
    """The regions of the bundled file: names by language, and outline."""
    data = json.loads(files("claimgraph.views").joinpath("boundaries.json").read_text(encoding="utf-8"))
    return tuple(
        (
            (("en", region["properties"]["name"]), ("fr", region["properties"]["name_fr"]), ("ar", region["properties"]["name_ar"].removeprefix(ARABIC_REGION))),
            outline(data["arcs"], region["arcs"][0]),
        )
        for region in data["objects"]["regions"]["geometries"]
    )


def _meets(ring: Ring, window: Window) -> bool:
    """Whether the box around a ring meets the window, which spares most rings the clipping."""
    west, south, east, north = _box(id(ring))
    return west <= window.east and east >= window.west and south <= window.north and north >= window.south


@cache
def _box(identity: int) -> tuple[float, float, float, float]:
    ring = next(ring for _, ring in boundaries() if id(ring) == identity)
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


@lru_cache(maxsize=64)
def _outlines(window: Window) -> tuple[tuple[tuple[tuple[str, str], ...], str, Ring], ...]:
    """The regions in a window: names, path, and the outline of what is to be seen of them in SVG units."""
    drawn = []
    pad_x, pad_y = (window.east - window.west) * 0.02, (window.north - window.south) * 0.02
    wider = Window(window.west - pad_x, window.south - pad_y, window.east + pad_x, window.north + pad_y, window.width)
    for names, ring in boundaries():
        inside = clip(ring, wider) if _meets(ring, wider) else []
        if inside:
            points = [window.project(point) for point in inside]
            drawn.append((names, "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z", points))
    return tuple(drawn)


def _regions(window: Window, taken: list[Box], meant: str | None) -> tuple[Region, ...]:
    """The regions in a window, each name where it covers nothing."""
    drawn = []
    for names, path, ring in _outlines(window):
        spot = name_spot(ring, max(len(name) for _, name in names) * REGION_NAME * (LETTER + 0.03) / 2, window, taken)
        drawn.append(Region(path, names, *(spot or (None, None)), meant=names[0][1] == meant))
    return tuple(sorted(drawn, key=lambda region: region.meant))  # drawn last, its border lies over the others


def _round_km(most: float) -> float:
    """The largest of 1, 2, 5, 10, 20, 50, … that is not above ``most``."""
    power = 10 ** floor(log10(most))
    return next((step * power for step in (5, 2) if step * power <= most), power)


def _marks(window: Window, places: Sequence[tuple[PlaceView, tuple[Link, ...]]], taken: list[Box]) -> tuple[Mark, ...]:
    """The marks with their names; ``taken`` gets what they cover."""
    shown = [(place, about, [window.project(point) for point in place.points]) for place, about in places if place.points and all(map(window.holds, place.points))]
    named = {place.link.iri for place, _, _ in shown}
    for place, about, ends in shown:
        taken.extend(dots(ends, AREA if place.is_area else dot_of(about)))
    return tuple(_mark(place, about, ends, window, taken, named) for place, about, ends in shown)


def _mark(place: PlaceView, about: tuple[Link, ...], ends: list[Point], window: Window, taken: list[Box], named: set[str]) -> Mark:
    (x, y), (x2, y2) = ends[0], ends[1] if len(ends) == 2 else (None, None)
    name = place.link.label if x2 is None else None if named & {end.link.iri for end in place.between} else _ends(place)
    clear = (AREA if place.is_area else dot_of(about)) + 5.5 if x2 is None else 11.0
    spots = [label_spot(one, other, len(name.words), window, taken, clear) for one, other in ends] if name else []
    label = next(filter(None, spots), (None, None, "start"))
    return Mark(place.link, name, x, y, x2, y2, *label, about, place.is_area, _doubtful(place))


def _ends(place: PlaceView) -> Text:
    """A stretch by its ends: Dia – Diafarabé."""
    return Text(" – ".join(end.link.label.words for end in place.between))


def _doubtful(place: PlaceView) -> bool:
    """Whether a note doubts where the place is or what it belongs to."""
    return bool(place.notes or place.point_notes)


def draw(places: Sequence[tuple[PlaceView, tuple[Link, ...]]], *, width: float = WIDTH, least_km: float = 60, aspect: float = 0.75) -> MapView | None:
    """A close-up of some places, each with what happened there; ``None`` when none has a point.

    A region or a country that stands alone is shown as the area it is.
    """
    points = [point for place, _ in places for point in place.points]
    if not points:
        return None
    if len(places) == 1 and (drawn := _as_area(places[0][0], width, aspect)):
        return drawn
    window = window_around(points, width, 0.28, least_km, aspect)
    if len(_outlines(window)) == 1 and least_km < 500:
        window = window_around(points, width, 0.28, WIDER * (window.east - window.west) * window.narrowing * KM_PER_DEGREE, aspect)
    return _map(window, places)


def _as_area(place: PlaceView, width: float, aspect: float) -> MapView | None:
    """The map of a country, or of the region around a point in the middle of one."""
    if place.place_type not in ("country", "region") or not place.point:
        return None
    for names, ring in boundaries():
        if is_inside(ring, *place.point):
            if place.place_type == "country":
                return draw_country(width=width)
            return _map(window_around(ring, width, 0.22, 60, aspect), (), meant=names[0][1])
    return None


def draw_country(*, width: float = WIDTH, points: Sequence[Point] = ()) -> MapView:
    """The whole country, and a frame around ``points`` (where a close-up lies)."""
    window = _country(width)
    frame = None
    if points:
        near = window_around(points, width, 0.28, 60, 0.75)
        (x1, y1), (x2, y2) = window.project((near.west, near.north)), window.project((near.east, near.south))
        frame = (x1, y1, round(x2 - x1, 1), round(y2 - y1, 1))
    return replace(_whole(width), frame=frame)


@cache
def _whole(width: float) -> MapView:
    """The country without a frame, drawn once."""
    return _map(_country(width), ())


def locator(near: MapView | None, places: Sequence[PlaceView]) -> MapView | None:
    """The country with a frame where a close-up lies; ``None`` where that would tell nothing."""
    points = [point for place in places for point in place.points]
    if near is None or near.is_wide or not points or not all(map(_country(LOCATOR).holds, points)):
        return None
    return draw_country(width=LOCATOR, points=points)


@cache
def _country(width: float) -> Window:
    return window_around([point for _, ring in boundaries() for point in ring], width, 0.02, 10, 0.86)


def _map(window: Window, places: Sequence[tuple[PlaceView, tuple[Link, ...]]], meant: str | None = None) -> MapView:
    unit_km = KM_PER_DEGREE / window.stretch
    scale_km = _round_km(window.width * unit_km / 4)
    scale_width = round(scale_km / unit_km, 1)
    taken: list[Box] = [(0, window.height - 30, scale_width + 85, window.height)]
    marks = _marks(window, places, taken)
    regions = _regions(window, taken, meant)
    grid = grid_lines(window.west, window.south, window.east, window.north, window.project) if not regions or scale_km >= WIDE_SCALE else ()
    return MapView(window.width, window.height, regions, marks, scale_km, scale_width, None, grid)
