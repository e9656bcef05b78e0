"""Steps from one truth that fits all answers to others near it: cheap ways to see that a count can have many values."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_TARGETS, _TRIES = 60, 25


class Seen(Protocol):
    """What has been seen so far of the values of each count."""

    @property
    def open(self) -> NDArray:
        """Which counts, by series and the two month ends of their period, need another value."""

    def add(self, totals: NDArray) -> None:
        """See the values of these running totals."""


def walk(totals: NDArray, most: NDArray, seen: Seen, rng: np.random.Generator, number: NDArray) -> None:
    """Show ``seen`` running totals, parts first and their whole last, each a step from the one before.

    All keep the bounds ``most``; ``number``: of each part that of its list, all of which add up to the whole. One open
    count after another is pushed up or down: a step moves a part by one over some months, and another part of its list
    against it, or the whole and a part of each other list with it.
    """
    now, nodes, whole = totals.copy(), totals.shape[1], len(totals) - 1
    lists = [np.flatnonzero(number == each) for each in range(number.max() + 1)]
    for _ in range(_TARGETS):
        open_cells = np.argwhere(seen.open)
        if not len(open_cells):
            return
        place, a, b = open_cells[rng.integers(len(open_cells))]
        way = rng.choice([-1, 1])
        for start, length, other, partner in rng.random((_TRIES, 4)):
            part = place if place < whole else int(partner * whole)
            first = a + 1 + int(start * (b - a))
            end = nodes if length < 0.4 else b + 1 + int((length - 0.4) / 0.6 * (nodes - b))
            if place == whole or other < 0.5:
                along = [int(rng.choice(rows)) for each, rows in enumerate(lists) if each != number[part]]
                moved = [(row, way) for row in (part, whole, *along)]
            else:
                own = lists[number[part]]
                moved = [(part, way), (int(own[int((other - 0.5) * 2 * len(own))]), -way)]
            if moved[0][0] != moved[1][0] and _try(now, most, moved, first, end):
                seen.add(now)
                if not seen.open[place, a, b]:
                    break


def _try(now: NDArray, most: NDArray, moved: list[tuple[int, int]], first: int, end: int) -> bool:
    """Whether the step was made: every row moved still keeps all its bounds."""
    for place, way in moved:
        now[place, first:end] += way
    rows = [place for place, _ in moved]
    differences = now[rows, None, :] - now[rows, :, None]
    if (differences <= most[rows]).all():
        return True
    for place, way in moved:
        now[place, first:end] -= way
    return False
