"""An indicator of facts as running totals by place: which series it adds up, and what is known of its months."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Definition, Indicator
from svd.measures.cells import CellColumns, Counted, describe_counted, find_wider
from svd.measures.cube import AREA, NOWHERE, Cube
from svd.measures.protect import variance_of
from svd.measures.scatter import find_dispersion, list_counts

_TABLES_OF_COUNTS = ("mps_ward", "mps_knife")


@dataclass(frozen=True, eq=False)
class Recipe:
    """Running totals [place, boundary] of what is counted, of what it is a share of and of rows that can't be used.

    Places are the wards in order, NOWHERE and AREA. ``covered``, ``complete`` and ``low`` are running numbers of months
    [boundary]; ``proven``: months in which a place's zero is proven [place, boundary]. ``base``, ``noise`` and ``step``
    by place: what counts are multiples of, the variance that protection adds to the count of a period, and the months
    from one shown total to the next, 0 where none is. ``extract``: the extract of each month, -1 where it has none.
    """

    indicator: Indicator
    totals: NDArray
    whole: NDArray | None
    unknown: NDArray
    covered: NDArray
    complete: NDArray
    low: NDArray
    proven: NDArray
    base: NDArray
    noise: NDArray
    whole_noise: NDArray
    step: NDArray
    extract: NDArray
    is_protected: bool
    is_of_records: bool
    is_by_age: bool
    knows_age: bool

    @cached_property
    def months(self) -> NDArray:
        """Counts [place, month], null where the month is not whole or not shown."""
        return self._list_blocks(1)

    @cached_property
    def rest_months(self) -> NDArray:
        """What the counts of ``months`` are a share of, less them; of a ratio, what they are held against."""
        whole = list_counts(self.whole, self.unknown, self.complete, self.low, is_of_records=self.is_of_records)
        return whole if self.indicator.calculation.form == "ratio" else whole - self.months

    @cached_property
    def dispersion(self) -> NDArray:
        """By place, how far its months scatter against chance alone; 1 for what is a share of something."""
        if self.whole is not None:
            return np.ones(len(self.totals))
        return find_dispersion(self._list_blocks, self.base, self.step)

    def _list_blocks(self, step: int) -> NDArray:
        """Counts [place, block] of blocks of so many months."""
        running = (self.totals, self.unknown, self.complete, self.low)
        return list_counts(*running, step=step, is_of_records=self.is_of_records)

    @property
    def shown(self) -> NDArray:
        """The running totals, null also where what they are a share of is not shown."""
        return self.totals if self.whole is None else np.where(np.isnan(self.whole), np.nan, self.totals)


def find_recipe(
    cube: Cube, catalogue: Catalogue, indicator: Indicator, definition: Definition, ages: tuple[str, ...]
) -> Recipe:
    """The indicator's recipe under the definition, of the ages selected; made once for the cube."""
    key = ("recipe", indicator.id, indicator.calculation, indicator.source, definition.id, ages)
    if key not in cube.worked_out:
        cube.worked_out[key] = _make(cube, catalogue, indicator, definition, ages)
    return cube.worked_out[key]


def _make(
    cube: Cube, catalogue: Catalogue, indicator: Indicator, definition: Definition, ages: tuple[str, ...]
) -> Recipe:
    how = indicator.calculation
    source = catalogue.sources[indicator.source]
    counted = describe_counted(catalogue, indicator, definition, ages)
    months = _Months.of(cube, counted, catalogue, is_table=source.reader in _TABLES_OF_COUNTS)
    part = _add_up(cube, counted, months)
    whole = None
    if how.form in ("proportion", "ratio"):
        of = describe_counted(catalogue, indicator, definition, ages, how.denominator_measure)
        whole = _add_up(cube, of, months)
    return Recipe(
        indicator=indicator,
        totals=part.totals,
        whole=None if whole is None else whole.totals,
        unknown=part.unknown,
        covered=_run(months.covered),
        complete=_run(months.complete & months.covered),
        low=_run(months.low & months.covered),
        proven=_run(months.proven),
        base=part.base,
        noise=part.noise,
        whole_noise=part.noise if whole is None else whole.noise,
        step=part.step if whole is None else np.where(part.step * whole.step > 0, np.maximum(part.step, whole.step), 0),
        extract=np.where(months.covered, months.extract, -1),
        is_protected=bool(catalogue.rules[source.small_number_rule].hide_up_to),
        is_of_records=source.reader in ("incidents", "police_uk_street"),
        is_by_age=bool(ages),
        knows_age=source.has_age,
    )


