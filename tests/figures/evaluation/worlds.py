"""Made-up worlds of wards and months, with an effect or without, for the tests of evaluations."""

import numpy as np

WARDS, BEFORE, AFTER = 19, 21, 10


def draw_world(
    rng: np.random.Generator, *, a_year: float = 3600, treated: int = 1, ratio: float = 1, shock: float = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts by ward and month, which wards are treated and which months are after.

    ``ratio``: the effect; ``shock``: spread of what each ward does by itself after the start (log scale).
    """
    weights = rng.uniform(0.65, 1.7, WARDS)
    months = a_year / 12 * (1 + 0.1 * np.sin(np.arange(BEFORE + AFTER) / 12 * 2 * np.pi))
    level = np.outer(weights / weights.sum(), months)
    is_after = np.arange(BEFORE + AFTER) >= BEFORE
    level *= np.where(is_after, np.exp(rng.normal(0, shock, WARDS))[:, None], 1)
    is_treated = np.zeros(WARDS, dtype=bool)
    is_treated[rng.choice(WARDS, treated, replace=False)] = True
    level[np.ix_(is_treated, is_after)] *= ratio
    return rng.poisson(level).astype(float), is_treated, is_after


def draw_small(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A small world of any shape, with more cells than a regression has terms and no part empty."""
    while True:
        wards, before, after = rng.integers(2, 8), rng.integers(1, 7), rng.integers(1, 6)
        counts = rng.poisson(rng.uniform(0.5, 20, (wards, before + after))).astype(float)
        is_treated = rng.permutation(np.arange(wards) < rng.integers(1, wards))
        is_after = np.arange(before + after) >= before
        parts = [
            counts[np.ix_(rows, months)].sum() for rows in (is_treated, ~is_treated) for months in (is_after, ~is_after)
        ]
        has_room = (wards - 1) * (before + after - 1) > 1
        if has_room and min(*parts, *counts.sum(axis=0), *counts.sum(axis=1)) > 0:
            return counts, is_treated, is_after
