"""Who the records are about, read once in the build: sexes by month, people by code, and whether marks were sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.measures.book import Entry
from svd.measures.cells import REST
from svd.measures.count import Counts
from svd.store.store import Store, group_rows

SEXES = ("female", "male", "other")
NO_SEX = "unknown"
NONE, SOME, ALL = "none", "some", "all"
_KEYS = ["offence", "measure", "is_knife", "is_domestic"]


@dataclass(frozen=True, eq=False)
class Records:
    """Records of protected feeds, counted: ``sexes`` by source, month, offence, flags, is_repeat and sex (``count``);
    ``codes`` by source, month and person_hash, null where a record has none.
    """

    sexes: pd.DataFrame
    codes: pd.DataFrame

    def count_sexes(self, source: str, atoms: pd.DataFrame, months: pd.DatetimeIndex) -> NDArray:
        """True counts by atom, sex (the last: not known) and month."""
        counts = np.zeros((len(atoms), len(SEXES) + 1, len(months)))
        own = self.sexes[self.sexes["source"] == source]
        has_rest = (atoms["measure"] == REST).any()
        is_repeat = own["is_repeat"].eq(True).fillna(False).to_numpy(bool)
        measure = np.where(is_repeat, "repeats", REST) if has_rest else np.full(len(own), "records")
        numbers = {_key(row): number for number, row in enumerate(atoms[_KEYS].itertuples(index=False))}
        named = own.assign(measure=measure)[_KEYS].itertuples(index=False)
        atom = np.array([numbers.get(_key(row), -1) for row in named], dtype=int)
        sex = pd.Index(SEXES).get_indexer(own["sex"].astype(object))
        month = months.get_indexer(own["month"])
        is_known = (atom >= 0) & (month >= 0)
        where = tuple(each[is_known] for each in (atom, np.where(sex < 0, len(SEXES), sex), month))
        np.add.at(counts, where, own["count"].to_numpy(float)[is_known])
        return counts

    def count_months(self, source: str, months: pd.DatetimeIndex) -> NDArray:
        """Records at hand by month; fewer than were counted where they were removed for their age."""
        own = self.codes[self.codes["source"] == source]
        return own.groupby("month")["count"].sum().reindex(months, fill_value=0).to_numpy(float)

    def say_sent(self, source: str) -> tuple[bool, str]:
        """Whether any record has a code of a person, and how many are marked as a repeat or not: NONE, SOME or ALL."""
        codes = self.codes.loc[self.codes["source"] == source, "person_hash"]
        marks = self.sexes.loc[self.sexes["source"] == source, "is_repeat"]
        how_many = NONE if marks.isna().all() else SOME if marks.isna().any() else ALL
        return bool(codes.notna().any()), how_many


def read_records(store: Store, sources: Sequence[str]) -> Records:
    """The records of the feeds, by two group-bys."""
    by_sex = ["source", "month", *(name for name in _KEYS if name != "measure"), "is_repeat", "sex"]
    flags = dict.fromkeys(("is_knife", "is_domestic", "is_repeat"), "boolean")
    by_code = ["source", "month", "person_hash"]
    own = store.read_records(sources, [*by_sex[1:], "person_hash"])
    sexes = group_rows(own, by_sex, {"count": "count_all"}).astype(flags)
    codes = group_rows(own, by_code, {"count": "count_all"})
    return Records(sexes.sort_values(by_sex, ignore_index=True), codes.sort_values(by_code, ignore_index=True))


def _key(row: tuple) -> tuple:
    return tuple("" if pd.isna(part) else part for part in row)


def find_removed(records: Records, counts: Counts, source: str) -> NDArray:
    """Whether records of each month were removed for their age, so that only how many they were is left."""
    is_own = (counts.cells["source"] == source).to_numpy()
    counted = counts.counts[is_own].sum(axis=(0, 1))
    return records.count_months(source, counts.months) < counted


def fill_removed(series: NDArray, entry: Entry | None, first: int, is_removed: NDArray) -> NDArray:
    """Counts a month from the one numbered ``first``, those of removed records being what was shown of them.

    So the running total goes on as it was.
    """
    filled = np.where(is_removed, 0.0, series)
    if entry is None or not is_removed.any():
        return filled
    known = sorted(point for point, total in entry.totals.items() if np.isfinite(total) and point >= first)
    for start, end in pairwise(known):
        gone = np.flatnonzero(is_removed[start - first : end - first])
        if len(gone):
            counted = filled[start - first : end - first].sum()
            filled[start - first + gone[-1]] += entry.totals[end] - entry.totals[start] - counted
    return filled


def forget_removed(totals: NDArray, entry: Entry, first: int, is_removed: NDArray, before: int) -> None:
    """Take from ``totals`` and the book what can't be counted any more; what was shown ``before`` stays."""
    if before or not is_removed.any():
        return
    for place in range(int(np.flatnonzero(is_removed)[-1]) + 1):
        totals[place] = np.nan
        entry.totals.pop(first + place, None)
