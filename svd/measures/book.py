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


@dataclass
class Entry:
    """One series: how wide its blocks are, its step in months, where it starts, and its shown totals by date.

    A date is the first day after the months that a total counts; a total of null was withheld for good.
    """

    base: int
    step: int
    origin: pd.Timestamp
    totals: dict[pd.Timestamp, float] = field(default_factory=dict)


@dataclass
class Book:
    """Every series by its hashed name; ``written_on``: the day from which the totals stand."""

    key: bytes
    entries: dict[str, Entry] = field(default_factory=dict)
    written_on: date = date.min

    def find(self, identity: str) -> Entry | None:
        """What was shown of the series; None where nothing was."""
        return self.entries.get(hash_series(self.key, identity))

    def open(self, identity: str, base: int, step: int, origin: pd.Timestamp) -> Entry:
        """The series' entry, made where there is none: base, step and origin are settled with its first total."""
        return self.entries.setdefault(hash_series(self.key, identity), Entry(base, step, origin))


def show_totals(
    book: Book, identity: str, counts: NDArray, months: pd.DatetimeIndex, is_whole: NDArray, base: int
) -> tuple[NDArray, Entry]:
    """The shown running totals of a series at each boundary of ``months`` (one more than months), null where not shown.

    ``counts``: true counts a month, of the months whose ``is_whole`` says they were received to their end. A total in
    the book stands as it was written.
    """
    received = np.flatnonzero(is_whole)
    boundaries = months.append(pd.DatetimeIndex([months[-1] + pd.DateOffset(months=1)]))
    if not len(received):
        return np.full(len(boundaries), np.nan), Entry(base, 0, boundaries[0])
    mean = float(counts[received].mean())
    entry = book.open(identity, base, find_step(mean, base), boundaries[received[0]])
    origin = int(boundaries.get_indexer([entry.origin])[0])
    if origin < 0:
        return np.full(len(boundaries), np.nan), entry
    running = np.concatenate([[0.0], np.cumsum(np.where(is_whole, counts, 0.0))])
    running -= running[origin]
    shown = np.full(len(boundaries), np.nan)
    offset = find_offset(book.key, identity, entry.base)
    points = list_points(len(months), entry.step, origin)
    points = points[(points >= min(received[0], origin)) & (points <= received[-1] + 1)]
    for point in points:
        day = boundaries[point]
        if day not in entry.totals:
            entry.totals[day] = float(round_totals(running[point], offset, entry.base))
        shown[point] = entry.totals[day]
    return shown, entry


def show_levels(
    book: Book, identity: str, levels: Mapping[pd.Timestamp, float], base: int
) -> dict[pd.Timestamp, float]:
    """Levels by their date as the block each has reached, one offset for all; a level in the book stands."""
    if not levels:
        return {}
    entry = book.open(identity, base, 0, min(levels))
    offset = find_offset(book.key, identity, entry.base)
    shown = {}
    for day, level in levels.items():
        if not np.isfinite(level):
            shown[day] = np.nan
            continue
        if day not in entry.totals:
            entry.totals[day] = float(round_totals(level, offset, entry.base))
        shown[day] = entry.totals[day]
    return shown


def find_restatement(months: Sequence[int], today: date) -> date:
    """The last day, the first of one of ``months`` of a year, on which totals were to be written anew."""
    days = [date(year, month, 1) for year in (today.year - 1, today.year) for month in months]
    return max((day for day in days if day <= today), default=date.min)


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
    columns = [table[name].tolist() for name in ("series", "base", "step", "origin", "point", "total")]
    for series, base, step, origin, point, total in zip(*columns, strict=True):
        entry = entries.setdefault(series, Entry(int(base), int(step), pd.Timestamp(origin)))
        if not pd.isna(point):
            entry.totals[pd.Timestamp(point)] = float(total)
    written = table["written_on"].iloc[0] if len(table) else ""
    return Book(key, entries, date.fromisoformat(written) if written else date.min)


def tabulate_book(book: Book) -> pd.DataFrame:
    """The book as a table: a row a series and shown total, or one without a total where a series has none yet."""
    written = book.written_on.isoformat()
    rows = [
        (series, entry.base, entry.step, entry.origin, point, total, written)
        for series, entry in sorted(book.entries.items())
        for point, total in (sorted(entry.totals.items()) or [(pd.NaT, np.nan)])
    ]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    return table.astype({"origin": "datetime64[us]", "point": "datetime64[us]", "total": float})
