"""Counts a version by place and hour once: exact where nothing is hidden, else protected once."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.geography.grid import NO_CELL, lay_grid
from svd.geography.wards import Geography
from svd.measures.book import Book, number_month
from svd.measures.cells import name_sent
from svd.measures.cube import Cube
from svd.measures.place_release import Draft, gather_beside, release
from svd.measures.places import BLOCKS, DATED, HOURS, Blocks, Exact, PlaceFeed, Places
from svd.measures.protect import find_base, find_offset, identify, list_points, round_totals
from svd.store.store import Store, group_rows

STEP = 3
"""Months from one shown total of a cell or block of hours to the next, counted from the feed's first whole month."""
WIDER = (1, 2, 3, 4)
"""How many times as wide as its places are exact the cells of a feed with a rule may be."""
LEAST_A_STEP = 1
"""Events that the average part must have in a step: below, most blocks that are reached would be one record alone."""
RECORD_READERS = ("incidents", "police_uk_street")


def list_place_sources(catalogue: Catalogue) -> list[Source]:
    """Feeds of records whose contract keeps points, and none of people."""
    return [
        source
        for source in catalogue.sources.values()
        if source.reader in RECORD_READERS
        and source.location_precision in catalogue.hot_spots.cell_m
        and not source.is_person_level
    ]


def list_sent_offences(catalogue: Catalogue, source: Source) -> tuple[str, ...]:
    """Our offences that the source can send, in the order of the catalogue."""
    readers = (source.id, source.reader)
    sent = {one.offence for one in catalogue.categories if one.reader_or_source in readers}
    return tuple(offence for offence in catalogue.offences if offence in sent)


def build_places(
    store: Store, catalogue: Catalogue, geography: Geography, book: Book | None, cube: Cube | None
) -> Places:
    """The tables of every feed received. ``book``: what was shown before, added to here; None where no rule applies.

    ``cube``: what else is shown of feeds with a rule, with which their tables are put together before release.
    """
    coverage = store.coverage
    first, last = coverage["month"].min(), coverage["month"].max()
    months = pd.date_range(first, last, freq="MS", unit="us") if len(coverage) else pd.DatetimeIndex([])
    received = [one for one in list_place_sources(catalogue) if one.id in set(coverage["source"])]
    if not received:
        return Places(months, {})
    points, hours = _count_points(store, received), _count_hours(store, received)
    wards = _count_wards(store, received)
    feeds = {}
    for source in received:
        make = _Feed(store, catalogue, geography, source, months, points, hours)
        is_open = not catalogue.rules[source.small_number_rule].hide_up_to
        feeds[source.id] = make.show_exact() if is_open else make.protect(book, cube, wards)
    return Places(months, feeds)


def _count_points(store: Store, sources: Sequence[Source]) -> pd.DataFrame:
    """Events by source, offence, month and point; one without a point has null."""
    keys = ["source", "offence", "month", "easting", "northing"]
    rows = store.read_records([source.id for source in sources], keys[1:])
    return group_rows(rows, keys, {"count": "count_all"})


def _count_hours(store: Store, sources: Sequence[Source]) -> pd.DataFrame:
    """Events by source, offence, month and block of the week; null where the hour is not known."""
    keys = ["source", "offence", "month", "block"]
    own = store.read_records([source.id for source in sources], ["offence", "month", "occurred_at", "time_precision"])
    at, is_known = own["occurred_at"], pc.is_valid(own["occurred_at"])
    hour = pc.add(pc.multiply(pc.day_of_week(at), 24), pc.hour(at))
    is_timed = pc.and_(is_known, pc.fill_null(pc.equal(own["time_precision"], "minute"), False))
    block = pc.if_else(is_timed, pc.divide(hour, HOURS).cast("float64"), pa.scalar(None, "float64"))
    is_dated = pc.and_(is_known, pc.is_in(own["time_precision"], pa.array(["minute", "day"])))
    timed = own.append_column("block", block).append_column("dated", is_dated.cast("int64"))
    return group_rows(timed, keys, {"count": "count_all", "dated": "sum"})


def _count_wards(store: Store, sources: Sequence[Source]) -> pd.DataFrame:
    """Events by source, offence, flags, ward and month."""
    keys = ["source", "offence", "is_knife", "is_domestic", "is_repeat", "ward_code", "month"]
    return group_rows(store.read_records([source.id for source in sources], keys[1:]), keys, {"count": "count_all"})


