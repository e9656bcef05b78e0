"""Is it a real change? What the tests of one period's figure against another's say, in words."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svd.stats.change import SIGNAL_P, limits_difference, p_counts, p_proportions

__all__ = [
    "SIGNAL_P",
    "count_by_chance",
    "judge_change",
    "limits_difference",
    "p_counts",
    "p_proportions",
    "verdict_of",
    "z_counts",
]


def z_counts(now: ArrayLike, before: ArrayLike) -> NDArray:
    """The rule of thumb 2(sqrt(now) - sqrt(before)) of two counts over equal exposure; null where either is null.

    It is shown beside the exact test and decides nothing. Source: Wheeler 2016, International Journal of Police
    Science and Management 18:159.
    """
    return 2 * (np.sqrt(np.asarray(now, dtype=float)) - np.sqrt(np.asarray(before, dtype=float)))


def count_by_chance(tested: int) -> float:
    """How many of ``tested`` comparisons chance alone calls a change on average, where nothing has changed."""
    return tested * SIGNAL_P


def verdict_of(p: float, difference: float) -> str:
    """In words: rising, falling, no clear change, or not tested where p is null."""
    if np.isnan(p):
        return "not tested"
    if p >= SIGNAL_P or difference == 0:
        return "no clear change"
    return "rising" if difference > 0 else "falling"


def judge_change(verdict: str, polarity: str) -> str:
    """What a tested change means for the partnership: improving, worsening, or changed where neither is better."""
    if verdict not in ("rising", "falling"):
        return verdict
    if polarity == "neutral":
        return "changed"
    is_good = (verdict == "falling") == (polarity == "lower")
    return "improving" if is_good else "worsening"
