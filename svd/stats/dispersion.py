"""How far months, and wards, scatter against chance alone: one estimate a series, by which its variance is multiplied.

Three estimates, each at least 1. Of a period beside the one it is compared with: ``find_spread``. Of a whole series, or
of all wards of an indicator together: ``estimate_dispersion``. Of the wards' levels, beyond what their months do:
``measure_between``.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svd.stats import tails as stats
from svd.stats.change import p_counts
from svd.stats.dependence import share_within
from svd.stats.limits import at_least_one
from svd.stats.ratio import sum_misses

LEAST_PAIRS = 6
"""Pairs of months below which nothing is said of the scatter."""
_PRIOR, _CLEARLY_WIDER = 6, 0.02
_USUAL_PRIOR = 12
"""Pairs of months that chance alone is given beside those seen, because so few say little by themselves; and the p of
Pearson's chi-squared below which they say enough. Where the series' usual scatter is known it is given more than chance
alone: at most 0.27% of steady years are then called a change, at 0.6% without it."""
_ODD = 0.001
_CAP = float(stats.chi2.isf(_ODD, 1))
_CAPPED_MEAN = float(stats.chi2.cdf(_CAP, 3) + _CAP * _ODD)
"""Of a squared normal number: what 1 in 1,000 is above, and its mean when those are set to it."""
_LEAST_CAPPED = 10
"""Events in two blocks below which nothing is set back: there the rare large difference is most of what scatters."""
_LEAST_STEP = 0.8
"""Of a base: what a protected block has to average for its differences to say anything."""
_MEDIAN = float(stats.chi2.ppf(0.5, 1))
LEAST_WARDS, _UNEVEN_P, _WINSORISED, _LEFT = 10, 0.05, 0.1, 0.65
"""Wards below which how much they differ can't be told from chance; the p below which they do; the share of scores at
either end that is set to the next; and what that leaves of the variance of normal scores."""


def find_spread(
    now: ArrayLike,
    before: ArrayLike,
    rounded_to: ArrayLike = 1,
    usual: ArrayLike | None = None,
    alike: ArrayLike = 0,
) -> tuple[NDArray, NDArray]:
    """Variance of the months as a multiple of chance alone, at least 1, and its degrees of freedom; a row a series.

    ``now`` and ``before``: counts, a row a series and a column a month, the n-th beside the n-th; null where a month is
    not known. Pearson's chi-squared of the pairs round their common share, which a change between the periods and a
    season shared by both leave as it is; drawn towards 1 by six pairs' worth, unless it is clearly wider. Counts
    ``rounded_to`` a base vary by that too. ``usual``: the dispersion of the whole series, towards which the months are
    drawn, by twelve pairs' worth, in place of chance alone. ``alike``: the autocorrelation of the months, which makes
    both of them too small: months that follow one another scatter less about their own year, and differ less from
    their neighbours, by which ``usual`` is measured. Fewer than six pairs: null. Source: McCullagh and Nelder 1989,
    Generalized linear models, section 4.5.
    """
    x, y = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    total = x + y
    is_pair = total > 0
    x, total = np.where(is_pair, x, 0.0), np.where(is_pair, total, 0.0)
    pairs = is_pair.sum(axis=-1)
    share = x.sum(axis=-1, keepdims=True) / np.maximum(total.sum(axis=-1, keepdims=True), 1)
    by_rounding = (np.square(rounded_to)[..., None] - 1) / 12 * (share**2 + (1 - share) ** 2)
    variance = total * share * (1 - share) + by_rounding
    chi_squared = np.divide((x - total * share) ** 2, variance, out=np.zeros_like(x), where=is_pair & (variance > 0))
    statistic, free = chi_squared.sum(axis=-1), np.where(pairs >= LEAST_PAIRS, pairs - 1.0, np.nan)
    statistic = statistic / share_within(alike, pairs)
    if usual is not None:
        usual = at_least_one(usual) / (1 - np.asarray(alike, dtype=float))
    return _draw(statistic, free, usual)


def find_spread_shares(
    count: ArrayLike,
    rest: ArrayLike,
    period: ArrayLike,
    v: ArrayLike = 0,
    v_rest: ArrayLike = 0,
    usual: ArrayLike | None = None,
) -> tuple[NDArray, NDArray]:
    """The same of shares: variance of the months' shares as a multiple of chance alone, and its degrees of freedom.

    A row a series and a column a month of ``count`` and the ``rest`` of the cases; months of one ``period`` have one
    share. ``v`` and ``v_rest``: what protection adds to the variance of a month's count and rest. ``usual``: the
    dispersion of the whole series' shares, towards which the months are drawn. Source: as ``find_spread``.
    """
    statistic, free = sum_misses(count, rest, period, v, v_rest)
    free = np.where(free >= LEAST_PAIRS, free, np.nan)
    return _draw(statistic, free, usual)


def p_spread_counts(now: ArrayLike, before: ArrayLike, spread: ArrayLike, free: ArrayLike) -> NDArray:
    """Two-sided p of two counts over equal exposure, their variance ``spread`` times their mean; null if ``free`` is.

    The share of the later count against one half, by Student's t. Source: McCullagh and Nelder 1989, section 4.5.
    """
    x, y = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(x - y) / np.sqrt((x + y) * np.asarray(spread, dtype=float))
    return 2 * stats.t.sf(t, free)


def p_change(now: ArrayLike, before: ArrayLike, spread: ArrayLike, free: ArrayLike) -> NDArray:
    """The p by which a change of counts is called: the exact test's, or the larger that allows for the scatter."""
    return np.fmax(p_counts(now, before), p_spread_counts(now, before, spread, free))


