"""How far an indicator's months scatter, against chance alone: what a test of two counts has to allow for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from svd.catalogue import Catalogue
from svd.figures.over_time.alike_months import find_alike_area
from svd.measures.monthly import count_monthly, list_dispersions
from svd.measures.question import By, Evidence
from svd.measures.seen import find_indicator, name_own
from svd.stats.dependence import inflation_for_autocorrelation
from svd.stats.dispersion import find_spread
from svd.store.selection import Selection, move_month

LONG = 9
"""Months from which a period's own months tell its scatter; shorter ones borrow those of the year before."""


def measure_spread(
    evidence: Evidence, names: Sequence[str], selection: Selection, earlier: Selection, by: By
) -> tuple[NDArray, NDArray]:
    """spread and free of each of ``names`` [indicator, ward], or of the area [indicator, 1]; null where not known.

    From the months of both periods where each has nine at least, else from the twelve months before the later period
    beside the same months a year before; drawn towards what is usual of the series. The area's is wider where months
    follow one another, by what that adds to the variance of a sum of so many; a ward's events are too few for it to be
    told. Only whole months whose figures are shown take part, and no ward's whose source hides small numbers: nearly
    all of its months are hidden or rounded. Known of what counts events alone.
    """
    catalogue, places = evidence.catalogue, len(evidence.cube.wards) if by == "ward" else 1
    spread, free = np.full((len(names), places), np.nan), np.full((len(names), places), np.nan)
    rows = [row for row, name in enumerate(names) if _is_counted(catalogue, name, by)]
    months = selection.length
    if selection.length < LONG:
        selection = selection.spanning(move_month(selection.month_from, -12), move_month(selection.month_from, -1))
        earlier = selection.spanning(move_month(selection.month_from, -12), move_month(selection.month_from, -1))
    (now, base), (before, _) = (
        count_monthly(evidence, [names[row] for row in rows], period, is_by_ward=by == "ward")
        for period in (selection, earlier)
    )
    width = min(now.shape[1], before.shape[1])
    # A month between two shown totals is rounded at both ends.
    usual = list_dispersions(evidence, [names[row] for row in rows], selection, is_by_ward=by == "ward")
    found = find_spread(now[:, :width], before[:, :width], np.sqrt(2 * np.square(base) - 1), usual)
    spread[rows], free[rows] = (each.reshape(len(rows), places) for each in found)
    if by != "ward":
        alike = find_alike_area(evidence, [names[row] for row in rows], selection)
        spread[rows] *= inflation_for_autocorrelation(alike, months)[:, None]
    return spread, free


def _is_counted(catalogue: Catalogue, name: str, by: By) -> bool:
    """Whether the indicator's months are counted here, and may be read one by one."""
    how = find_indicator(catalogue, name).calculation
    if how.basis != "facts" or how.form not in ("rate", "count"):
        return False
    rule = catalogue.rules[catalogue.indicators[name_own(name)].small_number_rule]
    return by != "ward" or not rule.hide_up_to
