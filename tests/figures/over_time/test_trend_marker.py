"""The trend marker: both published vectors, the leave-one-out rule, and the field's weighted regression as oracle."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from svd.figures.over_time.trend_marker import CHI_SQUARED, mark_trend
from svd.stats.dispersion import estimate_dispersion
from svd.stats.limits import limits_rate
from tests.stats.worlds import at_most, draw


def mark(counts, population=220_000.0):
    rates = np.asarray(counts, dtype=float) / population * 1000
    return mark_trend(rates, *limits_rate(counts, population, 1000)).iloc[0]


@pytest.mark.parametrize(
    ("counts", "chi_squared", "direction"),
    [([400, 420, 455, 470, 520], 17.7108, 1), ([400, 410, 395, 405, 402], 0.0002, 0)],
)
def test_the_published_vectors(counts, chi_squared, direction):
    found = mark(counts)
    assert round(found["chi_squared"], 4) == chi_squared and found["direction"] == direction


def test_a_fall_is_the_rise_upside_down():
    assert mark([520, 470, 455, 420, 400])["direction"] == -1


def test_one_figure_alone_makes_no_trend():
    """Its chi-squared is above the line, but without the last figure the other four fall."""
    found = mark([404, 403, 402, 401, 530])
    assert found["chi_squared"] > CHI_SQUARED and found["direction"] == 0


def test_a_figure_without_limits_leaves_no_answer():
    found = mark_trend([1, 2, np.nan, 4, 5], [0.5] * 5, [6] * 5).iloc[0]
    assert np.isnan(found["direction"]) and np.isnan(found["chi_squared"])
    flat = mark_trend([1] * 5, [1] * 5, [1] * 5).iloc[0]
    assert np.isnan(flat["direction"]), "Limits of no width weigh nothing."
    with pytest.raises(AssertionError):
        mark_trend([1, 2, 3, 4], [0] * 4, [5] * 4)


def test_slope_and_error_agree_with_weighted_least_squares_on_a_thousand_cases():
    rng = np.random.default_rng(8)
    counts = rng.poisson(rng.uniform(5, 500, (1000, 1)), (1000, 5))
    lower, upper = limits_rate(counts, 10_000, 1000)
    found = mark_trend(counts / 10, lower, upper)
    design = sm.add_constant(np.arange(5.0))
    for row, y, low, high in zip(found.itertuples(), counts / 10, lower, upper, strict=True):
        fit = sm.WLS(y, design, weights=(3.92 / (high - low)) ** 2).fit()
        error = np.sqrt(fit.normalized_cov_params[1, 1])
        assert (row.slope, row.error) == pytest.approx((fit.params[1], error), abs=1e-6)


def test_many_at_once_are_as_each_alone_and_few_are_called_where_nothing_changes():
    counts = np.random.default_rng(9).poisson(100, (2000, 5))
    together = mark_trend(counts, *limits_rate(counts, 1, 1))
    alone = [mark_trend(row, *limits_rate(row, 1, 1)).iloc[0]["direction"] for row in counts[:20]]
    assert together["direction"][:20].tolist() == alone
    assert (together["direction"] != 0).mean() < 0.006, "p below 0.002, and fewer for leaving each out."


@given(st.lists(st.integers(1, 900), min_size=5, max_size=5), st.floats(0.1, 50))
def test_the_unit_of_the_rate_changes_nothing(counts, per):
    here, there = mark(counts), mark(counts, 220_000 / per)
    assert here["chi_squared"] == pytest.approx(there["chi_squared"], abs=1e-6)
    assert here["direction"] == there["direction"]


PROMISED = 0.002


@pytest.mark.parametrize("dispersion", [1, 2, 4, 8])
@pytest.mark.parametrize("mean", [100, 600])
def test_yearly_counts_of_wide_months_keep_the_promise_by_their_dispersion(dispersion, mean):
    """Beside it the power: of rises by 15% a year from 600 at dispersion 1 nearly all are called."""
    random, worlds = np.random.default_rng(10), 20_000
    counts = draw(random, mean, dispersion, (worlds, 5))
    limits = limits_rate(counts, 1, 1)
    assert (mark_trend(counts, *limits, dispersion)["direction"] != 0).mean() <= at_most(PROMISED, worlds)
    if dispersion > 1:
        assert (mark_trend(counts, *limits)["direction"] != 0).mean() > 2 * at_most(PROMISED, worlds)
    rising = draw(random, mean * 1.15 ** np.arange(5), dispersion, (2000, 5))
    found = (mark_trend(rising, *limits_rate(rising, 1, 1), dispersion)["direction"] == 1).mean()
    assert found > {(600, 1): 0.99, (600, 2): 0.99, (600, 4): 0.9}.get((mean, dispersion), 0)


@pytest.mark.parametrize("dispersion", [1, 3])
def test_with_a_dispersion_estimated_from_the_same_five_years_the_promise_is_kept_by_students_t(dispersion):
    random, worlds = np.random.default_rng(11), 20_000
    months = draw(random, 40, dispersion, (worlds, 60))
    counts = months.reshape(worlds, 5, 12).sum(axis=2)
    found, free = estimate_dispersion(months)
    called = mark_trend(counts, *limits_rate(counts, 1, 1), found, free)["direction"] != 0
    assert called.mean() <= at_most(PROMISED, worlds)
