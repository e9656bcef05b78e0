"""Is there a season, and what is each month's share of it? From other years only, so that none hides itself; pure."""

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from svd.stats import tails as stats

LEAST_YEARS, MOST_YEARS, OTHERS = 3, 5, 2
"""Whole years from which a season is looked for, earlier years a month's share is taken from, and the fewest."""
_LEAST_SHARE = 0.1
"""Of an average month: below it, as when schools are closed, a month is too small a part of the year to be tested."""
TAKEN_OUT, NOT_FOUND, TOO_SHORT = "taken out", "not found", "too short"
SEASON_P = 0.001
"""A season is taken out only below this p, the level the field's seasonal adjustment programs use."""
_HALF, _MOST_GAP = 6, 2


def find_seasons(values: pd.Series, months: pd.Series, segments: pd.Series, number: pd.Series) -> pd.DataFrame:
    """share and season of each value: its month's share of an average month, and whether a season was taken out.

    Rows are values of the series that ``number`` counts from 0, once a month each. ``share`` is 1 where the series has
    no season or is too short to tell, and null where its month can't be told or is too small to be tested.
    """
    if values.empty:
        return pd.DataFrame({"share": values, "season": pd.Series(dtype=object)})
    at = months.dt.year * 12 + months.dt.month
    places = (at - at.min()).to_numpy(), number.to_numpy()
    index = pd.date_range(months.min(), months.max(), freq="MS")
    wide, parts = np.full((len(index), number.max() + 1), np.nan), np.full((len(index), number.max() + 1), -1)
    wide[places], parts[places] = values, segments
    ratios = find_ratios(pd.DataFrame(wide, index), pd.DataFrame(parts, index))
    p = test_season(ratios).to_numpy()
    season = np.select([np.isnan(p), p < SEASON_P], [TOO_SHORT, TAKEN_OUT], NOT_FOUND)
    shares = find_shares(ratios).where(lambda share: share >= _LEAST_SHARE).to_numpy()
    shares = np.where(season == TAKEN_OUT, shares, 1.0)
    return pd.DataFrame({"share": shares[places], "season": season[places[1]]}, index=values.index)


def find_level(values: pd.DataFrame) -> pd.DataFrame:
    """The centred moving mean over twelve months (half a month at either end); null within six months of an end.

    A row a month without gaps in the months, a column a series; up to two null months in a row are bridged by a line.
    Source: Shiskin, Young and Musgrave 1967, the X-11 variant of the Census Method II, the 2x12 moving average.
    """
    level = np.full(values.shape, np.nan)
    if len(values) > 2 * _HALF:
        year = sliding_window_view(_bridge(values.to_numpy(float)), 2 * _HALF, axis=0).mean(axis=-1)
        level[_HALF:-_HALF] = (year[:-1] + year[1:]) / 2
    return pd.DataFrame(level, values.index, values.columns)


def _bridge(values: NDArray) -> NDArray:
    """With gaps of one or two months filled by the line between their neighbours, and longer ones left as they are."""
    gone = np.isnan(values).astype(int)
    since, until = (gone * (1 + _move(gone, by, 0)) for by in (1, -1))
    before, after = _fill(values, _MOST_GAP), _fill(values[::-1], _MOST_GAP)[::-1]
    line = (before * until + after * since) / np.maximum(since + until, 1)
    return np.where((gone > 0) & (since + until - 1 <= _MOST_GAP), line, values)


def _fill(values: NDArray, most: int) -> NDArray:
    """Nulls with the last value before them, where it is at most so many rows away."""
    row = np.arange(len(values))[:, None]
    last = np.maximum.accumulate(np.where(np.isnan(values), -1, row), axis=0)
    found = np.take_along_axis(values, np.maximum(last, 0), axis=0)
    return np.where((last >= 0) & (row - last <= most), found, np.nan)


def _move(values: NDArray, by: int, beyond: float) -> NDArray:
    """Each row's values so many rows later, or earlier where ``by`` is negative; ``beyond`` where there were none."""
    moved = np.full_like(values, beyond)
    if by > 0:
        moved[by:] = values[:-by]
    else:
        moved[:by] = values[-by:]
    return moved


def find_ratios(values: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Each value over the level of its own twelve months; the six at either end of a segment over the nearest level."""
    ratios, parts = np.full(values.shape, np.nan), segments.to_numpy()
    for segment in np.unique(parts):
        whole = np.where(parts == segment, values.to_numpy(float), np.nan)
        # Few series have more than one stretch, and a level outside of it says nothing.
        rows, columns = (np.flatnonzero((~np.isnan(whole)).any(axis=axis)) for axis in (1, 0))
        if not len(rows):
            continue
        place = slice(rows[0], rows[-1] + 1)
        own = whole[place, columns]
        level = find_level(pd.DataFrame(own)).to_numpy()
        level = _fill(_fill(level[::-1], _HALF)[::-1], _HALF)
        with np.errstate(invalid="ignore"):
            found = own / np.where(level > 0, level, np.nan)
        ratios[place, columns] = np.where(np.isnan(found), ratios[place, columns], found)
    return pd.DataFrame(ratios, values.index, values.columns)


def find_shares(ratios: pd.DataFrame) -> pd.DataFrame:
    """Each month's share of its season: the mean ratio of the same month in up to five earlier years.

    Neither the month nor the five before it take part, so that a change can't hide itself. In the first two years,
    which have too few before them, later years stand in until two are found; null where there aren't two.
    """
    moved = [12 * year for year in range(1, MOST_YEARS + 1)] + [-12 * year for year in range(1, OTHERS + 1)]
    others = np.stack([_move(ratios.to_numpy(float), by, np.nan) for by in moved])
    is_there = ~np.isnan(others)
    is_earlier = np.array(moved)[:, None, None] > 0
    taken = is_there & (is_earlier | (is_there.cumsum(axis=0) <= OTHERS))
    found = taken.sum(axis=0)
    mean = np.where(taken, others, 0).sum(axis=0) / np.maximum(found, 1)
    return pd.DataFrame(np.where(found >= OTHERS, mean, np.nan), ratios.index, ratios.columns)


def test_season(ratios: pd.DataFrame) -> pd.Series:
    """p of each series having no season: one-way analysis of variance of its ratios by month of the year.

    Null where it has fewer than three whole years, or a month of the year with fewer than two ratios. Source: Shiskin,
    Young and Musgrave 1967, the X-11 test for stable seasonality.
    """
    month, of = np.unique(pd.DatetimeIndex(ratios.index).month, return_inverse=True)
    is_in = (of == np.arange(len(month))[:, None]).astype(float)
    figures = ratios.to_numpy(float)
    known = ~np.isnan(figures)
    size = is_in @ known
    total, free = size.sum(axis=0), size.sum(axis=0) - len(month)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (is_in @ np.where(known, figures, 0.0)) / size
        whole = np.nansum(size * mean, axis=0) / total
        between = np.nansum(size * (mean - whole) ** 2, axis=0) / (len(month) - 1)
        within = np.nansum((figures - mean[of]) ** 2, axis=0) / np.where(free > 0, free, np.nan)
        p = stats.f.sf(between / within, len(month) - 1, free)
    is_enough = (len(month) == 12) & (size.min(axis=0) >= OTHERS) & (total >= 12 * LEAST_YEARS - _MOST_GAP * 2)
    return pd.Series(np.where(is_enough, np.where(np.isnan(p), 1.0, p), np.nan), ratios.columns)
