"""How far an indicator's months scatter, against chance alone: what a test of two counts has to allow for."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from svd.catalogue.declarations import SmallNumberRule
from svd.figures.change import p_counts
from svd.measures.measure import measure_many
from svd.measures.question import By, Evidence
from svd.measures.result import OK
from svd.store.selection import Selection, move_month

LEAST_PAIRS = 6
"""Pairs of months below which nothing is said of the scatter."""
_PRIOR, _CLEARLY_WIDER = 6, 0.02
"""Pairs of months that chance alone is given beside those seen, because so few say little by themselves; and the p of
Pearson's chi-squared below which they say enough."""
LONG = 9
"""Months from which a period's own months tell its scatter; shorter ones borrow those of the year before."""
_STEP = {"borough": "month", "ward": "ward_month"}


def find_spread(now: ArrayLike, before: ArrayLike, rounded_to: ArrayLike = 1) -> tuple[NDArray, NDArray]:
    """Variance of the months as a multiple of chance alone, at least 1, and its degrees of freedom; a row a series.

    ``now`` and ``before``: counts, a row a series and a column a month, the n-th beside the n-th; null where a month is
    not known. Pearson's chi-squared of the pairs round their common share, which a change between the periods and a
    season shared by both leave as it is; drawn towards 1 by six pairs' worth, unless it is clearly wider. Counts
    ``rounded_to`` a base vary by that too. Fewer than six pairs: null. Source: McCullagh and Nelder 1989, Generalized
    linear models, section 4.5.
    """
    x, y = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    total = x + y
    is_pair = total > 0
    x, total = np.where(is_pair, x, 0.0), np.where(is_pair, total, 0.0)
    pairs = is_pair.sum(axis=-1)
    share = x.sum(axis=-1, keepdims=True) / np.maximum(total.sum(axis=-1, keepdims=True), 1)
    by_rounding = (np.square(rounded_to)[..., None] - 1) / 12 * (share**2 + (1 - share) ** 2)
    variance = total * share * (1 - share) + by_rounding
    chi_squared = np.divide((x - total * share) ** 2, variance, out=np.zeros_like(x), where=is_pair & (variance > 0))
    statistic, free = chi_squared.sum(axis=-1), np.where(pairs >= LEAST_PAIRS, pairs - 1.0, np.nan)
    prior = np.where(stats.chi2.sf(statistic, free) < _CLEARLY_WIDER, 0, _PRIOR)
    return np.maximum(1.0, (statistic + prior) / (free + prior)), free + prior


def p_spread_counts(now: ArrayLike, before: ArrayLike, spread: ArrayLike, free: ArrayLike) -> NDArray:
    """Two-sided p of two counts over equal exposure, their variance ``spread`` times their mean; null if ``free`` is.

    The share of the later count against one half, by Student's t. Source: McCullagh and Nelder 1989, section 4.5.
    """
    x, y = np.asarray(now, dtype=float), np.asarray(before, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(x - y) / np.sqrt((x + y) * np.asarray(spread, dtype=float))
    return 2 * stats.t.sf(t, free)


def p_change(now: ArrayLike, before: ArrayLike, spread: ArrayLike, free: ArrayLike) -> NDArray:
    """The p by which a change of counts is called: the exact test's, or the larger that allows for the scatter."""
    return np.fmax(p_counts(now, before), p_spread_counts(now, before, spread, free))


def measure_spread(
    evidence: Evidence, names: Sequence[str], selection: Selection, earlier: Selection, by: By
) -> pd.DataFrame:
    """spread and free of each indicator and area, indexed by indicator and ward_code.

    From the months of both periods where each has nine at least, else from the twelve months before the later period
    beside the same months a year before. Only whole months whose figures are shown take part, and no ward's whose
    source hides small numbers: nearly all of its months are hidden or rounded.
    """
    rules = {name: _rule_of(evidence, name) for name in names}
    names = [name for name in names if by == "borough" or not rules[name].hide_up_to]
    if len(selection.months) < LONG:
        selection = selection.spanning(move_month(selection.month_from, -12), move_month(selection.month_from, -1))
        earlier = selection.spanning(move_month(selection.month_from, -12), move_month(selection.month_from, -1))
    now, before = (_counts_by_month(evidence, names, period, by) for period in (selection, earlier))
    index = now.index.union(before.index)
    base = [rules[name].round_to for name in index.get_level_values("indicator")]
    spread, free = find_spread(now.reindex(index), before.reindex(index), np.array(base))
    return pd.DataFrame({"spread": spread, "free": free}, index=index)


def _counts_by_month(evidence: Evidence, names: Sequence[str], period: Selection, by: By) -> pd.DataFrame:
    months = measure_many(evidence, names, period, _STEP[by])
    whole = months[(months["status"] == OK) & months["is_complete"]]
    counts = whole.pivot_table(index=["indicator", "ward_code"], columns="month", values="count", aggfunc="first")
    return counts.reindex(columns=period.months)


def _rule_of(evidence: Evidence, name: str) -> SmallNumberRule:
    return evidence.catalogue.rules[evidence.catalogue.indicators[name].small_number_rule]
