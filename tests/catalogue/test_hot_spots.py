"""The terms of hot spots load, and bands or sizes that could not be used are refused by name."""

import pytest

from svd.catalogue import load_catalogue
from tests.builders import PATHS
from tests.catalogue.small import change, fault_of


def test_the_terms_of_this_area_load():
    terms = load_catalogue(PATHS.catalogue).hot_spots
    assert terms.cell_m["point"] == 250 and terms.cell_m["hundred_metres"] % 100 == 0
    assert "ward" not in terms.cell_m, "a feed whose places are wards has no points"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("near_days = [0, 8]", "near_days = [0, 8, 8]", "rise from 0"),
        ("near_metres = [0, 200]", "near_metres = [100, 200]", "rise from 0"),
        ("near_metres = [0, 200]", "near_metres = [0]", "rise from 0"),
        ("point = 250", "street = 250", "cell_m.street"),
        ("point = 250", "point = 5", "cell_m.point"),
        ("false_calls = 0.05", "false_calls = 5", "false_calls"),
        ("windows = 6", "windows = 0", "windows"),
    ],
)
def test_terms_that_could_not_be_used_are_refused(folder, old, new, word):
    change(folder, "hot_spots.toml", old, new)
    assert "hot_spots.toml, hot_spots" in fault_of(folder) and word in fault_of(folder)
