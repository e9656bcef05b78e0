"""Weighted sums of counts: worked by hand, held against published rates, the field's package and a slow loop."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PHStatsMethods import ph_dsr
from scipy import stats

from svd.stats.limits import Z_998
from svd.stats.weighted_sums import find_gravest, hold_half, limits_weighted, sum_weighted

CASES = 1_000

# Births and cases of Down's syndrome in Michigan 1950 to 1964 by the mother's age, in Fleiss 1981, table 14.4: the
# example on which Fay and Feuer 1997 work out their limits. A column an age.
BIRTHS = [319_933, 931_318, 786_511, 488_235, 237_863, 61_313]
FIRST = [230_061, 329_449, 114_920, 39_487, 14_208, 3_052], [107, 141, 60, 40, 39, 25]
FIFTH = [327, 30_666, 123_419, 149_919, 104_088, 34_392], [0, 8, 63, 112, 262, 295]


def _rate(births: list[int], cases: list[int]) -> tuple[float, float, float]:
    """The rate per 100,000 standardised to all births, and its limits."""
    weights = np.array(BIRTHS) / sum(BIRTHS) / births * 100_000
    lower, upper = limits_weighted([cases], weights)
    return float(sum_weighted([cases], weights)[0]), float(lower[0]), float(upper[0])


@pytest.mark.parametrize(
    ("table", "expected"), [(FIRST, (92.3, 80.4, 105.8)), (FIFTH, (75.5, 67.7, 188.3))], ids=["first", "fifth or later"]
)
def test_the_example_of_fay_and_feuer(table, expected):
    assert _rate(*table) == pytest.approx(expected, abs=0.05)


def test_one_weight_gives_the_exact_limits_times_the_weight():
    # Exact 95% limits of 0, 1, 3, 5 and 9 events, as public health publishes them.
    lower, upper = limits_weighted([[0], [1], [3], [5], [9]], [100.0])
    assert lower / 100 == pytest.approx([0, 0.0253, 0.6187, 1.6235, 4.1154], abs=1e-4)
    assert upper / 100 == pytest.approx([3.6889, 5.5716, 8.7673, 11.6683, 17.0848], abs=1e-4)


def test_a_sum_worked_by_hand():
    # 1 homicide at 7,979, 2 rapes at 3,261, 10 assaults at 184: 7,979 + 6,522 + 1,840
    assert sum_weighted([[1, 2, 10]], [7979, 3261, 184])[0] == 16_341


def _draw_cases(seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Counts and weights as the police's categories have them, from none to many and from slight to grave."""
    draw = np.random.default_rng(seed)
    sizes = draw.integers(1, 13, CASES)
    return [
        (draw.poisson(draw.gamma(0.5, draw.choice([0.5, 5, 50]), size)), np.exp(draw.uniform(0, 9, size)))
        for size in sizes
    ]


