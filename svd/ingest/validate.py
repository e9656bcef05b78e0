"""Sorts rows into those kept and those set aside, by tables of rules that each look at a whole column at once."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from svd.ingest.words import MANY, number_words

GRID = {"easting": (1, 700_000), "northing": (1, 1_300_000)}
GLOBE = {"longitude": (-9, 2.2), "latitude": (49, 61.5)}


@dataclass(frozen=True)
class Check:
    """A rule for a column: ``is_broken`` gets the column as sent and the rows as read, and says which rows break it."""

    rule: str
    column: str
    is_broken: Callable[[pd.Series, pd.DataFrame], pd.Series]


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
    return tuple(Check("missing_value", column, lambda text, _: text == "") for column in columns)


def check_understood(rule: str, column: str, read: str = "") -> Check:
    """A check that what was sent in ``column`` could be read into column ``read``, of the same name unless given."""
    return Check(rule, column, lambda text, rows: (text != "") & rows[read or column].isna())


def find_faults(text: pd.DataFrame, rows: pd.DataFrame, checks: Iterable[Check]) -> pd.DataFrame:
    """Every check each row breaks: index row; rule, column, value."""

    def find(check: Check) -> pd.DataFrame | None:
        column = text[check.column]
        is_broken = check.is_broken(column, rows).to_numpy("bool")
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
    of_ours = faults[~faults.index.isin(rows.index[is_outside])]
    is_faulty = np.zeros(len(rows), dtype="bool")
    is_faulty[rows.index.get_indexer(of_ours.index)] = True
    one_outside = told_by.iloc[np.flatnonzero(is_outside)[:1]].astype("str")
    first = one_outside.stack().reset_index(level=1).set_axis(["column", "value"], axis="columns")
    is_told = first["value"] != ""
    outside_fault = (first[is_told] if is_told.any() else first).iloc[:1].assign(rule="outside_area")
    found = SortedRows(rows[~is_faulty & ~is_outside], rows[is_faulty], rows[is_outside], of_ours, outside_fault)
    assert len(rows) == len(found.kept) + len(found.set_aside) + len(found.outside), "every row has one place"
    return found


def find_copies(sent: pd.DataFrame, named: pd.Series) -> pd.DataFrame:
    """Faults of rows that repeat an earlier one cell by cell; ``named`` is the column they are listed under.

    Two counts of one ward and category that differ are no copies: publishers cut two categories to one name.
    """
    copies = named[sent.duplicated()]
    return pd.DataFrame({"rule": "duplicate_record", "column": named.name, "value": copies}, index=copies.index)


def has_bad_coordinate(name: str, partner: pd.Series) -> Check:
    """A check of one coordinate: a number, in Great Britain, and not without its ``partner`` as sent."""
    low, high = (GRID | GLOBE)[name]

    def is_broken(text: pd.Series, _: pd.DataFrame) -> pd.Series:
        codes, different = number_words(text)  # the same coordinate comes many times: each is read once
        in_range = pd.to_numeric(pd.Series(different, dtype="str"), errors="coerce").between(low, high).to_numpy()
        is_empty = (text == "").to_numpy("bool")
        is_alone = is_empty & (partner != "").to_numpy("bool")
        return pd.Series((~is_empty & ~in_range[codes]) | is_alone, index=text.index)

    return Check("bad_coordinates", name, is_broken)
