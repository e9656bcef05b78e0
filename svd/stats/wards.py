"""Wards held against the rest: tests, limits, funnels and places, wider by what months and wards scatter."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from svd.stats import tails as stats
from svd.stats.change import p_counts
from svd.stats.limits import Z_998, at_least_one
from svd.stats.ratio import limits_ratio

WARD_P = 0.002
"""A ward is called higher or lower only below this p: chance alone calls 1 ward in 500."""
_NEITHER = 0.5
"""Added to each count (and its rest, for shares): the draws then favour no level beforehand (Jeffreys)."""
_SEED = 1996
RANK_TAIL = 0.02
"""Share of the draws beyond the places a ward could hold, on either side: a little less than 2.5%, for the scatter the
draws rest on is itself estimated, so that 5.4 instead of 5 wards in 100 had their true place outside."""


class AgainstRest(NamedTuple):
    """Of each ward: ``ratio`` of its rate to that of all others together, its limits, p of both being one, and
    ``direction``, 1 or -1 where it is called higher or lower, else 0.
    """

    ratio: NDArray
    lower: NDArray
    upper: NDArray
    p: NDArray
    direction: NDArray


def compare_with_rest(
    count: ArrayLike,
    exposure: ArrayLike,
    months: ArrayLike = 1,
    wards: ArrayLike = 1,
    v: ArrayLike = 0,
    z: float = Z_998,
) -> AgainstRest:
    """Each ward against all others of its row; wards in the last axis, residents or expected events as ``exposure``.

    Given all events, a ward's are binomial with its share of the exposure: exact p, and Clopper-Pearson limits of the
    ratio. Events count as that many times fewer as ``months`` and ``wards``, the dispersions of either sort (a row
    each), and ``v``, what protection adds to one ward's count, widen their variance. A null ward takes no part.
    Sources: Przyborowski and Wilenski 1940, Biometrika 31:313; McCullagh and Nelder 1989, Generalized linear models,
    section 4.5.
    """
    x, n = np.broadcast_arrays(np.asarray(count, dtype=float), np.asarray(exposure, dtype=float))
    x = np.where(n > 0, x, np.nan)
    n = np.where(np.isnan(x), np.nan, n)
    others, of_others = np.nansum(x, axis=-1)[..., None] - x, np.nansum(n, axis=-1)[..., None] - n
    scale = widen_for_rest(x, n, months, wards, v)
    share = n / (n + of_others)
    p = np.where(of_others > 0, p_counts(x, others, share, scale), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(of_others > 0, of_others / n, np.nan)
        ratio = x / others * size
    lower, upper = (limit * size for limit in limits_ratio(x, others, z, scale))
    direction = np.where(p < WARD_P, np.where(x > (x + others) * share, 1, -1), 0)
    return AgainstRest(ratio, lower, upper, p, direction)


def widen_for_rest(x: NDArray, n: NDArray, months: ArrayLike, wards: ArrayLike, v: ArrayLike) -> NDArray:
    """The dispersion of each ward's share of all events: the months' times the wards', and what protection adds.

    A share s of N events has variance N s (1 - s), and protection adds v ((1 - s)² + (W - 1) s²), the ward's own part
    and those of the W - 1 others (delta method).
    """
    share = n / np.nansum(n, axis=-1)[..., None]
    number = (~np.isnan(x)).sum(axis=-1)[..., None]
    chance = np.maximum(np.nansum(x, axis=-1)[..., None], 1) * share * (1 - share)
    added = np.asarray(v, dtype=float)[..., None] * ((1 - share) ** 2 + (number - 1) * share**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        from_protection = np.where(chance > 0, added / chance, 0.0)
    return (at_least_one(months) * at_least_one(wards))[..., None] + from_protection


def limits_funnel(
    denominator: ArrayLike, centre: float, form: str, per: float, p: float, dispersion: ArrayLike = 1
) -> tuple[NDArray, NDArray]:
    """Lower and upper limits of a figure whose true level is ``centre``; null where the denominator is.

    Rates: the exact Poisson counts k for which P(X <= k), or P(X >= k), is ``p``, between whole numbers by the gamma
    function, so that the line is smooth; no lower limit above 0 where no event at all has a chance above ``p``.
    Proportions: the shares whose Wilson limit is the centre. With a dispersion, as many times smaller a ward.
    Sources: Spiegelhalter 2005, Statistics in Medicine 24:1185;
    the Office for Health Improvement and Disparities' funnels (PHEindicatormethods).
    """
    n = np.asarray(denominator, dtype=float) / at_least_one(dispersion)
    if form == "proportion":
        share = centre / per
        half = stats.norm.isf(p) * np.sqrt(share * (1 - share) / n) * per
        return np.clip(centre - half, 0, per), np.clip(centre + half, 0, per)
    expected = centre * n / per
    lower = np.where(np.exp(-expected) < p, special.pdtrik(p, expected), 0.0)
    upper = special.pdtrik(1 - p, expected) + 1
    return lower / n * per, upper / n * per


def score_wards(
    count: ArrayLike, denominator: ArrayLike, centre: float, form: str, per: float, dispersion: ArrayLike = 1
) -> NDArray:
    """How many standard errors each ward lies from the centre, were that its true level (Pearson residuals).

    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185.
    """
    x, n = np.asarray(count, dtype=float), np.asarray(denominator, dtype=float)
    share = centre / per
    variance = at_least_one(dispersion) * share * n * ((1 - share) if form == "proportion" else 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(variance > 0, (x - share * n) / np.sqrt(variance), np.nan)


def draw_levels(
    count: ArrayLike,
    denominator: ArrayLike,
    form: str,
    draws: int = 10_000,
    rounding: int = 1,
    dispersion: ArrayLike = 1,
) -> NDArray:
    """What the true rates or shares could be, given the counts: a row a draw, a column a ward.

    Rates from the gamma distribution of the count plus one half, shares from the beta distribution likewise; a count
    shown as a multiple of ``rounding`` may be any that is shown so. With a dispersion, of as many times fewer events.
    Source: Marshall and Spiegelhalter 1998, British Medical Journal 316:1701.
    """
    x, n, scale = np.asarray(count, dtype=float), np.asarray(denominator, dtype=float), at_least_one(dispersion)
    chance, size = np.random.default_rng(_SEED), (draws, len(x))
    if rounding > 1:
        half = (rounding - 1) // 2
        x = np.where(x > 0, np.maximum(x + chance.integers(-half, half, size, endpoint=True), 0), x)
        n = np.maximum(n, x) if form == "proportion" else n
    if form == "proportion":
        return chance.beta(x / scale + _NEITHER, (n - x) / scale + _NEITHER, size)
    return chance.gamma(x / scale + _NEITHER, 1.0, size) * scale / n


def limit_ranks(levels: NDArray) -> tuple[NDArray, NDArray]:
    """The lowest and the highest place of each column that leave at most 2% of the draws beyond, on either side.

    The highest level has place 1. Source: Goldstein and Spiegelhalter 1996, Journal of the Royal Statistical Society A
    159:385.
    """
    order = np.argsort(-levels, axis=1)
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(1, levels.shape[1] + 1)[None, :], axis=1)
    low, high = np.quantile(places, [RANK_TAIL, 1 - RANK_TAIL], axis=0, method="inverted_cdf")
    return low, high
