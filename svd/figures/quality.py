"""Raw figures of the Data indicators, worked out from what was received, when, and how much of it could be used."""

import pandas as pd

from svd.figures.counted import name_extracts
from svd.figures.question import Question
from svd.figures.result import MISSING, NOT_APPLICABLE, OK

REVIEWED = "signals_reviewed"
"""The quality that is about the log of signals and no file."""


def count_quality(question: Question) -> pd.DataFrame:
    """The indicator's raw figures in the columns of ``count_facts``, for the whole area only.

    Counted over the extracts from partners (or the indicator's own sources) whose period meets the selection; sources
    that publish are left out, because nobody sends them.
    """
    frame = pd.DataFrame(index=question.index).reset_index()
    months = question.selection.months
    frame["period_from"] = frame["month"] if "month" in frame else months[0]
    frame["period_to"] = frame["month"] if "month" in frame else months[-1]
    frame["count"] = frame["denominator"] = float("nan")
    frame["status"], frame["is_complete"], frame["extract"] = NOT_APPLICABLE, True, ""
    if question.by != "borough":
        return frame
    if question.indicator.calculation.quality == REVIEWED:
        return _count_signals(frame, question)
    extracts = _extracts(question)
    if extracts.empty:
        return frame.assign(status=MISSING)
    count, denominator = _QUALITIES[question.indicator.calculation.quality](extracts)
    return frame.assign(count=count, denominator=denominator, status=OK, extract=name_extracts(extracts["extract"]))


def _count_signals(frame: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Signals of the period of which a decision is logged, of all raised in it; not applicable where none was."""
    # Signals are worked out from measures, of which this is one: at the top the two would import each other.
    from svd.figures.signals.reviewed import count_reviewed

    reviewed, raised = count_reviewed(question.evidence, question.selection)
    if not raised:
        return frame
    log = "SYNTHETIC log of signals" if question.evidence.store.is_synthetic else "log of signals"
    return frame.assign(count=float(reviewed), denominator=float(raised), status=OK, extract=log)


def _extracts(question: Question) -> pd.DataFrame:
    sources = question.evidence.catalogue.sources
    named = question.indicator.calculation.quality_sources
    wanted = set(named) or {source.id for source in sources.values() if not source.is_public}
    if question.selection.partners:
        wanted = {name for name in wanted if sources[name].partner in question.selection.partners}
    extracts = question.evidence.store.extracts
    months = question.selection.months
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
