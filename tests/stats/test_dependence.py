"""Autocorrelation: against statsmodels, its coverage, what it costs a sum of months, and when it is too much."""

import numpy as np
import pytest
from statsmodels.tsa.stattools import acf

from svd.stats.dependence import autocorrelation, inflation_for_autocorrelation, is_too_dependent, share_within
from tests.stats.worlds import draw, protect


def draw_alike(r: float, worlds: int, months: int, seed: int = 31) -> np.ndarray:
    random = np.random.default_rng(seed)
    values = random.normal(0, 1, (worlds, months + 40))
    for month in range(1, months + 40):
        values[:, month] += r * values[:, month - 1]
    return values[:, 40:]


def test_it_is_the_field_s_estimate_with_its_bias_made_good():
    for row in draw_alike(0.4, 30, 60):
        n = 59
        assert float(autocorrelation(row)[0]) == pytest.approx((acf(row, nlags=1)[1] * n + 1) / (n - 4), abs=0.01)


@pytest.mark.parametrize("months", [36, 94])
@pytest.mark.parametrize("r", [0, 0.3, 0.6])
def test_it_is_unbiased_and_its_limits_hold_it_as_often_as_said(months, r):
    found, lower, upper = autocorrelation(draw_alike(r, 3000, months))
    assert found.mean() == pytest.approx(r, abs=0.02)
    assert ((lower <= r) & (r <= upper)).mean() == pytest.approx(0.95, abs=0.025)


def test_protection_makes_neighbours_seem_opposed_until_it_is_taken_off():
    random = np.random.default_rng(32)
    counts = protect(random, draw(random, 15, 1, (2000, 60)), 5)
    assert autocorrelation(counts)[0].mean() < -0.08
    assert autocorrelation(counts, base=5)[0].mean() == pytest.approx(0, abs=0.02)


def test_gaps_few_months_and_flat_series():
    values = draw_alike(0.5, 2000, 90)
    values[:, ::10] = np.nan
    assert autocorrelation(values)[0].mean() == pytest.approx(0.5, abs=0.03)
    assert np.isnan(autocorrelation(values[:, :9])[0]).all() and np.isnan(autocorrelation([[5.0] * 40])[0]).all()


@pytest.mark.parametrize(("r", "months"), [(0.5, 1), (0.5, 2), (0.3, 12), (0.79, 12), (0.6, 24)])
def test_the_inflation_is_the_slow_sum_and_what_sums_of_months_do(r, months):
    slow = 1 + 2 * sum((1 - lag / months) * r**lag for lag in range(1, months))
    assert float(inflation_for_autocorrelation(r, months)) == pytest.approx(slow)
    values = draw_alike(r, 4000, months)
    seen = values.sum(axis=1).var() / (months / (1 - r**2))
    assert seen == pytest.approx(slow, rel=0.1)


@pytest.mark.parametrize(("r", "months"), [(0.3, 12), (0.6, 12), (0.79, 24)])
def test_months_that_follow_one_another_scatter_less_about_their_own_mean(r, months):
    values = draw_alike(r, 8000, months)
    assert values.var(axis=1, ddof=1).mean() * (1 - r**2) == pytest.approx(float(share_within(r, months)), abs=0.03)
    assert share_within([0, -0.5, np.nan], months).tolist() == [1, 1, 1]


def test_none_or_opposed_neighbours_narrow_nothing():
    assert inflation_for_autocorrelation([0, -0.5, np.nan], 12).tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("r", "n", "found"), [(0.5, 36, True), (0.26, 94, True), (0.24, 94, False), (0.3, 24, False), (np.nan, 94, False)]
)
def test_too_dependent(r, n, found):
    assert bool(is_too_dependent(r, n)) is found


def test_independent_months_are_seldom_refused_and_alike_ones_nearly_always():
    steady, alike = (autocorrelation(draw_alike(r, 3000, 60))[0] for r in (0, 0.6))
    assert is_too_dependent(steady, 60).mean() < 0.05 and is_too_dependent(alike, 60).mean() > 0.95
