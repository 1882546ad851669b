"""Boundaries that still meet after simplification, maps in proportion, time lines with round dates."""

import json
from datetime import date
from importlib.resources import files
from itertools import pairwise

import pytest

from claimgraph.model.dates import PartialDate
from claimgraph.views.map import boundaries, draw, draw_country
from claimgraph.views.places import PlaceView, distance_km
from claimgraph.views.reading import Link, Text
from claimgraph.views.timeline import line_of, ticks
from claimgraph.views.topology import simplify, write
from claimgraph.views.window import window_around


def village(name, point):
    return PlaceView(Link(f"https://e.org/{name}", Text(name)), "village", point, (), (), (), ())


DIA, DIAFARABE = village("Dia", (-4.96192, 14.34865)), village("Diafarabé", (-5.01781, 14.13814))


def test_the_bundled_file_is_made_from_the_regions(shared_data):
    regions = json.loads((shared_data / "mali-regions.geojson").read_text())
    assert files("claimgraph.views").joinpath("boundaries.json").read_text(encoding="utf-8") == write(regions)


def test_neighbours_share_their_border():
    borders = {}
    for number, (_, ring) in enumerate(boundaries()):
        assert ring[0] == ring[-1]
        for start, end in pairwise(ring):
            borders.setdefault(frozenset((start, end)), set()).add(number)
    shared = [edge for edge, owners in borders.items() if len(owners) == 2]
    assert len(boundaries()) == 9 and len(shared) > 200


def test_simplifying_keeps_ends_and_tolerance():
    line = [(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (3.0, 1.0)]
    assert simplify(line, 0.01) == [(0.0, 0.0), (2.0, 0.0), (3.0, 1.0)]
    assert simplify(line, 0.0) == line


def test_a_map_is_true_to_scale():
    drawn = draw([(DIA, ()), (DIAFARABE, ())])
    (one, other) = drawn.marks
    pixels = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
    kilometres = distance_km(DIA.point, DIAFARABE.point)
    assert pixels / kilometres == pytest.approx(drawn.scale_width / drawn.scale_km, rel=0.01)


def test_a_stretch_is_one_line_between_its_ends():
    stretch = PlaceView(Link("https://e.org/s", Text("between")), "stretch", None, (DIA, DIAFARABE), (), (), ())
    line, *dots = draw([(stretch, ()), (DIA, ()), (DIAFARABE, ())]).marks
    assert (line.x, line.y, line.x2, line.y2) == (dots[0].x, dots[0].y, dots[1].x, dots[1].y)


def test_a_map_without_points_is_no_map():
    assert draw([(village("Nowhere", None), ())]) is None
    assert len(draw_country().regions) == 9


def test_the_window_holds_every_point():
    points = [(-8.0, 12.0), (-4.0, 15.0)]
    window = window_around(points, 640, 0.1, 50, 0.75)
    assert all(window.holds(point) for point in points)
    assert window.height == pytest.approx(480, abs=8)


def test_a_time_line_gives_each_event_of_a_day_its_own_lane():
    link = lambda name: Link(f"https://e.org/{name}", Text(name))  # noqa: E731
    line = line_of([(link("a"), PartialDate("2023-01-10")), (link("b"), PartialDate("2023-01-10")), (link("c"), PartialDate("2023-01-02"))])
    assert [stop.lane for stop in line.stops] == [0, 0, 1] and line.lanes == 2
    assert line.stops[0].x < line.stops[1].x == line.stops[2].x
    assert line_of([]) is None


@pytest.mark.parametrize(("start", "end"), [((2023, 1, 1), (2023, 1, 3)), ((2023, 1, 1), (2023, 1, 20)), ((2023, 1, 1), (2023, 9, 1)), ((1950, 1, 1), (2023, 1, 1))])
def test_ticks_are_few_and_in_order(start, end):
    found = ticks(date(*start), date(*end))
    assert 2 <= len(found) <= 9 and [day for day, _ in found] == sorted(day for day, _ in found)
