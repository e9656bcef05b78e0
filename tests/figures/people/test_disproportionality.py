"""The rate ratio of two groups: by hand, against statsmodels, and never from a few events."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.rates import confint_poisson_2indep

from svd.figures.people.disproportionality import find_rate_ratio, judge_ratio


def test_the_ratio_by_hand():
    # 100 of 10,000 against 50 of 20,000: ratio 4, ln half-width 1.96 sqrt(1/100 + 1/50) = 0.33948.
    assert [float(x) for x in find_rate_ratio(100, 10_000, 50, 20_000)] == pytest.approx([4, 2.8486, 5.6166], abs=1e-3)


def test_limits_agree_with_statsmodels_on_a_thousand_cases():
    draw = np.random.default_rng(20260101)
    a, b = draw.integers(1, 900, (2, 1000))
    n, m = draw.integers(1000, 90_000, (2, 1000))
    found = np.array(find_rate_ratio(a, n, b, m))
    oracle = [
        confint_poisson_2indep(*case, method="wald-log", compare="ratio") for case in zip(a, n, b, m, strict=True)
    ]

    assert found[0] == pytest.approx((a / n) / (b / m), rel=1e-6)
    np.testing.assert_allclose(found[1:].T, oracle, rtol=1e-6)


@pytest.mark.parametrize(
    ("count", "verdict"), [(200, "more"), (100, "no clear difference"), (120, "no clear difference"), (50, "less")]
)
def test_the_verdict_needs_the_limits_to_leave_out_one(count, verdict):
    assert judge_ratio(count, 10_000, 100, 10_000, 10).verdict == verdict


@pytest.mark.parametrize("case", [(9, 1000, 90, 1000), (90, 1000, 9, 1000), (90, 0, 90, 1000), (90, 1000, 90, 0)])
def test_a_group_with_few_events_is_not_shown(case):
    found = judge_ratio(*case, least=10)

    assert found.verdict == "not shown" and np.isnan(found[:3]).all()


@pytest.mark.parametrize("case", [(0, 10, 5, 10), (5, 10, np.nan, 10), (5, 0, 5, 10)])
def test_what_has_no_ratio_is_null(case):
    assert np.isnan(find_rate_ratio(*case)).all()


@given(st.integers(1, 900), st.integers(1, 900), st.integers(1000, 9000), st.integers(1000, 9000))
def test_turned_round_the_ratio_is_its_inverse(a, b, n, m):
    ratio, lower, upper = find_rate_ratio(a, n, b, m)
    back, back_lower, back_upper = find_rate_ratio(b, m, a, n)

    assert [float(ratio * back), float(lower * back_upper), float(upper * back_lower)] == pytest.approx([1, 1, 1])
    assert lower < ratio < upper
