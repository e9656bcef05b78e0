"""The check before release: a feed's parts and their whole put together, so that no count is told to under three.

It looks for other truths that fit everything shown: an event more or fewer in a part over some months, and the whole
with it or another part against it. A count of which three values are not found so is taken as told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

LEAST_VALUES = 3
"""Values that must stay possible for every count, whatever is put together."""
_STEPS, _IDLE_ROUNDS, _MOST_ROUNDS, _SEED = 24, 6, 100, 2026
"""Steps to a further truth, from which all near ones are seen; rounds without a further value that end the search."""
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


def find_unsafe(whole: Family, lists: Sequence[Family], is_settled: NDArray) -> list[int]:
    """The boundaries at which the whole's total must be withheld, so that every count keeps three values.

    ``lists``: each way in which the whole is parted. ``is_settled``: totals shown before, which stay as they are.
    """
    # What was found possible stays so, the more is withheld.
    worlds, withheld = _imagine(whole, lists), []
    while (free := ~is_settled & ~np.isnan(worlds[0].family.shown[0])).any():
        told = _search(worlds)
        times = told.sum(axis=0) + told.sum(axis=1)
        ends = np.flatnonzero((times > 0) & free)
        if not len(ends):
            break
        # Those that most of the told counts begin or end at, the later first: half of them at a time.
        worst = ends[np.lexsort((ends, times[ends]))][-((len(ends) + 1) // 2) :]
        withheld += sorted(worst.tolist())
        worlds[0].hide(worst)
    return withheld


def find_told(whole: Family, lists: Sequence[Family]) -> NDArray:
    """Whether the count between two boundaries, of any part or of the whole, has fewer than three values [from, to]."""
    return _search(_imagine(whole, lists))


def _imagine(whole: Family, lists: Sequence[Family]) -> "list[_World]":
    return [_World(_drop_alike(family)) for family in (whole, *lists)]


def _search(worlds: "Sequence[_World]") -> NDArray:
    """Look for further truths from where the worlds stand until no more values are found; what then has too few."""
    _see_near(worlds)
    rng, idle = np.random.default_rng(_SEED), 0
    left = _count_open(worlds)
    for _ in range(_MOST_ROUNDS):
        if not left or idle >= _IDLE_ROUNDS:
            break
        cells = [np.argwhere(world.is_open) for world in worlds]
        cells = np.concatenate([np.insert(each, 0, place, axis=1) for place, each in enumerate(cells)])
        for _ in range(_STEPS):
            _step(worlds, cells, rng)
        _see_near(worlds)
        before, left = left, _count_open(worlds)
        idle = idle + 1 if left == before else 0
    return np.logical_or.reduce([world.is_open.any(axis=0) for world in worlds])


def _drop_alike(family: Family) -> Family:
    """The family with one alone of each set of hidden series that have the same counts: what one can be, all can."""
    hidden = np.isnan(family.shown).all(axis=1)
    first = {row.tobytes(): number for number, row in reversed(list(enumerate(family.true))) if hidden[number]}
    kept = ~hidden
    kept[list(first.values())] = True
    return Family(family.true[kept], family.shown[kept], family.base[kept])


class _World:
    """A truth of one family that fits all that is shown, what moves it admits, and the values of each count seen.

    ``up`` and ``down`` [series, from, to]: events more and fewer, two at most, that the totals from one boundary to
    before another may have; a stretch begins after the first boundary and may reach beyond the last.
    """

    def __init__(self, family: Family) -> None:
        self.family, self.true = family, family.true.copy()
        number = family.true.shape[1]
        self.up = np.zeros((len(self.true), number + 1, number + 1), dtype="int8")
        self.down = np.zeros_like(self.up)
        self.values = np.full((LEAST_VALUES, len(self.true), number, number), _NONE)
        self.values[0] = self._differ(np.arange(len(self.true)))
        self.count = np.ones(self.values.shape[1:], dtype="int8")
        self._pairs = np.triu(np.ones((number, number), dtype=bool), 1)
        self.measure(np.arange(len(self.true)))

    @property
    def is_open(self) -> NDArray:
        """The counts of which fewer than three values have been seen."""
        return self._pairs & (self.count < LEAST_VALUES)

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

    def see_near(self, is_there: NDArray, by: int) -> None:
        """Note the values, ``by`` from the true ones, of the counts for which a truth one step away has them."""
        rows = np.arange(len(self.true))
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


def _count_open(worlds: Sequence[_World]) -> int:
    return sum(int(np.count_nonzero(world.is_open)) for world in worlds)


def _see_near(worlds: Sequence[_World]) -> None:
    """See all truths that are one step of one or two events away from the true one."""
    for size in range(1, LEAST_VALUES):
        up, down = (_find_joint(worlds, size, *ways) for ways in (("up", "down"), ("down", "up")))
        for world, more, fewer in zip(worlds, up, down, strict=True):
            world.see_near(_gains(more) | _loses(fewer), size)
            world.see_near(_gains(fewer) | _loses(more), -size)


def _find_joint(worlds: Sequence[_World], size: int, way: str, against: str) -> list[NDArray]:
    """Whether each series can move by ``size`` over each stretch, with others that make up for it: [series, from, to].

    Against a part go others of its list; the whole goes with it where each other list has parts that go along.
    """
    whole, *lists = worlds
    along = [np.minimum(getattr(one, way), size).sum(axis=0, dtype="int32") >= size for one in lists]
    with_whole = getattr(whole, way)[0] >= size
    found = [(with_whole & _all(along, with_whole.shape))[None]]
    for place, one in enumerate(lists):
        others = np.minimum(getattr(one, against), size)
        makes_up = others.sum(axis=0, dtype="int32") - others >= size
        together = with_whole & _all(along[:place] + along[place + 1 :], with_whole.shape)
        found.append((getattr(one, way) >= size) & (makes_up | together))
    return found


def _step(worlds: Sequence[_World], cells: NDArray, rng: np.random.Generator) -> None:
    """Move one of the counts [world, series, from, to] to a value not yet seen, with others that make up for it."""
    place, row, a, b = cells[rng.integers(len(cells))].tolist()
    if worlds[place].count[row, a, b] >= LEAST_VALUES:
        return
    seen = worlds[place].values[:, row, a, b] - int(worlds[place].true[row, b] - worlds[place].true[row, a])
    # The count grows as its later end goes up or its earlier one goes down; what was not seen is tried first.
    ways = [(by, is_later) for by in (1, -1) for is_later in (True, False)]
    for by, is_later in sorted(ways, key=lambda way: (way[0] in seen, rng.random())):
        stretch = (slice(a + 1, b + 1), slice(b + 1, None)) if is_later else (slice(1, a + 1), slice(a + 1, b + 1))
        how = ("up", "down", 1) if (by > 0) == is_later else ("down", "up", -1)
        choices = np.argwhere(_can_move(worlds, place, row, stretch, how[:2]))
        if len(choices):
            first, end = choices[rng.integers(len(choices))] + (stretch[0].start, stretch[1].start)
            _make(worlds, (place, row), (first, end), how, rng)
            return


def _can_move(
    worlds: Sequence[_World], place: int, row: int, stretch: tuple[slice, slice], ways: tuple[str, str]
) -> NDArray:
    """Whether the series can move by one over each of the stretches, with others that make up for it."""
    way, against = ways
    whole, *lists = worlds
    along = [(getattr(one, way)[:, *stretch] >= 1).any(axis=0) for at, one in enumerate(lists, 1) if at != place]
    own = getattr(worlds[place], way)[row, *stretch] >= 1
    together = _all([getattr(whole, way)[0, *stretch] >= 1, *along], own.shape)
    if not place:
        return own & together
    others = getattr(worlds[place], against)[:, *stretch] >= 1
    return own & (together | (others.sum(axis=0) - others[row] > 0))


def _make(
    worlds: Sequence[_World],
    moved: tuple[int, int],
    stretch: tuple[int, int],
    ways: tuple[str, str, int],
    rng: np.random.Generator,
) -> None:
    place, row = moved
    way, against, by = ways
    whole, *lists = worlds
    others = np.flatnonzero(getattr(worlds[place], against)[:, *stretch] >= 1) if place else np.array([], dtype=int)
    others = others[others != row]
    along = [np.flatnonzero(getattr(one, way)[:, *stretch] >= 1) for one in lists]
    can_whole = getattr(whole, way)[0, *stretch] >= 1 and all(
        len(parts) for at, parts in enumerate(along, start=1) if at != place
    )
    worlds[place].move(row, *stretch, by)
    if len(others) and not (can_whole and rng.random() < 0.3):
        worlds[place].move(int(rng.choice(others)), *stretch, -by)
        return
    if place:
        whole.move(0, *stretch, by)
    for at, parts in enumerate(along, start=1):
        if at != place:
            worlds[at].move(int(rng.choice(parts)), *stretch, by)


def _all(masks: Sequence[NDArray], shape: tuple[int, ...]) -> NDArray:
    return np.logical_and.reduce([np.ones(shape, dtype=bool), *masks])


def _gains(can: NDArray) -> NDArray:
    """For each pair of boundaries whether some stretch holds the later one and not the earlier: [series, from, to]."""
    number = can.shape[1] - 1
    # holds[series, first, b]: some stretch from ``first`` on ends after b.
    holds = np.logical_or.accumulate(can[:, :, ::-1], axis=2)[:, :number, ::-1][:, :, 1:]
    starts = np.arange(number)[:, None]
    latest = np.where(holds & _mask(number)[0], starts, -1).max(axis=1)
    return starts < latest[:, None, :]


def _loses(can: NDArray) -> NDArray:
    """For each pair of boundaries whether some stretch holds the earlier one and not the later."""
    number = can.shape[1] - 1
    # holds[series, a, end]: some stretch that ends before ``end`` begins at a or before it.
    holds = np.logical_or.accumulate(can, axis=1)[:, :number, :number]
    ends = np.arange(number)
    soonest = np.where(holds & (ends > ends[:, None]), ends, number).min(axis=2)
    return soonest[:, :, None] <= ends
