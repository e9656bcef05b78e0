"""Series together, quickly: what a whole and its other parts say of a part, until nothing more follows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tests.adversary.counted import Counted
from tests.adversary.lenses import UNBOUNDED
from tests.adversary.spots import CELL, HOURS, NOWHERE, WARD, find_list
from tests.adversary.truth import NO_WARD
from tests.adversary.within import Series, Solved, close_bounds

_ROUNDS = 4


@dataclass(frozen=True)
class Kin:
    """A whole and its parts, as places among the series; ``has_rest``: there is a part that no answer is of."""

    whole: int
    parts: tuple[int, ...]
    has_rest: bool


def find_kin(
    series: Sequence[Series], area: str, categories: dict[str, set[str]], asked: Collection[Series] = ()
) -> list[Kin]:
    """The families: an area and its wards, its cells, its hours; all ages and each, a group of categories and each.

    ``categories``: those of each source; ``asked``: all that any answer is of, some of which tell nothing and so are a
    rest. A family with fewer than two parts tells nothing.
    """
    number = {one: place for place, one in enumerate(series)}
    wards = {place for _, place in asked if find_list(place, area) == WARD}
    every = {*asked, *((counted, ward) for counted in dict(asked) for ward in wards)}
    untold = {(one[0], find_list(one[1], area)) for one in every - set(number)}
    kin = [one for whole in series for one in _families_of(whole, number, area, categories, untold)]
    return [one for one in kin if len(one.parts) > 1]


def tighten(solved: Solved, kin: Sequence[Kin]) -> Solved:
    """The same series with bounds that hold across families too."""
    most = solved.most.copy()
    for _ in range(_ROUNDS):
        before = most.copy()
        for one in kin:
            share(most, one)
        most = close_bounds(most)
        if np.array_equal(before, most):
            break
    return replace(solved, most=most)


def share(most: NDArray, kin: Kin) -> None:
    """Bounds of P[b] - P[a] for a < b, and of its opposite, so that sums of upper bounds serve for both."""
    parts = list(kin.parts)
    upper = np.triu(np.ones(most.shape[1:], dtype=bool), 1)
    total = most[parts].sum(axis=0)
    is_known = upper.T if kin.has_rest else upper | upper.T
    # A part that no answer is of may add to the whole: then the parts bound the whole from below alone.
    most[kin.whole] = np.where(is_known, np.minimum(most[kin.whole], total), most[kin.whole])
    opposite = most[kin.whole] + total.T[None] - most[parts].transpose(0, 2, 1)
    may_bound = upper if kin.has_rest else upper | upper.T
    most[parts] = np.where(may_bound, np.minimum(most[parts], opposite), most[parts])
    np.minimum(most, UNBOUNDED, out=most)


def _families_of(
    whole: Series,
    number: dict[Series, int],
    area: str,
    categories: dict[str, set[str]],
    untold: set[tuple[Counted, str]],
) -> Iterator[Kin]:
    counted, place = whole
    if place == area:
        for name in (WARD, CELL, HOURS):
            parts = [series for series in number if series[0] == counted and find_list(series[1], area) == name]
            is_all = any(series[1] == NO_WARD or series[1].endswith(NOWHERE) for series in parts)
            yield _name_kin(whole, parts, number, has_rest=not is_all or (counted, name) in untold)
    if counted.ages is None or len(counted.ages) > 1:
        bands = [(replace(counted, ages=frozenset({band})), place) for band in counted.ages or _bands(number, counted)]
        yield _name_kin(whole, bands, number, has_rest=counted.ages is None)
    if counted.offences is None or len(counted.offences) > 1:
        named = counted.offences or categories[counted.source]
        singles = [(replace(counted, offences=frozenset({offence})), place) for offence in named]
        yield _name_kin(whole, singles, number, has_rest=counted.offences is None)


def _bands(number: dict[Series, int], counted: Counted) -> set[str]:
    known = {series[0].ages for series in number if series[0].source == counted.source}
    return {band for ages in known if ages is not None for band in ages}


def _name_kin(whole: Series, parts: Sequence[Series], number: dict[Series, int], *, has_rest: bool) -> Kin:
    known = tuple(number[one] for one in parts if one in number)
    return Kin(number[whole], known, has_rest or len(known) < len(parts))
