"""How far the months of what an indicator counts scatter against chance alone, by place: what its limits allow for."""

import numpy as np
from numpy.typing import NDArray

from svd.measures.cube import AREA, NOWHERE
from svd.measures.receipts import BEARABLE
from svd.stats.dispersion import estimate_dispersion

LATEST = 60
"""Months that are looked at, the newest: what was usual longer ago says little of now."""


def list_months(totals: NDArray, unknown: NDArray, complete: NDArray, low: NDArray, *, is_of_records: bool) -> NDArray:
    """Counts [place, month] of running totals; null where the month is not whole, or too much of it can't be used."""
    counts, rest = np.diff(totals, axis=-1), np.diff(unknown, axis=-1)
    bearable = BEARABLE * (np.nan_to_num(counts) + rest) if is_of_records else 0
    is_whole = (np.diff(complete) == 1) & (np.diff(low) == 0)
    return np.where(is_whole & (rest <= bearable), counts, np.nan)


def find_dispersion(counts: NDArray, base: NDArray, step: NDArray) -> NDArray:
    """Variance of a place's months as a multiple of chance alone, at least 1; all wards have one, from all of theirs.

    ``counts`` [place, month], ``base`` and ``step`` by place. Where a protected series says nothing by month, its
    quarters, half-years or years are looked at. 1 where too few months are known to say.
    """
    latest = counts[:, -LATEST:]
    found = np.ones(len(counts))
    found[AREA] = _estimate(latest[[AREA]], base[[AREA]], int(step[AREA]))
    wards = np.delete(np.arange(len(counts)), [NOWHERE, AREA])
    shown = wards[step[wards] > 0]
    if len(shown):
        found[wards] = _estimate(latest[shown], base[shown], int(step[shown].max()))
    return found


def _estimate(counts: NDArray, base: NDArray, step: int) -> float:
    """One estimate of the rows together, of the shortest blocks that say anything."""
    if not step:
        return 1.0
    for length in (length for length in (1, 3, 6, 12) if length >= step):
        found, _ = estimate_dispersion(counts, length=length, base=base, is_pooled=len(counts) > 1)
        if np.isfinite(found).all():
            return float(np.max(found))
    return 1.0
