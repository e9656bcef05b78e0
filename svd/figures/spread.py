"""How far an indicator's months scatter, against chance alone: what a test of two counts has to allow for."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from svd.catalogue.declarations import SmallNumberRule
from svd.figures.measures import measure_many
from svd.figures.question import By, Evidence
from svd.figures.result import OK
from svd.stats.dispersion import LEAST_PAIRS, find_spread, p_change, p_spread_counts
from svd.store.selection import Selection, move_month

__all__ = ["LEAST_PAIRS", "LONG", "find_spread", "measure_spread", "p_change", "p_spread_counts"]

LONG = 9
"""Months from which a period's own months tell its scatter; shorter ones borrow those of the year before."""
_STEP = {"borough": "month", "ward": "ward_month"}


def measure_spread(
    evidence: Evidence, names: Sequence[str], selection: Selection, earlier: Selection, by: By
) -> pd.DataFrame:
    """spread and free of each indicator and area, indexed by indicator and ward_code.

    From the months of both periods where each has nine at least, else from the twelve months before the later period
    beside the same months a year before. Only whole months whose figures are shown take part, and no ward's whose
    source hides small numbers: nearly all of its months are hidden or rounded.
    """
    rules = {name: _rule_of(evidence, name) for name in names}
    names = [name for name in names if by == "borough" or not rules[name].hide_up_to]
    if len(selection.months) < LONG:
        selection = selection.spanning(move_month(selection.month_from, -12), move_month(selection.month_from, -1))
        earlier = selection.spanning(move_month(selection.month_from, -12), move_month(selection.month_from, -1))
    now, before = (_counts_by_month(evidence, names, period, by) for period in (selection, earlier))
    index = now.index.union(before.index)
    base = [rules[name].round_to for name in index.get_level_values("indicator")]
    spread, free = find_spread(now.reindex(index), before.reindex(index), np.array(base))
    return pd.DataFrame({"spread": spread, "free": free}, index=index)


def _counts_by_month(evidence: Evidence, names: Sequence[str], period: Selection, by: By) -> pd.DataFrame:
    months = measure_many(evidence, names, period, _STEP[by])
    whole = months[(months["status"] == OK) & months["is_complete"]]
    counts = whole.pivot_table(index=["indicator", "ward_code"], columns="month", values="count", aggfunc="first")
    return counts.reindex(columns=period.months)


def _rule_of(evidence: Evidence, name: str) -> SmallNumberRule:
    return evidence.catalogue.rules[evidence.catalogue.indicators[name].small_number_rule]