def _slow_limits(counts: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
    """The sum and its limits from the gamma distribution itself, one number at a time."""
    total = sum(n * w for n, w in zip(counts, weights, strict=True))
    spread = sum(n * w * w for n, w in zip(counts, weights, strict=True))
    heaviest = max(weights)
    lower = stats.gamma.ppf(0.025, total**2 / spread, scale=spread / total) if total else 0.0
    mean, variance = total + heaviest, spread + heaviest**2
    return total, lower, stats.gamma.ppf(0.975, mean**2 / variance, scale=variance / mean)


def test_a_thousand_random_sums_agree_with_the_slow_loop():
    for counts, weights in _draw_cases(1):
        lower, upper = limits_weighted([counts], weights)
        found = float(sum_weighted([counts], weights)[0]), float(lower[0]), float(upper[0])
        assert found == pytest.approx(_slow_limits(counts, weights), rel=1e-6, abs=1e-9)


def test_a_thousand_random_sums_are_the_standardised_rates_of_public_health():
    draw = np.random.default_rng(2)
    strata = pd.DataFrame({"case": np.repeat(np.arange(CASES), 5)})
    strata["n"] = draw.poisson(draw.gamma(2, 10, len(strata))) + 1
    strata["people"] = draw.integers(500, 50_000, len(strata))
    strata["standard"] = draw.integers(500, 50_000, len(strata))
    known = ph_dsr(strata, "n", "people", "standard", group_cols="case", euro_standard_pops=False, multiplier=1_000)
    for case, rows in strata.groupby("case"):
        weights = (rows["standard"] / rows["standard"].sum() / rows["people"] * 1_000).to_numpy()
        assert sum_weighted([rows["n"]], weights)[0] == pytest.approx(known["Value"].iloc[case], rel=1e-6)


def test_for_many_events_of_like_weights_the_limits_come_near_those_of_dobson():
    table = pd.DataFrame({"n": [400, 500, 600], "people": [10_000] * 3, "standard": [9_000, 10_000, 11_000]})
    known = ph_dsr(table, "n", "people", "standard", euro_standard_pops=False, multiplier=1_000).iloc[0]
    weights = table["standard"] / 30_000 / table["people"] * 1_000
    lower, upper = limits_weighted([table["n"]], weights)
    assert (lower[0], upper[0]) == pytest.approx((known["lower_95_ci"], known["upper_95_ci"]), rel=2e-3)


def test_the_limits_hold_the_true_sum_at_least_as_often_as_they_promise():
    draw = np.random.default_rng(3)
    weights = np.array([7979.0, 3261.0, 746.0, 184.0, 16.0])
    for means in ([0.05, 1.0, 3.0, 8.0, 15.0], [1.0, 15.0, 30.0, 100.0, 200.0]):
        counts = draw.poisson(means, (4_000, 5))
        lower, upper = limits_weighted(counts, weights)
        truth = float(np.dot(means, weights))
        assert ((lower <= truth) & (truth <= upper)).mean() >= 0.945


def test_limits_of_998_are_wider_and_a_null_count_has_neither_sum_nor_limits():
    counts, weights = [[2.0, 5.0], [np.nan, 5.0]], [100.0, 10.0]
    lower, upper = limits_weighted(counts, weights)
    wide_lower, wide_upper = limits_weighted(counts, weights, Z_998)
    assert wide_lower[0] < lower[0] < 250 < upper[0] < wide_upper[0]
    assert math.isnan(lower[1]) and math.isnan(upper[1]) and math.isnan(sum_weighted(counts, weights)[1])


COUNTS = st.lists(st.integers(0, 60), min_size=3, max_size=3)
WEIGHTS = np.array([7979.0, 746.0, 16.0])


@given(COUNTS, st.integers(0, 2))
def test_one_more_offence_never_lowers_harm_or_its_upper_limit(counts, place):
    more = list(counts)
    more[place] += 1
    assert sum_weighted([more], WEIGHTS)[0] > sum_weighted([counts], WEIGHTS)[0]
    assert limits_weighted([more], WEIGHTS)[1][0] > limits_weighted([counts], WEIGHTS)[1][0]


@given(COUNTS, st.floats(0.01, 1_000))
def test_other_money_changes_nothing_but_the_scale(counts, factor):
    both = [np.array(limits_weighted([counts], WEIGHTS * scale)) for scale in (1, factor)]
    assert both[1] == pytest.approx(both[0] * factor, rel=1e-9)


@given(COUNTS)
def test_the_sum_lies_between_its_limits(counts):
    lower, upper = limits_weighted([counts], WEIGHTS)
    assert 0 <= lower[0] <= sum_weighted([counts], WEIGHTS)[0] < upper[0]


def test_the_gravest_offence_and_its_share():
    counts = [[1, 2, 10], [0, 1, 0], [0, 0, 0], [0, 0, 3]]
    column, share = find_gravest(counts, [7979, 3261, 184])
    assert column.tolist() == [0, 1, -1, 2]
    assert share[[0, 1, 3]] == pytest.approx([7979 / 16_341, 1, 1]) and math.isnan(share[2])


@pytest.mark.parametrize(
    ("totals", "held"),
    [
        ([1, 1, 1, 1], [0, 1]),
        ([5, 1, 1, 1], [0]),
        ([4, 1, 3, 1], [0, 2]),
        ([0, 0], []),
        ([], []),
        ([7], [0]),
        ([0.1, 0.2, 0.3], [2]),
    ],
)
def test_half_is_held_by_the_fewest(totals, held):
    assert hold_half(totals).tolist() == held
