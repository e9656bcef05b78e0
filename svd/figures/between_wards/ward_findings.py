"""Wards in plain words: which rise or fall, and how one ward stands against the whole area."""

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_count_of, word_share
from svd.figures.findings import lower_title

_MOST_NAMES = 4


def word_ward_changes(changes: pd.DataFrame, indicator: Indicator) -> str:
    """Which wards rise or fall by the test, as a sentence; why, where none could be tested."""
    title = indicator.short_title
    tested = changes[changes["verdict"] != "not tested"]
    if tested.empty:
        reasons = list(dict.fromkeys(changes["reason"]))
        return f"{title}: change not tested in any ward, because {'; or '.join(reasons)}."
    parts = [
        f"{verdict} in {_name(tested.loc[tested['verdict'] == verdict, 'ward_name'])}"
        for verdict in ("rising", "falling")
        if (tested["verdict"] == verdict).any()
    ]
    steady = int((tested["verdict"] == "no clear change").sum())
    if not parts:
        return f"{title}: no clear change in any ward{_word_untested(changes)}."
    rest = f"; no clear change in {word_count_of(steady, 'ward', 'wards')}" if steady else ""
    return f"{title} is {' and '.join(parts)}{rest}{_word_untested(changes)}."


def _word_untested(changes: pd.DataFrame) -> str:
    untested = int((changes["verdict"] == "not tested").sum())
    return f"; {word_count_of(untested, 'ward', 'wards')} not tested" if untested else ""


def word_profile(profile: pd.DataFrame, titles: dict[str, str], ward_name: str) -> str:
    """How a ward stands against the area: where it is clearly higher or lower, and in how many indicators neither.

    ``profile`` is that ward's rows of ``profile_wards``; ``titles`` gives each indicator's short title by its id.
    """
    testable = profile[profile["compared"] != "not compared"]
    if testable.empty:
        return f"{ward_name}: no figure can be compared with the borough's."
    parts = []
    for word in ("higher", "lower"):
        named = [lower_title(titles[name]) for name in testable.loc[testable["compared"] == word, "indicator"]]
        if named:
            parts.append(f"{word} in {_name(pd.Series(named))}")
    rest = int((~testable["compared"].isin(["higher", "lower"])).sum())
    if not parts:
        return f"{ward_name} does not clearly differ from the borough in any of {len(testable)} indicators."
    others = f"; no clear difference in {rest}" if rest else ""
    return f"{ward_name} against the borough: {'; '.join(parts)}{others}."


def word_residents(shares: pd.DataFrame, ward_name: str) -> str:
    """How many live in the ward and which share of them is under 18, against the area's."""
    young = shares["age_band"].isin(["0-9", "10-17"])
    share, area_share = shares.loc[young, "share"].sum(), shares.loc[young, "area_share"].sum()
    people = word_count_of(shares["residents"].sum(), "resident", "residents")
    return f"{ward_name} has {people}; {word_share(share)} are under 18 (borough {word_share(area_share)})."


def _name(names: pd.Series) -> str:
    listed = list(names)
    if len(listed) > _MOST_NAMES:
        listed = [*listed[: _MOST_NAMES - 1], f"{len(listed) - _MOST_NAMES + 1} more"]
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
