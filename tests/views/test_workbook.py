"""Whole workbooks, read back as Excel would: structure, labels, and text and numbers that survive."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from svd.measures.result import SHORTHAND
from svd.views.column_forms import ColumnForm
from svd.views.workbook import Cover, Sheet, write_workbook
from svd.views.workbook_cells import clean_text
from svd.views.workbook_parts import NO_ROWS
from tests.proof import some

FORMS = {"ward_name": ColumnForm("Area"), "count": ColumnForm("Count", "number", "Events, not people.")}


def make_cover(**changes: object) -> Cover:
    told = {
        "title": "Knife crime",
        "period": "Jan 2026",
        "definition": "Wider definition",
        "filters": {"Period": "Jan 2026", "Wards": "all wards"},
        "made_on": date(2026, 2, 5),
        "is_synthetic": False,
        "sources": ("Police offences by ward",),
        "notes": ("Residents are those of 2021.",),
    }
    return Cover(**{**told, **changes})


def make_sheet(table: pd.DataFrame | None = None, columns: dict | None = None, title: str = "Wards") -> Sheet:
    if table is None:
        table = pd.DataFrame({"ward_name": ["Ash", "Birch"], "count": [3, 1234]})
    return Sheet(title, "Knife crime by ward", table, columns or FORMS, "Source: Police offences by ward")


def open_book(*sheets: Sheet, **changes: object) -> Workbook:
    return openpyxl.load_workbook(BytesIO(write_workbook(make_cover(**changes), list(sheets))))


def body_of(book: Workbook, name: str) -> list[list]:
    """The cells below the table's header."""
    (table,) = book[name].tables.values()
    return [list(row) for row in book[name][table.ref]][1:]


def values_of(book: Workbook, name: str) -> list[list]:
    return [[cell.value for cell in row] for row in body_of(book, name)]


def test_every_sheet_is_one_table_with_filters_a_frozen_header_and_print_settings() -> None:
    book = open_book(make_sheet(), make_sheet(title="Months"))
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Wards", "Months"]
    for sheet in book:
        (table,) = sheet.tables.values()
        header = sheet[table.ref][0]
        assert table.column_names == [cell.value for cell in header]
        assert table.autoFilter.ref == table.ref
        assert sheet.freeze_panes == f"A{header[0].row + 1}"
        assert sheet.print_title_rows == f"${header[0].row}:${header[0].row}"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            "landscape",
            1,
            0,
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert not sheet.merged_cells.ranges
        assert all(cell.value not in (None, "") for row in sheet[table.ref] for cell in row)
    assert len({table.displayName for sheet in book for table in sheet.tables.values()}) == 5


def test_the_cover_says_what_when_by_which_definition_and_filters() -> None:
    book = open_book(make_sheet())
    assert book["Cover"]["A1"].value == "Knife crime"
    assert dict(values_of(book, "Cover")) == {
        "Data": "As received from partners",
        "Period": "Jan 2026",
        "Definition of serious violence": "Wider definition",
        "Wards": "all wards",
        "Made on": "5 Feb 2026",
        "Source 1": "Police offences by ward",
    }


def test_contents_lead_to_every_sheet_and_each_leads_back() -> None:
    book = open_book(make_sheet(title="Ash's wards"), make_sheet(title="Months"))
    links = {row[0].value: row[0].hyperlink.location for row in body_of(book, "Contents")}
    assert links == {
        "Cover": "'Cover'!A1",
        "Notes": "'Notes'!A1",
        "Ash's wards": "'Ash''s wards'!A1",
        "Months": "'Months'!A1",
    }
    for name in ("Cover", "Notes", "Months"):
        back = [cell.hyperlink.location for row in book[name] for cell in row if cell.hyperlink]
        assert back == ["'Contents'!A1"]


def test_notes_explain_marks_columns_and_caveats() -> None:
    notes = dict(values_of(open_book(make_sheet()), "Notes"))
    assert all(notes[mark] == meaning for mark, meaning in SHORTHAND.values())
    assert notes["Column: Count"] == "Events, not people."
    assert notes["Note 1"] == "Residents are those of 2021."


def test_a_data_sheet_says_what_period_definition_and_source() -> None:
    sheet = open_book(make_sheet())["Wards"]
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [
        "Knife crime by ward",
        "Jan 2026. Definition: Wider definition",
        "Source: Police offences by ward",
        "Go to contents",
    ]
    assert sheet.column_dimensions["A"].width >= 10


def test_properties_name_title_language_and_day() -> None:
    properties = open_book(make_sheet()).properties
    assert (properties.title, properties.language) == ("Knife crime", "en-GB")
    assert properties.created == properties.modified == datetime(2026, 2, 5)
    assert properties.keywords is None


@pytest.mark.parametrize("by", ["cover", "row"])
def test_synthetic_stands_on_every_first_line_every_printed_page_and_in_the_properties(by: str) -> None:
    table = pd.DataFrame({"ward_name": ["Ash", "Elm"], "count": [1, 2], "is_synthetic": [False, by == "row"]})
    book = open_book(make_sheet(table), is_synthetic=by == "cover")
    for sheet in book:
        assert sheet["A1"].value.startswith("SYNTHETIC: made-up data")
        assert "SYNTHETIC" in sheet.oddHeader.center.text
        assert "SYNTHETIC" in sheet.oddFooter.center.text
    assert book.properties.title.startswith("SYNTHETIC")
    assert book.properties.keywords == "SYNTHETIC"
    assert dict(values_of(book, "Cover"))["Data"].startswith("SYNTHETIC")


