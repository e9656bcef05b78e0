"""How many of many tests pass by chance, and the correction that keeps false ones to a stated share; pure."""

import numpy as np
from numpy.typing import NDArray

FALSE_SHARE = 0.1
"""Of the signals of one kind and level raised in a month at most this share is false, on average."""


def pass_tests(p: NDArray, groups: NDArray, share: float = FALSE_SHARE) -> NDArray:
    """Which p pass in their own group with false ones held to ``share``: at most that part of those that pass.

    A null p was not tested and does not pass. Source: Benjamini and Hochberg 1995, Journal of the Royal Statistical
    Society B 57:289; it holds for tests that tend to rise and fall together, as counts with common events do
    (Benjamini and Yekutieli 2001, Annals of Statistics 29:1165).
    """
    passed = np.zeros(len(p), dtype=bool)
    for group in np.unique(groups):
        rows = np.flatnonzero((groups == group) & ~np.isnan(p))
        order = rows[np.argsort(p[rows], kind="stable")]
        is_below = p[order] <= share * np.arange(1, len(order) + 1) / max(len(order), 1)
        passed[order[: np.flatnonzero(is_below)[-1] + 1 if is_below.any() else 0]] = True
    return passed
