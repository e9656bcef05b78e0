"""Placebo tests: exact on worlds by eye, at their promised rate on worlds without an effect."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from svd.figures.evaluation.difference import estimate_effect, measure_effect, split_parts
from svd.figures.evaluation.placebo import draw_groups, list_placebos, pretend_earlier, randomise_wards
from tests.figures.evaluation.worlds import BEFORE, draw_world
from tests.proof import IS_PROOF, above, some


def flags(*places: int, of: int = 8) -> np.ndarray:
    return np.isin(np.arange(of), places)


def test_groups_are_all_of_the_size_where_they_are_few():
    groups = draw_groups(flags(1, 4))
    assert {tuple(np.flatnonzero(row)) for row in groups} == set(combinations(range(8), 2))


def test_many_groups_are_drawn_once_each_with_the_real_one():
    real = flags(0, 3, 9, 12, of=19)
    groups = draw_groups(real)
    assert len(groups) == 999 and len({tuple(row) for row in groups}) == 999
    assert (groups.sum(axis=1) == 4).all() and (groups == real).all(axis=1).sum() == 1
    assert (groups == draw_groups(real)).all(), "the seed is fixed"


def test_rank_is_that_of_the_slow_sum():
    rng = np.random.default_rng(5)
    for _ in range(50):
        counts, is_treated, is_after = draw_world(rng, treated=2)
        found = randomise_wards(counts, is_treated, is_after)
        distances = {}
        for pair in combinations(range(19), 2):
            change, error = measure_effect(split_parts(counts, flags(*pair, of=19), is_after))
            distances[pair] = abs(change) / error
        observed = distances[tuple(np.flatnonzero(is_treated))]
        assert found.beyond == sum(distance >= observed - 1e-12 for distance in distances.values())
        assert found.groups == 171 and found.p == found.beyond / 171


def test_one_ward_of_nineteen_must_be_the_furthest_to_be_rare():
    rng = np.random.default_rng(6)
    counts, is_treated, is_after = draw_world(rng, ratio=0.3)
    found = randomise_wards(counts, is_treated, is_after)
    assert found.beyond == 1 and found.p == pytest.approx(1 / 19) and found.is_rare
    counts, is_treated, is_after = draw_world(rng)
    assert randomise_wards(counts, is_treated, is_after).is_rare is False


def test_half_of_the_wards_treated_gives_no_test():
    found = randomise_wards(np.full((8, 6), 5.0), flags(0, 1, 2, 3), np.arange(6) >= 3)
    assert found.groups == 0 and np.isnan(found.p) and not found.is_rare


@pytest.mark.parametrize(("treated", "shock"), [(1, 0), (2, 0), (4, 0), (2, 0.3)])
def test_chance_is_rare_as_rarely_as_promised(treated, shock):
    """1,000 worlds without an effect; with a shock the wards' own changes differ by more than chance."""
    rng = np.random.default_rng([95, treated, int(shock * 10)])
    worlds = some(1000)
    rare = np.mean([randomise_wards(*draw_world(rng, treated=treated, shock=shock)).is_rare for _ in range(worlds)])
    assert rare <= above(1 / 19 if treated == 1 else 0.05, worlds, errors=2 if IS_PROOF else 3)
    assert rare > (0.02 if IS_PROOF else 0), "it must be able to find something"


def test_each_comparison_ward_is_measured_against_the_others_alone():
    counts, is_treated, is_after = draw_world(np.random.default_rng(8), ratio=0.2)
    frame = pd.DataFrame(counts, index=[f"w{place}" for place in range(19)])
    listed = list_placebos(frame, is_treated, is_after)
    assert len(listed) == 18
    others = counts[~is_treated]
    expected = estimate_effect(others, flags(0, of=18), is_after)
    assert tuple(listed.iloc[0]) == (expected.ratio, expected.lower, expected.upper, expected.p)


def test_a_made_up_start_looks_only_at_the_months_before():
    counts, is_treated, is_after = draw_world(np.random.default_rng(9), treated=2)
    place, earlier = pretend_earlier(counts, is_treated, is_after)
    assert place == BEFORE // 2
    counts[:, is_after] = 10_000
    assert pretend_earlier(counts, is_treated, is_after) == (place, earlier)
