"""What goes into an Excel cell: a number, a date or harmless text, and never nothing without a mark that says why."""

import math
import re
from collections.abc import Iterable
from datetime import date

import pandas as pd

from svd.measures.result import INCOMPLETE, OK
from svd.views.column_forms import ColumnForm
from svd.views.figure_words import STATUS_WORDS, mark_of

CellValue = str | int | float | date

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Text with such a start is marked as text for good, so that no later edit or export turns it into a formula."""

LONGEST_TEXT, LONGEST_NAME = 32_767, 31
_LARGEST = 10**15
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]+")


def clean_text(text: object, longest: int = LONGEST_TEXT) -> str:
    """``text`` without characters a workbook can't hold, its line ends made one kind, cut at Excel's limit."""
    kept = _NOT_XML.sub("", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    return _cut(kept, longest)


def escape_codes(text: str) -> str:
    """``text`` as it is written: Excel reads _x0041_ as the letter A unless its first underscore is a code itself."""
    return _ESCAPED.sub("_x005F_", text)


def name_sheets(titles: Iterable[str]) -> list[str]:
    """A name Excel accepts for each title, no two alike; the second of a kind ends in (2)."""
    names: list[str] = []
    for title in titles:
        plain = " ".join(_NOT_IN_NAMES.sub(" ", clean_text(title)).split()).strip("' ")
        # Excel keeps the name History for itself.
        plain = plain if plain.casefold() not in ("", "history") else f"Table {plain}".strip()
        names.append(_unlike(plain, names, LONGEST_NAME))
    return names


def name_columns(forms: Iterable[ColumnForm]) -> list[str]:
    """A header for each column, no two alike, as an Excel table demands."""
    headers: list[str] = []
    for form in forms:
        headers.append(_unlike(" ".join(clean_text(form.title).split()) or "Column", headers, 255))
    return headers


def read_marks(table: pd.DataFrame) -> list[str]:
    """What each row shows in place of a null: the mark of its status, [z] where that is ok, [x] without a status."""
    if "status" not in table:
        return [mark_of("missing")] * len(table)
    by_status = {OK: mark_of("not_applicable"), INCOMPLETE: mark_of("not_applicable")}
    return [by_status.get(status) or mark_of(str(status)) or mark_of("missing") for status in table["status"]]


def read_cells(values: pd.Series, form: ColumnForm, marks: list[str]) -> list[CellValue]:
    """The column as Excel takes it; a null, an empty text or an impossible number becomes the row's mark."""
    read = _READERS.get(form.kind, _read_text)
    cells = []
    for value, is_null, mark in zip(values.tolist(), values.isna(), marks, strict=True):
        cell = None if is_null else read(value)
        cells.append(mark if cell is None or cell == "" else cell)
    return cells


def are_whole(cells: Iterable[CellValue]) -> bool:
    """Whether a column's numbers are whole, all of them, so that none needs a decimal."""
    return all(not isinstance(cell, float) or cell.is_integer() for cell in cells)


def places_of(number: float, is_whole: bool) -> int:
    """Decimal places of a number in a column: none, or one, or up to four to keep it from reading as zero."""
    if is_whole:
        return 0
    return next((places for places in (1, 2, 3) if number == 0 or abs(number) >= 0.5 * 10**-places), 4)


def _read_text(value: object) -> str:
    text = clean_text(value)
    return text if text.strip() else ""


def _read_number(value: object) -> CellValue | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _read_text(value)
    if not math.isfinite(value):
        return None
    # Excel keeps 15 digits: a longer whole number stays true only as text.
    return str(value) if isinstance(value, int) and abs(value) > _LARGEST else value


def _read_date(value: object) -> CellValue:
    # Excel's calendar begins in 1900.
    return value if isinstance(value, date) and value.year > 1900 else _read_text(value)


def _read_day(value: object) -> CellValue:
    return _read_date(value.date() if isinstance(value, pd.Timestamp) else value)


def _read_flag(value: object) -> str:
    return {True: "yes", False: "no"}.get(value) or _read_text(value)


def _read_status(value: object) -> str:
    return "shown" if value == OK else f"{mark_of(str(value))} {STATUS_WORDS.get(str(value), value)}".strip()


_READERS = {
    "number": _read_number,
    "year": _read_number,
    "month": _read_day,
    "date": _read_day,
    "flag": _read_flag,
    "status": _read_status,
}


def _unlike(wanted: str, taken: list[str], longest: int) -> str:
    name, count = _cut(wanted, longest), 1
    folded = {other.casefold() for other in taken}
    while name.casefold() in folded:
        count += 1
        name = f"{_cut(wanted, longest - len(f' ({count})'))} ({count})"
    return name


def _cut(text: str, longest: int) -> str:
    """The first ``longest`` characters as Excel counts them, in UTF-16."""
    if len(text) * 2 <= longest:
        return text
    return text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore")