class _Feed:
    """One feed as its tables come together."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        geography: Geography,
        source: Source,
        months: pd.DatetimeIndex,
        points: pd.DataFrame,
        hours: pd.DataFrame,
    ) -> None:
        self.store, self.catalogue, self.geography, self.source, self.months = (
            store,
            catalogue,
            geography,
            source,
            months,
        )
        self.offences = list_sent_offences(catalogue, source)
        self.coverage = store.coverage[store.coverage["source"] == source.id]
        self.points, self.hours = self._own(points), self._own(hours)
        self.finest = catalogue.hot_spots.cell_m[source.location_precision]

    def _own(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The feed's rows of known categories and months received, with the places of both."""
        own = rows[rows["source"] == self.source.id]
        own = own[own["offence"].isin(self.offences) & own["month"].isin(self.coverage["month"])]
        offence = pd.Index(self.offences).get_indexer(own["offence"].astype(object))
        return own.assign(kind=offence, at=self.months.get_indexer(own["month"]))

    def show_exact(self) -> PlaceFeed:
        cells = self._find_cells(self.finest)
        number = len(lay_grid(self.geography, self.finest).cells)
        knows_hours = bool(self.hours["block"].notna().any())
        blocks = self._find_blocks()
        return PlaceFeed(
            source=self.source.id,
            base=1,
            side=self.finest,
            offences=self.offences,
            knows_days=bool(self.hours["dated"].sum()),
            knows_hours=knows_hours,
            cells=self._run(self.points, np.where(cells == NO_CELL, number, cells), number + 1),
            hours=self._run(self.hours, blocks, BLOCKS + 1) if knows_hours else None,
            dated=self._list_dated(),
        )

    def protect(self, book: Book, cube: Cube | None, wards: pd.DataFrame) -> PlaceFeed:
        """All the feed's categories together, in blocks; cells as wide as lets the average one have enough events.

        ``wards``: the events by ward, which with the ``cube`` is put together with the cells and the hours.
        """
        base = find_base(self.catalogue.rules[self.source.small_number_rule])
        side, cells = self._draft_cells(book, base)
        hours = self._draft_hours(book, base)
        received = np.flatnonzero(self.months.isin(self._whole_months()))
        if cube is not None and len(received):
            beside = gather_beside(cube, self.source.id, wards[wards["source"] == self.source.id], self.months)
            release([one for one in (cells, hours) if one], beside, int(received[0]), int(received[-1]) + 2)
        return PlaceFeed(
            source=self.source.id,
            base=base,
            side=side,
            offences=(),
            knows_days=bool(self.hours["dated"].sum()),
            knows_hours=bool(self.hours["block"].notna().any()),
            cells=cells and Blocks(cells.shown, base),
            hours=hours and Blocks(hours.shown, base),
            dated=pd.DataFrame(columns=list(DATED)),
        )

    def _draft_hours(self, book: Book, base: int) -> Draft | None:
        true = self._tabulate(self.hours, self._find_blocks(), BLOCKS + 1)
        names = [f"block {block}" for block in range(BLOCKS)] + ["no hour"]
        is_shown = self._is_settled(book, names[0]) or self._has_enough(true[:-1].sum(), BLOCKS)
        knows_hours = bool(self.hours["block"].notna().any())
        return self._draft(book, names, true, base) if knows_hours and is_shown else None

    def _draft_cells(self, book: Book, base: int) -> tuple[int, Draft | None]:
        """The side of the cells, the same for good once anything was shown by them, and what is to be shown."""
        sides = [times * self.finest for times in WIDER]
        in_area = float(self.points.loc[self._find_cells(self.finest) != NO_CELL, "count"].sum())
        settled = [side for side in sides if self._is_settled(book, f"no cell of {side}")]
        enough = [side for side in sides if self._has_enough(in_area, len(lay_grid(self.geography, side).cells))]
        if not (settled or enough):
            return 0, None
        side = (settled or enough)[0]
        grid = lay_grid(self.geography, side)
        names = grid.cells["cell"].tolist()
        cells = self._find_cells(side)
        true = self._tabulate(self.points, np.where(cells == NO_CELL, len(names), cells), len(names) + 1)
        named = [f"cell of {side} at {name}" for name in names] + [f"no cell of {side}"]
        wards = self.geography.wards.set_index("ward_code").geometry
        inside = [np.flatnonzero(grid.cells.within(wards[code])) for code in self.geography.ward_names]
        return side, self._draft(book, named, true, base, inside)

    def _has_enough(self, events: float, parts: int) -> bool:
        received = len(self._whole_months())
        return received > 0 and events / received * STEP >= LEAST_A_STEP * parts

    def _whole_months(self) -> pd.Series:
        return self.coverage.loc[self.coverage["is_complete"].astype(bool), "month"]

    @cached_property
    def _sent(self) -> list[str]:
        """What the feed's records are sent as, whatever it is called here."""
        return sorted({name_sent(self.catalogue, self.source, offence) for offence in self.offences})

    def _identify(self, part: str) -> str:
        return identify("place", self._sent, part)

    def _is_settled(self, book: Book, part: str) -> bool:
        return book.find(self._identify(part)) is not None

    def _draft(
        self, book: Book, names: Sequence[str], true: NDArray, base: int, inside: Sequence[NDArray] = ()
    ) -> Draft:
        """Each part's running total at every third boundary, as the block it has reached from a start of its own.

        A total in the book stands as it was written; all parts have the origin of the first that was ever shown.
        """
        shown, running = (np.full((len(names), len(self.months) + 1), fill) for fill in (np.nan, 0.0))
        received, first = np.flatnonzero(self.months.isin(self._whole_months())), number_month(self.months[0])
        draft = Draft([], running, shown, base, first, np.zeros(shown.shape[1], dtype=bool), inside)
        if not len(received):
            return draft
        running[:, received + 1] = true[:, received]
        np.cumsum(running, axis=1, out=running)
        origin = book.open(self._identify(names[0]), base, STEP, first + int(received[0])).origin
        start = origin - first
        if start < 0:
            return draft
        points = list_points(len(self.months), STEP, start)
        points = points[(points >= start) & (points <= received[-1] + 1)]
        entries = [book.open(self._identify(name), base, STEP, origin) for name in names]
        settled = np.isin(np.arange(shown.shape[1]) + first, list(entries[0].totals))
        for row, (name, entry) in enumerate(zip(names, entries, strict=True)):
            offset = find_offset(book.key, self._identify(name), base)
            reached = round_totals(running[row, points] - running[row, start], offset, base).tolist()
            named = zip((points + first).tolist(), reached, strict=True)
            shown[row, points] = [entry.totals.setdefault(*each) for each in named]
        return replace(draft, entries=entries, is_settled=settled)

    def _find_cells(self, side: int) -> NDArray:
        """The cell of each row of points, NO_CELL where it has none."""
        east, north = (self.points[name].to_numpy(float, na_value=np.nan) for name in ("easting", "northing"))
        is_placed = ~(np.isnan(east) | np.isnan(north))
        found = np.full(len(east), NO_CELL)
        found[is_placed] = lay_grid(self.geography, side).find_cells(east[is_placed], north[is_placed])
        return found

    def _find_blocks(self) -> NDArray:
        return self.hours["block"].fillna(BLOCKS).to_numpy("int64")

    def _tabulate(self, rows: pd.DataFrame, part: NDArray, parts: int) -> NDArray:
        """True counts by part and month, of all categories."""
        true = np.zeros((parts, len(self.months)))
        np.add.at(true, (part, rows["at"].to_numpy()), rows["count"].to_numpy(float))
        return true

    def _run(self, rows: pd.DataFrame, part: NDArray, parts: int) -> Exact:
        """Exact running totals by category, part and month."""
        months = len(self.months)
        keys = (rows["kind"].to_numpy("int64") * parts + part) * months + rows["at"].to_numpy("int64")
        held, where = np.unique(keys, return_inverse=True)
        counts = np.bincount(where, weights=rows["count"].to_numpy(float), minlength=len(held)).astype("int64")
        return Exact(held, np.concatenate([[0], np.cumsum(counts)]).astype("int64"), parts, months)

    def _list_dated(self) -> pd.DataFrame:
        """The events of the feed whose day and cell are known."""
        columns = ["offence", "month", "occurred_at", "easting", "northing", "time_precision"]
        own = self.store.read_records([self.source.id], columns)
        is_dated = pc.and_(
            pc.is_valid(own["occurred_at"]), pc.is_in(own["time_precision"], pa.array(["minute", "day"]))
        )
        rows = own.filter(pc.and_(is_dated, pc.is_valid(own["easting"]))).to_pandas()
        rows = rows[rows["offence"].isin(self.offences) & rows["month"].isin(self.coverage["month"])]
        grid = lay_grid(self.geography, self.finest)
        cells = grid.find_cells(rows["easting"].to_numpy(float), rows["northing"].to_numpy(float))
        rows = rows.assign(day=rows["occurred_at"].dt.normalize())[cells != NO_CELL]
        return rows[list(DATED)].sort_values(list(DATED), ignore_index=True)
