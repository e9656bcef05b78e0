"""Figures of an indicator from the partners' own returns: a flow over the periods that fit, or the latest level."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue.declarations import Indicator
from svd.measures.cube import Cube
from svd.measures.protect import variance_of
from svd.measures.question import By
from svd.measures.recipe import name_extracts
from svd.measures.result import INCOMPLETE, MISSING, OK, SUPPRESSED

_OLDEST_MONTHS = 24


@dataclass(frozen=True, eq=False)
class Periods:
    """The returns of one indicator for one place, by their periods' ends; months are numbered from the cube's first."""

    first: NDArray
    last: NDArray
    start: NDArray
    end: NDArray
    rest_start: NDArray
    rest_end: NDArray
    denominator: NDArray
    is_hidden: NDArray
    extract: tuple[str, ...]
    base: float

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The first and last month of each period."""
        return list(zip(self.first.tolist(), self.last.tolist(), strict=True))

    @cached_property
    def is_shown(self) -> list[bool]:
        """Of each period, whether a total is shown at its end."""
        return (~np.isnan(self.end)).tolist()


def read_periods(cube: Cube, indicator: str) -> dict[str, Periods]:
    """The indicator's returns by ward code, the whole area's under ""; read once for the cube."""
    if "periods" not in cube.worked_out:
        table = cube.tables["returns"]
        named = table.assign(place=table["ward_code"].fillna(""))
        found: dict[str, dict[str, Periods]] = {}
        for (name, place), part in named.groupby(["indicator", "place"], sort=False):
            found.setdefault(name, {})[place] = _read(cube, part)
        cube.worked_out["periods"] = found
    return cube.worked_out["periods"].get(indicator, {})


def _read(cube: Cube, rows: pd.DataFrame) -> Periods:
    rows = rows.sort_values(["period_to", "period_from"])
    numbers = ("start", "end", "rest_start", "rest_end", "denominator")
    return Periods(
        first=np.array([cube.at(month) for month in rows["period_from"]]),
        last=np.array([cube.at(month) for month in rows["period_to"]]),
        is_hidden=rows["is_hidden"].to_numpy(bool),
        extract=tuple(rows["extract"]),
        base=float(rows["base"].iloc[0]),
        **{name: rows[name].to_numpy(float) for name in numbers},
    )


def count_returned(
    cube: Cube, indicator: Indicator, codes: Sequence[str], bounds: tuple[int, int], by: By
) -> list[dict]:
    """A dictionary a figure, with the names of ``counted.COLUMNS``, ``start`` and ``end`` as boundaries.

    ``codes``: the places asked for, "" for the whole area. By month a row a returned period that ends inside the
    months; else the returns as many months long as those asked for that ended last, or one where none is so short.
    """
    by_place = read_periods(cube, indicator.id)
    rows = []
    for place, code in enumerate(codes):
        held = by_place.get(code)
        if by in ("month", "ward_month"):
            rows += [] if held is None and by == "ward_month" else _list_steps(held, indicator, bounds, place)
        else:
            rows.append(_pool(held, indicator, bounds) | {"place": place})
    return rows


def _list_steps(held: Periods | None, indicator: Indicator, bounds: tuple[int, int], place: int) -> list[dict]:
    """A row a returned period; of monthly returns a row a month, and of a coarser shown series a row a step of it."""
    first, last = bounds[0], bounds[1] - 1
    inside = [] if held is None else np.flatnonzero((held.last >= first) & (held.last <= last)).tolist()
    if indicator.frequency != "month" or _is_coarse(held):
        if held is not None and _is_coarse(held):
            return [row | {"place": place} for row in _list_shown(held, indicator, inside)]
        return [_describe(held, indicator, [row]) | {"place": place} for row in inside]
    of_month = {int(held.last[row]): row for row in inside} if held is not None else {}
    return [
        (_describe(held, indicator, [of_month[month]]) if month in of_month else _nothing(month, month + 1))
        | {"place": place}
        for month in range(first, last + 1)
    ]


