"""What a control chart found, in plain words; and that no month stands out when that is the answer."""

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_count_of, word_month, word_number
from svd.figures.findings import lower_title
from svd.figures.over_time.control_charts import COMMON, LOCKED, NEAR_LIMIT, OUTSIDE, RUN, SHIFT, TREND
from svd.figures.over_time.controlled import Controlled
from svd.figures.over_time.seasons import LEAST_YEARS, MOST_YEARS, NOT_FOUND, OTHERS, SEASON_P, TAKEN_OUT
from svd.figures.promises import FOLLOWING, MARKED
from svd.figures.promises import OUTSIDE as BEYOND
from svd.stats.dependence import MOST_DEPENDENT


def word_control(period: Controlled, indicator: Indicator, decimals: int = 0) -> str:
    """The newest signal among the months of ``period``, with its figures, or that there is none, or why."""
    title = indicator.short_title
    if period.reason:
        return f"{title}: no control limits, because {period.reason}."
    if period.trial:
        return f"{title}: trial limits only, from {period.trial}."
    called = period.months[period.months["signal"] != ""]
    if not period.months["value"].notna().any():
        return f"{title}: no month of this period is whole and no longer provisional, so none is tested."
    if called.empty:
        return f"{title}: no month of this period stands out; ups and downs are what this series usually does."
    return word_call(called.iloc[-1], title, decimals, is_seasonal=period.season == TAKEN_OUT)


def word_call(row: pd.Series, title: str, decimals: int, *, is_seasonal: bool) -> str:
    """What a month is called for, with its figure and what is usual; ``title`` is the series' name."""
    is_up, month, name = row["direction"] > 0, word_month(row["month"]), lower_title(title)
    figure, low, high, mean = (word_number(row[column], decimals) for column in ("value", "lower", "upper", "centre"))
    when = " for the time of year" if is_seasonal else ""
    usual = f"{figure}, where {low} to {high} are usual{when}"
    if row["signal"] == OUTSIDE:
        return f"In {month} {name} left its limits: {usual}."
    if row["signal"] == NEAR_LIMIT:
        limit = "upper" if is_up else "lower"
        return f"In {month} {name} was near its {limit} limit again: {usual}."
    run = _word_run(row, name, "up" if is_up else "down")
    return f"{run}: {usual}." if row["signal"] == TREND else f"{run}: {figure}; the mean{when} is {mean}."


_RUNS = {
    (TREND, "up"): ("rose over", "rising"),
    (TREND, "down"): ("fell over", "falling"),
    (SHIFT, "up"): ("was above its mean for", "above its mean"),
    (SHIFT, "down"): ("was below its mean for", "below its mean"),
}


def _word_run(row: pd.Series, name: str, way: str) -> str:
    """How long the run is up to the month; of a month early in its run only that it is one of such a run."""
    did, being = _RUNS[row["signal"], way]
    if row["run"] >= RUN:
        return f"Up to {word_month(row['month'])} {name} {did} {row['run']} months in a row"
    return f"In {word_month(row['month'])} {name} was in a run of {RUN} months or more {being}"


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


def word_false_marks() -> str:
    """How often limits that rest on twelve months mark a month where nothing changes."""
    return (
        f"Where nothing changes and months are independent, up to {MARKED.usual} months is marked all the same, "
        f"most of them in a run on one side, and up to {BEYOND.usual} is outside, because limits from {LOCKED} months "
        f"are themselves uncertain; {FOLLOWING}, up to {MARKED.otherwise} and {BEYOND.otherwise}, for a level that "
        "drifts leaves them by itself."
    )


def word_control_method(season: str, alike: float = 0.0) -> str:
    """How limits are made and what calls a month, with the sources, for a method note; both as in Controlled."""
    return (
        f"**Control limits** (XmR chart): the mean of the first {LOCKED} whole months, and 2.66 times their mean "
        "moving range either way (near limits: 1.773 times); moving ranges above 3.267 times their mean are left out "
        "once. They stay as they are until a named, dated break, where they start anew. A month stands out by the "
        f"first of these that holds: it is outside the limits; it is in a run of {RUN} months that rise, or fall; two "
        "of three in a row, it among them, lie between the near and the outer limit on one side, and the third on that "
        "side of the mean; it is in a run of "
        f"{RUN} months on one side of the mean. Months that are not whole, provisional or may be too low take no part, "
        f"and a gap ends a run. {word_false_marks()} "
        "Sources: Nelson 1982, Journal of Quality Technology 14:172; NHS England, Making Data Count."
        f"\n\n**Season:** {_word_season(season)} Source: Shiskin, Young and Musgrave 1967, the X-11 variant of the "
        "Census Method II."
        f"\n\n**Like their neighbours?** {_word_alike(alike)}"
    )


def _word_alike(alike: float) -> str:
    """Whether the rules' assumption of independent months holds, and what is done where it does not."""
    if not alike:
        return (
            "The rules hold for months that are independent of one another, but for a season and a change of level. "
            f"This series' autocorrelation without these is not above {MOST_DEPENDENT:g} by more than chance."
        )
    return (
        f"Yes: without season and change of level its autocorrelation is {alike:.2f}, above {MOST_DEPENDENT:g} by more "
        f"than chance. So limits are {1 / (1 - alike) ** 0.5:.1f} times as wide, as its figures scatter, and only a "
        "month outside them is called: runs come by themselves where months follow one another. In steps of more than "
        "5 single months are not tested, so that nothing is called. Source: Wardell, "
        "Moskowitz and Plante 1992, Management Science 38:1084."
    )


def _word_season(season: str) -> str:
    test = f"the test for a stable season (analysis of variance by month of the year, p below {SEASON_P})"
    if season == TAKEN_OUT:
        return (
            f"taken out, because {test} finds one. A month is held against its own time of year: its usual share is "
            f"the mean of the same month in up to {MOST_YEARS} earlier years, each over the level of its own twelve "
            f"months (in the first two years later ones stand in, so that there are {OTHERS}). The month itself "
            "takes no part, so a change can't hide itself. Limits are made from the figures without the season, and "
            "drawn with it. A month that is hardly ever there, such as August in a school's figures, is not tested."
        )
    if season == NOT_FOUND:
        return f"none is taken out, because {test} finds none. One too weak for it may still be there."
    return (
        f"not taken out, because it takes {LEAST_YEARS} whole years to tell one from chance. A peak that comes each "
        "summer may therefore be marked: look at the same month of earlier years before you speak of a change."
    )


def word_signals(months: pd.DataFrame) -> pd.Series:
    """Each month's signal, way and meaning, as ``outside its limits, up: concern``; else that it has none, or why."""
    ways = months["direction"].map({1: "up", -1: "down", 0: ""})
    words = months["signal"] + ", " + ways + ": " + months["judgement"]
    is_tested = months["value"].notna() & months["centre"].notna() & ~months["is_trial"]
    words = words.where(months["signal"] != "", "none").where(is_tested, "not tested")
    return words.where(~months["is_provisional"], "not tested: provisional")
