"""The check before release: a feed's parts and their whole put together, so that no count is told to under three.

It looks for other truths that fit everything shown: one event more or fewer in a part over some months, and the whole
with it or another part against it. A count for which none is found both ways is taken as told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_VALUES = 3
"""Values that must stay possible for every count, whatever is put together."""


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
    moves = [find_moves(one) for one in lists]
    shown, withheld = whole.shown.copy(), []
    while not np.isnan(shown).all():
        told = find_told(find_moves(Family(whole.true, shown, whole.base)), moves)
        free = ~is_settled & ~np.isnan(shown[0])
        ends = np.flatnonzero((told.any(axis=0) | told.any(axis=1)) & free)
        if not len(ends):
            break
        withheld.append(int(ends[-1]))
        shown[0, ends[-1]] = np.nan
    return withheld


@dataclass(frozen=True, eq=False)
class Moves:
    """Events more (``up``) and fewer (``down``) that each series may have over a stretch, all shown of it as it is.

    By series, first boundary and the boundary after the last.
    """

    up: NDArray
    down: NDArray


def find_moves(family: Family) -> Moves:
    """The moves of each series by itself: within its blocks, and with no month under zero."""
    differ = family.true[:, None, :] - family.true[:, :, None]
    with np.errstate(invalid="ignore"):
        slack = family.shown[:, None, :] - family.shown[:, :, None] + family.base[:, None, None] - 1 - differ
    slack = np.where(np.isnan(slack), np.inf, slack)
    later = np.arange(1, slack.shape[1])
    slack[:, later, later - 1] = np.minimum(slack[:, later, later - 1], -differ[:, later, later - 1])
    return Moves(_least_across(slack), _least_across(slack.transpose(0, 2, 1)))


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


def find_told(whole: Moves, lists: Sequence[Moves]) -> NDArray:
    """Whether the count between two boundaries, of any part or of the whole, has fewer than three values [from, to]."""
    number = whole.up.shape[1] - 1
    values = [np.ones((sum(len(one.up) for one in lists) + 1, number, number), dtype=int)]
    for size in range(1, LEAST_VALUES):
        up, down = (_find_joint(whole, lists, size, *ways) for ways in (("up", "down"), ("down", "up")))
        for one, other in ((up, down), (down, up)):
            values.append(np.array([_gains(a) | _loses(b) for a, b in zip(one, other, strict=True)]).astype(int))
    return np.triu((np.sum(values, axis=0) < LEAST_VALUES).any(axis=0), 1)


def _find_joint(whole: Moves, lists: Sequence[Moves], size: int, way: str, against: str) -> list[NDArray]:
    """Whether each part, and last the whole, can move by ``size`` over each stretch with others that make up for it.

    Against a part go others of its list; the whole goes with it where each other list has parts that go along.
    """
    along = [np.clip(getattr(one, way), 0, size).sum(axis=0) >= size for one in lists]
    with_whole = getattr(whole, way)[0] >= size
    found = []
    for place, one in enumerate(lists):
        others = np.clip(getattr(one, against), 0, size)
        makes_up = others.sum(axis=0) - others >= size
        together = with_whole & _all(along[:place] + along[place + 1 :], with_whole.shape)
        found += list((getattr(one, way) >= size) & (makes_up | together))
    return [*found, with_whole & _all(along, with_whole.shape)]


def _all(masks: Sequence[NDArray], shape: tuple[int, ...]) -> NDArray:
    return np.logical_and.reduce([np.ones(shape, dtype=bool), *masks])


def _gains(can: NDArray) -> NDArray:
    """For each pair of boundaries whether some stretch holds the later one and not the earlier."""
    number = len(can) - 1
    # reaches[first, b]: some stretch from ``first`` on holds b, that is, ends after it.
    reaches = np.logical_or.accumulate(can[:, ::-1], axis=1)[:, ::-1][:number, 1:]
    found = np.zeros((number, number), dtype=bool)
    for later in range(1, number):
        # Some first boundary in (earlier, later].
        found[:later, later] = np.logical_or.accumulate(reaches[1 : later + 1, later][::-1])[::-1]
    return found


def _loses(can: NDArray) -> NDArray:
    """For each pair of boundaries whether some stretch holds the earlier one and not the later."""
    number = len(can) - 1
    # begins[a, end]: some stretch that ends before ``end`` begins at a or before it.
    begins = np.logical_or.accumulate(can, axis=0)[:number]
    found = np.zeros((number, number), dtype=bool)
    for earlier in range(1, number):
        # Some end in (earlier, later].
        found[earlier, earlier + 1 :] = np.logical_or.accumulate(begins[earlier, earlier + 1 : number])
    return found
