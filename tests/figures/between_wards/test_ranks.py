"""Ranks with their uncertainty: nothing known where all are alike, certainty where none overlap, the slow loop."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from svd.figures.between_wards.ranks import rank_wards, word_places
from svd.stats.wards import RANK_TAIL, draw_levels, limit_ranks


def make_compared(counts, residents=10_000.0, **more) -> pd.DataFrame:
    counts = np.asarray(counts, dtype=float)
    table = {"count": counts, "denominator": residents, "value": counts / residents, "compared": "similar"}
    return pd.DataFrame({**table, **more})


def test_wards_of_one_count_could_each_hold_any_place():
    ranks = rank_wards(make_compared([50] * 19), "rate")
    assert ranks["rank_low"].eq(1).all() and ranks["rank_high"].eq(19).all() and ranks["rank"].eq(1).all()


def test_wards_far_apart_hold_one_place_each():
    ranks = rank_wards(make_compared([10, 5000, 400, 1500, 100]), "rate")
    assert ranks[["rank", "rank_low", "rank_high"]].to_numpy().T.tolist() == [[5, 1, 3, 2, 4]] * 3


def test_places_against_the_slow_loop():
    chance = np.random.default_rng(4)
    for _ in range(30):
        levels = draw_levels(chance.integers(0, 60, 7), chance.uniform(4000, 16_000, 7), "rate", draws=300)
        slow = [[1 + sum(other > level for other in row) for level in row] for row in levels.tolist()]
        for ward, (low, high) in enumerate(zip(*limit_ranks(levels), strict=True)):
            places = sorted(row[ward] for row in slow)
            shares = {place: sum(other <= place for other in places) / len(places) for place in places}
            assert low == min(place for place, share in shares.items() if share >= RANK_TAIL)
            assert high == min(place for place, share in shares.items() if share >= 1 - RANK_TAIL)


def test_the_chance_that_one_ward_is_above_another_is_that_of_the_beta_distribution():
    levels = draw_levels([30, 40], [10_000, 10_000], "rate")
    # Of two gamma variables the share of one in their sum is beta.
    assert (levels[:, 0] > levels[:, 1]).mean() == pytest.approx(stats.beta.sf(0.5, 30.5, 40.5), abs=0.015)


def test_shares_are_drawn_from_the_beta_distribution():
    levels = draw_levels([15], [60], "proportion")
    assert np.quantile(levels, [0.025, 0.975]) == pytest.approx(stats.beta.ppf([0.025, 0.975], 15.5, 45.5), abs=0.006)


def test_rounded_counts_leave_a_place_less_certain():
    exact, rounded = (draw_levels([20, 0], [100, 100], "rate", rounding=base)[:, 0] for base in (1, 5))
    assert rounded.var() == pytest.approx(exact.var() + 2 / 100**2, rel=0.1), "the variance of five whole numbers is 2"
    shares = draw_levels([5, 0], [5, 10], "proportion", rounding=5)
    assert ((shares >= 0) & (shares <= 1)).all()


def test_a_hidden_ward_has_no_place_and_takes_none():
    compared = make_compared([10, 5000, None], compared=["similar", "higher", "not compared"])
    ranks = rank_wards(compared, "rate")
    assert ranks.loc[2].isna().all() and ranks.loc[1].tolist() == [1, 1, 1] and ranks.loc[0].tolist() == [2, 2, 2]
    assert rank_wards(compared.iloc[2:], "rate").isna().all(axis=None)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=19))
def test_a_place_lies_within_those_it_could_hold_and_these_within_all(counts):
    ranks = rank_wards(make_compared(counts), "rate")
    assert (ranks["rank_low"] >= 1).all() and (ranks["rank_high"] <= len(counts)).all()
    assert (ranks["rank_low"] <= ranks["rank_high"]).all()
    assert rank_wards(make_compared(counts), "rate").equals(ranks), "The draws start from a fixed number."


def test_true_places_lie_in_the_interval_as_often_as_said():
    chance = np.random.default_rng(96)
    true = np.sort(chance.lognormal(np.log(8), 0.35, 19))[::-1]
    places, held = pd.Series(range(1, 20)), []
    for _ in range(100):
        ranks = rank_wards(make_compared(chance.poisson(true * 10)), "rate")
        held.append(ranks["rank_low"].le(places) & ranks["rank_high"].ge(places))
    assert np.mean(held) > 0.93


@pytest.mark.parametrize(
    ("low", "high", "words"), [(1, 1, "1st"), (2, 11, "2nd to 11th"), (np.nan, np.nan, "not ranked")]
)
def test_places_in_words(low, high, words):
    assert word_places(low, high) == words