@dataclass(frozen=True, eq=False)
class _Months:
    """What is known of each month of the source for what is counted; ``proven`` is by place too."""

    covered: NDArray
    complete: NDArray
    low: NDArray
    proven: NDArray
    extract: NDArray

    @classmethod
    def of(cls, cube: Cube, counted: Counted, catalogue: Catalogue, *, is_table: bool) -> "_Months":
        places = len(cube.wards) + 2
        row = cube.source_rows.get(counted.source)
        if row is None:
            none = np.zeros(len(cube.months), dtype=bool)
            return cls(none, none, none, np.zeros((places, len(none)), bool), np.full(len(none), -1))
        wider = find_wider(catalogue, counted.offences)
        covered, extract = cube.covered[row].copy(), cube.extract[row]
        proven = np.ones((places, len(covered)), dtype=bool)
        for number in np.unique(extract[extract >= 0]):
            offences, wards = cube.held.get(cube.extracts_named[number], (frozenset(), frozenset()))
            is_of = extract == number
            # An edition that holds the category within a wider one, or does not list it at all, says nothing of it.
            if offences & wider or (is_table and not _is_listed(counted, offences)):
                covered &= ~is_of
            if is_table:
                lacking = [place for place, code in enumerate(cube.wards) if code not in wards]
                proven[np.ix_(lacking, np.flatnonzero(is_of))] = False
        return cls(covered, cube.complete[row], cube.low[row], proven, extract)


def _is_listed(counted: Counted, offences: frozenset[str]) -> bool:
    return counted.offences is None or bool(offences & (counted.offences | counted.folded))


@dataclass(frozen=True, eq=False)
class _Sum:
    totals: NDArray
    unknown: NDArray
    base: NDArray
    noise: NDArray
    step: NDArray


def _add_up(cube: Cube, counted: Counted, months: _Months) -> _Sum:
    if "cell columns" not in cube.worked_out:
        cube.worked_out["cell columns"] = CellColumns.of(cube.cells), cube.cells["series"].to_numpy(int)
    columns, series = cube.worked_out["cell columns"]
    rows = np.unique(series[counted.select(columns)])
    if not len(rows):
        places = len(cube.wards) + 2
        nothing = np.zeros((places, len(cube.months) + 1))
        return _Sum(nothing, nothing.astype("int32"), np.ones(places, int), np.zeros(places), np.zeros(places, int))
    totals, unknown = cube.totals[rows].sum(axis=0), cube.unknown[rows].sum(axis=0)
    row = cube.source_rows[counted.source]
    if (cube.covered[row] & ~months.covered).any():
        totals, unknown = (_leave_out(array, months.covered) for array in (totals, unknown))
    steps = cube.step[rows]
    step = np.where((steps == 0).any(axis=0), 0, steps.max(axis=0))
    return _Sum(totals, unknown, cube.base[rows].max(axis=0), variance_of(cube.base[rows]).sum(axis=0), step)


def _leave_out(totals: NDArray, covered: NDArray) -> NDArray:
    """Running totals without the months that are not covered."""
    return _run(np.diff(totals, axis=-1) * covered)


def _run(array: NDArray) -> NDArray:
    """Running sums from zero along the last axis."""
    sums = np.cumsum(array, axis=-1)
    return np.concatenate([np.zeros((*sums.shape[:-1], 1), dtype=sums.dtype), sums], axis=-1)


def name_places(cube: Cube, area: str, unallocated: str) -> NDArray:
    """The code of each place."""
    return np.array([*cube.wards, unallocated, area], dtype=object)


def name_extracts(extracts: Iterable[object]) -> str:
    """The extracts behind a figure: all of up to three, else the first, the last and how many."""
    names = sorted({name for name in extracts if isinstance(name, str)})
    if len(names) <= 3:
        return "; ".join(names)
    return f"{names[0]} to {names[-1]} ({len(names)} extracts)"


__all__ = ["AREA", "NOWHERE", "Recipe", "find_recipe", "name_extracts", "name_places"]
