"""Events by cell and by hour of the week as running totals, made by the build: pages about places read no records."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.errors import StoreError
from svd.measures.book import number_month

DAYS, HOURS = 7, 3
"""Days of a week, and hours of a block of it."""
BLOCKS = DAYS * 24 // HOURS
DATED = ("offence", "month", "day", "easting", "northing")


@dataclass(frozen=True, eq=False)
class Exact:
    """Exact running totals of disjoint parts by offence and month, kept only where there are events.

    ``keys``: (offence * parts + part) * months + month of each, rising; ``running``: events before each, and in all.
    """

    keys: NDArray
    running: NDArray
    parts: int
    months: int

    def count(self, offences: Sequence[int], first: int, last: int) -> NDArray:
        """Events of the offences in each part, from one boundary to the other: the difference of two running totals."""
        rows = (np.asarray(offences, dtype="int64")[:, None] * self.parts + np.arange(self.parts)) * self.months
        before, after = (self.running[np.searchsorted(self.keys, rows + edge)] for edge in (first, last))
        return (after - before).sum(axis=0)


@dataclass(frozen=True, eq=False)
class Blocks:
    """Shown running totals [part, boundary] of disjoint parts of a feed with a rule, in blocks of ``base``.

    Null at boundaries at which nothing is shown; the same boundaries for all parts.
    """

    totals: NDArray
    base: int

    @property
    def points(self) -> NDArray:
        """The boundaries at which totals are shown."""
        return np.flatnonzero(~np.isnan(self.totals).any(axis=0))

    def count(self, first: int, last: int) -> NDArray:
        """Events of each part between two of the points, a multiple of the base."""
        counts = self.totals[:, last] - self.totals[:, first]
        if np.isnan(counts).any():
            raise AssertionError("a count was asked for between months at which nothing is shown")
        return np.maximum(counts, 0).astype("int64")


@dataclass(frozen=True, eq=False)
class PlaceFeed:
    """One feed by place and hour. ``cells``: a part a cell of the grid, then one of events without; None: not shown.

    ``hours``: a part a block of the week (day * 8 + hour // 3), then one of events whose hour is not known; None where
    not shown. ``base`` is 1 where counts are exact; such a feed is told by ``offences``, any other only as a whole.
    ``dated``: a row an event whose day and cell are known, of feeds without a rule.
    """

    source: str
    base: int
    side: int
    """Metres across a cell; 0 where the feed is not shown by cell."""
    offences: tuple[str, ...]
    knows_days: bool
    knows_hours: bool
    cells: Exact | Blocks | None
    hours: Exact | Blocks | None
    dated: pd.DataFrame

    @property
    def is_exact(self) -> bool:
        return self.base == 1


@dataclass(frozen=True, eq=False)
class Places:
    """Every feed of records with places, by its source's id; a boundary is one more than ``months``."""

    months: pd.DatetimeIndex
    feeds: Mapping[str, PlaceFeed]
    name: str = ""
    """Hashes all that the tables rest on: what is worked out of them alone is out of date under no other."""

    def at(self, month: object) -> int:
        """The boundary at which the month begins; below 0 or above the last where it lies outside."""
        return number_month(pd.Timestamp(month)) - number_month(self.months[0])


def write_places(places: Places, folder: Path) -> None:
    """Write the tables into ``folder``, which is there."""
    about = {"first": places.months[0].isoformat() if len(places.months) else "", "months": len(places.months)}
    arrays, dated, feeds = {}, [], []
    for feed in places.feeds.values():
        named = {"source": feed.source, "base": feed.base, "side": feed.side, "offences": feed.offences}
        feeds.append(named | {"knows_days": feed.knows_days, "knows_hours": feed.knows_hours})
        if len(feed.dated):
            dated.append(feed.dated.assign(source=feed.source))
        for what in ("cells", "hours"):
            if (table := getattr(feed, what)) is not None:
                arrays |= {f"{feed.source} {what} {name}": value for name, value in asdict(table).items()}
    np.savez_compressed(folder / "places.npz", **arrays)
    empty = pd.DataFrame(columns=[*DATED, "source"])
    (pd.concat(dated, ignore_index=True) if dated else empty).to_parquet(folder / "dated.parquet")
    (folder / "places.json").write_text(json.dumps(about | {"feeds": feeds}), encoding="utf-8")


def read_places(folder: Path) -> Places:
    """The tables written into ``folder``; raises StoreError where they are not whole."""
    try:
        about = json.loads((folder / "places.json").read_text(encoding="utf-8"))
        dated = pd.read_parquet(folder / "dated.parquet")
        with np.load(folder / "places.npz") as found:
            arrays = {name: found[name] for name in found.files}
    except (OSError, ValueError, KeyError) as fault:
        raise StoreError("The places of the store are not whole.", "Build it again: python -m svd build") from fault
    feeds = {}
    for named in about["feeds"]:
        source = named["source"]
        tables = {what: _read_table(arrays, f"{source} {what} ") for what in ("cells", "hours")}
        own = dated.loc[dated["source"] == source, list(DATED)].reset_index(drop=True)
        feeds[source] = PlaceFeed(**(named | {"offences": tuple(named["offences"])}), **tables, dated=own)
    months = pd.date_range(about["first"] or "2000-01-01", periods=about["months"], freq="MS", unit="us")
    return Places(months, feeds, folder.name)


def _read_table(arrays: Mapping[str, NDArray], start: str) -> Exact | Blocks | None:
    held = {name.removeprefix(start): value for name, value in arrays.items() if name.startswith(start)}
    if not held:
        return None
    plain = {name: value if value.ndim else int(value) for name, value in held.items()}
    return Blocks(**plain) if "totals" in plain else Exact(**plain)
