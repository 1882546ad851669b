"""Where names fit on a map: beside their mark, inside their region, over nothing else."""

from collections.abc import Iterable

from claimgraph.views.topology import Point, Ring
from claimgraph.views.window import Window

#: The size of a place's name and of a region's (SVG units), as a phone shows them: on a wider screen they are
#: smaller, so what has room here has room there.
NAME, REGION_NAME = 17.0, 13.5
#: The width of a letter as a share of its size.
LETTER = 0.58
#: left, top, right, bottom of what is drawn
Box = tuple[float, float, float, float]


def label_spot(x: float, y: float, letters: int, window: Window, taken: list[Box], clear: float) -> tuple[float, float, str] | None:
    """Where a label of so many letters fits, ``clear`` of its point and without covering another, ``None`` for nowhere."""
    width = letters * NAME * LETTER
    left = {"start": 0.0, "end": width, "middle": width / 2}
    for label_x, label_y, anchor in ((x + clear, y + 5, "start"), (x - clear, y + 5, "end"), (x, y - clear - 1, "middle"), (x, y + clear + 11, "middle")):
        box = (label_x - left[anchor], label_y - NAME + 3, label_x - left[anchor] + width, label_y + 2)
        if box[0] > 4 and box[2] < window.width - 4 and box[1] > 2 and box[3] < window.height - 2 and not _covers(box, taken):
            taken.append(box)
            return round(label_x, 1), round(label_y, 1), anchor
    return None


def dots(ends: list[Point], radius: float) -> list[Box]:
    """What a mark covers: its dot, or dots along its line."""
    steps = range(9) if len(ends) == 2 else range(1)
    along = [(ends[0][0] + (ends[-1][0] - ends[0][0]) * i / 8, ends[0][1] + (ends[-1][1] - ends[0][1]) * i / 8) for i in steps]
    reach = radius + 0.5
    return [(x - reach, y - reach, x + reach, y + reach) for x, y in along]


def name_spot(ring: Ring, half: float, window: Window, taken: list[Box]) -> Point | None:
    """Where the name of a region fits: its middle or near it, inside its outline and over no mark."""
    middle_x, middle_y = _middle(ring)
    for shift_x, shift_y in ((0, 0), (0, -0.12), (0, 0.12), (0.16, 0), (-0.16, 0), (0.16, 0.14), (-0.16, -0.14), (0.3, 0), (-0.3, 0), (0, 0.26), (0, -0.26)):
        x, y = round(middle_x + shift_x * window.width, 1), round(middle_y + shift_y * window.height, 1)
        box = (x - half, y - REGION_NAME, x + half, y + 3)
        if box[0] > 4 and box[2] < window.width - 4 and box[1] > 4 and box[3] < window.height - 26 and not _covers(box, taken) and is_inside(ring, box[0], y) and is_inside(ring, box[2], y):
            taken.append(box)
            return x, y
    return None


def _middle(ring: Ring) -> Point:
    """The centre of area of a ring."""
    total = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]]):
        cross = x1 * y2 - x2 * y1
        total, x, y = total + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return (x / (3 * total), y / (3 * total)) if total else ring[0]


def is_inside(ring: Ring, x: float, y: float) -> bool:
    """Whether a point lies inside an outline: a line from it crosses the outline an odd number of times."""
    odd = False
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
        x1, y1 = x2, y2
    return odd


def _covers(box: Box, taken: Iterable[Box]) -> bool:
    return any(box[2] >= b[0] and b[2] >= box[0] and box[3] >= b[1] and b[3] >= box[1] for b in taken)
