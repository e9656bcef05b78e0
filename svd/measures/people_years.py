"""Who comes back within a year: people by code, counted in the build for the feed's own years and for no others."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.measures.book import Book, number_month, show_levels
from svd.measures.cells import name_sent
from svd.measures.count import Counts
from svd.measures.feed import Shown
from svd.measures.people import Records, find_removed
from svd.measures.protect import find_base, identify
from svd.measures.release import find_told
from svd.measures.worlds import LEAST_VALUES, Family

MONTHS = 12
COUNTED = ("once", "again", "events", "uncoded")
"""People with one record, people with two or more, the records of these, and records without a code.

Those with one record are as many as their records: one series. So all records are once, events and uncoded.
"""
COLUMNS = ("source", "month_from", "month_to", *COUNTED, "base")
_SUMMED = ("events", "once", "uncoded")


def show_years(
    records: Records, counts: Counts, catalogue: Catalogue, feeds: Mapping[str, Shown], book: Book
) -> pd.DataFrame:
    """COLUMNS, a row a feed and year of its own, the first beginning with its first whole month; null is withheld."""
    rows = []
    for name, shown in feeds.items():
        source = catalogue.sources[name]
        if records.say_sent(name)[0] and any(one.field == "person_id" for one in catalogue.list_columns(source)):
            rows += _Feed(records, counts, catalogue, source, shown, book).show()
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(COUNTED, float))


def say_sent(records: Records, feeds: Sequence[str]) -> pd.DataFrame:
    """source, has_codes and marks: whether codes of people and marks of repeats were sent at all."""
    return pd.DataFrame(
        [(name, *records.say_sent(name)) for name in feeds], columns=["source", "has_codes", "marks"]
    ).astype({"has_codes": bool})


class _Feed:
    """One feed's years, protected each once."""

    def __init__(
        self, records: Records, counts: Counts, catalogue: Catalogue, source: Source, shown: Shown, book: Book
    ) -> None:
        self.counts, self.source, self.shown = counts, source, shown
        self.codes = records.codes[records.codes["source"] == source.id]
        self.is_removed = find_removed(records, counts, source.id)
        base = find_base(catalogue.rules[source.small_number_rule])
        readers = (source.id, source.reader)
        sent = sorted({one.offence for one in catalogue.categories if one.reader_or_source in readers})
        names = sorted(name_sent(catalogue, source, offence) for offence in sent)
        self.identities = {name: identify("year", names, name) for name in COUNTED}
        self.is_whole = counts.months_of(source.id)[1]
        received = np.flatnonzero(self.is_whole)
        self.first = number_month(counts.months[0])
        first = self.first + int(received[0]) if len(received) else self.first
        self.entries = {name: book.open(self.identities[name], base, 0, first) for name in COUNTED}
        self.book = book

    def show(self) -> list[tuple]:
        rows = []
        for start, end in self._list_years():
            point = self.first + end
            settled = {name for name, entry in self.entries.items() if point in entry.totals}
            levels = dict.fromkeys(COUNTED, np.nan)
            if self.is_whole[start:end].all() and not self.is_removed[start:end].any():
                levels = self._count(start, end)
            shown = {name: self._show(name, point, level) for name, level in levels.items()}
            if not np.isnan(list(shown.values())).all():
                self._withhold(shown, levels, settled, start, end)
                base = next(iter(self.entries.values())).base
                months = self.counts.months
                rows.append((self.source.id, months[start], months[end - 1], *shown.values(), base))
        return rows

    def _list_years(self) -> list[tuple[int, int]]:
        origin = self.entries["once"].origin - self.first
        months = len(self.counts.months)
        return [] if origin < 0 else [(at, at + MONTHS) for at in range(origin, months - MONTHS + 1, MONTHS)]

    def _count(self, start: int, end: int) -> dict[str, float]:
        own = self.codes[self.codes["month"].isin(self.counts.months[start:end])]
        by_person = own.groupby("person_hash")["count"].sum()
        again = by_person[by_person > 1]
        uncoded = own.loc[own["person_hash"].isna(), "count"].sum()
        return dict(zip(COUNTED, map(float, ((by_person == 1).sum(), len(again), again.sum(), uncoded)), strict=True))

    def _show(self, name: str, point: int, level: float) -> float:
        """The level's block; what the book has of that year stands, also where its records are gone."""
        entry = self.entries[name]
        if np.isnan(level) and point not in entry.totals:
            return np.nan
        return show_levels(self.book, self.identities[name], {point: np.nan_to_num(level)}, entry.base)[point]

    def _withhold(
        self, shown: dict[str, float], levels: Mapping[str, float], settled: set[str], start: int, end: int
    ) -> None:
        """Withhold for good what would tell a part to fewer than three values; what was shown before is known."""
        for name in _SUMMED:
            if settled >= set(_SUMMED) or not self._is_told(shown, levels, start, end):
                return
            if name not in settled:
                shown[name] = self.entries[name].totals[self.first + end] = np.nan

    def _is_told(self, shown: Mapping[str, float], levels: Mapping[str, float], start: int, end: int) -> bool:
        base = self.entries["once"].base
        if is_told_by_third(shown["again"], shown["events"], base):
            return True
        true, told = (np.array([[0.0, each[name]] for name in _SUMMED]) for each in (levels, shown))
        lists = [Family(true, told, np.full(len(_SUMMED), base)), *list_parts(self.shown.families, start, end)]
        whole = Family(true.sum(axis=0)[None], np.full((1, 2), np.nan), np.array([base]))
        return bool(find_told(whole, lists).any())


def is_told_by_third(again: float, events: float, base: int) -> bool:
    """Whether people who came twice or more, or their records, are told by each having two of these at least."""
    if np.isnan(again) or np.isnan(events):
        return False
    low, high = max(again - base + 1, 0), again + base - 1
    low_events, high_events = max(events - base + 1, 0), events + base - 1
    people = min(high, high_events // 2) - low + 1
    return min(people, high_events - max(low_events, 2 * low) + 1) < LEAST_VALUES


def list_parts(rings: Sequence[Mapping[str, Family]], start: int, end: int) -> list[Family]:
    """All other lists of disjoint parts of the feed's records, at the two boundaries.

    A ring that a list does not part stands whole in it.
    """
    lists = []
    for name in dict.fromkeys(name for ring in rings for name in ring):
        own = [ring.get(name, next(iter(ring.values()))) for ring in rings]
        totals = [np.concatenate([getattr(one, which)[:, [start, end]] for one in own]) for which in ("true", "shown")]
        lists.append(Family(*totals, np.concatenate([one.base for one in own])))
    return lists
