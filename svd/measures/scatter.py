"""How far the months of what an indicator counts scatter against chance alone, by place: what its limits allow for."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from svd.measures.cube import AREA, NOWHERE
from svd.measures.receipts import BEARABLE
from svd.stats.dispersion import estimate_dispersion

LATEST = 60
"""Months that are looked at, the newest: what was usual longer ago says little of now."""


def list_counts(
    totals: NDArray, unknown: NDArray, complete: NDArray, low: NDArray, *, step: int = 1, is_of_records: bool
) -> NDArray:
    """Counts [place, block] of running totals, blocks of ``step`` months that begin where most totals are shown.

    Null where a month of the block is not whole, or too much of it can't be used.
    """
    shown = (~np.isnan(totals)).sum(axis=0)
    start = max(range(step), key=lambda first: shown[first::step].sum())
    points = np.arange(start, totals.shape[-1], step)
    counts, rest = np.diff(totals[:, points], axis=-1), np.diff(unknown[:, points], axis=-1)
    bearable = BEARABLE * (np.nan_to_num(counts) + rest) if is_of_records else 0
    is_whole = (np.diff(complete[points]) == step) & (np.diff(low[points]) == 0)
    return np.where(is_whole & (rest <= bearable), counts, np.nan)


def find_dispersion(list_blocks: Callable[[int], NDArray], base: NDArray, step: NDArray) -> NDArray:
    """Variance of a place's months as a multiple of chance alone, at least 1; all wards have one, from all of theirs.

    ``list_blocks``: counts [place, block] of blocks of so many months, the series' own; ``base`` and ``step`` by place.
    Where a protected series says nothing by month, its quarters, half-years or years are looked at. 1 where too few
    are known to say.
    """
    found = np.ones(len(base))
    found[AREA] = _estimate(list_blocks, np.array([AREA]), base, int(step[AREA]))
    wards = np.delete(np.arange(len(base)), [NOWHERE % len(base), AREA % len(base)])
    shown = wards[step[wards] > 0]
    if len(shown):
        found[wards] = _estimate(list_blocks, shown, base, int(step[shown].max()))
    return found


def _estimate(list_blocks: Callable[[int], NDArray], places: NDArray, base: NDArray, step: int) -> float:
    """One estimate of the places together, of the shortest blocks that say anything."""
    if not step:
        return 1.0
    blocks = list_blocks(step)[places, -(LATEST // step) :]
    for length in (months // step for months in (1, 3, 6, 12) if months >= step):
        found, _ = estimate_dispersion(blocks, length=length, base=base[places], is_pooled=len(places) > 1)
        if np.isfinite(found).all():
            return float(np.max(found))
    return 1.0