def test_real_data_are_not_called_synthetic() -> None:
    table = pd.DataFrame({"ward_name": ["Ash"], "count": [1], "is_synthetic": [False]})
    book = open_book(make_sheet(table))
    assert not any("SYNTHETIC" in str(cell.value) for sheet in book for row in sheet for cell in row)
    assert book["Wards"].oddHeader.center.text is None


def test_numbers_months_and_days_stay_what_they_are() -> None:
    table = pd.DataFrame(
        {
            "whole": [1234, 0, 5],
            "rate": [1234.56, 0.0, 0.004],
            "month": pd.to_datetime(["2026-01-01", "2025-12-01", None]),
            "day": [date(2026, 1, 5), None, date(2026, 1, 7)],
            "year": pd.array([2021, None, 2021], dtype="Int64"),
        }
    )
    kinds = {"whole": "number", "rate": "number", "month": "month", "day": "date", "year": "year"}
    forms = {name: ColumnForm(name, kind) for name, kind in kinds.items()}
    rows = body_of(open_book(make_sheet(table, forms)), "Wards")
    assert [[cell.value for cell in row] for row in rows] == [
        [1234, 1234.56, datetime(2026, 1, 1), datetime(2026, 1, 5), 2021],
        [0, 0, datetime(2025, 12, 1), "[x]", "[x]"],
        [5, 0.004, "[x]", datetime(2026, 1, 7), 2021],
    ]
    assert [cell.number_format for cell in rows[0]] == ["#,##0", "#,##0.0", "mmm yyyy", "d mmm yyyy", "0"]
    assert rows[2][1].number_format == "#,##0.000"


def test_a_null_shows_the_mark_of_its_row() -> None:
    statuses = ["ok", "suppressed", "missing", "not_applicable", "incomplete"]
    table = pd.DataFrame({"ward_name": list("abcde"), "count": [None] * 5, "status": statuses}).astype({"count": float})
    with_status = values_of(open_book(make_sheet(table)), "Wards")
    assert [row[1] for row in with_status] == ["[z]", "[c]", "[x]", "[z]", "[z]"]
    without = values_of(open_book(make_sheet(table.drop(columns="status"))), "Wards")
    assert [row[1] for row in without] == ["[x]"] * 5


@pytest.mark.parametrize("columns", [FORMS, {}])
def test_a_table_without_rows_says_so(columns: dict) -> None:
    table = pd.DataFrame({name: [] for name in columns})
    sheet = Sheet("Wards", "Knife crime by ward", table, columns, "")
    (row,) = values_of(open_book(sheet), "Wards")
    assert row == [NO_ROWS, "[z]"][: max(len(columns), 1)]


def test_columns_of_one_name_get_two() -> None:
    forms = {"ward_name": ColumnForm("Area"), "count": ColumnForm("AREA")}
    (table,) = open_book(make_sheet(columns=forms))["Wards"].tables.values()
    assert table.column_names == ["Area", "AREA (2)"]


def test_an_ampersand_in_the_title_survives_printing() -> None:
    assert open_book(make_sheet(), title="Knives & guns")["Wards"].oddFooter.left.text == "Knives && guns"


def test_the_same_workbook_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_workbook(make_cover(), [make_sheet()])
    monkeypatch.setattr("time.time", lambda: 0.0)
    monkeypatch.setattr("time.localtime", lambda *_: datetime(2031, 1, 1).timetuple())
    assert write_workbook(make_cover(), [make_sheet()]) == first


@settings(max_examples=some(200), deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=5))
@example(
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "#N/A", "TRUE", "1", "_x0041_", "a\x00b\x1f", " a ", "\ufffe"]
)
@example(["=HYPERLINK(A1)", "x" * 40_000, "two\r\nlines", "Go to contents"])
def test_any_text_survives_and_is_never_a_formula(texts: list[str]) -> None:
    forms = {"ward_name": ColumnForm("Area")}
    written = write_workbook(make_cover(), [make_sheet(pd.DataFrame({"ward_name": texts}, dtype=object), forms)])
    with ZipFile(BytesIO(written)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets/" in name)
    cells = [row[0] for row in body_of(openpyxl.load_workbook(BytesIO(written)), "Wards")]
    expected = [clean_text(text) if clean_text(text).strip() else "[x]" for text in texts]
    assert [cell.value.replace("_x005F_", "_") for cell in cells] == expected
    assert all(cell.data_type == "s" for cell in cells)
    assert all(cell.quotePrefix for cell in cells if cell.value[0] in "=+-@\t\r")


# Excel holds no number beyond 9.99999999999999E+307.
NUMBERS = st.one_of(st.floats(-9.99e307, 9.99e307), st.integers(-(10**15), 10**15))


@settings(max_examples=some(200), deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_any_number_survives_as_a_number_to_the_digits_excel_keeps(numbers: list[float]) -> None:
    table = pd.DataFrame({"count": pd.Series(numbers, dtype=object)})
    rows = body_of(open_book(make_sheet(table, {"count": ColumnForm("Count", "number")})), "Wards")
    assert [row[0].value for row in rows] == pytest.approx(numbers, rel=1e-15, abs=0)
    assert all(row[0].data_type == "n" for row in rows)


@settings(max_examples=some(200), deadline=None)
@given(st.text(), st.text(), st.text())
def test_no_title_heading_or_name_breaks_the_file(title: str, heading: str, name: str) -> None:
    sheet = Sheet(title, heading, pd.DataFrame({"a": [1]}), {"a": ColumnForm(name, "number")}, heading)
    book = open_book(sheet, sheet, title=title, period=heading, filters={name: title}, notes=(name,))
    assert len(book.sheetnames) == 5
    assert all(sheet["A1"].value for sheet in book)
