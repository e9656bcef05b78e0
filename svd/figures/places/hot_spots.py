"""Hot spots of a feed: cells judged over the period and its windows, named by their course, and joined to places."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from svd.catalogue.declarations import SmallNumberRule
from svd.catalogue.wording import word_month, word_period
from svd.figures.disclosure import hide_small_numbers
from svd.figures.places.courses import (
    COURSES,
    EMERGING,
    FAMILIES,
    FORMER,
    INTERMITTENT,
    NEW,
    PERSISTENT,
    UNDATED,
    find_changes,
    name_courses,
)
from svd.figures.places.gi_star import find_neighbours, judge_cells
from svd.figures.places.located import PlaceQuestion, Provenance, describe_provenance, locate_events, round_sums
from svd.measures.result import OK

_BESIDE = {"rising": (NEW, EMERGING), "persistent": (PERSISTENT,)}


@dataclass(frozen=True)
class HotSpots:
    """What was found: ``cells`` has a row a cell of the grid, ``spots`` a row a hot spot; both are disclosed.

    cells: cell, ward_code, ward_name, count, status, course (empty: no hot spot), spot (its number, else null).
    spots: spot, course, ward_code, ward_name, cell (that with most events), since (the month in which the window began
    in which a new or emerging one rose), cells (how many), count, hot_windows, z, p, p_change (null where its course is
    not one of change), status. The scores are those of its most striking cell and window, and null where the feed
    hides small numbers: they would give counts away.
    """

    cells: pd.DataFrame
    spots: pd.DataFrame
    windows: tuple[str, ...]
    side: int
    count: float
    """Events in cells; null where hidden. Likewise below."""
    without_cell: float
    provenance: Provenance


def find_hot_spots(question: PlaceQuestion) -> HotSpots:
    """The hot spots of the question, over the months received of its period."""
    terms, rule = question.evidence.catalogue.hot_spots, question.rule
    located = locate_events(question)
    windows = part_months(located.months, terms.windows)
    counts = np.stack([located.count(window) for window in windows], axis=1)
    cells, whole = located.grid.cells, counts.sum(axis=1)
    neighbours = find_neighbours(cells["easting_index"].to_numpy(), cells["northing_index"].to_numpy())
    least = max(terms.least_events, rule.hide_up_to + 1)
    judged = judge_cells(np.column_stack([whole, counts]), neighbours, rate=terms.false_calls, least_events=least)
    changes = find_changes(counts, terms)
    course = name_courses(counts, judged.is_hot, changes, terms, least)
    # A course says that there are events, and when: where there are too few to be counted there is none to be named.
    course = np.where(judged.around[:, 0] >= least, course, "")
    course, spot = join_cells(course, whole, neighbours)
    named = pd.DataFrame(cells[["cell", "ward_code", "ward_name"]]).assign(count=whole, course=course, spot=spot)
    since = [""] + [word_month(window[0]) for window in windows[::-1] if len(window)]
    scores = {
        "hot_windows": judged.is_hot[:, 1:].sum(axis=1),
        "since": [since[ago] for ago in changes.rose_ago],
        "z": judged.z.max(axis=1),
        "p": np.nanmin(judged.p, axis=1, initial=1),
        "p_change": changes.p,
    }
    return HotSpots(
        cells=_disclose(named, rule),
        spots=_describe_spots(named.assign(**scores)[named["spot"].notna()], rule),
        windows=tuple(word_period(window[0], window[-1]) for window in windows if len(window)),
        side=question.side,
        count=float(round_sums(len(located.events), rule)),
        without_cell=float(round_sums(located.without_cell, rule)),
        provenance=describe_provenance(question, located.months),
    )


def part_months(months: pd.DatetimeIndex, most: int) -> list[pd.DatetimeIndex]:
    """The months in at most ``most`` windows, as equal as whole months allow, the longer ones first; one where none."""
    return [months[part] for part in np.array_split(np.arange(len(months)), max(1, min(most, len(months))))]


def join_cells(course: np.ndarray, count: np.ndarray, neighbours: sparse.csr_array) -> tuple[np.ndarray, pd.array]:
    """Course and number of the hot spot each cell belongs to; empty and null where to none.

    Cells that touch are one hot spot where their courses are of one family, and it has the first course of the family
    that any of them has. They are numbered from 1 in the order of COURSES, within each by their events.
    """
    at = np.flatnonzero(course != "")
    kin = _find_kin(course[at], neighbours[at][:, at])
    touching = neighbours[at][:, at].tocoo()
    is_kin = kin[touching.row] == kin[touching.col]
    links = sparse.csr_array(
        (touching.data[is_kin], (touching.row[is_kin], touching.col[is_kin])), shape=touching.shape
    )
    _, group = csgraph.connected_components(links, directed=False)
    strength = [FAMILIES[family].index(name) for family, name in zip(kin, course[at], strict=True)]
    cells = pd.DataFrame({"at": at, "group": group, "kin": kin, "strength": strength, "count": count[at]})
    spots = cells.groupby("group").agg({"kin": "first", "strength": "min", "count": "sum", "at": "min"})
    spots["course"] = [FAMILIES[kin][strength] for kin, strength in zip(spots["kin"], spots["strength"], strict=True)]
    spots["rank"] = [COURSES.index(name) for name in spots["course"]]
    order = spots.sort_values(["rank", "count", "at"], ascending=[True, False, True]).index
    number = pd.Series(np.arange(1, len(order) + 1), index=order)
    named, numbered = np.full(len(course), "", dtype=object), np.zeros(len(course), dtype="int64")
    named[at], numbered[at] = spots["course"].reindex(group), number.reindex(group)
    return named, pd.array(np.where(numbered > 0, numbered, None), dtype="Int64")


def _find_kin(course: np.ndarray, neighbours: sparse.csr_array) -> np.ndarray:
    """The family of each cell: that of its course, but a cell of no clear change beside a rising one goes with that.

    Not where it is beside a persistent one too: a place that has long been hot is not emerging for a new corner.
    """
    kin = np.select([np.isin(course, (NEW, EMERGING)), course == FORMER], [0, 2], 1)
    is_beside = {name: neighbours @ np.isin(course, names).astype(float) > 0 for name, names in _BESIDE.items()}
    is_edge = np.isin(course, (INTERMITTENT, UNDATED)) & is_beside["rising"] & ~is_beside["persistent"]
    return np.where(is_edge, 0, kin)


def _describe_spots(in_spots: pd.DataFrame, rule: SmallNumberRule) -> pd.DataFrame:
    """A row a hot spot, in the order of their numbers: the ward is that of the cell with most events."""
    first = in_spots.sort_values(["spot", "count"], ascending=[True, False]).drop_duplicates("spot").set_index("spot")
    how = {"cell": "count", "count": "sum", "hot_windows": "max", "z": "max", "p": "min", "p_change": "min"}
    sums = in_spots.groupby("spot").agg(how).rename(columns={"cell": "cells"})
    spots = first[["course", "ward_code", "ward_name", "cell", "since"]].join(sums).reset_index()
    is_rise = spots["course"].isin((NEW, EMERGING))
    is_change = is_rise | (spots["course"] == FORMER)
    spots = spots.assign(since=spots["since"].where(is_rise, ""), p_change=spots["p_change"].where(is_change))
    disclosed = _disclose(spots, rule)
    return disclosed.assign(z=np.nan, p=np.nan, p_change=np.nan) if rule.hide_up_to else disclosed


def _disclose(rows: pd.DataFrame, rule: SmallNumberRule) -> pd.DataFrame:
    raw = rows.assign(status=OK, denominator=np.nan, count=rows["count"].astype(float))
    return hide_small_numbers(raw, rule, is_share=False, is_fine=True).drop(columns="denominator")
