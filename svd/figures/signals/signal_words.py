"""What a signal says, in one sentence each with its figures; and how many of them chance may have made."""

from collections.abc import Mapping

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.figures.findings import word_change
from svd.figures.over_time.signal_findings import word_call
from svd.figures.promises import FOLLOWING, MARKED, SIGNALS
from svd.figures.signals.chance import FALSE_SHARE
from svd.stats.change import SIGNAL_P


def word_chart_signal(call: pd.Series, indicator: Indicator, names: Mapping[str, str]) -> str:
    """What the chart called in the month that raised the signal; ``names`` are those of the places by code."""
    decimals = 1 if call["is_share"] else 0
    title = f"{indicator.short_title} in {names[call['ward_code']]}"
    return word_call(call, title, decimals, is_seasonal=call["share"] != 1)


def word_change_signal(change: pd.Series, indicator: Indicator, names: Mapping[str, str]) -> str:
    """What the test of change found, with both figures, and where."""
    return word_change(change, indicator, names[change["ward_code"]])


def word_promise() -> str:
    """How many signals may be false, beside a list of them."""
    return (
        "Tests are corrected for their number, so that of the signals raised no more than 1 in "
        f"{round(1 / FALSE_SHARE)} is false on average. Where nothing changes expect less than one false one a year; "
        f"{FOLLOWING}, less than {SIGNALS.otherwise.times}."
    )


def word_raising() -> str:
    """What raises a signal, with its sources, for a method note."""
    return (
        "**What raises a signal.** Each monthly series of the area and of every ward that has control limits is looked "
        "at month by month, with what was known in that month. It is raised when three things hold: a rule of the "
        "control chart calls the month; the months called differ from those that fix the limits; and they differ from "
        f"the same months a year before (p below {SIGNAL_P:.4f}), so that no season is raised. Both comparisons are "
        "the exact test of two Poisson counts (shares: two proportions), with counts divided by how much wider than by "
        "chance their indicator scatters. A series without limits, because it is rare, hidden or not monthly, is "
        "raised where the last twelve months differ from the twelve before by the test of change.\n\n"
        "**How many are false.** The p values of all series of the area, and of all wards, are corrected for their "
        f"number, so that no more than {FALSE_SHARE:.0%} of what is raised is false (Benjamini and Hochberg 1995, "
        "Journal of the Royal Statistical Society B 57:289). On 190 made-up series in which nothing changes, with "
        "seasons of a quarter up and down and half as much scatter again as chance has, fewer than one signal a year "
        "was raised. Series that hold the same events rise and fall together, so one event can raise several. A chart "
        f"on the Trends page marks more months than are raised here: up to {MARKED.usual} where nothing changes."
    )
