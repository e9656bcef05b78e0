"""Workbooks of any age (xlsx, xlsb, xls, ods): the sheet that holds the table, and its cells as text."""

import io
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from svd.ingest.problems import UnusableFileError
from svd.ingest.tables.archive import SheetScan, scan_archive
from svd.ingest.tables.cells import is_date, tidy_rows, tidy_text, word_column, word_value
from svd.ingest.tables.header import SEARCHED, Header, find_header
from svd.ingest.tables.kinds import locked
from svd.ingest.tables.ole import has_ring
from svd.ingest.tables.sent_cells import Grid, SentCells, word_skipped

Rows = list[list[object]]
Read = TypeVar("Read")


@dataclass(frozen=True, eq=False)
class _Sheet:
    name: str
    number: int
    is_hidden: bool
    rows: Rows
    header: Header | None

    @property
    def rank(self) -> tuple[int, bool]:
        assert self.header is not None
        return self.header.score, len(self.rows) > self.header.row + 1


def read_workbook(data: bytes, kind: str, name: str, known: Collection[str]) -> SentCells:
    """The table of the sheet that names most ``known`` columns; raises UnusableFileError where no one sheet does."""
    scans = _look_over(data, kind, name)
    sheets = _guard(lambda: _read_sheets(data, known), name)
    sheet, notes = _choose_sheet(sheets, known, name)
    _check_worked(scans, sheet, name)
    notes += _word_hidden(scans, sheet)
    return _guard(lambda: _read_cells(sheet, notes), name)


def read_workbook_grid(data: bytes, kind: str, name: str, known: Collection[str]) -> Grid:
    """All cells of the same sheet, from A1."""
    _look_over(data, kind, name)
    sheet, _ = _choose_sheet(_guard(lambda: _read_sheets(data, known), name), known, name)
    assert sheet.header is not None
    return Grid(sheet.name, sheet.header.row + 1, [[word_value(cell) for cell in row] for row in sheet.rows])


def _look_over(data: bytes, kind: str, name: str) -> Mapping[int, SheetScan]:
    """The sheets' scans, empty for the oldest form; raises UnusableFileError where opening the file could not end."""
    if kind != "xls":
        return scan_archive(data, name)
    if has_ring(data):
        raise _damaged(name)
    return {}


def _damaged(name: str) -> UnusableFileError:
    message = f"{name} is damaged: it can't be opened as a workbook."
    return UnusableFileError("damaged", message, "Open it in Excel, save it as a new .xlsx and send that.")


def _guard(read: Callable[[], Read], name: str) -> Read:
    """What ``read`` gives; whatever goes wrong in the library, a panic too, becomes a refusal of the file."""
    try:
        return read()
    except (KeyboardInterrupt, SystemExit, UnusableFileError):
        raise
    except PasswordError:
        raise locked(name) from None
    except BaseException:  # a panic is no Exception
        raise _damaged(name) from None


def _read_sheets(data: bytes, known: Collection[str]) -> list[_Sheet]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        found = []
        for number, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(number)
            rows = sheet.to_python(skip_empty_area=False) if sheet.start else []
            header = find_header(_word_head(rows), known, _spread_merged(sheet, rows))
            found.append(_Sheet(about.name, number, about.visible != SheetVisibleEnum.Visible, rows, header))
    return found


def _word_head(rows: Rows) -> list[list[str]]:
    return tidy_rows([[word_value(cell) for cell in row] for row in rows[:SEARCHED]])


def _spread_merged(sheet: CalamineSheet, rows: Rows) -> Mapping[tuple[int, int], str]:
    """The text of cells merged sideways in the first rows, for each cell they cover."""
    found = {}
    for (top, left), (_, right) in sheet.merged_cell_ranges or ():
        if top < min(SEARCHED, len(rows)) and left < len(rows[top]):
            text = tidy_text(word_value(rows[top][left]))
            found |= {(top, column): text for column in range(left + 1, min(right, len(rows[top])) + 1)}
    return found


