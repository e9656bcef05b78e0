"""The check before release of cells and hours: put together with what else is shown of the feed's total and wards.

The records of a feed are parted into its rings, these into wards and categories, and all of them into cells and into
hours: what one list leaves open another may close.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.measures.book import Entry, run_totals
from svd.measures.cells import REST
from svd.measures.cube import AREA, Cube
from svd.measures.release import find_unsafe
from svd.measures.worlds import Family

_KEYS = ("offence", "measure", "is_knife", "is_domestic")
_TOLD = ("offence", "is_knife", "is_domestic", "is_repeat")


@dataclass(frozen=True, eq=False)
class Draft:
    """A table of cells or hours before its release: the book's entry of each part, true totals and those to be shown.

    ``first``: the number of the first month; ``is_settled`` [boundary]: shown before; ``inside``: of each ward the
    parts that lie whole in it, none of hours.
    """

    entries: Sequence[Entry]
    true: NDArray
    shown: NDArray
    base: int
    first: int
    is_settled: NDArray
    inside: Sequence[NDArray] = ()

    def take(self, start: int, end: int) -> Family:
        """The parts as a family, from one boundary to before another."""
        return Family(self.true, self.shown, np.full(len(self.true), self.base)).between(start, end)

    def withhold(self, points: Sequence[int]) -> None:
        """Show nothing at these boundaries, now or later."""
        self.shown[:, points] = np.nan
        for entry in self.entries:
            entry.totals |= {self.first + point: np.nan for point in points}


def release(drafts: Sequence[Draft], beside: "Beside", start: int, end: int) -> None:
    """Withhold of each table, in their order, the boundaries at which it would tell a count to under three values.

    ``start`` and ``end``: from which boundary to before which months were received.
    """
    others: list[Family] = []
    for draft in drafts:
        settled, around = draft.is_settled[start:end], beside.between(start, end)
        found = find_unsafe_points(draft.take(start, end), others, around, draft.inside, settled)
        draft.withhold([start + point for point in found])
        others.append(draft.take(start, end))


@dataclass(frozen=True, eq=False)
class Beside:
    """What the cube shows of a feed: ``rings``, ``wards`` (a row a ring and place) and ``kinds`` of its records.

    ``place``: of each row of ``wards``, the wards by their number and then no ward. Null lists have no rows.
    """

    rings: Family
    wards: Family
    place: NDArray
    kinds: Family

    def between(self, start: int, end: int) -> "Beside":
        """The same from one boundary to before another."""
        rings, wards, kinds = (one.between(start, end) for one in (self.rings, self.wards, self.kinds))
        return Beside(rings, wards, self.place, kinds)

    @property
    def lists(self) -> list[Family]:
        """Each way in which the feed's records are parted."""
        return [one for one in (self.rings, self.wards, self.kinds) if len(one.true)]

    def of_ward(self, place: int) -> Family:
        """The rings of one ward."""
        rows = self.place == place
        return Family(self.wards.true[rows], self.wards.shown[rows], self.wards.base[rows])


def gather_beside(cube: Cube, source: str, records: pd.DataFrame, months: pd.DatetimeIndex) -> Beside:
    """What the cube shows of the feed beside its cells and hours, with what is true.

    ``records``: their number by offence, is_knife, is_domestic, is_repeat, ward_code and month, all from ``months``.
    """
    own = cube.cells[(cube.cells["source"] == source) & ~cube.cells["is_apart"].to_numpy(bool)]
    series = {_key(row): number for *row, number in own[[*_KEYS, "series"]].itertuples(index=False)}
    has_rest = (own["measure"] == REST).any()
    rings = sorted(set(series.values()))
    month = months.get_indexer(records["month"])
    place = pd.Index(cube.wards).get_indexer(records["ward_code"])
    place = np.where(place < 0, len(cube.wards), place)
    true = np.zeros((len(rings), len(cube.wards) + 1, len(months)))
    by_kind: dict[tuple[int, str], NDArray] = {}
    counts = records["count"].to_numpy(float)
    for kind, rows in records.groupby(list(_TOLD), dropna=False, sort=False).indices.items():
        offence, knife, domestic, is_repeat = kind
        measure = ("repeats" if not pd.isna(is_repeat) and is_repeat else REST) if has_rest else "records"
        number = series.get(_key((offence, measure, knife, domestic)))
        rows = rows[month[rows] >= 0]
        if number is not None and len(rows):
            np.add.at(true, (rings.index(number), place[rows], month[rows]), counts[rows])
            np.add.at(by_kind.setdefault((number, offence), np.zeros(len(months))), month[rows], counts[rows])
    reader = _Reader(cube, source, months)
    places = np.tile(np.arange(len(cube.wards) + 1), len(rings))
    return Beside(
        rings=reader.gather(true.sum(axis=1), rings, [AREA] * len(rings)),
        wards=reader.gather(true.reshape(-1, len(months)), np.repeat(rings, len(cube.wards) + 1), places),
        place=places,
        kinds=_gather_kinds(reader, cube, source, by_kind, len(months)),
    )


