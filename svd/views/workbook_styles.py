"""How an Excel cell looks: font, fill and number format by what it holds."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from svd.views.column_forms import Kind
from svd.views.palette import DARK_BLUE, PAPER
from svd.views.workbook_cells import FORMULA_STARTS, CellValue, escape_codes, places_of

_FONT = "Arial"
_FORMATS = {"month": "mmm yyyy", "date": "d mmm yyyy", "year": "0"}


@dataclass(frozen=True, eq=False)
class Style:
    """A look that many cells share; two are the same only if they are one."""

    font: Font
    alignment: Alignment
    fill: PatternFill | None = None
    number_format: str = "General"


class Pens:
    """Writes cells of one streamed sheet, with one cell object for each look.

    A look is dear to put on, and a streamed cell is written before the next is asked for: so one cell serves again.
    """

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        self._sheet = sheet
        self._cells: dict[tuple[Style, bool], WriteOnlyCell] = {}

    def write(self, value: CellValue, style: Style) -> WriteOnlyCell:
        """The cell that holds ``value``, until the next is written; text stays text whatever it begins with."""
        if not isinstance(value, str):
            cell = self._cell(style, False)
            cell.value = value
            return cell
        cell = self._cell(style, value.startswith(FORMULA_STARTS))
        cell.value = escape_codes(value)
        cell.data_type = "s"
        return cell

    def _cell(self, style: Style, is_quoted: bool) -> WriteOnlyCell:
        if (style, is_quoted) not in self._cells:
            cell = self._cells[style, is_quoted] = WriteOnlyCell(self._sheet)
            cell.font, cell.alignment, cell.number_format = style.font, style.alignment, style.number_format
            cell.quotePrefix = is_quoted
            if style.fill:
                cell.fill = style.fill
        return self._cells[style, is_quoted]


_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_BODY = Font(name=_FONT, size=12)
TEXT = Style(_BODY, _WRAPPED)
MARK = Style(_BODY, Alignment(vertical="top", horizontal="right"))
LINE = Style(_BODY, _TOP)
HEADING = Style(Font(name=_FONT, size=16, bold=True), _TOP)
LINK = Style(Font(name=_FONT, size=12, underline="single", color=DARK_BLUE[1:]), _TOP)
HEADER = Style(
    Font(name=_FONT, size=12, bold=True, color=PAPER[1:]), _WRAPPED, PatternFill("solid", fgColor=DARK_BLUE[1:])
)


def style_of(value: CellValue, kind: Kind, is_whole: bool) -> Style:
    """The look of a body cell of a column of ``kind``; ``is_whole``: the column holds whole numbers only."""
    if isinstance(value, str):
        return TEXT if kind in ("text", "flag", "status") else MARK
    if kind in _FORMATS:
        return _number_style(_FORMATS[kind])
    if isinstance(value, date):
        return _number_style(_FORMATS["date"])
    places = places_of(value, is_whole)
    return _number_style(f"#,##0.{'0' * places}" if places else "#,##0")


@lru_cache
def _number_style(number_format: str) -> Style:
    return Style(_BODY, _TOP, number_format=number_format)
