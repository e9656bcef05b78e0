"""Dates as partners write them -> moments, each with the precision it was sent in and never a finer one."""

import pandas as pd

EARLIEST = pd.Timestamp("2000-01-01")
_FORMS = (
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", "%Y-%m-%d %H:%M", "minute"),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d", "%Y-%m-%d %H:%M:%S", "minute"),
    (r"\d{4}-\d\d-\d\d", "%Y-%m-%d", "day"),
    (r"\d{4}-\d\d", "%Y-%m", "month"),
    (r"\d\d?/\d\d?/\d{4} \d\d?:\d\d", "%d/%m/%Y %H:%M", "minute"),
    (r"\d\d?/\d\d?/\d{4} \d\d?:\d\d:\d\d", "%d/%m/%Y %H:%M:%S", "minute"),
    (r"\d\d?/\d\d?/\d{4}", "%d/%m/%Y", "day"),
)


def parse_moments(text: pd.Series) -> pd.DataFrame:
    """``moment`` and ``precision`` (minute, day or month) of each text, index kept; null: no date from 2000 on."""
    moment = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    precision = pd.Series(None, index=text.index, dtype="str")
    for pattern, form, name in _FORMS:
        is_form = text.str.fullmatch(pattern, na=False)
        if is_form.any():
            found = pd.to_datetime(text[is_form].str.replace("T", " "), format=form, errors="coerce")
            moment[is_form] = found.dt.floor("min").astype("datetime64[us]")
            precision[is_form] = name
    is_date = moment >= EARLIEST
    return pd.DataFrame({"moment": moment.where(is_date), "precision": precision.where(is_date)})


def start_month(moments: pd.Series) -> pd.Series:
    """The first day of each moment's month."""
    return moments.astype("datetime64[us]").dt.to_period("M").dt.to_timestamp().astype("datetime64[us]")


def list_months(first: pd.Timestamp, last: pd.Timestamp) -> pd.DatetimeIndex:
    """The first day of every month from ``first`` to ``last``, both included."""
    return pd.date_range(first, last, freq="MS").astype("datetime64[us]")


def name_runs(months: pd.DatetimeIndex) -> list[str]:
    """Unbroken runs of sorted ``months`` as '2025-02' or '2025-02 to 2025-04'."""
    number = pd.Series(months.year * 12 + months.month, index=months)
    runs = number.groupby((number.diff() != 1).cumsum())
    ends = [(run.index[0], run.index[-1]) for _, run in runs]
    return [f"{first:%Y-%m}" if first == last else f"{first:%Y-%m} to {last:%Y-%m}" for first, last in ends]
