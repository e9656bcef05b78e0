"""The test of change, on cases small enough to do by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from svd.figures.change import judge_change, verdict_of
from svd.stats.change import SIGNAL_P, p_counts, p_proportions


def test_sixteen_to_twenty_five_is_a_large_percentage_but_no_signal():
    p = p_counts(25, 16)
    assert p == pytest.approx(stats.binomtest(25, 41).pvalue)
    assert verdict_of(p, 9) == "no clear change"


def test_a_doubling_of_sixty_is_a_signal():
    assert verdict_of(p_counts(120, 60), 60) == "rising"
    assert verdict_of(p_counts(60, 120), -60) == "falling"


def test_no_figure_is_not_tested():
    assert verdict_of(p_counts(np.nan, 5), np.nan) == "not tested"


@given(st.integers(0, 300), st.integers(0, 300))
def test_agrees_with_the_library_test_on_any_counts(now, before):
    oracle = stats.binomtest(now, now + before).pvalue if now + before else 1.0
    assert p_counts(now, before) == pytest.approx(oracle, abs=1e-9)


def test_proportions_by_hand():
    # 30/100 and 20/100: pooled 0.25, spread sqrt(0.25 * 0.75 * 0.02) = 0.0612372, z = 1.63299, p = 0.10247
    assert p_proportions(30, 100, 20, 100) == pytest.approx(0.10247, abs=1e-5)


def test_proportions_without_cases_are_not_tested():
    assert np.isnan(p_proportions(0, 0, 1, 10))


def test_equal_certain_proportions_do_not_differ():
    assert p_proportions(10, 10, 5, 5) == 1


@pytest.mark.parametrize(
    ("verdict", "polarity", "judgement"),
    [
        ("rising", "lower", "worsening"),
        ("rising", "higher", "improving"),
        ("falling", "lower", "improving"),
        ("rising", "neutral", "changed"),
        ("no clear change", "lower", "no clear change"),
        ("not tested", "lower", "not tested"),
    ],
)
def test_judgement_follows_polarity(verdict, polarity, judgement):
    assert judge_change(verdict, polarity) == judgement


def test_false_signals_are_no_more_than_promised():
    random = np.random.default_rng(3)
    for mean in (4, 60, 600):
        now, before = random.poisson(mean, (2, 100_000))
        assert (p_counts(now, before) < SIGNAL_P).mean() <= SIGNAL_P + 3 * np.sqrt(SIGNAL_P / 100_000)
