"""The control chart of protected months: limits as usual, and seven months' totals in place of the run of seven.

Months that come in steps of a base lie on one side of their mean for long by chance alone: the run of seven marks 22 to
55% of series in which nothing changes. The total of seven months has an error no larger than one month's.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svd.stats.limits import at_least_one
from svd.stats.protected import variance_of_window

LEAST_MEAN, LEAST_MONTHS, RUN = 5, 12, 7
"""Events a month, and months, below which there is no chart; months whose total is tested."""
WIDEST_BASE = 5
"""The base above which single months are too rough for limits, and seven months' totals stand alone."""
_OUTER, _THREE, _SEVEN = 2.66, 3.0, 2.8


class ProtectedChart(NamedTuple):
    """``centre`` of each series; ``lower`` and ``upper`` limits, ``outside`` and ``seven`` of each month.

    ``outside``: 1 above the limits, -1 below, else 0. ``seven``: the same of the months in a seven whose total is too
    far out. ``direction``: of either, the limits first. Limits are null where single months aren't tested, the centre
    where there is no chart.
    """

    centre: NDArray
    lower: NDArray
    upper: NDArray
    outside: NDArray
    seven: NDArray
    direction: NDArray


def chart_protected(
    counts: ArrayLike,
    base: ArrayLike,
    parts: ArrayLike = 1,
    dispersion: ArrayLike = 1,
    share: ArrayLike = 1,
    alike: ArrayLike = 0,
) -> ProtectedChart:
    """The chart of each series between two restarts; a row a series, a column a month, null where not known.

    Limits: the mean m and 2.66 mean moving ranges either way, and never nearer than three standard errors of
    dispersion m + v, v = (B² - 1) / 6 a part: in steps of a base the ranges alone come out too small. None above base
    5. Seven months in a row: their total further than 2.8 sqrt(dispersion 7m (1 - 7/T) + v) from 7m, T months known.
    At base 1 to 5 at most 17.3% of steady series of 24 to 36 months have a mark. ``share``: each month's share of a
    season. ``alike``: the autocorrelation of each series' months where it is too high for rules of independent ones:
    their neighbours differ by 1 - r of what they scatter, so the dispersion is as much larger, and no seven is looked
    at, which drift takes out by itself. No chart under twelve months or five events a month. Sources: Nelson 1982,
    Journal of Quality Technology 14:172; the total's variance is that of a part of a Poisson sum given the whole, the
    factor our own simulation.
    """
    x, part = np.broadcast_arrays(np.atleast_2d(np.asarray(counts, dtype=float)), np.asarray(share, dtype=float))
    x = np.where(part > 0, x, np.nan)
    part = np.where(np.isnan(x), 0.0, part)
    whole, months = part.sum(axis=1), (part > 0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nansum(x, axis=1) / whole
        mean = np.where((months >= LEAST_MONTHS) & (mean >= LEAST_MEAN), mean, np.nan)
        like = np.broadcast_to(np.asarray(alike, dtype=float), mean.shape)
        v, scale = np.broadcast_to(variance_of_window(base, parts), mean.shape), at_least_one(dispersion) / (1 - like)
        ranges = np.abs(np.diff(x / part, axis=1))
        moving = _OUTER * _mean_known(ranges) / np.sqrt(1 - like)
        width = np.maximum(moving, _THREE * np.sqrt(scale * mean + v))
    width = np.where(np.asarray(base) <= WIDEST_BASE, width, np.nan)
    lower, upper = (np.maximum((mean + way * width)[:, None] * part, 0) for way in (-1, 1))
    lower, upper = (np.where(part > 0, limit, np.nan) for limit in (lower, upper))
    outside = (x > upper + 1e-9).astype(int) - (x < lower - 1e-9)
    seven = np.where((like > 0)[:, None], 0, _mark_sevens(x, part, mean, v, scale))
    return ProtectedChart(mean, lower, upper, outside, seven, np.where(outside != 0, outside, seven))


def _mark_sevens(x: NDArray, part: NDArray, mean: NDArray, v: NDArray, scale: NDArray) -> NDArray:
    """Of each month, which way a seven that it is in lies too far out; the later of two that disagree."""
    marks = np.zeros(x.shape, dtype=int)
    if x.shape[1] < RUN:
        return marks
    total, weight = (np.lib.stride_tricks.sliding_window_view(each, RUN, axis=1).sum(axis=2) for each in (x, part))
    share = weight / np.maximum(part.sum(axis=1), 1e-9)[:, None]
    error = np.sqrt((scale * mean)[:, None] * weight * (1 - share) + v[:, None])
    off = total - mean[:, None] * weight
    way = np.where(np.abs(off) > _SEVEN * error, np.sign(off), 0)
    for at in range(RUN):
        inside = marks[:, at : at + way.shape[1]]
        inside[...] = np.where(way != 0, way, inside)
    return marks


def _mean_known(values: NDArray) -> NDArray:
    known = ~np.isnan(values)
    return np.where(known, values, 0.0).sum(axis=1) / known.sum(axis=1)
