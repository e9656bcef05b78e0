"""The chart of protected months: by hand, how seldom nothing is marked, and what it finds."""

import numpy as np
import pytest

from svd.stats.protected_chart import chart_protected
from tests.stats.worlds import at_most, draw, protect

PROMISED = 0.173
MEANS = [6, 8, 10, 15, 30, 60, 150]


def share_marked(base: int, months: int, mean: float, dispersion: float = 1, worlds: int = 1500) -> float:
    random = np.random.default_rng(11)
    counts = protect(random, draw(random, mean, dispersion, (worlds, months)), base)
    return float((chart_protected(counts, base, 1, dispersion).direction != 0).any(axis=1).mean())


def test_a_chart_by_hand():
    counts = np.array([[10, 15] * 8, [10, 15] * 8], dtype=float)
    counts[1, 15] = 40
    chart = chart_protected(counts, 5)
    # The mean moving range is 5, so 13.3 either way; three standard errors of 12.5 + 4 are 12.186.
    assert chart.centre.tolist() == [12.5, (12.5 * 16 + 25) / 16]
    assert chart.lower[0, 0] == 0 and chart.upper[0, 0] == pytest.approx(12.5 + 13.3)
    assert (chart.direction[0] == 0).all() and chart.direction[1].tolist() == [0] * 15 + [1]
    smooth = chart_protected(np.tile([10.0, 10, 10, 15, 15, 15], (1, 3)), 5)
    assert smooth.upper[0, 0] == pytest.approx(12.5 + 3 * np.sqrt(12.5 + 4)), "five ranges of 17 alone are too few"


def test_seven_months_totals_by_hand():
    counts = np.array([[10.0] * 14 + [16.0] * 7])
    # Seven months are expected to have 84 and have 112; 2.8 sqrt(84 * 2/3 + 16.5) is 23.8.
    marks = chart_protected(counts, 10)
    assert marks.seven[0].tolist() == [0] * 14 + [1] * 7 and np.isnan(marks.upper).all()
    assert (chart_protected(counts, 10, dispersion=1.5).seven == 0).all()
    assert (chart_protected(counts, 10, parts=3).seven == 0).all()
    assert chart_protected(-counts + 26, 10).seven[0].tolist() == [0] * 14 + [-1] * 7


def test_a_month_not_known_ends_a_seven_and_takes_no_part():
    counts = np.array([[10.0] * 14 + [15.0] * 7])
    gap = np.insert(counts, 17, np.nan, axis=1)
    chart = chart_protected(gap, 10)
    assert chart.centre[0] == pytest.approx(counts.mean()) and (chart.seven == 0).all()
    assert np.isnan(chart_protected(gap, 5).upper[0, 17])


def test_a_season_is_followed():
    share = np.tile([0.5] * 6 + [1.5] * 6, 3)
    counts = (20 * share)[None, :]
    assert (chart_protected(counts, 5, share=share).direction == 0).all()
    assert (chart_protected(counts, 5).direction != 0).any()
    assert chart_protected(counts, 5, share=share).upper[0, [0, 6]].tolist() == pytest.approx(
        [0.5 * (20 + 3 * np.sqrt(24)), 1.5 * (20 + 3 * np.sqrt(24))]
    )


def test_too_few_events_or_months_have_no_chart():
    for counts in ([[4.0] * 24], [[50.0] * 11], [[np.nan] * 24]):
        chart = chart_protected(counts, 5)
        assert np.isnan(chart.centre).all() and np.isnan(chart.upper).all() and (chart.direction == 0).all()


@pytest.mark.parametrize("base", [1, 5, 10])
@pytest.mark.parametrize("months", [24, 30, 36])
def test_where_nothing_happens_no_more_series_are_marked_than_promised(base, months):
    assert max(share_marked(base, months, mean) for mean in MEANS) <= at_most(PROMISED, 1500)


@pytest.mark.parametrize(("dispersion", "mean"), [(2, 30), (3, 60)])
def test_nor_where_months_scatter(dispersion, mean):
    assert share_marked(5, 36, mean, dispersion) <= at_most(PROMISED, 1500)


def count_runs(counts: np.ndarray) -> np.ndarray:
    """Whether a series has seven in a row on one side of its mean, as the chart of exact months would call."""
    side = np.sign(counts - counts.mean(axis=1, keepdims=True))
    return (np.abs(np.lib.stride_tricks.sliding_window_view(side, 7, axis=1).sum(axis=2)) == 7).any(axis=1)


def test_the_run_of_seven_would_mark_far_more_and_finds_no_more():
    random = np.random.default_rng(12)
    for mean in (5.5, 15):
        steady = protect(random, draw(random, mean, 1, (1500, 36)), 5)
        assert count_runs(steady).mean() > 0.4
    step = np.r_[np.full(24, 15.0), np.full(12, 22.5)]
    shown = protect(random, draw(random, step, 1, (1500, 36)), 5)
    assert (chart_protected(shown, 5).direction[:, 24:] == 1).any(axis=1).mean() > 0.9


def test_of_months_that_follow_one_another_limits_are_wider_and_no_seven_is_looked_at():
    counts = draw(np.random.default_rng(12), 60, 4, (200, 36))
    plain, alike = (chart_protected(counts, 5, 1, 2, alike=r) for r in (0, 0.5))
    assert (plain.seven != 0).any() and not alike.seven.any()
    width = [chart.upper[:, 0] - chart.centre for chart in (plain, alike)]
    assert width[1] == pytest.approx(width[0] * np.sqrt(2), rel=0.05)
    few = chart_protected(counts, 5, 1, 2, alike=np.r_[np.zeros(100), np.full(100, 0.5)])
    assert few.seven[:100].any() and not few.seven[100:].any(), "each series by its own"
