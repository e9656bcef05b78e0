"""Workbooks: the right sheet, its cells as text, and a refusal of whatever can't be read safely."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from svd.ingest.problems import UnusableFileError
from svd.ingest.read import read_grid, read_table
from tests.ingest.tables.books import make_ods, make_xlsx, ods_row, word_cell, write_book, zip_parts

HEADER = word_cell("A1", "ref") + word_cell("B1", "count")


@pytest.fixture
def read(tmp_path):
    def read_content(content: bytes, known=(), name="sent.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return read_table(path, known)

    return read_content


@pytest.fixture
def read_rows(tmp_path):
    def read_book(known=(), hidden=(), **sheets):
        return read_table(write_book(tmp_path / "sent.xlsx", sheets, hidden), known)

    return read_book


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (True, "TRUE"),
        (dt.date(2026, 1, 31), "2026-01-31"),
        (dt.datetime(2026, 1, 31, 14, 5), "2026-01-31T14:05"),
        (dt.datetime(2026, 1, 31, 14, 5, 7), "2026-01-31T14:05:07"),
        (dt.datetime(2026, 1, 31), "2026-01-31"),
        (dt.datetime(9999, 12, 31, 23, 59, 59, 997_000), "9999-12-31T23:59:59"),
        (dt.time(14, 5), "14:05"),
        (dt.timedelta(hours=30), "30:00"),
        ("#N/A", ""),
        (" two\nlines ", "two lines"),
        ("<5", "<5"),
        (None, ""),
    ],
)
def test_cells_as_text(read_rows, cell, text):
    table = read_rows(Data=[["ref", "cell"], ["A", cell]])
    assert table.frame["cell"].tolist() == [text]
    assert (table.sheet, list(table.frame.index)) == ("Data", [2])


def test_a_table_that_begins_far_from_the_corner(read_rows):
    rows = [["Report"], [], [None, None, "ref", "count"], [], [None, None, "A", 1], [None, None, "Total", 1]]
    table = read_rows(known=["ref", "count"], Data=rows)
    assert table.frame.to_dict("list") == {"ref": ["A"], "count": ["1"]}
    assert (list(table.frame.index), table.letters) == ([5], {"ref": "C", "count": "D"})
    assert table.foot.to_dict() == {6: "Total, 1"}
    assert table.notes == ("1 row above the header was skipped.",)


def test_a_workbook_is_read_whatever_its_name_says(read, tmp_path):
    book = write_book(tmp_path / "a.xlsx", {"Data": [["ref", "count"], ["A", 1]]}).read_bytes()
    assert read(book, name="sent.csv").frame["count"].tolist() == ["1"]
    assert read(b"ref,count\nA,1\n", name="sent.xlsx").frame["count"].tolist() == ["1"]


def test_the_sheet_that_names_most_columns_is_taken(read_rows):
    table = read_rows(["ref", "count"], Notes=[["ref", "meaning"]], Data=[["ref", "count"], [1, 2]], Empty=[])
    assert table.sheet == "Data"
    assert table.notes[0] == "The sheet 'Data' was read."
    assert table.notes[2] == "The sheet 'Empty' holds no table and was not read."


def test_a_hidden_sheet_is_taken_only_where_no_other_fits_and_is_named(read_rows):
    data = [["ref", "count"], [1, 2]]
    assert read_rows(["ref"], ["Old"], Old=data, New=data).sheet == "New"
    table = read_rows(["ref"], ["Old"], Old=data, Notes=[["a", "b"]])
    assert table.notes[0] == "The hidden sheet 'Old' was read."


def test_merged_cells_of_a_header_are_filled(tmp_path):
    book = openpyxl.Workbook()
    for row in (["ref", "Place", None, "x"], [None, "easting", "northing", None], ["A", 1, 2, 3]):
        book.active.append(row)
    book.active.merge_cells("B1:C1")
    book.active.merge_cells("A1:A2")
    book.save(tmp_path / "sent.xlsx")
    table = read_table(tmp_path / "sent.xlsx", ["ref", "place_easting", "place_northing"])
    assert list(table.frame.columns) == ["ref", "Place easting", "Place northing", "x"]
    assert list(table.frame.index) == [3]


def test_a_column_of_dates_and_texts_is_told(read_rows):
    rows = [["ref", "day", "note"], ["A", dt.date(2026, 4, 3), "x"], ["B", "25/04/2026", "y"]]
    assert read_rows(Data=rows).dated == {"day"}


def test_a_formula_with_its_result_is_read(read):
    row = f'<row r="1">{HEADER}</row><row r="2">{word_cell("A2", "A")}<c r="B2"><f>1+1</f><v>2</v></c></row>'
    assert read(make_xlsx(row)).frame["count"].tolist() == ["2"]
    empty = row.replace('<c r="B2"><f>1+1</f><v>2</v></c>', '<c r="B2" t="str"><f>""</f><v></v></c>')
    assert read(make_xlsx(empty)).frame["count"].tolist() == [""]


def test_an_open_document_sheet(read):
    tail = ods_row().replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048570">')
    table = read(make_ods(ods_row("ref", "count") + ods_row("A", "1") + tail), name="sent.ods")
    assert table.frame.to_dict("list") == {"ref": ["A"], "count": ["1"]}
    assert table.sheet == "Data"


def test_a_workbook_of_the_oldest_form():
    table = read_table(Path(__file__).with_name("old.xls"), ["ref", "day"])
    assert table.frame.to_dict("list") == {
        "ref": ["A", "B"],
        "day": ["2026-01-31", "2026-01-31T14:05"],
        "count": ["12", "1.5"],
    }
    assert (list(table.frame.index), table.foot.to_dict()) == ([3, 4], {5: "Total, 13.5"})


def test_the_grid_of_a_workbook(tmp_path):
    grid = read_grid(write_book(tmp_path / "a.xlsx", {"Data": [["Title"], ["ref", "count"], ["A", 1.5]]}))
    assert (grid.sheet, grid.header_row, grid.rows) == ("Data", 2, [["Title", ""], ["ref", "count"], ["A", "1.5"]])


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _spoil(content: bytes) -> bytes:
    at = content.index(b"xl/worksheets/sheet1.xml") + 40
    return content[:at] + bytes(byte ^ 255 for byte in content[at : at + 20]) + content[at + 20 :]


def _far(where: str, row: int) -> bytes:
    return make_xlsx(f'<row r="1">{HEADER}</row><row r="{row}">{word_cell(where, "x")}</row>')


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (1 << 27))
    return made.getvalue()


_GOOD = f'<row r="1">{HEADER}</row><row r="2">{word_cell("A2", "A")}<c r="B2"><v>2</v></c></row>'
_CELL = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"/>'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "rule", "said"),
    [
        (_cut(make_xlsx(_GOOD)), "truncated", "breaks off"),
        (_spoil(make_xlsx(_GOOD)), "truncated", "damaged"),
        (make_xlsx("<row><c></row></oops>"), "damaged", "can't be opened"),
        (make_xlsx(""), "empty_file", "no sheet holds anything"),
        (make_xlsx(f'<row r="1">{word_cell("A1", "Report")}</row>'), "wrong_format", "no table"),
        (_bomb(), "too_large", "would unpack to 128 MiB"),
        (_far("XFD1048576", 1_048_576), "too_large", "1,048,576 rows and 16,384 columns"),
        (_far("A1048577", 1_048_577), "too_large", "1,048,577 rows"),
        (make_xlsx(_GOOD.replace("<v>2</v>", "<f>1+1</f><v></v>")), "no_values", "B2 holds a formula"),
        (make_xlsx(_GOOD.replace("<v>2</v>", "<f>1+1</f>")), "no_values", "sheet 'Data'"),
        (make_ods(f"<table:table-row>{_CELL}</table:table-row>" * 300), "too_large", "repeats a cell"),
        (zip_parts({"word/document.xml": "<w/>"}), "wrong_format", "a Word document"),
        (zip_parts({"photo.png": "x"}), "wrong_format", "a zip archive"),
        (_OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password_protected", "locked with a password"),
        (_OLE + bytes(600) + "WordDocument\0".encode("utf-16-le"), "wrong_format", "a Word document"),
        (_OLE + bytes(600) + "Workbook\0".encode("utf-16-le"), "damaged", "can't be opened"),
    ],
)
def test_workbooks_that_are_refused(read, content, rule, said):
    with pytest.raises(UnusableFileError) as refusal:
        read(content)
    assert refusal.value.rule == rule
    assert said in refusal.value.message and "sent.xlsx" in refusal.value.message
    assert refusal.value.remedy


def test_an_old_workbook_whose_sectors_run_in_a_ring_is_refused_at_once(read):
    content = bytearray(Path(__file__).with_name("old.xls").read_bytes())
    table = (int.from_bytes(content[76:80], "little") + 1) * 512
    content[table + 4 : table + 8] = (0).to_bytes(4, "little")
    with pytest.raises(UnusableFileError, match="damaged"):
        read(bytes(content))


def test_sheets_that_fit_alike_or_not_at_all_are_named(read_rows):
    data = [["ref", "count"], [1, 2]]
    with pytest.raises(UnusableFileError, match="2 sheets that could be the table: 'May', 'June'"):
        read_rows(["ref"], May=data, June=data)
    with pytest.raises(UnusableFileError, match="no sheet with the columns expected; its sheets are 'May', 'June'"):
        read_rows(["other"], May=data, June=data)
