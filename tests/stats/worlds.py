"""Worlds in which nothing, or one thing, happens: months that scatter as told, protected as the product protects."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats


def draw(random: np.random.Generator, mean, dispersion: float, size) -> NDArray:
    """Counts of this mean, their variance ``dispersion`` times it: Poisson, or negative binomial above 1."""
    if dispersion == 1:
        return random.poisson(mean, size).astype(float)
    return random.negative_binomial(np.asarray(mean) / (dispersion - 1), 1 / dispersion, size).astype(float)


def protect(random: np.random.Generator, counts: NDArray, base: int) -> NDArray:
    """The months of a running total rounded down to the base from a secret offset, one for each series."""
    offset = random.integers(0, base, (*counts.shape[:-1], 1))
    total = np.concatenate([np.zeros_like(offset, dtype=float), np.cumsum(counts, axis=-1)], axis=-1)
    return np.diff(base * np.floor((total + offset) / base), axis=-1)


def draw_pair(
    random: np.random.Generator, means: tuple[float, float], base: int, size: int, gap: float = 0, dispersion: float = 1
) -> tuple[NDArray, NDArray]:
    """The protected counts of two windows, the earlier first, with events of mean ``gap`` between them."""
    before, after = (draw(random, mean, dispersion, size) for mean in means)
    between = random.poisson(gap, size)
    shown = protect(random, np.column_stack([random.poisson(40, size), before, between, after]), base)
    return shown[:, 1], shown[:, 3]


def chance_of_pairs(mean: float, base: int, adjacent: bool) -> tuple[NDArray, NDArray]:
    """The exact chance of each pair of protected counts where both windows have this mean, and those counts."""
    counts = np.arange(int(mean + 8 * np.sqrt(mean) + 12))
    chance = stats.poisson.pmf(counts, mean)
    steps = counts[-1] // base + 2
    joint = np.zeros((base, steps, base))
    for start in range(base):
        np.add.at(joint[start], ((start + counts) // base, (start + counts) % base), chance)
    ends = joint.sum(axis=2)
    one = ends.mean(axis=0)
    pairs = np.einsum("akr,rl->kl", joint, ends) / base if adjacent else np.outer(one, one)
    return pairs, np.arange(steps) * float(base)


def at_most(promised: float, trials: int) -> float:
    """The share that chance keeps under, three standard errors above what is promised."""
    return promised + 3 * np.sqrt(promised * (1 - promised) / trials)
