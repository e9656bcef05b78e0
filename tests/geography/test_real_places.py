"""The project's own wards, and the real police.uk file where it is at hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from svd.geography.place import find_wards, place_rows
from svd.geography.wards import Geography, load_geography

PROJECT = Path(__file__).resolve().parents[2]
JANUARY = PROJECT.parent / "shared" / "open-data" / "2023-01-metropolitan-street.csv"
EDGES = shapely.unary_union(load_geography(PROJECT / "geo").wards.boundary.to_numpy())


@pytest.fixture(scope="module")
def area() -> Geography:
    return load_geography(PROJECT / "geo")


@settings(max_examples=100)
@given(st.floats(0, 1))
def test_a_point_on_any_ward_edge_is_in_at_most_one_ward(area: Geography, along: float) -> None:
    point = EDGES.interpolate(along, normalized=True)
    touched = area.wards.loc[area.wards.distance(point) < 1e-6, "ward_code"]
    found = find_wards(pd.DataFrame({"easting": [point.x], "northing": [point.y]}), area)
    assert len(found) == 1
    assert found.isna().all() or found.iloc[0] in set(touched)


def test_january_2023_by_point_but_one() -> None:
    if not JANUARY.exists():
        pytest.skip(f"{JANUARY.name} is not at hand")
    sent = pd.read_csv(JANUARY, dtype=str)
    names = {"Longitude": "longitude", "Latitude": "latitude", "LSOA code": "small_area"}
    area = load_geography(PROJECT / "geo")
    placed = place_rows(sent.rename(columns=names), area)
    assert len(placed) == 2_002
    assert placed["placed_by"].astype("str").value_counts().to_dict() == {"point": 2_001, "small_area": 1}
    by_point = placed.loc[placed["placed_by"] == "point", "ward_code"].map(area.ward_names).value_counts()
    assert by_point.head(3).to_dict() == {"Northbury": 187, "Eastbury": 152, "Goresbrook": 138}
    assert not placed["is_outside"].any()
    # By best fit of the small area more than one in ten would be in another ward than their point; where they are
    # placed by small area, fewer are, and the others have no ward.
    by_best_fit, by_whole = (
        sent["LSOA code"].map(found) for found in (area.small_areas.best_fit, area.small_areas.whole)
    )
    assert (by_best_fit != placed["ward_code"]).mean() > 0.1
    is_placed = by_whole.notna()
    assert (by_whole != placed["ward_code"])[is_placed].mean() < 0.05


def test_the_grid_of_cells_gives_the_ward_that_testing_every_ward_gives(area: Geography) -> None:
    random = np.random.default_rng(7)
    west, south, east, north = area.wards.total_bounds
    corners = shapely.get_coordinates(area.wards.geometry.to_numpy())
    along = random.random((len(corners) - 1, 1))
    on_edges = corners[:-1] + along * np.diff(corners, axis=0)
    anywhere = random.uniform((west - 200, south - 200), (east + 200, north + 200), (20_000, 2))
    points = np.vstack([corners, on_edges, anywhere, anywhere.round(-1)])
    found = find_wards(pd.DataFrame(points, columns=["easting", "northing"]), area)
    slowly = np.full(len(points), "", dtype=object)
    for ward in area.wards.sort_values("ward_code", ascending=False).itertuples():
        slowly[shapely.intersects_xy(ward.geometry, points)] = ward.ward_code
    assert found.fillna("").tolist() == slowly.tolist()
