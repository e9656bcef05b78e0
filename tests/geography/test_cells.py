"""A cell answers only what an exact test of the point answers too, on edges and corners as anywhere."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from svd.geography.cells import _MARGIN, CROSSED, NO_AREA, find_areas, lay_cells

# Two neighbours that share a slanting edge, one with a hole, an island in it, and a sliver thinner than a cell.
WEST = shapely.Polygon([(0, 0), (900, 0), (1130.7, 1400.3), (0, 1400)], [[(300, 300), (600, 310), (450, 650)]])
EAST = shapely.Polygon([(900, 0), (2300, 0), (2300, 1400), (1130.7, 1400.3)])
ISLAND = shapely.MultiPolygon([shapely.box(440, 400, 470, 430), shapely.box(2400, 1400, 2400.4, 1900)])
AREAS = np.array([WEST, EAST, ISLAND])
CORNERS = shapely.get_coordinates(AREAS)
CELLS = lay_cells(AREAS)


def find_slowly(east: float, north: float) -> int:
    """The first area that has the point, asked one by one."""
    point = shapely.Point(east, north)
    return next((at for at, area in enumerate(AREAS) if area.intersects(point)), NO_AREA)


def check(east: float, north: float) -> None:
    by_cell = CELLS.look_up(np.array([east]), np.array([north]))[0]
    assert by_cell in (CROSSED, find_slowly(east, north))
    assert find_areas(AREAS, np.array([east]), np.array([north])).tolist() == [find_slowly(east, north)]


@settings(max_examples=400)
@given(st.floats(-50, 2450), st.floats(-50, 1950))
def test_a_cell_agrees_with_the_exact_test(east, north):
    check(east, north)


@settings(max_examples=400)
@given(st.integers(0, len(CORNERS) - 2), st.floats(0, 1), st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_a_cell_agrees_on_and_beside_every_edge(corner, along, right, up):
    east, north = CORNERS[corner] + along * (CORNERS[corner + 1] - CORNERS[corner]) + (right, up)
    check(east, north)


@given(st.integers(0, CELLS.area.shape[1]), st.integers(0, CELLS.area.shape[0]), st.sampled_from([-1, 0, 1]))
def test_a_cell_agrees_at_its_own_corners(column, row, nudge):
    east, north = CELLS.west + column * CELLS.side, CELLS.south + row * CELLS.side
    check(np.nextafter(east, east + nudge), np.nextafter(north, north + nudge))


@pytest.mark.parametrize("corner", CORNERS.tolist())
def test_a_corner_of_an_area_is_left_to_the_exact_test(corner):
    assert CELLS.look_up(*(np.array([axis]) for axis in corner)).tolist() == [CROSSED]


@pytest.mark.parametrize("point", [(-1e9, 500.0), (1e9, 1e9), (np.inf, 500.0), (500.0, -np.inf)])
def test_far_away_is_in_no_area_without_a_test(point):
    assert CELLS.look_up(*(np.array([axis]) for axis in point)).tolist() == [NO_AREA]


def test_most_cells_need_no_test():
    assert (CELLS.area == CROSSED).mean() < 0.05
    assert set(np.unique(CELLS.area)) == {CROSSED, NO_AREA, 0, 1, 2}


@pytest.mark.parametrize("size", [_MARGIN, 1.0, 40.0, 90_000.0])
def test_areas_of_any_size_are_told_apart(size):
    areas = np.array([shapely.box(0, 0, size, size), shapely.box(size, 0, 2 * size, size)])
    cells = lay_cells(areas)
    east, north = np.array([0.5, 1.0, 1.5, 2.5]) * size, np.full(4, 0.5) * size
    by_cell = cells.look_up(east, north)
    exact = find_areas(areas, east, north)
    assert exact.tolist() == [0, 0, 1, NO_AREA]
    assert ((by_cell == exact) | (by_cell == CROSSED)).all()
