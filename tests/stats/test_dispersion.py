"""Dispersion of months and wards: known scatter found again, nothing found where there is none, and what misleads."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svd.stats.dispersion import (
    estimate_dispersion,
    find_between,
    find_spread,
    find_spread_shares,
    measure_between,
    widen_for_wards,
)
from tests.stats.worlds import draw, protect

RESIDENTS = np.linspace(6000, 15_000, 19)


def test_a_series_by_hand():
    # Steps of 6 on a sum of 20 each time: 36/20, over 0.9981, the mean of what is capped at 1 in 1,000.
    wide, free = estimate_dispersion([[7, 13] * 20])
    assert free == pytest.approx(39 * 2 / 3) and wide == pytest.approx(1.8 / 0.9981, abs=0.001)
    assert float(estimate_dispersion([[10, 10, 11, 9] * 10])[0][0]) == 1


@pytest.mark.parametrize("base", [1, 5])
@pytest.mark.parametrize("dispersion", [1, 1.5, 3, 6])
@pytest.mark.parametrize("mean", [15, 60])
def test_the_scatter_drawn_is_the_scatter_found(base, dispersion, mean):
    random = np.random.default_rng(21)
    counts = protect(random, draw(random, mean, dispersion, (1500, 72)), base)
    found, _ = estimate_dispersion(counts, base=base)
    assert (found >= 1).all() and found.mean() == pytest.approx(dispersion, rel=0.15)


def test_protection_is_not_taken_for_scatter():
    random = np.random.default_rng(22)
    counts = protect(random, draw(random, 15, 1, (500, 72)), 5)
    assert estimate_dispersion(counts)[0].mean() > 1.4 > estimate_dispersion(counts, base=5)[0].mean()


def test_a_change_of_level_and_one_odd_month_decide_nothing_and_a_season_is_left_out_by_twelve():
    random = np.random.default_rng(23)
    counts = draw(random, np.r_[np.full(30, 30.0), np.full(30, 60.0)], 1, (500, 60))
    assert estimate_dispersion(counts)[0].mean() < 1.3
    counts = draw(random, 30, 1, (500, 60))
    counts[:, 20] = 200
    assert estimate_dispersion(counts)[0].mean() < 1.6
    season = draw(random, 60 * (1 + 0.5 * np.sin(np.arange(72) * np.pi / 6)), 1, (500, 72))
    assert estimate_dispersion(season)[0].mean() > 1.5 > 1.2 > estimate_dispersion(season, lag=12)[0].mean()


def test_longer_blocks_hold_what_months_do_to_one_another():
    random = np.random.default_rng(24)
    noise = random.normal(0, 1, (400, 240))
    for month in range(1, 240):
        noise[:, month] += 0.7 * noise[:, month - 1]
    counts = random.poisson(60 * np.exp(0.15 * noise)).astype(float)
    assert estimate_dispersion(counts, length=6)[0].mean() > 1.5 * estimate_dispersion(counts)[0].mean()


def test_months_not_known_take_no_part_and_too_few_tell_nothing():
    random = np.random.default_rng(25)
    counts = draw(random, 40, 3, (400, 72))
    counts[:, ::7] = np.nan
    found, free = estimate_dispersion(counts)
    assert found.mean() == pytest.approx(3, rel=0.15) and free.max() < 50
    assert np.isnan(estimate_dispersion([[40.0] * 6, [np.nan] * 6])[0]).all()
    assert np.isnan(estimate_dispersion([[40.0] * 6], length=12)[0]).all()
    assert np.isnan(estimate_dispersion([[0.0, 5, 0, 0] * 12], base=5)[0]), "steps under a base say nothing"
    with pytest.raises(AssertionError):
        estimate_dispersion(counts, length=3, lag=1)


def test_wards_pooled_tell_more_than_each_alone_however_small():
    random = np.random.default_rng(26)
    counts = draw(random, 1.5, 3, (60, 19, 24))
    pooled, free = estimate_dispersion(counts, is_pooled=True)
    assert pooled.shape == (60,) and pooled == pytest.approx(np.full(60, 3.0), rel=0.35) and (free > 250).all()
    assert pooled.mean() == pytest.approx(3, rel=0.05)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=12, max_size=48))
def test_it_is_never_below_one_nor_moved_by_the_order_of_time(counts):
    here, there = estimate_dispersion([counts])[0], estimate_dispersion([counts[::-1]])[0]
    assert (np.isnan(here) or here >= 1).all() and here == pytest.approx(there, nan_ok=True)


def test_many_rows_are_as_each_alone():
    scores = np.random.default_rng(27).normal(0, 2, (50, 19))
    scores[3, 4:] = np.nan
    scores[5] = np.nan
    together = np.array(measure_between(scores))
    alone = np.array([measure_between(row) for row in scores]).T
    np.testing.assert_allclose(together, alone)
    assert np.isnan(together[:, 5]).all() and np.isnan(measure_between([])).all()


def test_wards_of_one_level_have_none_of_their_own_once_their_months_scatter_is_allowed_for():
    random = np.random.default_rng(28)
    steady = draw(random, RESIDENTS / 100, 3, (600, 19))
    assert (find_between(steady, RESIDENTS) > 1).mean() > 0.85
    assert (find_between(steady, RESIDENTS, 3) > 1).mean() < 0.08
    shown = protect(random, np.stack([draw(random, 30, 1, (600, 19)), steady / 3], axis=-1), 5)[..., 1]
    assert (find_between(shown, RESIDENTS, 1, 4) > 1).mean() < (find_between(shown, RESIDENTS) > 1).mean() + 1e-9
    uneven = draw(random, RESIDENTS / 100 * random.lognormal(0, 0.5, (600, 19)), 1, (600, 19))
    assert (find_between(uneven, RESIDENTS) > 5).mean() > 0.95


def test_few_wards_tell_nothing():
    assert find_between([5.0, 500, 90], [10.0, 10, 10]) == 1 and find_between([np.nan] * 12, [1.0] * 12) == 1


def test_the_shares_of_months_by_hand_and_drawn_to_what_is_usual():
    # Two years of 6 months of 10 in 20: 5 more or fewer each month, 25 / (20 * 0.25) = 5 a month of 5 free of 6.
    count, rest = np.array([15.0, 5.0] * 6), np.array([5.0, 15.0] * 6)
    year = np.repeat([0, 1], 6)
    spread, free = find_spread_shares(count, rest, year)
    assert (spread, free) == (pytest.approx(60 / 10), 10), "clearly wider than chance: the months speak for themselves"
    even = np.full(12, 10.0)
    assert [float(part) for part in find_spread_shares(even, even, year)] == [1, 16]
    assert [float(part) for part in find_spread_shares(even, even, year, usual=3)] == [pytest.approx(36 / 22), 22]
    # What protection adds, 0.25 * 8 + 0.25 * 8 = 4 of each month's 25, is taken off.
    assert find_spread_shares(count, rest, year, 8, 8)[0] == pytest.approx(12 * 21 / 5 / 10)
    assert np.isnan(find_spread_shares(count[:6], rest[:6], np.zeros(6))[0])


def test_a_change_of_share_is_no_scatter_and_beta_binomial_months_are():
    random, worlds = np.random.default_rng(26), 4000
    year = np.repeat([0, 1], 12)
    whole = random.poisson(80, (worlds, 24))
    for dispersion in (1.0, 3.0):
        share = np.where(year == 1, 0.5, 0.2) * np.ones((worlds, 24))
        if dispersion > 1:
            size = (80 - dispersion) / (dispersion - 1)
            share = random.beta(share * size, (1 - share) * size)
        count = random.binomial(whole, share)
        spread, _ = find_spread_shares(count, whole - count, year, usual=np.full(worlds, dispersion))
        assert spread.mean() == pytest.approx(dispersion, rel=0.12)


def test_months_that_follow_one_another_scatter_further_than_their_year_shows():
    now, before = [12, 8, 12, 8, 8, 12] * 2, [8, 12, 8, 12, 12, 8] * 2
    plain, alike = (float(find_spread(now, before, usual=4, alike=r)[0]) for r in (0, 0.5))
    # Chi-squared 12 * 4 / 5 = 9.6 on 11, twelve pairs of the usual 4; then over what 12 such months show, and of 8.
    within = 1 - (3 - 2 * 0.5 * (1 - 0.5**12) / (12 * 0.25) - 1) / 11
    assert plain == pytest.approx((9.6 + 12 * 4) / 23) and alike == pytest.approx((9.6 / within + 12 * 8) / 23)


@pytest.mark.parametrize("phi", [3.0, 6.0])
def test_wards_that_differ_as_usual_seldom_lie_beyond_limits_made_good(phi):
    scores = np.random.default_rng(27).standard_normal((20_000, 19)) * np.sqrt(phi)
    scores -= scores.mean(axis=1, keepdims=True)
    found, _ = measure_between(scores)
    beyond = {
        name: (np.abs(scores) > 3.0902 * by[:, None]).mean()
        for name, by in (("plain", np.sqrt(found)), ("good", widen_for_wards(found, 19, 0.001)))
    }
    assert beyond["good"] <= 0.002 < 0.008 < beyond["plain"]
    assert widen_for_wards(0.65, 10_000, 0.001) == pytest.approx(1, abs=0.001)
