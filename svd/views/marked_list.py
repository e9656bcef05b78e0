"""The first sheet of a marked copy: every fault with a way to its cell, grouped and counted, in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from svd.catalogue.wording import word_count_of, word_number
from svd.views.fault_groups import Fault, FaultGroup
from svd.views.workbook_cells import FORMULA_STARTS, clean_text, escape_codes
from svd.views.workbook_parts import SYNTHETIC
from svd.views.workbook_styles import HEADER, HEADING, LINE, LINK, TEXT, Style

WHAT_TO_MEND = "What to mend"
_COLUMNS = {
    "Cell": 10,
    "Row": 10,
    "Column": 22,
    "Value": 28,
    "Rule": 20,
    "What is wrong": 60,
    "What to do": 60,
    "Of its kind": 14,
}
_MOST_FROZEN = 12
_TABLE = "what_to_mend"


@dataclass(frozen=True)
class Copy:
    """What the list says of the copy it stands in: the file's name, the sheet of its cells, and where each now is."""

    file: str
    sheet: str
    is_synthetic: bool
    note: str
    cells: Mapping[str, str]
    """The cell in this copy by the cell in the file as sent."""


def write_list(sheet: Worksheet, copy: Copy, groups: list[FaultGroup]) -> None:
    """Fill ``sheet`` with the counts of each kind of fault and a row for each fault."""
    lines = list(_word_lines(copy, groups))
    for number, width in enumerate(_COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    if len(lines) < _MOST_FROZEN:
        sheet.freeze_panes = f"A{len(lines) + 2}"
    for number, line in enumerate(lines):
        _append(sheet, [make_cell(sheet, line, LINE if number else HEADING)])
    _append(sheet, [make_cell(sheet, title, HEADER) for title in _COLUMNS])
    rows = [row for group in groups for row in _list_rows(group)] or [_no_fault()]
    for fault, texts in rows:
        _append(sheet, list(_make_row(sheet, copy, fault, texts)))
    _add_table(sheet, len(lines) + 1, len(rows))


def make_cell(sheet: Worksheet, text: str, style: Style) -> WriteOnlyCell:
    """A cell that holds ``text`` as text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, escape_codes(clean_text(text)))
    cell.data_type = "s"
    cell.font, cell.alignment, cell.quotePrefix = style.font, style.alignment, text.startswith(FORMULA_STARTS)
    if style.fill:
        cell.fill = style.fill
    return cell


def find_table_name(book: Workbook) -> str:
    """A name no table of the book has."""
    taken = {name.casefold() for sheet in book.worksheets for name in getattr(sheet, "tables", {})}
    return next(name for name in (_TABLE, *(f"{_TABLE}_{number}" for number in range(2, 999))) if name not in taken)


def _word_lines(copy: Copy, groups: list[FaultGroup]) -> Iterator[str]:
    heading = f"What to mend in {copy.file}"
    yield f"{SYNTHETIC}. {heading}" if copy.is_synthetic else heading
    total = sum(group.count for group in groups)
    counted = word_count_of(total, "fault", "faults"), word_count_of(len(groups), "kind", "kinds")
    yield f"{counted[0]} of {counted[1]}. {copy.note}" if groups else "Nothing is to be mended."
    yield from (f"{group.words}." for group in groups)


def _list_rows(group: FaultGroup) -> Iterator[tuple[Fault | None, list[str]]]:
    total = word_number(group.count)
    for number, fault in enumerate(group.faults, start=1):
        row = "whole file" if fault.row is None else str(fault.row)
        told = [row, fault.column or "whole row", fault.value or "(empty)", group.name, fault.wrong, fault.remedy]
        if fault.row is None:
            told[1:3] = [fault.column or "whole file", "none"]
        yield fault, [*told, f"{number} of {total}"]
    more = group.count - len(group.faults)
    if more > 0:
        said = f"and {word_number(more)} more of the same"
        yield None, ["more", group.column or "whole row", "not listed", group.name, said, "As above.", total]


def _no_fault() -> tuple[None, list[str]]:
    return None, ["none", "none", "none", "none", "No fault was found.", "Nothing.", "0"]


def _make_row(sheet: Worksheet, copy: Copy, fault: Fault | None, texts: list[str]) -> Iterator[WriteOnlyCell]:
    """The cell's name, with a way to it where the copy has it, then the texts."""
    at = copy.cells.get(fault.cell) if fault else None
    first = make_cell(sheet, (fault.cell if fault else "") or "none", LINK if at else TEXT)
    if at:
        quoted = copy.sheet.replace("'", "''")
        first.hyperlink = Hyperlink(ref="", location=f"'{quoted}'!{at}")
    yield first
    yield from (make_cell(sheet, text, TEXT) for text in texts)


def _append(sheet: Worksheet, cells: list[WriteOnlyCell]) -> None:
    sheet.append(cells)
    for cell in cells:
        # A sheet that is not streamed leaves a link where its cell was made, which was nowhere yet.
        if cell.hyperlink is not None:
            cell.hyperlink.ref = cell.coordinate


def _add_table(sheet: Worksheet, header_row: int, rows: int) -> None:
    ref = f"A{header_row}:{get_column_letter(len(_COLUMNS))}{header_row + rows}"
    table = Table(displayName=find_table_name(sheet.parent), ref=ref)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table._initialise_columns()  # openpyxl's documented way for streamed sheets
    for column, title in zip(table.tableColumns, _COLUMNS, strict=True):
        column.name = title
    sheet.tables.add(table)
