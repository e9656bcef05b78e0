"""What a control chart found, in plain words; and that no month stands out when that is the answer."""

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_count_of, word_month, word_number
from svd.figures.findings import lower_title
from svd.figures.over_time.control_charts import COMMON, LOCKED, NEAR_LIMIT, OUTSIDE, RUN, TREND
from svd.figures.over_time.controlled import Controlled


def word_control(period: Controlled, indicator: Indicator, decimals: int = 0) -> str:
    """The newest signal among the months of ``period``, with its figures, or that there is none, or why."""
    title = indicator.short_title
    if period.reason:
        return f"{title}: no control limits, because {period.reason}."
    if period.trial:
        return f"{title}: trial limits only, from {period.trial}."
    called = period.months[period.months["signal"] != ""]
    if not period.months["value"].notna().any():
        return f"{title}: no month of this period is whole, so none is tested."
    if called.empty:
        return f"{title}: no month of this period stands out; ups and downs are what this series usually does."
    return _word_signal(called.iloc[-1], title, decimals)


def _word_signal(row: pd.Series, title: str, decimals: int) -> str:
    is_up, month, name = row["direction"] > 0, word_month(row["month"]), lower_title(title)
    figure, low, high, mean = (word_number(row[column], decimals) for column in ("value", "lower", "upper", "centre"))
    usual = f"{figure}, where {low} to {high} are usual"
    if row["signal"] == OUTSIDE:
        return f"In {month} {name} left its limits: {usual}."
    if row["signal"] == NEAR_LIMIT:
        limit = "upper" if is_up else "lower"
        return f"In {month} {name} was near its {limit} limit again: {usual}."
    if row["signal"] == TREND:
        return f"Up to {month} {name} {'rose' if is_up else 'fell'} for {RUN} months or more: {usual}."
    side = "above" if is_up else "below"
    return f"Up to {month} {name} was {side} its mean for {RUN} months or more: {figure}; the mean is {mean}."


def word_others(period: Controlled) -> str:
    """How many months of the period stand out beside the newest; an empty text where none does."""
    others = int((period.months["signal"] != "").sum()) - 1
    if others < 1:
        return ""
    return f"{word_count_of(others, 'other month stands', 'other months stand')} out in this period."


def judge_control(period: Controlled) -> tuple[str, str]:
    """The judgement and direction (rising, falling or empty) of the newest signal of the period, for its badge."""
    called = period.months[period.months["signal"] != ""]
    if called.empty:
        return (COMMON if period.months["value"].notna().any() else "not tested"), ""
    row = called.iloc[-1]
    return row["judgement"], "rising" if row["direction"] > 0 else "falling"


def word_control_method() -> str:
    """How limits are made and what calls a month, with the sources, for a method note."""
    return (
        f"**Control limits** (XmR chart): the mean of the first {LOCKED} whole months, and 2.66 times their mean "
        "moving range either way (near limits: 1.773 times); moving ranges above 3.267 times their mean are left out "
        "once. They stay as they are until a named, dated break, where they start anew. A month stands out by the "
        f"first of these that holds: it is outside the limits; it is in a run of {RUN} months that rise, or fall; two "
        "of three neighbours, it among them, lie between the near and the outer limit on one side; it is in a run of "
        f"{RUN} months on one side of the mean. Months that are not whole, or may be too low, take no part, and a gap "
        "ends a run. Seasons are not taken out. Where nothing changes, about 1 month in 10 is marked all the same, "
        "most of them in a run on one side, and about 1 in 60 is outside. "
        "Sources: Nelson 1982, Journal of Quality Technology 14:172; NHS England, Making Data Count."
    )


def word_signals(months: pd.DataFrame) -> pd.Series:
    """Each month's signal, way and meaning, as ``outside its limits, up: concern``; else that it has none, or why."""
    ways = months["direction"].map({1: "up", -1: "down", 0: ""})
    words = months["signal"] + ", " + ways + ": " + months["judgement"]
    is_tested = months["value"].notna() & months["centre"].notna() & ~months["is_trial"]
    return words.where(months["signal"] != "", "none").where(is_tested, "not tested")
