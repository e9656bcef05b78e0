"""A feed's people by the parts its build shows (ages, sexes, repeats): sums of shown totals, shares of two parts."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from svd.measures.cube import AREA, Cube
from svd.measures.protect import variance_of, widen_limits
from svd.measures.result import OK, SUPPRESSED
from svd.measures.windows import find_bounds, find_window
from svd.stats.limits import Z_95, limits_proportion
from svd.store.selection import Selection

FEWEST = 5
"""Fewest events, and fewest others, with which a share is held against another figure."""


class Cell(NamedTuple):
    """A shown count, the variance protection adds to it, what one not shown is under (null: not said), and status."""

    count: float
    noise: float
    under: float
    status: str


class Window(NamedTuple):
    """The boundaries between which all parts are counted; both 0 where nothing is shown."""

    start: int
    end: int

    def select(self, cube: Cube) -> Selection | None:
        """The window's months; None where there are none."""
        if self.end <= self.start:
            return None
        return Selection(cube.months[self.start].date(), cube.months[self.end - 1].date())


def list_series(cube: Cube, source: str, name: str) -> dict[str, list[int]]:
    """The series of each part of one of the feed's lists, one a ring."""
    key = ("parts", source, name)
    if key not in cube.worked_out:
        parts = cube.tables["parts"]
        own = parts[(parts["source"] == source) & (parts["name"] == name)]
        cube.worked_out[key] = {part: list(rows["series"]) for part, rows in own.groupby("part", sort=False)}
    return cube.worked_out[key]


def find_shown_window(cube: Cube, rows: list[int], selection: Selection) -> Window:
    """The months between shown totals of all ``rows`` that are nearest to those selected."""
    if not rows or not (cube.step[rows, AREA] > 0).any():
        return Window(0, 0)
    bounds = find_bounds(cube, selection.month_from, selection.month_to)
    start, end = np.clip(find_window(cube.totals[rows, AREA], cube.step[rows, AREA], *bounds), 0, len(cube.months))
    return Window(int(start), int(end))


def count_parts(cube: Cube, parts: Mapping[str, list[int]], window: Window) -> dict[str, Cell]:
    """The cell of each part. A series that is not shown, as its years average less than a block, adds nothing to it.

    A part without any other is not shown either, nor is a zero.
    """
    return {part: _count(cube, rows, window) for part, rows in parts.items()}


def _count(cube: Cube, rows: list[int], window: Window) -> Cell:
    counts = cube.totals[rows, AREA, window.end] - cube.totals[rows, AREA, window.start]
    base = cube.base[rows, AREA]
    is_shown = ~np.isnan(counts) & (window.end > window.start)
    noise = float(np.sum(variance_of(base[is_shown])))
    count = float(counts[is_shown].sum())
    if count > 0:
        return Cell(count, noise, np.nan, OK)
    return Cell(np.nan, noise, float((base - 1).sum() + 1) if is_shown.all() else np.nan, SUPPRESSED)


def add_parts(cells: Mapping[str, Cell], names: Iterable[str]) -> Cell:
    """The cell of the sum of the parts named: those not shown add nothing to it."""
    own = [cells[name] for name in names if name in cells]
    shown = [cell for cell in own if cell.status == OK]
    if not shown:
        return Cell(np.nan, sum(cell.noise for cell in own), sum(cell.under - 1 for cell in own) + 1, SUPPRESSED)
    return Cell(sum(cell.count for cell in shown), sum(cell.noise for cell in shown), np.nan, OK)


def limit_share(
    count: ArrayLike, whole: ArrayLike, noise: ArrayLike, rest_noise: ArrayLike, z: float = Z_95
) -> tuple[NDArray, NDArray]:
    """Wilson limits of count / whole, wider by what protection adds to the count and to the rest of the whole."""
    x, n = np.asarray(count, dtype=float), np.asarray(whole, dtype=float)
    p = x / np.where(n > 0, n, np.nan)
    lower, upper = widen_limits(p, *limits_proportion(x, n, z), spread_share(p, n, noise, rest_noise), z)
    return lower, np.minimum(upper, 1.0)


def spread_share(p: ArrayLike, whole: ArrayLike, noise: ArrayLike, rest_noise: ArrayLike) -> NDArray:
    """The variance that protection adds to a share: it moves by 1 - p of the count and by p of the rest."""
    p, whole = np.asarray(p, dtype=float), np.asarray(whole, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return ((1 - p) ** 2 * np.asarray(noise, dtype=float) + p**2 * np.asarray(rest_noise, dtype=float)) / whole**2
