"""Rates, proportions and their 95% limits, as public health reports them. Pure and vectorised."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Z_95 = stats.norm.ppf(0.975)
Z_998 = stats.norm.ppf(0.999)
_EXACT_BELOW = 10


def limits_count(count: ArrayLike, z: float = Z_95) -> tuple[NDArray, NDArray]:
    """Lower and upper limits of a Poisson count: exact below 10, Byar's approximation from 10, null if null.

    Source: Breslow and Day 1987, Statistical methods in cancer research II, as used by the Office for Health
    Improvement and Disparities (PHEindicatormethods).
    """
    x = np.asarray(count, dtype=float)
    alpha = 2 * stats.norm.sf(z)
    safe = np.where(x > 0, x, 1.0)
    byar_lower = safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    byar_upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    exact_lower = np.where(x > 0, stats.chi2.ppf(alpha / 2, 2 * safe) / 2, 0.0)
    exact_upper = stats.chi2.ppf(1 - alpha / 2, 2 * x + 2) / 2
    is_exact = x < _EXACT_BELOW
    unknown = np.isnan(x)
    lower, upper = np.where(is_exact, exact_lower, byar_lower), np.where(is_exact, exact_upper, byar_upper)
    return np.where(unknown, np.nan, lower), np.where(unknown, np.nan, upper)


def limits_rate(count: ArrayLike, population: ArrayLike, per: float, z: float = Z_95) -> tuple[NDArray, NDArray]:
    """Lower and upper limits of ``count / population * per``, by the limits of the count."""
    lower, upper = limits_count(count, z)
    n = np.asarray(population, dtype=float)
    return lower / n * per, upper / n * per


def limits_proportion(count: ArrayLike, total: ArrayLike, z: float = Z_95) -> tuple[NDArray, NDArray]:
    """Lower and upper Wilson limits of ``count / total``, between 0 and 1; null where the total is 0.

    Source: Wilson 1927, Journal of the American Statistical Association 22:209.
    """
    x, n = np.asarray(count, dtype=float), np.asarray(total, dtype=float)
    n = np.where(n > 0, n, np.nan)
    middle = 2 * x + z**2
    inner = z**2 + 4 * x * (1 - x / n)
    half = z * np.sqrt(np.where(x <= n, inner, np.nan))
    whole = 2 * (n + z**2)
    return np.clip((middle - half) / whole, 0, 1), np.clip((middle + half) / whole, 0, 1)
