"""Were the wards already moving apart before the intervention? The trends' difference before the start; pure."""

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from scipy import stats

from svd.figures.evaluation.difference import LEVEL, Flags, Numbers, disperse_months

_STEPS, _CLOSE = 50, 1e-12
_LAGS, _MOST = 3, 4.0
"""Months over which wards are looked at for following one another, and the most that this widens a variance by."""


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
    method. The error is widened by Pearson's dispersion where that is above 1, and where the wards' months follow one
    another by what that adds. Null where either group has no event. Sources: McCullagh and Nelder 1989, sections 4.3
    and 6.4; Bartlett 1946, Supplement to the Journal of the Royal Statistical Society 8:27.
    """
    treated, total = counts[is_treated].sum(axis=0), counts.sum(axis=0)
    if not 0 < treated.sum() < total.sum() or counts.shape[1] < 3:
        return TrendGap(*[float("nan")] * 4)
    years = np.arange(counts.shape[1]) / 12
    slope, error, share = _fit_share(treated, total, years - years.mean())
    dispersion = max(1.0, disperse_months(counts, is_treated, np.zeros(counts.shape[1], dtype=bool)))
    error *= sqrt(dispersion * follow_months(counts, is_treated, share))
    reach = stats.norm.ppf(1 - LEVEL / 2) * error
    p = 2 * stats.norm.sf(abs(slope) / error)
    return TrendGap(exp(slope), exp(slope - reach), exp(slope + reach), float(p))


def follow_months(counts: Numbers, is_treated: Flags, share: Numbers) -> float:
    """By what the variance of a trend is more than that of independent months, 1 at least: 1 + 2 (r1 + r2 + r3).

    The autocorrelations of all wards' residuals together over one to three months, each ward's part of its group's
    events taken out and the treated wards' ``share`` of each month's; each is too low by what is sought over the number
    of months, which is made good. 1 where the first is no more than chance would make it. Source: Bartlett 1946, as
    above.
    """
    months = counts.shape[1]
    of_group = np.where(is_treated[:, None], share, 1 - share) * counts.sum(axis=0)
    of_ward = counts.sum(axis=1) / np.where(is_treated, counts[is_treated].sum(), counts[~is_treated].sum())
    fit = of_ward[:, None] * of_group
    off = np.divide(counts - fit, np.sqrt(fit), out=np.zeros(counts.shape), where=fit > 0)
    whole = (off**2).sum()
    if months <= 2 * _LAGS or not whole:
        return 1.0
    r = [(off[:, lag:] * off[:, :-lag]).sum() / whole * months / (months - lag) for lag in range(1, _LAGS + 1)]
    if r[0] + 1 / months < stats.norm.ppf(0.95) / sqrt(off.size):
        return 1.0
    return float(np.clip((1 + 2 * sum(r)) / (1 - 2 * _LAGS / months), 1.0, _MOST))


def _fit_share(treated: Numbers, total: Numbers, time: Numbers) -> tuple[float, float, Numbers]:
    """The slope of the log odds of the treated share on ``time``, its standard error, and the shares fitted."""
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
    return float(slope), sqrt(moments[0] / determinant), 1 / (1 + np.exp(-(level + slope * time)))
