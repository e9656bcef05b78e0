"""How far an indicator's months scatter, against chance alone: what a test of two counts has to allow for."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from svd.measures.monthly import count_monthly
from svd.measures.question import By, Evidence
from svd.measures.seen import name_own
from svd.stats.dispersion import find_spread
from svd.store.selection import Selection, move_month

LONG = 9
"""Months from which a period's own months tell its scatter; shorter ones borrow those of the year before."""


def measure_spread(
    evidence: Evidence, names: Sequence[str], selection: Selection, earlier: Selection, by: By
) -> pd.DataFrame:
    """spread and free of each indicator and area, indexed by indicator and ward_code.

    From the months of both periods where each has nine at least, else from the twelve months before the later period
    beside the same months a year before. Only whole months whose figures are shown take part, and no ward's whose
    source hides small numbers: nearly all of its months are hidden or rounded.
    """
    rules, indicators = evidence.catalogue.rules, evidence.catalogue.indicators
    if by == "ward":
        names = [name for name in names if not rules[indicators[name_own(name)].small_number_rule].hide_up_to]
    if len(selection.months) < LONG:
        selection = selection.spanning(move_month(selection.month_from, -12), move_month(selection.month_from, -1))
        earlier = selection.spanning(move_month(selection.month_from, -12), move_month(selection.month_from, -1))
    (index, now, base), (_, before, _) = (
        count_monthly(evidence, names, period, is_by_ward=by == "ward") for period in (selection, earlier)
    )
    width = min(now.shape[1], before.shape[1])
    # A month between two shown totals is rounded at both ends.
    spread, free = find_spread(now[:, :width], before[:, :width], np.sqrt(2 * np.square(base) - 1))
    return pd.DataFrame({"spread": spread, "free": free}, index=index)
