"""A series' small shifts that last: since when its months are above or below what is usual, or why that is not told."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.figures.over_time.control_charts import judge_signals
from svd.figures.over_time.controlled import Controlled
from svd.figures.over_time.cusum import BASELINE, add_up, estimate_spread, find_limits, find_references

_LEAST_EVENTS = 12
"""Events in the baseline below which it doesn't tell what is usual: the time between rare events says more."""


@dataclass(frozen=True)
class SmallShifts:
    """``months``: a row a whole month after the baseline, with month, value, up and down (the sums), limit_up,
    limit_down, direction (1, -1 or 0), judgement, and since, the first month of the run the sum adds up.

    ``mean``: events a month in the baseline, from ``base_from`` to ``base_to``; ``spread``: variance of all its months
    as a multiple of chance. ``reason`` says why there is none, or is empty.
    """

    months: pd.DataFrame = field(default_factory=pd.DataFrame)
    mean: float = np.nan
    spread: float = np.nan
    base_from: pd.Timestamp | None = None
    base_to: pd.Timestamp | None = None
    reason: str = ""


def find_shifts(control: Controlled, indicator: Indicator, *, is_hidden: bool, dispersion: float = 1.0) -> SmallShifts:
    """The sums of a monthly series of counts after its last restart, as ``control_series`` reads its months.

    The baseline is that of the control limits: the first twelve whole months. A month's season is taken out as there:
    what is usual of it is its share of the mean; its scatter comes from all months since the restart, for twelve say
    too little of it. ``dispersion``: what it is at least. Months that are not whole take no part; the sum goes on after
    them.
    """
    if indicator.calculation.form not in ("rate", "count"):
        return SmallShifts(reason="it does not count events")
    if is_hidden:
        return SmallShifts(reason="some months are hidden as small numbers")
    if control.alike:
        return SmallShifts(reason="its months follow one another, so that their sums drift by themselves")
    whole = control.months[control.months["value"].notna() & control.months["share"].notna()]
    whole = whole[whole["segment"] == control.months["segment"].max()].reset_index(drop=True)
    base, later = whole[:BASELINE], whole[BASELINE:].reset_index(drop=True)
    if later.empty:
        return SmallShifts(reason=f"{BASELINE} whole months fix what is usual, and none has come after them")
    if base["value"].sum() < _LEAST_EVENTS:
        return SmallShifts(reason=f"its first {BASELINE} months have too few events to say what is usual")
    mean = float(base["value"].sum() / base["share"].sum())
    spread = max(float(estimate_spread(whole["value"] / whole["share"])[0]), dispersion)
    sums = _add_up_months(later, mean, spread).assign(
        judgement=lambda months: judge_signals(months["direction"], indicator.polarity)
    )
    return SmallShifts(sums, mean, spread, base["month"].iloc[0], base["month"].iloc[-1])


def _add_up_months(later: pd.DataFrame, mean: float, spread: float) -> pd.DataFrame:
    value, share = later["value"].to_numpy(float), later["share"].to_numpy(float)
    refer_up, refer_down = find_references(mean, spread)
    up, down = add_up([value - refer_up * share, refer_down * share - value])
    limit_up, limit_down = np.array(find_limits(mean, spread)) * np.sqrt(mean * spread)
    direction = np.where(up > limit_up, 1, np.where(down > limit_down, -1, 0))
    named = {"month": later["month"], "value": value, "share": share, "up": up, "down": down}
    starts = np.where(direction >= 0, _find_starts(up), _find_starts(down))
    since = later["month"].to_numpy()[np.minimum(starts, len(later) - 1)]
    return pd.DataFrame(
        {**named, "limit_up": limit_up, "limit_down": limit_down, "direction": direction, "since": since}
    )


def _find_starts(total: np.ndarray) -> np.ndarray:
    """The place after the last one at which each sum was zero."""
    at = np.arange(len(total))
    return np.maximum.accumulate(np.where(total <= 0, at + 1, 0))
