"""People in the build: sexes ring by ring, years of their own protected once, and records gone for their age."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.people.parts import list_series
from svd.geography.wards import load_geography
from svd.measures.book import Book, Entry, read_book, restate
from svd.measures.build import build_cube
from svd.measures.cube import AREA
from svd.measures.feed import SEX
from svd.measures.people import fill_removed
from svd.measures.people_years import is_told_by_third, list_parts
from svd.measures.worlds import LEAST_VALUES, Family
from tests.builders import PATHS, covered, incident, write_store
from tests.figures.people.sent import count_facts, list_months

MONTHS = list_months("2024-01-01", "2025-12-01")
YJS = {"source": "yjs_cases", "offence": "youth_violence", "extract": "SYNTHETIC yjs.csv"}
KEY = b"a secret start for this test alone"


@pytest.fixture(scope="module")
def declared():
    return load_catalogue(PATHS.catalogue), load_geography(PATHS.geo)


def children(draw: np.random.Generator, months=MONTHS, a_month: int = 24) -> list[dict]:
    """A feed of children with sexes, ages, marks and codes, of whom some come back."""
    return [
        incident(
            month,
            sex=draw.choice(["female", "male", "male", None]),
            age_band=draw.choice(["10-14", "15-17"]),
            is_repeat=bool(draw.random() < 0.3),
            person_hash=f"{month[:4]} {draw.integers(0, 150)}",
            **YJS,
        )
        for month in months
        for _ in range(a_month)
    ]


def build(folder, declared, rows, book, *, facts=None, months=MONTHS):
    sent = covered(*months, source=YJS["source"], extract=YJS["extract"])
    store = write_store(folder, incidents=rows, facts=facts or count_facts(rows), coverage=sent)
    return build_cube(store, *declared, book)


def read_sex(cube, sex: str) -> np.ndarray:
    (row,) = list_series(cube, YJS["source"], SEX)[sex]
    return cube.totals[row, AREA]


def test_sexes_marks_and_years_are_the_blocks_that_true_totals_have_reached(tmp_path, declared):
    rows = children(np.random.default_rng(1))
    cube = build(tmp_path, declared, rows, Book(KEY))
    frame = pd.DataFrame(rows)

    male = frame[frame["sex"] == "male"].groupby("month").size().reindex(cube.months, fill_value=0).cumsum()
    shown = read_sex(cube, "male")[1:]
    error = shown[~np.isnan(shown)] - male.to_numpy()[~np.isnan(shown)]
    assert len(error) >= 20 and ((error > -5) & (error < 5)).all() and len(set(error)) > 3
    years = cube.tables["years"].set_index("month_from")
    for start, end in pairwise(pd.DatetimeIndex(["2024-01-01", "2025-01-01", "2026-01-01"])):
        own = frame[(frame["month"] >= start) & (frame["month"] < end)].groupby("person_hash").size()
        true = {"once": (own == 1).sum(), "again": (own > 1).sum(), "events": own[own > 1].sum(), "uncoded": 0}
        for name, count in true.items():
            assert years.loc[start, name] % 5 == 0 and abs(years.loc[start, name] - count) < 5
    sent = cube.tables["sent"].set_index("source").loc["yjs_cases"]
    assert (bool(sent["has_codes"]), sent["marks"]) == (True, "all")


def test_each_year_is_written_once_whatever_comes_later(tmp_path, declared):
    rows, book = children(np.random.default_rng(2)), Book(KEY)
    first = build(tmp_path / "one", declared, rows, book)
    late = [incident("2024-03-01", person_hash=f"late {n}", sex="male", **YJS) for n in range(40)]
    second = build(tmp_path / "two", declared, rows + late, book)

    pd.testing.assert_frame_equal(first.tables["years"], second.tables["years"])
    np.testing.assert_array_equal(read_sex(first, "male"), read_sex(second, "male"))
    anew = build(tmp_path / "three", declared, rows + late, Book(KEY))
    assert (anew.tables["years"]["once"] != first.tables["years"]["once"]).any()


def test_the_same_records_under_another_name_have_the_same_secret_start(tmp_path, declared):
    catalogue, geography = declared
    rows = children(np.random.default_rng(3))
    first = build(tmp_path / "one", declared, rows, Book(KEY))
    source = catalogue.sources["yjs_cases"].model_copy(update={"title": "Another title"})
    renamed = replace(catalogue, sources={**catalogue.sources, "yjs_cases": source})
    second = build(tmp_path / "two", (renamed, geography), rows, Book(KEY))

    pd.testing.assert_frame_equal(first.tables["years"], second.tables["years"])


def test_records_removed_for_their_age_leave_what_was_shown(tmp_path, declared):
    rows, book = children(np.random.default_rng(4)), Book(KEY)
    first = build(tmp_path / "one", declared, rows, book)
    kept = [row for row in rows if row["month"] >= pd.Timestamp("2025-01-01")]
    more = children(np.random.default_rng(5), ["2026-01-01", "2026-02-01", "2026-03-01"])
    months = [*MONTHS, "2026-01-01", "2026-02-01", "2026-03-01"]
    second = build(tmp_path / "two", declared, kept + more, book, facts=count_facts(rows + more), months=months)

    before, after = read_sex(first, "male"), read_sex(second, "male")
    np.testing.assert_array_equal(before, after[: len(before)])
    new = sum(row["sex"] == "male" for row in more)
    # It goes on from what was shown, which is itself up to four from the truth.
    assert abs(after[-1] - after[-4] - new) < 10
    pd.testing.assert_frame_equal(first.tables["years"], second.tables["years"])


def test_removed_records_that_were_never_shown_are_not_known(tmp_path, declared):
    rows = children(np.random.default_rng(6))
    kept = [row for row in rows if row["month"] >= pd.Timestamp("2025-01-01")]
    cube = build(tmp_path, declared, kept, Book(KEY), facts=count_facts(rows))

    assert list(cube.tables["years"]["month_from"]) == [pd.Timestamp("2025-01-01")]
    male = read_sex(cube, "male")
    assert np.isnan(male[:12]).all() and not np.isnan(male[12:]).all()


def test_without_filling_a_removed_year_the_total_would_fall():
    entry = Entry(5, 1, 100, dict(zip(range(100, 104), (0.0, 20.0, 35.0, 60.0), strict=True)))
    is_removed = np.array([True, True, False, False])
    filled = fill_removed(np.array([0.0, 0.0, 24.0, 9.0]), entry, 100, is_removed)

    assert list(filled) == [20, 15, 24, 9]
    assert list(fill_removed(np.array([3.0, 4, 24, 9]), None, 100, is_removed)) == [0, 0, 24, 9]


def test_a_feed_of_one_sex_alone_is_not_shown_as_the_whole_from_another_start(tmp_path, declared):
    rows = [row | {"sex": "male"} for row in children(np.random.default_rng(7))]
    cube = build(tmp_path, declared, rows, Book(KEY))

    assert list_series(cube, YJS["source"], SEX) == {}


def test_marks_that_were_never_sent_make_no_list_of_repeats(tmp_path, declared):
    rows = [row | {"is_repeat": None} for row in children(np.random.default_rng(8))]
    cube = build(tmp_path, declared, rows, Book(KEY))

    assert "mark" not in set(cube.tables["parts"]["name"])
    assert cube.tables["sent"].set_index("source").loc["yjs_cases", "marks"] == "none"


@pytest.mark.parametrize(
    ("again", "events", "is_told"), [(5, 0, True), (15, 20, True), (25, 70, False), (0, 0, False), (5, 5, False)]
)
def test_people_told_by_having_two_records_each_at_least(again, events, is_told):
    """By trying all: how many values are possible for the people and for their records."""
    pairs = [
        (people, records)
        for people in range(max(again - 4, 0), again + 5)
        for records in range(max(events - 4, 0), events + 5)
        if records >= 2 * people
    ]
    values = min(len({pair[place] for pair in pairs}) for place in (0, 1))

    assert is_told_by_third(again, events, 5) is (values < LEAST_VALUES) is is_told


def family(*totals: float) -> Family:
    true = np.array([[0.0, 0.0, total] for total in totals])
    return Family(true, true, np.full(len(totals), 5))


def test_a_list_that_a_ring_lacks_has_the_ring_whole():
    rings = [
        {"area": family(20), "place": family(10, 10), SEX: family(15, 5)},
        {"area": family(9), "place": family(5, 4)},
    ]

    lists = [list(one.true[:, 1]) for one in list_parts(rings, 0, 2)]
    assert lists == [[20, 9], [10, 10, 5, 4], [15, 5, 9]]


def test_a_year_that_the_wards_would_tell_is_withheld(tmp_path, declared, monkeypatch):
    """With every ward's own count known to the event, people with one record and the rest would be told."""
    rows = children(np.random.default_rng(10))
    shown = build(tmp_path / "one", declared, rows, Book(KEY)).tables["years"]
    exact = list_parts

    def tell(rings, start, end):
        return [Family(one.true, one.true, np.ones_like(one.base)) for one in exact(rings, start, end)]

    monkeypatch.setattr("svd.measures.people_years.list_parts", tell)
    book = Book(KEY)
    withheld = build(tmp_path / "two", declared, rows, book).tables["years"]
    later = build(tmp_path / "three", declared, rows, book).tables["years"]

    assert shown["events"].notna().all() and withheld[["events", "once", "uncoded"]].isna().all(axis=None)
    pd.testing.assert_frame_equal(withheld, later)


def test_a_restated_year_is_written_anew_with_the_same_start(tmp_path, declared):
    rows, book = children(np.random.default_rng(9)), Book(KEY)
    first = build(tmp_path / "one", declared, rows, book)
    book.written_on = pd.Timestamp("2025-01-01").date()
    restate(book, (1,), pd.Timestamp("2026-02-01").date())
    second = build(tmp_path / "two", declared, rows, book)

    pd.testing.assert_frame_equal(first.tables["years"], second.tables["years"])
    assert read_book(tmp_path, KEY).entries == {}
