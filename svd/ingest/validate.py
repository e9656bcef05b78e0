"""Sorts rows into those kept and those set aside, by tables of rules that each look at a whole column at once."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from svd.ingest.words import MANY, is_empty, number_words

GRID = {"easting": (1, 700_000), "northing": (1, 1_300_000)}
GLOBE = {"longitude": (-9, 2.2), "latitude": (49, 61.5)}


@dataclass(frozen=True)
class Check:
    """A rule for a column: ``is_broken`` gets the column as sent and the rows as read, and says which rows break it."""

    rule: str
    column: str
    is_broken: Callable[[pd.Series, pd.DataFrame], pd.Series | np.ndarray]


@dataclass(frozen=True, eq=False)
class SortedRows:
    """The rows as read, sorted; ``outside`` are other areas' rows, which say nothing of ours."""

    kept: pd.DataFrame
    set_aside: pd.DataFrame
    outside: pd.DataFrame
    faults: pd.DataFrame
    """Index row; rule, column and value: one for each row, column and rule."""
    outside_fault: pd.DataFrame
    """The same for the first row outside, which stands for them all."""


def check_filled(*columns: str) -> tuple[Check, ...]:
    """Checks that the columns are not empty."""
    return tuple(Check("missing_value", column, lambda text, _: is_empty(text)) for column in columns)


def check_understood(rule: str, column: str, read: str = "") -> Check:
    """A check that what was sent in ``column`` could be read into column ``read``, of the same name unless given."""
    return Check(rule, column, lambda text, rows: rows[read or column].array.isna() & ~is_empty(text))


def find_faults(text: pd.DataFrame, rows: pd.DataFrame, checks: Iterable[Check]) -> pd.DataFrame:
    """Every check each row breaks: index row; rule, column, value."""

    def find(check: Check) -> pd.DataFrame | None:
        column = text[check.column]
        is_broken = np.asarray(check.is_broken(column, rows), dtype="bool")
        if not is_broken.any():
            return None
        broken = column[is_broken].astype("str")
        return pd.DataFrame({"rule": check.rule, "column": check.column, "value": broken}, index=broken.index)

    if len(rows) < MANY:
        found = [find(check) for check in checks]
    else:
        # One check, for records sent twice, takes as long as all others; most of either is outside the lock.
        with ThreadPoolExecutor(2) as threads:
            found = list(threads.map(find, checks))
    return join_faults(*(fault for fault in found if fault is not None))


def join_faults(*faults: pd.DataFrame) -> pd.DataFrame:
    """``faults`` as one, in the order of the rows."""
    some = [fault for fault in faults if len(fault)]
    if not some:
        return pd.DataFrame({"rule": [], "column": [], "value": []}, index=pd.Index([], dtype="int64"), dtype="str")
    return pd.concat(some).sort_index(kind="stable")


def sort_rows(rows: pd.DataFrame, faults: pd.DataFrame, is_outside: pd.Series, told_by: pd.DataFrame) -> SortedRows:
    """``rows`` sorted; a row outside the area counts as that only, whatever else is wrong with it.

    ``told_by`` are the columns as sent that can tell where a row is, those that are believed first standing first.
    """
    is_outside = is_outside.to_numpy("bool")
    is_faulty = np.zeros(len(rows), dtype="bool")
    if len(faults):
        faults = faults[~faults.index.isin(rows.index[is_outside])]
        is_faulty[rows.index.get_indexer(faults.index)] = True
    is_kept = ~is_faulty & ~is_outside
    found = SortedRows(
        kept=rows if is_kept.all() else rows[is_kept],
        set_aside=rows[is_faulty] if is_faulty.any() else rows.iloc[:0],
        outside=rows[is_outside] if is_outside.any() else rows.iloc[:0],
        faults=faults,
        outside_fault=_tell_outside(told_by.iloc[np.flatnonzero(is_outside)[:1]]),
    )
    assert len(rows) == len(found.kept) + len(found.set_aside) + len(found.outside), "every row has one place"
    return found


def _tell_outside(told_by: pd.DataFrame) -> pd.DataFrame:
    """The fault of the one row of ``told_by``: the first of its columns that says anything."""
    if told_by.empty:
        return join_faults()
    cells = {name: str(value) for name, value in told_by.iloc[0].items()}
    column = next((name for name, value in cells.items() if value), next(iter(cells)))
    return pd.DataFrame({"rule": "outside_area", "column": [column], "value": [cells[column]]}, index=told_by.index)


def find_copies(sent: pd.DataFrame, named: pd.Series) -> pd.DataFrame:
    """Faults of rows that repeat an earlier one cell by cell; ``named`` is the column they are listed under.

    Two counts of one ward and category that differ are no copies: publishers cut two categories to one name.
    """
    copies = named[sent.duplicated()]
    return pd.DataFrame({"rule": "duplicate_record", "column": named.name, "value": copies}, index=copies.index)


def has_bad_coordinate(name: str, partner: pd.Series) -> Check:
    """A check of one coordinate: a number, in Great Britain, and not without its ``partner`` as sent."""
    low, high = (GRID | GLOBE)[name]

    def is_broken(text: pd.Series, _: pd.DataFrame) -> np.ndarray:
        codes, different = number_words(text)  # the same coordinate comes many times: each is read once
        in_range = pd.to_numeric(pd.Series(different, dtype="str"), errors="coerce").between(low, high).to_numpy()
        is_unsaid = is_empty(text)
        return np.where(is_unsaid, ~is_empty(partner), ~in_range[codes])

    return Check("bad_coordinates", name, is_broken)
