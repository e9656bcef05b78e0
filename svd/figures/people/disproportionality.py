"""Fairness between two groups: the ratio of their rates with its limits; no rate of one group by itself."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svd.stats.limits import Z_95


class Ratio(NamedTuple):
    """A rate ratio with its limits, and what a test says: more, less, no clear difference, or not shown."""

    ratio: float
    lower: float
    upper: float
    verdict: str


def find_rate_ratio(
    count: ArrayLike, people: ArrayLike, to_count: ArrayLike, to_people: ArrayLike, z: float = Z_95
) -> tuple[NDArray, NDArray, NDArray]:
    """The rate of one group over that of another, with its lower and upper limits; null where a count is null or 0.

    exp(ln RR -+ z sqrt(1/a + 1/b)) for the two counts a and b. Source: Rothman, Greenland and Lash 2008, Modern
    epidemiology, chapter 14; Katz and others 1978, Biometrics 34:469.
    """
    a, n, b, m = (np.asarray(part, dtype=float) for part in (count, people, to_count, to_people))
    is_known = (a > 0) & (b > 0) & (n > 0) & (m > 0)
    a, n, b, m = (np.where(is_known, part, 1.0) for part in (a, n, b, m))
    ratio, half = (a / n) / (b / m), z * np.sqrt(1 / a + 1 / b)
    figures = (ratio, ratio * np.exp(-half), ratio * np.exp(half))
    return tuple(np.where(is_known, figure, np.nan) for figure in figures)


def judge_ratio(count: float, people: float, to_count: float, to_people: float, least: int) -> Ratio:
    """The ratio with its 95% limits and its verdict; not shown where either group has fewer than ``least`` events.

    More or less only where the limits leave out 1, which is the same rate in both groups.
    """
    if min(count, to_count) < least or min(people, to_people) <= 0:
        return Ratio(np.nan, np.nan, np.nan, "not shown")
    ratio, lower, upper = (float(figure) for figure in find_rate_ratio(count, people, to_count, to_people))
    verdict = "more" if lower > 1 else "less" if upper < 1 else "no clear difference"
    return Ratio(ratio, lower, upper, verdict)
