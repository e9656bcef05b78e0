"""Writes one sheet of a workbook: lines of heading, then one Excel table, ready to read, filter and print."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo

from svd.views.column_forms import ColumnForm
from svd.views.workbook_cells import (
    CellValue,
    are_whole,
    clean_text,
    escape_codes,
    name_columns,
    read_cells,
    read_marks,
)
from svd.views.workbook_styles import HEADER, HEADING, LINE, LINK, Pens, Style, style_of

CONTENTS, TO_CONTENTS = "Contents", "Go to contents"
_A4 = 9
_NARROWEST, _WIDEST, _ROWS_MEASURED = 12, 60, 500


@dataclass(frozen=True, eq=False)
class Page:
    """A sheet ready to be written: its name, the lines above its table, the table and the form of its columns.

    ``links``: the name of another sheet by the text of the table's cell that leads there.
    """

    name: str
    lines: tuple[str, ...]
    table: pd.DataFrame
    columns: Mapping[str, ColumnForm]
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def header_row(self) -> int:
        return len(self.lines) + 1


def write_page(book: Workbook, page: Page, banner: str, footer: str) -> None:
    """Add ``page`` to the book, with ``banner`` (empty: none) and ``footer`` on every printed page."""
    sheet = book.create_sheet(page.name)
    headers = name_columns(page.columns.values())
    marks = read_marks(page.table)
    columns = [read_cells(page.table[name], form, marks) for name, form in page.columns.items()]
    _set_up(sheet, page, banner, footer)
    _set_widths(sheet, headers, columns)
    pens = Pens(sheet)
    for number, line in enumerate(page.lines):
        sheet.append(_cells(pens, [line], [LINE if number else HEADING], {TO_CONTENTS: CONTENTS}))
    sheet.append(_cells(pens, headers, [HEADER] * len(headers), {}))
    looks = [(form.kind, are_whole(column)) for form, column in zip(page.columns.values(), columns, strict=True)]
    for row in zip(*columns, strict=True):
        styles = [style_of(value, *look) for value, look in zip(row, looks, strict=True)]
        sheet.append(_cells(pens, row, styles, page.links))
    _add_table(sheet, len(book.worksheets), headers, page)


def _set_up(sheet: WriteOnlyWorksheet, page: Page, banner: str, footer: str) -> None:
    """What a streamed sheet has to know before its first row: view, printing, headers and footers."""
    sheet.freeze_panes = f"A{page.header_row + 1}"
    sheet.print_title_rows = f"{page.header_row}:{page.header_row}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = _printed(banner)
    sheet.oddFooter.left.text = _printed(footer)
    sheet.oddFooter.right.text = "Page &P of &N"


def _printed(text: str) -> str | None:
    """For a header or footer, which holds 255 characters in all and in which a single & begins a code."""
    return clean_text(text, 70).replace("&", "&&") or None


def _set_widths(sheet: WriteOnlyWorksheet, headers: list[str], columns: list[list[CellValue]]) -> None:
    for number, (header, cells) in enumerate(zip(headers, columns, strict=True), start=1):
        # Room beside the header for the filter's arrow.
        longest = max([len(header) + 3, *(_length(cell) for cell in cells[:_ROWS_MEASURED])])
        width = min(max(1.2 * longest + 1, _NARROWEST), _WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width


def _length(cell: CellValue) -> int:
    if isinstance(cell, str):
        return max(len(line) for line in cell.split("\n"))
    return len("30 Sep 2026") if isinstance(cell, date) else len(f"{cell:,.1f}")


def _cells(
    pens: Pens, values: Iterable[CellValue], styles: Iterable[Style], links: Mapping[str, str]
) -> Iterator[WriteOnlyCell]:
    """The cells of one row, each to be written before the next is taken."""
    for value, style in zip(values, styles, strict=True):
        link = links.get(value) if isinstance(value, str) else None
        cell = pens.write(value, LINK if link else style)
        if link:
            quoted = link.replace("'", "''")
            cell.hyperlink = Hyperlink(ref="", location=f"'{quoted}'!A1")
        yield cell


def _add_table(sheet: WriteOnlyWorksheet, number: int, headers: list[str], page: Page) -> None:
    first, last = page.header_row, page.header_row + len(page.table)
    table = Table(displayName=f"table_{number}", ref=f"A{first}:{get_column_letter(len(headers))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table._initialise_columns()  # openpyxl's documented way for streamed sheets
    for column, header in zip(table.tableColumns, headers, strict=True):
        column.name = escape_codes(header)
    sheet.tables.add(table)
