"""Is it a real change? What the tests of one period's figure against another's say, in words."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svd.stats.change import SIGNAL_P


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
    return str(judge_verdicts(np.array([p]), np.array([difference]))[0])


def judge_verdicts(p: NDArray, difference: NDArray) -> NDArray:
    """The same of many at once."""
    conditions = [np.isnan(p), (p >= SIGNAL_P) | (difference == 0), difference > 0]
    return np.select(conditions, ["not tested", "no clear change", "rising"], "falling").astype(object)


def judge_change(verdict: str, polarity: str) -> str:
    """What a tested change means for the partnership: improving, worsening, or changed where neither is better."""
    if verdict not in ("rising", "falling"):
        return verdict
    if polarity == "neutral":
        return "changed"
    is_good = (verdict == "falling") == (polarity == "lower")
    return "improving" if is_good else "worsening"
