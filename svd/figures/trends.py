"""How far back an indicator's trend looks, how its series steps, and the breaks it must not be read across."""

from datetime import date

import pandas as pd

from svd.catalogue.declarations import Break, Frequency, Indicator
from svd.measures.label import find_provisional
from svd.measures.question import Evidence
from svd.stats.limits import limits_count
from svd.store.selection import Selection, move_month

_MONTHS_BEFORE = 24
STEPS = {"month": (1, 1), "quarter": (3, 3), "term": (4, 5), "year": (12, 12)}
"""Months from one period's start to the next, usually and at most: beyond that a period is missing."""


def span_trend(evidence: Evidence, indicator: Indicator, selection: Selection, *, is_whole: bool) -> Selection:
    """The selection from 24 months before its start, or from the first month received where ``is_whole``."""
    first = _find_first_month(evidence, indicator)
    start = first if is_whole else max(first, move_month(selection.month_from, -_MONTHS_BEFORE))
    return selection.spanning(min(start, selection.month_from), selection.month_to)


def _find_first_month(evidence: Evidence, indicator: Indicator) -> date:
    key = ("first month", indicator.id)
    if key not in evidence.cube.worked_out:
        evidence.cube.worked_out[key] = _look_up_first_month(evidence, indicator)
    return evidence.cube.worked_out[key]


def _look_up_first_month(evidence: Evidence, indicator: Indicator) -> date:
    if indicator.calculation.basis == "returns":
        returns = evidence.returns
        firsts = returns.loc[returns["indicator"] == indicator.id, "period_from"]
    else:
        coverage = evidence.coverage
        firsts = coverage.loc[coverage["source"] == indicator.source, "month"]
    return (evidence.months[0] if firsts.empty else firsts.min()).date()


def is_unsettled(evidence: Evidence, indicator: Indicator, selection: Selection) -> bool:
    """Whether the indicator's source may still revise every month of the selection."""
    cube = evidence.cube
    return find_provisional(cube, evidence.catalogue, indicator) <= cube.at(pd.Timestamp(selection.month_from))


def find_frequency(indicator: Indicator) -> Frequency:
    """How the series steps: by the periods returned, else by month, for what is counted is counted by month."""
    return indicator.frequency if indicator.calculation.basis == "returns" else "month"


def find_breaks(evidence: Evidence, indicator: Indicator) -> list[Break]:
    """The breaks that cut the indicator's series, in the order of their days."""
    named = [event for event in evidence.catalogue.breaks.values() if event.cuts(indicator)]
    return sorted(named, key=lambda event: event.date)


def find_restarts(evidence: Evidence, indicator: Indicator) -> list[Break]:
    """The events with which the indicator's control limits start anew: its breaks, and those that changed the usual."""
    named = [event for event in evidence.catalogue.breaks.values() if event.restarts(indicator)]
    return sorted(named, key=lambda event: event.date)


def read_counts(series: pd.DataFrame) -> pd.DataFrame:
    """The series with its counts in place of its values, and their 95% limits; the unit is then the event itself."""
    has_count = series["count"].notna()
    lower, upper = (pd.Series(limit, series.index).where(has_count) for limit in limits_count(series["count"]))
    return series.assign(value=series["count"], lower=lower, upper=upper)
