"""The usual range holds the share of sane counts it promises, and widens for spread, few counts and seasons."""

import math

import numpy as np
import pandas as pd
import pytest

from svd.ingest.history.usual_range import find_usual_range

SERIES, MONTHS, SHARE = 500, 24, 0.001


def make_series(counts, **given) -> pd.DataFrame:
    columns = {"time": np.arange(len(counts)), "count": counts, "exposure": 1.0, "segment": 0} | given
    return pd.DataFrame(columns)


def find_outside(series: pd.DataFrame, share: float = SHARE) -> np.ndarray:
    found = find_usual_range(series, share, 8)
    return ((series["count"] < found["low"]) | (series["count"] > found["high"])).to_numpy()


@pytest.mark.parametrize("mean", [0.3, 2, 8, 40, 400])
def test_of_sane_series_no_more_than_the_promised_share_is_outside(mean):
    drawn = np.random.default_rng(3).poisson(mean, size=(SERIES, MONTHS))
    outside = np.array([find_outside(make_series(counts)) for counts in drawn])
    assert outside.mean() <= SHARE


def test_of_series_with_more_spread_than_chance_few_are_outside():
    drawn = np.random.default_rng(4).negative_binomial(
        20, 0.2, size=(SERIES, MONTHS)
    )  # five times a Poisson's variance
    outside = np.array([find_outside(make_series(counts)) for counts in drawn])
    assert outside.mean() <= 5 * SHARE


@pytest.mark.parametrize(("last", "is_outside"), [(40, False), (60, False), (70, True), (15, True), (22, False)])
def test_a_count_far_from_steady_ones_is_outside(last, is_outside):
    assert find_outside(make_series([40, 38, 42, 41, 37, 44, 39, 40, 43, last]))[-1] == is_outside


def test_small_counts_are_not_outside_for_being_none():
    assert not find_outside(make_series([3, 4, 2, 5, 3, 4, 1, 3, 0])).any()


def test_with_fewer_others_than_asked_nothing_is_said():
    series = make_series([40] * 7 + [400])
    assert find_usual_range(series, SHARE, 8).isna().all(axis=None)
    assert find_outside(make_series([40] * 8 + [400]))[-1]


def test_an_unknown_count_is_neither_judged_nor_held_against_others():
    series = make_series([40.0] * 4 + [np.nan] + [40.0] * 3 + [400.0])
    assert find_usual_range(series, SHARE, 8)["low"].notna().tolist() == [False] * 4 + [True] + [False] * 4


def test_months_of_another_segment_are_never_compared():
    series = make_series([40] * 9 + [400] * 9, segment=[0] * 9 + [1] * 9)
    assert not find_outside(series).any()


def test_the_same_month_of_another_year_makes_a_season_usual():
    year = [40, 38, 42, 41, 37, 44, 39, 0, 43, 40, 41, 39]
    assert find_outside(make_series(year))[7]
    assert not find_outside(make_series(year * 2)).any()


def test_a_share_is_held_against_shares():
    counts, out_of = [5, 10, 20, 5, 10, 20, 5, 10, 40], [50, 100, 200, 50, 100, 200, 50, 100, 100]
    assert find_outside(make_series(counts, exposure=np.array(out_of, float))).tolist() == [False] * 8 + [True]
    assert not find_outside(make_series(counts[:-1] + [40], exposure=np.array(out_of[:-1] + [400], float))).any()


def test_the_bounds_are_those_of_a_negative_binomial_summed_by_hand():
    """Nine others of 40 each: the variance is a Poisson's times 1 + pi / 18, for the median is unsure."""
    found = find_usual_range(make_series([40] * 9 + [50]), SHARE, 8).iloc[-1]

    def sum_tail(mean: float, counts: range) -> float:
        chance = 1 / (1 + math.pi / 18)
        size = mean * chance / (1 - chance)
        logs = (
            math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1) + size * math.log(chance) for k in counts
        )
        return sum(math.exp(log + k * math.log(1 - chance)) for log, k in zip(logs, counts, strict=True))

    high, low = int(found["high"]), int(found["low"])
    assert found["middle"] == 40
    assert sum_tail(40 + math.log(2), range(high + 1, 400)) <= SHARE / 2 < sum_tail(40 + math.log(2), range(high, 400))
    assert sum_tail(40 - 1 / 3, range(low)) <= SHARE / 2 < sum_tail(40 - 1 / 3, range(low + 1))
