"""Cells and hours are put together with the feed's own total, its wards and its kinds before they are shown."""

import numpy as np
import pandas as pd
import pytest

from svd.measures import place_release
from svd.measures.book import Book
from svd.measures.place_release import Beside, Draft, find_unsafe_points, gather_beside, release
from svd.measures.place_tables import STEP, build_places
from svd.measures.protect import round_totals
from svd.measures.worlds import Family
from tests.measures.test_places import FIRE, HEALTH, KEY, MONTHS, build, draw_records

NO_PART = Family(np.zeros((0, 4)), np.zeros((0, 4)), np.zeros(0, dtype=int))
NOTHING_SETTLED = np.zeros(4, dtype=bool)


def run(*counts: int) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(counts)])


def part(base: int, *true: np.ndarray) -> Family:
    shown = [round_totals(one, 2, base) if base > 1 else one for one in true]
    return Family(np.array(true), np.array(shown), np.full(len(true), base))


def join(*families: Family) -> Family:
    return Family(*(np.concatenate([getattr(one, name) for one in families]) for name in ("true", "shown", "base")))


def beside(rings: Family, wards: Family) -> Beside:
    return Beside(rings, wards, np.arange(len(wards.true)), NO_PART)


CELLS = join(part(5, run(2, 0, 3)), part(1, run(4, 1, 0)))
"""Two cells of which one is shown exactly, so that the other is what the total leaves."""
EXACT = part(1, run(6, 1, 3))
ROUGH = part(10, run(6, 1, 3))


def test_a_cell_that_the_area_tells_is_withheld_and_one_that_it_does_not_tell_is_shown():
    ward = Family(EXACT.true, np.full((1, 4), np.nan), EXACT.base)
    free = join(part(5, run(7, 9, 8)), part(5, run(12, 8, 9)))
    area = part(10, free.true.sum(axis=0))

    assert find_unsafe_points(CELLS, [], beside(EXACT, ward), [], NOTHING_SETTLED)
    assert not find_unsafe_points(free, [], beside(area, ward), [], NOTHING_SETTLED)
    assert not find_unsafe_points(CELLS, [], beside(EXACT, ward), [], ~NOTHING_SETTLED), "what was shown stays"


def test_a_cell_that_the_hours_tell_is_withheld():
    ward = Family(EXACT.true, np.full((1, 4), np.nan), EXACT.base)
    hidden = Family(ROUGH.true, np.full((1, 4), np.nan), ROUGH.base)
    hours = part(1, run(3, 0, 1), run(3, 1, 2))

    assert find_unsafe_points(CELLS, [hours], beside(hidden, ward), [], NOTHING_SETTLED)


def test_a_ward_leaves_too_little_to_a_cell_that_lies_whole_in_it():
    """Of four events of a ward in the second month a finer cell has three at least: 0 or 1 are left for the other."""
    inside = join(part(5, run(1, 0, 0)), part(2, run(3, 4, 4)))
    cells = join(inside, part(5, run(31, 30, 28)))
    wards = join(part(1, inside.true.sum(axis=0)), part(5, run(31, 30, 28)))
    around = beside(part(10, cells.true.sum(axis=0)), wards)

    assert find_unsafe_points(cells, [], around, [np.array([0, 1]), np.array([2])], NOTHING_SETTLED)
    assert not find_unsafe_points(cells, [], around, [], NOTHING_SETTLED), "who knows no cell to be in it"


def test_what_is_told_whatever_a_cell_shows_is_not_the_fault_of_the_cells():
    """A ward of one event, exact, tells the cells in it by itself."""
    cells = join(part(5, run(1, 0, 0)), part(5, run(31, 30, 28)))
    wards = join(part(1, run(1, 0, 0)), part(5, run(31, 30, 28)))
    around = beside(part(10, cells.true.sum(axis=0)), wards)

    assert not find_unsafe_points(cells, [], around, [np.array([0]), np.array([1])], NOTHING_SETTLED)


def test_what_is_withheld_is_withheld_for_good_and_what_comes_after_is_checked_beside_it():
    seen = []

    def find(table, others, *_):
        seen.append([len(one.true) for one in (table, *others)])
        return [2] if len(seen) == 1 else []

    drafts = [_draft(3), _draft(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place_release, "find_unsafe_points", find)
        release(drafts, beside(EXACT, EXACT), 1, 4)
    assert seen == [[3], [2, 3]]
    assert np.isnan(drafts[0].shown[:, 3]).all() and not np.isnan(drafts[0].shown[:, :3]).any()
    assert all(np.isnan(entry.totals[103]) for entry in drafts[0].entries) and not np.isnan(drafts[1].shown).any()


def _draft(parts: int) -> Draft:
    book = Book(KEY)
    entries = [book.open(f"{parts} {number}", 5, 1, 100) for number in range(parts)]
    true = np.zeros((parts, 4))
    return Draft(entries, true, true.copy(), 5, 100, NOTHING_SETTLED)


@pytest.mark.parametrize("source", [FIRE, HEALTH])
def test_what_the_cube_shows_is_of_the_same_records_as_the_cells(tmp_path, source):
    records = draw_records(source, 3000, MONTHS, 15)
    evidence, feed = build(tmp_path, records, source)
    table = pd.DataFrame(records).assign(is_knife=None, is_domestic=None, is_repeat=None, ward_code=None)
    keys = ["source", "offence", "is_knife", "is_domestic", "is_repeat", "ward_code", "month"]
    grouped = table.groupby(keys, dropna=False).size().reset_index(name="count")
    found = gather_beside(evidence.cube, source, grouped, pd.DatetimeIndex(MONTHS))

    whole = np.bincount(pd.DatetimeIndex(MONTHS).get_indexer(table["month"]), minlength=36)
    for family in (found.rings, found.wards, found.kinds):
        assert (family.true.sum(axis=0) == run(*whole)).all(), "each list is all of the feed"
    assert feed.cells is not None and len(found.wards.true) == len(found.rings.true) * (len(evidence.cube.wards) + 1)


def test_a_withheld_quarter_is_shown_in_no_later_version(tmp_path):
    book = Book(KEY)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    records = draw_records(FIRE, 3000, MONTHS, 16)
    evidence, _ = build(tmp_path / "a", records, FIRE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place_release, "find_unsafe_points", lambda *_: [9])
        first = build_places(evidence.store, evidence.catalogue, evidence.geography, book, evidence.cube).feeds[FIRE]
    _, feed = build(tmp_path / "b", records, FIRE, book=book)

    for table in (first, feed):
        assert table.cells.points.tolist() == table.hours.points.tolist()
        assert table.cells.points.tolist() == [point for point in range(0, 37, STEP) if point != 9]
