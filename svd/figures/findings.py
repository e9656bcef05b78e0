"""Results in plain words: what was found, how large, how certain; and 'no clear change' when that is the answer."""

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_count_of, word_number, word_value
from svd.figures.change import count_by_chance, z_counts
from svd.figures.promises import CHANGE, FOLLOWING
from svd.measures.result import SHORTHAND, UNALLOCATED
from svd.rows import list_rows

_TEST = "the exact test of two Poisson counts, p below 0.0027"


def word_wards(compared: pd.DataFrame, indicator: Indicator, area_name: str) -> str:
    """Which wards differ from the area, as a sentence: the title of a ward map or of a ward comparison."""
    title = indicator.short_title
    testable = compared[compared["compared"] != "not compared"]
    if testable.empty:
        return f"{title}: no ward can be compared with {area_name}."
    parts = [
        f"{_join(testable.loc[testable['compared'] == word, 'ward_name'])} {word}"
        for word in ("higher", "lower")
        if (testable["compared"] == word).any()
    ]
    rest = int((~testable["compared"].isin(["higher", "lower"])).sum())
    if not parts:
        return f"{title}: no ward clearly differs from the borough."
    others = f"; {rest} {'ward does' if rest == 1 else 'wards do'} not clearly differ" if rest else ""
    return f"{title} against the borough: {'; '.join(parts)}{others}."


def _join(names: Iterable[str]) -> str:
    listed = list(names)
    if len(listed) > 5:
        return f"{len(listed)} wards"
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"


def word_change(row: Mapping, indicator: Indicator, place: str = "") -> str:
    """One area's tested change, with both figures; ``place`` names it where that is not clear from the page."""
    title = f"{indicator.short_title} in {place}" if place else indicator.short_title
    if row["verdict"] == "not tested":
        return f"{title}: {_figure(row, indicator)}; change not tested, because {row['reason']}."
    now, before = word_number(row["count"]), word_number(row["count_before"])
    if (form := indicator.calculation.form) in ("proportion", "ratio"):
        now = word_value(row["value"], indicator.unit, form)
        before = word_value(row["value_before"], indicator.unit, form)
    if row["verdict"] == "no clear change":
        return f"{title}: no clear change ({now}, from {before})."
    return f"{title} is {row['verdict']}: {now}, from {before} in {row['period_before']}."


def word_ward_change(row: Mapping, indicator: Indicator) -> str:
    """One ward's tested change, with both counts."""
    now, before = word_number(row["count"]), word_number(row["count_before"])
    return f"{indicator.short_title} in {row['ward_name']} is {row['verdict']}: {now}, from {before}."


def _figure(row: Mapping, indicator: Indicator) -> str:
    if pd.isna(row["value"]):
        return SHORTHAND.get(row.get("status_now", row["status"]), ("[z]", ""))[0]
    return word_value(row["value"], indicator.unit, indicator.calculation.form)


def word_headlines(scores: pd.DataFrame) -> str:
    """The headline indicators in one sentence: first what is rising or falling, then what is not."""
    told = zip(*(scores[name].tolist() for name in ("is_headline", "verdict", "short_title", "reason")), strict=True)
    headlines = [(verdict, title, reason) for is_headline, verdict, title, reason in told if is_headline]
    parts = []
    for verdict in ("rising", "falling"):
        titles = [title for said, title, _ in headlines if said == verdict]
        if titles:
            parts.append(f"{_join(titles)} {'is' if len(titles) == 1 else 'are'} {verdict}")
    steady = [lower_title(title) for said, title, _ in headlines if said == "no clear change"]
    if steady:
        parts.append(f"no clear change in {_join(steady)}")
    if not parts:
        reasons = Counter(reason for _, _, reason in headlines).most_common(1)
        because = f": {reasons[0][0]}" if reasons else ""
        return f"No headline figure could be tested for change in this period{because}."
    sentence = "; ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def lower_title(title: str) -> str:
    """The title as it stands inside a sentence; a title that begins with an abbreviation stays."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def word_changes(scores: pd.DataFrame, catalogue: Catalogue) -> list[tuple[str, str]]:
    """What changed by the stated test: an indicator id and a sentence each, the largest first."""
    changed = list_rows(scores[scores["verdict"].isin(["rising", "falling"])])
    clearest = sorted(changed, key=lambda row: row["p"])
    return [(row["indicator"], word_change(row, catalogue.indicators[row["indicator"]])) for row in clearest]


def word_unplaced(wards: pd.DataFrame, area: pd.DataFrame) -> str:
    """How many of the area's events have no ward, or an empty text where all have one."""
    loose = wards.loc[wards["ward_code"] == UNALLOCATED, "count"].sum()
    whole = area["count"].sum()
    if not loose:
        return ""
    verb = "has" if loose == 1 else "have"
    return f"{word_number(loose)} of {word_number(whole)} {verb} no known ward: in the borough's total only."


