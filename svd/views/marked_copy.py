"""A partner's own file with each fault marked in its cell, to be sent back: pattern, note, and a list at the front."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from svd.ingest.read import SentTable, read_grid
from svd.ingest.recognise import is_synthetic
from svd.views.fault_groups import Fault, FaultGroup, group_faults, read_sent
from svd.views.marked_list import WHAT_TO_MEND, Copy, make_cell, write_list
from svd.views.palette import DARK_PINK, PAPER
from svd.views.workbook import MADE_BY
from svd.views.workbook_cells import FORMULA_STARTS, clean_text, escape_codes, name_sheets
from svd.views.workbook_styles import TEXT

MOST_MARKS, MOST_ROWS = 5_000, 200_000
_MOST_LOADED = 1_000_000
_AS_SENT = "As sent"
FOR_SENDERS = {
    "unmapped_category": "Use one of the words listed in the feed's template, or tell us what this one means.",
    "unknown_ward": "Use one of the ward codes listed in the feed's template.",
    "unknown_indicator": "Use one of the ids listed in the feed's template.",
}
"""What a partner is asked to do where the product's own remedy is for whoever keeps the catalogue."""

_WRONG = PatternFill("lightUp", fgColor=DARK_PINK[1:], bgColor=PAPER[1:])
_WARNING = PatternFill("lightGray", fgColor=DARK_PINK[1:], bgColor=PAPER[1:])
_NOTE = {"width": 360, "height": 160}
_NEEDS_CARE = (*FORMULA_STARTS, "#")

Marks = Mapping[str, list[Fault]]


