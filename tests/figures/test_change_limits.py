"""The difference with its limits, the rule of thumb, and the exact test, each against the field's own package."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson_2indep, test_poisson_2indep

from svd.figures.change import count_by_chance, z_counts
from svd.stats.change import SIGNAL_P, limits_difference, p_counts
from svd.stats.limits import Z_95, limits_count, limits_proportion

test_poisson_2indep.__test__ = False
CASES = np.random.default_rng(11).integers(0, 400, (1000, 4))


def of_counts(now, before, spread=1.0):
    return limits_difference(now, limits_count(now), before, limits_count(before), spread)


def test_sixteen_to_twenty_five_is_two_by_the_rule_of_thumb():
    assert float(z_counts(25, 16)) == 2.0, "The published vector: a 56% rise that is no signal."
    assert np.isnan(z_counts(np.nan, 16))


def test_the_difference_of_sixteen_and_twenty_five_by_hand():
    # Byar: 25 (16.1743, 36.9065), 16 (9.1394, 25.9842); 9 - hypot(8.8257, 9.9842) and 9 + hypot(11.9065, 6.8606).
    assert of_counts(25, 16) == pytest.approx((-4.3257, 22.7418), abs=1e-3)


def test_the_exact_test_agrees_with_the_package_on_a_thousand_cases():
    now, before = CASES[:, 0], CASES[:, 1] // 4
    oracle = [
        test_poisson_2indep(int(x), 1, int(y), 1, method="exact-cond").pvalue if x + y else 1.0
        for x, y in zip(now, before, strict=True)
    ]
    np.testing.assert_allclose(p_counts(now, before), oracle, atol=1e-6)


def test_the_limits_of_two_shares_are_newcombes_on_a_thousand_cases():
    of_now, of_before = CASES[:, 2] + 1, CASES[:, 3] + 1
    now, before = CASES[:, 0] % (of_now + 1), CASES[:, 1] % (of_before + 1)
    found = limits_difference(
        now / of_now, limits_proportion(now, of_now), before / of_before, limits_proportion(before, of_before)
    )
    oracle = [
        confint_proportions_2indep(*(int(part) for part in case), method="newcomb", compare="diff")
        for case in zip(now, of_now, before, of_before, strict=True)
    ]
    np.testing.assert_allclose(np.array(found).T, oracle, atol=1e-6)


def test_the_limits_of_two_small_counts_are_the_packages():
    """Below ten both take the exact limits of each count; above, ours are Byar's, which the package lacks."""
    for now in range(1, 10):
        for before in range(1, 10):
            oracle = confint_poisson_2indep(now, 1, before, 1, method="mover", compare="diff", method_mover="exact-c")
            assert of_counts(now, before) == pytest.approx(oracle, abs=1e-6)


@given(st.integers(0, 3000), st.integers(0, 3000), st.floats(1, 9))
def test_limits_hold_the_difference_and_widen_with_the_scatter(now, before, spread):
    low, high = of_counts(now, before)
    wide_low, wide_high = of_counts(now, before, spread)
    assert wide_low <= low <= now - before <= high <= wide_high
    assert wide_low - (now - before) == pytest.approx((low - (now - before)) * np.sqrt(spread))
    mirrored = of_counts(before, now)
    assert (-mirrored[1], -mirrored[0]) == pytest.approx((low, high))


def test_the_limits_cover_the_true_difference_about_as_often_as_they_say():
    rng = np.random.default_rng(2)
    now, before = rng.poisson(40, 4000), rng.poisson(30, 4000)
    low, high = of_counts(now, before)
    assert 0.94 < ((low <= 10) & (high >= 10)).mean() < 0.97


def test_what_is_not_known_has_no_limits():
    assert np.isnan(of_counts(np.nan, 5)).all() and np.isnan(of_counts(5, np.nan)).all()


def test_a_change_the_test_calls_has_limits_that_leave_out_none():
    now, before = CASES[:, 0], CASES[:, 1]
    low, high = of_counts(now, before)
    is_called = p_counts(now, before) < SIGNAL_P
    assert is_called.any() and ((low > 0) | (high < 0))[is_called].all()


def test_how_many_chance_calls():
    assert count_by_chance(1000) == pytest.approx(2.7, abs=0.01) and count_by_chance(0) == 0
    assert stats.norm.sf(Z_95) == pytest.approx(0.025)
