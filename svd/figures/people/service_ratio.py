"""How many events one service counts for each that another does: the ratio of two counts, its limits and its change."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from svd.stats.rates import Z_95


def limits_ratio(count: ArrayLike, to: ArrayLike, z: float = Z_95) -> tuple[NDArray, NDArray]:
    """Lower and upper exact limits of ``count / to``, two independent Poisson counts; null where either is null.

    Given their sum, one count is binomial, and its Clopper-Pearson limits give those of the ratio: 0 below where
    ``count`` is 0, infinite above where ``to`` is. Source: Przyborowski and Wilenski 1940, Biometrika 31:313; Clopper
    and Pearson 1934, Biometrika 26:404.
    """
    x, y = np.asarray(count, dtype=float), np.asarray(to, dtype=float)
    tail = stats.norm.sf(z)
    with np.errstate(invalid="ignore", divide="ignore"):
        low = np.where(x > 0, stats.beta.ppf(tail, x, y + 1), 0.0)
        high = np.where(y > 0, stats.beta.isf(tail, x + 1, y), 1.0)
        lower, upper = low / (1 - low), high / (1 - high)
    is_known = ~np.isnan(x + y) & (x + y > 0)
    return np.where(is_known, lower, np.nan), np.where(is_known, upper, np.nan)


def p_ratios(
    now: ArrayLike, to_now: ArrayLike, before: ArrayLike, to_before: ArrayLike, spread: ArrayLike = 1
) -> NDArray:
    """Two-sided p of two ratios of Poisson counts being one, by the logarithm of the ratio of the two ratios.

    Its variance is the sum of 1/count of all four, times ``spread`` where the months scatter more than chance alone;
    null where a count is null or 0. Source: Rothman, Greenland and Lash 2008, Modern epidemiology, chapter 14.
    """
    parts = [np.asarray(part, dtype=float) for part in (now, to_now, before, to_before)]
    is_known = np.all([part > 0 for part in parts], axis=0)
    a, b, c, d = (np.where(is_known, part, 1.0) for part in parts)
    error = np.sqrt(np.fmax(np.asarray(spread, dtype=float), 1) * (1 / a + 1 / b + 1 / c + 1 / d))
    return np.where(is_known, 2 * stats.norm.sf(np.abs(np.log(a / b) - np.log(c / d)) / error), np.nan)


def find_scatter(counts: NDArray, to: NDArray, period: NDArray) -> float:
    """Variance of the months' shares as a multiple of chance alone, 1 at least; months of one ``period`` share a ratio.

    Pearson's chi-square over its degrees of freedom; 1 where there are too few months to tell. Source: McCullagh and
    Nelder 1989, Generalized linear models, section 4.5.
    """
    x, n = np.asarray(counts, dtype=float), np.asarray(counts, dtype=float) + np.asarray(to, dtype=float)
    is_known = n > 0
    chi, free = 0.0, 0
    for name in np.unique(np.asarray(period)[is_known]):
        part = is_known & (np.asarray(period) == name)
        share = x[part].sum() / n[part].sum()
        if 0 < share < 1:
            chi += float(((x[part] - n[part] * share) ** 2 / (n[part] * share * (1 - share))).sum())
            free += int(part.sum()) - 1
    return max(1.0, chi / free) if free > 1 else 1.0
