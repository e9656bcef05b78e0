"""The police's public files by ward, in the forms they are published in: three editions by ward and the knife file."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Area
from svd.ingest.sample.levels import Levels

MADE_UP = "SYNTHETIC "
"""Every made-up file's name begins with this."""


@dataclass(frozen=True, eq=False)
class SampleFile:
    """A made-up extract before it is written; every cell is text and an empty one is empty."""

    name: str
    source: str
    frame: pd.DataFrame
    until: date
    """Last day it could tell of: it was received some days after."""


def write_ward_files(
    counts: pd.DataFrame, levels: Levels, area: Area, names: dict[str, str], rng: np.random.Generator
) -> list[SampleFile]:
    """The newest edition, the older one that it and the history supersede, and the history."""
    period = levels.period
    newest = pd.period_range(end=period.last, periods=24, freq="M")
    older = pd.period_range(end=period.older_edition, periods=24, freq="M")
    history = pd.period_range(period.ward_history_from, period.ward_history_to, freq="M")
    thinned = counts.apply(lambda month: rng.binomial(month, period.older_edition_share))
    title = f"{MADE_UP}MPS Ward Level Crime"
    return [
        _file(f"{title} (most recent 24 months) {newest[-1]}.csv", _lay_out(counts[newest], area, names), newest),
        _file(f"{title} (most recent 24 months) {older[-1]}.csv", _lay_out(thinned[older], area, names), older),
        _file(f"{title} (Historical).csv", _lay_out_history(counts[history], area, names), newest),
    ]


def _file(name: str, frame: pd.DataFrame, months: pd.PeriodIndex) -> SampleFile:
    return SampleFile(name, "mps_ward", frame, months[-1].end_time.date())


def _lay_out(counts: pd.DataFrame, area: Area, names: dict[str, str]) -> pd.DataFrame:
    """A row a ward and category with an offence in these months; those without one have no row, as published."""
    rows = counts[counts.sum(axis="columns") > 0].rename(columns=lambda month: month.strftime("%Y%m")).reset_index()
    rows.insert(2, "WardName", rows["ward_code"].map(names))
    rows.insert(4, "LookUp_BoroughName", area.short_name)
    rows = rows.rename(columns={"major": "MajorText", "minor": "MinorText", "ward_code": "WardCode"})
    return rows.sort_values(["WardName", "MajorText", "MinorText"], ignore_index=True).astype(str)


def _lay_out_history(counts: pd.DataFrame, area: Area, names: dict[str, str]) -> pd.DataFrame:
    rows = _lay_out(counts, area, names).rename(columns=str.lower)
    first = ["wardname", "wardcode", "majortext", "minortext", "lookup_boroughname"]
    return rows[[*first, *rows.columns.drop(first)]]
