"""Months that are like their neighbours: rules made for independent ones would call ordinary months again and again."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.figures.over_time.seasons import find_seasons
from svd.figures.trends import find_restarts
from svd.measures.monthly import count_monthly
from svd.measures.question import Evidence
from svd.measures.seen import find_indicator
from svd.stats.dependence import LEAST_MONTHS, autocorrelation, is_too_dependent
from svd.store.selection import Selection

_LEAST_SIDE = 6
"""Months that either side of a change of level needs, for it to be one."""


def find_alike(tested: pd.Series, parts: pd.Series, number: pd.Series, noise: pd.Series | None = None) -> pd.Series:
    """The autocorrelation of each value's series where it is too high for rules of independent months, else 0.

    ``tested``: figures without their season, in the order of time; ``parts``: their stretches between two restarts;
    ``number``: their series. The level of each stretch, and the one change of level that fits it best, are taken out
    first: a step makes months alike too, and is what the chart is to find. ``noise``: the variance that protection adds
    to each figure, which sets neighbours against one another; it is taken off.
    """
    if tested.empty:
        return pd.Series(0.0, tested.index)
    levelled = _lay_out(tested, parts)
    off = pd.Series(_take_levels(levelled.table)[levelled.at], tested.index)
    series = _lay_out(off, number)
    base = np.ones(len(series.table))
    if noise is not None:
        # A month's count is rounded at both ends, so that its noise is that of two rounded totals.
        base = np.sqrt(1 + 6 * noise.fillna(0.0).groupby(number, sort=False).max().to_numpy(float))
    r = autocorrelation(series.table, base)[0]
    known = (~np.isnan(series.table)).sum(axis=1)
    found = np.where(is_too_dependent(r, known) & (known > LEAST_MONTHS), np.nan_to_num(r), 0.0)
    return pd.Series(found[series.at[0]], tested.index)


def find_alike_area(evidence: Evidence, names: Sequence[str], selection: Selection) -> NDArray:
    """The same of all months received of each indicator's area, whatever months are selected; kept with the counts.

    The indicators count events.
    """
    kept = evidence.cube.worked_out
    keys = {name: ("alike months", name, selection.definition, selection.ages) for name in names}
    # Others may work out the same at the same time: what is lacking is looked at once.
    new = [name for name, key in keys.items() if key not in kept]
    if new:
        found = _measure_alike(evidence, new, selection)
        kept.update({keys[name]: r for name, r in zip(new, found, strict=True)})
    return np.array([kept[keys[name]] for name in names], dtype=float)


def _measure_alike(evidence: Evidence, names: Sequence[str], selection: Selection) -> NDArray:
    first, last = (month.date() for month in evidence.months)
    whole = selection.spanning(first, last)
    counts, base = count_monthly(evidence, names, whole, is_by_ward=False)
    days = [
        np.sort(
            np.array(
                [event.date for event in find_restarts(evidence, find_indicator(evidence.catalogue, name))],
                "datetime64[D]",
            )
        )
        for name in names
    ]
    months = whole.months.to_numpy().astype("datetime64[D]")
    segment = np.array([np.searchsorted(each, months, side="right") for each in days]).reshape(counts.shape)
    number = pd.Series(np.repeat(np.arange(len(names)), counts.shape[1]))
    values, parts = pd.Series(counts.ravel()), pd.Series(segment.ravel())
    season = find_seasons(values, pd.Series(np.tile(whole.months, len(names))), parts, number)
    noise = pd.Series(np.repeat((np.square(base) - 1) / 6, counts.shape[1]))
    alike = find_alike(values / season["share"], number * (parts.max() + 1) + parts, number, noise)
    return alike.to_numpy().reshape(counts.shape)[:, 0]


def widen_alike(limits: pd.DataFrame, alike: pd.Series, bounds: tuple[float, object]) -> pd.DataFrame:
    """``limits`` as wide as the figures of such a series scatter, where its moving ranges say less.

    Of a first-order autoregression the mean moving range is sqrt(1 - r) times what it is of independent months.
    Source: Wardell, Moskowitz and Plante 1992, Management Science 38:1084.
    """
    if not alike.any():
        return limits
    wider = 1 / np.sqrt(1 - alike)
    names = ["lower", "near_lower", "near_upper", "upper"]
    moved = {name: limits["centre"] + (limits[name] - limits["centre"]) * wider for name in names}
    return limits.assign(**{name: limit.clip(*bounds) for name, limit in moved.items()})


class _Laid:
    """Values as a table, a row a group, and where in it each value stands."""

    def __init__(self, table: NDArray, at: tuple[NDArray, NDArray]) -> None:
        self.table, self.at = table, at


def _lay_out(values: pd.Series, group: pd.Series) -> _Laid:
    row = group.groupby(group, sort=False).ngroup().to_numpy()
    column = group.groupby(group, sort=False).cumcount().to_numpy()
    table = np.full((row.max() + 1, column.max() + 1), np.nan)
    table[row, column] = values.to_numpy(float)
    return _Laid(table, (row, column))


def _take_levels(table: NDArray) -> NDArray:
    """Each row without its mean, or without the two means on either side of the split that fits it best."""
    known = ~np.isnan(table)
    filled = np.where(known, table, 0.0)
    count, total = np.cumsum(known, axis=1), np.cumsum(filled, axis=1)
    n, whole = count[:, -1:], total[:, -1:]
    is_split = (count >= _LEAST_SIDE) & (n - count >= _LEAST_SIDE)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(is_split, (total - whole * count / n) ** 2 * n / (count * (n - count)), -1.0)
    best = gain.argmax(axis=1)[:, None]
    rows = np.arange(len(table))[:, None]
    left, of_left = total[rows, best], count[rows, best]
    has_split = gain[rows, best] > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        before = np.where(has_split, left / of_left, whole / n)
        after = np.where(has_split, (whole - left) / (n - of_left), whole / n)
    return table - np.where(np.arange(table.shape[1]) <= best, before, after)
