"""Were the wards already moving apart before the intervention? The trends' difference before the start; pure."""

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from scipy import stats

from svd.figures.evaluation.difference import LEVEL, Flags, Numbers, disperse_months

_STEPS, _CLOSE = 50, 1e-12


@dataclass(frozen=True)
class TrendGap:
    """``ratio``: by what factor a year the treated wards drew away from the comparison wards before the start."""

    ratio: float
    lower: float
    upper: float
    p: float


def compare_trends(counts: Numbers, is_treated: Flags) -> TrendGap:
    """The difference of the trends of ``counts``, a row a ward and a column a month, all before the start.

    It is the treated-by-time term of a Poisson regression with an effect for each ward and month. Given each month's
    total, the treated wards' share of it is binomial, so it is fitted as a logistic regression on time by Newton's
    method. The error is widened by Pearson's dispersion where that is above 1. Null where either group has no event.
    Source: McCullagh and Nelder 1989, sections 4.3 and 6.4.
    """
    treated, total = counts[is_treated].sum(axis=0), counts.sum(axis=0)
    if not 0 < treated.sum() < total.sum() or counts.shape[1] < 3:
        return TrendGap(*[float("nan")] * 4)
    years = np.arange(counts.shape[1]) / 12
    slope, error = _fit_share(treated, total, years - years.mean())
    dispersion = max(1.0, disperse_months(counts, is_treated, np.zeros(counts.shape[1], dtype=bool)))
    error *= sqrt(dispersion)
    reach = stats.norm.ppf(1 - LEVEL / 2) * error
    p = 2 * stats.norm.sf(abs(slope) / error)
    return TrendGap(exp(slope), exp(slope - reach), exp(slope + reach), float(p))


def _fit_share(treated: Numbers, total: Numbers, time: Numbers) -> tuple[float, float]:
    """The slope of the log odds of the treated share on ``time``, and its standard error."""
    share = treated.sum() / total.sum()
    level, slope = np.log(share / (1 - share)), 0.0
    for _ in range(_STEPS):
        fitted = 1 / (1 + np.exp(-(level + slope * time)))
        weight = total * fitted * (1 - fitted)
        moments = weight.sum(), (weight * time).sum(), (weight * time**2).sum()
        determinant = moments[0] * moments[2] - moments[1] ** 2
        miss = (treated - total * fitted).sum(), ((treated - total * fitted) * time).sum()
        up = (moments[2] * miss[0] - moments[1] * miss[1]) / determinant
        along = (moments[0] * miss[1] - moments[1] * miss[0]) / determinant
        level, slope = level + up, slope + along
        if abs(up) + abs(along) < _CLOSE:
            break
    return float(slope), sqrt(moments[0] / determinant)
