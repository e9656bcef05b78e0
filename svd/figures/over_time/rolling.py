"""The twelve months to each month, and the same month of earlier years: context beside a monthly figure, not tested."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Break, Indicator
from svd.measures.result import OK

_YEAR = 12
MOST_YEARS = 5


def sum_years(series: pd.DataFrame, indicator: Indicator, breaks: Sequence[Break], *, is_number: bool) -> pd.DataFrame:
    """month and value: the twelve months to each month of the monthly ``series``, in order, from the figures shown.

    ``value`` is the count where ``is_number``, else the indicator's rate or share over the twelve months. Null where
    one of the twelve is not whole, hidden or missing, or a break lies between them, and for a mean. Never put under
    control limits: neighbours share eleven months, so runs come by themselves.
    """
    series = series.sort_values("month", ignore_index=True)
    is_whole = series["is_complete"].astype(bool) & (series["status"] == OK)
    counts = series["count"].where(is_whole).rolling(_YEAR).sum()
    how = indicator.calculation
    if is_number or how.form == "count":
        value = counts
    elif how.form == "rate":
        value = counts / series["denominator"].where(series["denominator"] > 0) * how.per
    elif how.form in ("proportion", "ratio"):
        value = counts / series["denominator"].where(is_whole).rolling(_YEAR).sum() * how.per
    else:
        value = pd.Series(np.nan, series.index)
    return pd.DataFrame({"month": series["month"], "value": value.where(~_cross(series["month"], breaks))})


def _cross(months: pd.Series, breaks: Sequence[Break]) -> pd.Series:
    """Whether a break lies inside the twelve months to each month."""
    crossed = pd.Series(False, months.index)
    for event in breaks:
        first = months - pd.DateOffset(months=_YEAR - 1)
        crossed |= (first < pd.Timestamp(event.date)) & (pd.Timestamp(event.date) < months + pd.DateOffset(months=1))
    return crossed


def list_same_months(series: pd.DataFrame, month: pd.Timestamp) -> pd.DataFrame:
    """The rows of ``series`` for ``month`` and the same month of up to five years before, the newest first."""
    before = pd.DatetimeIndex(series["month"])
    is_same = (before.month == month.month) & (before <= month) & (before.year >= month.year - MOST_YEARS)
    return series[is_same].sort_values("month", ascending=False, ignore_index=True)


def add_earlier_years(series: pd.DataFrame, years: int = 3) -> pd.DataFrame:
    """``series`` with year_1_before and so on: the value of the same month that many years before, null where none."""
    values = series.set_index("month")["value"]
    earlier = {
        f"year_{by}_before": values.reindex(series["month"] - pd.DateOffset(years=by)).to_numpy()
        for by in range(1, years + 1)
    }
    return series.assign(**earlier)
