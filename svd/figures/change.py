"""Is it a real change? The test of one period's figure against another's, on equal exposure."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

SIGNAL_P = 2 * stats.norm.sf(3)
"""A change is called one only below this p: as rare as three standard errors, about 1 comparison in 370 by chance."""


def p_counts(now: ArrayLike, before: ArrayLike, share: ArrayLike = 0.5) -> NDArray:
    """Two-sided p of two Poisson counts having one mean for their exposure; null where either is null.

    ``share``: what part of the whole exposure lies now, one half where both are equally long. Exact: given their sum,
    the count now is binomial with that probability. Unlike the rule of thumb
    2(sqrt(now) - sqrt(before)) beyond 3, whose spread is sqrt(2) and which 1 comparison in 30 passes by chance, it
    keeps its promise at any size. Source: Przyborowski and Wilenski 1940, Biometrika 31:313.
    """
    x, y = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    total = x + y
    tail = np.minimum(stats.binom.cdf(x, total, share), stats.binom.sf(x - 1, total, share))
    return np.where(np.isnan(total), np.nan, np.minimum(1.0, 2 * tail))


def p_proportions(now: ArrayLike, of_now: ArrayLike, before: ArrayLike, of_before: ArrayLike) -> NDArray:
    """Two-sided p of two independent proportions being one, by the pooled standard error; null where either has none.

    Source: Fleiss, Levin and Paik 2003, Statistical methods for rates and proportions, section 3.2.
    """
    x1, n1, x0, n0 = (np.asarray(part, dtype=float) for part in (now, of_now, before, of_before))
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (x1 + x0) / (n1 + n0)
        spread = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0))
        z = np.where(spread == 0, 0.0, (x1 / n1 - x0 / n0) / spread)
    return np.where((n1 > 0) & (n0 > 0), 2 * stats.norm.sf(np.abs(z)), np.nan)


def limits_difference(
    now: ArrayLike,
    limits_now: tuple[ArrayLike, ArrayLike],
    before: ArrayLike,
    limits_before: tuple[ArrayLike, ArrayLike],
    spread: ArrayLike = 1,
) -> tuple[NDArray, NDArray]:
    """Lower and upper limits of ``now`` less ``before``, two independent figures, from the limits of each.

    ``spread``: the variance of the figures as a multiple of what their limits allow for. With Wilson's limits it is
    Newcombe's interval of two proportions. Source: Zou and Donner 2008, Statistics in Medicine 27:1693; Newcombe 1998,
    Statistics in Medicine 17:873.
    """
    x, y = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    (x_lower, x_upper), (y_lower, y_upper) = (map(np.asarray, limits) for limits in (limits_now, limits_before))
    widen = np.sqrt(np.asarray(spread, dtype=float))
    below, above = np.hypot(x - x_lower, y_upper - y), np.hypot(x_upper - x, y - y_lower)
    return x - y - widen * below, x - y + widen * above


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
