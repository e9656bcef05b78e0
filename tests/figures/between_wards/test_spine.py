"""Places on a spine: the area in the middle, worse at the left, one scale for both sides, hidden wards in no range."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.figures.between_wards.spine import PLACES, place_on_spine, word_standing


def make_profile(values, benchmark: float = 10.0, **more) -> pd.DataFrame:
    table = {"indicator": "robbery", "value": values, "benchmark": benchmark, "status": "ok", "compared": "similar"}
    return pd.DataFrame({**table, **more})


def test_places_by_hand():
    placed = place_on_spine(make_profile([5.0, 10.0, 20.0, 40.0]), {"robbery": "higher"})
    assert placed["place"].tolist() == pytest.approx([-0.5, 0, 0.5, 1]), "half, the same, twice, four times"
    # Quartiles of -0.5, 0, 0.5 and 1: three quarters of the way from -0.5 to 0, and a quarter from 0.5 to 1.
    assert placed[list(PLACES)].iloc[0].tolist() == pytest.approx([-0.5, -0.125, 0.625, 1])


def test_left_is_worse_where_lower_is_better_and_lower_where_neither_is():
    values = [5.0, 40.0]
    places = [place_on_spine(make_profile(values), {"robbery": way})["place"] for way in ("lower", "neutral")]
    assert places[0].tolist() == pytest.approx([0.5, -1]) and places[1].tolist() == pytest.approx([-0.5, 1])


def test_wards_that_hardly_differ_stay_near_the_middle_and_none_at_all_is_at_the_end():
    near = place_on_spine(make_profile([9.0, 11.0]), {"robbery": "higher"})
    none = place_on_spine(make_profile([0.0, 20.0]), {"robbery": "higher"})
    assert near["place"].tolist() == pytest.approx([np.log2(0.9), np.log2(1.1)])
    assert none["place"].tolist() == [-1, 1]


def test_a_hidden_ward_takes_no_part_whatever_stands_in_its_row():
    profile = make_profile([6.0, 10.0, 99.0], status=["ok", "ok", "suppressed"])
    profile["compared"] = ["similar", "similar", "not compared"]
    placed = place_on_spine(profile, {"robbery": "lower"})
    without = place_on_spine(profile.iloc[:2], {"robbery": "lower"})
    assert np.isnan(placed["place"].iloc[2])
    assert placed.loc[:1, [*PLACES, "place"]].equals(without[[*PLACES, "place"]])


def test_nothing_compared_has_no_places_and_all_alike_stand_in_the_middle():
    hidden = place_on_spine(make_profile([1.0, 2.0], compared="not compared"), {"robbery": "lower"})
    alike = place_on_spine(make_profile([10.0, 10.0]), {"robbery": "lower"})
    assert hidden[[*PLACES, "place"]].isna().all(axis=None)
    assert alike[[*PLACES, "place"]].eq(0).all(axis=None)


def test_each_indicator_has_a_scale_of_its_own():
    both = pd.concat([make_profile([5.0, 40.0]), make_profile([100.0, 1600.0], 400.0, indicator="arson")])
    placed = place_on_spine(both.reset_index(drop=True), {"robbery": "higher", "arson": "higher"})
    assert placed["place"].tolist() == pytest.approx([-0.5, 1, -1, 1])


def test_a_benchmark_of_none_has_no_places():
    assert place_on_spine(make_profile([0.0, 0.0], 0.0), {"robbery": "lower"})["place"].isna().all()


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=19), st.floats(0.1, 1000))
def test_places_keep_the_order_and_the_bounds(values, benchmark):
    placed = place_on_spine(make_profile(values, benchmark), {"robbery": "higher"})
    assert placed["place"].abs().max() <= 1 + 1e-9
    assert (placed["place_worst"] <= placed["place"] + 1e-12).all() and (
        placed["place"] <= placed["place_best"] + 1e-12
    ).all()


@pytest.mark.parametrize(
    ("compared", "leaning", "words"),
    [
        ("higher", "worse", "worse: higher"),
        ("may be lower", "better", "may be better: lower"),
        ("higher", "neutral", "higher"),
        ("similar", "similar", "similar"),
        ("not compared", "", "not compared"),
    ],
)
def test_how_a_ward_stands(compared, leaning, words):
    assert word_standing(compared, leaning) == words
