"""The months a figure is of: those asked for, or the nearest between whose ends a protected series is shown."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from svd.measures.cube import Cube
from svd.measures.recipe import Recipe

_OLDEST_MONTHS = 24


def find_window(totals: NDArray, step: NDArray, first: int, last: int) -> tuple[int, int]:
    """The boundaries between which the places' figures are worked out for the months from ``first`` to ``last``.

    ``totals``: shown running totals [place, boundary], ``step``: months from one to the next [place]. Of series shown
    by quarter, half-year or year: as many whole steps as fit into the months asked for, the latest that ended with
    them, or one where none fits. All places have the same window, of the coarsest step that fits.
    """
    if not (step > 0).any():
        return first, last
    length = last - first
    fitting = step[(step > 0) & (step <= length)]
    finest = fitting.max() if len(fitting) else step[step > 0].min()
    shown = ~np.isnan(totals[(step > 0) & (step <= finest)])
    points = np.flatnonzero(shown.all(axis=0))
    if len(points) < 2:
        points = np.flatnonzero(shown.any(axis=0))
    ends = points[(points <= last) & (points > last - _OLDEST_MONTHS)]
    if not len(ends):
        return first, last
    end = int(ends[-1])
    starts = points[(points < end) & (points >= end - max(length, finest))]
    earlier = points[points < end]
    if len(starts):
        return int(starts[0]), end
    return (int(earlier[-1]), end) if len(earlier) else (first, last)


def list_steps(recipe: Recipe, place: int, first: int, last: int) -> list[tuple[int, int]]:
    """The months one by one, or the steps of the place's series that lie whole inside them."""
    if not recipe.is_protected or recipe.step[place] <= 1:
        return [(month, month + 1) for month in range(first, last)]
    points = np.flatnonzero(~np.isnan(recipe.shown[place]))
    points = points[(points >= first) & (points <= last)]
    return [(int(start), int(end)) for start, end in zip(points[:-1], points[1:], strict=True)]


def find_bounds(cube: Cube, month_from: date, month_to: date) -> tuple[int, int]:
    """The boundaries before the first and after the last month."""
    return cube.at(month_from), cube.at(month_to) + 1
