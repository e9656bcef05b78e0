"""A series made ready to draw: every month or period there, gaps as gaps, and runs that may be joined by a line."""

from collections.abc import Sequence
from datetime import date
from math import nan
from typing import NamedTuple

import pandas as pd

from svd.catalogue.declarations import Break, Frequency
from svd.catalogue.wording import word_month, word_number, word_range
from svd.figures.trends import STEPS
from svd.measures.result import INCOMPLETE, MISSING
from svd.views.figure_words import STATUS_WORDS, figure_words, is_shown, mark_of

SOLID, HOLLOW, PROVISIONAL, EMPTY = "solid", "hollow", "provisional", ""
_REASONS = {status for status in STATUS_WORDS if status != INCOMPLETE}
"""What a month without a figure may say of itself; anything else was not received."""
_MOST_EARLIER = 3
_MARK_ROOM = 1 / 24
"""Share of the chart's width a mark such as [c] needs."""


class Month(NamedTuple):
    """One month of a series, or one period by its first month; figures are null where not shown, ``look`` then empty.

    ``run`` numbers the stretches a line may join: it never crosses a month without a figure, a break, or the edge of
    an unfinished month.
    """

    month: pd.Timestamp
    value: float
    lower: float
    upper: float
    status: str
    look: str
    run: int
    words: str
    month_words: str


class _Row(NamedTuple):
    value: float
    lower: float
    upper: float
    status: str
    is_complete: bool
    is_provisional: bool
    period: str


_NOTHING = _Row(nan, nan, nan, MISSING, True, False, "")


def list_months(
    table: pd.DataFrame, breaks: Sequence[Break], decimals: int, frequency: Frequency = "month"
) -> list[Month]:
    """Every period from the first of ``table`` to its last, in order; one that ``table`` lacks is missing."""
    rows = _rows_by_number(table)
    starts = {_first_month_from(each.date) for each in breaks}
    months, run, was_whole, before = [], 0, False, -1
    for number in _fill_numbers(sorted(rows), frequency):
        row = rows.get(number, _NOTHING)
        has_figure = is_shown(row.value, row.status)
        is_whole = has_figure and bool(row.is_complete)
        run += not (is_whole and was_whole) or any(before < start <= number for start in starts)
        was_whole, before = is_whole, number
        months.append(_month(number, row, run, has_figure, decimals))
    return months


def _month(number: int, row: _Row, run: int, has_figure: bool, decimals: int) -> Month:
    day = pd.Timestamp(number // 12, number % 12 + 1, 1)
    name = row.period or word_month(day)
    if not has_figure:
        status = row.status if row.status in _REASONS else MISSING
        return Month(day, nan, nan, nan, status, EMPTY, run, f"{mark_of(status)}: {STATUS_WORDS[status]}", name)
    look = PROVISIONAL if row.is_provisional else SOLID
    look = look if row.is_complete and row.status != INCOMPLETE else HOLLOW
    words = _words(row, look, decimals)
    return Month(day, row.value, row.lower, row.upper, row.status, look, run, words, name)


def _rows_by_number(table: pd.DataFrame) -> dict[int, _Row]:
    assert table["month"].is_unique, "a series shows one figure for a month"
    figures = [table[name].astype(float).to_list() for name in ("value", "lower", "upper")]
    told = {"is_provisional": False, "period": ""}
    more = [table[name].to_list() if name in table else [usual] * len(table) for name, usual in told.items()]
    rows = map(_Row, *figures, table["status"].to_list(), table["is_complete"].to_list(), *more)
    return dict(zip(map(_number, table["month"].to_list()), rows, strict=True))


def _fill_numbers(numbers: list[int], frequency: Frequency) -> list[int]:
    step, most = STEPS[frequency]
    filled = numbers[:1]
    for number in numbers[1:]:
        while number - filled[-1] > most:
            filled.append(filled[-1] + step)
        filled.append(number)
    return filled


def word_earlier_years(months: list[Month], decimals: int) -> list[str]:
    """Each month's own figures of earlier years of the series, as ``Sep 2025: 132; Sep 2024: 140``."""
    shown = {_number(month.month): month for month in months if month.look}
    words = []
    for month in months:
        before = [shown.get(_number(month.month) - 12 * years) for years in range(1, _MOST_EARLIER + 1)]
        told = [f"{one.month_words}: {word_number(one.value, decimals)}" for one in before if one]
        words.append("; ".join(told) or "none in this chart")
    return words


class Gap(NamedTuple):
    """A stretch of months with one status and no figure, and where its mark stands."""

    start: pd.Timestamp
    end: pd.Timestamp
    middle: pd.Timestamp
    status: str
    mark: str
    is_marked: bool


def find_gaps(months: list[Month], frequency: Frequency = "month") -> list[Gap]:
    """Each stretch of months with one status and no figure.

    ``is_marked`` is false where the mark would touch the one before it.
    """
    half = pd.Timedelta(days=15) * STEPS[frequency][0]
    room = (months[-1].month - months[0].month) * _MARK_ROOM
    gaps, last_mark = [], None
    for first, last in _stretches(months):
        middle = first.month + (last.month - first.month) / 2
        is_marked = last_mark is None or middle - last_mark >= room
        last_mark = middle if is_marked else last_mark
        gaps.append(Gap(first.month - half, last.month + half, middle, first.status, mark_of(first.status), is_marked))
    return gaps


def explain_marks(months: list[Month]) -> str:
    """One line that says what hollow points and marks in this series mean; empty where there are none."""
    notes = ["Hollow: not complete, or may be too low."] if any(month.look == HOLLOW for month in months) else []
    if any(month.look == PROVISIONAL for month in months):
        notes.append("Diamond: provisional, may still be revised.")
    for status in dict.fromkeys(month.status for month in months if not month.look):
        notes.append(f"{mark_of(status)} {STATUS_WORDS[status]}{'' if status == 'not_applicable' else ', not zero'}.")
    return " ".join(notes)


def _stretches(months: list[Month]) -> list[tuple[Month, Month]]:
    """The first and last month of each stretch without a figure and with one status."""
    stretches: list[tuple[Month, Month]] = []
    before = None
    for month in months:
        if not month.look and before is not None and not before.look and before.status == month.status:
            stretches[-1] = (stretches[-1][0], month)
        elif not month.look:
            stretches.append((month, month))
        before = month
    return stretches


def _number(month: date) -> int:
    """Months counted from the year 0, so that the next month is the next number."""
    return month.year * 12 + month.month - 1


def _first_month_from(day: date) -> int:
    """The first month that starts on ``day`` or after it."""
    return _number(day) + (day.day > 1)


def _words(row: _Row, look: str, decimals: int) -> str:
    interval = word_range(row.lower, row.upper, max(decimals, 1), mark="")
    words = figure_words(row.value, row.status, decimals) + (f" (95% interval {interval})" if interval else "")
    if row.status in STATUS_WORDS:
        return f"{words}: {STATUS_WORDS[row.status]}"
    if look == PROVISIONAL:
        return f"{words}: provisional, may still be revised"
    return f"{words}: not complete" if look == HOLLOW else words
