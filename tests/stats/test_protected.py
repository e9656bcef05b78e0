"""Protected counts: exact variances and false calls, limits against the sum of chances, power beside false calls."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from svd.stats.change import SIGNAL_P
from svd.stats.limits import Z_998, limits_count
from svd.stats.protected import call_change, limits_protected, variance_of_difference, variance_of_window
from tests.stats.worlds import at_most, chance_of_pairs, draw_pair

MEANS = np.unique(np.round(np.concatenate([np.arange(2, 60, 3), np.geomspace(60, 600, 14)])))


def test_variances_of_base_five_are_those_promised():
    assert variance_of_window(5) == 4 and variance_of_window([5, 10, 1], [1, 2, 9]).tolist() == [4, 33, 0]
    assert variance_of_difference(5) == 16 and variance_of_difference(5, 2, adjacent=False) == 24
    assert variance_of_difference(10) == 99 and variance_of_difference(1) == 0


@pytest.mark.parametrize("base", [5, 10, 20])
@pytest.mark.parametrize("adjacent", [True, False])
def test_the_variance_of_a_difference_is_at_least_the_true_one(base, adjacent):
    for mean in (150, 400):
        pairs, counts = chance_of_pairs(mean, base, adjacent)
        difference = counts[None, :] - counts[:, None]
        added = float((pairs * difference**2).sum()) - 2 * mean
        assert added == pytest.approx((base**2 - 1) / (2 if adjacent else 3), rel=0.01)
        assert variance_of_difference(base, adjacent=adjacent) > added
        one = pairs.sum(axis=1)
        window = float(one @ counts**2 - (one @ counts) ** 2) - mean
        assert window == pytest.approx(variance_of_window(base), rel=0.01)


@pytest.mark.parametrize("base", [1, 2, 5, 6, 10, 20])
@pytest.mark.parametrize("adjacent", [True, False])
def test_no_steady_world_is_called_more_often_than_promised(base, adjacent):
    """Exact sums over all pairs of counts, no simulation: at most 0.275% at any mean."""
    v = variance_of_difference(base, adjacent=adjacent)
    for mean in MEANS:
        pairs, counts = chance_of_pairs(float(mean), base, adjacent)
        assert pairs[call_change(counts[None, :], counts[:, None], v).is_called].sum() <= 0.00275


@pytest.mark.parametrize("base", [10, 20])
def test_with_the_allowance_of_base_five_a_wider_base_would_break_its_promise(base):
    v = (base**2 - 1) / 24 * 16
    called = []
    for mean in MEANS:
        pairs, counts = chance_of_pairs(float(mean), base, adjacent=True)
        called.append(pairs[call_change(counts[None, :], counts[:, None], v).is_called].sum())
    assert max(called) > 0.003


@pytest.mark.parametrize(("mean", "power", "without"), [(50, 0.29, 0.35), (200, 0.987, 0.99)])
def test_power_for_a_rise_of_60_per_cent_beside_false_calls(mean, power, without):
    random, worlds, v = np.random.default_rng(1), 40_000, variance_of_difference(5)
    before, after = draw_pair(random, (mean, mean), 5, worlds)
    assert call_change(after, before, v).is_called.mean() <= at_most(SIGNAL_P, worlds)
    for base, expected in ((5, power), (1, without)):
        before, after = draw_pair(random, (mean, 1.6 * mean), base, worlds)
        assert call_change(after, before, variance_of_difference(base)).is_called.mean() == pytest.approx(
            expected, abs=0.015
        )


@pytest.mark.parametrize("dispersion", [1, 2, 4])
@pytest.mark.parametrize("base", [1, 5])
def test_months_that_scatter_keep_the_promise_by_their_dispersion_and_break_it_without(dispersion, base):
    random, worlds, v = np.random.default_rng(2), 60_000, variance_of_difference(base)
    before, after = draw_pair(random, (200, 200), base, worlds, dispersion=dispersion)
    assert call_change(after, before, v, dispersion).is_called.mean() <= at_most(SIGNAL_P, worlds)
    if dispersion > 1:
        assert call_change(after, before, v).is_called.mean() > 4 * SIGNAL_P


@pytest.mark.parametrize("ratio", [0.5, 2])
def test_windows_of_other_lengths(ratio):
    random, worlds = np.random.default_rng(3), 60_000
    before, after = draw_pair(random, (100, 100 * ratio), 5, worlds)
    found = call_change(after, before, variance_of_difference(5), exposure_ratio=ratio)
    assert found.is_called.mean() <= at_most(SIGNAL_P, worlds)
    assert ((found.lower <= 0) & (found.upper >= 0)).mean() == pytest.approx(0.95, abs=0.02)


def test_one_change_by_hand():
    found = call_change(80, 50, 16)
    assert float(found.difference) == 30 and float(found.error) == pytest.approx(np.sqrt(146))
    assert float(found.z) == pytest.approx(2.4828, abs=1e-4) and not found.is_called
    assert float(found.p) == pytest.approx(2 * stats.norm.sf(30 / np.sqrt(146)))
    assert (float(found.lower), float(found.upper)) == pytest.approx((30 - 23.682, 30 + 23.682), abs=1e-3)
    assert call_change(88, 50, 16).is_called and not call_change(88, 50, 16, dispersion=1.5).is_called
    assert not call_change(88, 50, 16, free=11).is_called, "eleven degrees of freedom tell less than many"


def test_unknown_counts_and_no_events_are_no_change():
    assert np.isnan(call_change(np.nan, 5, 16).p) and not call_change(np.nan, 5, 16).is_called
    assert float(call_change(0, 0).p) == 1 and not call_change(0, 0).is_called
    assert call_change([[90, 50]], [[50, 50]], [[16], [0]]).p.shape == (2, 2)


@given(st.integers(0, 400), st.integers(0, 400), st.floats(1, 9), st.integers(0, 100))
def test_the_other_way_round_it_is_the_same_change(n1, n0, dispersion, v):
    here, there = call_change(n1, n0, v, dispersion), call_change(n0, n1, v, dispersion)
    assert here.p == pytest.approx(there.p) and here.lower == pytest.approx(-there.upper)
    assert call_change(n1, n0, v + 1, dispersion).p >= here.p - 1e-12


def slow_chance_at_most(shown: float, base: int, mean: float) -> float:
    """P(a protected count is at most ``shown``), by every true count and offset."""
    counts = np.arange(2000)
    offsets = np.arange(base)
    reached = base * ((counts[:, None] + offsets) // base)
    return float(stats.poisson.pmf(counts, mean) @ (reached <= shown).mean(axis=1))


@pytest.mark.parametrize("base", [5, 10, 20])
@pytest.mark.parametrize("steps", [0, 1, 2, 7, 30])
def test_limits_are_the_means_at_which_the_tail_has_its_chance(base, steps):
    shown = float(base * steps)
    lower, upper = (float(limit) for limit in limits_protected(shown, base))
    assert slow_chance_at_most(shown, base, upper) == pytest.approx(0.025, abs=1e-6)
    reached = 1 - slow_chance_at_most(shown - base, base, lower)
    assert reached == pytest.approx(0.025, abs=1e-6) if steps else lower == 0


def test_at_base_one_they_are_the_ordinary_limits_and_wider_beyond():
    counts = np.array([0.0, 5, 20, 100, np.nan])
    np.testing.assert_allclose(limits_protected(counts, 1), limits_count(counts))
    for z in (1.96, Z_998):
        plain, wide = limits_count(counts[:4], z), limits_protected(counts[:4], 5, z=z)
        assert (wide[0] <= plain[0]).all() and (wide[1] > plain[1]).all()
    assert limits_protected(50, 5, dispersion=3)[1] > limits_protected(50, 5)[1]


@pytest.mark.parametrize(("base", "parts"), [(5, 1), (5, 4), (10, 1), (10, 3), (20, 1)])
def test_the_mean_lies_within_as_often_as_said(base, parts):
    random = np.random.default_rng(4)
    for mean in (1, 4, 12, 50, 200):
        shown = sum(draw_pair(random, (mean / parts, 5), base, 4000)[0] for _ in range(parts))
        lower, upper = limits_protected(shown, base, parts)
        assert ((lower <= mean) & (mean <= upper)).mean() > 0.94


def test_ordinary_limits_of_protected_counts_would_cover_too_little():
    shown = draw_pair(np.random.default_rng(5), (6, 5), 5, 4000)[0]
    lower, upper = limits_count(shown)
    assert ((lower <= 6) & (upper >= 6)).mean() < 0.9


def test_coverage_with_wide_months():
    shown = draw_pair(np.random.default_rng(6), (60, 5), 5, 4000, dispersion=3)[0]
    for dispersion, held in ((3, True), (1, False)):
        lower, upper = limits_protected(shown, 5, dispersion=dispersion)
        assert (((lower <= 60) & (upper >= 60)).mean() > 0.93) == held
