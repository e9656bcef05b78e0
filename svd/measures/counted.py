"""Raw figures of many indicators of facts at once, from their recipes: slices of running totals, and residents."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from svd.measures.cube import AREA, NOWHERE, Cube
from svd.measures.denominators import Residents
from svd.measures.question import By
from svd.measures.receipts import BEARABLE
from svd.measures.recipe import Recipe, name_extracts
from svd.measures.result import CUT_SHORT, INCOMPLETE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED
from svd.measures.windows import find_window, list_steps

COLUMNS = (
    "number",
    "place",
    "start",
    "end",
    "count",
    "denominator",
    "year",
    "noise",
    "rest_noise",
    "base",
    "dispersion",
    "status",
    "is_complete",
    "extract",
    "share_placed",
)
"""``number``: of the indicator; ``place``: of its area; ``start`` and ``end``: boundaries of its months."""
_MOST_STACKS = 6


@dataclass(frozen=True, eq=False)
class Rows:
    """Which figures are asked for: the recipe's number, its place and the boundaries, a row a figure."""

    number: NDArray
    place: NDArray
    start: NDArray
    end: NDArray
    first: NDArray
    last: NDArray
    """The boundaries asked for, which may lie outside what was received; ``start`` and ``end`` never do."""


def count_recipes(
    cube: Cube, recipes: Sequence[Recipe], residents: Sequence[Residents | None], bounds: tuple[int, int], by: By
) -> dict[str, NDArray]:
    """COLUMNS of the recipes' figures for the months between the bounds: by ward also of what has no known ward."""
    found = take_rows(cube, recipes, residents, list_rows(cube, recipes, bounds, by), by)
    is_kept = ~((by == "ward") & (found["place"] == len(cube.wards)) & found["is_empty"])
    return {name: found[name][is_kept] for name in COLUMNS}


def list_rows(cube: Cube, recipes: Sequence[Recipe], bounds: tuple[int, int], by: By) -> Rows:
    """A row a figure of the level asked for, indicator by indicator, place by place."""
    wards = np.arange(len(cube.wards))
    places = {"ward": np.append(wards, len(wards)), "ward_month": wards}.get(by, np.array([len(wards) + 1]))
    if by == "month":
        windows = [list_steps(recipe, AREA, *bounds) for recipe in recipes]
    elif by == "ward_month":
        windows = [[(month, month + 1) for month in range(*bounds)]] * len(recipes)
    else:
        windows = [[_find_window(recipe, places if by == "ward" else [AREA], bounds)] for recipe in recipes]
    # Recipe by recipe, in it place by place, and of each place all windows.
    own = np.array([len(each) for each in windows], dtype=int)
    held = np.repeat(np.arange(len(recipes)), own * len(places))
    at = np.arange(len(held)) - np.repeat(np.cumsum(own * len(places)) - own * len(places), own * len(places))
    place, window = np.divmod(at, own[held])
    ends = np.array([window for each in windows for window in each], dtype=int).reshape(-1, 2)
    return _clip(held, places[place], ends[(np.cumsum(own) - own)[held] + window], len(cube.months))


def _find_window(recipe: Recipe, places: Sequence[int], bounds: tuple[int, int]) -> tuple[int, int]:
    if not recipe.is_protected:
        return bounds
    return find_window(recipe.shown[places], recipe.step[places], *bounds)


def _clip(number: NDArray, place: NDArray, ends: NDArray, months: int) -> Rows:
    inside = np.clip(ends, 0, months)
    return Rows(number, place, inside[:, 0], inside[:, 1], ends[:, 0], ends[:, 1])


def take_rows(
    cube: Cube, recipes: Sequence[Recipe], residents: Sequence[Residents | None], rows: Rows, by: By
) -> dict[str, NDArray]:
    """COLUMNS of the rows, and ``is_empty``: nothing was counted, nor anything that could not be used."""
    n, p, s, e = rows.number, rows.place, rows.start, rows.end
    stack = _find_stack(cube, recipes)
    count = stack.totals[n, p, e] - stack.totals[n, p, s]
    unknown = stack.unknown[n, p, e] - stack.unknown[n, p, s]
    whole = stack.whole[n, p, e] - stack.whole[n, p, s]
    people, year = _count_residents(residents, rows)
    has_whole = stack.has_whole[n]
    covered, complete, low = (array[n, e] - array[n, s] for array in (stack.covered, stack.complete, stack.low))
    asked = rows.last - rows.first
    is_complete = (covered == asked) & (complete == asked)
    found = {
        "number": n,
        "place": p,
        "start": rows.first,
        "end": rows.last,
        "count": count,
        "denominator": np.where(has_whole, whole, people),
        "dispersion": stack.dispersion[n, p],
        "year": np.where(has_whole, np.nan, year),
        "noise": stack.noise[n, p],
        "rest_noise": np.where(has_whole, np.maximum(stack.whole_noise[n, p] - stack.noise[n, p], 0), 0),
        "base": stack.base[n, p],
        "is_complete": is_complete,
        "share_placed": _share_placed(stack, rows),
    }
    is_shown = (count > 0) & ~(has_whole & ~(whole > 0))
    known = _Known(covered, is_complete, low > 0, unknown, count, is_shown)
    found["status"] = _judge(stack, rows, known, by)
    found["extract"] = name_all_extracts(cube, recipes, rows)
    found["is_empty"] = ~(np.nan_to_num(count) + unknown > 0)
    return found


