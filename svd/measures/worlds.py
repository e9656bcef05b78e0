"""A truth of a family of series that fits what is shown of them, and the moves it admits: for the release check."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

LEAST_VALUES = 3
"""Values that must stay possible for every count, whatever is put together."""
_NONE = np.iinfo(np.int32).min


@dataclass(frozen=True, eq=False)
class Family:
    """Series of one kind: true and shown running totals [series, boundary], null where not shown, and their blocks."""

    true: NDArray
    shown: NDArray
    base: NDArray

    def between(self, start: int, end: int) -> "Family":
        """The same from one boundary to before another."""
        return Family(self.true[:, start:end], self.shown[:, start:end], self.base)


def drop_alike(family: Family) -> Family:
    """The family with one alone of each set of hidden series that have the same counts: what one can be, all can."""
    hidden = np.isnan(family.shown).all(axis=1)
    first = {row.tobytes(): number for number, row in reversed(list(enumerate(family.true))) if hidden[number]}
    kept = ~hidden
    kept[list(first.values())] = True
    return Family(family.true[kept], family.shown[kept], family.base[kept])


class World:
    """A truth of one family that fits all that is shown, what moves it admits, and the values of each count seen.

    ``up`` and ``down`` [series, from, to]: events more and fewer, two at most, that the totals from one boundary to
    before another may have; a stretch begins after the first boundary and may reach beyond the last. Unless it
    ``looks_between``, only counts between boundaries at which something of the family is shown are looked at.
    """

    def __init__(self, family: Family, *, looks_between: bool = True) -> None:
        self.family, self.true = family, family.true.copy()
        number = family.true.shape[1]
        self.up = np.zeros((len(self.true), number + 1, number + 1), dtype="int8")
        self.down = np.zeros_like(self.up)
        self.values = np.full((LEAST_VALUES, len(self.true), number, number), _NONE)
        self.values[0] = self._differ(np.arange(len(self.true)))
        self.count = np.ones(self.values.shape[1:], dtype="int8")
        looked_at = looks_between | ~np.isnan(family.shown).all(axis=0)
        self._pairs = np.triu(looked_at[:, None] & looked_at, 1)
        self.measure(np.arange(len(self.true)))

    @property
    def is_open(self) -> NDArray:
        """The counts of which fewer than three values have been seen."""
        return self._pairs & (self.count < LEAST_VALUES)

    @property
    def open_rows(self) -> NDArray:
        """The series with such a count."""
        return np.flatnonzero(self.is_open.any(axis=(1, 2)))

    def _differ(self, rows: NDArray) -> NDArray:
        return (self.true[rows][:, None, :] - self.true[rows][:, :, None]).round().astype("int32")

    def measure(self, rows: NDArray) -> None:
        """Work out what each of ``rows`` admits by itself: no total leaves its block, no month has fewer than none."""
        true, base = self.true[rows], self.family.base[rows]
        within = true - self.family.shown[rows]
        events = np.full((len(rows), true.shape[1] + 1), np.inf)
        np.subtract(true[:, 1:], true[:, :-1], out=events[:, 1:-1])
        self.up[rows] = _find_room(within, base, events[:, None, :])
        self.down[rows] = _find_room(-within, base, events[:, :, None])

    def hide(self, boundaries: NDArray) -> None:
        """Show the totals at these boundaries no longer."""
        self.family.shown[:, boundaries] = np.nan
        self.measure(np.arange(len(self.true)))

    def move(self, row: int, first: int, end: int, by: int) -> None:
        self.true[row, first:end] += by
        rows = np.array([row])
        self.measure(rows)
        self.see(rows)

    def see(self, rows: NDArray) -> None:
        """Note the values that counts of ``rows`` have in this truth."""
        self._note(rows, self._differ(rows), True)

    def see_near(self, rows: NDArray, is_there: NDArray, by: int) -> None:
        """Note the values, ``by`` from the true ones, of the counts of ``rows`` that a truth one step away has."""
        self._note(rows, self._differ(rows) + np.int32(by), is_there)

    def _note(self, rows: NDArray, value: NDArray, is_there: NDArray | bool) -> None:
        count = self.count[rows]
        is_new = self._pairs & (count < LEAST_VALUES) & is_there
        part, first, last = np.nonzero(is_new)
        value = value[part, first, last]
        is_other = (self.values[:, rows[part], first, last] != value).all(axis=0)
        part, first, last, value = (each[is_other] for each in (part, first, last, value))
        self.values[count[part, first, last], rows[part], first, last] = value
        self.count[rows[part], first, last] += 1


def _find_room(within: NDArray, base: NDArray, events: NDArray) -> NDArray:
    """By how much, two at most, every stretch of totals may rise [series, from, to]; those from 0 not at all.

    ``within``: how far each total is above the one shown, null where none is. Two totals of a series stand at most its
    base less one apart by that, so that the highest inside a stretch holds it back by the lowest outside.
    """
    series, number = within.shape
    low, high = np.where(np.isnan(within), np.inf, within), np.where(np.isnan(within), -np.inf, within)
    before = np.minimum.accumulate(low, axis=1)
    after = np.minimum.accumulate(low[:, ::-1], axis=1)[:, ::-1]
    outside = np.full((series, number + 1, number + 1), np.inf)
    outside[:, 1:] = before[:, :, None]
    outside[:, :, :number] = np.minimum(outside[:, :, :number], after[:, None, :])
    is_inside, is_stretch = _mask(number)
    inside = np.full((series, number + 1, number + 1), np.inf)
    inside[:, :number, 1:] = np.maximum.accumulate(np.where(is_inside, high[:, None, :], -np.inf), axis=2)
    with np.errstate(invalid="ignore"):  # from nothing shown to nothing shown there is no end of room
        room = np.minimum(outside - inside + base[:, None, None] - 1, events)
    return np.where(is_stretch, np.clip(room, 0, LEAST_VALUES - 1), 0).astype("int8")


@lru_cache(maxsize=4)
def _mask(number: int) -> tuple[NDArray, NDArray]:
    """Of boundaries, those at or after another [from, at]; the stretches that can move [from, to]."""
    is_stretch = np.triu(np.ones((number + 1, number + 1), dtype=bool), 1)
    is_stretch[0] = False
    return np.triu(np.ones((number, number), dtype=bool)), is_stretch


def gains(can: NDArray) -> NDArray:
    """For each pair of boundaries whether some stretch holds the later one and not the earlier: [series, from, to]."""
    number = can.shape[1] - 1
    # holds[series, first, b]: some stretch from ``first`` on ends after b.
    holds = np.logical_or.accumulate(can[:, :, ::-1], axis=2)[:, :number, ::-1][:, :, 1:]
    starts = np.arange(number)[:, None]
    latest = np.where(holds & _mask(number)[0], starts, -1).max(axis=1)
    return starts < latest[:, None, :]


def loses(can: NDArray) -> NDArray:
    """For each pair of boundaries whether some stretch holds the earlier one and not the later."""
    number = can.shape[1] - 1
    # holds[series, a, end]: some stretch that ends before ``end`` begins at a or before it.
    holds = np.logical_or.accumulate(can, axis=1)[:, :number, :number]
    ends = np.arange(number)
    soonest = np.where(holds & (ends > ends[:, None]), ends, number).min(axis=2)
    return soonest[:, :, None] <= ends
