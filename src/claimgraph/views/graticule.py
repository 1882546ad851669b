"""Lines of latitude and longitude: they tell where on earth a map lies that has no outlines, or too few."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, floor

from claimgraph.views.topology import Point

#: Degrees between lines; the first that gives no more than :data:`MOST_LINES`.
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)
MOST_LINES = 4
#: The poles and the date line, with a margin for maps that reach across it.
LIMITS = {"latitude": 90.0, "longitude": 360.0}


@dataclass(frozen=True)
class GridLine:
    """A line at so many ``degrees`` north or east (negative: south or west), from one edge of the map to the other."""

    axis: str
    degrees: float
    x1: float
    y1: float
    x2: float
    y2: float


def grid_lines(west: float, south: float, east: float, north: float, project: Callable[[Point], tuple[float, float]]) -> tuple[GridLine, ...]:
    """A few round lines across a window; ``project`` puts a longitude and latitude into the picture."""
    upright = (GridLine("longitude", at, *project((at, north)), *project((at, south))) for at in _round("longitude", west, east))
    level = (GridLine("latitude", at, *project((west, at)), *project((east, at))) for at in _round("latitude", south, north))
    return (*upright, *level)


def _round(axis: str, start: float, end: float) -> Iterator[float]:
    """Round degrees between two: at most :data:`MOST_LINES`.

    >>> list(_round("latitude", 9.2, 14.9))
    [10, 12, 14]
    """
    step = next((one for one in STEPS if (end - start) / one <= MOST_LINES), STEPS[-1])
    for number in range(ceil(start / step), floor(end / step) + 1):
        degrees = round(number * step, 1)
        if abs(degrees) <= LIMITS[axis]:
            yield degrees
