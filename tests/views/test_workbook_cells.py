"""Cells and names: what Excel can't hold is mended, what is missing is marked."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.views.column_forms import ColumnForm
from svd.views.workbook_cells import are_whole, clean_text, escape_codes, name_sheets, places_of, read_cells


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Wards", "wards", "WARDS"], ["Wards", "wards (2)", "WARDS (3)"]),
        (["a/b: [c]?*\\"], ["a b c"]),
        (["'quoted'"], ["quoted"]),
        (["", "History"], ["Table", "Table History"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 27 + " (2)"]),
    ],
)
def test_sheet_names_excel_accepts(titles: list[str], names: list[str]) -> None:
    assert name_sheets(titles) == names


@given(st.lists(st.text(max_size=50), max_size=5))
def test_any_titles_give_names_that_are_short_and_all_different(titles: list[str]) -> None:
    names = name_sheets(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert not any(set(name) & set("[]:*?/\\\n\x00") for name in names)


def test_text_loses_only_what_a_workbook_cannot_hold() -> None:
    assert clean_text("a\x00\x0b\ud800\uffffb\r\nc\rd\te") == "ab\nc\nd\te"
    assert clean_text("\U0001f600" * 3, longest=5) == "\U0001f600" * 2
    assert escape_codes("_x0041_ _x1_") == "_x005F_x0041_ _x1_"


@pytest.mark.parametrize(
    ("kind", "values", "cells"),
    [
        ("text", ["a", "", "  ", None], ["a", "?", "?", "?"]),
        ("number", [1.5, np.inf, np.nan, 0.0], [1.5, "?", "?", 0.0]),
        ("number", [10**16, "12", True, None], ["10000000000000000", "12", "True", "?"]),
        ("flag", [True, False, None], ["yes", "no", "?"]),
        ("month", [pd.Timestamp("2026-01-01"), pd.NaT, "spring"], [date(2026, 1, 1), "?", "spring"]),
        ("date", [date(1066, 10, 14), date(2026, 1, 2)], ["1066-10-14", date(2026, 1, 2)]),
        ("status", ["ok", "suppressed"], ["shown", "[c] hidden: a small number"]),
    ],
)
def test_cells_by_kind(kind: str, values: list, cells: list) -> None:
    read = read_cells(pd.Series(values, dtype=object), ColumnForm("A", kind), ["?"] * len(values))
    assert read == cells


@pytest.mark.parametrize(
    ("number", "is_whole", "places"),
    [(3, True, 0), (3.0, False, 1), (0.0, False, 1), (0.05, False, 1), (-0.04, False, 2), (1e-9, False, 4)],
)
def test_decimal_places_keep_a_number_from_reading_as_zero(number: float, is_whole: bool, places: int) -> None:
    assert places_of(number, is_whole) == places


def test_a_column_is_whole_only_if_all_of_it_is() -> None:
    assert are_whole([1, 2.0, "[c]"])
    assert not are_whole([1, 2.5])
