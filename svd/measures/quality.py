"""Figures of the Data indicators, worked out from what was received, when, and how much of it could be used."""

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Indicator
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
        "status": NOT_APPLICABLE,
        "is_complete": True,
        "extract": "",
    }
    return {"start": start, "end": end, **nothing, **beside}


def _count(evidence: Evidence, indicator: Indicator, selection: Selection) -> dict:
    quality = indicator.calculation.quality
    if quality == REVIEWED:
        return _count_signals(evidence, selection)
    extracts = _extracts(evidence, indicator, selection)
    if extracts.empty:
        return {"status": MISSING}
    count, denominator = _QUALITIES[quality](extracts)
    told = {"count": count, "denominator": denominator, "status": OK, "extract": name_extracts(extracts["extract"])}
    return told | {"base": _find_base(evidence, extracts, quality)}


def _find_base(evidence: Evidence, extracts: pd.DataFrame, quality: str) -> float:
    """1 where the counts are exact; days are, and so are counts of files without a rule."""
    rules = evidence.catalogue.rules
    sources = [evidence.catalogue.sources[name] for name in extracts["source"].unique()]
    hidden = [one for one in sources if one.reader == "incidents" and rules[one.small_number_rule].hide_up_to]
    return 5.0 if hidden and quality != "days_to_receipt" else 1.0


def _count_signals(evidence: Evidence, selection: Selection) -> dict:
    """Signals of the period of which a decision is logged, of all raised in it; not applicable where none was."""
    if evidence.count_reviewed is None:
        return {}
    reviewed, raised = evidence.count_reviewed(evidence, selection)
    if not raised:
        return {}
    log = "SYNTHETIC log of signals" if evidence.store.is_synthetic else "log of signals"
    return {"count": float(reviewed), "denominator": float(raised), "status": OK, "extract": log}


def _extracts(evidence: Evidence, indicator: Indicator, selection: Selection) -> pd.DataFrame:
    sources = evidence.catalogue.sources
    named = indicator.calculation.quality_sources
    wanted = set(named) or {source.id for source in sources.values() if not source.is_public}
    if selection.partners:
        wanted = {name for name in wanted if sources[name].partner in selection.partners}
    extracts = evidence.cube.tables["extracts"]
    months = selection.months
    meets = (extracts["period_from"] <= months[-1]) & (extracts["period_to"] >= months[0])
    in_use = extracts[extracts["source"].isin(wanted) & meets & (extracts["status"] == "used")]
    return in_use.assign(first_received_on=_find_first_receipts(in_use, extracts[extracts["status"] != "refused"]))


def _find_first_receipts(in_use: pd.DataFrame, received: pd.DataFrame) -> pd.Series:
    """The day on which the last month of each extract first came, with whatever file: a correction makes none late."""
    last_months = in_use[["source", "period_to"]].reset_index()
    held = last_months.merge(received, on="source", suffixes=("", "_held"))
    held = held[held["period_to"].between(held["period_from"], held["period_to_held"])]
    return held.groupby("index")["received_on"].min()


def _days_to_receipt(extracts: pd.DataFrame) -> tuple[float, float]:
    """Days from the end of each extract's period to its first receipt, summed, and the number of extracts."""
    ended = extracts["period_to"] + pd.offsets.MonthEnd(1)
    days = (extracts["first_received_on"] - ended).dt.days.clip(lower=0)
    return float(days.sum()), float(len(days))


def _completeness(extracts: pd.DataFrame) -> tuple[float, float]:
    return float(extracts["fields_filled"].sum()), float(extracts["fields_expected"].sum())


def _placed(extracts: pd.DataFrame) -> tuple[float, float]:
    """Rows placed in a ward, and rows kept, of the extracts whose rows have a place."""
    ways = ["placed_by_point", "placed_by_postcode", "placed_by_small_area", "placed_by_ward"]
    placed = extracts[ways].sum().sum()
    return float(placed), float(placed + extracts["unplaced"].sum())


def _set_aside(extracts: pd.DataFrame) -> tuple[float, float]:
    return float(extracts["rows_set_aside"].sum()), float(extracts["rows_read"].sum())


_QUALITIES = {
    "days_to_receipt": _days_to_receipt,
    "completeness": _completeness,
    "placed": _placed,
    "set_aside": _set_aside,
}
