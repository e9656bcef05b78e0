"""Difference in differences: against a published regression package, by eye, and on worlds whose effect is known."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from svd.figures.evaluation.difference import (
    disperse_months,
    disperse_wards,
    estimate_effect,
    fit_counts,
    measure_effect,
    split_parts,
)
from tests.figures.evaluation.worlds import draw_small, draw_world
from tests.proof import IS_PROOF, above, some

EVEN = np.array([[10, 10, 10, 10], [20, 20, 20, 20], [20, 20, 20, 20]], dtype=float)
FIRST, LAST_TWO = np.array([True, False, False]), np.array([False, False, True, True])


def test_nothing_happened_is_a_ratio_of_one():
    effect = estimate_effect(EVEN, FIRST, LAST_TWO)
    assert effect.ratio == pytest.approx(1) and effect.lower < 1 < effect.upper and effect.p == pytest.approx(1)
    assert (effect.before, effect.after, effect.expected) == (20, 20, pytest.approx(20))
    assert effect.dispersion == 1


def test_a_half_is_a_half_whatever_moves_all_wards_alike():
    halved = EVEN * [1, 1, 3, 3]
    halved[0, 2:] /= 2
    effect = estimate_effect(halved, FIRST, LAST_TWO)
    assert effect.ratio == pytest.approx(0.5)
    assert effect.error == pytest.approx(np.sqrt(1 / 20 + 1 / 30 + 1 / 80 + 1 / 240))
    assert effect.expected == pytest.approx(60)
    assert effect.upper == pytest.approx(0.5 * np.exp(stats.norm.ppf(0.975) * effect.error))


def test_it_is_the_regression_of_the_fields_package_on_a_thousand_worlds():
    rng = np.random.default_rng(81)
    for _ in range(some(1000)):
        counts, is_treated, is_after = draw_small(rng)
        fitted = _regress(counts, is_treated, is_after)
        change, error = measure_effect(split_parts(counts, is_treated, is_after))
        assert change == pytest.approx(fitted.params[-1], abs=1e-6)
        assert error == pytest.approx(fitted.bse[-1], rel=1e-6)
        assert fit_counts(counts, is_treated, is_after) == pytest.approx(fitted.mu.reshape(counts.shape), rel=1e-6)
        spread = fitted.pearson_chi2 / fitted.df_resid
        assert disperse_months(counts, is_treated, is_after) == pytest.approx(spread, rel=1e-6, abs=1e-9)


def _regress(counts, is_treated, is_after):
    wards, months = counts.shape
    by_ward = np.kron(np.eye(wards), np.ones((months, 1)))
    by_month = np.tile(np.eye(months)[:, 1:], (wards, 1))
    term = np.outer(is_treated, is_after).astype(float).reshape(-1, 1)
    model = sm.GLM(counts.ravel(), np.hstack([by_ward, by_month, term]), family=sm.families.Poisson())
    return model.fit(tol=1e-14, maxiter=200)


def test_the_wards_own_changes_disperse_as_the_test_of_homogeneity_says():
    rng = np.random.default_rng(3)
    for _ in range(100):
        counts = rng.poisson(9, (6, 8)).astype(float) + 1
        is_after = np.arange(8) >= 5
        table = [[row[~is_after].sum(), row[is_after].sum()] for row in counts]
        chi2 = stats.chi2_contingency(table, correction=False)
        assert disperse_wards(counts, is_after) == pytest.approx(chi2.statistic / chi2.dof)


@given(arrays(float, (6, 8), elements=st.integers(1, 40)), st.permutations(range(6)), st.integers(1, 7))
def test_neither_order_nor_what_all_share_changes_the_effect(counts, order, split):
    is_treated, is_after = np.arange(6) < 2, np.arange(8) >= split
    effect = estimate_effect(counts, is_treated, is_after)
    moved = estimate_effect(counts[order], is_treated[order], is_after)
    assert (moved.ratio, moved.p) == (pytest.approx(effect.ratio), pytest.approx(effect.p))
    change, _ = measure_effect(split_parts(counts * np.where(is_after, 3, 1), is_treated, is_after))
    assert np.exp(change) == pytest.approx(effect.ratio), "what triples all wards alike is no effect"
    back = estimate_effect(counts, ~is_treated, is_after)
    assert back.ratio == pytest.approx(1 / effect.ratio), "seen from the other wards it is the reverse"
    assert effect.lower <= effect.ratio <= effect.upper and 0 <= effect.p <= 1 and effect.dispersion >= 1


def test_an_empty_part_gets_a_half_and_is_no_crash():
    emptied = EVEN.copy()
    emptied[0, 2:] = 0
    effect = estimate_effect(emptied, FIRST, LAST_TWO)
    assert effect.ratio == pytest.approx((0.5 / 20.5) / (80.5 / 80.5)) and effect.p < 0.01
    assert np.isnan(effect.least_fall), "what could have been seen is not known from an empty part"


def test_scatter_widens_the_limits_and_makes_them_students():
    rng = np.random.default_rng(7)
    counts, is_treated, is_after = draw_world(rng, shock=0.4)
    effect = estimate_effect(counts, is_treated, is_after)
    assert effect.dispersion > 1
    reach = np.log(effect.upper / effect.ratio) / effect.error
    assert reach == pytest.approx(stats.t.ppf(0.975, 17))
    parts = split_parts(counts, is_treated, is_after)
    assert effect.error == pytest.approx(np.sqrt((1 / parts).sum() * effect.dispersion))


@pytest.mark.parametrize(("treated", "shock", "fewest"), [(1, 0, 0.94), (2, 0, 0.94), (1, 0.2, 0.92), (2, 0.2, 0.91)])
def test_limits_hold_the_truth_as_often_as_promised(treated, shock, fewest):
    """1,000 worlds without an effect: 95% limits hold 1, and so p is below 0.05, at the rate promised."""
    rng = np.random.default_rng([91, treated, int(shock * 10)])
    effects = [estimate_effect(*draw_world(rng, treated=treated, shock=shock)) for _ in range(some(1000))]
    held = np.mean([effect.lower <= 1 <= effect.upper for effect in effects])
    assert 1 - held <= (1 - fewest if IS_PROOF else above(1 - fewest, len(effects)))
    assert np.mean([effect.p < 0.05 for effect in effects]) == pytest.approx(1 - held)


def test_limits_hold_a_real_effect_too():
    rng = np.random.default_rng(92)
    effects = [estimate_effect(*draw_world(rng, treated=2, ratio=0.65)) for _ in range(some(1000))]
    missed = np.mean([not effect.lower <= 0.65 <= effect.upper for effect in effects])
    assert missed <= (0.06 if IS_PROOF else above(0.06, len(effects)))
    assert np.mean([effect.p < 0.05 for effect in effects]) > 0.99


def test_the_smallest_fall_is_found_four_times_in_five():
    rng = np.random.default_rng(93)
    least = np.median([estimate_effect(*draw_world(rng, treated=2)).least_fall for _ in range(200)])
    assert 0.7 < least < 0.85
    found = [estimate_effect(*draw_world(rng, treated=2, ratio=least)).p < 0.05 for _ in range(some(1000))]
    assert np.mean(found) == pytest.approx(0.8, abs=0.05 if IS_PROOF else 0.12)


def test_with_very_few_events_no_fall_is_promised():
    few = np.full((6, 8), 1.0)
    effect = estimate_effect(few, np.arange(6) == 0, np.arange(8) >= 6)
    assert np.isnan(effect.least_fall) and effect.least_rise > 2
