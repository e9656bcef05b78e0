"""Weighted sums of Poisson counts: the sum, its limits, and how much of it the gravest offences make up. Pure."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svd.stats import tails as stats
from svd.stats.limits import Z_95


def sum_weighted(counts: ArrayLike, weights: ArrayLike) -> NDArray:
    """The sum of ``counts`` by ``weights`` for each row; a column a weight. Null where any count of the row is null."""
    return np.asarray(counts, dtype=float) @ np.asarray(weights, dtype=float)


def limits_weighted(counts: ArrayLike, weights: ArrayLike, z: float = Z_95) -> tuple[NDArray, NDArray]:
    """Lower and upper limits of each row's weighted sum, null where any count of the row is null.

    The gamma limits: exact where all weights are alike, never below zero, and never too narrow, because the upper one
    allows for one more event of the largest weight, whether or not any was counted. Dobson's limits, which public
    health uses for standardised rates, fall below zero where one event outweighs all others, as a homicide does.
    Source: Fay and Feuer 1997, Statistics in Medicine 16:791, equations 3 and 4.
    """
    x, w = np.asarray(counts, dtype=float), np.asarray(weights, dtype=float)
    alpha, largest = 2 * stats.norm.sf(z), w.max(initial=0.0)
    total, spread = x @ w, x @ w**2
    lower = _quantile_gamma(alpha / 2, total, spread)
    upper = _quantile_gamma(1 - alpha / 2, total + largest, spread + largest**2)
    return np.where(total == 0, 0.0, lower), upper


def _quantile_gamma(p: float, mean: NDArray, variance: NDArray) -> NDArray:
    """The quantile of the gamma distribution of that mean and variance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = variance / mean
        return stats.chi2.ppf(p, 2 * mean / scale) * scale / 2


def find_gravest(counts: ArrayLike, weights: ArrayLike) -> tuple[NDArray, NDArray]:
    """For each row the column of the largest weight that any event has, and its share of the sum, from 0 to 1.

    The column is -1 and the share null where the sum is zero or not known.
    """
    x, w = np.asarray(counts, dtype=float), np.asarray(weights, dtype=float)
    heaviest = np.where(x > 0, w, -1.0)
    column = heaviest.argmax(axis=1) if len(w) else np.full(len(x), -1)
    total = x @ w
    has_any = total > 0
    part = np.take_along_axis(x * w, column[:, None], axis=1)[:, 0] if len(w) else total
    share = np.divide(part, total, out=np.full(len(total), np.nan), where=has_any)
    return np.where(has_any, column, -1), share


def hold_half(totals: ArrayLike) -> NDArray:
    """The places of the fewest rows that together hold at least half of all, the largest first; none of nothing."""
    amounts = np.asarray(totals, dtype=float)
    order = np.argsort(-amounts, kind="stable")
    running = np.cumsum(amounts[order])
    if not len(running) or not running[-1] > 0:
        return order[:0]
    return order[: int(np.searchsorted(running, running[-1] / 2 * (1 - 1e-12))) + 1]
