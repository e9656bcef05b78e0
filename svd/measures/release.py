"""The check before release: parts and their whole solved together, so that no part is told to under three values."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LEAST_VALUES = 3
"""Values that must stay possible for every part, whatever is put together."""


def find_unsafe(
    whole: NDArray, base: int, lists: Sequence[Sequence[tuple[NDArray, int]]], is_settled: NDArray | None = None
) -> list[int]:
    """The boundaries at which the whole's total must be withheld; those nearest the end go first.

    ``whole``: shown running totals, null where not shown, in blocks of ``base``. ``lists``: for each way to part it,
    the parts' totals and how wide their blocks are. ``is_settled``: totals that were shown before, which stay.
    """
    settled = np.zeros(len(whole), dtype=bool) if is_settled is None else is_settled
    shown = ~np.isnan(whole)
    withheld: list[int] = []
    while True:
        first, last = _list_periods(np.flatnonzero(shown))
        unsafe = _find_unsafe_periods(whole, base, lists, first, last)
        if not unsafe.any():
            return withheld
        ends = np.concatenate([first[unsafe], last[unsafe]])
        free = ends[~settled[ends]]
        if not len(free):
            return withheld
        times = np.bincount(free, minlength=len(whole))
        worst = int(np.flatnonzero(times == times.max())[-1])
        shown[worst] = False
        withheld.append(worst)


def _list_periods(points: NDArray) -> tuple[NDArray, NDArray]:
    first, last = np.triu_indices(len(points), k=1)
    return points[first], points[last]


def _find_unsafe_periods(
    whole: NDArray, base: int, lists: Sequence[Sequence[tuple[NDArray, int]]], first: NDArray, last: NDArray
) -> NDArray:
    """Whether some part of some list has fewer than three values in each period, by bounds of parts and whole."""
    low, high = _bound(whole, base, first, last)
    bounds = []
    for parts in lists:
        pairs = [_bound(part, own, first, last) for part, own in parts]
        lows, highs = (np.array(each) for each in zip(*pairs, strict=True))
        bounds.append((lows, highs))
        low, high = np.maximum(low, lows.sum(axis=0)), np.minimum(high, highs.sum(axis=0))
    unsafe = np.zeros(len(first), dtype=bool)
    for lows, highs in bounds:
        least = np.maximum(lows, low - _sum_of_others(highs))
        most = np.minimum(highs, high - _sum_of_others(lows))
        unsafe |= (most - least + 1 < LEAST_VALUES).any(axis=0)
    return unsafe


def _bound(totals: NDArray, base: int, first: NDArray, last: NDArray) -> tuple[NDArray, NDArray]:
    """The least and the most true events of each period; nothing is known where either end is not shown."""
    difference = totals[last] - totals[first]
    is_known = ~np.isnan(difference)
    low = np.where(is_known, np.maximum(difference - (base - 1), 0), 0.0)
    return low, np.where(is_known, np.maximum(difference + base - 1, 0), np.inf)


def _sum_of_others(values: NDArray) -> NDArray:
    """For each part the sum of all others, infinite where one of them is."""
    is_endless = np.isinf(values)
    finite = np.where(is_endless, 0.0, values)
    others = is_endless.sum(axis=0) - is_endless
    return np.where(others > 0, np.inf, finite.sum(axis=0) - finite)
