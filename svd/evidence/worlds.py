"""Worlds drawn by chance: months that scatter and follow one another as told, wards, and protected counts."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

_MOST_PERSISTENT = 0.95
"""How closely a month's level may follow the month before: nearer to 1 it would wander for years."""


class Months(NamedTuple):
    """Of a series' months: their mean, their variance as a multiple of chance, and the correlation of neighbours."""

    mean: float
    spread: float = 1.0
    alike: float = 0.0


def draw_counts(
    random: np.random.Generator, months: Months, shape: tuple[int, ...], factor: ArrayLike = 1.0
) -> NDArray:
    """Counts about the mean times ``factor``, months in the last axis.

    Poisson; negative binomial where they scatter more; and where they are alike Poisson round a level whose logarithm
    is a first-order autoregression, of which each month's count correlates with the next as told. Months that are so
    alike scatter by that alone: the variance is at least what it takes.
    """
    mean = np.broadcast_to(months.mean * np.asarray(factor, dtype=float), shape)
    if months.alike > 0:
        return random.poisson(mean * draw_levels(random, months, shape)).astype(float)
    if months.spread <= 1:
        return random.poisson(mean).astype(float)
    return random.poisson(random.gamma(mean / (months.spread - 1), months.spread - 1)).astype(float)


def find_least_spread(alike: float) -> float:
    """The least variance, as a multiple of chance, of counts whose neighbours correlate so."""
    return _MOST_PERSISTENT / (_MOST_PERSISTENT - alike)


def draw_levels(random: np.random.Generator, months: Months, shape: tuple[int, ...]) -> NDArray:
    """Levels round 1, log-normal and autoregressive, that give the counts their variance and their correlation.

    1 throughout of months that do not follow one another.
    """
    if months.alike <= 0:
        return np.ones(shape)
    spread = max(months.spread, find_least_spread(months.alike))
    variance = np.log1p((spread - 1) / months.mean)
    persistence = np.log1p(months.alike * spread / months.mean) / variance
    shocks = random.standard_normal(shape)
    level = np.empty(shape)
    level[..., 0] = shocks[..., 0]
    for month in range(1, shape[-1]):
        level[..., month] = persistence * level[..., month - 1] + np.sqrt(1 - persistence**2) * shocks[..., month]
    return np.exp(np.sqrt(variance) * level - variance / 2)


def protect(random: np.random.Generator, counts: NDArray, base: int) -> NDArray:
    """The months of running totals shown only as the block of ``base`` they have reached, each from a secret start."""
    if base <= 1:
        return counts
    offset = random.integers(0, base, (*counts.shape[:-1], 1)).astype(float)
    totals = np.concatenate([np.zeros_like(offset), np.cumsum(counts, axis=-1)], axis=-1)
    return np.diff(base * np.floor((totals + offset) / base), axis=-1)
