"""How late each month of a feed came: the first file that held it, against the day agreed for it."""

from functools import cache
from typing import NamedTuple

import pandas as pd

from svd.catalogue.declarations import Frequency, Source

BACK_SERIES = 12
"""A file that brings so many new months at once is a back series: what came before it, the ledger can't say."""
_PERIOD_ENDS = {"month": tuple(range(1, 13)), "quarter": (3, 6, 9, 12), "term": (3, 7, 12), "year": (12,)}
"""The last month of each period a feed may cover; English and Welsh schools have no term in August."""


def find_due_day(source: Source, month: pd.Timestamp) -> pd.Timestamp:
    """The day by which the period that holds the month is due."""
    return _find_due_day(source.frequency, source.due_days, month.year, month.month)


@cache
def _find_due_day(frequency: Frequency, due_days: int, year: int, month: int) -> pd.Timestamp:
    end = next(last for last in _PERIOD_ENDS[frequency] if last >= month)
    return pd.Timestamp(year + end // 12, end % 12 + 1, 1) + pd.Timedelta(days=due_days - 1)


def list_first_receipts(extracts: pd.DataFrame, source: Source) -> pd.DataFrame:
    """due_on and days_late of each month that any file of the source held, by month.

    Only the first file that held a month counts, so no revision makes it late. Of a back series, and of the first file
    a feed ever sent, only the newest period may be late. days_late is null where that can't be said, and for what is
    published: nobody sends it.
    """
    is_read = (extracts["source"] == source.id) & (extracts["status"] != "refused")
    files = extracts[is_read].dropna(subset=["period_from", "period_to", "received_on"])
    due_days: dict[pd.Timestamp, tuple[pd.Timestamp, int | None]] = {}
    for file in files.sort_values(["received_on", "period_to"], kind="stable").itertuples():
        held = pd.date_range(file.period_from, file.period_to, freq="MS")
        new = [month for month in held if month not in due_days]
        is_back_series = not due_days or len(new) >= BACK_SERIES
        due_days |= _judge(new, file, source, is_back_series=is_back_series)
    index = pd.DatetimeIndex(sorted(due_days), name="month").as_unit("us")
    rows = [due_days[month] for month in sorted(due_days)]
    return pd.DataFrame(rows, columns=["due_on", "days_late"], index=index).astype({"days_late": "Int64"})


def _judge(
    months: list[pd.Timestamp], file: NamedTuple, source: Source, *, is_back_series: bool
) -> dict[pd.Timestamp, tuple[pd.Timestamp, int | None]]:
    due_days = {month: find_due_day(source, month) for month in months}
    newest = find_due_day(source, file.period_to)
    judged = {}
    for month, due in due_days.items():
        days = max((file.received_on - due).days, 0)
        is_unknown = source.is_public or (is_back_series and days > 0 and due != newest)
        judged[month] = (due, None if is_unknown else days)
    return judged
