"""Limits of counts, rates and proportions, wider where months scatter more than chance; and a year against a level.

``dispersion``, here and in all of ``svd.stats``: the variance as a multiple of what chance alone (Poisson or binomial)
would give; where it is 1 nothing changes, and below 1 or null it counts as 1.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svd.stats import tails as stats

Z_95 = stats.norm.ppf(0.975)
Z_998 = stats.norm.ppf(0.999)
_EXACT_BELOW = 10

ABOVE, BELOW, CANNOT_TELL = "above", "below", "cannot tell"


def at_least_one(dispersion: ArrayLike) -> NDArray:
    """``dispersion`` with 1 for what is smaller or null."""
    return np.fmax(np.asarray(dispersion, dtype=float), 1.0)


def limits_count(count: ArrayLike, z: float = Z_95, dispersion: ArrayLike = 1) -> tuple[NDArray, NDArray]:
    """Lower and upper limits of a Poisson count: exact below 10, Byar's approximation from 10, null if null.

    With a dispersion, a count is worth that many times fewer events, and the limits of these are scaled back: so they
    stay as lopsided as few events are. Sources: Breslow and Day 1987, Statistical methods in cancer research II, as
    used by the Office for Health Improvement and Disparities (PHEindicatormethods); McCullagh and Nelder 1989,
    Generalized linear models, section 6.2, for the dispersion.
    """
    scale = at_least_one(dispersion)
    x = np.asarray(count, dtype=float) / scale
    alpha = 2 * stats.norm.sf(z)
    safe = np.where(x > 0, x, 1.0)
    lower = np.asarray(safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3)
    upper = np.asarray((x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3)
    is_exact = x < _EXACT_BELOW
    few = x[is_exact]
    lower[is_exact] = np.where(few > 0, stats.chi2.ppf(alpha / 2, 2 * safe[is_exact]) / 2, 0.0)
    upper[is_exact] = stats.chi2.ppf(1 - alpha / 2, 2 * few + 2) / 2
    unknown = np.isnan(x)
    return np.where(unknown, np.nan, lower * scale), np.where(unknown, np.nan, upper * scale)


def limits_rate(
    count: ArrayLike, population: ArrayLike, per: float, z: float = Z_95, dispersion: ArrayLike = 1
) -> tuple[NDArray, NDArray]:
    """Lower and upper limits of ``count / population * per``, by the limits of the count."""
    lower, upper = limits_count(count, z, dispersion)
    n = np.asarray(population, dtype=float)
    return lower / n * per, upper / n * per


def limits_proportion(
    count: ArrayLike, total: ArrayLike, z: float = Z_95, dispersion: ArrayLike = 1
) -> tuple[NDArray, NDArray]:
    """Lower and upper Wilson limits of ``count / total``, between 0 and 1; null where the total is 0.

    With a dispersion, as many times fewer cases. Source: Wilson 1927, Journal of the American Statistical Association
    22:209.
    """
    scale = at_least_one(dispersion)
    x, n = np.asarray(count, dtype=float) / scale, np.asarray(total, dtype=float) / scale
    n = np.where(n > 0, n, np.nan)
    middle = 2 * x + z**2
    inner = z**2 + 4 * x * (1 - x / n)
    half = z * np.sqrt(np.where(x <= n, inner, np.nan))
    whole = 2 * (n + z**2)
    return np.clip((middle - half) / whole, 0, 1), np.clip((middle + half) / whole, 0, 1)


def judge_year(lower: ArrayLike, upper: ArrayLike, level: ArrayLike) -> NDArray:
    """above or below where a year's limits lie wholly on that side of its yearly level, else cannot tell.

    All in the same unit, a year's. A yearly level is met or missed by the year, not by its months, of which few need
    reach a twelfth of it. A null limit or level can't tell. Source: Fingertips technical guidance, comparison with a
    benchmark.
    """
    low, high, goal = (np.asarray(part, dtype=float) for part in (lower, upper, level))
    low, high, goal = np.broadcast_arrays(low, high, goal)
    is_known = ~np.isnan(low + goal) & ~np.isnan(high)
    return np.select([is_known & (low > goal), is_known & (high < goal)], [ABOVE, BELOW], CANNOT_TELL).astype(object)
