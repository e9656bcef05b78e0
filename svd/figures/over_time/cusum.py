"""CUSUM of counts: small shifts that last, added up month by month; its limit is simulated. Pure and vectorised."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

BASELINE, HORIZON = 12, 36
"""Months that fix what is usual, and months after them over which the limit keeps its promise."""
FALSE_SHARE = 0.05
"""Of series in which nothing changes, the share that is called within the horizon, up or down, at most."""
_AIM = 0.04
"""The share the limits are simulated for: looked at anew each month, when less is known of the scatter, series whose
months scatter widely are called a quarter oftener than at the horizon's end."""
_PRIOR = 6
"""Pairs of months that chance alone is given beside those seen, because so few say little by themselves."""
_WORLDS, _SEED = 10_000, 1985
_LEAST_SHARE = 0.1
"""Of the mean: no shift to less than this is looked for, so that there is one to look for however low the mean."""


def find_references(mean: ArrayLike, spread: ArrayLike = 1.0) -> tuple[NDArray, NDArray]:
    """The reference of a sum upwards and of one downwards, for a shift by one standard deviation from ``mean``.

    (mu1 - mu0) / (ln mu1 - ln mu0), between both means: a month counts towards the shift by what it is beyond it.
    Source: Lucas 1985, Technometrics 27:129.
    """
    usual = np.asarray(mean, dtype=float)
    step = np.sqrt(usual * np.asarray(spread, dtype=float))
    return _refer(usual, usual + step), _refer(usual, np.maximum(usual - step, _LEAST_SHARE * usual))


def _refer(usual: NDArray, shifted: NDArray) -> NDArray:
    return (shifted - usual) / (np.log(shifted) - np.log(usual))


def add_up(excess: ArrayLike) -> NDArray:
    """The sum C = max(0, C + excess) after each value, from zero; series in rows, time in columns.

    The same in one step: the running total less its lowest point so far. Source: Page 1954, Biometrika 41:100.
    """
    total = np.cumsum(np.atleast_2d(np.asarray(excess, dtype=float)), axis=1)
    lowest = np.minimum.accumulate(np.minimum(total, 0), axis=1)
    return total - lowest


def estimate_spread(counts: ArrayLike) -> NDArray:
    """Variance of counts as a multiple of their mean, at least 1, from one to the next; series in rows.

    Half the mean squared step, which a slow drift leaves as it is, drawn towards chance by six pairs' worth.
    Source: von Neumann 1941, Annals of Mathematical Statistics 12:367.
    """
    x = np.atleast_2d(np.asarray(counts, dtype=float))
    mean, pairs = x.mean(axis=1), x.shape[1] - 1
    steps = np.square(np.diff(x, axis=1)).sum(axis=1) / 2
    seen = np.divide(steps, mean, out=np.zeros_like(mean), where=mean > 0)
    return np.maximum(1.0, (seen + _PRIOR) / (pairs + _PRIOR))


def find_limits(mean: float, spread: float) -> tuple[float, float]:
    """How many standard deviations of a month the sums upwards and downwards may reach before a shift is called.

    As many as 2% of simulated series exceed within 36 months in each way, in which nothing changes, whose mean is known
    from twelve months only and whose spread from all of them, as here. The usual limit, for an average run of so many
    months with the mean known, would call a third of such series: twelve months tell a mean too roughly. Negative
    binomial counts where the spread is above chance. Source: Lucas 1985; the allowance for the estimated mean is our
    own simulation.
    """
    return _simulate_limits(round(float(mean), 1 if mean >= 10 else 2), round(float(spread), 1))


@lru_cache(maxsize=512)
def _simulate_limits(mean: float, spread: float) -> tuple[float, float]:
    rng = np.random.default_rng(_SEED)
    counts = draw_counts(rng, mean, spread, (_WORLDS, BASELINE + HORIZON))
    base, later = counts[:, :BASELINE], counts[:, BASELINE:]
    usual = np.maximum(base.mean(axis=1), 1 / BASELINE)
    own = estimate_spread(counts)
    up, down = find_references(usual, own)
    unit = np.sqrt(usual * own)
    highest = [add_up(way).max(axis=1) / unit for way in (later - up[:, None], down[:, None] - later)]
    return tuple(float(np.quantile(reached, 1 - _AIM / 2)) for reached in highest)


def draw_counts(rng: np.random.Generator, mean: float, spread: float, size: tuple[int, int]) -> NDArray:
    """Counts of this mean, whose variance is ``spread`` times it: Poisson, or negative binomial above 1."""
    if spread <= 1:
        return rng.poisson(mean, size).astype(float)
    return rng.negative_binomial(mean / (spread - 1), 1 / spread, size).astype(float)
