"""The truth, for the scorer alone: the counts of records by month and place, read from the facts of a store."""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.geography.grid import lay_grid
from svd.geography.wards import Geography
from tests.adversary.counted import Counted
from tests.adversary.spots import CELL, HOURS, find_list, name_cell, name_hours, read_cell

NO_WARD = "unallocated"


class Truth:
    """True counts of one store's version; ``area`` is the code under which answers give the whole area's.

    ``geography`` is needed for the counts of cells.
    """

    def __init__(self, store: Path, area: str, geography: Geography | None = None) -> None:
        folder = store / "versions" / (store / "CURRENT").read_text(encoding="utf-8").strip()
        facts = pd.read_parquet(folder / "facts.parquet")
        self._records = pd.read_parquet(folder / "incidents.parquet")
        self._geography = geography
        month = facts["month"].dt.year * 12 + facts["month"].dt.month - 1
        place = facts["ward_code"].astype(object).fillna(NO_WARD)
        self._facts = facts.assign(number=month, place=place, count=facts["count"].fillna(0).astype(int))
        self.months = range(int(month.min()), int(month.max()) + 1)
        self._area = area
        self._totals: dict[tuple[Counted, str], NDArray] = {}
        self._tables: dict[Counted, pd.DataFrame] = {}
        self._lists: dict[tuple[Counted, str], pd.DataFrame] = {}

    def totals(self, counted: Counted, place: str, ends: NDArray) -> NDArray:
        """The series' running total before each of the months ``ends``, numbered since the year 0."""
        key = (counted, place)
        if key not in self._totals:
            table = self._table_of(counted, place)
            of_place = table.sum(axis=1) if place == self._area else table.get(place)
            counts = np.zeros(len(self.months), dtype=int)
            if of_place is not None:
                counts = of_place.reindex(self.months, fill_value=0).to_numpy(int)
            self._totals[key] = np.concatenate([[0], np.cumsum(counts)])
        return self._totals[key][np.clip(np.asarray(ends) - self.months[0], 0, len(self.months))]

    def list_places(self, counted: Counted) -> list[str]:
        """The wards with a record, and what stands for none."""
        return list(self._table(counted).columns)

    def _table_of(self, counted: Counted, place: str) -> pd.DataFrame:
        name = find_list(place, self._area)
        if name not in (CELL, HOURS):
            return self._table(counted)
        key = (counted, place.rpartition(" of ")[0])
        if key not in self._lists:
            self._lists[key] = self._count_records(counted.source, place)
        return self._lists[key]

    def _count_records(self, source: str, place: str) -> pd.DataFrame:
        """The feed's records by month and by each place of the list that ``place`` is of."""
        own = self._records[self._records["source"] == source]
        month = own["month"].dt.year * 12 + own["month"].dt.month - 1
        if place.startswith(HOURS):
            at = own["occurred_at"]
            block = (at.dt.dayofweek * 24 + at.dt.hour) // 3
            part = pd.Series([name_hours(number) for number in block.fillna(-1).astype(int)], own.index)
        else:
            side, east, north = read_cell(place)[0], own["easting"].to_numpy(float), own["northing"].to_numpy(float)
            is_placed = ~np.isnan(east + north)
            cell = np.full(len(own), -1)
            cell[is_placed] = lay_grid(self._geography, side).find_cells(east[is_placed], north[is_placed])
            part = pd.Series([name_cell(side, None if number < 0 else int(number)) for number in cell], own.index)
        return pd.crosstab(month, part)

    def _table(self, counted: Counted) -> pd.DataFrame:
        if counted not in self._tables:
            f = self._facts
            wanted = (f["source"] == counted.source) & (f["measure"] == counted.measure)
            if counted.offences is not None:
                wanted &= f["offence"].isin(counted.offences)
            if counted.ages is not None:
                wanted &= f["age_band"].isin(counted.ages)
            self._tables[counted] = f[wanted].pivot_table(
                index="number", columns="place", values="count", aggfunc="sum", fill_value=0
            )
        return self._tables[counted]
