"""The mixed-integer programme of a family: whole-numbered running totals that fit all answers, and add up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from tests.adversary.lenses import UNBOUNDED
from tests.adversary.within import close_bounds

_NEAR = 1e-6
_MOST_COUNT = 10**5
"""Above every running total of a family: keeps the programme bounded."""


@dataclass(frozen=True)
class Edges:
    """A series' bounds as rows (from, to, most): P[to] - P[from] <= most; nodes from ``nodes`` on are hubs.

    A hub stands for the unknown start of a rounded running total: with it a few bounds say what all periods do.
    """

    nodes: int
    hubs: int
    rows: NDArray


def make_edges(most: NDArray, slack: int | None = None) -> Edges:
    """The bounds of one closed series: one by one, or by a hub where it is a rounded running total of that ``slack``.

    There P[b] - P[a] <= Q[b] - Q[a] + slack for all a and b, and no running total falls.
    """
    nodes = len(most)
    if slack is not None and most[0, -1] < UNBOUNDED // 2:
        shown = np.concatenate([[0], most[0, 1:] - slack])
        rows = [(node, nodes, -shown[node]) for node in range(nodes)]
        rows += [(nodes, node, shown[node] + slack) for node in range(nodes)]
        rows += [(node + 1, node, 0) for node in range(nodes - 1)]
        edges = Edges(nodes, 1, np.array(rows, dtype=int))
        if np.array_equal(_close_edges(edges), most):
            return edges
    return Edges(nodes, 0, _needed_rows(most))


def differ(totals: NDArray) -> NDArray:
    """The count of each series in each period: from month end a to month end b."""
    return totals[:, None, :] - totals[:, :, None]


class Programme:
    """Its unknowns: the running totals of the parts, list after list, then of the whole, then the hubs.

    ``sizes``: how many parts each list has that adds up to the whole; one list of all where there are none.
    """

    def __init__(self, most: NDArray, slacks: Sequence[int | None], sizes: Sequence[int] = ()) -> None:
        self.series, self.nodes = most.shape[:2]
        self._sizes = sizes or [self.series - 1]
        self.free = self.series * self.nodes
        edges = [make_edges(one, slack) for one, slack in zip(most, slacks, strict=True)]
        self._size = self.free + sum(one.hubs for one in edges)
        self._constraints = [self._limit(edges), self._add_up()]
        lower, upper = np.zeros(self._size), np.full(self._size, float(_MOST_COUNT))
        lower[self.free :] = -_MOST_COUNT
        upper[np.arange(self.series) * self.nodes] = 0
        self._bounds = Bounds(lower, upper)

    def solve(self, cost: NDArray, fixed: tuple[NDArray, int] | None = None) -> NDArray | None:
        """The running totals of the truth of least ``cost`` that fits; None where no truth has the ``fixed`` value."""
        constraints = list(self._constraints)
        if fixed is not None:
            constraints.append(LinearConstraint(self._pad(fixed[0])[None, :], fixed[1], fixed[1]))
        # Without the demand for whole numbers it is solved much sooner, and its corners are mostly whole.
        for whole_numbers in (0, 1):
            demand = np.full(self._size, whole_numbers)
            result = milp(self._pad(cost), integrality=demand, bounds=self._bounds, constraints=constraints)
            if result.x is None:
                assert fixed is not None, f"no truth fits these answers: {result.message}"
                return None
            totals = result.x[: self.free].reshape(self.series, self.nodes)
            if np.abs(totals - np.rint(totals)).max() < _NEAR:
                break
        return np.rint(totals).astype(int)

    def row(self, cell: tuple[int, int, int]) -> NDArray:
        """The count of one period as a row of the programme."""
        row = np.zeros(self.free)
        row[cell[0] * self.nodes + cell[2]], row[cell[0] * self.nodes + cell[1]] = 1, -1
        return row

    def _pad(self, row: NDArray) -> NDArray:
        return np.concatenate([row, np.zeros(self._size - len(row))])

    def _limit(self, edges: Sequence[Edges]) -> LinearConstraint:
        hub, low, high, most = self.free, [], [], []
        for place, one in enumerate(edges):
            ends = one.rows[:, :2]
            ends = np.where(ends < self.nodes, ends + place * self.nodes, ends - self.nodes + hub)
            low.append(ends[:, 0])
            high.append(ends[:, 1])
            most.append(one.rows[:, 2])
            hub += one.hubs
        columns = np.concatenate([*low, *high])
        rows = len(columns) // 2
        entries = np.repeat([-1.0, 1.0], rows)
        matrix = coo_array((entries, (np.tile(np.arange(rows), 2), columns)), shape=(rows, self._size)).tocsr()
        return LinearConstraint(matrix, -np.inf, np.concatenate(most))

    def _add_up(self) -> LinearConstraint:
        """Each list adds up to the whole at every month end: a row of the programme for each list and month end."""
        number = np.repeat(np.arange(len(self._sizes)), self._sizes)
        ends, lists = np.arange(self.nodes), np.arange(len(self._sizes))
        rows = [(number[:, None] * self.nodes + ends).ravel(), (lists[:, None] * self.nodes + ends).ravel()]
        whole = np.tile(self.free - self.nodes + ends, len(lists))
        columns = np.concatenate([np.arange(self.free - self.nodes), whole])
        entries = np.repeat([1.0, -1.0], [len(columns) - len(whole), len(whole)])
        shape = (len(lists) * self.nodes, self._size)
        matrix = coo_array((entries, (np.concatenate(rows), columns)), shape=shape).tocsr()
        return LinearConstraint(matrix, 0, 0)


def _close_edges(edges: Edges) -> NDArray:
    size = edges.nodes + edges.hubs
    bounds = np.full((1, size, size), UNBOUNDED)
    bounds[0, np.arange(size), np.arange(size)] = 0
    np.minimum.at(bounds[0], (edges.rows[:, 0], edges.rows[:, 1]), edges.rows[:, 2])
    return close_bounds(bounds)[0, : edges.nodes, : edges.nodes]


def _needed_rows(most: NDArray) -> NDArray:
    """The bounds that follow from no two others; all where some are exact, so that each follows from another."""
    itself = np.eye(len(most), dtype=bool)
    through = np.where(itself[:, :, None] | itself[None, :, :], 4 * UNBOUNDED, most[:, :, None] + most[None, :, :])
    is_bound = ~itself & (most < UNBOUNDED // 2)
    needed = is_bound & (most < through.min(axis=1))
    rows = _list_rows(most, needed)
    closes = np.array_equal(_close_edges(Edges(len(most), 0, rows))[is_bound], most[is_bound])
    return rows if closes else _list_rows(most, is_bound)


def _list_rows(most: NDArray, wanted: NDArray) -> NDArray:
    low, high = np.nonzero(wanted)
    return np.column_stack([low, high, most[low, high]]).astype(int)
