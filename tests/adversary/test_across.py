"""Parts and wholes put together: a whole on twice the base leaves three values, one on the base itself may not."""

import numpy as np
import pytest

from tests.adversary.across import count_left
from tests.adversary.made_up import Family, bound_all_periods, draw_family, make_family

MONTHS, FAMILIES = 3, 10


def left(family: Family, seed: int = 0):
    whole = bound_all_periods(family.shown_whole, family.whole_base - 1)[0]
    parts = bound_all_periods(family.shown_parts, family.base - 1)
    slacks = (family.base - 1, family.whole_base - 1)
    return count_left(whole, parts, np.random.default_rng(seed), slacks)


def full_parts(base: int, whole_base: int, offset: int) -> Family:
    """Parts of one month, each the most that its figure of nought allows, so many that their sum ends below a step."""
    totals = np.array([[0, base - 1]] * (3 if base == 5 else 8))
    return make_family(totals, base, whole_base, np.zeros(len(totals), dtype=int), offset)


@pytest.mark.parametrize("base", [5, 10])
def test_a_whole_on_twice_the_base_leaves_three_values_everywhere(base):
    rng = np.random.default_rng(20)
    for _ in range(FAMILIES):
        assert not left(draw_family(rng, base, 2 * base, MONTHS)).forbidden.any()


@pytest.mark.parametrize("base", [5, 10])
def test_a_whole_on_the_base_itself_can_leave_two(base):
    told = left(full_parts(base, base, base - 1))

    assert told.forbidden.all(axis=0)[0, 1] and (told.values[:, 0, 1] == 2).all()
    assert not left(full_parts(base, 2 * base, base - 1)).forbidden.any()


def test_even_a_whole_on_twice_the_base_can_leave_two_so_that_the_build_must_look():
    assert left(full_parts(5, 10, 9)).forbidden[:, 0, 1].all()


def test_the_values_counted_are_those_of_trying_all():
    # Two parts of one month and their whole, small enough to try every truth.
    family = make_family(np.array([[0, 4], [0, 3]]), 5, 5, np.array([0, 1]), 3)
    fits = [(x, y) for x in range(15) for y in range(15) if _fits(family, x, y)]

    values = left(family).values[:, 0, 1]
    assert list(values) == [min(3, len({fit(*pair) for pair in fits})) for fit in (_first, _second, _sum)]


def test_bounds_of_another_kind_than_running_totals_serve_too():
    whole = np.array([[0, 7], [-6, 0]])
    parts = np.array([[[0, 4], [-3, 0]], [[0, 4], [-2, 0]]])

    assert list(count_left(whole, parts, np.random.default_rng(1)).values[:, 0, 1]) == [2, 3, 2]


def test_bounds_that_are_exact_are_all_kept():
    """Each follows from two others, so that none would be left of those that follow from no two."""
    exact = bound_all_periods(np.array([[0, 3, 5]]), 0)[0]
    free = bound_all_periods(np.array([[0, 3, 5], [0, 0, 0]]), 4)

    values = count_left(free.sum(axis=0), np.array([exact, free[1]]), np.random.default_rng(2)).values
    assert (values[0][np.triu_indices(3, 1)] == 1).all() and (values[1][np.triu_indices(3, 1)] == 3).all()


def _fits(family: Family, x: int, y: int) -> bool:
    shown = [*family.shown_parts[:, 1], family.shown_whole[0, 1]]
    return all(abs(true - figure) <= 4 for true, figure in zip((x, y, x + y), shown, strict=True))


def _first(x: int, _: int) -> int:
    return x


def _second(_: int, y: int) -> int:
    return y


def _sum(x: int, y: int) -> int:
    return x + y
