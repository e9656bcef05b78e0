"""The check before release: a feed's parts and their whole put together, so that no count is told to under three.

It looks for other truths that fit everything shown: an event more or fewer in a part over some months, and the whole
with it or another part against it. A count of which three values are not found so is taken as told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_VALUES = 3
"""Values that must stay possible for every count, whatever is put together."""
_TRIES, _SEED = 40, 2026
"""Steps without a further value after which no more are tried."""
_MOST_STEPS = 300
_NONE = np.iinfo(np.int64).min


@dataclass(frozen=True, eq=False)
class Family:
    """Series of one kind: true and shown running totals [series, boundary], null where not shown, and their blocks."""

    true: NDArray
    shown: NDArray
    base: NDArray


def find_unsafe(whole: Family, lists: Sequence[Family], is_settled: NDArray) -> list[int]:
    """The boundaries at which the whole's total must be withheld, so that every count keeps three values.

    ``lists``: each way in which the whole is parted. ``is_settled``: totals shown before, which stay as they are.
    """
    shown, withheld = whole.shown.copy(), []
    while not np.isnan(shown).all():
        told = find_told(Family(whole.true, shown, whole.base), lists)
        free = ~is_settled & ~np.isnan(shown[0])
        times = told.sum(axis=0) + told.sum(axis=1)
        ends = np.flatnonzero((times > 0) & free)
        if not len(ends):
            break
        # Those that most of the told counts begin or end at, the later first: half of them at a time.
        worst = ends[np.lexsort((ends, times[ends]))][-((len(ends) + 1) // 2) :]
        withheld += sorted(worst.tolist())
        shown[0, worst] = np.nan
    return withheld


def find_told(whole: Family, lists: Sequence[Family]) -> NDArray:
    """Whether the count between two boundaries, of any part or of the whole, has fewer than three values [from, to]."""
    worlds = [_World(family) for family in (whole, *lists)]
    _see_near(worlds)
    rng, idle = np.random.default_rng(_SEED), 0
    is_open = [world.is_open for world in worlds]
    left = sum(int(each.sum()) for each in is_open)
    for _ in range(_MOST_STEPS):
        if not left or idle >= _TRIES:
            break
        _step(worlds, is_open, rng)
        is_open = [world.is_open for world in worlds]
        before, left = left, sum(int(each.sum()) for each in is_open)
        idle = idle + 1 if left == before else 0
    return np.logical_or.reduce([each.any(axis=0) for each in is_open])


class _World:
    """A truth of one family that fits all that is shown, what moves it admits, and the values of each count seen."""

    def __init__(self, family: Family) -> None:
        self.family, self.true = family, family.true.copy()
        number = family.true.shape[1]
        self.up = np.zeros((len(self.true), number + 1, number + 1))
        self.down = np.zeros_like(self.up)
        self.values = np.full((LEAST_VALUES, len(self.true), number, number), _NONE)
        self.values[0] = self._differ(np.arange(len(self.true)))
        self.count = np.ones(self.values.shape[1:], dtype=int)
        self._pairs = np.triu(np.ones((number, number), dtype=bool), 1)
        self.measure(np.arange(len(self.true)))

    @property
    def is_open(self) -> NDArray:
        """The counts of which fewer than three values have been seen."""
        return self._pairs & (self.count < LEAST_VALUES)

    def _differ(self, rows: NDArray) -> NDArray:
        return (self.true[rows][:, None, :] - self.true[rows][:, :, None]).round().astype(np.int64)

    def measure(self, rows: NDArray) -> None:
        """Events more and fewer that each of ``rows`` may have from one boundary to before another, by itself."""
        true, shown, base = self.true[rows], self.family.shown[rows], self.family.base[rows]
        differ = true[:, None, :] - true[:, :, None]
        slack = shown[:, None, :] - shown[:, :, None] + base[:, None, None] - 1 - differ
        slack = np.where(np.isnan(slack), np.inf, slack)
        later = np.arange(1, slack.shape[1])
        # No month has fewer events than none.
        slack[:, later, later - 1] = np.minimum(slack[:, later, later - 1], -differ[:, later, later - 1])
        self.up[rows], self.down[rows] = _least_across(slack), _least_across(slack.transpose(0, 2, 1))

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
        self._note(rows, self._differ(rows) + by, is_there)

    def _note(self, rows: NDArray, value: NDArray, is_there: NDArray | bool) -> None:
        count = self.count[rows]
        is_new = (self.values[:, rows] != value).all(axis=0) & (count < LEAST_VALUES) & is_there
        part, first, last = np.nonzero(is_new)
        self.values[count[is_new], rows[part], first, last] = value[is_new]
        self.count[rows] = count + is_new


def _least_across(slack: NDArray) -> NDArray:
    """The least slack from a boundary outside to one inside, for each stretch [first, after the last); none from 0."""
    number = slack.shape[1]
    before = np.minimum.accumulate(slack, axis=1)
    after = np.minimum.accumulate(slack[:, ::-1], axis=1)[:, ::-1]
    least = np.full((len(slack), number + 1, number + 1), -np.inf)
    for first in range(1, number):
        least[:, first, first + 1 :] = np.minimum.accumulate(before[:, first - 1, first:], axis=1)
    for end in range(2, number):
        inside = np.minimum.accumulate(after[:, end, end - 1 : 0 : -1], axis=1)[:, ::-1]
        least[:, 1:end, end] = np.minimum(least[:, 1:end, end], inside)
    return least


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
    along = [np.clip(getattr(one, way), 0, size).sum(axis=0) >= size for one in lists]
    with_whole = getattr(whole, way)[0] >= size
    found = [(with_whole & _all(along, with_whole.shape))[None]]
    for place, one in enumerate(lists):
        others = np.clip(getattr(one, against), 0, size)
        makes_up = others.sum(axis=0) - others >= size
        together = with_whole & _all(along[:place] + along[place + 1 :], with_whole.shape)
        found.append((getattr(one, way) >= size) & (makes_up | together))
    return found


def _step(worlds: Sequence[_World], is_open: Sequence[NDArray], rng: np.random.Generator) -> None:
    """Move one count that is open up or down by one, with others that make up for it, where that can be."""
    place = rng.choice([at for at, each in enumerate(is_open) if each.any()])
    cells = np.argwhere(is_open[place])
    row, a, b = cells[rng.integers(len(cells))]
    way, against, by = (("up", "down", 1), ("down", "up", -1))[rng.integers(2)]
    if rng.random() < 0.5:
        stretch = (slice(a + 1, b + 1), slice(b + 1, None))
    else:
        stretch = (slice(1, a + 1), slice(a + 1, b + 1))
    choices = np.argwhere(_can_move(worlds, place, row, stretch, (way, against)))
    if len(choices):
        first, end = choices[rng.integers(len(choices))] + (stretch[0].start, stretch[1].start)
        _make(worlds, (place, row), (first, end), (way, against, by), rng)


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
    # reaches[series, first, b]: some stretch from ``first`` on holds b, that is, ends after it.
    reaches = np.logical_or.accumulate(can[:, :, ::-1], axis=2)[:, :, ::-1][:, :number, 1:]
    found = np.zeros((len(can), number, number), dtype=bool)
    for later in range(1, number):
        ways = reaches[:, 1 : later + 1, later][:, ::-1]
        found[:, :later, later] = np.logical_or.accumulate(ways, axis=1)[:, ::-1]
    return found


def _loses(can: NDArray) -> NDArray:
    """For each pair of boundaries whether some stretch holds the earlier one and not the later."""
    number = can.shape[1] - 1
    # begins[series, a, end]: some stretch that ends before ``end`` begins at a or before it.
    begins = np.logical_or.accumulate(can, axis=1)[:, :number]
    found = np.zeros((len(can), number, number), dtype=bool)
    for earlier in range(1, number):
        ways = begins[:, earlier, earlier + 1 : number]
        found[:, earlier, earlier + 1 :] = np.logical_or.accumulate(ways, axis=1)
    return found
