"""The attack on families of made-up worlds: what is shown becomes bounds, and programmes count the values left."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from tests.adversary.across import count_left_of_lists
from tests.adversary.lenses import UNBOUNDED, Afresh
from tests.adversary.made_worlds import make_world
from tests.adversary.old_rounding import round_afresh
from tests.adversary.score import LEAST_ACROSS, LEAST_WITHIN
from tests.adversary.together import Kin, share
from tests.adversary.within import close_bounds, empty_bounds
from tests.adversary.world_families import Rows, WorldFamily, list_families

FAMILIES = 200
_NODES, _MANY, _NODES_OF_MANY = 7, 60, 4
"""Month ends that a programme looks at, fewer of a family of many series: those of more would take minutes."""
_ROUNDS = 3


@dataclass(frozen=True)
class Told:
    """Periods of a family's series that are told: within the series, by the bounds of all, and by a programme."""

    name: str
    within: int
    by_bounds: int
    by_programme: int
    together: int
    """Of those that a programme tells how many the series by itself does not."""
    wrong: int
    """Periods whose truth the bounds leave out: a fault of the adversary."""

    @property
    def forbidden(self) -> int:
        """How often either limit of rule 3 was broken."""
        return self.within + self.by_bounds + self.by_programme


def draw_families(number: int) -> Iterator[WorldFamily]:
    """So many families, no two of which show the same."""
    seen: set[bytes] = set()
    for world in range(number):
        with TemporaryDirectory() as folder:
            made = make_world(world, Path(folder))
        for family in list_families(made):
            if len(seen) == number:
                return
            if family.digest not in seen:
                seen.add(family.digest)
                yield family


def attack_family(
    family: WorldFamily, rng: np.random.Generator, bounds: NDArray | None = None, most_nodes: int = _NODES
) -> Told:
    """What is told of a family, by what is shown of it; or by other ``bounds``, parts first and the whole last.

    ``most_nodes``: how many month ends its programme looks at.
    """
    rows = [*family.lists, family.whole]
    start, end = _span(rows)
    true = np.concatenate([one.true for one in rows])[:, start:end]
    slack = [int(base) - 1 for one in rows for base in one.base]
    if bounds is None:
        most = np.concatenate([bound_shown(one.shown[:, start:end], one.base) for one in rows])
    else:
        most, slack = bounds[:, start:end, start:end], [None] * len(true)
    sizes = [len(one.true) for one in family.lists]
    tight = _tighten(most, sizes)
    most_nodes = min(most_nodes, _NODES if len(true) < _MANY else _NODES_OF_MANY)
    nodes = np.ix_(range(len(most)), *[_choose_nodes(rows, start, end, most_nodes, rng)] * 2)
    told = count_left_of_lists(tight[nodes], rng, slack, sizes).forbidden
    return Told(
        family.name,
        within=int((_count_values(most) < LEAST_WITHIN).sum()),
        by_bounds=int((_count_values(tight) < LEAST_ACROSS).sum()),
        by_programme=int(told.sum()),
        together=int((told & (_count_values(most[nodes]) >= LEAST_ACROSS)).sum()),
        wrong=int((true[:, None, :] - true[:, :, None] > tight).sum()),
    )


def attack_worlds(number: int) -> list[Told]:
    """What is told of each of so many different families."""
    families = enumerate(draw_families(number))
    return [attack_family(family, np.random.default_rng([2026, place])) for place, family in families]


def bound_shown(shown: NDArray, base: NDArray) -> NDArray:
    """What the shown totals of each series say of every period: [series, from, to]."""
    figure = shown[:, None, :] - shown[:, :, None]
    slack = (base - 1)[:, None, None]
    is_told = ~np.isnan(figure) & np.triu(np.ones(figure.shape[1:], dtype=bool), 1)
    return _bound(np.where(is_told, figure - slack, 0), np.where(is_told, figure + slack, UNBOUNDED))


def bound_afresh(family: WorldFamily, hide_up_to: int) -> NDArray:
    """What the old rounding said of every period of each series: each query of a list hidden and rounded by itself."""
    lens, bounds = Afresh(hide_up_to), []
    for rows in (*family.lists, family.whole):
        true = rows.true[:, None, :] - rows.true[:, :, None]
        least, most = np.zeros(true.shape, dtype=int), np.full(true.shape, UNBOUNDED)
        for first, last in zip(*np.triu_indices(true.shape[1], 1), strict=True):
            least[:, first, last], most[:, first, last] = lens.read(*round_afresh(true[:, first, last], hide_up_to))
        bounds.append(_bound(least, most))
    return np.concatenate(bounds)


def describe(told: list[Told]) -> str:
    """In lines, for a report."""
    kinds = ", ".join(f"{name} {number}" for name, number in sorted(Counter(one.name for one in told).items()))
    within, bounds, programme, wrong = (
        sum(getattr(one, name) for one in told) for name in ("within", "by_bounds", "by_programme", "wrong")
    )
    return (
        f"made-up worlds: {len(told):,} different families ({kinds})\n"
        f"made-up worlds: {within:,} periods under five values within a series; under three values {bounds:,} by "
        f"bounds, {programme:,} by a mixed-integer programme of each family; {wrong:,} wrong"
    )


def _bound(least: NDArray, most: NDArray) -> NDArray:
    """The bounds of every period from its least and its most, put together within each series."""
    after = np.triu(np.ones(most.shape[1:], dtype=bool), 1)
    bounds = empty_bounds(*most.shape[:2])
    bounds = np.where(after, np.minimum(bounds, most), bounds)
    at_least = np.maximum(least, 0).transpose(0, 2, 1)
    return close_bounds(np.where(after.T, np.minimum(bounds, -at_least), bounds)).astype(int)


def _count_values(most: NDArray) -> NDArray:
    """How many values each period can have by its bounds; very many where it ends before it starts."""
    values = most + most.transpose(0, 2, 1) + 1
    return np.where(np.triu(np.ones(values.shape[1:], dtype=bool), 1), values, UNBOUNDED)


def _tighten(most: NDArray, sizes: list[int]) -> NDArray:
    """The bounds that follow of all series from those of each: every list adds up to the whole."""
    tight, ends = most.copy(), np.cumsum([0, *sizes])
    kin = [Kin(len(most) - 1, tuple(range(start, end)), False) for start, end in zip(ends[:-1], ends[1:], strict=True)]
    for _ in range(_ROUNDS):
        for one in kin:
            share(tight, one)
        tight = close_bounds(tight)
    return tight


def _span(rows: list[Rows]) -> tuple[int, int]:
    """From which boundary to before which anything is shown."""
    shown = np.flatnonzero(np.logical_or.reduce([(~np.isnan(one.shown)).any(axis=0) for one in rows]))
    return int(shown[0]), int(shown[-1]) + 1


def _choose_nodes(rows: list[Rows], start: int, end: int, most: int, rng: np.random.Generator) -> NDArray:
    """Month ends for a programme, ``most`` at most, sooner those at which more series are shown."""
    shown = sum((~np.isnan(one.shown[:, start:end])).sum(axis=0) for one in rows) + 0.1
    return np.sort(rng.choice(end - start, min(end - start, most), replace=False, p=shown / shown.sum()))
