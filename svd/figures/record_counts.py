"""Records by source and category: sources side by side and never added; of protected feeds what is shown of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.catalogue.schema import UNMAPPED
from svd.catalogue.wording import word_period
from svd.measures.cube import AREA
from svd.measures.question import By, Evidence
from svd.measures.receipts import BEARABLE
from svd.measures.recipe import name_extracts
from svd.measures.result import CUT_SHORT, INCOMPLETE, MISSING, OK, SUPPRESSED, UNALLOCATED
from svd.measures.windows import find_bounds, find_window
from svd.store.selection import Selection

RECORD_COLUMNS = (
    "source",
    "kind",
    "offence",
    "ward_code",
    "ward_name",
    "period",
    "month",
    "count",
    "status",
    "extract",
)
"""``period``: the months counted, of a protected feed perhaps others than those asked for; ``month``: the first."""
_MEASURES = ("offences", "records", "repeats", "rest")
_MOST_TITLES = 3


def count_records(evidence: Evidence, selection: Selection, by: By) -> pd.DataFrame:
    """Records by source and our category, with RECORD_COLUMNS.

    A protected feed is shown by category for the whole area, and by ward as the sets of categories that its indicators
    count; by age for the whole area alone.
    """
    rows = [
        row
        for source in _list_sources(evidence, selection)
        for group in _find_groups(evidence, source, selection, by)
        for row in _count_group(evidence, source, group, selection, by)
    ]
    return pd.DataFrame(rows, columns=list(RECORD_COLUMNS))


def _list_sources(evidence: Evidence, selection: Selection) -> list[Source]:
    return [
        source
        for source in evidence.catalogue.sources.values()
        if source.reader != "returns"
        and source.id in evidence.cube.source_rows
        and (not selection.partners or source.partner in selection.partners)
        and (not selection.ages or source.has_age)
    ]


@dataclass(frozen=True, eq=False)
class _Group:
    """What is counted together: its kind and categories in words, running totals [place, boundary] and steps [place].

    ``unknown``: running totals of rows that could not be used.
    """

    kind: str
    words: str
    totals: NDArray
    unknown: NDArray
    step: NDArray


def _find_groups(evidence: Evidence, source: Source, selection: Selection, by: By) -> list[_Group]:
    """``_list_groups``, which no period changes: found once for a version."""
    is_by_ward = by in ("ward", "ward_month")
    key = ("record groups", source.id, selection.ages, selection.kinds, is_by_ward)
    held = evidence.cube.worked_out
    if key not in held:
        held[key] = list(_list_groups(evidence, source, selection, by))
    return held[key]


def _list_groups(evidence: Evidence, source: Source, selection: Selection, by: By) -> Iterator[_Group]:
    cube, catalogue = evidence.cube, evidence.catalogue
    if not catalogue.rules[source.small_number_rule].hide_up_to:
        yield from _list_open(evidence, source, selection)
        return
    cells = cube.cells[cube.cells["source"] == source.id]
    kinds = cube.tables["kinds"]
    if selection.ages:
        aged = cells[cells["is_apart"].to_numpy(bool) & cells["age_band"].isin(selection.ages)]
        yield from (() if by in ("ward", "ward_month") else _group_rings(evidence, aged, selection))
    elif by in ("ward", "ward_month"):
        yield from _group_rings(evidence, cells[~cells["is_apart"].to_numpy(bool)], selection)
    else:
        for offence, part in kinds[kinds["source"] == source.id].groupby("offence", sort=False):
            if _is_of_kind(evidence, [offence], selection):
                yield _group(evidence, (offence,), part["series"].unique())


def _list_open(evidence: Evidence, source: Source, selection: Selection) -> Iterator[_Group]:
    cells = evidence.cube.cells
    wanted = (cells["source"] == source.id) & cells["measure"].isin(_MEASURES)
    if selection.ages:
        wanted &= cells["age_band"].isin(selection.ages)
    for offence, part in cells[wanted].groupby("offence", sort=True):
        if _is_of_kind(evidence, [offence], selection):
            yield _group(evidence, (offence,), part["series"].unique())


def _group_rings(evidence: Evidence, cells: pd.DataFrame, selection: Selection) -> Iterator[_Group]:
    """One group a set of categories counted together, its rings added up."""
    named = cells.groupby("series", sort=False)["offence"].agg(lambda names: tuple(dict.fromkeys(names)))
    for offences, series in named.groupby(named, sort=False):
        if _is_of_kind(evidence, offences, selection):
            yield _group(evidence, offences, series.index.to_numpy(int))


def _is_of_kind(evidence: Evidence, offences: tuple[str, ...] | list[str], selection: Selection) -> bool:
    declared = evidence.catalogue.offences
    kinds = {declared[name].kind if name in declared else "other" for name in offences}
    return not selection.kinds or bool(kinds & set(selection.kinds))


def _group(evidence: Evidence, offences: tuple[str, ...], series: NDArray) -> _Group:
    cube = evidence.cube
    steps = cube.step[series]
    step = np.where((steps == 0).any(axis=0), 0, steps.max(axis=0))
    return _Group(
        *_name(evidence.catalogue, offences), cube.totals[series].sum(axis=0), cube.unknown[series].sum(axis=0), step
    )


def _name(catalogue: Catalogue, offences: tuple[str, ...]) -> tuple[str, str]:
    """The kind and the categories in words, of many the first."""
    titles = [
        catalogue.offences[name].title if name in catalogue.offences else "Category not known"
        for name in offences
        if name != UNMAPPED or len(offences) == 1
    ]
    more = len(titles) - _MOST_TITLES
    words = "; ".join(titles[:_MOST_TITLES]) + (f"; and {more} more" if more > 0 else "")
    kinds = {catalogue.offences[name].kind for name in offences if name in catalogue.offences} or {"other"}
    return catalogue.kinds[next(iter(kinds))].title if len(kinds) == 1 else "Several kinds", words


def _count_group(evidence: Evidence, source: Source, group: _Group, selection: Selection, by: By) -> Iterator[tuple]:
    cube, catalogue = evidence.cube, evidence.catalogue
    is_protected = bool(catalogue.rules[source.small_number_rule].hide_up_to)
    wards = len(cube.wards)
    places = _find_places(cube.wards, selection) if by in ("ward", "ward_month") else [AREA]
    first, last = (
        int(np.clip(end, 0, len(cube.months))) for end in find_bounds(cube, selection.month_from, selection.month_to)
    )
    if by in ("month", "ward_month"):
        windows = [(month, month + 1) for month in range(first, last)]
    else:
        windows = [
            find_window(group.totals[places], group.step[places], first, last) if is_protected else (first, last)
        ]
    row = cube.source_rows[source.id]
    codes = [*cube.wards, UNALLOCATED, catalogue.area.code]
    for place in places:
        for start, end in windows:
            count, unknown = (array[place, end] - array[place, start] for array in (group.totals, group.unknown))
            if not is_protected and not count + unknown > 0:
                continue
            # The months asked for count too: a month cut short has no shown total, and the window ends before it.
            months = slice(start, end) if by in ("month", "ward_month") else slice(min(start, first), max(end, last))
            is_whole = bool(cube.complete[row][months].all()) and end > start
            status = _judge(
                count, unknown, source, is_protected=is_protected, is_low=not is_whole or cube.low[row][months].any()
            )
            if status == SUPPRESSED and np.isnan(count) and end - start == 1 and not is_whole:
                status = CUT_SHORT
            if (
                is_protected
                and status in (SUPPRESSED, CUT_SHORT)
                and (place == wards or not cube.covered[row][months].any())
            ):
                continue
            extract = _name_extracts(evidence, row, start, end)
            shown = float(count) if status in (OK, INCOMPLETE) else np.nan
            yield _describe(evidence, source, group, codes[place], (start, end), shown, status, extract)


def _find_places(wards: tuple[str, ...], selection: Selection) -> list[int]:
    """Every ward and what no ward is known of, or the wards asked for alone."""
    if selection.wards:
        return [place for place, code in enumerate(wards) if code in selection.wards]
    return [*range(len(wards)), len(wards)]


def _judge(count: float, unknown: float, source: Source, *, is_protected: bool, is_low: bool) -> str:
    if is_protected:
        return SUPPRESSED if not count > 0 else INCOMPLETE if is_low else OK
    if unknown > 0 and count == 0:
        return MISSING
    bearable = BEARABLE * (count + unknown) if source.reader in ("incidents", "police_uk_street") else 0
    return INCOMPLETE if is_low or unknown > bearable else OK


def _name_extracts(evidence: Evidence, row: int, start: int, end: int) -> str:
    cube = evidence.cube
    numbers = cube.extract[row, start:end]
    return name_extracts([cube.extracts_named[number] for number in numbers if number >= 0])


def _describe(
    evidence: Evidence,
    source: Source,
    group: _Group,
    code: str,
    window: tuple[int, int],
    count: float,
    status: str,
    extract: str,
) -> tuple:
    area = evidence.catalogue.area
    beside = {area.code: area.name, UNALLOCATED: "No ward known"}
    name = beside.get(code) or evidence.geography.ward_names[code]
    first, last = evidence.cube.boundary(window[0]), evidence.cube.boundary(max(window[1] - 1, window[0]))
    period = word_period(first, last)
    return (source.title, group.kind, group.words, code, name, period, first, count, status, extract)
