"""The ratio of two counts of different things, which may pass 1 and is never a share: its limits and its change.

So many admissions for each offence, so many outcomes of this month for the offences of this month, of which they may be
none. A share, whose events are among its cases, has limits of its own (``svd.stats.limits.limits_proportion``).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svd.stats import tails as stats
from svd.stats.limits import Z_95, at_least_one


def limits_ratio(
    count: ArrayLike,
    to: ArrayLike,
    z: float = Z_95,
    dispersion: ArrayLike = 1,
    v: ArrayLike = 0,
    v_to: ArrayLike | None = None,
) -> tuple[NDArray, NDArray]:
    """Lower and upper exact limits of ``count / to``, two independent Poisson counts; null where either is null.

    Given their sum, one count is binomial, and its Clopper-Pearson limits give those of the ratio: 0 below where
    ``count`` is 0, infinite above where ``to`` is. With a dispersion, counts are worth that many times fewer events;
    ``v``, the variance that protection adds to the count, and ``v_to`` to the other (the same where it is not given),
    are turned into one. Source: Przyborowski and Wilenski 1940, Biometrika 31:313; Clopper and Pearson 1934,
    Biometrika 26:404.
    """
    x, y = np.asarray(count, dtype=float), np.asarray(to, dtype=float)
    scale = at_least_one(dispersion) + _from_protection(x, y, v, v if v_to is None else v_to)
    tail = stats.norm.sf(z)
    with np.errstate(invalid="ignore", divide="ignore"):
        low = np.where(x > 0, stats.beta.ppf(tail, x / scale, y / scale + 1), 0.0)
        high = np.where(y > 0, stats.beta.isf(tail, x / scale + 1, y / scale), 1.0)
        lower, upper = low / (1 - low), high / (1 - high)
    is_known = ~np.isnan(x + y) & (x + y > 0)
    return np.where(is_known, lower, np.nan), np.where(is_known, upper, np.nan)


def p_ratios(
    now: ArrayLike,
    to_now: ArrayLike,
    before: ArrayLike,
    to_before: ArrayLike,
    spread: ArrayLike = 1,
    v: ArrayLike = 0,
    v_to: ArrayLike | None = None,
    free: ArrayLike = np.inf,
) -> NDArray:
    """Two-sided p of two ratios of Poisson counts being one, by the logarithm of the ratio of the two ratios.

    Its variance is the sum of 1/count of all four, times ``spread`` where the months scatter more than chance alone,
    and of v/count² where protection adds ``v`` to the variance of ``now`` and ``before``, and ``v_to`` (the same where
    it is not given) to the others; null where a count is null or 0. ``free``: degrees of freedom of a spread estimated
    from few months, by Student's t. Source: Rothman, Greenland and Lash 2008, Modern epidemiology, chapter 14;
    McCullagh and Nelder 1989, Generalized linear models, section 4.5.
    """
    parts = [np.asarray(part, dtype=float) for part in (now, to_now, before, to_before)]
    is_known = np.all([part > 0 for part in parts], axis=0)
    a, b, c, d = (np.where(is_known, part, 1.0) for part in parts)
    of_count, of_to = (np.asarray(each, dtype=float) for each in (v, v if v_to is None else v_to))
    added = of_count * (1 / a**2 + 1 / c**2) + of_to * (1 / b**2 + 1 / d**2)
    error = np.sqrt(at_least_one(spread) * (1 / a + 1 / b + 1 / c + 1 / d) + added)
    return np.where(is_known, 2 * stats.t.sf(np.abs(np.log(a / b) - np.log(c / d)) / error, free), np.nan)


def _from_protection(x: NDArray, y: NDArray, v: ArrayLike, v_to: ArrayLike) -> NDArray:
    """What protection adds to the dispersion of a ratio's logarithm: v/x² + v_to/y² over 1/x + 1/y."""
    a, b = np.fmax(x, 1.0), np.fmax(y, 1.0)
    return (np.asarray(v, dtype=float) / a**2 + np.asarray(v_to, dtype=float) / b**2) / (1 / a + 1 / b)


def find_scatter(counts: ArrayLike, to: ArrayLike, period: ArrayLike, v: ArrayLike = 0) -> tuple[NDArray, NDArray]:
    """Variance of the months' shares as a multiple of chance alone, 1 at least, and its degrees of freedom.

    A row a series and a column a month; months of one ``period`` share a ratio. Pearson's chi-square over its degrees
    of freedom, less what ``v``, the variance that protection adds to each of ``counts``, makes of it; 1 and infinite
    where there are too few months to tell. Source: McCullagh and Nelder 1989, Generalized linear models, section 4.5.
    """
    chi, free = sum_misses(counts, to, period, v)
    is_told = free > 1
    scatter = np.divide(chi, free, out=np.ones_like(chi), where=is_told)
    return np.where(is_told, np.maximum(1.0, scatter), 1.0), np.where(is_told, free, np.inf)


def sum_misses(
    counts: ArrayLike, to: ArrayLike, period: ArrayLike, v: ArrayLike = 0, v_to: ArrayLike = 0
) -> tuple[NDArray, NDArray]:
    """Pearson's chi-square of the months' shares of their ``period``, and its degrees of freedom; series in rows.

    ``v`` and ``v_to``: what protection adds to the variance of each of ``counts`` and ``to``; it is taken off. Months
    without either, or null, take no part. Source: as ``find_scatter``.
    """
    x, n = np.asarray(counts, dtype=float), np.asarray(counts, dtype=float) + np.asarray(to, dtype=float)
    added, added_to = (np.broadcast_to(np.asarray(each, dtype=float), x.shape) for each in (v, v_to))
    names, is_known = np.asarray(period), n > 0
    chi, free = np.zeros(x.shape[:-1]), np.zeros(x.shape[:-1])
    for name in np.unique(names):
        part = is_known & (names == name)
        months, whole = part.sum(axis=-1), np.where(part, n, 0.0).sum(axis=-1)
        share = (np.where(part, x, 0.0).sum(axis=-1) / np.maximum(whole, 1e-12))[..., None]
        chance = np.where(part, n, 0.0) * share * (1 - share)
        # The count is in its whole too, so that the share moves by (1 - share) of the one and share of the rest.
        miss = (x - n * share) ** 2 - (1 - share) ** 2 * added - share**2 * added_to
        has_both = (chance > 0).any(axis=-1)
        chi += np.divide(miss, chance, out=np.zeros(x.shape), where=chance > 0).sum(axis=-1)
        free += np.where(has_both, months - 1.0, 0.0)
    return chi, free
