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


def walk(
    totals: NDArray,
    most: NDArray,
    seen: Seen,
    rng: np.random.Generator,
) -> None:
    """Show ``seen`` running totals, parts first and their whole last, each a step from the one before.

    All keep the bounds ``most``. One open count after another is pushed up or down: a step moves a part by one over
    some months, and the whole with it or another part against it.
    """
    now, nodes, whole = totals.copy(), totals.shape[1], len(totals) - 1
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
            against = whole if place == whole or other < 0.5 else int((other - 0.5) * 2 * whole)
            moved = [(part, way), (against, way if against == whole else -way)]
            if against != part and _try(now, most, moved, first, end):
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
