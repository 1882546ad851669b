"""A rectangle of the earth and the picture it becomes.

The projection is equirectangular with the middle latitude true to scale, which at these sizes differs from
any other by less than a line's width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians

from claimgraph.views.topology import Point, Ring

KM_PER_DEGREE = 111.195


@dataclass(frozen=True)
class Window:
    """A rectangle of the earth and the picture it becomes."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @cached_property
    def stretch(self) -> float:
        """SVG units per degree of latitude."""
        return self.width / ((self.east - self.west) * self.narrowing)

    @cached_property
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


def clip(ring: Ring, window: Window) -> Ring:
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