class _Stack:
    """The recipes' arrays, one upon the other."""

    def __init__(self, recipes: Sequence[Recipe]) -> None:
        def stack(name: str) -> NDArray:
            return np.array([getattr(recipe, name) for recipe in recipes])

        self.totals, self.unknown, self.proven = stack("totals"), stack("unknown"), stack("proven")
        self.covered, self.complete, self.low = stack("covered"), stack("complete"), stack("low")
        self.base, self.noise, self.whole_noise = stack("base"), stack("noise"), stack("whole_noise")
        self.has_whole = np.array([recipe.whole is not None for recipe in recipes])
        self.whole = np.array([recipe.totals if recipe.whole is None else recipe.whole for recipe in recipes])
        self.is_protected, self.is_of_records = stack("is_protected"), stack("is_of_records")
        self.is_by_age, self.knows_age = stack("is_by_age"), stack("knows_age")
        self.dispersion = stack("dispersion")


def _find_stack(cube: Cube, recipes: Sequence[Recipe]) -> _Stack:
    """The recipes' arrays, laid upon one another once for those asked for last: the same are, whatever the period."""
    if "stacks" not in cube.worked_out:
        cube.worked_out["stacks"] = lru_cache(maxsize=_MOST_STACKS)(_Stack)
    return cube.worked_out["stacks"](tuple(recipes))


@dataclass(frozen=True, eq=False)
class _Known:
    covered: NDArray
    is_complete: NDArray
    is_low: NDArray
    unknown: NDArray
    count: NDArray
    is_shown: NDArray
    """The count, and what it is a share of, have reached a block."""


def _judge(stack: _Stack, rows: Rows, known: _Known, by: By) -> NDArray:
    """Each figure's status: what is protected is judged by what is shown of it alone."""
    n, p = rows.number, rows.place
    is_protected = stack.is_protected[n]
    is_ward = p < stack.totals.shape[1] + NOWHERE
    loose = stack.unknown[n, NOWHERE, rows.end] - stack.unknown[n, NOWHERE, rows.start]
    proven = stack.proven[n, p, rows.end] - stack.proven[n, p, rows.start]
    is_unproven = (known.count == 0) & ((proven < known.covered) | (is_ward & (loose > 0)) | (known.unknown > 0))
    bearable = np.where(stack.is_of_records[n], BEARABLE * (np.nan_to_num(known.count) + known.unknown), 0)
    is_low = ~known.is_complete | known.is_low | (known.unknown > bearable)
    is_without_age = stack.is_by_age[n] & (~stack.knows_age[n] | (is_protected & (by in ("ward", "ward_month"))))
    is_hidden = is_protected & ~known.is_shown
    is_cut = (
        is_hidden & np.isnan(known.count) & (known.covered == 1) & ~known.is_complete & (rows.last - rows.first == 1)
    )
    conditions = [is_without_age, known.covered == 0, is_cut, is_hidden, ~is_protected & is_unproven, is_low]
    words = [NOT_APPLICABLE, MISSING, CUT_SHORT, SUPPRESSED, MISSING, INCOMPLETE]
    return np.select(conditions, words, OK).astype(object)


def _share_placed(stack: _Stack, rows: Rows) -> NDArray:
    """Of a ward's figure the part of the area's events that any ward is known of; null where there are none."""
    n, s, e = rows.number, rows.start, rows.end
    loose, whole = (stack.totals[n, place, e] - stack.totals[n, place, s] for place in (NOWHERE, AREA))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.clip(1 - loose / whole, 0, 1)
    return np.where((rows.place < stack.totals.shape[1] + AREA) & (whole > 0), share, np.nan)


def _count_residents(residents: Sequence[Residents | None], rows: Rows) -> tuple[NDArray, NDArray]:
    people, year = np.full(len(rows.number), np.nan), np.full(len(rows.number), np.nan)
    distinct = {id(held): held for held in residents if held is not None}
    which = np.array([id(held) for held in residents])[rows.number]
    for name, held in distinct.items():
        own = np.flatnonzero(which == name)
        people[own], year[own] = held.between(rows.place[own], rows.start[own], rows.end[own])
    return people, year


def name_all_extracts(cube: Cube, recipes: Sequence[Recipe], rows: Rows) -> NDArray:
    """The extracts behind each row, in words; worked out once for each recipe and period."""
    names = np.empty(len(rows.number), dtype=object)
    width = len(cube.months) + 1
    distinct, place = np.unique((rows.number * width + rows.start) * width + rows.end, return_inverse=True)
    words = np.empty(len(distinct), dtype=object)
    for row, key in enumerate(distinct.tolist()):
        number, ends = divmod(key, width * width)
        found = recipes[number].extract[slice(*divmod(ends, width))]
        words[row] = _name(cube, tuple(sorted(set(found[found >= 0].tolist()))))
    names[:] = words[place.ravel()]
    return names


def _name(cube: Cube, numbers: tuple[int, ...]) -> str:
    key = ("extracts", numbers)
    if key not in cube.worked_out:
        cube.worked_out[key] = name_extracts([cube.extracts_named[number] for number in numbers])
    return cube.worked_out[key]
