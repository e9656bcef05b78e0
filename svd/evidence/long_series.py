"""What the control charts found in the area's long series, in words that the file can be held against."""

import pandas as pd

from svd.catalogue.declarations import Break, Indicator
from svd.catalogue.wording import word_month, word_number, word_period
from svd.evidence.levels import read_months
from svd.figures.over_time.control_charts import OUTSIDE
from svd.figures.over_time.controlled import control_series
from svd.figures.trends import find_restarts, read_counts
from svd.measures.question import Evidence

_YEAR = 12
_MOST_LISTED = 12


def tell_series(evidence: Evidence, name: str) -> list[str]:
    """The series in sentences: its span and years, each stretch with its limits, and the months that stand out."""
    months = read_months(evidence, name)
    indicator = evidence.catalogue.indicators[name]
    if len(months) < _YEAR:
        return [f"{indicator.title}: fewer than {_YEAR} whole months were received, so nothing is said of them."]
    breaks = find_restarts(evidence, indicator)
    control = control_series(read_counts(months), indicator, breaks)
    told = [_tell_span(months, indicator), _tell_years(months)]
    if control.reason:
        return [*told, f"No control limits, because {control.reason}."]
    stretches = [stretch for _, stretch in control.months.groupby("segment")]
    return [*told, *(_tell_stretch(stretch, breaks) for stretch in stretches)]


def _tell_span(months: pd.DataFrame, indicator: Indicator) -> str:
    high, low = (months.loc[months["count"].agg(pick)] for pick in ("idxmax", "idxmin"))
    span = word_period(months["month"].iloc[0], months["month"].iloc[-1])
    return (
        f"{indicator.title}: {len(months)} whole months, {span}; "
        f"most in {word_month(high['month'])} ({word_number(high['count'])}), "
        f"fewest in {word_month(low['month'])} ({word_number(low['count'])})."
    )


def _tell_years(months: pd.DataFrame) -> str:
    """The last twelve whole months and the twelve before, as counts: their test stands on the page Trends."""
    last, before = months.tail(_YEAR), months.iloc[-2 * _YEAR : -_YEAR]
    parts = [
        f"{word_number(year['count'].sum())} in {word_period(year['month'].iloc[0], year['month'].iloc[-1])}"
        for year in (last, before)
        if len(year) == _YEAR
    ]
    return f"{', after '.join(parts)}."


def _tell_stretch(stretch: pd.DataFrame, breaks: list[Break]) -> str:
    """One stretch between breaks: the month it begins, its mean and limits, and what was called in it."""
    first, last = stretch["month"].iloc[0], stretch["month"].iloc[-1]
    since = [event.title for event in breaks if pd.Period(event.date, freq="M") in (_month(first), _month(first) - 1)]
    opening = f"{word_period(first, last)}{f' (since: {since[-1]})' if since else ''}"
    limits = stretch[["centre", "lower", "upper"]].div(stretch["share"], axis=0).dropna()
    if limits.empty:
        return f"{opening}: too few whole months for limits."
    mean, low, high = (word_number(limit, 1) for limit in limits.iloc[0])
    season = " in an average month, following the season" if stretch["share"].nunique() > 1 else ""
    called = stretch[stretch["signal"] != ""]
    outside = called[called["signal"] == OUTSIDE]
    whole = stretch["value"].notna().sum()
    return (
        f"{opening}: mean {mean}, limits {low} to {high}{season}; {len(called)} of {whole} months "
        f"stand out, {len(outside)} of them outside the limits{_list_months(outside)}."
    )


def _list_months(outside: pd.DataFrame) -> str:
    """The months outside with their counts, as far as they can be read."""
    if outside.empty:
        return ""
    shown = outside.tail(_MOST_LISTED)
    which = "" if len(shown) == len(outside) else f", the last {_MOST_LISTED}"
    months = [f"{word_month(row.month)} ({word_number(row.value)})" for row in shown.itertuples()]
    return f"{which}: {', '.join(months)}"


def _month(day: pd.Timestamp) -> pd.Period:
    return pd.Period(day, freq="M")
