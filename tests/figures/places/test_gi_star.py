"""Gi*: the published vector, esda as an oracle, and how seldom a world without hot spots has one called."""

import esda
import libpysal
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.figures.places.gi_star import find_gi_star, find_neighbours, judge_cells
from tests.proof import some

TERMS = {"rate": 0.05, "least_events": 5}


def lattice(across: int, up: int) -> tuple[np.ndarray, np.ndarray]:
    northing, easting = np.divmod(np.arange(across * up), across)
    return easting, northing


def test_the_published_vector():
    z = find_gi_star(np.array([1, 1, 1, 1, 1, 1, 1, 8, 9]), find_neighbours(*lattice(3, 3)))
    expected = [-1.3484, -2.1320, -1.3484, -0.6396, np.nan, 1.0660, 0.0674, 1.0660, 1.6855]
    np.testing.assert_allclose(z, expected, atol=5e-5)


def test_neighbours_share_an_edge_or_a_corner_and_each_cell_is_its_own():
    across = find_neighbours(np.array([0, 1, 2, 0, 5]), np.array([0, 0, 0, 1, 0])).toarray()
    assert across.astype(int).tolist() == [
        [1, 1, 0, 1, 0], [1, 1, 1, 1, 0], [0, 1, 1, 0, 0], [1, 1, 0, 1, 0], [0, 0, 0, 0, 1],
    ]  # fmt: skip


def test_a_thousand_grids_agree_with_esda():
    rng = np.random.default_rng(1)
    for _ in range(some(1000)):
        across, up = rng.integers(4, 8, 2)
        easting, northing = lattice(across, up)
        kept = rng.random(across * up) < 0.8
        counts = rng.negative_binomial(0.7, 0.1, kept.sum()) + (np.arange(kept.sum()) == 0)
        ours = find_neighbours(easting[kept], northing[kept])
        theirs = libpysal.graph.Graph.from_sparse(ours.tocoo()).to_W()
        expected = esda.G_Local(counts, theirs, transform="B", star=True, permutations=0).Zs
        np.testing.assert_allclose(find_gi_star(counts, ours), expected, rtol=1e-6, atol=1e-6)


def test_periods_stand_in_columns():
    neighbours = find_neighbours(*lattice(6, 5))
    counts = np.random.default_rng(2).poisson(4, (30, 3))
    together = judge_cells(counts, neighbours, **TERMS)
    for column in range(3):
        alone = judge_cells(counts[:, column], neighbours, **TERMS)
        np.testing.assert_allclose(together.z[:, column], alone.z)
        np.testing.assert_allclose(together.p[:, column], alone.p)
        np.testing.assert_allclose(together.around[:, column], alone.around)


def test_counts_that_are_all_alike_have_no_score_and_call_nothing():
    judged = judge_cells(np.full(30, 7), find_neighbours(*lattice(6, 5)), **TERMS)
    assert np.isnan(judged.z).all() and np.isnan(judged.p).all() and not judged.is_hot.any()


def test_a_block_is_called_where_it_is_and_a_cold_one_is_not():
    easting, northing = lattice(20, 20)
    counts = np.full(400, 3) + (np.arange(400) % 3)
    counts[(easting >= 14) & (easting < 17) & (northing >= 14) & (northing < 17)] = 15
    counts[(easting >= 2) & (easting < 5) & (northing >= 2) & (northing < 5)] = 0
    is_hot = judge_cells(counts, find_neighbours(easting, northing), **TERMS).is_hot
    assert is_hot[(easting == 15) & (northing == 15)].all()
    assert not is_hot[(easting < 12) | (northing < 12)].any()


def test_a_neighbourhood_of_few_events_is_never_called_and_makes_no_other_call_easier():
    easting, northing = lattice(20, 20)
    counts = np.zeros(400, dtype=int)
    counts[[21, 22, 41]] = 1
    judged = judge_cells(counts, find_neighbours(easting, northing), rate=0.05, least_events=1)
    assert judged.is_hot.any() and judged.around.max() == 3
    assert not judge_cells(counts, find_neighbours(easting, northing), **TERMS).is_hot.any()


def test_one_full_cell_alone_is_no_hot_spot():
    """Whichever cell held it, the nine around would have the same sum: 9 in 400 is no rarity among 400 tests."""
    counts = np.ones(400, dtype=int)
    counts[210] = 500
    assert not judge_cells(counts, find_neighbours(*lattice(20, 20)), **TERMS).is_hot.any()


@pytest.mark.parametrize("mean", [0.3, 2, 12])
def test_worlds_without_hot_spots_seldom_have_one_called(mean):
    """Counts fall into cells of unlike pull, without regard to neighbours: at most 5 worlds in 100, and some luck."""
    rng = np.random.default_rng(3)
    neighbours = find_neighbours(*lattice(24, 24))
    worlds = 200
    pulls = rng.gamma(1.5, mean / 1.5, (worlds, 576))
    false = sum(judge_cells(rng.poisson(pull), neighbours, **TERMS).is_hot.any() for pull in pulls)
    assert false <= 17, "binomial: above 17 of 200 at a rate of 0.05 comes about once in 100 times"


@pytest.mark.parametrize(("base", "across", "mean"), [(5, 20, 7.2), (10, 10, 9.0)])
def test_worlds_in_blocks_seldom_have_one_called(base, across, mean):
    """What is asked of a feed with a rule: the blocks that each cell's total reaches from a start of its own."""
    rng = np.random.default_rng(4)
    neighbours = find_neighbours(*lattice(across, across))
    cells, false = across * across, 0
    for _ in range(150):
        running = np.cumsum(rng.poisson(mean / 4, (cells, 4)), axis=1) + rng.integers(0, base, (cells, 1))
        reached = running // base
        blocks = np.diff(reached, axis=1, prepend=0)
        judged = judge_cells(np.column_stack([reached[:, -1], blocks]), neighbours, rate=0.05, least_events=2)
        false += judged.is_hot.any()
    assert false <= 14, "binomial: above 14 of 150 at a rate of 0.05 comes about once in 100 times"


@given(st.lists(st.integers(0, 60), min_size=12, max_size=12), st.integers(2, 9))
def test_scaling_the_counts_leaves_the_scores(counts, scale):
    neighbours = find_neighbours(*lattice(4, 3))
    one, other = (find_gi_star(np.array(counts) * by, neighbours) for by in (1, scale))
    np.testing.assert_allclose(one, other, atol=1e-9)
