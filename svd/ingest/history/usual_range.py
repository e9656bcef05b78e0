"""The range in which a count of a series is usually found, worked out from the others of the series."""

import numpy as np
import pandas as pd
from scipy import stats

NEIGHBOURS = 24
_YEARS = 3
# The median of a Poisson count lies between its mean less ln 2 and its mean plus a third: K. P. Choi, On the medians
# of gamma distributions and an equation of Ramanujan, Proc. Amer. Math. Soc. 121 (1994).
_BELOW, _ABOVE = 1 / 3, float(np.log(2))


def find_usual_range(series: pd.DataFrame, share: float, fewest: int) -> pd.DataFrame:
    """low, high and middle of each row of ``series``, outside of which at most ``share`` of sane counts fall.

    ``series`` has time (months), count (null: not known), exposure (what the count is out of; 1 for a plain count) and
    segment (rows of another one are never compared). A row is held against the nearest others, up to 24, and is null
    where there are not ``fewest``. Bounds are negative binomial about the median of the others; the variance is the
    Poisson's times an over-dispersion, at least 1, taken from the median absolute deviation of their square roots
    (Anscombe's), and as much more as a median is unsure. Where the same month of other years is known the range takes
    in what is usual there too, so that a season is not out of line.
    """
    time, count, exposure = (
        series[name].to_numpy("float64", na_value=np.nan) for name in ("time", "count", "exposure")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(exposure > 0, count / exposure, np.nan)
    others, is_other = _find_others(time, rate, series["segment"].to_numpy())
    number = is_other.sum(axis=1)
    is_judged = (number >= fewest) & (exposure > 0)
    if not is_judged.any():
        return pd.DataFrame(np.nan, index=series.index, columns=["low", "high", "middle"])
    with np.errstate(divide="ignore", invalid="ignore"):
        # Rows with too few others are given one, so that medians have something to work on; they are blanked below.
        rates = np.where(is_other, rate[others], np.nan)
        rates[~is_judged] = 0.0
        middle = np.nanmedian(rates, axis=1)
        spread = _measure_spread(rates, exposure[others], middle, number)
        middle = middle * exposure
        unsure = spread * (1 + np.pi / (2 * number))
        low = _bound(np.maximum(middle - _BELOW, 0), unsure, share / 2, is_low=True)
        high = _bound(middle + _ABOVE, unsure, share / 2, is_low=False)
        low, high = _widen_by_season(low, high, time, rate, exposure, spread, share)
    found = pd.DataFrame({"low": low, "high": high, "middle": middle}, index=series.index)
    found.loc[~is_judged] = np.nan
    return found


def _find_others(time: np.ndarray, rate: np.ndarray, segment: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each row the places of the nearest others, and whether each is one that counts."""
    distance = np.abs(time[:, None] - time[None, :])
    distance[:, np.isnan(rate)] = np.inf
    distance[segment[:, None] != segment[None, :]] = np.inf
    np.fill_diagonal(distance, np.inf)
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :NEIGHBOURS]
    return nearest, np.isfinite(np.take_along_axis(distance, nearest, axis=1))


def _measure_spread(rates: np.ndarray, exposure: np.ndarray, middle: np.ndarray, number: np.ndarray) -> np.ndarray:
    """The over-dispersion of each row's others, at least 1: the square of a robust standard deviation."""
    roots = 2 * (np.sqrt(rates * exposure + 3 / 8) - np.sqrt(middle[:, None] * exposure + 3 / 8))
    roots = np.where(np.isnan(roots), np.nan, roots)
    centre = np.nan_to_num(np.nanmedian(roots, axis=1))
    deviation = np.nan_to_num(np.nanmedian(np.abs(roots - centre[:, None]), axis=1))
    # n / (n - 0.8): the deviation of few values falls short. C. Croux and P. J. Rousseeuw, Time-efficient algorithms
    # for two highly robust estimators of scale, Computational Statistics 1 (1992).
    return np.maximum(1.0, (1.4826 * deviation * number / (number - 0.8)) ** 2)


def _bound(mean: np.ndarray, spread: np.ndarray, tail: float, *, is_low: bool) -> np.ndarray:
    """The outermost count still usual at one end, of a negative binomial with variance ``mean * spread``."""
    chance = 1 / spread
    size = mean * chance / (1 - chance)
    found = stats.nbinom.ppf(tail, size, chance) if is_low else stats.nbinom.isf(tail, size, chance)
    return np.where(mean > 0, found, 0.0)


def _widen_by_season(
    low: np.ndarray,
    high: np.ndarray,
    time: np.ndarray,
    rate: np.ndarray,
    exposure: np.ndarray,
    spread: np.ndarray,
    share: float,
) -> tuple[np.ndarray, np.ndarray]:
    """The range that takes in what is usual in the same month of up to three years before and after."""
    apart = time[:, None] - time[None, :]
    is_same = (apart % 12 == 0) & (apart != 0) & (np.abs(apart) <= 12 * _YEARS) & ~np.isnan(rate)[None, :]
    years = is_same.sum(axis=1)
    mean = np.where(is_same, rate[None, :], 0.0).sum(axis=1) / years * exposure
    unsure = spread * (1 + 1 / years)
    lower = _bound(mean, unsure, share / 2, is_low=True)
    higher = _bound(mean + 0.5, unsure, share / 2, is_low=False)
    return np.where(years > 0, np.fmin(low, lower), low), np.where(years > 0, np.fmax(high, higher), high)
