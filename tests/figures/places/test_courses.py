"""The course of a place: each rule on counts checkable by eye, and how seldom a steady place is said to change."""

import numpy as np
import pytest

from svd.catalogue import load_catalogue
from svd.figures.places.courses import (
    EMERGING,
    FORMER,
    INTERMITTENT,
    NEW,
    PERSISTENT,
    UNDATED,
    find_changes,
    name_courses,
)
from tests.builders import PATHS

TERMS = load_catalogue(PATHS.catalogue).hot_spots
ODDS = [0, 0, 0, 0, 0, 0]


def name(first: list[int], hot: list[int], whole: int = 0) -> str:
    """The course of one cell beside 199 that hold 10 events in each window."""
    counts = np.full((200, len(first)), 10)
    counts[0] = first
    is_hot = np.zeros((200, len(first) + 1), dtype=bool)
    is_hot[0] = [whole, *hot]
    return name_courses(counts, is_hot, find_changes(counts, TERMS), TERMS, TERMS.least_events)[0]


@pytest.mark.parametrize(
    ("first", "hot", "whole", "course"),
    [
        ([10] * 6, ODDS, 0, ""),
        ([10] * 6, ODDS, 1, UNDATED),
        ([30] * 6, [1, 1, 1, 1, 1, 0], 1, PERSISTENT),
        ([30] * 6, [1, 1, 1, 1, 0, 0], 1, INTERMITTENT),
        ([5, 5, 5, 5, 5, 60], ODDS, 0, NEW),
        ([5, 5, 5, 5, 5, 60], [0, 0, 0, 0, 0, 1], 0, NEW),
        ([0, 0, 0, 0, 40, 40], ODDS, 0, EMERGING),
        ([60, 60, 60, 60, 5, 5], ODDS, 0, FORMER),
        ([60, 60, 60, 60, 5, 5], [0, 0, 0, 0, 0, 1], 0, INTERMITTENT),
        ([60, 60, 60, 60, 30, 30], [1, 1, 1, 1, 1, 1], 1, PERSISTENT),
        ([0, 0, 0, 0, 5, 4], ODDS, 0, ""),
    ],
    ids=[
        "an average place", "hot over the whole only", "hot in five of six", "hot in four", "up in the last window",
        "up and hot in the last window", "up in the last two", "down, no longer hot", "down, yet still hot",
        "hot throughout, though less", "up, but not to much",
    ],
)  # fmt: skip
def test_each_course(first, hot, whole, course):
    assert name(first, hot, whole) == course


def test_too_few_windows_have_no_course():
    assert name([5, 60], [0, 1]) == UNDATED and name([5, 60], [0, 0]) == ""


def test_the_areas_own_rise_is_no_cells():
    counts = np.full((200, 6), 10)
    counts[:, 4:] = 30
    changes = find_changes(counts, TERMS)
    assert not changes.rose_ago.any() and not changes.has_fallen.any()


def test_the_chance_is_that_of_fishers_exact_test():
    """1 event of 4 elsewhere is recent, 3 of 3 here: by hand C(4,1) / C(7,4) = 4/35, doubled."""
    counts = np.array([[0, 0, 0, 3], [1, 1, 1, 1]])
    assert find_changes(counts, TERMS).p[0] == pytest.approx(2 * 4 / 35)


def test_a_steady_area_seldom_has_a_change_called():
    """Dates fall as the area's do, whatever the place: at most 5 worlds in 100, and some luck."""
    rng = np.random.default_rng(6)
    weight, worlds = np.array([0.10, 0.12, 0.15, 0.18, 0.2, 0.25]), 200
    false = 0
    for _ in range(worlds):
        pull = rng.gamma(0.7, size=(400, 1))
        changes = find_changes(rng.poisson(pull / pull.sum() * weight * 4000), TERMS)
        false += bool(changes.rose_ago.any() or changes.has_fallen.any())
    assert false <= 17, "binomial: above 17 of 200 at a rate of 0.05 comes about once in 100 times"


@pytest.mark.parametrize(("base", "cells", "mean"), [(5, 147, 1.4), (10, 97, 2.2), (5, 120, 6.0)])
def test_a_steady_area_in_blocks_seldom_has_a_change_called(base, cells, mean):
    """The same of running totals shown in blocks from starts of their own, eight quarters in six windows."""
    rng = np.random.default_rng(7)
    false = {base: 0, 1: 0}
    for world in range(200):
        pull, area = rng.gamma(0.7, size=(cells, 1)), rng.uniform(0.6, 1.4, 8)
        counts = show_in_blocks(rng.poisson(pull / pull.mean() * mean * area), base, rng)
        for taken in (base, 1) if world < 40 else (base,):
            changes = find_changes(counts, TERMS, taken)
            false[taken] += bool(changes.rose_ago.any() or changes.has_fallen.any())
    assert false[base] <= 17, "binomial: above 17 of 200 at a rate of 0.05 comes about once in 100 times"
    assert false[1] > 20, "as if the blocks were exact, most worlds would have a false one"


def test_a_cell_in_blocks_that_rose_is_found():
    rng = np.random.default_rng(8)
    found = 0
    for _ in range(100):
        true = rng.poisson(2.0, (100, 8))
        true[0, 6:] += 25
        found += find_changes(show_in_blocks(true, 10, rng), TERMS, 10).rose_ago[0] > 0
    assert found > 90


def show_in_blocks(true: np.ndarray, base: int, rng: np.random.Generator) -> np.ndarray:
    """What is shown of counts by cell and quarter, in six windows: the first two of two quarters."""
    start = rng.integers(0, base, (len(true), 1))
    running = np.concatenate([np.zeros((len(true), 1)), np.cumsum(true, axis=1)], axis=1)
    shown = base * ((running + start) // base)
    return np.diff(shown[:, [0, 2, 4, 5, 6, 7, 8]], axis=1).astype(int)


def test_nothing_at_all_has_no_change():
    changes = find_changes(np.zeros((9, 1), dtype=int), TERMS)
    assert not changes.rose_ago.any() and (changes.p == 1).all()
