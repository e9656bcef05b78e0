"""The cube: running totals by counted cell, place and month, with what is known beside each; read by every figure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.errors import StoreError
from svd.measures.book import number_month

NOWHERE, AREA = -2, -1
"""Places of the last axis but the wards: what no ward is known of, and the whole area."""
_ARRAYS = ("totals", "unknown", "step", "base", "covered", "complete", "low", "extract")


@dataclass(frozen=True, eq=False)
class Cube:
    """Counts of one version, protected where a feed has a rule; shared by all and never changed.

    ``totals``: running totals [series, place, boundary], a boundary more than months; null where they are not shown.
    Places are the wards in order, NOWHERE and AREA. ``unknown``: the same of rows that could not be used, [series,
    place, boundary], of feeds without a rule. ``base``: what a series' totals are multiples of [series, place], 1 where
    they are exact; ``step``: months from one shown total to the next [series, place], 0 where none is shown.
    ``cells``: what each series counts: CELL, is_unsaid and ``series``. ``covered``, ``complete``, ``low`` and
    ``extract`` (the place in ``extracts_named``, -1: none) are by source and month.
    """

    months: pd.DatetimeIndex
    wards: tuple[str, ...]
    sources: tuple[str, ...]
    cells: pd.DataFrame
    totals: NDArray
    unknown: NDArray
    step: NDArray
    base: NDArray
    covered: NDArray
    complete: NDArray
    low: NDArray
    extract: NDArray
    extracts_named: tuple[str, ...]
    held: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    """The offences and the wards each extract of counts holds any row of: what it can prove zero of."""
    tables: Mapping[str, pd.DataFrame]
    """``returns``, ``extracts``, ``problems`` and ``coverage`` as they may be shown."""
    worked_out: dict = field(default_factory=dict, compare=False)
    """What is worked out of the cube once, by its name."""

    @cached_property
    def source_rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.sources)}

    def at(self, month: object) -> int:
        """The boundary at which the month begins; below 0 or above the last where it lies outside."""
        stamp = month if isinstance(month, date) else pd.Timestamp(month)
        return number_month(stamp) - self._first

    @cached_property
    def _first(self) -> int:
        return number_month(self.months[0])

    def boundary(self, place: int) -> pd.Timestamp:
        """The first day of the month that begins at the boundary."""
        if 0 <= place < len(self.months):
            return self.months[int(place)]
        return pd.Timestamp(self.months[0] + pd.DateOffset(months=int(place)))


def write_cube(cube: Cube, folder: Path) -> None:
    """Write the cube's files into ``folder``, which is there."""
    np.savez(folder / "arrays.npz", **{name: getattr(cube, name) for name in _ARRAYS})
    cube.cells.to_parquet(folder / "cells.parquet")
    for name, table in cube.tables.items():
        table.to_parquet(folder / f"shown_{name}.parquet")
    about = {
        "first": cube.months[0].isoformat(),
        "months": len(cube.months),
        "wards": cube.wards,
        "sources": cube.sources,
        "extracts": cube.extracts_named,
        "held": {name: [sorted(part) for part in parts] for name, parts in cube.held.items()},
        "tables": sorted(cube.tables),
    }
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")


def read_cube(folder: Path) -> Cube:
    """The cube written into ``folder``; raises StoreError where it is not whole."""
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz") as found:
            arrays = {name: found[name] for name in _ARRAYS}
        cells = pd.read_parquet(folder / "cells.parquet")
        tables = {name: pd.read_parquet(folder / f"shown_{name}.parquet") for name in about["tables"]}
    except (OSError, ValueError, KeyError) as fault:
        raise StoreError("The figures of the store are not whole.", "Build it again: python -m svd build") from fault
    return Cube(
        months=pd.date_range(about["first"], periods=about["months"], freq="MS", unit="us"),
        wards=tuple(about["wards"]),
        sources=tuple(about["sources"]),
        cells=cells,
        extracts_named=tuple(about["extracts"]),
        held={name: (frozenset(parts[0]), frozenset(parts[1])) for name, parts in about["held"].items()},
        tables=tables,
        **arrays,
    )
