"""Could the test of a change have found one? What it needs, and the chance that it calls a doubling."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svd.stats import tails as stats
from svd.stats.change import SIGNAL_P
from svd.stats.limits import at_least_one

LEAST_EVENTS = 20
"""Events expected in a window below which its change is not tested: of a doubling from so few a third is called."""
LEAST_POWER = 0.5
"""The chance of calling a doubling below which a test that calls nothing says nothing."""


def find_power(n0: ArrayLike, ratio: ArrayLike = 2, dispersion: ArrayLike = 1, v: ArrayLike = 0) -> NDArray:
    """The chance that ``call_change`` calls a change by ``ratio`` in the right direction, from ``n0`` events expected.

    Two windows of equal exposure. Normal approximation of d - 3 sqrt(dispersion (n1 + n0) + v) by the delta method; v
    stands for protection's variance in the test and in the counts, so that with protection it is a little too low.
    Source: Cohen 1988, Statistical power analysis for the behavioral sciences, chapter 1; Oehlert 1992, The American
    Statistician 46:27.
    """
    before, times, added = (np.asarray(part, dtype=float) for part in (n0, ratio, v))
    scale, limit = at_least_one(dispersion), stats.norm.isf(SIGNAL_P / 2)
    after = before * times
    error = np.sqrt(np.maximum(scale * (after + before) + added, 1e-12))
    slope = limit * scale / (2 * error)
    way = np.where(times >= 1, 1.0, -1.0)
    variance = scale * (after * (way - slope) ** 2 + before * (way + slope) ** 2) + added
    beyond = np.abs(after - before) - limit * error
    return stats.norm.cdf(beyond / np.sqrt(np.maximum(variance, 1e-12)))


def has_power(n0: ArrayLike, ratio: ArrayLike = 2, dispersion: ArrayLike = 1, v: ArrayLike = 0) -> NDArray:
    """Whether the test would rather call a change by ``ratio`` than not: without that, no clear change means nothing.

    Source: as ``find_power``.
    """
    return find_power(n0, ratio, dispersion, v) >= LEAST_POWER


def can_test_change(expected: ArrayLike) -> NDArray:
    """Whether 20 events are expected in the window; not where that is null. Source: our own, by ``find_power``."""
    return np.asarray(expected, dtype=float) >= LEAST_EVENTS


def explain_untested(expected: ArrayLike) -> NDArray:
    """Why a change is not tested, as the end of a sentence; empty where it can be. Source: as ``can_test_change``."""
    number = np.asarray(expected, dtype=float)
    # Rounded down, so that 19.7 is not said to be 20 and too few.
    words = np.array([_explain(each) for each in number.ravel()], dtype=object)
    return words.reshape(number.shape)


def _explain(expected: float) -> str:
    if np.isnan(expected):
        return "how many events to expect is not known"
    if expected >= LEAST_EVENTS:
        return ""
    said = f"about {int(expected)}" if expected >= 1 else "fewer than one"
    return f"{said} expected in the period, and a change is tested from {LEAST_EVENTS}"
