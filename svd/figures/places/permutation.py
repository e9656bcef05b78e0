"""How often chance alone would gather as many events: the whole permutation distribution, not a sample of it; pure."""

from math import comb

import numpy as np


def find_p_values(counts: np.ndarray, sizes: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """Two-sided p of each total: had ``sizes`` cells been drawn blindly from all of ``counts``, none of them twice.

    Twice the smaller of the chances of so many and of so few, at most 1; null where ``sizes`` is every cell. ``counts``
    are whole numbers. This is the limit of ever more random permutations, worked out by counting the subsets of each
    size and sum. Source: Ord and Getis 1995, Geographical Analysis 27:286, whose moments these are.
    """
    subsets = _count_subsets(counts, int(sizes.max(initial=0)))
    every = np.array([comb(len(counts), size) for size in range(len(subsets))], dtype=float)[:, None]
    at_least = np.cumsum(subsets[:, ::-1], axis=1)[:, ::-1] / every
    at_most = np.cumsum(subsets, axis=1) / every
    p = np.minimum(1, 2 * np.minimum(at_least[sizes, totals], at_most[sizes, totals]))
    return np.where(sizes < len(counts), p, np.nan)


def _count_subsets(counts: np.ndarray, largest: int) -> np.ndarray:
    """How many subsets of ``counts`` have each size (rows, to ``largest``) and each sum (columns, from 0)."""
    values, times = np.unique(counts, return_counts=True)
    highest = int(np.sort(counts)[len(counts) - min(largest, len(counts)) :].sum())
    subsets = np.zeros((largest + 1, highest + 1))
    subsets[0, 0] = 1
    for value, number in zip(values.tolist(), times.tolist(), strict=True):
        # Of ``number`` cells that hold ``value``, each subset takes some: those without any are there already.
        before = subsets.copy()
        for taken in range(1, min(number, largest) + 1):
            if taken * value > highest:
                break
            room = highest + 1 - taken * value
            subsets[taken:, taken * value :] += comb(number, taken) * before[: largest + 1 - taken, :room]
    return subsets