def _choose_sheet(sheets: list[_Sheet], known: Collection[str], name: str) -> tuple[_Sheet, list[str]]:
    tables = [sheet for sheet in sheets if sheet.header]
    if not tables:
        if any(cell != "" for sheet in sheets for row in sheet.rows for cell in row):
            message = f"{name} has no table: no sheet has a row with two column names."
            raise UnusableFileError("wrong_format", message, "Put the column names in one row, the records below.")
        raise UnusableFileError("empty_file", f"{name} is empty: no sheet holds anything.", "Ask for the file again.")
    fitting = [sheet for sheet in tables if sheet.header.score] if known else tables
    if not fitting and len(tables) > 1:
        message = f"{name} has no sheet with the columns expected; its sheets are {_list_names(tables)}."
        raise UnusableFileError("no_table", message, "Name the columns as in the template, or send that sheet alone.")
    fitting = fitting or tables
    seen = [sheet for sheet in fitting if not sheet.is_hidden] or fitting
    best = max(sheet.rank for sheet in seen)
    equal = [sheet for sheet in seen if sheet.rank == best]
    if len(equal) > 1:
        message = f"{name} has {len(equal)} sheets that could be the table: {_list_names(equal)}."
        raise UnusableFileError("several_tables", message, "Keep one of them in the file, or send each as its own.")
    return equal[0], _word_choice(equal[0], sheets)


def _word_choice(chosen: _Sheet, sheets: list[_Sheet]) -> list[str]:
    notes = []
    others = [sheet for sheet in sheets if sheet is not chosen]
    if others or chosen.is_hidden:
        notes.append(f"The {'hidden ' if chosen.is_hidden else ''}sheet {chosen.name!r} was read.")
    for sheet in others:
        told = "holds another table" if sheet.header else "holds no table"
        notes.append(f"The {'hidden ' if sheet.is_hidden else ''}sheet {sheet.name!r} {told} and was not read.")
    return notes


def _list_names(sheets: list[_Sheet]) -> str:
    return ", ".join(repr(sheet.name) for sheet in sheets)


def _check_worked(scans: Mapping[int, SheetScan], sheet: _Sheet, name: str) -> None:
    cell = scans[sheet.number].unworked if sheet.number in scans else None
    if cell:
        message = f"{name}, sheet {sheet.name!r}: {cell} holds a formula without its result."
        remedy = "Open the file in Excel, let it calculate, save it and send it again."
        raise UnusableFileError("no_values", message, remedy)


def _word_hidden(scans: Mapping[int, SheetScan], sheet: _Sheet) -> list[str]:
    """A note of rows that Excel doesn't show, as a filter hides them: they are read like the others."""
    rows = scans[sheet.number].hidden if sheet.number in scans else 0
    return [f"{rows} hidden rows were read too." if rows > 1 else "1 hidden row was read too."] if rows else []


def _read_cells(sheet: _Sheet, notes: list[str]) -> SentCells:
    header = sheet.header
    assert header is not None
    body = sheet.rows[header.row + 1 :]
    values = list(zip(*body, strict=True)) if body else []
    values = values[: len(header.names)] or [()] * len(header.names)
    dated = {name for name, column in zip(header.names, values, strict=True) if name and _is_mixed(column)}
    above = sum(any(cell != "" for cell in row) for row in sheet.rows[: header.top])
    first = header.row + 2
    return SentCells(
        header=header.names,
        header_row=header.row + 1,
        columns=[word_column(column) for column in values],
        rows=pd.RangeIndex(first, first + len(body), name="row"),
        ragged=pd.Series([], index=pd.RangeIndex(0, name="row"), dtype="str"),
        sheet=sheet.name,
        dated=frozenset(dated),
        notes=[*notes, *word_skipped(above)],
    )


def _is_mixed(column: tuple[object, ...]) -> bool:
    return any(map(is_date, column)) and any(isinstance(cell, str) and cell for cell in column)
