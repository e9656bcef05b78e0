"""The permutation distribution: against every subset counted by hand, and against random permutations."""

from itertools import combinations

import numpy as np
import pytest

from svd.figures.places.gi_star import find_neighbours
from svd.figures.places.permutation import find_p_values
from tests.proof import some


def slow_p(counts: list[int], size: int, total: int) -> float:
    sums = [sum(subset) for subset in combinations(counts, size)]
    at_least = np.mean([each >= total for each in sums])
    at_most = np.mean([each <= total for each in sums])
    return min(1, 2 * min(at_least, at_most))


def test_a_case_countable_by_hand():
    """Two of 0, 0, 1, 5: sums 0, 1, 1, 5, 5, 6, so 6 or more comes once in six and 1 or less three times."""
    p = find_p_values(np.array([0, 0, 1, 5]), np.array([2, 2, 2]), np.array([6, 5, 1]))
    assert p == pytest.approx([2 / 6, 1, 1])


def test_a_thousand_cases_agree_with_every_subset_counted():
    rng = np.random.default_rng(4)
    for _ in range(some(1000)):
        number = rng.integers(2, 10)
        counts = rng.negative_binomial(0.6, 0.15, number)
        size = rng.integers(1, number)
        total = rng.choice(counts, size, replace=False).sum()
        found = find_p_values(counts, np.array([size]), np.array([total]))[0]
        assert found == pytest.approx(slow_p(counts.tolist(), size, total), abs=1e-6)


def test_random_permutations_come_to_the_same():
    rng = np.random.default_rng(5)
    northing, easting = np.divmod(np.arange(100), 10)
    neighbours = find_neighbours(easting, northing)
    counts = rng.negative_binomial(1, 0.2, 100)
    sizes, around = np.asarray(neighbours.sum(axis=1)).ravel().astype(int), (neighbours @ counts).astype(int)
    drawn = np.stack([neighbours @ rng.permutation(counts) for _ in range(20_000)])
    sampled = np.minimum(1, 2 * np.minimum((drawn >= around).mean(axis=0), (drawn <= around).mean(axis=0)))
    np.testing.assert_allclose(find_p_values(counts, sizes, around), sampled, atol=0.02)


def test_where_every_cell_is_a_neighbour_there_is_no_chance_to_speak_of():
    assert np.isnan(find_p_values(np.array([1, 2, 3]), np.array([3]), np.array([6])))


def test_large_counts_and_many_cells_stay_exact_and_quick():
    """A spot of nine times the rest: far rarer than any number of random permutations could tell."""
    counts = np.full(2000, 100)
    counts[:9] = 900
    p = find_p_values(counts, np.array([9]), np.array([8100]))[0]
    assert 0 < p < 1e-20
