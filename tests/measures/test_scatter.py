"""What limits and comparisons allow for: months that scatter more than chance, seen with the rule and without it."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import pytest

from svd.figures.between_wards.compare import compare_figures
from svd.measures.cube import AREA, NOWHERE
from svd.measures.result import OK
from svd.measures.scatter import LATEST, find_dispersion, list_counts
from svd.stats.limits import limits_count
from tests.proof import above, some
from tests.stats.worlds import draw, protect

WARDS, MONTHS = 19, 48
RESIDENTS = np.linspace(6000, 15_000, WARDS)
EXACT, BY_MONTH = np.ones(WARDS + 2, dtype=int), np.ones(WARDS + 2, dtype=int)


def draw_world(random: np.random.Generator, dispersion: float, level: float = 6.0) -> np.ndarray:
    """Counts [place, month] of 19 wards of one rate a resident, of no known ward, and of the area."""
    wards = draw(random, level * RESIDENTS[:, None] / RESIDENTS.mean(), dispersion, (WARDS, MONTHS))
    return np.concatenate([wards, np.zeros((1, MONTHS)), wards.sum(axis=0, keepdims=True)])


def blocks_of(counts: np.ndarray) -> Callable[[int], np.ndarray]:
    """The counts' running totals, asked for by blocks of so many months."""
    totals = np.concatenate([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1)], axis=1)
    return lambda step: list_whole_counts(totals, step)


def list_whole_counts(totals: np.ndarray, step: int) -> np.ndarray:
    months = np.arange(totals.shape[1])
    return list_counts(totals, np.zeros_like(totals), months, 0 * months, step=step, is_of_records=False)


@pytest.mark.parametrize("dispersion", [1, 3])
def test_the_scatter_is_found_for_the_area_and_for_all_wards_together(dispersion):
    random = np.random.default_rng([1, dispersion])
    found = np.array(
        [find_dispersion(blocks_of(draw_world(random, dispersion)), EXACT, BY_MONTH) for _ in range(some(1000))]
    )
    assert np.median(found[:, AREA]) == pytest.approx(dispersion, rel=0.15)
    assert found[:, 0].mean() == pytest.approx(dispersion, rel=0.05) and found[:, 0].std() < 0.12 * dispersion
    assert (found[:, :WARDS] == found[:, :1]).all() and (found[:, NOWHERE] == 1).all() and (found >= 1).all()


def test_a_years_limits_hold_the_truth_as_often_as_promised_and_would_not_without():
    random, missed = np.random.default_rng(2), {"with": [], "without": []}
    for _ in range(some(4000)):
        world = draw_world(random, 4)
        year, level = world[AREA, -12:].sum(), 12 * 6.0 * WARDS
        found = find_dispersion(blocks_of(world), EXACT, BY_MONTH)[AREA]
        for rule, scale in (("with", found), ("without", 1)):
            lower, upper = limits_count(year, dispersion=scale)
            missed[rule].append(not lower <= level <= upper)
    assert np.mean(missed["with"]) < above(0.06, len(missed["with"]))
    assert np.mean(missed["without"]) > 0.25, "95% limits of chance alone: the range of a card held 53 to 89%."


def test_no_more_wards_are_called_than_promised_and_would_be_without():
    random, called, drawn = np.random.default_rng(3), {"with": 0, "without": 0}, some(1000)
    for _ in range(drawn):
        world = draw_world(random, 3)
        counts = world[:WARDS, -12:].sum(axis=1)
        rates = pd.DataFrame({"count": counts, "denominator": RESIDENTS, "value": counts / RESIDENTS * 1000})
        rates = rates.assign(lower=0.0, upper=1.0, status=OK)
        benchmark = counts.sum() / RESIDENTS.sum() * 1000
        for rule, scale in (("with", find_dispersion(blocks_of(world), EXACT, BY_MONTH)[0]), ("without", 1)):
            compared = compare_figures(rates, benchmark, "rate", 1000, "lower", dispersion=scale)["compared"]
            called[rule] += int(compared.isin(["higher", "lower"]).sum())
    assert called["with"] / (drawn * WARDS) <= above(0.002, drawn * WARDS)
    assert called["without"] / (drawn * WARDS) > 0.02, "Promised is 1 ward in 500."


def test_a_protected_series_is_read_by_the_shortest_blocks_that_say_anything():
    random = np.random.default_rng(4)
    world = np.stack([protect(random, draw_world(random, 1, level=2.0), 5) for _ in range(some(300))])
    found = np.array([find_dispersion(blocks_of(one), 5 * EXACT, BY_MONTH) for one in world])
    assert np.median(found[:, 0]) < 1.3, "Two a month in steps of five scatter no more than chance, by the quarter."
    unprotected = np.array([find_dispersion(blocks_of(one), EXACT, BY_MONTH) for one in world])
    assert np.median(unprotected[:, 0]) > 2, "Taken for exact, their steps would be scatter."


@pytest.mark.parametrize(("step", "first"), [(3, 0), (3, 2), (6, 4)])
def test_a_series_shown_by_longer_steps_is_read_at_its_own_points(step, first):
    random, found = np.random.default_rng([7, step, first]), []
    steps = np.full(WARDS + 2, step)
    for _ in range(some(300)):
        counts = draw_world(random, 4, level=5.0)
        totals = np.concatenate([np.zeros((WARDS + 2, 1)), np.cumsum(counts, axis=1)], axis=1)
        points = np.arange(first, MONTHS + 1, step)
        shown = np.full(totals.shape, np.nan)
        offsets = random.integers(0, 5, (WARDS + 2, 1))
        shown[:, points] = 5 * ((totals[:, points] - totals[:, [first]] + offsets) // 5)
        found.append(find_dispersion(partial(list_whole_counts, shown), 5 * EXACT, steps)[0])
    assert np.mean(found) == pytest.approx(4, rel=0.1), "Month by month nothing is shown, and 1 was taken for granted."


def test_only_the_newest_months_say_what_is_usual_now():
    random = np.random.default_rng(5)
    old = draw_world(random, 8)
    new = np.concatenate([draw_world(random, 1), draw_world(random, 1)], axis=1)[:, :LATEST]
    assert find_dispersion(blocks_of(np.concatenate([old, new], axis=1)), EXACT, BY_MONTH)[0] < 1.2
    assert find_dispersion(blocks_of(old), EXACT, BY_MONTH)[0] > 5


def test_what_is_not_shown_or_known_says_nothing():
    world = draw_world(np.random.default_rng(6), 5)
    hidden = np.where(np.arange(WARDS + 2) == AREA + WARDS + 2, 1, 0)
    found = find_dispersion(blocks_of(world), 5 * EXACT, hidden)
    assert (found[:WARDS] == 1).all()
    assert (find_dispersion(blocks_of(world[:, :3]), EXACT, BY_MONTH)[[AREA]] == 1).all(), "Three months are too few."


def test_months_that_are_not_whole_are_not_known():
    totals, unknown = np.array([[0.0, 4, 9, 15, 20]]), np.array([[0, 0, 0, 3, 3]])
    complete, low = np.array([0, 1, 1, 2, 3]), np.array([0, 0, 0, 0, 1])
    counts = list_counts(totals, unknown, complete, low, is_of_records=False)
    assert counts[0, 0] == 4 and np.isnan(counts[0, 1:]).all(), "Cut short; some unusable; set aside."
    by_two = list_counts(totals, unknown, np.arange(5), 0 * low, step=2, is_of_records=False)
    assert by_two.tolist()[0][0] == 9 and np.isnan(by_two[0, 1]), "Three of the later two months could not be used."
