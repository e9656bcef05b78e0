"""Are months independent, as a promise of so many false signals a year needs? Their autocorrelation and its cost."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svd.stats import tails as stats
from svd.stats.limits import Z_95

LEAST_MONTHS = 12
"""Pairs of neighbouring months below which nothing is said."""
MOST_DEPENDENT = 0.25
"""Autocorrelation above which a promise for independent months is not made."""
_CHANCE_P = 0.05


def autocorrelation(series: ArrayLike, base: ArrayLike = 1, z: float = Z_95) -> tuple[NDArray, NDArray, NDArray]:
    """The correlation of each month with the next, and its limits; series in rows, null months take no part.

    Moment estimate, with the bias of a mean taken from the same months made good, (1 + 4r) / n; limits by Fisher's z,
    its variance that of a first-order autoregression, 1 / (n (1 - r²)).
    A season and changes of level make months alike: take them out first (a month over its season's share, each
    segment by itself). ``base``: what protection adds to the variance, and takes from neighbours' covariance, is taken
    off. Null with fewer than twelve pairs or no variance. Sources: Marriott and Pope 1954, Biometrika 41:390 (bias);
    Fisher 1921, Metron 1:3, and Bartlett 1946 (limits).
    """
    x = np.asarray(series, dtype=float)
    known = ~np.isnan(x)
    number = np.maximum(known.sum(axis=-1), 1)
    off = np.where(known, x - (np.where(known, x, 0.0).sum(axis=-1) / number)[..., None], 0.0)
    pairs = (known[..., 1:] & known[..., :-1]).sum(axis=-1)
    added = (np.square(np.asarray(base, dtype=float)) - 1) / 12
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (off**2).sum(axis=-1) / number - 2 * added
        covariance = (off[..., 1:] * off[..., :-1]).sum(axis=-1) / pairs * (number - 1) / number + added
        raw = np.where((pairs >= LEAST_MONTHS) & (variance > 0), covariance / variance, np.nan)
        r = np.clip((raw * pairs + 1) / (pairs - 4), -0.99, 0.99)
        half = z / np.sqrt(np.maximum(pairs - 3, 1) * (1 - r**2))
    return r, np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)


def inflation_for_autocorrelation(r: ArrayLike, months: ArrayLike) -> NDArray:
    """By what the variance of a sum of so many months is multiplied where neighbours correlate by ``r``; at least 1.

    1 + 2 sum (1 - k/m) r^k over k from 1 to m - 1, of a first-order autoregression; in one step (1 + r) / (1 - r) -
    2 r (1 - r^m) / (m (1 - r)²). A null or negative r counts as 0. Source: Bartlett 1946, Supplement to the Journal of
    the Royal Statistical Society 8:27.
    """
    m = np.asarray(months, dtype=float)
    like = np.clip(np.fmax(np.asarray(r, dtype=float), 0.0), 0.0, 0.99)
    return (1 + like) / (1 - like) - 2 * like * (1 - like**m) / (m * (1 - like) ** 2)


def share_within(r: ArrayLike, months: ArrayLike) -> NDArray:
    """What part of their variance so many months show about their own mean where neighbours correlate by ``r``.

    1 of independent months, less of those that follow one another: their mean goes with them. 1 - (f - 1) / (m - 1), f
    being the inflation of their sum. A null or negative r counts as 0. Source: Bartlett 1946, as above.
    """
    m = np.maximum(np.asarray(months, dtype=float), 2)
    return 1 - (inflation_for_autocorrelation(r, m) - 1) / (m - 1)


def is_too_dependent(r: ArrayLike, n: ArrayLike) -> NDArray:
    """Whether ``n`` months with autocorrelation ``r`` are too alike for a promise that needs independent ones.

    So where r is above 0.25 and more than chance would make of independent months, whose r scatters by 1 / sqrt(n)
    (one-sided, 1 in 20). Null is not: where nothing is known the assumption is said. Source: Bartlett 1946; the line of
    0.25 is our own, up to which a control chart calls at most twice as many months as of independent ones.
    """
    like, number = np.asarray(r, dtype=float), np.asarray(n, dtype=float)
    return (like > MOST_DEPENDENT) & (like > stats.norm.isf(_CHANCE_P) / np.sqrt(np.maximum(number, 1)))
