"""The sheet of a template that is filled in: agreed headers, an example row, and cells that refuse other things."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo

from svd.catalogue.contract import Column
from svd.views.contract_examples import Feed, find_examples, name_headers
from svd.views.contract_tables import TYPES
from svd.views.template_rules import limit_column
from svd.views.workbook import MADE_BY
from svd.views.workbook_cells import escape_codes
from svd.views.workbook_styles import HEADER, TEXT

DATA = "Data"
EXAMPLE = "Example, made up: write your first row over it, or delete it."
_NUMBERS = {"age": int, "count": int, "month_count": int, "number": float, "metres": float, "degrees": float}
_FORMATS = {"age": "0", "count": "0", "month_count": "0", "metres": "0", "degrees": "0.0000", "number": "General"}
_AS_TEXT = "@"
_EXAMPLE_FONT = Font(name=TEXT.font.name, size=TEXT.font.size, italic=True)
_NOTE = {"width": 320, "height": 140}
_NARROWEST = 14


@dataclass(frozen=True)
class _Place:
    """A column of the sheet: its declaration, its header and its letter."""

    column: Column
    header: str
    letter: str


def write_entry(book: Workbook, feed: Feed, lists: Mapping[str, str]) -> None:
    """Add the sheet; ``lists`` gives the range of a column's words by its name."""
    sheet = book.create_sheet(DATA)
    named = [(column, header) for column in feed.columns for header in name_headers(column)]
    places = [_Place(*pair, get_column_letter(number)) for number, pair in enumerate(named, start=1)]
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for place in places:
        shape = sheet.column_dimensions[place.letter]
        shape.width = max(len(place.header) + 6, _NARROWEST)
        shape.number_format, shape.font = _format_of(place.column), TEXT.font
        sheet.data_validations.append(limit_column(place.column, place.letter, lists.get(place.column.name, "")))
    sheet.append(list(_write_headers(sheet, places)))
    sheet.append(list(_write_example(sheet, places, find_examples(feed))))
    _add_table(sheet, len(book.worksheets), places)


def _format_of(column: Column) -> str:
    """Text unless it is a number, or Excel would turn 10-14 into a date and drop a code's leading zeros."""
    return _FORMATS.get(column.type, _AS_TEXT)


def _write_headers(sheet: WriteOnlyWorksheet, places: list[_Place]) -> Iterator[WriteOnlyCell]:
    for place in places:
        column = place.column
        cell = WriteOnlyCell(sheet, escape_codes(place.header))
        cell.data_type, cell.number_format = "s", _AS_TEXT
        cell.font, cell.fill, cell.alignment = HEADER.font, HEADER.fill, Alignment(vertical="top")
        needed = "Required" if column.is_required else "If known"
        unit = f" Unit: {column.unit}." if column.unit else ""
        cell.comment = Comment(f"{needed}. {TYPES[column.type]}.{unit}\n{column.meaning}", MADE_BY, **_NOTE)
        yield cell


def _write_example(
    sheet: WriteOnlyWorksheet, places: list[_Place], examples: Mapping[str, str]
) -> Iterator[WriteOnlyCell]:
    for number, place in enumerate(places):
        text = examples[place.column.field]
        cell = WriteOnlyCell(sheet, _read_example(place.column, text))
        if isinstance(cell.value, str):
            cell.data_type = "s"
        cell.number_format, cell.font = _format_of(place.column), _EXAMPLE_FONT
        if number == 0:
            cell.comment = Comment(EXAMPLE, MADE_BY, **_NOTE)
        yield cell


def _read_example(column: Column, text: str) -> str | float | None:
    """The example as it is typed: numbers as numbers, nothing where there is none."""
    if not text:
        return None
    number = _NUMBERS.get(column.type)
    value = number(text) if number else escape_codes(text)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _add_table(sheet: WriteOnlyWorksheet, number: int, places: list[_Place]) -> None:
    table = Table(displayName=f"table_{number}", ref=f"A1:{places[-1].letter}2")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table._initialise_columns()  # openpyxl's documented way for streamed sheets
    for column, place in zip(table.tableColumns, places, strict=True):
        column.name = escape_codes(place.header)
    sheet.tables.add(table)
