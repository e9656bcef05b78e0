"""A result as a table for people: on a page with marks in place of hidden numbers, and as a sheet of a workbook."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd

from svd.catalogue.wording import word_day, word_month, word_number
from svd.measures.result import EXTRA_COLUMNS, INCOMPLETE
from svd.views.column_forms import Kind, forms_of
from svd.views.figure_words import mark_of
from svd.views.workbook_cells import CellValue, are_whole, places_of, read_cells, read_marks
from svd.views.workbook_parts import Sheet

_NO_NAMES: Mapping[str, str] = MappingProxyType({})
_MAY_BE_LOW = ("count", "value")


def present_table(
    result: pd.DataFrame, indicators: Mapping[str, str] = _NO_NAMES, columns: tuple[str, ...] = ()
) -> pd.DataFrame:
    """``result`` in words, index kept, all of it text: plain names, thousands separators, marks for what is not shown.

    ``indicators`` gives each indicator's title by its id. ``columns`` picks and orders the result's columns; without,
    those that only say how it was made are left out. A figure that may be too low carries its mark beside it.
    """
    named = _name_indicators(result, indicators)
    forms, marks = forms_of(named, columns or _needed(named)), read_marks(named)
    is_low = named["status"].eq(INCOMPLETE).tolist() if "status" in named else [False] * len(named)
    shown = {}
    for name, form in forms.items():
        words = _word_cells(read_cells(named[name], form, marks), form.kind)
        shown[form.title] = _mark_low(words, is_low) if name in _MAY_BE_LOW else words
    return pd.DataFrame(shown, index=named.index, dtype="str")


def mark_hidden(result: pd.DataFrame) -> pd.DataFrame:
    """The result's own columns with the mark that says why, such as [c], in place of each number that is not shown."""
    shown = result[list(_needed(result))]
    forms, marks = forms_of(shown), read_marks(result)
    numbers = [name for name, form in forms.items() if form.kind in ("number", "year")]
    cells = {name: _as_whole(read_cells(shown[name], forms[name], marks)) for name in numbers}
    return shown.assign(**{name: pd.Series(column, shown.index, dtype=object) for name, column in cells.items()})


def _as_whole(cells: list[CellValue]) -> list[CellValue]:
    """Counts without a decimal point, where the whole column needs none."""
    if not are_whole(cells):
        return cells
    return [int(cell) if isinstance(cell, float) else cell for cell in cells]


def result_sheet(result: pd.DataFrame, title: str, heading: str, indicators: Mapping[str, str] = _NO_NAMES) -> Sheet:
    """``result`` with all its columns as a sheet of a workbook; its source line comes from the result itself."""
    named = _name_indicators(result, indicators)
    return Sheet(title, heading, named, forms_of(named), word_source(named))


def word_source(result: pd.DataFrame) -> str:
    """Source, extract and definition of ``result`` in one line, each left out where the result does not have it."""
    parts = {"source": "Source", "extract": "Extract", "definition": "Definition"}
    return " | ".join(
        f"{word}: {_list(result[name])}" for name, word in parts.items() if name in result and result[name].any()
    )


def _list(values: pd.Series) -> str:
    listed = [str(value) for value in values.dropna().unique() if value]
    return "; ".join(listed) if len(listed) <= 3 else f"{len(listed)}, named in each row"


def _name_indicators(result: pd.DataFrame, indicators: Mapping[str, str]) -> pd.DataFrame:
    if "indicator" not in result:
        return result
    return result.assign(indicator=[indicators.get(name, name) for name in result["indicator"]])


def _needed(result: pd.DataFrame) -> tuple[str, ...]:
    extra = set(EXTRA_COLUMNS) - ({"month"} if "period" not in result else set())
    return tuple(name for name in result if name not in extra)


def _word_cells(cells: list[CellValue], kind: Kind) -> list[str]:
    is_whole = are_whole(cells)
    return [cell if isinstance(cell, str) else _word_cell(cell, kind, is_whole) for cell in cells]


def _word_cell(cell: CellValue, kind: Kind, is_whole: bool) -> str:
    if isinstance(cell, date):
        return word_month(cell) if kind == "month" else word_day(cell)
    return str(int(cell)) if kind == "year" else word_number(cell, places_of(cell, is_whole))


def _mark_low(words: list[str], is_low: list[bool]) -> list[str]:
    mark = mark_of(INCOMPLETE)
    return [
        f"{word} {mark}" if low and not word.startswith("[") else word for word, low in zip(words, is_low, strict=True)
    ]
