"""Rare events: the published transform, limits worked out by hand, an exact chance counted order by order."""

from itertools import combinations
from math import comb, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.figures.over_time.control_charts import OUTSIDE, find_signals
from svd.figures.over_time.rare_events import POWER, chance_of_spell, limit_days, limit_months

VALVE = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]
"""Hours between failures of a valve, from Montgomery, Introduction to statistical quality control, chapter 7."""
TRANSFORMED = [4.80986, 6.70903, 5.72650, 3.81367, 6.43541, 6.23705, 1.46958, 3.96768, 5.39007, 1.78151]
"""The first ten of them as the same example transforms them, by the power 0.2777, which is 1/3.6 cut short."""


def column(values: list[float | None]) -> tuple[pd.Series, pd.Series]:
    figures = pd.Series(values, dtype=float)
    return figures, pd.Series(0, index=figures.index)


def test_the_transform_is_the_published_one():
    assert [round(hours**0.2777, 5) for hours in VALVE[:10]] == TRANSFORMED
    assert pytest.approx(0.2777, abs=1e-4) == 1 / POWER


def test_the_limits_of_the_t_chart_worked_out_by_hand():
    """No published limits were at hand: mean and moving range of the transformed times, by plain sums."""
    moved = [hours ** (1 / POWER) for hours in VALVE]
    mean = sum(moved) / 20
    spread = sum(abs(a - b) for a, b in zip(moved[1:], moved, strict=False)) / 19
    limits = limit_days(*column(VALVE), locked=20, is_screened=False).iloc[-1]
    assert limits["centre"] == pytest.approx(mean**POWER, rel=1e-9) and round(limits["centre"]) == 430
    assert limits["upper"] == pytest.approx((mean + 2.66 * spread) ** POWER, rel=1e-9)
    assert limits["lower"] == 0, "Below zero before it is turned back, and no time is."


def test_a_time_out_of_line_is_called_on_the_t_chart():
    days, segments = column([*[60, 90, 45, 120, 75, 80] * 2, 900])
    found = find_signals(days, segments, limit_days(days, segments))
    assert list(found["signal"].iloc[-2:]) == ["", OUTSIDE] and found["direction"].iloc[-1] == 1


def test_the_limit_of_the_g_chart_worked_out_by_hand():
    months = [3, 0, 5, 2, 10, 4, 6, 1, 7, 2, 8, 0]
    limits = limit_months(*column([*months, 40])).iloc[-1]
    assert limits["upper"] == pytest.approx(4 + 3 * sqrt(4 * 5)), "The mean is 48 / 12 = 4; 40 comes after the twelve."
    assert limits["centre"] == 3.5 and pd.isna(limits["lower"]) and not limits["is_trial"]


def test_only_a_gap_above_the_limit_is_outside_and_none_is_too_short():
    months, segments = column([3, 0, 5, 2, 10, 4, 6, 1, 7, 2, 8, 0, 17, 18, 0])
    found = find_signals(months, segments, limit_months(months, segments))
    assert list(found["signal"].iloc[-3:]) == ["", OUTSIDE, ""], "The limit is 17.4."


def test_fewer_than_twelve_gaps_give_trial_limits_and_fewer_than_six_none():
    assert limit_months(*column([3, 0, 5, 2, 10, 4]))["is_trial"].all()
    assert limit_months(*column([3, 0, 5, 2, 10]))["upper"].isna().all()
    assert limit_months(*column([]))["upper"].empty


def test_an_unknown_gap_takes_no_part():
    here = limit_months(*column([3, 0, None, 5, 2, 10, 4]))
    there = limit_months(*column([3, 0, 5, 2, 10, 4]))
    assert here["upper"].iloc[0] == there["upper"].iloc[0]


@given(st.lists(st.integers(0, 60), min_size=12, max_size=30))
def test_the_g_limit_lies_above_the_mean_of_its_base(months):
    limits = limit_months(*column(months)).iloc[0]
    assert limits["upper"] >= np.mean(months[:12]) and limits["centre"] == np.median(months[:12])


def test_the_chance_of_a_spell_counted_order_by_order():
    for months in range(1, 9):
        for events in range(months + 1):
            for spell in range(months + 1):
                orders = list(combinations(range(months), events))
                fits = [order for order in orders if all(place < months - spell for place in order)]
                chance = float(chance_of_spell(spell, events, months))
                assert chance == pytest.approx(len(fits) / len(orders), abs=1e-12)


def test_the_chance_of_a_spell_agrees_with_the_binomials_on_a_thousand_cases():
    rng = np.random.default_rng(3)
    months = rng.integers(1, 200, 1000)
    spell, events = rng.integers(0, months + 1), rng.integers(0, months + 1)
    slow = [comb(n - g, k) / comb(n, k) for n, g, k in zip(*(x.tolist() for x in (months, spell, events)), strict=True)]
    np.testing.assert_allclose(chance_of_spell(spell, events, months), slow, atol=1e-6)
    assert np.isnan(chance_of_spell([np.nan], [1], [2])).all()


def test_where_nothing_changes_about_one_gap_in_fifty_is_above_the_limit():
    gaps = pd.Series(np.random.default_rng(5).geometric(0.1, 500 * 40) - 1.0)
    segments = pd.Series(np.repeat(np.arange(500), 40))
    later = np.tile(np.arange(40) >= 12, 500)
    share = (gaps > limit_months(gaps, segments)["upper"])[later].mean()
    assert 0.01 < share < 0.04, "What the method note says."
