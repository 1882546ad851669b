"""Maps as plain values in SVG units: outlines, villages, stretches, a distance scale. No tile server.

The projection is equirectangular with the middle latitude true to scale, which at these sizes differs from
any other by less than a line's width.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import cos, floor, log10, radians

from claimgraph.views.places import PlaceView
from claimgraph.views.reading import Link
from claimgraph.views.topology import Point, Ring, outline

KM_PER_DEGREE = 111.195


@dataclass(frozen=True)
class Region:
    """An outline to draw and where its name goes (``None``: out of the picture)."""

    path: str
    names: tuple[tuple[str, str], ...]
    x: float | None
    y: float | None


@dataclass(frozen=True)
class Mark:
    """A place on the map: a point, or a stretch with its second end ``x2, y2``; ``anchor`` is the label's text-anchor,
    and there is no label where there is no room.

    ``about`` are the events there; ``doubtful`` says that a note goes with the place.
    """

    place: Link
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
            (("en", region["properties"]["name"]), ("fr", region["properties"]["name_fr"]), ("ar", region["properties"]["name_ar"])),
            outline(data["arcs"], region["arcs"][0]),
        )
        for region in data["objects"]["regions"]["geometries"]
    )


@dataclass(frozen=True)
class Window:
    """A rectangle of the earth and the picture it becomes."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def stretch(self) -> float:
        """SVG units per degree of latitude."""
        return self.width / ((self.east - self.west) * self.narrowing)

    @property
    def narrowing(self) -> float:
        return cos(radians((self.south + self.north) / 2))

    @property
    def height(self) -> float:
        return round((self.north - self.south) * self.stretch, 1)

    def project(self, point: Point) -> tuple[float, float]:
        """Longitude and latitude to x and y, y downward."""
        return round((point[0] - self.west) * self.narrowing * self.stretch, 1), round((self.north - point[1]) * self.stretch, 1)

    def holds(self, point: Point) -> bool:
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


