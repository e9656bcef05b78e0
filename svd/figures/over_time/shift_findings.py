"""What the sums of small shifts found, in plain words: a lasting rise or fall and since when, or that there is none."""

from datetime import date

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_month, word_number, word_period, word_range
from svd.figures.over_time.control_charts import COMMON
from svd.figures.over_time.cusum import BASELINE, HORIZON
from svd.figures.over_time.small_shifts import SmallShifts
from svd.figures.promises import FOLLOWING, SHIFTS
from svd.stats.limits import limits_count

_WAYS = {1: "rise", -1: "fall"}


def word_shifts(shifts: SmallShifts, indicator: Indicator, month_from: date) -> str:
    """The lasting shift that holds in the newest whole month, one that ended in the period, or that there is none."""
    title = indicator.short_title
    if shifts.reason:
        return f"{title}: small shifts are not looked for, because {shifts.reason}."
    newest = shifts.months.iloc[-1]
    if newest["direction"]:
        return f"{title}: a lasting {_WAYS[newest['direction']]} since {word_month(newest['since'])}."
    called = shifts.months[(shifts.months["direction"] != 0) & (shifts.months["month"] >= pd.Timestamp(month_from))]
    if called.empty:
        return f"{title}: no clear change; no small shift that lasts."
    last = called.iloc[-1]
    span = word_period(last["since"], last["month"])
    return f"{title}: a lasting {_WAYS[last['direction']]} in {span}, and none since."


def word_size(shifts: SmallShifts) -> str:
    """Events a month in the baseline, and since the shift began with their 95% limits; empty where none is told."""
    if shifts.reason:
        return ""
    usual = f"{word_number(shifts.mean, 1)} a month in the baseline, {word_period(shifts.base_from, shifts.base_to)}"
    newest = shifts.months.iloc[-1]
    if not newest["direction"]:
        return f"Usual: {usual}."
    run = shifts.months[shifts.months["month"] >= newest["since"]]
    total, share = run["value"].sum(), run["share"].sum()
    widen = np.sqrt(shifts.spread)
    low, high = (total + (float(limit) - total) * widen for limit in limits_count(total))
    limits = word_range(max(low, 0) / share, high / share)
    first = shifts.months[(shifts.months["direction"] != 0) & (shifts.months["month"] >= newest["since"])].iloc[0]
    return (
        f"{word_number(total / share, 1)} a month since (95% limits {limits}); {usual}. "
        f"First called in {word_month(first['month'])}."
    )


def judge_shifts(shifts: SmallShifts) -> tuple[str, str]:
    """The judgement and direction of the newest whole month, for its badge."""
    if shifts.reason:
        return "not tested", ""
    newest = shifts.months.iloc[-1]
    if not newest["direction"]:
        return COMMON, ""
    return newest["judgement"], "rising" if newest["direction"] > 0 else "falling"


def word_shift_method() -> str:
    """How small shifts are found, and how often nothing is called one, with the sources, for a method note."""
    return (
        "**Small shifts that last** (CUSUM): what each month is above, or below, a reference between the usual mean "
        "and one standard deviation from it is added up; where it is not beyond it the sum falls back, to zero at the "
        f"least. What is usual comes from the first {BASELINE} whole months after a break, as for control limits, with "
        "the season taken out where there is one. A shift is called where a sum passes its limit, and dated from where "
        f"that sum last stood at zero. The limits are simulated so that no more than {SHIFTS.usual} series is called "
        f"within {HORIZON} months, up or down, where nothing changes, with the scatter of the months and with a mean "
        "known from twelve months only. That holds for months that are independent of one another. Where they are seen "
        "to follow one another no shift is looked for; a level that drifts shifts by itself, and "
        f"{FOLLOWING} up to {SHIFTS.otherwise} series is called. The size of a shift just called reads too large. Only "
        "the reason behind a shift can say whether it stays. "
        "Sources: Page 1954, Biometrika 41:100; Lucas 1985, Technometrics 27:129."
    )
