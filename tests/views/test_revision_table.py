"""What changed since the last edition, for people: marks for nulls, a sign for differences, and a sheet of all rows."""

from datetime import date
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.views.revision_table import order_revisions, present_revisions, write_revisions
from tests.builders import PATHS, build_evidence

WARDS = {"W1": "Ash"}


@pytest.fixture
def revisions() -> pd.DataFrame:
    start = pd.Timestamp("2026-01-01")
    shared = {"period_from": start, "category": "arson", "ward_code": None, "measure": "positive_outcomes"}
    rows = [
        {"before": None, "after": 1200.0, "before_status": "not_covered", "after_status": "ok"},
        {"before": 10.0, "after": None, "before_status": "ok", "after_status": "suppressed"},
        {"before": 3.0, "after": 5.0, "before_status": "incomplete", "after_status": "ok", "ward_code": "W1"},
        {"before": 9.0, "after": 0.0, "before_status": "ok", "after_status": "ok", "category": "yet unknown"},
        {"before": None, "after": 4.0, "before_status": "not_known", "after_status": "ok"},
    ]
    table = pd.DataFrame([shared | row for row in rows]).assign(period_to=start)
    return table.assign(difference=table["after"] - table["before"])


def test_each_row_reads_in_words_and_no_null_as_zero(revisions):
    table = present_revisions(revisions, load_catalogue(PATHS.catalogue), WARDS)

    assert table[["Before", "Now", "Difference"]].values.tolist() == [
        ["not covered", "1,200", "–"],
        ["10", "[c]", "–"],
        ["3 [low]", "5", "+2"],
        ["9", "0", "\N{MINUS SIGN}9"],
        ["[x]", "4", "–"],
    ]
    assert list(table["What"])[2:4] == ["Arson", "yet unknown"]
    assert list(table["Where"])[1:3] == ["whole area", "Ash"]
    assert table.iloc[0][["Period", "Measure"]].tolist() == ["Jan 2026", "positive outcomes"]


def test_the_biggest_differences_stand_first_and_those_without_last(revisions):
    ordered = order_revisions(revisions, by_size=True)
    assert ordered["difference"].fillna(-1).tolist() == [-9, 2, -1, -1, -1]
    assert list(ordered["before"].fillna(0))[2:] == [0, 10, 0], "The rest as they stood."
    assert order_revisions(revisions, by_size=False) is revisions


def test_no_rows_are_a_table_too(revisions):
    none = revisions.iloc[:0]
    assert present_revisions(none, load_catalogue(PATHS.catalogue), WARDS).empty
    assert order_revisions(none, by_size=True).empty


def test_the_workbook_holds_numbers_and_marks(revisions, tmp_path):
    evidence = build_evidence(tmp_path, is_synthetic=True)
    book = write_revisions(evidence, revisions, "A feed", "It changed 3 figures.", ("A note.",), date(2026, 3, 1))

    sheet = openpyxl.load_workbook(BytesIO(book))["Revisions"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(place for place, row in enumerate(rows) if row[0] == "What")
    assert rows[0][0].startswith("SYNTHETIC") and "It changed 3 figures." in rows[0][0]
    assert [row[5:9] for row in rows[header + 1 : header + 6]] == [
        ["not covered", 1200, "[z]", "neither"],
        [10, "[c]", "[z]", "neither"],
        [3, 5, 2, "before"],
        [9, 0, -9, "neither"],
        ["[x]", 4, "[z]", "neither"],
    ]


def test_a_workbook_without_rows_says_so(revisions, tmp_path):
    book = write_revisions(build_evidence(tmp_path), revisions.iloc[:0], "A feed", "Nothing.", (), date(2026, 3, 1))
    texts = [cell.value for row in openpyxl.load_workbook(BytesIO(book))["Revisions"].iter_rows() for cell in row]
    assert any("No rows" in str(text) for text in texts)