def _gather_kinds(reader: "_Reader", cube: Cube, source: str, by_kind: dict, months: int) -> Family:
    """The categories; without rows where one of them is in two rings, so that it is no part of its own."""
    kinds = cube.tables["kinds"]
    kinds = kinds[kinds["source"] == source]
    if kinds["offence"].duplicated().any():
        return reader.gather(np.zeros((0, months)), [], [])
    rows = kinds.groupby("series")["offence"].agg(set)
    none = np.zeros(months)
    true = [sum((own for (_, offence), own in by_kind.items() if offence in named), none) for named in rows]
    return reader.gather(np.array(true).reshape(-1, months), rows.index, [AREA] * len(rows))


@dataclass(frozen=True, eq=False)
class _Reader:
    cube: Cube
    source: str
    months: pd.DatetimeIndex

    def gather(self, true: NDArray, series: Sequence[int], place: Sequence[int]) -> Family:
        """Series of the cube with their true counts a month, at the boundaries of the months."""
        start = self.cube.at(self.months[0])
        rows, places = np.asarray(series, dtype=int), np.asarray(place, dtype=int)
        ends = slice(start, start + len(self.months) + 1)
        is_whole = self.cube.complete[self.cube.source_rows[self.source]][start : start + len(self.months)]
        running = np.array([run_totals(one, is_whole) for one in true]).reshape(-1, len(self.months) + 1)
        return Family(running, self.cube.totals[rows, places, ends], self.cube.base[rows, places])


def find_unsafe_points(
    table: Family, others: Sequence[Family], beside: Beside, inside: Sequence[NDArray], is_settled: NDArray
) -> list[int]:
    """The boundaries at which a table of cells or hours must be withheld, so that every count keeps three values.

    ``others``: tables shown of the same records; ``inside``: of each ward the rows of ``table`` that lie whole in it.
    """
    lists = [table, *others, *beside.lists]
    found = find_unsafe(_hide(table.true), lists, is_settled, hides=1)
    shown = table.shown.copy()
    shown[:, found] = np.nan
    for ward, rows in enumerate(inside):
        own = beside.of_ward(ward)
        if not len(rows) or np.isnan(own.shown).all():
            continue
        # What is in the ward and in none of those cells is a part that nothing is shown of.
        rest = own.true.sum(axis=0) - table.true[rows].sum(axis=0)
        parts = Family(
            np.concatenate([table.true[rows], rest[None]]),
            np.concatenate([shown[rows], np.full((1, shown.shape[1]), np.nan)]),
            np.append(table.base[rows], 1),
        )
        more = find_unsafe(_hide(own.true), [parts, own], is_settled, hides=1)
        shown[:, more] = np.nan
        found = sorted({*found, *more})
    return found


def _hide(true: NDArray) -> Family:
    """The whole of these parts, of which nothing is shown."""
    whole = true.sum(axis=0)[None]
    return Family(whole, np.full(whole.shape, np.nan), np.ones(1, dtype=int))


def _key(row: Sequence[object]) -> tuple:
    return tuple("" if pd.isna(part) else part for part in row)
