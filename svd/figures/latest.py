"""The newest whole month of each indicator for the whole area: what its control chart says, and its target."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue.wording import word_month
from svd.figures.over_time.assurance import NO_TARGET, assure_many, judge_years
from svd.figures.over_time.assurance_findings import word_range
from svd.figures.over_time.control_charts import COMMON, NEAR_LIMIT, OUTSIDE, SHIFT
from svd.figures.over_time.controlled import control_many
from svd.figures.signals.chart_signals import measure_area
from svd.figures.signals.kept import keep
from svd.measures.question import Evidence
from svd.rows import list_rows
from svd.store.selection import Selection

LATEST_COLUMNS = ("newest", "variation", "way", "newest_words", "target", "assurance", "yearly", "year", "year_words")
NO_CHART = "not tested"
_MOST_YEARS = 200
"""Ends of periods whose years are kept, with their ages and definitions."""
_WORDS = {
    OUTSIDE: "{side} its usual range",
    NEAR_LIMIT: "again near its {end} limit",
    SHIFT: "long {side} its mean",
}


def judge_latest(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """A row an indicator, by its id, with LATEST_COLUMNS.

    ``newest``: its last whole month up to the selection's end, null where it has no control limits; ``variation``:
    what that month's signal means, common cause, or not tested; ``way``: rising, falling or empty. ``target``: a
    month's level in the indicator's unit; ``assurance`` as ``assure_many`` gives it. ``yearly`` and ``year``: as
    ``judge_years`` gives them, null and no target where none is declared; ``year_words``: the year's range.
    """
    names = list(evidence.catalogue.indicators)
    return pd.DataFrame(list_latest(evidence, names, selection), index=pd.Index(names, name="indicator"))


def list_latest(evidence: Evidence, names: Sequence[str], selection: Selection) -> dict[str, NDArray]:
    """``judge_latest`` of ``names``, an array a column: no table is made, which would cost more than the figures."""
    charts, years = _read_charts(evidence), _judge_years(evidence, selection)
    first, last = pd.Timestamp(selection.month_from), pd.Timestamp(selection.month_to)
    rows = [_describe_newest(charts.get(name, _NO_CHART), first, last) | years.get(name, _NO_YEAR) for name in names]
    kinds = {"newest": "datetime64[us]", "target": float, "yearly": float}
    return {name: np.array([row[name] for row in rows], dtype=kinds.get(name, object)) for name in LATEST_COLUMNS}


class _Chart(NamedTuple):
    """Of an indicator's control chart: the months that have limits which stand, a row each, and its target."""

    months: list[pd.Timestamp]
    rows: list[dict]
    target: float
    assurance: str


_NO_CHART = _Chart([], [], np.nan, NO_TARGET)
_NO_YEAR = {"yearly": np.nan, "year": NO_TARGET, "year_words": ""}


def _describe_newest(chart: _Chart, first: pd.Timestamp, last: pd.Timestamp) -> dict:
    held = {"target": chart.target, "assurance": chart.assurance}
    place = bisect_right(chart.months, last) - 1
    if place < 0 or chart.months[place] < first:
        return held | {"newest": np.datetime64("NaT"), "variation": NO_CHART, "way": "", "newest_words": ""}
    row = chart.rows[place]
    way = {1: "rising", -1: "falling"}.get(row["direction"], "")
    return held | {
        "newest": row["month"].to_datetime64(),
        "variation": row["judgement"],
        "way": way,
        "newest_words": _word(row),
    }


def _read_charts(evidence: Evidence) -> dict[str, _Chart]:
    """Each indicator's chart, as kept for all who ask; none where it has no month."""
    months = keep(evidence, "area charts", lambda: _chart_area(evidence))
    held = evidence.cube.worked_out.get("charts of the area")
    if held is None or held[0] is not months:
        held = evidence.cube.worked_out["charts of the area"] = (months, _arrange(months))
    return held[1]


def _arrange(months: pd.DataFrame) -> dict[str, _Chart]:
    stands = months["value"].notna() & months["centre"].notna() & ~months["is_trial"].astype(bool)
    charts = {}
    for name, own in months.assign(stands=stands).groupby("indicator", sort=False):
        tested = own[own["stands"]].sort_values("month")
        columns = ["month", "value", "direction", "judgement", "signal"]
        first = own.iloc[0]
        charts[name] = _Chart(tested["month"].tolist(), list_rows(tested[columns]), first["target"], first["assurance"])
    return charts


def _judge_years(evidence: Evidence, selection: Selection) -> dict[str, dict]:
    """``judge_years`` of all indicators, kept: it rests on the period's end alone, and on ages and definition."""
    year = replace(selection.spanning(selection.month_to, selection.month_to), wards=(), kinds=(), partners=())
    year = replace(year, compare="previous", compare_from=None)
    held = evidence.cube.worked_out.setdefault("years against targets", {})
    found = held.get(year)
    if found is None:
        if len(held) >= _MOST_YEARS:
            held.clear()
        judged = judge_years(evidence, evidence.catalogue.indicators, year)
        found = held[year] = {
            name: {
                "yearly": float(one["yearly"]),
                "year": one["year"],
                "year_words": "" if one["value"] != one["value"] else word_range(one),
            }
            for name, one in zip(judged.index, list_rows(judged), strict=True)
        }
    return found


def _chart_area(evidence: Evidence) -> pd.DataFrame:
    """The area's control charts in the indicators' own units, with target and assurance beside each month."""
    controlled = control_many(measure_area(evidence), evidence)
    assured = assure_many(controlled, evidence)[["indicator", "target", "assurance"]]
    return controlled.months.merge(assured, on="indicator")


def _word(row: dict) -> str:
    """The newest month and what its chart says: ``Aug 2026: as usual``."""
    is_up = row["direction"] > 0
    if row["judgement"] == COMMON or not np.isfinite(row["value"]):
        said = "as usual"
    else:
        plain = "up for months" if is_up else "down for months"
        side, end = ("above", "upper") if is_up else ("below", "lower")
        said = _WORDS.get(row["signal"], plain).format(side=side, end=end)
    return f"{word_month(row['month'])}: {said}"
