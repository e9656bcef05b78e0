"""The truth, for the scorer alone: the counts of records by month and place, read from the facts of a store."""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tests.adversary.counted import Counted

NO_WARD = "unallocated"


class Truth:
    """True counts of one store's version; ``area`` is the code under which answers give the whole area's."""

    def __init__(self, store: Path, area: str) -> None:
        version = (store / "CURRENT").read_text(encoding="utf-8").strip()
        facts = pd.read_parquet(store / "versions" / version / "facts.parquet")
        month = facts["month"].dt.year * 12 + facts["month"].dt.month - 1
        place = facts["ward_code"].astype(object).fillna(NO_WARD)
        self._facts = facts.assign(number=month, place=place, count=facts["count"].fillna(0).astype(int))
        self.months = range(int(month.min()), int(month.max()) + 1)
        self._area = area
        self._totals: dict[tuple[Counted, str], NDArray] = {}
        self._tables: dict[Counted, pd.DataFrame] = {}

    def totals(self, counted: Counted, place: str, ends: NDArray) -> NDArray:
        """The series' running total before each of the months ``ends``, numbered since the year 0."""
        key = (counted, place)
        if key not in self._totals:
            table = self._table(counted)
            of_place = table.sum(axis=1) if place == self._area else table.get(place)
            counts = np.zeros(len(self.months), dtype=int)
            if of_place is not None:
                counts = of_place.reindex(self.months, fill_value=0).to_numpy(int)
            self._totals[key] = np.concatenate([[0], np.cumsum(counts)])
        return self._totals[key][np.clip(np.asarray(ends) - self.months[0], 0, len(self.months))]

    def list_places(self, counted: Counted) -> list[str]:
        """The wards with a record, and what stands for none."""
        return list(self._table(counted).columns)

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
