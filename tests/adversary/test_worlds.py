"""Families of parts and wholes of made-up worlds: as the product shows them none is told; shown otherwise, many are."""

from collections.abc import Iterable

import numpy as np
import pytest

from svd.measures import feed
from tests.adversary.made_worlds import make_world
from tests.adversary.world_attack import (
    FAMILIES,
    Told,
    attack_family,
    bound_afresh,
    describe,
    draw_families,
)
from tests.adversary.world_families import WorldFamily, list_families

A_TENTH = FAMILIES // 10
YOUTH = 3
"""A world of a feed with wards, ages, sexes, kinds and shares, of few records."""


@pytest.fixture(scope="module")
def families() -> list[WorldFamily]:
    """A tenth of those of the full attack; test_full.py tries all."""
    return list(draw_families(A_TENTH))


@pytest.fixture
def weakened(monkeypatch) -> None:
    """The product with each area's own total exact: told beside its protected parts."""
    show_area, show_totals = feed._Ring.show_area, feed.show_totals

    def show_exactly(ring, *told):
        def show(book, identity, counts, first, is_whole, base):
            return show_totals(book, identity, counts, first, is_whole, 1 if base > ring.base else base)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(feed, "show_totals", show)
            return show_area(ring, *told)

    monkeypatch.setattr(feed._Ring, "show_area", show_exactly)


def attack_all(families: Iterable[WorldFamily], bound=lambda _family: None) -> list[Told]:
    return [attack_family(one, np.random.default_rng([9, row]), bound(one)) for row, one in enumerate(families)]


def test_the_families_differ_and_their_parts_add_up(families):
    assert len({one.digest for one in families}) == len(families) == A_TENTH
    for family in families:
        for rows in family.lists:
            np.testing.assert_array_equal(rows.true.sum(axis=0), family.whole.true[0])
    assert {one.name for one in families} >= {"wards of a whole", "ages of a whole", "cells of the feed"}


def test_no_count_of_any_family_is_told(families):
    told = attack_all(families)

    assert sum(one.wrong for one in told) == 0
    assert sum(one.forbidden for one in told) == 0, describe(told)


def test_the_old_rounding_of_the_same_families_tells_thousands(families):
    few = [one for one in families if sum(len(rows.true) for rows in one.lists) < 8][:4]
    told = attack_all(few, lambda family: bound_afresh(family, 4))

    assert len(few) == 4 and sum(one.wrong for one in told) == 0
    assert sum(one.within for one in told) > 1000 and sum(one.by_bounds for one in told) > 1000, describe(told)
    assert all(one.by_programme > 0 for one in told), describe(told)
    assert sum(one.together for one in told) > 0, "the programmes tell what no series tells by itself"


def test_an_exact_total_beside_its_parts_tells_them_where_nothing_is_checked(weakened, monkeypatch, tmp_path):
    monkeypatch.setattr(feed, "find_unsafe", lambda *_: [])
    told = attack_all(one for one in list_families(make_world(YOUTH, tmp_path)) if one.name == "all lists of a whole")

    assert sum(one.wrong for one in told) == 0
    assert sum(one.together for one in told) > 10, describe(told)


def test_the_check_before_release_withholds_such_a_total(weakened, tmp_path):
    told = attack_all(list_families(make_world(YOUTH, tmp_path)))

    assert told and sum(one.forbidden for one in told) == 0, describe(told)