def estimate_dispersion(
    counts: ArrayLike, *, length: int = 1, lag: int | None = None, base: ArrayLike = 1, is_pooled: bool = False
) -> tuple[NDArray, NDArray]:
    """Dispersion of each series, at least 1, and its degrees of freedom; series in rows, months in columns.

    From the squared differences of neighbouring blocks of ``length`` months over their mean sum, which is the variance
    that chance gives them: a slow drift hardly counts, and a lasting change of level once. Those above what 1 in 1,000
    would be are set to it (by the median of all), so that one odd month or one change doesn't decide.
    ``lag``: months between the blocks, ``length`` unless given; 12 leaves a season out, but counts a change of level
    twelve times. Months may be null: a block that holds one takes no part. ``base`` of protected counts: what
    protection adds is taken off. ``is_pooled``: one estimate for all rows of the axis before the last, as of an
    indicator's wards, which are so many that none is set back. Drawn towards 1 by six differences' worth, unless
    clearly wider; null with fewer than six, or where protected blocks average under 0.8 of a base, which says
    nothing of chance: longer blocks do. Sources: von Neumann 1941, Annals of Mathematical Statistics
    12:367; McCullagh and Nelder 1989, section 4.5; Huber 1981, Robust statistics, chapter 5, for the cap.
    """
    blocks = _add_blocks(np.asarray(counts, dtype=float), length)
    gap = lag or length
    assert gap >= length, "blocks that overlap are not independent by chance alone"
    x, y = blocks[..., gap:], blocks[..., :-gap]
    added = ((np.square(np.asarray(base, dtype=float)) - 1) / (2 if gap == length else 3))[..., None]
    if is_pooled:
        x, y = (part.reshape(*part.shape[:-2], -1) for part in (x, y))
    total = x + y
    free = (~np.isnan(total)).sum(axis=-1) * (2 / 3 if gap == length else 1) / length
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = _mean(total)
        ratio = (x - y) ** 2 / (chance[..., None] + added)
        if not is_pooled:
            usual = np.maximum(_median(ratio) / _MEDIAN, 1.0)
            is_capped = chance[..., None] >= _LEAST_CAPPED
            ratio = np.where(is_capped, np.minimum(ratio, _CAP * usual[..., None]) / _CAPPED_MEAN, ratio)
        seen = (_mean(ratio) * (chance + added[..., 0]) - added[..., 0]) / chance
        is_rough = (added[..., 0] > 0) & (chance < 2 * _LEAST_STEP * np.asarray(base, dtype=float))
    is_known = (free >= LEAST_PAIRS * 2 / 3 - 1e-9) & ~is_rough
    return _draw(np.fmax(seen, 0) * free, np.where(is_known, free, np.nan))


