"""Control charts: the published vector, each rule on a series checkable by eye, and how seldom nothing is called."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.figures.over_time.control_charts import (
    COMMON,
    CONCERN,
    IMPROVEMENT,
    NEAR_LIMIT,
    NEUTRAL,
    OUTSIDE,
    SHIFT,
    TREND,
    find_limits,
    find_signals,
    judge_signals,
)

VECTOR = [1, 2, 1, 2, 10, *[1, 2] * 6, 1]
STEADY = [9, 11] * 6
"""Mean 10 and every moving range 2: limits 4.68 and 15.32, near limits 6.454 and 13.546."""


def series(values: list[float | None]) -> tuple[pd.Series, pd.Series]:
    figures = pd.Series(values, dtype=float)
    return figures, pd.Series(0, index=figures.index)


def signals(values: list[float | None]) -> pd.DataFrame:
    figures, segments = series(values)
    return find_signals(figures, segments, find_limits(figures, segments))


def called(values: list[float | None], after: int = 12) -> list[tuple[int, str, int]]:
    found = signals(values).reset_index()
    found = found[(found["signal"] != "") & (found["index"] >= after)]
    return list(found[["index", "signal", "direction"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(("is_screened", "low", "high"), [(True, -0.72, 4.60), (False, -3.06, 6.95)])
def test_the_published_vector(is_screened, low, high):
    limits = find_limits(*series(VECTOR), locked=18, is_screened=is_screened).iloc[-1]
    assert (limits["centre"], limits["lower"], limits["upper"]) == pytest.approx((1.94, low, high), abs=0.005)


def test_limits_are_locked_on_the_first_twelve_points():
    limits = find_limits(*series([*STEADY, 40, 50, 60]))
    assert limits.drop_duplicates().iloc[:, :5].round(3).to_numpy().tolist() == [[10, 4.68, 6.454, 13.546, 15.32]]
    assert not limits["is_trial"].any()


def test_fewer_than_twelve_points_give_trial_limits_that_call_nothing_and_fewer_than_six_none():
    assert find_limits(*series(STEADY[:11]))["is_trial"].all()
    assert called([*STEADY[:10], 90], after=0) == [], "far outside, but the limits are only trial ones"
    assert find_limits(*series(STEADY[:5]))["centre"].isna().all()


def test_limits_start_anew_with_a_segment_and_take_no_range_over_its_edge():
    values = pd.Series(STEADY + [figure + 100 for figure in STEADY], dtype=float)
    limits = find_limits(values, pd.Series([0] * 12 + [1] * 12))
    assert limits["centre"].tolist() == pytest.approx([10] * 12 + [110] * 12)
    assert (limits["upper"] - limits["centre"]).tolist() == pytest.approx([5.32] * 24)


def test_there_is_no_moving_range_over_a_gap():
    limits = find_limits(*series([9, 11, 9, 11, 9, 11, None, 9, 11, 9, 11, 9, 11]))
    assert (limits["upper"] - limits["centre"]).tolist() == pytest.approx([5.32] * 13)


def test_a_figure_that_cannot_be_negative_has_no_negative_limit():
    limits = find_limits(*series(VECTOR), bounds=(0, np.inf))
    assert (limits[["lower", "near_lower"]] >= 0).all(axis=None)
    assert limits["lower"].eq(0).any()


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ([16], {OUTSIDE: [13]}),
        ([4], {OUTSIDE: [-13]}),
        ([15, 9], {}),
        ([10.1, 10.2, 10.3, 10.4, 10.5, 10.6], {TREND: [*range(12, 19)]}),
        ([10.1, 10.2, 10.3, 10.4, 10.5, 10.5], {}),
        ([9.7, 9.6, 9.5, 9.4, 9.3], {TREND: [-at for at in range(11, 18)]}),
        ([14, 11, 14], {NEAR_LIMIT: [13, 15]}),
        ([6, 6, 9], {NEAR_LIMIT: [-13, -14]}),
        ([9, 6, 6], {NEAR_LIMIT: [-14, -15]}),
        ([14, 10, 14], {}),
        ([14, 9, 14], {}),
        ([6, 6], {}),
        ([14, 14, 9], {}),
        ([14, 10, 10, 14], {}),
        ([14, 10, 6], {}),
        ([9, 9.5] * 3 + [9], {SHIFT: [-at for at in range(13, 20)]}),
        ([9, 9.5] * 3 + [10, 9], {}),
        ([9, 9.5] * 2 + [None] + [9, 9.5, 9], {}),
        ([10.1, 10.2, 10.3, 10.4, 10.5, 16], {TREND: [*range(12, 18)], OUTSIDE: [18]}),
        ([11, 12, 11, 12, 11, 14, 14], {SHIFT: [*range(13, 18)], NEAR_LIMIT: [18, 19]}),
    ],
    ids=[
        "above", "below", "one near a limit", "seven rising", "six rising", "seven falling", "two of three",
        "two, then one on their side", "one on their side, then two", "third at the mean", "third opposite",
        "two and no third", "two, then one opposite", "too far apart", "on two sides", "seven below the mean",
        "the mean is on no side",
        "a gap ends a run", "outside before trend", "near before shift",
    ],
)  # fmt: skip
def test_each_rule(more, found):
    """After twelve steady months, the last of them 11, and one at the mean; a month that goes down has a minus."""
    expected = sorted((abs(at), rule, 1 if at > 0 else -1) for rule, months in found.items() for at in months)
    assert called([*STEADY, 10, *more], after=11) == expected


@pytest.mark.parametrize("as_it_came", [False, True])
@pytest.mark.parametrize(
    "more",
    [
        [14, 11, None, 14],
        [11, 14, None, 14],
        [10.1, 10.2, 10.3, None, 10.4, 10.5, 10.6, 10.7],
        [11, 12, 11, None, 12, 11, 12, 11],
        [9, 9.5, 9, None, 9.5, 9, 9.5, 9],
    ],
    ids=["two of three", "two of three before it", "a trend", "above the mean", "below the mean"],
)
def test_a_null_month_ends_every_run(more, as_it_came):
    """The same months without the gap are called, so that the gap alone is what ends each."""
    for values, is_called in ((more, False), ([value for value in more if value is not None], True)):
        figures, segments = series([*STEADY, 10, *values])
        found = find_signals(figures, segments, find_limits(figures, segments), as_it_came=as_it_came)
        assert found["signal"].ne("").any() == is_called


def test_limits_without_width_are_no_chart():
    """One month differs, but both of its moving ranges are screened out."""
    limits = find_limits(*series([7] * 6 + [9] + [7] * 11))
    assert limits[["centre", "lower", "near_lower", "near_upper", "upper"]].isna().all(axis=None)
    assert called([7] * 6 + [9] + [7] * 11, after=0) == []
    assert find_limits(*series([0] * 20))["centre"].isna().all()
    both = pd.Series([7.0] * 14 + STEADY)
    assert find_limits(both, pd.Series([0] * 14 + [1] * 12))["centre"].notna().tolist() == [False] * 14 + [True] * 12


def test_equal_figures_are_called_nothing():
    assert called([0.1 + 0.2] * 5 + [0.3] * 20, after=0) == []


def test_signals_do_not_cross_a_break():
    values = pd.Series([*STEADY, 10.1, 10.2, 10.3, *[10.4, 10.5, 10.6, 10.7], *STEADY], dtype=float)
    segments = pd.Series([0] * 15 + [1] * 16)
    found = find_signals(values, segments, find_limits(values, segments))
    assert not found["signal"].eq(TREND).any()


@pytest.mark.parametrize(
    ("polarity", "words"),
    [
        ("lower", [CONCERN, IMPROVEMENT, COMMON]),
        ("higher", [IMPROVEMENT, CONCERN, COMMON]),
        ("neutral", [NEUTRAL, NEUTRAL, COMMON]),
    ],
)
def test_what_a_signal_means(polarity, words):
    assert judge_signals(pd.Series([1, -1, 0]), polarity).tolist() == words


COUNTS = st.lists(st.integers(0, 200), min_size=12, max_size=40)


@given(COUNTS, st.integers(1, 50), st.integers(-100, 100))
def test_shifting_and_scaling_a_series_shifts_and_scales_its_limits(values, scale, shift):
    figures, segments = series(values)
    before, after = find_limits(figures, segments), find_limits(figures * scale + shift, segments)
    limits = ["centre", "lower", "near_lower", "near_upper", "upper"]
    np.testing.assert_allclose(after[limits], before[limits] * scale + shift, atol=1e-6)


@given(COUNTS)
def test_a_series_upside_down_has_its_signals_upside_down(values):
    here, there = signals(values), signals([-value for value in values])
    assert here["signal"].tolist() == there["signal"].tolist()
    assert here["direction"].tolist() == (-there["direction"]).tolist()


def slow_rule(values: list[float], at: int, limits: pd.Series) -> str:
    """The rule of one point, by looking at every window of neighbours it stands in."""
    low, near_low, mean, near_high, high = limits[["lower", "near_lower", "centre", "near_upper", "upper"]]
    if values[at] > high or values[at] < low:
        return OUTSIDE
    sevens = [values[start : start + 7] for start in range(max(0, at - 6), min(at, len(values) - 7) + 1)]
    if any((np.diff(window) > 0).all() or (np.diff(window) < 0).all() for window in sevens):
        return TREND
    near = [1 if near_high < x <= high else -1 if low <= x < near_low else 0 for x in values]
    side = [1 if x > mean else -1 if x < mean else 0 for x in values]
    for start in range(max(0, at - 2), min(at, len(values) - 3) + 1):
        three = slice(start, start + 3)
        if near[at] and near[three].count(near[at]) > 1 and side[three] == [near[at]] * 3:
            return NEAR_LIMIT
    return SHIFT if any(min(w) > mean or max(w) < mean for w in sevens) else ""


def test_the_rules_agree_with_the_slow_obvious_way():
    rng = np.random.default_rng(7)
    drifts = rng.normal(0, 3, (150, 40)).cumsum(axis=1) * rng.choice([0, 1], (150, 1))
    walks = drifts + rng.normal(50, 2, (150, 40))
    figures, segments = pd.Series(walks.ravel()), pd.Series(np.repeat(np.arange(150), 40))
    limits = find_limits(figures, segments)
    found = find_signals(figures, segments, limits)["signal"].to_numpy().reshape(150, 40)
    for number, walk in enumerate(walks.tolist()):
        usual = limits.iloc[number * 40]
        assert found[number].tolist() == [slow_rule(walk, at, usual) for at in range(40)]
    assert {OUTSIDE, TREND, NEAR_LIMIT, SHIFT} <= set(found.ravel())


@given(COUNTS)
def test_every_point_called_outside_is_outside_and_no_other(values):
    figures, segments = series(values)
    limits = find_limits(figures, segments)
    is_outside = (figures > limits["upper"] + 1e-6) | (figures < limits["lower"] - 1e-6)
    assert (signals(values)["signal"] == OUTSIDE).tolist() == is_outside.tolist()


def test_many_series_at_once_are_as_each_alone():
    worlds = np.random.default_rng(4).poisson(60, (5, 30)).astype(float)
    segments = pd.Series(np.repeat(np.arange(5), 30))
    values = pd.Series(worlds.ravel())
    together = find_signals(values, segments, find_limits(values, segments))
    alone = pd.concat([signals(list(world)) for world in worlds], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


def test_where_nothing_happens_few_months_are_outside():
    worlds, months = 400, 36
    values = pd.Series(np.random.default_rng(1).poisson(60, worlds * months).astype(float))
    segments = pd.Series(np.repeat(np.arange(worlds), months))
    found = find_signals(values, segments, find_limits(values, segments))
    # What the method note promises. Three standard errors of a known mean would be 0.3%; twelve points don't know it.
    assert (found["signal"] == OUTSIDE).mean() == pytest.approx(1 / 60, abs=0.004)
    assert (found["signal"] != "").mean() == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize("as_it_came", [False, True])
def test_a_run_counts_its_values_up_to_each_and_is_none_under_another_rule(as_it_came: bool) -> None:
    base = [10.0, 14.0] * 6
    figures = pd.Series([*base, *([13.0] * 9), 11.0, *np.arange(9.0, 16.0), 40.0])
    segments = pd.Series(0, figures.index)
    found = find_signals(figures, segments, find_limits(figures, segments), as_it_came=as_it_came)
    runs = {rule: found.loc[found["signal"] == rule, "run"].tolist() for rule in (SHIFT, TREND, OUTSIDE, "")}
    # The last 14 of the base is above the mean as well, so the run of the 13s is one longer.
    assert runs[SHIFT] == (list(range(7, 11)) if as_it_came else list(range(1, 11)))
    assert runs[TREND] == ([7] if as_it_came else list(range(1, 8)))
    assert runs[OUTSIDE] == [0] and set(runs[""]) == {0}
