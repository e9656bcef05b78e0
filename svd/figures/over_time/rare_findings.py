"""What the time between rare events says, in plain words: since when none, and whether that is longer than usual."""

from datetime import date

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_count_of, word_month, word_number, word_range
from svd.figures.findings import lower_title, word_chance
from svd.figures.over_time.between_events import BetweenEvents
from svd.figures.over_time.control_charts import COMMON, LOCKED, OUTSIDE, RUN, TREND


def name_event(indicator: Indicator) -> str:
    """One of the events the indicator counts, as ``homicide``; its title stands for it where it is a rate."""
    if indicator.calculation.form == "count":
        return indicator.unit.removesuffix("s")
    return f"event ({lower_title(indicator.short_title)})"


def word_spells(indicator: Indicator) -> str:
    """What a chart of the time between events measures."""
    return f"Months without {_an(name_event(indicator))} between months with one"


def _an(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def word_rare(between: BetweenEvents, indicator: Indicator, since: date) -> str:
    """How long since the last event, and whether that or a gap that ended from ``since`` on is beyond the usual."""
    event = name_event(indicator)
    if between.reason:
        return f"{indicator.short_title}: the time between events is not shown, because {between.reason}."
    if between.spells.empty:
        return f"No {event} in any of the {word_count_of(between.known, 'month', 'months')} known."
    opening = f"{word_days(between)} since the last {event}"
    called = _find_called(between, since)
    if not called.empty:
        return f"{opening}; {_word_called(called.iloc[-1])}."
    if between.trial:
        return f"{opening}, as chance would have it; {between.trial}."
    return f"{opening}; no gap is longer or shorter than usual."


def word_days(between: BetweenEvents) -> str:
    """Days since the last event as a range, for the day within its month is not known: ``122 to 152 days``."""
    return f"{word_range(*between.span_days(), 0)} days"


def word_wait(between: BetweenEvents) -> str:
    """Since which month, until when, and how often chance alone leaves as long a wait; empty where no event is."""
    if between.spells.empty or between.reason:
        return ""
    spell = between.open_spell
    span = f"From {word_month(spell['since'])} to the end of {word_month(spell['until'])}"
    if pd.isna(between.chance):
        return f"{span}."
    return f"{span}: by chance alone the wait is as long {word_chance(between.chance)}."


def _find_called(between: BetweenEvents, since: date) -> pd.DataFrame:
    spells = between.spells
    return spells[(spells["signal"] != "") & (spells["until"] >= pd.Timestamp(since))]


def _word_called(spell: pd.Series) -> str:
    months, is_longer = word_count_of(spell["months"], "month", "months"), spell["direction"] > 0
    way = "longer" if is_longer else "shorter"
    if spell["signal"] == OUTSIDE:
        which = "a longer gap than usual" if spell["is_open"] else f"the gap before it ({months}) was longer than usual"
        return f"{which}: up to {word_number(int(spell['upper']))} months without one are usual"
    if spell["signal"] == TREND:
        return f"up to {word_month(spell['until'])} gaps grew {way} {RUN} times or more in a row"
    return (
        f"up to {word_month(spell['until'])} {RUN} gaps or more in a row were {way} than usual: half of those before "
        f"lasted {word_count_of(spell['centre'], 'month', 'months')} or less"
    )


def judge_rare(between: BetweenEvents, since: date) -> tuple[str, str, str]:
    """The judgement, direction and word of the newest signal, for a badge: ``as expected`` where there is none."""
    if between.reason or between.spells.empty:
        return "not tested", "", "none to judge"
    called = _find_called(between, since)
    if called.empty:
        return COMMON, "", "as expected"
    last = called.iloc[-1]
    is_longer = last["direction"] > 0
    return last["judgement"], "rising" if is_longer else "falling", f"{'longer' if is_longer else 'shorter'} gaps"


def word_spell_signals(spells: pd.DataFrame) -> pd.Series:
    """Each gap's signal, way and meaning, as ``outside its limits, longer: improvement``; else none, or not tested."""
    ways = spells["direction"].map({1: "longer", -1: "shorter", 0: ""})
    words = spells["signal"] + ", " + ways + ": " + spells["judgement"]
    is_tested = spells["months"].notna() & spells["upper"].notna() & ~spells["is_trial"]
    return words.where(spells["signal"] != "", "none").where(is_tested, "not tested")


def word_rare_method() -> str:
    """How the time between rare events is read and judged, with the sources, for a method note."""
    return (
        "**Time between events** (g-chart). Where events are few, their number in a month says little, and the months "
        "between them say more. Only the month of each is known, so the chart counts whole months without one between "
        "two months with one; several in one month count as one, and days since the last are a range. A month whose "
        "number is hidden may have none, so it is not known; counts that are protected are not read in this way at "
        "all. A gap with a month that is not known, or across a named break, takes no part. Limits come from the first "
        f"gaps received, at least {LOCKED}: upper limit g + 3√(g(g + 1)), where g is their mean; the middle line is "
        f"their median. Above the limit is a longer gap than usual; {RUN} in a row on one side of the middle, or "
        "rising or falling, are a lasting change. "
        "A single short gap can't be called: where events come at random, short gaps are common. Where nothing changes "
        "about 1 gap in 25 is above the limit all the same. How often chance alone leaves as long a wait since the "
        "last event is exact: the share of all orders of the same months that end so (hypergeometric). "
        "Sources: Kaminsky and others 1992, Journal of Quality Technology 24:63; Benneyan 2001, Health Care Management "
        "Science 4:305."
    )
