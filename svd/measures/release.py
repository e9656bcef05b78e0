"""The check before release: a feed's parts and their whole put together, so that no count is told to under three.

It looks for other truths that fit everything shown: an event more or fewer in a part over some months, and the whole
with it or another part against it. A count of which three values are not found so is taken as told.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from svd.measures.worlds import LEAST_VALUES, Family, World, drop_alike, gains, loses

_STEPS, _IDLE_ROUNDS, _MOST_ROUNDS, _SEED = 24, 6, 100, 2026
"""Steps to a further truth, from which all near ones are seen; rounds without a further value that end the search."""


def find_unsafe(whole: Family, lists: Sequence[Family], is_settled: NDArray, hides: int = 0) -> list[int]:
    """The boundaries at which the whole's total must be withheld, so that every count keeps three values.

    ``lists``: each way in which the whole is parted. ``is_settled``: totals shown before, which stay as they are.
    ``hides``: the number of the list, from 1, that is withheld instead; what is told without it is not its fault, and
    only counts between boundaries that are shown are looked at, for there are many series.
    """
    # What was found possible stays so, the more is withheld.
    worlds, withheld = _imagine(whole, lists, looks_between=not hides), []
    anyhow = None
    while (free := ~is_settled & ~np.isnan(worlds[hides].family.shown).all(axis=0)).any():
        told = _search(worlds)
        if hides and told.any():
            anyhow = _find_told_without(whole, lists, hides) if anyhow is None else anyhow
            told = _unite([world.is_open & ~known for world, known in zip(worlds, anyhow, strict=True)])
        times = told.sum(axis=0) + told.sum(axis=1)
        ends = np.flatnonzero((times > 0) & free)
        if not len(ends):
            break
        # Those that most of the told counts begin or end at, the later first: half of them at a time.
        worst = ends[np.lexsort((ends, times[ends]))][-((len(ends) + 1) // 2) :]
        withheld += sorted(worst.tolist())
        worlds[hides].hide(worst)
    return withheld


def _find_told_without(whole: Family, lists: Sequence[Family], number: int) -> list[NDArray]:
    """Which counts, series by series of the whole and each list, are told where nothing of one list is shown."""
    worlds = _imagine(whole, lists, looks_between=False)
    worlds[number].hide(np.arange(worlds[number].true.shape[1]))
    _search(worlds)
    return [world.is_open for world in worlds]


def find_told(whole: Family, lists: Sequence[Family]) -> NDArray:
    """Whether the count between two boundaries, of any part or of the whole, has fewer than three values [from, to]."""
    return _search(_imagine(whole, lists))


def _imagine(whole: Family, lists: Sequence[Family], *, looks_between: bool = True) -> "list[World]":
    return [World(drop_alike(family), looks_between=looks_between) for family in (whole, *lists)]


def _search(worlds: "Sequence[World]") -> NDArray:
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
    return _unite([world.is_open for world in worlds])


def _unite(told: Sequence[NDArray]) -> NDArray:
    """Whether any series' count between two boundaries is told [from, to]."""
    return np.logical_or.reduce([each.any(axis=0) for each in told])


def _count_open(worlds: Sequence[World]) -> int:
    return sum(int(world.left.sum()) for world in worlds)


def _see_near(worlds: Sequence[World]) -> None:
    """See all truths that are one step of one or two events away from the true one."""
    for size in range(1, LEAST_VALUES):
        rows = [world.open_rows for world in worlds]
        up, down = (_find_joint(worlds, rows, size, *ways) for ways in (("up", "down"), ("down", "up")))
        for world, own, more, fewer in zip(worlds, rows, up, down, strict=True):
            if len(own):
                world.see_near(own, gains(more) | loses(fewer), size)
                world.see_near(own, gains(fewer) | loses(more), -size)


def _find_joint(worlds: Sequence[World], rows: Sequence[NDArray], size: int, way: str, against: str) -> list[NDArray]:
    """Whether each of the series can move by ``size`` over each stretch, with others that make up for it.

    Against a part go others of its list; the whole goes with it where each other list has parts that go along.
    ``rows``: of each world the series asked about. Gives of each [series, from, to].
    """
    whole, *lists = worlds
    along = [one.add_up(way, size) >= size for one in lists]
    with_whole = getattr(whole, way)[0] >= size
    found = [(with_whole & _all(along, with_whole.shape))[None][rows[0]]]
    for place, (one, own) in enumerate(zip(lists, rows[1:], strict=True)):
        makes_up = one.add_up(against, size) - np.minimum(getattr(one, against)[own], size) >= size
        together = with_whole & _all(along[:place] + along[place + 1 :], with_whole.shape)
        found.append((getattr(one, way)[own] >= size) & (makes_up | together))
    return found


def _step(worlds: Sequence[World], cells: NDArray, rng: np.random.Generator) -> None:
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
        can = _can_move(worlds, place, row, stretch, how[:2])
        choices = can.ravel().nonzero()[0]
        if len(choices):
            first, end = divmod(int(choices[rng.integers(len(choices))]), can.shape[1])
            _make(worlds, (place, row), (first + stretch[0].start, end + stretch[1].start), how, rng)
            return


def _can_move(
    worlds: Sequence[World], place: int, row: int, stretch: tuple[slice, slice], ways: tuple[str, str]
) -> NDArray:
    """Whether the series can move by one over each of the stretches, with others that make up for it."""
    way, against = ways
    whole, *lists = worlds
    own = getattr(worlds[place], way)[row, *stretch] > 0
    if not own.any():
        return own
    together = getattr(whole, way)[0, *stretch] > 0
    for at, one in enumerate(lists, 1):
        if at != place:
            together &= one.add_up(way, 1)[stretch] > 0
    if not place:
        return own & together
    others = worlds[place].add_up(against, 1)[stretch] > (getattr(worlds[place], against)[row, *stretch] > 0)
    return own & (together | others)


def _make(
    worlds: Sequence[World],
    moved: tuple[int, int],
    stretch: tuple[int, int],
    ways: tuple[str, str, int],
    rng: np.random.Generator,
) -> None:
    place, row = moved
    way, against, by = ways
    whole, *lists = worlds
    others = getattr(worlds[place], against)[:, *stretch].nonzero()[0] if place else np.array([], dtype=int)
    others = others[others != row]
    along = [getattr(one, way)[:, *stretch].nonzero()[0] for one in lists]
    can_whole = getattr(whole, way)[0, *stretch] > 0 and all(
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
