"""Difference in differences on monthly counts by ward: an effect as a ratio of rates, with its limits; pure."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import stats

LEVEL = 0.05
"""An effect is beyond chance where its two-sided p is below this: its 95% limits then leave out no effect."""
POWER = 0.8
_FURTHEST = 10

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Effect:
    """``ratio``: after over before in the treated wards, over the same in the comparison wards; 1 is no effect.

    ``error`` is the standard error of its logarithm; ``dispersion`` by how much the variance exceeds Poisson chance (1:
    not at all). ``before``, ``after``: events in the treated wards; ``expected``: those after, had they gone as the
    comparison wards did. ``least_fall`` and ``least_rise``: the ratios that would be found four times in five.
    """

    ratio: float
    lower: float
    upper: float
    p: float
    error: float
    dispersion: float
    before: int
    after: int
    expected: float
    other_before: int
    other_after: int
    least_fall: float
    least_rise: float


def estimate_effect(counts: Numbers, is_treated: Flags, is_after: Flags) -> Effect:
    """The effect on ``counts``, a row a ward and a column a month, with neither gaps nor an empty part.

    It is the treated-after term of a Poisson regression with an effect for each ward and month, which needs no fitting:
    where all treated wards start together, events in the four parts (treated or not, before or after) determine it. Its
    variance is the sum of the four reciprocals, times the dispersion: that of the months or that of the comparison
    wards' own changes, whichever is larger, and never below 1. Limits and p are Student's by the comparison wards where
    the dispersion is above 1, else normal. A half is added to each part where one is empty.
    Sources: Wooldridge 2023, The Econometrics Journal 26:C31 (Poisson); McCullagh and Nelder 1989, section 6.2
    (dispersion); Donald and Lang 2007, Review of Economics and Statistics 89:221 (few groups).
    """
    parts = split_parts(counts, is_treated, is_after)
    others = counts[~is_treated]
    by_wards = disperse_wards(others, is_after)
    dispersion = max(1.0, disperse_months(counts, is_treated, is_after), by_wards)
    reach = stats.norm.ppf(1 - LEVEL / 2) if dispersion == 1 else stats.t.ppf(1 - LEVEL / 2, len(others) - 1)
    change, error = measure_effect(parts)
    error *= sqrt(dispersion)
    z = abs(change) / error
    tail = stats.norm.sf(z) if dispersion == 1 else stats.t.sf(z, len(others) - 1)
    (other_before, other_after), (before, after) = parts
    expected = before * other_after / other_before if other_before else np.nan
    return Effect(
        ratio=exp(change),
        lower=exp(change - reach * error),
        upper=exp(change + reach * error),
        p=float(2 * tail),
        error=error,
        dispersion=dispersion,
        before=int(before),
        after=int(after),
        expected=float(expected),
        other_before=int(other_before),
        other_after=int(other_after),
        least_fall=find_least(parts, dispersion, reach, -1),
        least_rise=find_least(parts, dispersion, reach, 1),
    )


def split_parts(counts: Numbers, is_treated: Flags, is_after: Flags) -> Numbers:
    """Events of the comparison wards before and after, and of the treated wards before and after, two by two."""
    wards = np.stack([~is_treated, is_treated]).astype(float)
    months = np.stack([~is_after, is_after]).astype(float)
    return wards @ counts @ months.T


def measure_effect(parts: Numbers) -> tuple[float, float]:
    """The logarithm of the ratio of ratios and its standard error by chance alone; source of the half: Haldane 1956."""
    filled = parts + 0.5 if (parts == 0).any() else parts
    (other_before, other_after), (before, after) = filled
    change = log(after / before) - log(other_after / other_before)
    return change, sqrt((1 / filled).sum())


def fit_counts(counts: Numbers, is_treated: Flags, is_after: Flags) -> Numbers:
    """The counts that regression expects: each part shared out by its wards' and its months' shares."""
    parts = split_parts(counts, is_treated, is_after)
    of_ward, of_month = counts.sum(axis=1), counts.sum(axis=0)
    ward_share = of_ward / np.where(is_treated, of_ward[is_treated].sum(), of_ward[~is_treated].sum())
    month_share = of_month / np.where(is_after, of_month[is_after].sum(), of_month[~is_after].sum())
    part_of = parts[is_treated.astype(int)][:, is_after.astype(int)]
    return part_of * np.outer(ward_share, month_share)


def disperse_months(counts: Numbers, is_treated: Flags, is_after: Flags) -> float:
    """Pearson's dispersion of single months about the fit: their variance over that of chance."""
    wards, months = counts.shape
    return _disperse(counts, fit_counts(counts, is_treated, is_after), (wards - 1) * (months - 1) - 1)


def disperse_wards(counts: Numbers, is_after: Flags) -> float:
    """Pearson's dispersion of the wards' own changes, before to after, about their common change; 0 of one ward."""
    sums = np.stack([counts[:, ~is_after].sum(axis=1), counts[:, is_after].sum(axis=1)], axis=1)
    fit = np.outer(sums.sum(axis=1), sums.sum(axis=0)) / max(sums.sum(), 1)
    return _disperse(sums, fit, len(sums) - 1)


def _disperse(counts: Numbers, fit: Numbers, freedom: int) -> float:
    known = fit > 0
    if freedom < 1:
        return 0.0
    return float((((counts - fit)[known] ** 2) / fit[known]).sum() / freedom)


def find_least(parts: Numbers, dispersion: float, reach: float, way: int) -> float:
    """The ratio nearest 1, below it (``way`` -1) or above (1), that would be found four times in five; by iteration.

    The error is that under the effect sought: the further a count falls, the less sure it is. Null where there are so
    few events that even a fall to none would be missed too often.
    Source: Bloom 1995, Evaluation Review 19:547 (minimum detectable effect).
    """
    if (parts == 0).any():
        return float("nan")
    (other_before, other_after), (before, _) = parts
    expected = before * other_after / other_before
    change = 0.0
    for _ in range(200):
        variance = dispersion * (1 / other_before + 1 / other_after + 1 / before + exp(-change) / expected)
        step = way * (reach + stats.norm.ppf(POWER)) * sqrt(variance)
        if abs(step - change) < 1e-10:
            break
        change = step
        if abs(change) > _FURTHEST:
            return float("nan")
    return exp(change)
