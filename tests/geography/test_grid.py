"""The grid tiles the area without gap, its cells are of like size, and a point is found in the cell that holds it."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely

from svd.geography.grid import NO_CELL, lay_grid
from svd.geography.wards import load_geography
from tests.builders import PATHS
from tests.geography.conftest import EAST, EDGE, NORTH, SOUTH, WEST

REAL = load_geography(PATHS.geo)


def test_an_area_of_whole_squares_is_those_squares(geography):
    grid = lay_grid(geography, 500)
    assert len(grid.cells) == 8 and (grid.cells.area == 500**2).all()
    assert grid.cells["cell"].iloc[0] == f"{WEST} {SOUTH}"
    assert grid.cells.groupby("ward_name").size().to_dict() == {"Ash": 4, "Birch": 4}


@pytest.mark.parametrize("side", [250, 300])
def test_cells_tile_the_real_area_and_none_is_small(side):
    grid = lay_grid(REAL, side)
    whole = REAL.wards.union_all()
    assert grid.cells.area.sum() == pytest.approx(whole.area, rel=1e-9)
    assert grid.cells.union_all().symmetric_difference(whole).area < 1
    assert (grid.cells.area / side**2).between(0.5, 2).all()
    assert set(grid.cells["ward_code"]) == set(REAL.ward_names)
    assert not grid.cells.duplicated(["easting_index", "northing_index"]).any()


def test_points_are_found_in_the_cell_whose_ground_holds_them():
    grid = lay_grid(REAL, 250)
    rng = np.random.default_rng(1)
    west, south, east, north = REAL.wards.total_bounds
    points = shapely.points(rng.uniform(west, east, 2000), rng.uniform(south, north, 2000))
    within = points[shapely.contains(REAL.wards.union_all(), points)]
    found = grid.find_cells(shapely.get_x(within), shapely.get_y(within))
    assert (found != NO_CELL).all()
    assert shapely.intersects(grid.cells.geometry.to_numpy()[found], within).all()


def test_points_far_away_are_in_no_cell(geography):
    grid = lay_grid(geography, 250)
    east, north = np.array([WEST - 1, EAST + 1, EDGE, 0]), np.array([SOUTH, NORTH + 1, NORTH + 600, 0])
    assert (grid.find_cells(east, north) == NO_CELL).all()
    assert grid.find_cells(np.array([EDGE]), np.array([SOUTH]))[0] != NO_CELL


def test_an_area_smaller_than_half_a_square_is_one_cell(geography):
    small = gpd.GeoDataFrame(
        {"ward_code": ["W1"], "ward_name": ["Birch"]},
        geometry=[shapely.box(WEST, SOUTH, WEST + 50, SOUTH + 50)],
        crs=27700,
    )
    grid = lay_grid(replace(geography, wards=small, ward_names={"W1": "Birch"}), 250)
    assert len(grid.cells) == 1 and grid.cells.area.iloc[0] == 2500