def mark_copy(path: Path, problems: pd.DataFrame, known: Collection[str] = ()) -> bytes:
    """An .xlsx of the file in ``path`` with its ``problems`` marked; ``known`` are headers, as for reading it.

    A workbook stays as it is but for the marks, without macros. Any other file becomes a sheet of its cells as text, in
    the rows and columns they had; of a file with more than MOST_ROWS rows only those with a fault.
    """
    sent = read_sent(path, known)
    kinds = len(problems.drop_duplicates(["rule", "column"]))
    groups = group_faults(problems, sent, max(1, MOST_MARKS // max(1, kinds)), FOR_SENDERS)
    marks = _collect(groups)
    book = _load(path, sent) if sent is not None else None
    if book is not None:
        return _mark_workbook(book, path, sent, groups, marks)
    return _mark_text(path, sent, known, groups, marks)


def _collect(groups: Iterable[FaultGroup]) -> Marks:
    """The faults that have a cell, by cell."""
    marks: dict[str, list[Fault]] = {}
    for group in groups:
        for fault in group.faults:
            if fault.cell:
                marks.setdefault(fault.cell, []).append(fault)
    return marks


def _load(path: Path, sent: SentTable) -> Workbook | None:
    """The workbook as it was sent; None where it is none that openpyxl writes, or too large to hold in memory."""
    is_large = len(sent.frame) > MOST_ROWS or sent.frame.size > _MOST_LOADED
    if is_large or sent.sheet is None:
        return None
    try:
        book = load_workbook(BytesIO(path.read_bytes()), keep_vba=False, keep_links=False)
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a partner's odd file makes it stumble over
        return None
    return book if sent.sheet in book.sheetnames else None


def _mark_workbook(book: Workbook, path: Path, sent: SentTable, groups: list[FaultGroup], marks: Marks) -> bytes:
    if WHAT_TO_MEND in book.sheetnames and sent.sheet != WHAT_TO_MEND:
        del book[WHAT_TO_MEND]
    sheet = book[sent.sheet]
    for at, faults in marks.items():
        _mark(_find_cell(sheet, at), faults)
    note = f"Each is marked in the sheet {sent.sheet!r} by a pattern and a note; every cell is as you sent it."
    copy = Copy(path.name, sent.sheet, is_synthetic(path.name), note, {at: at for at in marks})
    write_list(book.create_sheet(WHAT_TO_MEND, 0), copy, groups)
    book.active = 0
    for number, each in enumerate(book.worksheets):
        each.sheet_view.tabSelected = number == 0
    return _save(book, path)


def _find_cell(sheet: Worksheet, at: str) -> Cell:
    """The cell at ``at``, or the one that shows for it where cells were merged."""
    cell = sheet[at]
    if isinstance(cell, MergedCell):
        span = next(span for span in sheet.merged_cells.ranges if at in span)
        return sheet.cell(span.min_row, span.min_col)
    return cell


def _mark_text(
    path: Path, sent: SentTable | None, known: Collection[str], groups: list[FaultGroup], marks: Marks
) -> bytes:
    book = Workbook(write_only=True)
    first = book.create_sheet(WHAT_TO_MEND)
    told = path.name, is_synthetic(path.name)
    if sent is None:
        note = "The file could not be read as a table, so there is no cell to mark."
        write_list(first, Copy(told[0], "", told[1], note, {}), groups)
        return _save(book, path)
    name = name_sheets([WHAT_TO_MEND, sent.sheet or _AS_SENT])[1]
    is_part = len(sent.frame) > MOST_ROWS
    rows = read_grid(path, known).rows
    where = _place_part(marks, sent) if is_part else {at: at for at in marks}
    note = f"Each is marked in the sheet {name!r} by a pattern and a note; every cell holds the text you sent."
    if is_part:
        note = f"The file is large: the sheet {name!r} holds only its header and rows with a fault, marked."
    write_list(first, Copy(told[0], name, told[1], note, where), groups)
    shown = _take_part(rows, marks, sent) if is_part else rows
    _write_rows(book.create_sheet(name), shown, {where[at]: faults for at, faults in marks.items()})
    return _save(book, path)


def _list_part(marks: Marks, sent: SentTable) -> list[int]:
    """The rows of the file that a part shows: its header, then those with a mark."""
    return sorted({sent.header_row, *(fault.row for faults in marks.values() for fault in faults if fault.row)})


def _place_part(marks: Marks, sent: SentTable) -> dict[str, str]:
    """Where each marked cell stands in a part: one column on, after the row's number in the file."""
    rows = {row: number for number, row in enumerate(_list_part(marks, sent), start=1)}
    moved = {at: (faults[0].letter, rows[faults[0].row]) for at, faults in marks.items()}
    return {at: f"{get_column_letter(column_index_from_string(c) + 1)}{row}" for at, (c, row) in moved.items()}


def _take_part(rows: list[list[str]], marks: Marks, sent: SentTable) -> Iterator[list[str]]:
    for row in _list_part(marks, sent):
        number = "Row in your file" if row == sent.header_row else str(row)
        yield [number, *rows[row - 1]]


def _write_rows(sheet: WriteOnlyWorksheet, rows: Iterable[list[str]], marks: Marks) -> None:
    """The rows as text, each marked cell with its pattern and note."""
    by_row: dict[int, dict[int, list[Fault]]] = {}
    for at, faults in marks.items():
        letters = at.rstrip("0123456789")
        by_row.setdefault(int(at[len(letters) :]), {})[column_index_from_string(letters) - 1] = faults
    for number, row in enumerate(rows, start=1):
        marked = by_row.get(number, {})
        texts = [*row, *[""] * (max(marked, default=-1) + 1 - len(row))]
        sheet.append([_make_text(sheet, text, marked.get(column)) for column, text in enumerate(texts)])


def _make_text(sheet: WriteOnlyWorksheet, text: str, faults: list[Fault] | None) -> str | Cell | None:
    if faults is None and not text.startswith(_NEEDS_CARE):
        return escape_codes(clean_text(text)) or None
    cell = make_cell(sheet, text, TEXT)
    if faults:
        _mark(cell, faults)
    return cell


def _mark(cell: Cell, faults: list[Fault]) -> None:
    """Give the cell its pattern and a note of every fault; a note the sender left there stays below ours."""
    cell.fill = _WARNING if all(fault.is_warning for fault in faults) else _WRONG
    texts = [f"{fault.rule.replace('_', ' ').capitalize()}. {fault.wrong} {fault.remedy}" for fault in faults]
    if cell.comment is not None and cell.comment.author != MADE_BY:
        texts.append(f"Your note: {cell.comment.text}")
    cell.comment = Comment(clean_text("\n\n".join(dict.fromkeys(texts))), MADE_BY, **_NOTE)


def _save(book: Workbook, path: Path) -> bytes:
    book.properties.title = clean_text(f"{path.name}: what to mend")
    book.properties.language = "en-GB"
    file = BytesIO()
    book.save(file)
    return file.getvalue()
