"""The check before release against all truths, tried one by one on series small enough for that."""

from itertools import product

import numpy as np
import pytest

from svd.measures.protect import round_totals
from svd.measures.release import find_told, find_unsafe
from svd.measures.worlds import Family


def _run(counts: list[int]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(counts)]).astype(float)


def _show(true: list[np.ndarray], base: int, rng: np.random.Generator) -> Family:
    shown = [round_totals(one, int(rng.integers(base)), base) for one in true]
    return Family(np.array(true), np.array(shown), np.full(len(true), base))


def _draw(rng: np.random.Generator, base: int, months: int = 3) -> tuple[Family, Family]:
    """Two parts, seldom with an event, and their whole in blocks of ``base``."""
    true = [_run(rng.poisson(1.2, months).tolist()) for _ in range(2)]
    return _show([true[0] + true[1]], base, rng), _show(true, 5, rng)


def _list_series(shown: np.ndarray, base: int, most: int) -> list[tuple[int, ...]]:
    """Every series of running totals that these shown ones may stand for."""
    found = set()
    for offset in range(base):
        series = [(0,)]
        for total in shown[1:]:
            series = [
                (*one, one[-1] + count)
                for one in series
                for count in range(most + 1)
                if np.isnan(total) or base * ((one[-1] + count + offset) // base) == total
            ]
        found |= set(series)
    return sorted(found)


def _count_values(whole: Family, parts: Family) -> np.ndarray:
    """How many values each part's count between two boundaries has in all truths that fit: [part, from, to]."""
    fits = set(_list_series(whole.shown[0], int(whole.base[0]), 24))
    lists = [_list_series(shown, 5, 12) for shown in parts.shown]
    number = parts.true.shape[1]
    values = [[[set() for _ in range(number)] for _ in range(number)] for _ in lists]
    for truth in product(*lists):
        if tuple(np.sum(truth, axis=0).tolist()) in fits:
            for part, first, last in product(range(len(lists)), range(number), range(number)):
                values[part][first][last].add(truth[part][last] - truth[part][first])
    return np.array([[[len(cell) for cell in row] for row in part] for part in values])


@pytest.mark.parametrize("base", [1, 5, 10])
def test_what_the_check_passes_has_three_values_among_all_truths(base):
    rng = np.random.default_rng(4)
    for _ in range(6):
        whole, parts = _draw(rng, base)
        values = _count_values(whole, parts)
        few = np.triu((values < 3).any(axis=0), 1)
        assert not (few & ~find_told(whole, [parts])).any(), "a count that is told was passed"


def _tell() -> tuple[Family, Family]:
    """A whole and one of its two parts exact, so that the other part is told."""
    true = np.array([_run([2, 0, 3]), _run([4, 1, 0])])
    shown = np.array([round_totals(true[0], 2, 5), true[1]])
    return Family(true.sum(axis=0)[None], true.sum(axis=0)[None], np.array([1])), Family(true, shown, np.array([5, 1]))


def test_a_part_that_is_told_is_found_and_withholding_the_whole_mends_it():
    whole, parts = _tell()
    assert find_told(whole, [parts])[np.triu_indices(4, 1)].all()
    only = Family(parts.true[:1], parts.shown[:1], parts.base[:1])
    hidden = Family(whole.true, np.full((1, 4), np.nan), whole.base)
    assert not find_told(hidden, [only]).any()
    points = find_unsafe(whole, [parts], np.zeros(4, dtype=bool))
    assert points and max(points) == 3, "the newest goes first"


def test_what_was_shown_before_stays():
    assert find_unsafe(*_tell()[:1], [_tell()[1]], np.ones(4, dtype=bool)) == []


def test_twenty_parts_and_a_whole_twice_as_wide_keep_nearly_every_point():
    rng, points, withheld = np.random.default_rng(8), 0, 0
    for _ in range(20):
        parts = _show([_run(rng.poisson(6, 24).tolist()) for _ in range(20)], 5, rng)
        whole = _show([parts.true.sum(axis=0)], 10, rng)
        points += 24
        withheld += len(find_unsafe(whole, [parts], np.zeros(25, dtype=bool)))
    assert withheld < 0.02 * points


def test_two_ways_to_part_a_whole_are_put_together():
    rng = np.random.default_rng(2)
    true = [_run(rng.poisson(2, 6).tolist()) for _ in range(4)]
    wards = _show(true, 5, rng)
    ages = _show([true[0] + true[1], true[2] + true[3]], 5, rng)
    whole = _show([sum(true)], 10, rng)
    alone = find_told(whole, [wards])
    together = find_told(whole, [wards, ages])
    assert (alone <= together).all()
