"""What other data would change: every open indicator by two versions of the store; of protected feeds what is shown.

Protected figures are never shown as they would become: tried with a few rows more or fewer, they would tell where the
next block begins.
"""

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.figures.explore import measure_all
from svd.figures.scorecard import find_indicators
from svd.measures.question import Evidence
from svd.store.selection import Selection

_SHOWN = ["count", "value", "status"]
FORETOLD_COLUMNS = (
    "indicator",
    "title",
    "unit",
    "form",
    "before",
    "after",
    "status_before",
    "status_after",
    "is_changed",
)


def foretell_change(before: Evidence | None, after: Evidence, selection: Selection) -> pd.DataFrame:
    """FORETOLD_COLUMNS, a row an open indicator for the whole area: values as shown, and whether they differ.

    Null values are not shown for the reason their status gives; without a version before, everything is new.
    """
    names = [one.id for one in _list_fitting(after, selection) if not is_protected(after.catalogue, one)]
    new = _measure(after, selection, names)
    old = (
        _measure(before, selection, names)
        if before is not None
        else new.assign(count=None, value=None, status="missing")
    )
    both = new.add_suffix("_after").join(old.add_suffix("_before"))
    same = [_is_same(both[f"{name}_before"], both[f"{name}_after"]) for name in _SHOWN]
    told = both.assign(
        before=pd.to_numeric(both["value_before"]),
        after=pd.to_numeric(both["value_after"]),
        is_changed=~(same[0] & same[1] & same[2]),
    )
    return _name(told, after.catalogue)


def list_published(evidence: Evidence, selection: Selection, source: str) -> pd.DataFrame:
    """FORETOLD_COLUMNS of the feed's own indicators as they are shown today: what they would become is null."""
    names = [
        one.id
        for one in _list_fitting(evidence, selection)
        if one.source == source and one.calculation.basis != "quality"
    ]
    shown = _measure(evidence, selection, names).add_suffix("_before")
    told = shown.assign(
        before=pd.to_numeric(shown["value_before"]), after=float("nan"), status_after="not_foretold", is_changed=False
    )
    return _name(told, evidence.catalogue)


def is_protected(catalogue: Catalogue, indicator: Indicator) -> bool:
    """Whether a rule that hides small numbers governs the indicator or its feed."""
    rules = [indicator.small_number_rule]
    if indicator.source in catalogue.sources:
        rules.append(catalogue.sources[indicator.source].small_number_rule)
    return any(catalogue.rules[rule].hide_up_to for rule in rules)


def _name(told: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    named = [catalogue.indicators[name] for name in told.index]
    words = {
        "title": [one.short_title for one in named],
        "unit": [one.unit for one in named],
        "form": [one.calculation.form for one in named],
    }
    return told.assign(**words).reset_index(names="indicator")[list(FORETOLD_COLUMNS)]


def _list_fitting(evidence: Evidence, selection: Selection) -> list[Indicator]:
    # What is said of files themselves, and of signals, is told once the file is taken in.
    return [one for one in find_indicators(evidence.catalogue, selection) if one.calculation.basis != "quality"]


def _measure(evidence: Evidence, selection: Selection, names: list[str]) -> pd.DataFrame:
    results = measure_all(evidence, selection, "borough", tuple(names))
    whole = results[results["ward_code"] == evidence.catalogue.area.code]
    return whole.set_index("indicator")[_SHOWN]


def _is_same(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one == other).fillna(False).astype("bool") | (one.isna() & other.isna())
