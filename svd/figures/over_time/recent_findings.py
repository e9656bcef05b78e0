"""What the trend marker says, in plain words: which way, how far a period, how certain, or that there is no trend."""

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_number, word_value
from svd.figures.over_time.recent_trend import RecentTrend
from svd.figures.over_time.trend_marker import CHI_SQUARED, POINTS
from svd.figures.promises import FOLLOWING, TREND

_WAYS = {"rising": "increasing", "falling": "decreasing"}
_LEAST = f"{CHI_SQUARED:.2f}"
_STEPS = {"year": "financial years", "term": "terms", "quarter": "quarters", "month": "months"}


def name_periods(recent: RecentTrend) -> str:
    """What the marker stands on, as a heading: ``The last five quarters``."""
    return f"The last five {_STEPS[recent.step]}"


def word_recent(recent: RecentTrend, indicator: Indicator) -> str:
    """The marker's answer with both ends and the change a period, or why there is none."""
    title = indicator.short_title
    if recent.reason:
        return f"{title}: the trend cannot be calculated, because {recent.reason}."
    form, ends = indicator.calculation.form, recent.periods["value"].iloc[[0, -1]]
    first, last = (word_value(value, indicator.unit, form) for value in ends)
    named = recent.periods["period"].str.split(" to ")
    over = f"over {name_periods(recent).lower()} ({named.iloc[0][0]} to {named.iloc[-1][-1]})"
    figures = f"{last}, from {first.split(' ')[0]}"
    if recent.verdict == "no clear change":
        return f"{title}: no significant change {over}: {figures}."
    return f"{title} is {_WAYS[recent.verdict]} {over}: {figures}."


def word_slope(recent: RecentTrend, indicator: Indicator) -> str:
    """The change a period with its limits, and the test's figure; empty where there is none."""
    if recent.reason:
        return ""
    places = 0 if min(abs(recent.lower), abs(recent.upper)) >= 10 else 2
    slope, low, high = (word_number(figure, places) for figure in (recent.slope, recent.lower, recent.upper))
    unit = " percentage points" if indicator.calculation.form == "proportion" else ""
    chi = word_number(recent.chi_squared, 2)
    moved = f"The line moves by {slope}{unit} a {recent.step} (95% limits {low} to {high})"
    return f"{moved}; chi-squared {chi}, called above {_LEAST}."


def word_recent_method(year_starts: str) -> str:
    """How the marker is worked out, with its source, for a method note; ``year_starts`` names a month."""
    return (
        f"**Trend marker** (as in Fingertips): a straight line through the last {POINTS} whole periods, each weighed "
        f"by how certain it is. A trend is called where chi-squared is above {CHI_SQUARED} (p below 0.002) and each "
        "line through four of the five slopes the same way. What is counted by month is taken by financial years, from "
        f"{year_starts}; returns by the quarter or term they came for, whose seasons are not taken out. Periods that "
        "are hidden, missing or not whole take no part, and nothing is worked out across a break. The p holds "
        f"for months that are independent of one another: of such series {TREND.usual} is called where nothing "
        "changes. Where months are seen to follow one another the test is stricter; a level that drifts for years is a "
        f"trend of those years all the same, though it may turn: {FOLLOWING} up to {TREND.otherwise} series is called. "
        "Source: Office for Health Improvement and Disparities, Fingertips, recent trends."
    )
