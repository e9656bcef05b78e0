"""What other data would change: every indicator of one selection by two versions of the store, side by side."""

import pandas as pd

from svd.figures.explore import measure_all
from svd.figures.scorecard import find_indicators
from svd.measures.quality import REVIEWED
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
    """FORETOLD_COLUMNS, a row an indicator for the whole area: values as they may be shown, and whether they differ.

    Null values are not shown for the reason their status gives; without a version before, everything is new.
    """
    new = _measure(after, selection)
    old = _measure(before, selection) if before is not None else new.assign(count=None, value=None, status="missing")
    both = new.add_suffix("_after").join(old.add_suffix("_before"))
    same = [_is_same(both[f"{name}_before"], both[f"{name}_after"]) for name in _SHOWN]
    indicators = after.catalogue.indicators
    told = both.assign(
        title=[indicators[name].short_title for name in both.index],
        unit=[indicators[name].unit for name in both.index],
        form=[indicators[name].calculation.form for name in both.index],
        before=pd.to_numeric(both["value_before"]),
        after=pd.to_numeric(both["value_after"]),
        is_changed=~(same[0] & same[1] & same[2]),
    )
    return told.reset_index(names="indicator")[list(FORETOLD_COLUMNS)]


def _measure(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    # What signals another store would raise is told once it is the store: it would take longer than all the rest.
    fitting = find_indicators(evidence.catalogue, selection)
    names = tuple(one.id for one in fitting if one.calculation.quality != REVIEWED)
    results = measure_all(evidence, selection, "borough", names)
    whole = results[results["ward_code"] == evidence.catalogue.area.code]
    return whole.set_index("indicator")[_SHOWN]


def _is_same(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one == other).fillna(False).astype("bool") | (one.isna() & other.isna())
