"""The ratio of two counts: limits and test agree with the field's packages, and every edge has its answer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import Table2x2

from svd.stats.change import SIGNAL_P
from svd.stats.protected import variance_of_window
from svd.stats.ratio import find_scatter, limits_ratio, p_ratios
from tests.stats.worlds import at_most, draw, draw_pair

DRAW = np.random.default_rng(20260101)


def test_limits_agree_with_the_exact_binomial_of_scipy_on_a_hundred_cases():
    counts, to = DRAW.integers(0, 400, 100), DRAW.integers(1, 400, 100)
    lower, upper = limits_ratio(counts, to)

    for x, y, low, high in zip(counts, to, lower, upper, strict=True):
        exact = stats.binomtest(int(x), int(x + y)).proportion_ci(0.95, "exact")
        assert low == pytest.approx(exact.low / (1 - exact.low), rel=1e-6, abs=1e-9)
        assert high == pytest.approx(exact.high / (1 - exact.high), rel=1e-6)


def test_the_test_agrees_with_the_log_odds_ratio_of_statsmodels_on_a_thousand_cases():
    counts = DRAW.integers(1, 500, (4, 1000))
    p = p_ratios(*counts)

    for (a, b, c, d), found in zip(counts.T, p, strict=True):
        assert found == pytest.approx(Table2x2([[a, b], [c, d]]).log_oddsratio_pvalue(), rel=1e-6, abs=1e-9)


def test_the_scatter_agrees_with_the_chi_square_of_scipy_on_many_cases():
    for counts in DRAW.integers(5, 90, (300, 2, 12)):
        chi = stats.chi2_contingency(counts, correction=False)[0]
        scatter, free = find_scatter(*counts, np.zeros(12))
        assert (scatter, free) == (pytest.approx(max(1, chi / 11), rel=1e-6), 11)


def test_two_periods_may_have_ratios_of_their_own():
    counts, to = np.array([10.0] * 6 + [40.0] * 6), np.array([50.0] * 12)

    assert [float(part) for part in find_scatter(counts, to, np.repeat([0, 1], 6))] == [1, 10]
    assert find_scatter(counts, to, np.zeros(12))[0] > 4


def test_a_scatter_makes_a_difference_less_certain():
    assert float(p_ratios(60, 100, 40, 100)) == pytest.approx(float(p_ratios(60, 100, 40, 100, 0.5)))
    assert float(p_ratios(60, 100, 40, 100, 3)) > float(p_ratios(60, 100, 40, 100))


@pytest.mark.parametrize(
    ("count", "to", "ends"),
    [(0, 10, (0, 0.4461)), (10, 0, (2.2415, np.inf)), (np.nan, 3, (np.nan,) * 2), (0, 0, (np.nan,) * 2)],
)
def test_zero_and_nothing_have_their_limits(count, to, ends):
    assert [float(limit) for limit in limits_ratio(count, to)] == pytest.approx(list(ends), abs=1e-4, nan_ok=True)


@pytest.mark.parametrize("counts", [(0, 5, 5, 5), (5, 5, np.nan, 5)])
def test_without_four_counts_there_is_no_test(counts):
    assert np.isnan(p_ratios(*counts))


def test_too_few_months_show_no_scatter():
    for few in ((np.array([1, 90]), np.array([90, 1]), np.array([0, 1])), (np.array([]), np.array([]), np.array([]))):
        assert [float(part) for part in find_scatter(*few)] == [1, np.inf]


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_the_limits_hold_the_ratio(count, to):
    lower, upper = limits_ratio(count, to)

    assert lower <= count / to <= upper


@pytest.mark.parametrize(("dispersion", "base"), [(1, 1), (3, 1), (1, 5), (2, 5)])
def test_the_ratio_lies_within_its_limits_and_a_steady_one_is_no_change(dispersion, base):
    random, worlds, v = np.random.default_rng(41), 20_000, float(variance_of_window(base))
    parts = [draw_pair(random, (mean, 5), base, worlds, dispersion=dispersion)[0] for mean in (240, 80, 240, 80)]
    lower, upper = limits_ratio(parts[0], parts[1], dispersion=dispersion, v=v)
    assert ((lower <= 3) & (upper >= 3)).mean() > 0.94, "three events for each of the other sort: no share"
    called = p_ratios(*parts, dispersion, v) < SIGNAL_P
    assert called.mean() <= at_most(SIGNAL_P, worlds)
    if dispersion > 1:
        assert (p_ratios(*parts) < SIGNAL_P).mean() > 3 * SIGNAL_P
    more = draw_pair(random, (480, 5), base, worlds, dispersion=dispersion)[0]
    assert (p_ratios(more, *parts[1:], dispersion, v) < SIGNAL_P).mean() > {1: 0.75, 2: 0.35, 3: 0.2}[dispersion]


def test_months_of_one_ratio_scatter_no_more_for_being_rounded():
    random, v = np.random.default_rng(7), float(variance_of_window(10))
    running = np.cumsum(random.poisson(40, (300, 25)), axis=1) + random.integers(0, 10, (300, 1))
    counts, to = np.diff(running // 10 * 10, axis=1), random.poisson(120, (300, 24))
    taken, left = (find_scatter(counts, to, np.zeros(24), added)[0].mean() for added in (v, 0.0))
    assert taken < 1.2 < left


def test_the_months_of_a_ratio_s_scatter_are_few_and_the_test_knows_it():
    random, worlds = np.random.default_rng(8), 20_000
    counts, to = (draw(random, 40, 2, (worlds, 24)) for _ in range(2))
    scatter, free = find_scatter(counts, to, np.repeat([0, 1], 12))
    years = [part[:, half].sum(axis=1) for half in (slice(12, 24), slice(12)) for part in (counts, to)]
    normal, student = (p_ratios(*years, scatter, free=each) < SIGNAL_P for each in (np.inf, free))
    assert student.mean() <= at_most(SIGNAL_P, worlds) < 0.006 < normal.mean()


def test_only_the_count_that_is_rounded_makes_a_ratio_less_sure():
    both, one, none = (p_ratios(60, 100, 40, 100, 1, *v) for v in ((9, 9), (9, 0), (0, 0)))
    assert both > one > none
    assert limits_ratio(60, 100, v=9)[1] > limits_ratio(60, 100, v=9, v_to=0)[1] > limits_ratio(60, 100)[1]
