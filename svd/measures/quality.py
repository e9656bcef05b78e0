"""Figures of the Data indicators, worked out from what was received, when, and how much of it could be used."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue.declarations import Indicator
from svd.measures.protect import LEAST_BASE
from svd.measures.question import By, Evidence
from svd.measures.recipe import name_extracts
from svd.measures.result import MISSING, NOT_APPLICABLE, OK
from svd.measures.windows import find_bounds
from svd.store.selection import Selection

REVIEWED = "signals_reviewed"
"""The quality that is about the log of signals and no file."""


def count_quality(evidence: Evidence, indicator: Indicator, selection: Selection, by: By) -> list[dict]:
    """A dictionary a figure, with the names of ``counted.COLUMNS``; only the whole area has any.

    Counted over the extracts from partners (or the indicator's own sources) whose period meets the selection, from the
    ledger as it may be shown; sources that publish are left out, because nobody sends them.
    """
    cube = evidence.cube
    first, last = find_bounds(cube, selection.month_from, selection.month_to)
    wards = len(cube.wards)
    places = {"ward": range(wards), "ward_month": range(wards)}.get(by, (wards + 1,))
    spans = [(month, month + 1) for month in range(first, last)] if by in ("month", "ward_month") else [(first, last)]
    return [
        _describe(start, end) | {"place": place} | (_count(evidence, indicator, selection) if by == "borough" else {})
        for place in places
        for start, end in spans
    ]


def _describe(start: int, end: int) -> dict:
    nothing = dict.fromkeys(("count", "denominator", "year", "share_placed"), np.nan)
    beside = {
        "noise": 0.0,
        "rest_noise": 0.0,
        "base": 1.0,
        "dispersion": 1.0,
        "status": NOT_APPLICABLE,
        "is_complete": True,
        "extract": "",
    }
    return {"start": start, "end": end, **nothing, **beside}


def _count(evidence: Evidence, indicator: Indicator, selection: Selection) -> dict:
    quality = indicator.calculation.quality
    if quality == REVIEWED:
        return _count_signals(evidence, selection)
    ledger = _read_ledger(evidence)
    rows = _find_rows(evidence, ledger, indicator, selection)
    if not len(rows):
        return {"status": MISSING}
    count, denominator = _QUALITIES[quality](ledger, rows)
    told = {"count": count, "denominator": denominator, "status": OK}
    hidden = quality != "days_to_receipt" and bool(ledger.is_protected[rows].any())
    return told | {"extract": name_extracts(ledger.extract[rows]), "base": float(LEAST_BASE if hidden else 1)}


def _count_signals(evidence: Evidence, selection: Selection) -> dict:
    """Signals of the period of which a decision is logged, of all raised in it; not applicable where none was."""
    if evidence.count_reviewed is None:
        return {}
    reviewed, raised = evidence.count_reviewed(evidence, selection)
    if not raised:
        return {}
    log = "SYNTHETIC log of signals" if evidence.store.is_synthetic else "log of signals"
    return {"count": float(reviewed), "denominator": float(raised), "status": OK, "extract": log}


@dataclass(frozen=True, eq=False)
class _Ledger:
    """The files in use, a place each in every array; ``first`` and ``last`` are months numbered as the cube's are."""

    source: NDArray
    extract: NDArray
    first: NDArray
    last: NDArray
    days: NDArray
    """Days from the end of the file's period to the day on which its last month first came, with whatever file."""
    is_protected: NDArray
    numbers: Mapping[str, NDArray]


def _read_ledger(evidence: Evidence) -> _Ledger:
    cube = evidence.cube
    if "ledger" not in cube.worked_out:
        cube.worked_out["ledger"] = _arrange(evidence)
    return cube.worked_out["ledger"]


def _arrange(evidence: Evidence) -> _Ledger:
    extracts, cube, catalogue = evidence.extracts, evidence.cube, evidence.catalogue
    in_use = extracts[extracts["status"] == "used"]
    first_received = _find_first_receipts(in_use, extracts[extracts["status"] != "refused"]).reindex(in_use.index)
    ended = in_use["period_to"] + pd.offsets.MonthEnd(1)
    rules = {
        one.id: one.reader == "incidents" and catalogue.rules[one.small_number_rule].hide_up_to > 0
        for one in catalogue.sources.values()
    }
    return _Ledger(
        source=in_use["source"].to_numpy(object),
        extract=in_use["extract"].to_numpy(object),
        first=np.array([cube.at(month) for month in in_use["period_from"]], dtype=int),
        last=np.array([cube.at(month) for month in in_use["period_to"]], dtype=int),
        days=(first_received - ended).dt.days.clip(lower=0).to_numpy(float),
        is_protected=np.array([rules.get(name, False) for name in in_use["source"]], dtype=bool),
        numbers={name: in_use[name].to_numpy(float, na_value=np.nan) for name in _NUMBERS},
    )


def _find_rows(evidence: Evidence, ledger: _Ledger, indicator: Indicator, selection: Selection) -> NDArray:
    """The files of the indicator's sources, or of every source that is sent, whose period meets the selection."""
    sources = evidence.catalogue.sources
    wanted = set(indicator.calculation.quality_sources) or {one.id for one in sources.values() if not one.is_public}
    if selection.partners:
        wanted = {name for name in wanted if sources[name].partner in selection.partners}
    first, last = find_bounds(evidence.cube, selection.month_from, selection.month_to)
    meets = (ledger.first < last) & (ledger.last >= first)
    return np.flatnonzero(meets & np.array([name in wanted for name in ledger.source], dtype=bool))


def _find_first_receipts(in_use: pd.DataFrame, received: pd.DataFrame) -> pd.Series:
    """The day on which the last month of each extract first came, with whatever file: a correction makes none late."""
    last_months = in_use[["source", "period_to"]].reset_index()
    held = last_months.merge(received, on="source", suffixes=("", "_held"))
    held = held[held["period_to"].between(held["period_from"], held["period_to_held"])]
    return held.groupby("index")["received_on"].min()


def _days_to_receipt(ledger: _Ledger, rows: NDArray) -> tuple[float, float]:
    """Days to each file's first receipt, summed, and the number of files."""
    return float(np.nansum(ledger.days[rows])), float(len(rows))


def _completeness(ledger: _Ledger, rows: NDArray) -> tuple[float, float]:
    return _add_up(ledger, rows, "fields_filled"), _add_up(ledger, rows, "fields_expected")


def _placed(ledger: _Ledger, rows: NDArray) -> tuple[float, float]:
    """Rows placed in a ward, and rows kept, of the files whose rows have a place; both from what may be shown."""
    protected, others = rows[ledger.is_protected[rows]], rows[~ledger.is_protected[rows]]
    kept, loose = _add_up(ledger, protected, "rows_kept"), _add_up(ledger, protected, "unplaced")
    placed = sum(_add_up(ledger, others, way) for way in _WAYS)
    return placed + max(kept - loose, 0.0), placed + _add_up(ledger, others, "unplaced") + kept


def _set_aside(ledger: _Ledger, rows: NDArray) -> tuple[float, float]:
    return _add_up(ledger, rows, "rows_set_aside"), _add_up(ledger, rows, "rows_read")


def _add_up(ledger: _Ledger, rows: NDArray, name: str) -> float:
    return float(np.nansum(ledger.numbers[name][rows]))


_WAYS = ("placed_by_point", "placed_by_postcode", "placed_by_small_area", "placed_by_ward")
_NUMBERS = ("fields_filled", "fields_expected", "rows_read", "rows_kept", "rows_set_aside", "unplaced", *_WAYS)
_QUALITIES = {
    "days_to_receipt": _days_to_receipt,
    "completeness": _completeness,
    "placed": _placed,
    "set_aside": _set_aside,
}
