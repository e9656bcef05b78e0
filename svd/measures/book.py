"""The book: what has been shown of each protected series, written once and restated on fixed days only.

A running total that was shown stays as it was, so that two editions of a file can't be subtracted: records that come
late, or are withdrawn, count in the month in which the next total is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.errors import StoreError
from svd.measures.protect import find_offset, find_step, hash_series, list_points, round_totals

NAME = "book.parquet"
_COLUMNS = ["series", "base", "step", "origin", "point", "total", "written_on"]
_NO_POINT = -1


@dataclass
class Entry:
    """One series: how wide its blocks are, its step in months, where it starts, and its shown totals by their point.

    A point is the number of the month (of all since the year 0) before which a total was reached; a total of null was
    withheld for good.
    """

    base: int
    step: int
    origin: int
    totals: dict[int, float] = field(default_factory=dict)


@dataclass
class Book:
    """Every series by its hashed name; ``written_on``: the day from which the totals stand."""

    key: bytes
    entries: dict[str, Entry] = field(default_factory=dict)
    written_on: date = date.min

    def find(self, identity: str) -> Entry | None:
        """What was shown of the series; None where nothing was."""
        return self.entries.get(hash_series(self.key, identity))

    def open(self, identity: str, base: int, step: int, origin: int) -> Entry:
        """The series' entry, made where there is none: base, step and origin are settled with its first total."""
        return self.entries.setdefault(hash_series(self.key, identity), Entry(base, step, origin))


def number_month(month: pd.Timestamp | date) -> int:
    """The number of the month, of all since the year 0."""
    return month.year * 12 + month.month - 1


def show_totals(
    book: Book, identity: str, counts: NDArray, first: int, is_whole: NDArray, base: int
) -> tuple[NDArray, Entry]:
    """The shown running totals of a series at each boundary of its months, null where not shown.

    ``counts``: true counts a month from the one numbered ``first``, of the months whose ``is_whole`` says they were
    received to their end. A total in the book stands as it was written.
    """
    received = np.flatnonzero(is_whole)
    shown = np.full(len(counts) + 1, np.nan)
    if not len(received):
        return shown, Entry(base, 0, first)
    step = find_step(float(counts[received].mean()), base)
    entry = book.open(identity, base, step, first + int(received[0]))
    origin = entry.origin - first
    if not 0 <= origin <= len(counts):
        return shown, entry
    running = run_totals(counts, is_whole)
    points = list_points(len(counts), entry.step, origin)
    points = points[(points >= min(received[0], origin)) & (points <= received[-1] + 1)]
    new = round_totals(running - running[origin], find_offset(book.key, identity, entry.base), entry.base)
    for point in points.tolist():
        shown[point] = entry.totals.setdefault(first + point, float(new[point]))
    return shown, entry


def run_totals(counts: NDArray, is_whole: NDArray) -> NDArray:
    """True running totals of the months received to their end, from zero before the first month."""
    return np.concatenate([[0.0], np.cumsum(np.where(is_whole, counts, 0.0))])


def show_levels(book: Book, identity: str, levels: Mapping[int, float], base: int) -> dict[int, float]:
    """Levels by their point as the block each has reached, one offset for all; a level in the book stands."""
    if not levels:
        return {}
    entry = book.open(identity, base, 0, min(levels))
    offset = find_offset(book.key, identity, entry.base)
    return {
        point: np.nan
        if not np.isfinite(level)
        else entry.totals.setdefault(point, float(round_totals(level, offset, entry.base)))
        for point, level in levels.items()
    }


def find_restatement(months: Sequence[int], today: date) -> date:
    """The last day, the first of one of ``months`` of a year, on which totals were to be written anew."""
    days = [date(year, month, 1) for year in (today.year - 1, today.year) for month in months]
    return max((day for day in days if day <= today), default=date.min)


def find_next_restatement(months: Sequence[int], today: date) -> date | None:
    """The next day, after today, on which totals are to be written anew; None where there is none."""
    days = [date(year, month, 1) for year in (today.year, today.year + 1) for month in months]
    return min((day for day in days if day > today), default=None)


def restate(book: Book, months: Sequence[int], today: date) -> None:
    """Forget the totals shown before the last restatement: they are written anew, from the same secret starts."""
    if book.written_on < find_restatement(months, today):
        for entry in book.entries.values():
            entry.totals.clear()
        book.written_on = today


def read_book(folder: Path, key: bytes) -> Book:
    """The store's book, or an empty one; raises StoreError where it can't be read, for a lost book shows anew."""
    path = folder / NAME
    if not path.is_file():
        return Book(key)
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError):
        raise StoreError(
            "The book of figures shown can't be read.", "Bring it back from a copy of the store; see the user guide."
        ) from None
    entries: dict[str, Entry] = {}
    for series, base, step, origin, point, total in table[_COLUMNS[:6]].itertuples(index=False):
        entry = entries.setdefault(series, Entry(base, step, origin))
        if point != _NO_POINT:
            entry.totals[point] = total
    written = table["written_on"].iloc[0] if len(table) else ""
    return Book(key, entries, date.fromisoformat(written) if written else date.min)


def tabulate_book(book: Book) -> pd.DataFrame:
    """The book as a table: a row a series and shown total, or one without a total where a series has none yet."""
    written = book.written_on.isoformat()
    rows = [
        (series, entry.base, entry.step, entry.origin, point, total, written)
        for series, entry in sorted(book.entries.items())
        for point, total in (sorted(entry.totals.items()) or [(_NO_POINT, np.nan)])
    ]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    return table.astype({name: "int64" for name in ("base", "step", "origin", "point")} | {"total": float})
