"""Series together: a whole is the sum of its parts at every month end, and mixed-integer programmes find what is left.

A count is cleared by three different values in truths that fit all answers, so that no clearing rests on a bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.adversary.programme import Programme, differ
from tests.adversary.score import LEAST_ACROSS
from tests.adversary.walk import walk

_FEW = 2
"""Where two truths and those near them clear no more counts than this, each is sought by itself."""

Cell = tuple[int, int, int]
"""A series and the two month ends of a period."""


@dataclass(frozen=True)
class Left:
    """How many values stay possible: ``values[s, a, b]``, up to LEAST_ACROSS, for the parts and last the whole."""

    values: NDArray
    solved: int

    @property
    def forbidden(self) -> NDArray:
        """Which periods of which series have fewer values than they must."""
        return np.triu(np.ones(self.values.shape[1:], dtype=bool), 1) & (self.values < LEAST_ACROSS)


def count_left(
    whole: NDArray, parts: NDArray, rng: np.random.Generator, slacks: tuple[int | None, int | None] = (None, None)
) -> Left:
    """How many values each count of a family can have, up to LEAST_ACROSS.

    ``whole`` and ``parts``: the closed bounds of each series; ``slacks``: of the parts and of the whole, where they are
    rounded running totals. Values are counted in truths that fit all answers, and sought one by one where few are seen.
    """
    most = np.concatenate([parts, whole[None]])
    return count_left_of_lists(most, rng, [slacks[0]] * len(parts) + [slacks[1]])


def count_left_of_lists(
    most: NDArray, rng: np.random.Generator, slacks: Sequence[int | None], sizes: Sequence[int] = ()
) -> Left:
    """The same of lists of ``sizes`` parts, each of which adds up to the whole, the last series; a slack each."""
    programme = Programme(most, slacks, sizes)
    number = np.repeat(np.arange(max(len(sizes), 1)), sizes or [len(most) - 1])
    seen, solved = _Seen(programme.solve(rng.normal(size=programme.free))), 1
    is_worthwhile = True
    while is_worthwhile and seen.open.any():
        before = seen.open.sum()
        cost = _aim(programme, seen, rng)
        for start in (programme.solve(cost), programme.solve(-cost)):
            seen.add(start)
            walk(start, most, seen, rng, number)
        solved += 2
        is_worthwhile = before - seen.open.sum() > _FEW
    while seen.open.any():
        solved += _settle(programme, seen, tuple(np.argwhere(seen.open)[0]))
    return Left(seen.values, solved)


def _aim(programme: Programme, seen: "_Seen", rng: np.random.Generator) -> NDArray:
    """A cost that pulls one open count of each series up or down."""
    cost = rng.normal(scale=0.01, size=programme.free)
    for place in range(programme.series):
        cells = np.argwhere(seen.open[place])
        if len(cells):
            cost += rng.choice([-1, 1]) * programme.row((place, *cells[rng.integers(len(cells))]))
    return cost


def _settle(programme: Programme, seen: "_Seen", cell: Cell) -> int:
    """Seek the least and the greatest value of one count, and those between; gives how often it was solved."""
    ends = []
    for sign in (1, -1):
        found = programme.solve(sign * programme.row(cell))
        seen.add(found)
        ends.append(int(found[cell[0], cell[2]] - found[cell[0], cell[1]]))
    solved = len(ends)
    for value in range(ends[0] + 1, ends[1]):
        if not seen.open[cell]:
            break
        found = programme.solve(np.zeros(programme.free), fixed=(programme.row(cell), value))
        solved += 1
        if found is not None:
            seen.add(found)
    seen.close(cell)
    return solved


class _Seen:
    """The different values of each count that truths had, up to LEAST_ACROSS of them."""

    def __init__(self, totals: NDArray) -> None:
        first = differ(totals)
        self._kept = np.full((LEAST_ACROSS, *first.shape), np.iinfo(np.int64).min)
        self._kept[0] = first
        self.values = np.ones(first.shape, dtype=int)
        self.open = np.broadcast_to(np.triu(np.ones(first.shape[1:], dtype=bool), 1), first.shape).copy()
        """The periods that need another value, if there is one."""

    def add(self, totals: NDArray) -> None:
        """Count the values of another truth that fits."""
        differences = differ(totals)
        where = np.nonzero(self.open)
        value = differences[where]
        is_new = (self._kept[:, *where] != value).all(axis=0)
        where = tuple(axis[is_new] for axis in where)
        self._kept[(self.values[where], *where)] = value[is_new]
        self.values[where] += 1
        self.open[where] = self.values[where] < LEAST_ACROSS

    def close(self, cell: Cell) -> None:
        """Seek no further for this period."""
        self.open[cell] = False
