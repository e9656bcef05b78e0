"""A monthly series with its control limits and signals, or the reason why it has none."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Break, Indicator
from svd.catalogue.wording import word_month
from svd.figures.over_time.control_charts import LEAST, LOCKED, find_limits, find_signals, judge_signals
from svd.figures.result import OK, SUPPRESSED

_LEAST_MEAN = 5
"""Events a month below which chance is too lopsided for limits of equal width either way."""


@dataclass(frozen=True)
class Controlled:
    """``months``: a row a month, month, segment, value tested (null: not whole), limits, signal, direction, judgement.

    ``reason`` says why there are no limits, or is empty. ``trial`` says why they are only trial limits, or is empty.
    """

    months: pd.DataFrame
    reason: str = ""
    trial: str = ""

    def within(self, series: pd.DataFrame) -> "Controlled":
        """The same for the months of ``series`` alone; its limits stay those of the whole series."""
        return Controlled(self.months[self.months["month"].isin(series["month"])], self.reason, self.trial)


def control_series(series: pd.DataFrame, indicator: Indicator, breaks: Sequence[Break]) -> Controlled:
    """The control chart of the whole monthly ``series``, whose ``value`` is the figure drawn.

    Months that are not whole, or may be too low, take no part. Limits start anew with the first month that begins on or
    after a break. A series with hidden months has none: the mean of the others would stand too high.
    """
    series = series.sort_values("month", ignore_index=True)
    is_whole = series["is_complete"].astype(bool) & (series["status"] == OK)
    values = series["value"].astype(float).where(is_whole)
    days = np.array(sorted(pd.Timestamp(event.date) for event in breaks), dtype="datetime64[ns]")
    segments = pd.Series(np.searchsorted(days, series["month"].to_numpy(dtype="datetime64[ns]"), side="right"))
    form = indicator.calculation.form
    limits = find_limits(values, segments, bounds=(0, 100 if form == "proportion" else np.inf))
    signals = find_signals(values, segments, limits)
    judged = judge_signals(signals["direction"], indicator.polarity)
    named = {"month": series["month"], "segment": segments, "value": values}
    months = pd.DataFrame({**named, **limits, **signals, "judgement": judged})
    since = _word_since(breaks, series)
    points = int(values[segments == segments.iloc[-1]].notna().sum())
    mean = series["count"].where(is_whole & (segments == segments.iloc[-1])).mean()
    if (series["status"] == SUPPRESSED).any():
        return Controlled(months, "some months are hidden as small numbers, so the others' mean is too high")
    if points < LEAST:
        return Controlled(months, f"there are {points} whole months{since}, and limits need {LOCKED}")
    if form in ("count", "rate") and mean < _LEAST_MEAN:
        return Controlled(months, f"there are fewer than {_LEAST_MEAN} a month, too few for limits to mean anything")
    trial = f"{points} whole months{since}; {LOCKED} are needed before a month is called" if points < LOCKED else ""
    return Controlled(months, trial=trial)


def _word_since(breaks: Sequence[Break], series: pd.DataFrame) -> str:
    """Since which break the last segment runs, or an empty text where there is none."""
    passed = [event for event in breaks if pd.Timestamp(event.date) <= series["month"].iloc[-1]]
    if not passed:
        return ""
    last = max(passed, key=lambda event: event.date)
    return f" since the break of {word_month(last.date)} ({last.title})"
