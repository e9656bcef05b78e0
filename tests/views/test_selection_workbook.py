"""The workbook of a selection: its figures are the results', and what is hidden is nowhere a number."""

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from svd.figures.explore import measure_all
from svd.figures.record_counts import count_records
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.views.selection_workbook import write_selection
from tests.builders import build_evidence, covered, fact

ABBEY, ALIBON = "E05014053", "E05014054"
SELECTION = Selection(date(2026, 1, 1), date(2026, 2, 1), wards=(ABBEY, ALIBON), definition="borough-wider-2023")
INDICATORS = ("violence_with_injury", "deliberate_fires")
FIRES = {"source": "lfb_incidents", "extract": "fires.csv", "offence": "deliberate_primary_fire", "measure": "records"}


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """Two months: 7 and 0 offences in two wards; 3 and 40 fires, of which 3 may not be shown."""
    offences = [fact(month, ABBEY, count) for month, count in (("2026-01-01", 4), ("2026-02-01", 3))]
    fires = [fact("2026-01-01", ward, count, **FIRES) for ward, count in ((ABBEY, 3), (ALIBON, 40))]
    months = ("2026-01-01", "2026-02-01")
    coverage = covered(*months) + covered(*months, source="lfb_incidents", extract="fires.csv")
    return build_evidence(tmp_path, facts=offences + fires, coverage=coverage)


@pytest.fixture
def tables(evidence: Evidence) -> dict[str, pd.DataFrame]:
    return {by: measure_all(evidence, SELECTION, by, INDICATORS) for by in ("borough", "ward", "month")}


def _read(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def _rows(book: openpyxl.Workbook, title: str) -> list[dict]:
    """The sheet's table, a dict a row by its headers."""
    sheet = book[title]
    (table,) = sheet.tables.values()
    headers, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(headers, row, strict=True)) for row in rows]


def test_every_figure_is_the_results_own(evidence, tables):
    book = _read(write_selection(evidence, SELECTION, tables, date(2026, 3, 1)))

    for by, title in {"borough": "By area", "ward": "By ward", "month": "By month"}.items():
        written = _rows(book, title)
        assert len(written) == len(tables[by])
        for name, header in {
            "count": "Count",
            "value": "Figure",
            "lower": "Lower limit",
            "upper": "Upper limit",
        }.items():
            for row, figure in zip(written, tables[by][name], strict=True):
                assert isinstance(row[header], str) if pd.isna(figure) else row[header] == pytest.approx(figure)


def test_no_hidden_count_is_a_number_anywhere(evidence, tables):
    assert "suppressed" in set(tables["ward"]["status"]), "Else this test would show nothing."
    records = count_records(evidence, SELECTION, "ward")
    book = _read(write_selection(evidence, SELECTION, tables, date(2026, 3, 1), records))

    hidden = [row for row in _rows(book, "By ward") if str(row["Status"]).startswith("[c]")]
    assert hidden
    assert {row[name] for row in hidden for name in ("Count", "Figure", "Lower limit", "Upper limit")} == {"[c]"}
    fires = [row for row in _rows(book, "Records") if row["Source"] == "Fire brigade incidents"]
    assert {row["Count"] for row in fires if row["Area"] == "Abbey"} == {"[c]"}


def test_the_cover_says_what_was_asked_for_and_what_it_rests_on(evidence, tables):
    book = _read(write_selection(evidence, SELECTION, tables, date(2026, 3, 1)))

    cover = " ".join(str(cell.value) for row in book["Cover"] for cell in row)
    said = ("Jan 2026 to Feb 2026", "Abbey, Alibon", "Borough's wider", "1 Mar 2026", "Police offences by ward")
    assert [words for words in (*said, "wards 2026-01.csv") if words not in cover] == []
    assert "SYNTHETIC" not in cover
    notes = " ".join(str(cell.value) for row in book["Notes"] for cell in row)
    assert "[c]" in notes and "Open Government Licence" in notes


def test_made_up_data_say_so_on_every_sheet(evidence, tables, monkeypatch):
    monkeypatch.setattr(type(evidence.store), "is_synthetic", True)
    book = _read(write_selection(evidence, SELECTION, tables, date(2026, 3, 1)))

    assert all(str(sheet["A1"].value).startswith("SYNTHETIC") for sheet in book)


def test_a_selection_without_rows_is_still_a_workbook(evidence):
    nothing = {by: pd.DataFrame() for by in ("borough", "ward")}
    book = _read(write_selection(evidence, SELECTION, nothing, date(2026, 3, 1)))

    assert book.sheetnames == ["Cover", "Contents", "Notes", "By area", "By ward"]


def test_what_is_counted_stands_beside_the_figures(evidence, tables):
    book = _read(write_selection(evidence, SELECTION, tables, date(2026, 3, 1)))

    declared = evidence.catalogue.indicators
    assert [row["Indicator"] for row in _rows(book, "Indicators")] == [declared[name].title for name in INDICATORS]


def test_every_extract_named_in_a_row_stands_in_the_list_of_extracts(evidence, tables):
    records = count_records(evidence, SELECTION, "ward")
    book = _read(write_selection(evidence, SELECTION, tables, date(2026, 3, 1), records))

    listed = {row["File"]: row for row in _rows(book, "Extracts")}
    assert set(listed) == {"wards 2026-01.csv", "fires.csv"}
    for title in ("By area", "By ward", "By month", "Records"):
        assert {row["Extract"] for row in _rows(book, title)} <= set(listed)
    fires = listed["fires.csv"]
    assert (fires["Months in use"], fires["Received on"]) == (2, "[x]"), "This store has no ledger."
