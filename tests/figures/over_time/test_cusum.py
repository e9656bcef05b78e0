"""CUSUM: its reference by hand, sums by the slow way, run lengths against the exact chain, few false calls."""

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from svd.figures.over_time.cusum import add_up, draw_counts, estimate_spread, find_limits, find_references


def exact_run_length(mean: float, reference: int, limit: int) -> float:
    """Months to the first call, on average: the Markov chain of Brook and Evans 1972, exact for whole numbers."""
    states = np.arange(limit + 1)
    chance = np.zeros((limit + 1, limit + 1))
    for count in range(limit + reference + 1):
        to = np.maximum(0, states + count - reference)
        is_in = to <= limit
        chance[states[is_in], to[is_in]] += stats.poisson.pmf(count, mean)
    return float(np.linalg.solve(np.eye(limit + 1) - chance, np.ones(limit + 1))[0])


def test_the_reference_worked_out_by_hand():
    """No published table was at hand: (mu1 - mu0) / (ln mu1 - ln mu0) for a mean of 4, a standard deviation being 2."""
    up, down = find_references(4.0)
    assert float(up) == pytest.approx(2 / log(6 / 4)) and float(down) == pytest.approx(2 / log(4 / 2))
    assert 4 < up < 6 and 2 < down < 4


def test_the_chain_agrees_with_the_run_length_by_hand():
    # Limit 0 and reference 1: called at the first month of two or more.
    assert exact_run_length(1.0, 1, 0) == pytest.approx(1 / (1 - 2 * exp(-1)))


@pytest.mark.parametrize(("mean", "reference", "limit"), [(2, 3, 4), (5, 7, 6), (1, 2, 3)])
def test_simulated_run_lengths_agree_with_the_exact_chain(mean, reference, limit):
    counts = np.random.default_rng(6).poisson(mean, (2000, 2500)).astype(float)
    is_called = add_up(counts - reference) > limit
    assert is_called.any(axis=1).mean() > 0.99
    found = np.where(is_called.any(axis=1), is_called.argmax(axis=1) + 1, counts.shape[1])
    exact = exact_run_length(mean, reference, limit)
    assert found.mean() == pytest.approx(exact, abs=4 * found.std() / sqrt(len(found)))


def test_sums_agree_with_the_slow_obvious_way_on_a_thousand_series():
    excess = np.random.default_rng(7).normal(0, 3, (1000, 40))
    slow = np.zeros_like(excess)
    for row, series in enumerate(excess):
        reached = 0.0
        for at, each in enumerate(series):
            slow[row, at] = reached = max(0.0, reached + each)
    np.testing.assert_allclose(add_up(excess), slow, atol=1e-6)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=40), st.integers(0, 50))
def test_a_sum_is_never_below_zero_and_a_month_never_adds_more_than_its_excess(counts, reference):
    sums = add_up(np.array(counts, dtype=float) - reference)[0]
    assert (sums >= 0).all() and (np.diff([0, *sums]) >= np.array(counts) - reference - 1e-9).all()


def test_even_counts_do_not_scatter_and_wild_ones_do():
    assert estimate_spread([10] * 12)[0] == 1 and estimate_spread([0] * 12)[0] == 1
    assert estimate_spread([0, 60] * 6)[0] > 30


@pytest.mark.parametrize(("mean", "spread"), [(20, 1.0), (60, 1.5)])
def test_where_nothing_changes_about_one_series_in_twenty_is_called(mean, spread):
    rng = np.random.default_rng(12)
    base, later = draw_counts(rng, mean, spread, (1500, 12)), draw_counts(rng, mean, spread, (1500, 36))
    own, usual = estimate_spread(base), base.mean(axis=1)
    up, down = find_references(usual, own)
    # As the page does it: a limit of the mean and scatter each series seems to have.
    limits = np.array([find_limits(round(m), round(s * 2) / 2) for m, s in zip(usual, own, strict=True)])
    unit = np.sqrt(usual * own)
    is_up = add_up(later - up[:, None]).max(axis=1) > limits[:, 0] * unit
    is_down = add_up(down[:, None] - later).max(axis=1) > limits[:, 1] * unit
    assert 0.02 < (is_up | is_down).mean() < 0.11
