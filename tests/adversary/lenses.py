"""What one figure says of the true count behind it, by the way in which figures are known to be protected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

UNBOUNDED = 10**6
"""Above every count there is: a bound that bounds nothing."""


class Lens(Protocol):
    """How a reader who knows the method, but no secret, reads a figure."""

    def read(self, shown: NDArray, is_hidden: NDArray) -> tuple[NDArray, NDArray]:
        """The least and the greatest true count behind each figure; ``shown`` is null where it is hidden."""


@dataclass(frozen=True)
class Afresh:
    """Each answer's total was hidden from 1 to ``hide_up_to`` (others beside it too) or rounded to 5 by itself."""

    hide_up_to: int

    def read(self, shown: NDArray, is_hidden: NDArray) -> tuple[NDArray, NDArray]:
        number = np.where(is_hidden, 0, shown)
        is_zero = ~is_hidden & (number == 0)
        least = np.where(is_hidden, 1, np.maximum(number - 2, self.hide_up_to + 1))
        most = np.where(is_hidden, UNBOUNDED, number + 2)
        return np.where(is_zero, 0, least).astype(int), np.where(is_zero, 0, most).astype(int)


@dataclass(frozen=True)
class RunningTotal:
    """Each figure is the difference of two rounded running totals, or a sum of such; a hidden one is nought."""

    slack: int
    """How far the figure may lie from the truth: base less one for one series, more for a sum of several."""

    def read(self, shown: NDArray, is_hidden: NDArray) -> tuple[NDArray, NDArray]:
        number = np.where(is_hidden, 0, shown)
        return np.maximum(number - self.slack, 0).astype(int), (number + self.slack).astype(int)


def find_base(hide_up_to: int) -> int:
    """The base of a feed's running totals, as the method states it: 5, or 10 where 1 to 7 are hidden."""
    return 5 * (hide_up_to // 5 + 1)


def list_lenses(protection: str, hide_up_to: int, most_parts: int = 40) -> Iterator[Lens]:
    """The ways to read a figure, the one that says most first: one series, an area's own total, sums of more parts."""
    if protection == "afresh":
        yield Afresh(hide_up_to)
        return
    base = find_base(hide_up_to)
    slacks = {parts * (base - 1) for parts in range(1, most_parts + 1)} | {2 * base - 1}
    yield from (RunningTotal(slack) for slack in sorted(slacks))
