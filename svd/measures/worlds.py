"""A truth of a family of series that fits what is shown of them, and the moves it admits: for the release check."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

LEAST_VALUES = 3
"""Values that must stay possible for every count, whatever is put together."""
_NONE = np.iinfo(np.int32).min
_WAYS = ("up", "down")


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
    ``is_open`` [series, from, to]: the counts of which fewer than three values have been seen.
    """

    def __init__(self, family: Family, *, looks_between: bool = True) -> None:
        self.family, self.true = family, family.true.copy()
        rows, number = self.true.shape
        self._rooms = np.zeros((2, rows, number + 1, number + 1), dtype="int8")
        self.up, self.down = self._rooms
        self.values = np.full((LEAST_VALUES, rows, number, number), _NONE, dtype="int32")
        self.values[0] = (self.true[:, None, :] - self.true[:, :, None]).round()
        self.count = np.ones(self.values.shape[1:], dtype="int8")
        looked_at = looks_between | ~np.isnan(family.shown).all(axis=0)
        self.is_open = np.repeat(np.triu(looked_at[:, None] & looked_at, 1)[None], rows, axis=0)
        self.left = np.count_nonzero(self.is_open, axis=(1, 2))
        self._measure_all()

    @property
    def open_rows(self) -> NDArray:
        """The series with a count that is open."""
        return np.flatnonzero(self.left)

    def add_up(self, way: str, most: int) -> NDArray:
        """By how much all series together can move each stretch, each by ``most``, one or two, at most [from, to]."""
        return self._sums[most - 1, _WAYS.index(way)]

    def _measure_all(self) -> None:
        """Work out what each series admits by itself: no total leaves its block, no month has fewer than none."""
        self._rooms[:] = self._find_rooms(slice(None))
        self._sums = np.stack([np.minimum(self._rooms, most).sum(axis=1, dtype="int32") for most in (1, 2)])

    def _measure(self, row: int) -> None:
        before, after = self._rooms[:, row], self._find_rooms(slice(row, row + 1))[:, 0]
        self._sums[0] += np.minimum(after, 1) - np.minimum(before, 1)
        self._sums[1] += after - before
        self._rooms[:, row] = after

    def _find_rooms(self, rows: slice) -> NDArray:
        true = self.true[rows]
        events = np.full((len(true), true.shape[1] + 1), float(LEAST_VALUES))
        np.subtract(true[:, 1:], true[:, :-1], out=events[:, 1:-1])
        return _find_room(true - self.family.shown[rows], self.family.base[rows], events)

    def hide(self, boundaries: NDArray) -> None:
        """Show the totals at these boundaries no longer."""
        self.family.shown[:, boundaries] = np.nan
        self._measure_all()

    def move(self, row: int, first: int, end: int, by: int) -> None:
        """Add ``by`` to the totals of a series from one boundary to before another, and see the values it then has."""
        self.true[row, first:end] += by
        self._measure(row)
        if self.left[row]:
            first, last = self.is_open[row].nonzero()
            self._note(np.full(len(first), row), first, last, 0)

    def see_near(self, rows: NDArray, is_there: NDArray, by: int) -> None:
        """Note the values, ``by`` from the true ones, of the counts of ``rows`` that a truth one step away has."""
        part, first, last = (self.is_open[rows] & is_there).nonzero()
        self._note(rows[part], first, last, by)

    def _note(self, row: NDArray, first: NDArray, last: NDArray, by: int) -> None:
        """Note that these open counts can be what they are now and ``by`` more."""
        value = (self.true[row, last] - self.true[row, first]).round().astype("int32") + by
        is_new = (self.values[:, row, first, last] != value).all(axis=0)
        if not is_new.any():
            return
        row, first, last, value = row[is_new], first[is_new], last[is_new], value[is_new]
        seen = self.count[row, first, last]
        self.values[seen, row, first, last] = value
        self.count[row, first, last] = seen + 1
        is_full = seen + 1 == LEAST_VALUES
        self.is_open[row[is_full], first[is_full], last[is_full]] = False
        np.subtract.at(self.left, row[is_full], 1)


def _find_room(within: NDArray, base: NDArray, events: NDArray) -> NDArray:
    """By how much, two at most, every stretch of totals may rise and fall [way, series, from, to]; those from 0 not.

    ``within``: how far each total is above the one shown, null where none is. Two totals of a series stand at most its
    base less one apart by that, so that the highest inside a stretch holds it back by the lowest outside.
    ``events``: between each boundary and the one before; it is what a stretch from there can fall by, and one to there
    can rise by.
    """
    series, number = within.shape
    is_inside, most = _mask(number)
    room = np.empty((2, series, number + 1, number + 1))
    room[0], room[1] = events[:, None, :], events[:, :, None]
    is_shown = ~np.isnan(within)
    if is_shown.any():
        both = np.array([within, -within])
        low, high = np.where(is_shown, both, np.inf), np.where(is_shown, both, -np.inf)
        before = np.minimum.accumulate(low, axis=2)
        after = np.full(low.shape, np.inf)
        np.minimum.accumulate(low[..., :0:-1], axis=2, out=after[..., -2::-1])
        held = np.minimum(before[..., :-1, None], after[..., None, :])
        inside = np.where(is_inside[1:], high[..., None, :], -np.inf)
        held -= np.maximum.accumulate(inside, axis=3, out=inside)
        held += (base - 1)[:, None, None]
        np.minimum(room[..., 1:-1, 1:], held, out=room[..., 1:-1, 1:])
    np.maximum(room, 0, out=room)
    np.minimum(room, most, out=room)
    return room.astype("int8")


@lru_cache(maxsize=4)
def _mask(number: int) -> tuple[NDArray, NDArray]:
    """Of boundaries, those at or after another [from, at]; by how much at most the stretches can move [from, to]."""
    most = np.triu(np.full((number + 1, number + 1), LEAST_VALUES - 1.0), 1)
    most[0] = 0
    return np.triu(np.ones((number, number), dtype=bool)), most


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