def measure_between(scores: ArrayLike) -> tuple[NDArray, NDArray]:
    """phi, the mean square of the wards' scores after winsorising, and the chance of so much without winsorising.

    ``scores``: how many standard errors each ward lies from the level of all, wards in the last axis; standard errors
    that hold the months' dispersion, or it is counted twice. Scores beyond the 10th and the 90th percentile (between
    ranks by straight lines) are set to it, so that a few outliers do not widen the limits they are held against. The
    chance is that of the sum of squares, chi-squared with one degree of freedom fewer than there are scores. Null
    scores take no part; fewer than two give nulls. Source: Spiegelhalter 2005, Quality and Safety in Health Care
    14:347.
    """
    z = np.asarray(scores, dtype=float)
    if not z.shape[-1]:
        return np.full(z.shape[:-1], np.nan), np.full(z.shape[:-1], np.nan)
    number = (~np.isnan(z)).sum(axis=-1)
    filled = np.where(number[..., None] >= 2, z, 0.0)
    low, high = np.nanquantile(filled, [_WINSORISED, 1 - _WINSORISED], axis=-1, keepdims=True)
    phi = np.nanmean(np.clip(filled, low, high) ** 2, axis=-1)
    p = stats.chi2.sf(np.nansum(filled**2, axis=-1), np.maximum(number - 1, 1))
    is_known = number >= 2
    return np.where(is_known, phi, np.nan), np.where(is_known, p, np.nan)


def widen_for_wards(phi: ArrayLike, number: ArrayLike, p: ArrayLike) -> NDArray:
    """By what a limit beyond which the chance is ``p`` lies further out where so many wards differ by ``phi``.

    The square root of phi, made good for winsorising, which leaves 65% of a normal variance of 19 wards whose level is
    their own (62% of 10, 67% of 40; simulated), times Student's t over the normal quantile, for phi is estimated from
    the wards it judges. Without these about 1 in 100 of wards that differ in the usual way lies beyond the limits for
    1 in 500. Sources: Spiegelhalter 2005, as above; Student 1908, Biometrika 6:1.
    """
    free = np.maximum(np.asarray(number, dtype=float) - 1, 1)
    further = stats.t.isf(p, free) / stats.norm.isf(p)
    return np.sqrt(np.asarray(phi, dtype=float) / _LEFT) * further


def find_between(count: ArrayLike, exposure: ArrayLike, dispersion: ArrayLike = 1, v: ArrayLike = 0) -> NDArray:
    """The wards' dispersion beyond their months', at least 1: phi where ten wards or more differ by more than chance.

    ``count`` and ``exposure``: wards in the last axis; ``v``: what protection adds to one ward's variance. Its product
    with ``dispersion``, the months', is all that wards scatter: limits by both say which wards are unlike the usual
    variety of wards, limits by the months' alone which differ at all. Source: as ``measure_between``.
    """
    x, n = np.asarray(count, dtype=float), np.asarray(exposure, dtype=float)
    n = np.where(np.isnan(x), np.nan, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = n * (np.nansum(x, axis=-1) / np.nansum(n, axis=-1))[..., None]
        scores = (x - expected) / np.sqrt(
            expected * at_least_one(dispersion)[..., None] + np.asarray(v, dtype=float)[..., None]
        )
    scores = np.where(np.isfinite(scores), scores, np.nan)
    phi, p = measure_between(scores)
    is_uneven = (p < _UNEVEN_P) & ((~np.isnan(scores)).sum(axis=-1) >= LEAST_WARDS)
    return np.where(is_uneven, at_least_one(phi), 1.0)


def _add_blocks(counts: NDArray, length: int) -> NDArray:
    """The sums of every ``length`` months in a row, null where one of them is."""
    if counts.shape[-1] < length:
        return counts[..., :0]
    return np.lib.stride_tricks.sliding_window_view(counts, length, axis=-1).sum(axis=-1)


def _mean(values: NDArray) -> NDArray:
    """The mean of the last axis; null where all of it is."""
    return np.nansum(values, axis=-1) / (~np.isnan(values)).sum(axis=-1)


def _median(values: NDArray) -> NDArray:
    """The median of the last axis; null where all of it is."""
    is_known = (~np.isnan(values)).any(axis=-1)
    filled = np.where(is_known[..., None], values, 0.0)
    if not filled.shape[-1]:
        return np.full(filled.shape[:-1], np.nan)
    return np.where(is_known, np.nanmedian(filled, axis=-1), np.nan)


def _draw(statistic: NDArray, free: NDArray, usual: ArrayLike | None = None) -> tuple[NDArray, NDArray]:
    """A chi-squared over its degrees of freedom, at least 1, unless clearly wider with as many of what is usual added.

    Twelve of the ``usual`` scatter; six of chance alone where that is not known.
    """
    scatter, worth = (1.0, _PRIOR) if usual is None else (at_least_one(usual), _USUAL_PRIOR)
    prior = np.where(stats.chi2.sf(statistic / scatter, free) < _CLEARLY_WIDER, 0, worth)
    return np.maximum(1.0, (statistic + prior * scatter) / (free + prior)), free + prior
