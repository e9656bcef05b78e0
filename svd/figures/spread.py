"""How far an indicator's months scatter, against chance alone: what a test of two counts has to allow for."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from svd.catalogue import Catalogue
from svd.figures.over_time.alike_months import find_alike_area
from svd.measures.monthly import count_monthly, count_shares, list_dispersions
from svd.measures.question import By, Evidence
from svd.measures.scatter import LATEST
from svd.measures.seen import find_indicator, name_own
from svd.stats.dependence import inflation_for_autocorrelation
from svd.stats.dispersion import find_spread, find_spread_shares
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
    all of its months are hidden or rounded. Of shares the same, of the shares of the months in either period; not known
    of what is weighed, returned or a mean.
    """
    places = len(evidence.cube.wards) if by == "ward" else 1
    spread, free = np.full((len(names), places), np.nan), np.full((len(names), places), np.nan)
    months = selection.length
    if selection.length < LONG:
        selection = selection.spanning(move_month(selection.month_from, -12), move_month(selection.month_from, -1))
        earlier = selection.spanning(move_month(selection.month_from, -12), move_month(selection.month_from, -1))
    forms = [_find_form(evidence.catalogue, name, by) for name in names]
    for kinds, measured in (
        (("rate", "count"), partial(_measure_counts, months=months)),
        (("proportion", "ratio"), _measure_shares),
    ):
        rows = [row for row, form in enumerate(forms) if form in kinds]
        if rows:
            found = measured(evidence, [names[row] for row in rows], (selection, earlier), by)
            spread[rows], free[rows] = (each.reshape(len(rows), places) for each in found)
    return spread, free


def _measure_counts(
    evidence: Evidence, names: Sequence[str], periods: tuple[Selection, Selection], by: By, months: int
) -> tuple[NDArray, NDArray]:
    """spread and free of what counts events, a row an indicator and place; the sums are of so many months."""
    is_by_ward = by == "ward"
    (now, base), (before, _) = (count_monthly(evidence, names, period, is_by_ward=is_by_ward) for period in periods)
    width = min(now.shape[1], before.shape[1])
    usual = list_dispersions(evidence, names, periods[0], is_by_ward=is_by_ward)
    alike = np.zeros(len(now)) if is_by_ward else find_alike_area(evidence, names, periods[0])
    # A month between two shown totals is rounded at both ends.
    rounded_to = np.sqrt(2 * np.square(base) - 1)
    spread, free = find_spread(now[:, :width], before[:, :width], rounded_to, usual, alike)
    return spread * inflation_for_autocorrelation(alike, months), free


def _measure_shares(
    evidence: Evidence, names: Sequence[str], periods: tuple[Selection, Selection], by: By
) -> tuple[NDArray, NDArray]:
    """The same of shares: from the months of both periods, drawn to the scatter of the five years to their end."""
    latest = periods[0].spanning(move_month(periods[0].month_to, 1 - LATEST), periods[0].month_to)
    (counts, rests, *noises), *both = (
        [np.concatenate(part) for part in zip(*each, strict=True)]
        for each in (
            [count_shares(evidence, name, period, is_by_ward=by == "ward") for name in names]
            for period in (latest, *periods)
        )
    )
    v, v_rest = (noise[:, None] for noise in noises)
    usual, _ = find_spread_shares(counts, rests, np.arange(LATEST) // 12, v, v_rest)
    period = np.repeat([0, 1], [part[0].shape[1] for part in both])
    counts, rests = (np.concatenate([part[which] for part in both], axis=1) for which in (0, 1))
    return find_spread_shares(counts, rests, period, v, v_rest, usual)


def _find_form(catalogue: Catalogue, name: str, by: By) -> str:
    """The form of an indicator whose months are counted here, and may be read one by one; else an empty text."""
    how = find_indicator(catalogue, name).calculation
    if how.basis != "facts" or how.weights:
        return ""
    rule = catalogue.rules[catalogue.indicators[name_own(name)].small_number_rule]
    return how.form if by != "ward" or not rule.hide_up_to else ""
