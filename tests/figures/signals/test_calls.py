"""Calls as the figures came: the chance of each by hand, the year before, and how seldom nothing is raised."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from svd.figures.over_time.control_charts import SHIFT, find_limits, find_signals
from svd.figures.signals.calls import find_calls
from svd.figures.signals.chart_signals import join_calls, mark_passed
from tests.figures.signals.worlds import make_charts, make_null_counts

STEADY = [9, 11] * 6
"""Mean 10, moving ranges of 2: scattered less than chance, so that counts are worth what they are."""


def call(values: list[float]) -> pd.DataFrame:
    return find_calls(make_charts(np.array([values], dtype=float)))


def test_a_month_is_called_by_what_it_meets_with_those_before_it_alone():
    random = np.random.default_rng(4)
    counts = random.poisson(random.choice([3, 20], (1000, 1)), (1000, 20)) * 1.0
    counts[:, 12:] *= random.choice([1, 1.6], (1000, 1))
    counts[random.random(counts.shape) < 0.03] = np.nan
    place = random.integers(12, 20, 1000)
    # The slow, obvious way: each series as it was when its month was the newest.
    cut = np.where(np.arange(20) > place[:, None], np.nan, counts)
    segments = pd.Series(np.repeat(np.arange(1000), 20))
    limits = find_limits(pd.Series(counts.ravel()), segments, bounds=(0, np.inf))
    came = find_signals(pd.Series(counts.ravel()), segments, limits, as_it_came=True)
    then = find_signals(pd.Series(cut.ravel()), segments, limits)
    rows = np.arange(1000) * 20 + place
    assert (came.loc[rows, "signal"] != "").sum() > 50, "a fair test"
    pd.testing.assert_frame_equal(came.loc[rows], then.loc[rows])


def test_a_month_outside_is_held_against_the_months_that_fix_the_limits():
    found = call([*STEADY, 10, 30])
    assert list(found["signal"])[-2:] == ["", "outside its limits"]
    # 30 in one month against 120 in twelve; three lengths of time are looked over.
    tail = stats.binom.sf(29, 150, 1 / 13)
    assert found["p"].iloc[-1] == pytest.approx(3 * 2 * tail, rel=1e-9)
    assert found["p"].iloc[-2] == 1 and found["p"].iloc[:12].isna().all()
    # 30 now against 11 in the same month a year before.
    assert found["p_year"].iloc[-1] == pytest.approx(2 * stats.binom.sf(29, 41, 0.5), rel=1e-9)


def test_a_run_is_held_against_them_as_a_whole_and_called_with_its_seventh_month():
    found = call([*STEADY, 10, *[13] * 7])
    called = found[found["signal"] != ""]
    assert list(called.index) == [19] and called["signal"].item() == SHIFT
    assert called["p"].item() == pytest.approx(3 * 2 * stats.binom.sf(90, 91 + 120, 7 / 19), rel=1e-9)


def test_a_series_that_scatters_more_than_chance_needs_more():
    wild, calm = [2, 18] * 6, STEADY
    found = [call([*values, 10, 55])["p"].iloc[-1] for values in (wild, calm)]
    assert found[0] > 100 * found[1]


def test_what_the_year_before_cannot_tell_is_not_raised():
    found = mark_passed(call([*STEADY, *[30] * 3]))
    assert found["p"].iloc[12] < 1e-4 and found["p_year"].iloc[12] < 1e-2
    gap = [9, np.nan, *[11, 9] * 5, 11, 30]
    assert np.isnan(call(gap)["p_year"].iloc[-1]) and not mark_passed(call(gap))["is_passed"].any()


def test_a_change_is_one_signal_however_many_months_call_it():
    found = mark_passed(call([*STEADY, 10, 10, *[30] * 10]))
    raised = join_calls(found[found["signal"] != ""])
    assert len(raised) == 1
    assert (raised["month"].item(), raised["last"].item()) == (found["month"].iloc[14], found["month"].iloc[-1])


def test_a_share_is_held_against_the_share_before():
    charts = make_charts(np.array([[*STEADY, 10, 30]], dtype=float)).assign(is_share=True, denominator=100.0)
    found = find_calls(charts)
    pooled = 150 / 1300
    z = (30 / 100 - 120 / 1200) / np.sqrt(pooled * (1 - pooled) * (1 / 100 + 1 / 1200))
    assert found["p"].iloc[-1] == pytest.approx(3 * 2 * stats.norm.sf(z), rel=1e-9)


def test_where_nothing_changes_less_than_one_signal_a_year_is_raised_and_a_step_is():
    random = np.random.default_rng(7)
    worlds, years = 12, 2
    raised = 0
    for _ in range(worlds):
        counts = make_null_counts(random, areas=30, wards=160)
        raised += _count_raised(counts, areas=30)
    assert raised / (worlds * years) < 1
    counts[0, 24:] *= 1.6
    assert _count_raised(counts, areas=30) >= 1, "the check can fail"


def _count_raised(counts: np.ndarray, areas: int) -> int:
    found = mark_passed(find_calls(make_charts(counts, areas=areas)))
    return len(join_calls(found[found["signal"] != ""]))
