"""Each way of placing a row, the order in which they are tried, and what is outside."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from svd.geography import place
from svd.geography.place import find_wards, place_rows
from svd.geography.wards import Geography

EDGE, SOUTH, NORTH = 546_000, 185_000, 186_000
IN_W1 = {"easting": 545_500, "northing": 185_500}
IN_W2 = {"easting": 546_500, "northing": 185_500}
FAR = {"easting": 530_000, "northing": 180_000}
MIDDLES = {"AA1 1AA": (545_100.0, 185_100.0), "AA2 2AA": (530_000.0, 180_000.0)}


@pytest.fixture(autouse=True)
def two_postcodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """AA1 1AA is in W1, AA2 2AA far away, and no other is known."""
    nowhere = (np.nan, np.nan)

    def find(postcodes: pd.Series) -> pd.DataFrame:
        found = [MIDDLES.get(postcode, nowhere) for postcode in postcodes]
        return pd.DataFrame(found, columns=["easting", "northing"], index=postcodes.index)

    monkeypatch.setattr(place, "find_postcodes", find)


def place_row(geography: Geography, **row: object) -> dict:
    placed = place_rows(pd.DataFrame([row]), geography).iloc[0].to_dict()
    return {name: "" if pd.isna(value) else value for name, value in placed.items()}


@pytest.mark.parametrize(
    ("row", "ward_code", "placed_by"),
    [
        (IN_W1 | {"postcode": "x", "small_area": "E01000002", "ward_code": "W2"}, "W1", "point"),
        ({"easting": "546500.5", "northing": " 185500 "}, "W2", "point"),
        (FAR | {"postcode": "AA1 1AA", "small_area": "E01000002", "ward_code": "W2"}, "W1", "postcode"),
        (FAR | {"postcode": "AA2 2AA", "small_area": "E01000002", "ward_code": "W1"}, "W2", "small_area"),
        ({"postcode": "", "small_area": " e01000002 "}, "W2", "small_area"),
        (FAR | {"postcode": "AA2 2AA", "small_area": "E01999999", "ward_code": "W1"}, "W1", "ward"),
        ({"ward_code": "w1 "}, "W1", "ward"),
        ({"small_area": "E01000003", "ward_code": "W2"}, "W2", "ward"),  # the small area lies across both wards
        ({"small_area": "E01000003"}, "", "unplaced"),
        ({"ward_code": "W9"}, "", "unplaced"),
        ({"ward_code": None, "postcode": None}, "", "unplaced"),
        ({"category": "no place at all"}, "", "unplaced"),
    ],
)
def test_the_first_way_that_knows_places(geography: Geography, row: dict, ward_code: str, placed_by: str) -> None:
    placed = place_row(geography, **row)
    assert (placed["ward_code"], placed["placed_by"]) == (ward_code, placed_by)
    assert placed["is_outside"] is False


@pytest.mark.parametrize("beside", [{}, FAR, {"postcode": "AA2 2AA"}, {"ward_code": "W9"}])
def test_a_row_of_a_small_area_that_lies_across_wards_is_in_the_area_and_in_no_ward(
    geography: Geography, beside: dict
) -> None:
    placed = place_row(geography, **beside, small_area="E01000003")
    assert (placed["ward_code"], placed["placed_by"]) == ("", "unplaced")
    assert (placed["is_inside"], placed["is_outside"]) == (True, False)


@pytest.mark.parametrize("row", [{"ward_code": "W9"}, FAR, {"postcode": "AA9 9AA"}])
def test_a_row_that_nothing_puts_into_the_area_is_not_inside(geography: Geography, row: dict) -> None:
    assert place_row(geography, **row)["is_inside"] is False


@pytest.mark.parametrize(
    ("row", "is_outside"),
    [
        (FAR, True),
        (FAR | {"ward_code": "W9"}, True),
        ({"postcode": "AA2 2AA"}, True),
        ({"small_area": "E01999999"}, True),
        ({"small_area": "W01999999"}, True),
        ({"postcode": "AA9 9AA"}, False),
        ({"small_area": "unknown"}, False),
        ({"small_area": "E00999999"}, False),  # a kind of code the lookup doesn't hold at all
        ({"ward_code": "W9"}, False),  # may be a ward of an older vintage
        ({"easting": 0, "northing": 0}, False),
        ({"longitude": 0, "latitude": 0}, False),
    ],
)
def test_outside_is_what_some_place_says_and_none_denies(geography: Geography, row: dict, is_outside: bool) -> None:
    placed = place_row(geography, **row)
    assert (placed["placed_by"], placed["is_outside"]) == ("unplaced", is_outside)


@pytest.mark.parametrize(
    "row",
    [
        {"easting": 0, "northing": 0},
        {"easting": 5_455_000, "northing": 185_500},
        {"easting": 545_500},
        {"easting": 545_500, "northing": "unknown"},
        {"longitude": 0, "latitude": 0},
        {"longitude": 51.55, "latitude": 0.1},
        {"longitude": "inf", "latitude": "nan"},
    ],
)
def test_absurd_coordinates_are_no_point(geography: Geography, row: dict) -> None:
    placed = place_row(geography, **row, small_area="E01000001")
    assert (placed["easting"], placed["northing"], placed["placed_by"]) == ("", "", "small_area")


def test_longitude_and_latitude_are_used_where_the_grid_columns_are_not_usable(geography: Geography) -> None:
    longitude, latitude = Transformer.from_crs(27700, 4326, always_xy=True).transform(545_500, 185_500)
    placed = place_row(geography, easting=0, northing=0, longitude=str(longitude), latitude=latitude)
    assert placed["ward_code"] == "W1"
    assert (placed["easting"], placed["northing"]) == pytest.approx((545_500, 185_500), abs=0.01)


def test_a_row_keeps_its_own_point_and_takes_the_postcodes_only_without_one(geography: Geography) -> None:
    own = place_row(geography, **FAR, postcode="AA1 1AA")
    assert (own["placed_by"], own["easting"], own["northing"]) == ("postcode", 530_000, 180_000)
    lent = place_row(geography, postcode="AA1 1AA")
    assert (lent["placed_by"], lent["easting"], lent["northing"]) == ("postcode", 545_100, 185_100)
    elsewhere = place_row(geography, postcode="AA2 2AA", ward_code="W1")
    assert (elsewhere["placed_by"], elsewhere["easting"]) == ("ward", "")


def test_index_and_order_are_kept(geography: Geography) -> None:
    frame = pd.DataFrame([IN_W2, FAR, IN_W1, IN_W2], index=["b", "a", "b", "c"])
    placed = place_rows(frame, geography)
    assert placed.index.tolist() == ["b", "a", "b", "c"]
    assert placed["ward_code"].astype("str").fillna("").tolist() == ["W2", "", "W1", "W2"]
    assert list(placed.columns) == ["ward_code", "placed_by", "easting", "northing", "is_inside", "is_outside"]


def test_no_rows_give_no_rows(geography: Geography) -> None:
    placed = place_rows(pd.DataFrame({"easting": [], "northing": [], "postcode": []}), geography)
    assert placed.empty and "placed_by" in placed


@given(st.floats(SOUTH, NORTH))
def test_a_point_on_the_shared_edge_is_in_the_ward_of_lowest_code(geography: Geography, northing: float) -> None:
    points = pd.DataFrame({"easting": [EDGE], "northing": [northing]})
    assert find_wards(points, geography).tolist() == ["W1"]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(544_990, 547_010), st.integers(184_990, 186_010)), max_size=40))
def test_every_point_is_in_one_ward_or_none_and_none_is_lost(geography: Geography, at: list[tuple[int, int]]) -> None:
    points = pd.DataFrame(at, columns=["easting", "northing"], dtype="float64")
    found = find_wards(points, geography)
    is_inside = points["easting"].between(545_000, 547_000) & points["northing"].between(SOUTH, NORTH)
    by_eye = np.where(~is_inside, "", np.where(points["easting"] <= EDGE, "W1", "W2"))
    assert found.fillna("").tolist() == by_eye.tolist()
    counts = found.value_counts()
    assert counts.sum() + found.isna().sum() == len(at)
