"""Wards against the rest: the exact test, its promise where months scatter and are protected, and its power."""

import numpy as np
import pytest
from scipy import stats

from svd.stats.dispersion import estimate_dispersion, find_between
from svd.stats.protected import variance_of_window
from svd.stats.wards import compare_with_rest, draw_levels, limits_funnel, score_wards
from tests.stats.worlds import at_most, draw, protect

RESIDENTS = np.linspace(6000, 15_000, 19)
SIZES = RESIDENTS / RESIDENTS.mean()
PROMISED = 0.002
MAPS = 19 * PROMISED
"""Of maps of 19 wards, at most this share holds a false one."""


def test_one_ward_is_held_against_the_others_by_the_exact_test():
    found = compare_with_rest([65.0, 200, 135], [10.0, 50, 40])
    tail = stats.binom.sf(64, 400, 0.1)
    assert found.p[0] == pytest.approx(2 * tail) and found.ratio[0] == pytest.approx(65 / 335 * 9)
    assert found.direction.tolist() == [1, 0, 0]
    assert found.lower[0] > 1 and (found.lower[1:] < 1).all() and (found.upper > found.ratio).all()
    less = compare_with_rest([65.0, 200, 135], [10.0, 50, 40], 1.5, 1.5)
    assert less.p[0] > found.p[0] and less.lower[0] < found.lower[0] and (less.direction == 0).all()
    assert less.p[0] == pytest.approx(compare_with_rest([65.0, 200, 135], [10.0, 50, 40], 2.25).p[0])


def test_the_limits_leave_out_one_where_the_test_calls_a_ward():
    random = np.random.default_rng(71)
    found = compare_with_rest(random.poisson(40 * SIZES * random.lognormal(0, 0.4, (200, 19))), RESIDENTS)
    is_out = (found.lower > 1) | (found.upper < 1)
    assert (is_out == (found.direction != 0)).all() and 0.05 < is_out.mean() < 0.95


def test_a_hidden_ward_takes_no_part_and_one_alone_has_no_rest():
    found, without = (
        compare_with_rest([65.0, np.nan, 135, 30], [10.0, 50, 40, 20]),
        compare_with_rest([65.0, 135, 30], [10.0, 40, 20]),
    )
    assert np.isnan(found.p[1]) and found.direction[1] == 0
    assert found.p[[0, 2, 3]] == pytest.approx(without.p)
    assert np.isnan(compare_with_rest([60.0, np.nan], [10.0, 5]).p).all()
    assert compare_with_rest([0.0, 0], [10.0, 10]).p.tolist() == [1, 1]


@pytest.mark.parametrize("dispersion", [1, 1.5, 2, 4])
@pytest.mark.parametrize(("events", "base"), [(20, 1), (20, 5), (60, 1), (60, 5), (200, 1), (200, 5)])
def test_no_more_maps_hold_a_false_ward_than_promised_with_the_dispersion_measured(dispersion, events, base):
    """Negative binomial months of two years; the last year is compared, by the pooled dispersion of the same months."""
    random, worlds = np.random.default_rng(72), 1500
    months = draw(random, (events * SIZES / 12)[None, :, None], dispersion, (worlds, 19, 24))
    shown = protect(random, months, base)
    found, _ = estimate_dispersion(shown, length=1 if base == 1 else 3, base=base, is_pooled=True)
    year, v = shown[:, :, 12:].sum(axis=2), variance_of_window(base)
    called = compare_with_rest(year, RESIDENTS, found, 1, v).direction != 0
    assert called.mean() <= at_most(PROMISED, called.size)
    assert called.any(axis=1).mean() <= at_most(MAPS, worlds)
    if dispersion > 1:
        assert (compare_with_rest(year, RESIDENTS).direction != 0).any(axis=1).mean() > 0.1
    assert (find_between(year, RESIDENTS, found, v) > 1).mean() < 0.09, "none of their own is found"


@pytest.mark.parametrize(("dispersion", "power"), [(1, 0.99), (2, 0.87), (4, 0.48)])
def test_power_to_find_a_ward_with_one_and_a_half_times_the_rate(dispersion, power):
    random = np.random.default_rng(73)
    counts = draw(random, 200 * SIZES * np.where(np.arange(19) == 9, 1.5, 1), dispersion, (2000, 19))
    called = compare_with_rest(counts, RESIDENTS, dispersion).direction[:, 9] == 1
    assert called.mean() > power


def test_wards_unlike_one_another_by_nature_are_called_by_their_own_dispersion_only_far_out():
    random = np.random.default_rng(74)
    counts = draw(random, 200 * SIZES * random.lognormal(0, 0.3, (800, 19)), 1, (800, 19))
    between = find_between(counts, RESIDENTS)
    differing = (compare_with_rest(counts, RESIDENTS).direction != 0).mean()
    unusual = (compare_with_rest(counts, RESIDENTS, 1, between).direction != 0).mean()
    assert differing > 0.4 and unusual < 0.03


@pytest.mark.parametrize("form", ["rate", "proportion"])
def test_funnel_scores_and_draws_of_wide_months_are_those_of_as_many_times_fewer_events(form):
    wide, small = (limits_funnel(n, 20.0, form, 100.0, 0.001, each) for n, each in ((800.0, 4), (200.0, 1)))
    assert wide == pytest.approx(small)
    assert score_wards(200.0, 800, 20.0, form, 100.0, 4) == pytest.approx(
        score_wards(200.0, 800, 20.0, form, 100.0) / 2
    )
    narrow, wide = (draw_levels([400.0, 100], [2000.0, 900], form, dispersion=each) for each in (1, 4))
    assert wide.mean(axis=0) == pytest.approx(narrow.mean(axis=0), rel=0.02)
    assert wide.std(axis=0) == pytest.approx(2 * narrow.std(axis=0), rel=0.05)


def test_funnel_limits_keep_their_promise_where_months_scatter():
    random = np.random.default_rng(75)
    expected = 60 * SIZES
    counts = draw(random, expected, 3, (4000, 19))
    for dispersion, held in ((3, True), (1, False)):
        lower, upper = limits_funnel(expected, 1.0, "rate", 1.0, 0.001, dispersion)
        outside = (counts > upper * expected) | (counts < lower * expected)
        # Negative binomial counts are more lopsided than chance of as many times fewer events.
        assert (outside.mean() <= 2 * PROMISED) == held
