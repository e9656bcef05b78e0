"""The parts and wholes of a made-up world: what is true of each, and what its cube and its tables of places show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue.schema import AGE_BANDS
from svd.figures.people.parts import list_series
from svd.geography.grid import lay_grid
from svd.measures.cells import REST
from svd.measures.cube import AREA
from svd.measures.feed import MARK, SEX
from svd.measures.people import NO_SEX, SEXES
from svd.measures.places import BLOCKS, Blocks
from tests.adversary.made_worlds import World

_KEYS = ["offence", "measure", "is_knife", "is_domestic"]


@dataclass(frozen=True, eq=False)
class Rows:
    """Series that add up to the whole: true and shown running totals [series, boundary], null where not shown."""

    true: NDArray
    shown: NDArray
    base: NDArray


@dataclass(frozen=True, eq=False)
class WorldFamily:
    """A whole (one series, or none that is shown) and each list of parts that is put together with it."""

    name: str
    whole: Rows
    lists: Sequence[Rows]

    @property
    def digest(self) -> bytes:
        """The same for families of which the same is shown."""
        return b"".join(np.ascontiguousarray(one.shown).tobytes() for one in (self.whole, *self.lists))


def list_families(world: World) -> Iterator[WorldFamily]:
    """Every whole of the world with each of its lists, and with all of them; then the cells and hours of the feed."""
    reader = _Reader(world)
    by_ring = {ring: reader.part_ring(ring) for ring in reader.rings}
    for ring, lists in by_ring.items():
        area = reader.read(reader.ring == ring, [ring], [AREA])
        told = {name: rows for name, rows in lists.items() if _tells(rows)}
        if _tells(area):
            yield from (WorldFamily(f"{name} of a whole", area, [rows]) for name, rows in told.items())
        if len(told) > 1:
            yield WorldFamily("all lists of a whole", area, list(told.values()))
    yield from _list_places(reader, by_ring)


def _list_places(reader: "_Reader", by_ring: dict[int, dict[str, Rows]]) -> Iterator[WorldFamily]:
    places = reader.part_places()
    rings = _join([reader.read(reader.ring == ring, [ring], [AREA]) for ring in reader.rings])
    whole = rings if len(reader.rings) == 1 else _hide(rings)
    beside = [rings] if len(reader.rings) > 1 else []
    yield from (WorldFamily(f"{name} of the feed", whole, [rows, *beside]) for name, rows in places.items())
    shared = set.intersection(*(set(lists) for lists in by_ring.values()))
    all_rings = [_join([lists[name] for lists in by_ring.values()]) for name in sorted(shared)]
    lists = [*places.values(), *beside, *all_rings]
    if places:
        yield WorldFamily("all lists of the feed", whole, lists)


class _Reader:
    def __init__(self, world: World) -> None:
        self.world, self.cube, self.records = world, world.cube, world.records
        cells = self.cube.cells[self.cube.cells["source"] == world.source]
        self.apart, own = (cells[cells["is_apart"].to_numpy(bool) == is_apart] for is_apart in (True, False))
        self.series = {_key(row): number for *row, number in own[[*_KEYS, "series"]].itertuples(index=False)}
        self.rings = sorted(set(self.series.values()))
        has_rest = (own["measure"] == REST).any()
        told = self.records.reindex(columns=["offence", "is_knife", "is_domestic", "is_repeat"]).astype(object)
        measure = np.where(told["is_repeat"].eq(True), "repeats", REST) if has_rest else "records"
        self.records = self.records.assign(measure=measure)
        named = self.records.reindex(columns=_KEYS).astype(object).itertuples(index=False)
        self.ring = np.array([self.series[_key(row)] for row in named], dtype=int)

    def read(self, is_own: NDArray, series: Sequence[int], place: Sequence[int], part: NDArray | None = None) -> Rows:
        """Rows of the cube with the true running totals of the records that are their own, by the number of a part."""
        part = np.zeros(len(is_own), dtype=int) if part is None else part
        rows, places = np.asarray(series), np.asarray(place)
        return Rows(
            self._run(is_own, part, len(rows)), self.cube.totals[rows, places], self.cube.base[rows, places].astype(int)
        )

    def part_ring(self, ring: int) -> dict[str, Rows]:
        """Its lists of parts by name."""
        is_own, wards = self.ring == ring, list(self.cube.wards)
        ward = pd.Index(wards).get_indexer(self.records["ward_code"].astype(object))
        ward = np.where(ward < 0, len(wards), ward)
        lists = {"wards": self.read(is_own, [ring] * (len(wards) + 1), range(len(wards) + 1), ward)}
        own = [self.series[_key(row)] == ring for row in self.apart[_KEYS].itertuples(index=False)]
        apart = self.apart[np.array(own, dtype=bool)]
        ages = apart.drop_duplicates("age_band").set_index("age_band")["series"]
        named = {"ages": ("age_band", {band: ages.get(band) for band in [*AGE_BANDS, "unknown"]} if len(ages) else {})}
        if len(self.rings) == 1:
            sexes, marks = (self._number_parts(name) for name in (SEX, MARK))
            named |= {"sexes": ("sex", {sex: sexes[sex] for sex in [*SEXES, NO_SEX]} if sexes else {})}
            named |= {"shares": ("measure", marks)}
        named |= {"kinds": ("offence", self._find_kinds(ring))}
        for name, (column, numbers) in named.items():
            if len(numbers) > 1:
                part = pd.Index(list(numbers)).get_indexer(self.records[column].astype(object))
                part = np.where(part < 0, len(numbers) - 1, part)
                lists[name] = self.read(is_own, list(numbers.values()), [AREA] * len(numbers), part)
        return lists

    def _number_parts(self, name: str) -> dict[str, int]:
        return {part: numbers[0] for part, numbers in list_series(self.cube, self.world.source, name).items()}

    def _find_kinds(self, ring: int) -> dict[str, int]:
        """The series of each category of the ring: they stand in the order of the rings."""
        kinds = iter(self.cube.tables["kinds"].query("source == @self.world.source").itertuples(index=False))
        for each in self.rings:
            offences = list(dict.fromkeys(key[0] for key, number in self.series.items() if number == each))
            own = {row.offence: row.series for row in (next(kinds) for _ in offences)}
            if each == ring:
                assert set(own) == set(offences), "the categories stand in the order of the rings"
                return own
        return {}

    def part_places(self) -> dict[str, Rows]:
        """The feed's cells and hours where they are shown."""
        feed, records, lists = self.world.places, self.records, {}
        every = np.ones(len(records), dtype=bool)
        if feed is not None and feed.cells is not None:
            east, north = (records[name].to_numpy(float) for name in ("easting", "northing"))
            is_placed = ~np.isnan(east + north)
            cell = np.full(len(records), -1)
            grid = lay_grid(self.world.geography, feed.side)
            cell[is_placed] = grid.find_cells(east[is_placed], north[is_placed])
            lists["cells"] = self._read_blocks(every, np.where(cell < 0, len(grid.cells), cell), feed.cells)
        if feed is not None and feed.hours is not None:
            at = records["occurred_at"]
            block = (at.dt.day_of_week * 24 + at.dt.hour) // 3
            block = np.where(records["time_precision"] == "minute", block, BLOCKS)
            lists["hours"] = self._read_blocks(every, block, feed.hours)
        return lists

    def _read_blocks(self, is_own: NDArray, part: NDArray, table: Blocks) -> Rows:
        parts = len(table.totals)
        return Rows(self._run(is_own, part, parts), table.totals, np.full(parts, table.base))

    def _run(self, is_own: NDArray, part: NDArray, parts: int) -> NDArray:
        counts = np.zeros((parts, len(self.cube.months) + 1), dtype=int)
        np.add.at(counts, (part[is_own], self.records["at"].to_numpy()[is_own] + 1), 1)
        return counts.cumsum(axis=1)


def _tells(rows: Rows) -> bool:
    return bool((~np.isnan(rows.shown)).sum(axis=1).max(initial=0) > 1)


def _join(families: Sequence[Rows]) -> Rows:
    return Rows(*(np.concatenate([getattr(one, name) for one in families]) for name in ("true", "shown", "base")))


def _hide(rows: Rows) -> Rows:
    """The whole of these parts, of which nothing is shown."""
    true = rows.true.sum(axis=0)[None]
    return Rows(true, np.full(true.shape, np.nan), np.ones(1, dtype=int))


def _key(row: Sequence[object]) -> tuple:
    return tuple("" if pd.isna(part) else part for part in row)
