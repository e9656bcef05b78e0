"""What a target and a series' limits say of each other, in plain words; and that there is no target, where so."""

from collections.abc import Mapping

import pandas as pd

from svd.catalogue.target import Target
from svd.catalogue.wording import word_number
from svd.figures.over_time.assurance import CANT_TELL, FAILING, HIT_AND_MISS, PASSING
from svd.figures.promises import RANGE

_MEANS = {
    PASSING: "as it now runs, every month reaches it, and only a change would make one miss",
    FAILING: "as it now runs, no month reaches it, and only a change would make one do so",
    HIT_AND_MISS: "some months reach it and some miss it, and chance decides which",
}
NO_TARGET_WORDS = "No target or benchmark is declared for this indicator, so it neither passes nor fails."


def word_target(target: Target | None, level: float, decimals: int) -> str:
    """The target in words, with its level a month and whether the partnership has adopted it."""
    if target is None:
        return NO_TARGET_WORDS
    kind = "Target" if target.kind == "target" else "Benchmark"
    unsure = "" if target.is_confirmed else "; the partnership has yet to adopt it"
    return f"{kind}: {word_number(level, decimals)} a month ({target.title.lower()}{unsure})."


def word_year(year: pd.Series, target: Target, decimals: int) -> str:
    """The year against the level, as ``judge_years`` found it, as a sentence."""
    level = f"the yearly {target.kind} of {word_number(year['yearly'], 2)}"
    if pd.isna(year["value"]):
        return f"The year to the end of the period can't be held against {level}: it is not whole, or not shown."
    where = f"In {year['period']} the year was {word_range(year, decimals)} {target.unit}"
    if year["year"] == CANT_TELL:
        return f"{where}, a range that holds {level}: which side it is on can't be told."
    return f"{where}: {level} is {year['year']}."


def word_range(year: Mapping[str, float] | pd.Series, decimals: int = 1) -> str:
    """The year's value with its limits, to one decimal at least."""
    value, lower, upper = (word_number(year[name], max(decimals, 1)) for name in ("value", "lower", "upper"))
    return f"{value} ({lower} to {upper})"


def word_assurance(assurance: str, target: Target | None, level: float, decimals: int, year: pd.Series | None) -> str:
    """The year against the target first, then its months; what their place beside the limits means, where there are."""
    said = word_target(target, level, decimals)
    if target is None or year is None:
        return said
    meaning = _MEANS.get(assurance, "there are no limits yet to hold it against")
    return f"{word_year(year, target, decimals)} Month by month: {said} {assurance.capitalize()}: {meaning}."


def word_assurance_method(target: Target | None) -> str:
    """How passing and failing are told, and where the level comes from, for a method note."""
    if target is None:
        return f"**Target:** {NO_TARGET_WORDS}"
    return (
        f"**{target.kind.capitalize()}:** {target.title}, {word_number(target.value, 2)} {target.unit}"
        f"{' in twelve months, a twelfth of it a month' if target.unit != '%' else ''}. Set by: {target.set_by}. "
        f"Source: {target.source}. The twelve months to the period's end come first: reached or missed where their 95% "
        f"limits lie wholly on that side of the yearly level; of years at the level itself {RANGE.usual} is called "
        "either. Where months follow one another the limits hold the level of that very year, not of the years about "
        "it. Beside them the months. Consistently passing: the level "
        "lies beyond the limits on the side that is not good, in each of the last twelve months; consistently failing: "
        "beyond them on the good side; else hit and miss. Source of the rule: NHS England, Making Data Count."
    )
