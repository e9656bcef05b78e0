"""Limits with a dispersion: published vectors where it is 1, coverage where it is not, and a year against its level."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.stats.limits import (
    ABOVE,
    BELOW,
    CANNOT_TELL,
    at_least_one,
    judge_year,
    limits_count,
    limits_proportion,
    limits_rate,
)
from tests.stats.worlds import draw


@pytest.mark.parametrize(
    ("count", "limits"),
    [(10, (4.7874, 18.3915)), (100, (81.3621, 121.6279)), (0, (0, 3.6889)), (3, (0.6187, 8.7673))],
)
def test_without_dispersion_they_are_the_published_ones(count, limits):
    for dispersion in (1, 0.2, np.nan):
        assert [float(each) for each in limits_count(count, dispersion=dispersion)] == pytest.approx(limits, abs=1e-4)


def test_a_dispersion_of_four_by_hand():
    lower, upper = limits_count(40, dispersion=4)
    assert (float(lower), float(upper)) == pytest.approx((4 * 4.7874, 4 * 18.3915), abs=1e-3)
    assert float(limits_count(0, dispersion=4)[1]) == pytest.approx(4 * 3.6889, abs=1e-3)
    rate = [float(each) for each in limits_rate(40, 1000, 100, dispersion=4)]
    assert rate == pytest.approx((1.91496, 7.3566), abs=1e-4)
    assert [float(each) for each in limits_proportion(90, 240, dispersion=2)] == pytest.approx(
        (0.29352, 0.46423), abs=1e-5
    )
    assert at_least_one([0.3, np.nan, 2]).tolist() == [1, 1, 2]


@pytest.mark.parametrize("dispersion", [1.5, 3, 6])
@pytest.mark.parametrize("mean", [20, 200])
def test_the_mean_lies_within_as_often_as_said_and_not_without_the_dispersion(mean, dispersion):
    counts = draw(np.random.default_rng(51), mean, dispersion, 10_000)
    covered = {}
    for name, given_one in (("with", dispersion), ("without", 1)):
        lower, upper = limits_count(counts, dispersion=given_one)
        covered[name] = ((lower <= mean) & (mean <= upper)).mean()
    assert covered["with"] > 0.93 and covered["without"] < covered["with"] - 0.04


@given(st.integers(0, 3000), st.floats(1, 20))
def test_more_scatter_never_narrows(count, dispersion):
    (lower, upper), (wide_lower, wide_upper) = limits_count(count), limits_count(count, dispersion=dispersion)
    # Byar's limits and the exact ones, which meet at ten events, differ by a little.
    assert wide_lower <= lower * 1.01 and wide_upper >= upper * 0.99 and wide_lower <= count <= wide_upper


@pytest.mark.parametrize(
    ("lower", "upper", "level", "found"),
    [
        (130, 170, 120, ABOVE),
        (80, 110, 120, BELOW),
        (100, 140, 120, CANNOT_TELL),
        (120, 140, 120, CANNOT_TELL),
        (np.nan, np.nan, 120, CANNOT_TELL),
        (130, 170, np.nan, CANNOT_TELL),
        (130, np.inf, 120, ABOVE),
    ],
)
def test_a_year_against_its_level(lower, upper, level, found):
    assert judge_year(lower, upper, level) == found


def test_a_year_at_its_level_is_seldom_judged_and_one_well_above_nearly_always():
    random = np.random.default_rng(52)
    for mean, share in ((1200, 0.05), (1400, 1)):
        judged = judge_year(*limits_count(random.poisson(mean, 4000)), 1200)
        assert (judged != CANNOT_TELL).mean() == pytest.approx(share, abs=0.015)