def word_chance(p: float) -> str:
    """How often chance alone would bring such a difference: ``about 1 time in 40``; why not where it was not tested."""
    if pd.isna(p):
        return "not tested"
    if p >= 0.5:
        return "more often than not"
    if p < 0.0001:
        return "less than 1 time in 10,000"
    times = round(1 / p) if p > 0.1 else round(1 / p, 2 - len(str(int(1 / p))))
    return f"about 1 time in {word_number(times)}"


def word_rule(change: pd.Series, indicator: Indicator) -> str:
    """The exact test's p of one area's change, and the rule of thumb beside it; empty where it is not of two counts."""
    if pd.isna(change["p"]) or indicator.calculation.form not in ("rate", "count"):
        return ""
    now, before = change["count"], change["count_before"]
    p = "below 0.0001" if change["p"] < 0.0001 else word_number(change["p"], 4)
    return (
        f"Here p is {p}. Beside it, the rule of thumb for two counts, 2(√{word_number(now)} − √{word_number(before)}), "
        f"is {word_number(float(z_counts(now, before)), 1)}; a change often counts as one from 3 either way, which 1 "
        "comparison in 30 passes by chance, so it decides nothing here."
    )


def word_many(tested: int) -> str:
    """How many of several comparisons chance alone would call, for lists in which each was tested by itself."""
    expected = count_by_chance(tested)
    told = "fewer than 0.1" if expected < 0.1 else word_number(expected, 1)
    each = "" if tested == 1 else ", each by itself"
    return (
        f"Of {word_count_of(tested, 'comparison', 'comparisons')} tested{each}, chance alone would call {told} on "
        "average where nothing has changed."
    )


def word_scatter(spread: float) -> str:
    """How far the months scatter, as ``1.8 times chance``; empty where it is not known."""
    if pd.isna(spread):
        return ""
    return "no wider than chance" if spread < 1.05 else f"{word_number(spread, 1)} times chance"


def word_test() -> str:
    """The test behind every change, for a method note."""
    return (
        f"A change is called only by a stated test ({_TEST}; for shares, two proportions with the pooled standard "
        f"error): by chance alone about {CHANGE.usual} comparisons would pass it. Where a series' months scatter more "
        "widely than chance alone would have them, each beside the same month of the other period (of shares, beside "
        "the period's own share), the test allows for that too, by Student's t; the scatter is the variance of the "
        "months as a multiple of chance; of shares that partners send worked out it is not known. The difference has "
        "95% limits (Zou and Donner 2008, from the limits of each figure); a change is called by the stricter test "
        "alone, so limits that just leave out no difference are not yet one. All this holds for months that are "
        "independent of one another. Where an area's months are seen to follow one another, as under *Control limits*, "
        "the test is stricter by what that adds to the variance of the sum. It can't always be seen in a few years: "
        f"{FOLLOWING} a level that drifts is called a change in up to {CHANGE.otherwise} comparisons, and beyond that "
        "nothing is promised."
    )
