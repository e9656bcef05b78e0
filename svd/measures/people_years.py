"""Who comes back within a year: people by code, counted in the build for the feed's own years and for no others."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.measures.book import Book, show_levels
from svd.measures.cells import name_sent
from svd.measures.count import Counts
from svd.measures.feed import Shown
from svd.measures.people import Records, find_removed
from svd.measures.protect import find_base, identify
from svd.measures.release import LEAST_VALUES, find_unsafe

MONTHS = 12
COUNTED = ("once", "again", "events", "uncoded")
"""People with one record, people with two or more, the records of these, and records without a code.

Those with one record are as many as their records: one series. So all records are once, events and uncoded.
"""
COLUMNS = ("source", "month_from", "month_to", *COUNTED, "base")
_SUMMED = ("events", "once", "uncoded")
_ENDLESS = 10**9


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
        first = counts.months[received[0]] if len(received) else pd.Timestamp(0)
        self.entries = {name: book.open(self.identities[name], base, 0, first) for name in COUNTED}
        self.book = book

    def show(self) -> list[tuple]:
        rows = []
        for start, end in self._list_years():
            day = self._name_end(end)
            settled = {name for name, entry in self.entries.items() if day in entry.totals}
            levels = dict.fromkeys(COUNTED, np.nan)
            if self.is_whole[start:end].all() and not self.is_removed[start:end].any():
                levels = self._count(start, end)
            shown = {name: self._show(name, day, level) for name, level in levels.items()}
            if not np.isnan(list(shown.values())).all():
                self._withhold(shown, settled, day, start, end)
                base = next(iter(self.entries.values())).base
                months = self.counts.months
                rows.append((self.source.id, months[start], months[end - 1], *shown.values(), base))
        return rows

    def _list_years(self) -> list[tuple[int, int]]:
        origin = int(self.counts.months.get_indexer([self.entries["once"].origin])[0])
        months = len(self.counts.months)
        return [] if origin < 0 else [(at, at + MONTHS) for at in range(origin, months - MONTHS + 1, MONTHS)]

    def _name_end(self, end: int) -> pd.Timestamp:
        return pd.Timestamp(self.counts.months[end - 1] + pd.DateOffset(months=1))

    def _count(self, start: int, end: int) -> dict[str, float]:
        own = self.codes[self.codes["month"].isin(self.counts.months[start:end])]
        by_person = own.groupby("person_hash")["count"].sum()
        again = by_person[by_person > 1]
        uncoded = own.loc[own["person_hash"].isna(), "count"].sum()
        return dict(zip(COUNTED, map(float, ((by_person == 1).sum(), len(again), again.sum(), uncoded)), strict=True))

    def _show(self, name: str, day: pd.Timestamp, level: float) -> float:
        """The level's block; what the book has of that year stands, also where its records are gone."""
        entry = self.entries[name]
        if np.isnan(level) and day not in entry.totals:
            return np.nan
        return show_levels(self.book, self.identities[name], {day: np.nan_to_num(level)}, entry.base)[day]

    def _withhold(self, shown: dict[str, float], settled: set[str], day: pd.Timestamp, start: int, end: int) -> None:
        """Withhold for good what would tell a part to fewer than three values; what was shown before is known."""
        for name in _SUMMED:
            if not self._is_told(shown, start, end):
                return
            if name not in settled:
                shown[name] = self.entries[name].totals[day] = np.nan

    def _is_told(self, shown: Mapping[str, float], start: int, end: int) -> bool:
        base = self.entries["once"].base
        own = [(np.array([0.0, shown[name]]), base) for name in _SUMMED]
        lists = [own, *list_parts(self.shown, start, end)]
        return is_told_by_third(shown["again"], shown["events"], base) or bool(
            find_unsafe(np.zeros(2), _ENDLESS, lists, np.array([True, False]))
        )


def is_told_by_third(again: float, events: float, base: int) -> bool:
    """Whether people who came twice or more, or their records, are told by each having two of these at least."""
    if np.isnan(again) or np.isnan(events):
        return False
    low, high = max(again - base + 1, 0), again + base - 1
    low_events, high_events = max(events - base + 1, 0), events + base - 1
    people = min(high, high_events // 2) - low + 1
    return min(people, high_events - max(low_events, 2 * low) + 1) < LEAST_VALUES


def list_parts(shown: Shown, start: int, end: int) -> list[list[tuple[NDArray, int]]]:
    """All other lists of disjoint parts of the feed's records, as totals at both ends and how wide their blocks are.

    A ring that a list does not part stands whole in it.
    """

    def take(row: int, place: int) -> tuple[NDArray, int]:
        return shown.totals[row][place][[start, end]], int(shown.base[row][place])

    lists = [[take(ring, -1) for ring in shown.whole]]
    lists.append([take(ring, place) for ring in shown.whole for place in range(len(shown.base[ring]) - 1)])
    for name in dict.fromkeys(part.name for part in shown.parts):
        of_list: list[tuple[NDArray, int]] = []
        for ring in shown.whole:
            rows = [part.row for part in shown.parts if (part.name, part.ring) == (name, ring)]
            of_list += [take(row, -1) for row in rows or [ring]]
        lists.append(of_list)
    return lists