def window_around(points: Sequence[Point], width: float, margin: float, least_km: float, aspect: float) -> Window:
    """The window that holds all points with a margin (a share of its size), at least ``least_km`` wide."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    x, y = (west + east) / 2, (south + north) / 2
    narrowing = cos(radians(y))
    across = max((east - west) * narrowing * (1 + 2 * margin), (north - south) * (1 + 2 * margin) / aspect, least_km / KM_PER_DEGREE)
    half_x, half_y = across / narrowing / 2, across * aspect / 2
    return Window(x - half_x, y - half_y, x + half_x, y + half_y, width)


def _clip(ring: Ring, window: Window) -> Ring:
    """The part of an outline inside the window (Sutherland and Hodgman), so that no path leaves the picture."""
    edges = ((0, window.west, 1), (0, window.east, -1), (1, window.south, 1), (1, window.north, -1))
    for axis, limit, sign in edges:
        kept: Ring = []
        for before, here in zip([ring[-1], *ring] if ring else [], ring):
            inside, was_inside = (here[axis] - limit) * sign >= 0, (before[axis] - limit) * sign >= 0
            if inside != was_inside:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
            if inside:
                kept.append(here)
        ring = kept
    return ring


def _meets(ring: Ring, window: Window) -> bool:
    """Whether the box around a ring meets the window, which spares most rings the clipping."""
    west, south, east, north = _box(id(ring))
    return west <= window.east and east >= window.west and south <= window.north and north >= window.south


@cache
def _box(identity: int) -> tuple[float, float, float, float]:
    ring = next(ring for _, ring in boundaries() if id(ring) == identity)
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _middle(ring: Ring) -> Point:
    """The centre of area of a ring."""
    total = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]]):
        cross = x1 * y2 - x2 * y1
        total, x, y = total + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return (x / (3 * total), y / (3 * total)) if total else ring[0]


@lru_cache(maxsize=64)
def _regions(window: Window) -> tuple[Region, ...]:
    drawn = []
    pad_x, pad_y = (window.east - window.west) * 0.02, (window.north - window.south) * 0.02
    wider = Window(window.west - pad_x, window.south - pad_y, window.east + pad_x, window.north + pad_y, window.width)
    for names, ring in boundaries():
        inside = _clip(ring, wider) if _meets(ring, wider) else []
        if not inside:
            continue
        path = "M" + "L".join(f"{x:g} {y:g}" for x, y in map(window.project, inside)) + "Z"
        x, y = window.project(_middle(_clip(ring, window) or inside))
        roomy = window.width * 0.1 < x < window.width * 0.9 and window.height * 0.06 < y < window.height * 0.97
        wide = max(p[0] for p in inside) - min(p[0] for p in inside) > (window.east - window.west) * 0.12
        drawn.append(Region(path, names, x if roomy and wide else None, y if roomy and wide else None))
    return tuple(drawn)


def _round_km(most: float) -> float:
    """The largest of 1, 2, 5, 10, 20, 50, … that is not above ``most``."""
    power = 10 ** floor(log10(most))
    return next((step * power for step in (5, 2) if step * power <= most), power)


def _marks(window: Window, places: Iterable[tuple[PlaceView, tuple[Link, ...]]]) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    taken: list[tuple[float, float, float, float]] = []
    for place, about in places:
        ends = [window.project(point) for point in place.points]
        if not ends or not all(map(window.holds, place.points)):
            continue
        if len(ends) == 2:
            (x, y), (x2, y2) = ends
            marks.append(Mark(place.link, x, y, x2, y2, (x + x2) / 2, (y + y2) / 2, "middle", about, False, _doubtful(place)))
        else:
            (x, y) = ends[0]
            spot = _label(x, y, len(place.link.label.words), window, taken) or (None, None, "start")
            marks.append(Mark(place.link, x, y, None, None, *spot, about, place.is_area, _doubtful(place)))
    return tuple(marks)


def _doubtful(place: PlaceView) -> bool:
    """Whether a note doubts where the place is or what it belongs to."""
    return bool(place.notes or place.point_notes)


def _label(x: float, y: float, letters: int, window: Window, taken: list[tuple[float, float, float, float]]) -> tuple[float, float, str] | None:
    """Where a label of so many letters fits beside its point without covering another, ``None`` for nowhere."""
    size = window.width / 42
    width = letters * size * 0.62
    places = ((x + size * 0.7, y + size * 0.35, "start"), (x - size * 0.7, y + size * 0.35, "end"),
              (x, y - size * 0.8, "middle"), (x, y + size * 1.5, "middle"))  # fmt: skip
    left = {"start": 0.0, "end": width, "middle": width / 2}
    for label_x, label_y, anchor in places:
        box = (label_x - left[anchor], label_y - size, label_x - left[anchor] + width, label_y)
        free = all(box[2] < b[0] or b[2] < box[0] or box[3] < b[1] or b[3] < box[1] for b in taken)
        if free and box[0] > 0 and box[2] < window.width:
            taken.append(box)
            return round(label_x, 1), round(label_y, 1), anchor
    return None


def draw(places: Sequence[tuple[PlaceView, tuple[Link, ...]]], *, width: float = 640, least_km: float = 60, aspect: float = 0.75) -> MapView | None:
    """A close-up of some places, each with what happened there; ``None`` when none has a point."""
    points = [point for place, _ in places for point in place.points]
    return _map(window_around(points, width, 0.28, least_km, aspect), places) if points else None


def draw_country(places: Sequence[tuple[PlaceView, tuple[Link, ...]]] = (), *, width: float = 640, frame_of: MapView | None = None, points: Sequence[Point] = ()) -> MapView:
    """The whole country with marks, and a frame around ``points`` (where a close-up lies)."""
    corners = [point for _, ring in boundaries() for point in ring]
    window = window_around(corners, width, 0.02, 10, 0.86)
    frame = None
    if points:
        near = window_around(points, width, 0.28, 60, 0.75)
        (x1, y1), (x2, y2) = window.project((near.west, near.north)), window.project((near.east, near.south))
        frame = (x1, y1, round(x2 - x1, 1), round(y2 - y1, 1))
    return _map(window, places, frame)


def _map(window: Window, places: Iterable[tuple[PlaceView, tuple[Link, ...]]], frame: tuple[float, float, float, float] | None = None) -> MapView:
    unit_km = KM_PER_DEGREE / window.stretch
    scale_km = _round_km(window.width * unit_km / 4)
    return MapView(window.width, window.height, _regions(window), _marks(window, places), scale_km, round(scale_km / unit_km, 1), frame)
