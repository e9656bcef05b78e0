"""Small numbers are hidden by each rule, nothing shown gives them away, and zero stays zero."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.catalogue import load_catalogue
from svd.figures.disclosure import hide_small_numbers
from svd.measures.result import MISSING, OK, SUPPRESSED
from tests.builders import PATHS

RULES = load_catalogue(PATHS.catalogue).rules


def wards(*counts: float, denominator: float = 1000) -> pd.DataFrame:
    codes = [f"W{place}" for place in range(len(counts))]
    return pd.DataFrame({"ward_code": codes, "count": counts, "denominator": denominator, "status": OK}).astype(
        {"count": float}
    )


def hide(raw, rule, *, is_share=False, is_fine=False):
    return hide_small_numbers(raw, RULES[rule], is_share=is_share, is_fine=is_fine)


def test_published_counts_are_left_as_they_are():
    raw = wards(1, 2, 30)
    assert hide(raw, "published") is raw


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (22, 20), (23, 25)]
)
def test_health_counts_follow_the_published_rounding(count, shown):
    result = hide(wards(count, 6, 7, 500), "health_1_to_7").iloc[0]
    assert (result["status"] == SUPPRESSED) if shown is None else (result["count"] == shown)


def test_one_hidden_ward_takes_the_next_smallest_with_it():
    result = hide(wards(3, 6, 40, 0), "council_under_5")
    assert list(result["status"]) == [SUPPRESSED, SUPPRESSED, OK, OK]
    assert result["count"].isna().sum() == 2 and result["count"][3] == 0


def test_two_hidden_wards_whose_sum_is_small_take_a_third():
    result = hide(wards(1, 2, 9, 40), "council_under_5")
    assert list(result["status"]) == [SUPPRESSED, SUPPRESSED, SUPPRESSED, OK]


def test_two_hidden_wards_whose_sum_is_not_small_stand():
    assert list(hide(wards(4, 3, 9, 40), "council_under_5")["status"]) == [SUPPRESSED, SUPPRESSED, OK, OK]


def test_hiding_in_a_ward_and_month_table_holds_along_both_lines():
    raw = pd.DataFrame(
        {
            "ward_code": ["A", "A", "A", "B", "B", "B", "C", "C", "C"],
            "month": pd.to_datetime(["2025-01-01", "2025-02-01", "2025-03-01"] * 3),
            "count": [3.0, 20, 30, 40, 50, 60, 70, 80, 90],
            "denominator": np.nan,
            "status": OK,
        }
    )
    hidden = hide(raw, "council_under_5").assign(is_hidden=lambda frame: frame["status"] == SUPPRESSED)
    for axis in ("ward_code", "month"):
        assert 1 not in set(hidden.groupby(axis)["is_hidden"].sum())


def test_both_parts_of_a_share_are_protected():
    raw = wards(50, 98, 2, denominator=100)
    result = hide(raw, "justice_under_5", is_share=True)
    assert list(result["status"]) == [OK, SUPPRESSED, SUPPRESSED]
    assert result["denominator"].isna().sum() == 2


def test_fine_counts_are_rounded_so_that_two_tables_cannot_be_subtracted():
    result = hide(wards(31, 29, 52), "council_under_5", is_fine=True)
    assert list(result["count"]) == [30, 30, 50]


def test_missing_stays_missing():
    raw = wards(30, np.nan)
    raw.loc[1, "status"] = MISSING
    assert list(hide(raw, "council_under_5")["status"]) == [OK, MISSING]


@given(st.lists(st.integers(0, 60), min_size=2, max_size=19), st.sampled_from(["council_under_5", "health_1_to_7"]))
def test_no_small_count_is_shown_or_can_be_worked_out_from_the_total(counts, rule):
    result = hide(wards(*counts), rule)
    is_hidden = result["status"] == SUPPRESSED
    limit = RULES[rule].hide_up_to
    small = np.array([1 <= count <= limit for count in counts])
    assert is_hidden[small].all()
    assert not result.loc[~is_hidden, "count"].between(1, limit).any()
    others_left = (~is_hidden & (np.array(counts) > 0)).any()
    hidden_sum = np.array(counts)[is_hidden].sum()
    if is_hidden.any() and others_left:
        assert is_hidden.sum() > 1 and hidden_sum > limit
