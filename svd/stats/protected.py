"""Protected counts: what rounding a running total adds to a count's variance, and tests and limits that allow for it.

A series is published as running totals Q = B floor((P + u) / B), P being the true one, B the base and u a secret offset
from 0 to B - 1. The count of a window is the difference of two of them; ``base`` 1 is a count as it is. ``v`` is the
variance that protection adds to what is tested; of figures put together from several series, the sum of theirs.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from svd.stats import tails as stats
from svd.stats.change import SIGNAL_P
from svd.stats.limits import Z_95, at_least_one, limits_count

_ADJACENT, _SEPARATE = 1 / 2, 1 / 3
"""The variance of the difference of two windows, as a multiple of B² - 1."""
_ALLOWED, _ALLOWED_WIDE, _WIDE = 1 / 6, 1 / 2, 5
"""What is added to it because counts come in steps, up to a base of five and beyond it."""
_NODES, _WEIGHTS = (part.astype(float) for part in np.polynomial.hermite_e.hermegauss(9))
_LEAST = 1e-12


def variance_of_window(base: ArrayLike, parts: ArrayLike = 1) -> NDArray:
    """The variance that protection adds to the count of one window, however long; ``parts``: series added up in it.

    (B² - 1) / 6, the variance of the difference of two independent numbers drawn evenly from 0 to B - 1. Source: the
    discrete uniform distribution, Johnson, Kemp and Kotz 2005, Univariate discrete distributions, section 6.10.
    """
    return np.asarray(parts, dtype=float) * (np.square(np.asarray(base, dtype=float)) - 1) / 6


def variance_of_difference(base: ArrayLike, parts: ArrayLike = 1, *, adjacent: ArrayLike = True) -> NDArray:
    """The ``v`` of two windows' difference: 16 where one ends as the other begins, else 12, at base 5; 0 at base 1.

    In truth it is (B² - 1) / 2 or (B² - 1) / 3, for adjacent windows share a running total that counts twice. What is
    added, (B² - 1) / 6 and from base 6 (B² - 1) / 2, allows for counts in steps of B, which pass a limit of three
    standard errors more often than smooth ones: without it up to 0.34% of steady worlds are called at base 10, with it
    none of the means from 2 to 600 passes 0.275% (exact sums). Source: the variance of a sum of discrete uniform
    numbers; the allowance is our own.
    """
    b = np.asarray(base, dtype=float)
    share = np.where(adjacent, _ADJACENT, _SEPARATE) + np.where(b > _WIDE, _ALLOWED_WIDE, _ALLOWED)
    return np.asarray(parts, dtype=float) * (b**2 - 1) * share


class Change(NamedTuple):
    """The test of a change: the difference (of equal exposure), its standard error where nothing changed, z and p, its
    95% limits, and whether it is called a change.
    """

    difference: NDArray
    error: NDArray
    z: NDArray
    p: NDArray
    lower: NDArray
    upper: NDArray
    is_called: NDArray


def call_change(
    n1: ArrayLike,
    n0: ArrayLike,
    v: ArrayLike = 0,
    dispersion: ArrayLike = 1,
    exposure_ratio: ArrayLike = 1,
    free: ArrayLike = np.inf,
) -> Change:
    """Whether the count ``n1`` differs from ``n0`` by more than chance, dispersion and protection would have it.

    Called where |d| > 3 sqrt(dispersion (n1 + n0) + v), d = n1 - n0. ``exposure_ratio`` r: how much longer (or larger)
    the later window is; then d = n1 - r n0, with variance dispersion r (n1 + n0) + v (1 + r²) / 2, pooled as where
    nothing changed. ``free``: degrees of freedom of a dispersion estimated from few months, by Student's t; then
    called where p < 0.0027. Null where a count is. Sources: the score test of two Poisson rates, Gu and others 2008,
    Biometrical Journal 50:283, with the variances added; McCullagh and Nelder 1989, Generalized linear models, 4.5.
    """
    later, earlier, r = (np.asarray(part, dtype=float) for part in (n1, n0, exposure_ratio))
    scale, added = at_least_one(dispersion), np.asarray(v, dtype=float) * (1 + r**2) / 2
    difference = later - r * earlier
    error = np.sqrt(scale * r * (later + earlier) + added)
    own = np.sqrt(scale * (later + r**2 * earlier) + added)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(error > 0, difference / error, np.where(np.isnan(error), np.nan, 0.0))
    p = 2 * stats.t.sf(np.abs(z), free)
    half = stats.t.isf(stats.norm.sf(Z_95), free) * own
    return Change(difference, error, z, p, difference - half, difference + half, p < SIGNAL_P)


def limits_protected(
    count: ArrayLike, base: ArrayLike, parts: ArrayLike = 1, z: float = Z_95, dispersion: ArrayLike = 1
) -> tuple[NDArray, NDArray]:
    """Lower and upper limits of the mean behind a protected count: the ordinary ones, widened by what protection adds.

    A count of one series is at most s where the true one is at most s + u, u being evenly 0 to B - 1; so the limits are
    those means at which s or more, and s or fewer, have the chance of the tail (Garwood's exact limits, averaged over
    u). Of several ``parts`` u is nearly normal, and nine points stand for it. At base 1 they are those of
    ``limits_count``; a dispersion widens the count's share only. Null where the count is. Sources: Garwood 1936,
    Biometrika 28:437; for the sum of variances, Zou and Donner 2008, Statistics in Medicine 27:1693.
    """
    shown, step, number = np.broadcast_arrays(*(np.asarray(part, dtype=float) for part in (count, base, parts)))
    plain, wide = limits_count(shown, z), limits_count(shown, z, dispersion)
    lower, upper = (np.array(limit, dtype=float) for limit in plain)
    for each, many in {(float(b), float(k)) for b, k in zip(step.ravel(), number.ravel(), strict=True) if b > 1}:
        at = (step == each) & (number == many) & ~np.isnan(shown)
        few, place = np.unique(shown[at], return_inverse=True)
        ends = _solve_limits(few, each, many, float(stats.norm.sf(z)))
        lower[at], upper[at] = (end[place] for end in ends)
    below = np.square(shown - lower) + np.square(shown - wide[0]) - np.square(shown - plain[0])
    above = np.square(upper - shown) + np.square(wide[1] - shown) - np.square(plain[1] - shown)
    return np.maximum(shown - np.sqrt(np.maximum(below, 0)), 0), shown + np.sqrt(np.maximum(above, 0))


def _solve_limits(shown: NDArray, base: float, parts: float, tail: float) -> tuple[NDArray, NDArray]:
    """The means at which ``shown`` or more, and ``shown`` or fewer, have the chance ``tail``; a row a count."""
    offsets, weights = _offsets(base, parts)
    upper = _find_mean(shown, offsets, weights, tail)
    lower = _find_mean(shown - base, offsets, weights, 1 - tail)
    return np.where(shown > 0, np.nan_to_num(lower), 0.0), upper


def _find_mean(most: NDArray, offsets: NDArray, weights: NDArray, chance: float) -> NDArray:
    """The mean at which a Poisson count is at most ``most`` and an offset with this chance, over all offsets."""
    from scipy.optimize import elementwise  # a build would wait for it longer than for most of its figures

    def miss(mean: NDArray, reached: NDArray) -> NDArray:
        whole = reached[..., None] + offsets
        at_most = special.gammaincc(np.maximum(whole, 0) + 1, mean[..., None])
        return np.where(whole >= 0, at_most, 0.0) @ weights - chance

    ends = [np.maximum(most + end, -0.5) for end in (offsets.min(), offsets.max())]
    low, high = (special.gammainccinv(end + 1, chance) for end in ends)
    low = np.where(most + offsets.min() >= 0, low * (1 - 1e-9), _LEAST)
    return elementwise.find_root(miss, (low, high * (1 + 1e-9) + _LEAST), args=(most,)).x


def _offsets(base: float, parts: float) -> tuple[NDArray, NDArray]:
    """How far a true count may lie beyond the shown one that it is counted with, and the chance of each."""
    if parts == 1:
        return np.arange(base), np.full(int(base), 1 / base)
    variance = (base**2 - 1) / 12 + (parts - 1) * (base**2 - 1) / 6
    return (base - 1) / 2 + np.sqrt(variance) * _NODES, _WEIGHTS / _WEIGHTS.sum()