def _is_coarse(held: Periods | None) -> bool:
    """Whether the series is shown by steps longer than its periods."""
    if held is None or held.base == 1:
        return False
    shown = ~np.isnan(held.end)
    return bool(shown.any() and not shown[~held.is_hidden].all())


def _list_shown(held: Periods, indicator: Indicator, inside: Sequence[int]) -> list[dict]:
    rows, begun = [], None
    for row in inside:
        begun = row if begun is None and not np.isnan(held.start[row]) else begun
        if begun is not None and not np.isnan(held.end[row]):
            rows.append(_describe(held, indicator, list(range(begun, row + 1))))
            begun = None
    return rows


def _pool(held: Periods | None, indicator: Indicator, bounds: tuple[int, int]) -> dict:
    used = [] if held is None else _find_used(held, indicator, bounds)
    return _describe(held, indicator, used) if used else _nothing(*bounds)


def _find_used(held: Periods, indicator: Indicator, bounds: tuple[int, int]) -> list[int]:
    """The periods of a flow that together are as long as the months asked for and ended last; of a stock the latest."""
    first, last = bounds[0], bounds[1] - 1
    spans = held.spans
    ended = [row for row, (_, ends) in enumerate(spans) if last - _OLDEST_MONTHS < ends <= last]
    if not ended:
        return []
    if indicator.calculation.is_stock:
        return [ended[-1]]
    end = next((row for row in reversed(ended) if held.is_shown[row]), ended[-1])
    length = last - first + 1
    begin = end
    for row in range(end - 1, -1, -1):
        begins, ends = spans[row]
        if ends >= spans[begin][0] or spans[end][1] - begins + 1 > length:
            break
        begin = row
    return _align(held, list(range(begin, end + 1)), end)


def _align(held: Periods, used: list[int], end: int) -> list[int]:
    """The periods from one shown total to another: fewer than ``used``, or more where those are within one step."""
    if held.base == 1:
        return used
    known = [row for row in used if not np.isnan(held.start[row])]
    if known:
        return list(range(known[0], end + 1))
    before = [row for row in range(used[0]) if not np.isnan(held.start[row])]
    return list(range(before[-1], end + 1)) if before else used


def _describe(held: Periods, indicator: Indicator, used: Sequence[int]) -> dict:
    first, last = used[0], used[-1]
    count, rest = held.end[last] - held.start[first], held.rest_end[last] - held.rest_start[first]
    is_share = indicator.calculation.form == "proportion"
    is_whole = not _has_gap(held, used)
    noise = variance_of(held.base) / (2 if indicator.calculation.is_stock else 1)
    return {
        "start": int(held.first[first]),
        "end": int(held.last[last]) + 1,
        "count": count,
        "denominator": count + rest if is_share else held.denominator[last],
        "year": np.nan,
        "noise": noise,
        "rest_noise": noise if is_share else 0.0,
        "base": held.base,
        "dispersion": 1.0,
        "status": _judge(held, used, count, is_whole=is_whole),
        "is_complete": is_whole,
        "extract": name_extracts([held.extract[row] for row in used]),
        "share_placed": np.nan,
    }


def _judge(held: Periods, used: Sequence[int], count: float, *, is_whole: bool) -> str:
    if any(held.is_hidden[row] for row in used):
        return SUPPRESSED
    if held.base > 1 and not count > 0:
        return SUPPRESSED
    if np.isnan(count):
        return MISSING
    return OK if is_whole else INCOMPLETE


def _nothing(start: int, end: int) -> dict:
    nothing = dict.fromkeys(("count", "denominator", "year", "share_placed"), np.nan)
    beside = {"noise": 0.0, "rest_noise": 0.0, "base": 1.0, "dispersion": 1.0}
    beside |= {"status": MISSING, "is_complete": False, "extract": ""}
    return {"start": start, "end": end, **nothing, **beside}


def _has_gap(held: Periods, used: Sequence[int]) -> bool:
    """Whether a period is lacking between others; August, which lies between terms and is shorter, is none."""
    spans = [held.spans[row] for row in used]
    shortest = min(last - first + 1 for first, last in spans)
    return any(after[0] - before[1] - 1 >= shortest for before, after in pairwise(spans))
