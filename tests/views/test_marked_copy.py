"""Marked copies: each fault at the cell Excel shows, in words, and everything else as the partner sent it."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from svd.catalogue.schema import PROBLEMS
from svd.ingest.conform import conform
from svd.ingest.curate import check_file
from svd.views import marked_copy
from svd.views.marked_copy import mark_copy
from svd.views.marked_list import WHAT_TO_MEND
from tests.ingest.builders import make_catalogue, make_geography
from tests.proof import some

HEADER = ["record_id", "occurred_at", "category"]
KNOWN = frozenset(HEADER)


def problem(row: int | None, column: str | None, rule: str = "bad_date", **given: object) -> dict:
    """A problem whose value was not kept, as in the store."""
    told = {"row": row, "column": column, "rule": rule, "value": None, "message": "It is wrong. Mend it."}
    return {"source": "asb", "file": "f", "severity": "set_aside", "rows": 1, **told, **given}


def list_problems(*problems: dict) -> pd.DataFrame:
    return conform(pd.DataFrame(problems), PROBLEMS)


def write_text(folder: Path, text: str, name: str = "asb.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def write_book(folder: Path, *rows: list, name: str = "asb.xlsx") -> Path:
    book = Workbook()
    book.active.title = "January"
    for row in rows:
        book.active.append(row)
    book.create_sheet("Our notes")["A1"] = "for us only"
    book.save(folder / name)
    return folder / name


def mark(path: Path, *problems: dict) -> Workbook:
    return openpyxl.load_workbook(BytesIO(mark_copy(path, list_problems(*problems), KNOWN)))


def marks_of(book: Workbook, name: str) -> dict[str, str]:
    """The notes of a sheet by cell; each marked cell has a pattern too, and no other has."""
    cells = [cell for row in book[name].iter_rows() for cell in row]
    noted = {cell.coordinate: cell.comment.text for cell in cells if cell.comment}
    assert set(noted) == {cell.coordinate for cell in cells if cell.fill.patternType in ("lightUp", "lightGray")}
    return noted


def listed(book: Workbook) -> list[dict]:
    (table,) = book[WHAT_TO_MEND].tables.values()
    header, *rows = ([cell.value for cell in row] for row in book[WHAT_TO_MEND][table.ref])
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_workbook_with_a_title_block_is_marked_where_excel_shows_the_cell(tmp_path: Path) -> None:
    path = write_book(
        tmp_path,
        ["Council report"],
        [],
        HEADER,
        ["A1", datetime(2026, 1, 31), "Noise"],
        [],
        ["A2", "31/31/2026", "Noise"],
    )

    book = mark(path, problem(6, "occurred_at"))

    assert book.sheetnames == [WHAT_TO_MEND, "January", "Our notes"]
    assert marks_of(book, "January") == {
        "B6": "Bad date. occurred_at is '31/31/2026', which is no date from 2000 on. Write it as 2026-01-31T14:05, "
        "2026-01-31 or 2026-01."
    }
    (row,) = listed(book)
    assert (row["Cell"], row["Row"], row["Column"], row["Value"]) == ("B6", "6", "occurred_at", "31/31/2026")
    assert row["What to do"].startswith("Write it as")


def test_nothing_else_in_a_workbook_changes(tmp_path: Path) -> None:
    path = write_book(tmp_path, HEADER, ["A1", datetime(2026, 1, 31), "Noise"], ["A2", 5, 1.25])
    before = openpyxl.load_workbook(path)

    book = mark(path, problem(3, "occurred_at"))

    for name in before.sheetnames:
        assert list(book[name].values) == list(before[name].values)
        assert book[name]["B2"].number_format == before[name]["B2"].number_format


def test_a_csv_keeps_its_rows_and_its_text(tmp_path: Path) -> None:
    path = write_text(tmp_path, "Report,,\nrecord_id,occurred_at,category\n007,2026-01-31,Noise\n\nA2,,10-14\n")

    book = mark(path, problem(5, "occurred_at", "missing_value"))

    sheet = book["As sent"]
    assert [sheet[at].value for at in ("A3", "B3", "A5", "B5", "C5")] == ["007", "2026-01-31", "A2", None, "10-14"]
    assert marks_of(book, "As sent") == {"B5": "Missing value. occurred_at is empty. Fill it in."}


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "#N/A"])
def test_text_of_a_csv_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    path = write_text(tmp_path, f"record_id,occurred_at,category\nA1,{text},{text}\n")

    book = mark(path, problem(2, "category", "unmapped_category"))

    sheet = book["As sent"]
    assert [(sheet[at].value, sheet[at].data_type) for at in ("B2", "C2")] == [(text, "s")] * 2
    assert {cell.data_type for row in book[WHAT_TO_MEND].iter_rows(min_row=5) for cell in row} == {"s"}


def test_every_listed_cell_leads_to_its_place(tmp_path: Path) -> None:
    path = write_book(tmp_path, HEADER, ["A1", "x", "y"])

    book = mark(path, problem(2, "occurred_at"), problem(2, "category", "unmapped_category"))

    links = {
        cell.value: cell.hyperlink.location for row in book[WHAT_TO_MEND].iter_rows() for cell in row if cell.hyperlink
    }
    assert links == {"B2": "'January'!B2", "C2": "'January'!C2"}


def test_faults_are_grouped_and_counted(tmp_path: Path) -> None:
    rows = "".join(f"A{number},x,y\n" for number in range(2, 8))
    path = write_text(tmp_path, f"record_id,occurred_at,category\n{rows}")
    faults = [problem(row, "occurred_at") for row in range(2, 7)]

    book = mark(path, problem(3, "category", "unmapped_category"), *faults)

    lines = [row[0] for row in book[WHAT_TO_MEND].iter_rows(max_row=4, values_only=True)]
    assert lines[1].startswith("6 faults of 2 kinds.")
    assert lines[2:] == [
        "bad date: 5 cells in column B, first B2, B3, B4.",
        "unmapped category: 1 cell in column C, C3.",
    ]
    assert [row["Of its kind"] for row in listed(book)][:5] == [f"{number} of 5" for number in range(1, 6)]


def test_two_faults_of_a_cell_share_a_note_and_the_senders_own_stays(tmp_path: Path) -> None:
    path = write_book(tmp_path, HEADER, ["A1", "x", "y"])
    book = openpyxl.load_workbook(path)
    book["January"]["B2"].comment = Comment("ask Sam", "a colleague")
    book.save(path)

    (note,) = marks_of(
        mark(path, problem(2, "occurred_at"), problem(2, "occurred_at", "future_date")), "January"
    ).values()

    assert "Bad date." in note and "Future date." in note and "Your note: ask Sam" in note


def test_a_copy_marked_again_has_one_list_and_the_new_marks_only(tmp_path: Path) -> None:
    path = write_book(tmp_path, HEADER, ["A1", "x", "y"])
    again = tmp_path / "again.xlsx"
    again.write_bytes(mark_copy(path, list_problems(problem(2, "occurred_at")), KNOWN))

    book = mark(again, problem(2, "occurred_at", "future_date"))

    assert book.sheetnames == [WHAT_TO_MEND, "January", "Our notes"]
    assert "Bad date" not in book["January"]["B2"].comment.text
    (row,) = listed(book)
    assert row["Rule"] == "future date"


def test_what_is_said_of_the_whole_file_is_listed_and_a_column_marked_at_its_header(tmp_path: Path) -> None:
    path = write_text(tmp_path, "record_id,occurred_at,category,colour\nA1,2026-01-01,Noise,red\n")
    warning = {"severity": "warning", "rows": 0}

    book = mark(
        path, problem(None, None, "empty_month", **warning), problem(None, "colour", "unlisted_column", **warning)
    )

    assert marks_of(book, "As sent") == {"D1": "Unlisted column. It is wrong. Mend it."}
    assert {(row["Cell"], row["Row"]) for row in listed(book)} == {("none", "whole file"), ("D1", "1")}


def test_a_row_as_a_whole_is_marked_in_its_first_cell(tmp_path: Path) -> None:
    path = write_text(tmp_path, "record_id,occurred_at,category\nA1,2026-01-01,Noise,more\nA2,2026-01-01,Noise\n")

    assert list(marks_of(mark(path, problem(2, None, "ragged_row")), "As sent")) == ["A2"]


def test_more_faults_than_can_be_marked_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked_copy, "MOST_MARKS", 2)
    path = write_text(tmp_path, "record_id,occurred_at,category\n" + "A1,x,y\n" * 5)

    book = mark(path, *(problem(row, "occurred_at") for row in range(2, 7)))

    assert list(marks_of(book, "As sent")) == ["B2", "B3"]
    assert listed(book)[-1]["What is wrong"] == "and 3 more of the same"


def test_a_large_file_gives_its_faulty_rows_only_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked_copy, "MOST_ROWS", 3)
    path = write_text(tmp_path, "record_id,occurred_at,category\n" + "A1,x,y\n" * 4 + "A5,bad,y\n")

    book = mark(path, problem(6, "occurred_at"))

    assert list(book["As sent"].values) == [("Row in your file", *HEADER), ("6", "A5", "bad", "y")]
    assert list(marks_of(book, "As sent")) == ["C2"]
    (row,) = listed(book)
    assert row["Cell"] == "B6", "The list names the cell as in the file sent."
    assert "holds only its header and rows with a fault" in book[WHAT_TO_MEND]["A2"].value


def test_made_up_data_says_so(tmp_path: Path) -> None:
    path = write_text(tmp_path, "record_id,occurred_at,category\nA1,x,y\n", "SYNTHETIC asb.csv")

    assert mark(path, problem(2, "occurred_at"))[WHAT_TO_MEND]["A1"].value.startswith("SYNTHETIC: made-up data")


def test_a_file_that_is_no_table_gives_the_list_alone(tmp_path: Path) -> None:
    path = tmp_path / "asb.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)

    book = mark(path, problem(None, None, "wrong_format", severity="file", message="It is a picture. Send a table."))

    assert book.sheetnames == [WHAT_TO_MEND]
    (row,) = listed(book)
    assert (row["What is wrong"], row["What to do"]) == ("It is a picture.", "Send a table.")


def test_what_a_partner_is_asked_to_do_is_in_their_power(tmp_path: Path) -> None:
    path = write_text(tmp_path, "record_id,occurred_at,category\nA1,x,y\n")

    (row,) = listed(mark(path, problem(2, "category", "unmapped_category")))

    assert "template" in row["What to do"] and "toml" not in row["What to do"]


def test_the_copy_is_accessible_and_opens_on_the_list(tmp_path: Path) -> None:
    for path in (
        write_book(tmp_path, HEADER, ["A1", "x", "y"]),
        write_text(tmp_path, "record_id,occurred_at,category\nA1,x,y\n"),
    ):
        book = mark(path, problem(2, "occurred_at"))
        assert book.properties.title == f"{path.name}: what to mend" and book.properties.language == "en-GB"
        assert book.active.title == WHAT_TO_MEND
        assert [sheet.sheet_view.tabSelected for sheet in book].count(True) <= 1


@settings(max_examples=some(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.lists(st.text(alphabet="ab1=+-@#_x '", min_size=1, max_size=6), min_size=3, max_size=3), min_size=1
    ),
    at=st.data(),
)
def test_any_cell_of_a_text_file_comes_back_as_it_was(tmp_path: Path, rows: list[list[str]], at: st.DataObject) -> None:
    rows = [["A" + cell for cell in row[:1]] + row[1:] for row in rows]
    path = write_text(tmp_path, "\n".join(",".join(row) for row in [HEADER, *rows]) + "\n")
    row = at.draw(st.integers(2, len(rows) + 1))

    book = mark(path, problem(row, "category"))

    assert list(marks_of(book, "As sent")) == [f"C{row}"]
    found = [[(cell or "").strip() for cell in line] for line in book["As sent"].iter_rows(min_row=2, values_only=True)]
    assert found == [[cell.strip() for cell in line] for line in rows]


def test_a_marked_workbook_that_is_mended_passes_the_check(tmp_path: Path) -> None:
    catalogue, geography = make_catalogue(), make_geography()
    path = write_book(tmp_path, ["Report"], HEADER, ["A1", "31/31/2025", "Noise"], ["A2", "2025-01-05", "Nois"])
    report = check_file(path, catalogue, geography)
    assert report.rows_kept == 0
    marked = tmp_path / "asb mended.xlsx"
    marked.write_bytes(mark_copy(path, report.problems, catalogue.list_headers(catalogue.sources["asb"])))

    book = openpyxl.load_workbook(marked)
    assert set(marks_of(book, "January")) == {"B3", "C4"}
    book["January"]["B3"], book["January"]["C4"] = "2025-01-31", "Noise"
    book.save(marked)

    assert check_file(marked, catalogue, geography).rows_kept == 2
