"""The last five periods of an indicator, as returned or by financial year, with their trend marker, or why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import nan

import pandas as pd

from svd.catalogue.declarations import Break, Frequency, Indicator
from svd.catalogue.wording import word_count_of, word_month
from svd.figures.change import judge_change
from svd.figures.over_time.alike_months import find_alike_area
from svd.figures.over_time.trend_marker import POINTS, mark_trend
from svd.figures.trends import STEPS, find_breaks, find_frequency, span_trend
from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.measures.result import OK
from svd.stats.dependence import inflation_for_autocorrelation
from svd.store.selection import Selection, move_month

_VERDICTS = {1: "rising", -1: "falling", 0: "no clear change"}


@dataclass(frozen=True)
class RecentTrend:
    """``periods``: the rows of ``measure`` the marker stands on, or as many as there are; a row a period of ``step``.

    ``slope``: change of the value a period, with its 95% limits. ``verdict`` and ``judgement`` as for a change of two
    periods. ``reason`` says why the marker can't be worked out, and is empty where it can.
    """

    periods: pd.DataFrame
    step: Frequency
    slope: float = nan
    lower: float = nan
    upper: float = nan
    chi_squared: float = nan
    verdict: str = "not tested"
    judgement: str = "not tested"
    reason: str = ""


def measure_recent(evidence: Evidence, indicator: Indicator, selection: Selection) -> RecentTrend:
    """The recent trend of the area to the selection's end: of what is counted by month, by whole financial years."""
    step = find_frequency(indicator)
    if step == "month":
        years = measure_years(evidence, indicator, selection)
        wider = _widen_alike(evidence, indicator, selection)
        return read_recent(years, indicator, find_breaks(evidence, indicator), "year", wider)
    span = span_trend(evidence, indicator, selection, is_whole=True)
    series = measure(evidence, indicator.id, span, "month")
    return read_recent(series, indicator, find_breaks(evidence, indicator), step)


def _widen_alike(evidence: Evidence, indicator: Indicator, selection: Selection) -> float:
    """By what a year's variance is more than its limits allow for, where its months follow one another.

    The limits rest on the differences of neighbours, which such months make 1 - r times as large.
    """
    how = indicator.calculation
    if how.basis != "facts" or how.form not in ("rate", "count"):
        return 1.0
    alike = find_alike_area(evidence, [indicator.id], selection)
    return float((inflation_for_autocorrelation(alike, 12) / (1 - alike))[0])


def measure_years(evidence: Evidence, indicator: Indicator, selection: Selection) -> pd.DataFrame:
    """The last five financial years that end by the selection's end, as ``measure`` gives the area; a row a year.

    The year starts in the month the area declares. None before the first month received.
    """
    first = span_trend(evidence, indicator, selection, is_whole=True).month_from
    starts_in = evidence.catalogue.area.year_starts_in
    end = move_month(selection.month_to, 1)
    last = date(end.year - (end.month < starts_in), starts_in, 1)
    starts = [move_month(last, -12 * back) for back in range(POINTS, 0, -1)]
    years = [
        measure(evidence, indicator.id, selection.spanning(start, move_month(start, 11)), "borough")
        for start in starts
        if start >= first
    ]
    if not years:
        return measure(evidence, indicator.id, selection, "borough").iloc[:0]
    return pd.concat(years, ignore_index=True)


def read_recent(
    series: pd.DataFrame, indicator: Indicator, breaks: Sequence[Break], step: Frequency, wider: float = 1.0
) -> RecentTrend:
    """The marker of the last five whole periods of ``series``, a row a period, where they follow one another unbroken.

    The newest periods take no part while they are not whole. A hidden or missing period among the five leaves the
    marker without an answer, as does a break. ``wider``: what the variance behind the limits has to be multiplied by.
    """
    series = series.sort_values("month", ignore_index=True)
    is_whole = (series["status"] == OK) & series["is_complete"].astype(bool) & series["lower"].notna()
    recent = series[: int(is_whole[is_whole].index.max()) + 1 if is_whole.any() else 0].tail(POINTS)
    reason = _find_reason(recent, is_whole[recent.index], indicator, breaks, step)
    if reason:
        return RecentTrend(recent, step, reason=reason)
    figures = recent[["value", "lower", "upper"]].to_numpy(float).T
    slope, error, chi_squared, direction = mark_trend(*figures, dispersion=wider).iloc[0]
    verdict = _VERDICTS[int(direction)]
    judgement = judge_change(verdict, indicator.polarity)
    width = 1.96 * error
    return RecentTrend(recent, step, slope, slope - width, slope + width, chi_squared, verdict, judgement)


def _find_reason(
    recent: pd.DataFrame, is_whole: pd.Series, indicator: Indicator, breaks: Sequence[Break], step: Frequency
) -> str:
    if indicator.calculation.form == "mean":
        return "a mean of so few values has no limits to weigh it by"
    if indicator.calculation.form == "weighed":
        return "one grave offence can move a weighed sum"
    if len(recent) < POINTS:
        number = int(is_whole.sum())
        whole = word_count_of(number, f"whole {step}", f"whole {step}s")
        return f"there {'is' if number == 1 else 'are'} {whole}, and it needs five"
    months = pd.PeriodIndex(recent["month"], freq="M").astype("int64").to_series()
    if not is_whole.all() or (months.diff() > STEPS[step][1]).any():
        return f"one of the last five {step}s is hidden, missing or not whole"
    first, last = recent["month"].iloc[0], recent["month"].iloc[-1] + pd.DateOffset(months=STEPS[step][0])
    for event in breaks:
        if first < pd.Timestamp(event.date) < last:
            return f"the last five {step}s have a break: {event.title}, {word_month(event.date)}"
    return ""
