"""Hot spots of a feed: cells judged over the period and its windows, named by their course, and joined to places."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from svd.catalogue.wording import word_month, word_period
from svd.figures.places.courses import (
    COURSES,
    EMERGING,
    FAMILIES,
    FORMER,
    INTERMITTENT,
    NEW,
    PERSISTENT,
    UNDATED,
)
from svd.figures.places.gi_star import find_neighbours
from svd.figures.places.located import (
    PlaceQuestion,
    Provenance,
    count_parts,
    describe_provenance,
    hide_sum,
    lay_cells,
)
from svd.figures.places.verdicts import judge_question, part_spans
from svd.measures.result import OK, SUPPRESSED

_BESIDE = {"rising": (NEW, EMERGING), "persistent": (PERSISTENT,)}


@dataclass(frozen=True)
class HotSpots:
    """What was found: ``cells`` has a row a cell of the grid, ``spots`` a row a hot spot.

    cells: cell, ward_code, ward_name, count, status, base, course (empty: no hot spot), spot (its number, else null).
    spots: spot, course, ward_code, ward_name, cell (that with most events), since (the month in which the window began
    in which a new or emerging one rose), cells (how many), count, hot_windows, z, p, p_change (null where its course is
    not one of change), status, base. The scores are those of its most striking cell and window, and null where the feed
    has a rule: they are of blocks, not of events. Counts are multiples of ``base``, and null, with the status
    ``suppressed``, where they are under one above 1.
    """

    cells: pd.DataFrame
    spots: pd.DataFrame
    windows: tuple[str, ...]
    side: int
    count: float
    """Events in cells; null where under a base above 1. Likewise below."""
    without_cell: float
    provenance: Provenance
    base: int = 1


def find_hot_spots(question: PlaceQuestion) -> HotSpots:
    """The hot spots of the question, over the months received of its period; without windows where there are none."""
    feed = question.feed
    counted = count_parts(question, feed.cells) if feed is not None and feed.cells is not None else None
    if counted is None or not counted.spans:
        return _find_nothing(question)
    months, base = question.evidence.places.months, feed.base
    grid = lay_cells(question)
    verdict = judge_question(question, counted)
    whole = counted.count(counted.spans[0][0], counted.spans[-1][1])
    neighbours = find_neighbours(*(grid.cells[f"{way}_index"].to_numpy() for way in ("easting", "northing")))
    course, spot = join_cells(verdict["course"].to_numpy(object), whole, neighbours)
    named = pd.DataFrame(grid.cells[["cell", "ward_code", "ward_name"]]).assign(count=whole, course=course, spot=spot)
    windows = part_spans(counted.spans, question.evidence.catalogue.hot_spots.windows)
    since = np.array(["", *(word_month(months[first]) for first, _ in windows[::-1])], dtype=object)
    scores = verdict[["hot_windows", "z", "p", "p_change"]].assign(since=since[verdict["ago"]])
    in_spots = named["spot"].notna().to_numpy()
    return HotSpots(
        cells=_disclose(named, base),
        spots=_describe_spots(named.join(scores)[in_spots], base),
        windows=tuple(word_period(months[first], months[last - 1]) for first, last in windows),
        side=feed.side,
        count=hide_sum(whole.sum(), base),
        without_cell=hide_sum(counted.count_rest(), base),
        provenance=describe_provenance(question, counted.months),
        base=base,
    )


def _find_nothing(question: PlaceQuestion) -> HotSpots:
    empty = pd.DataFrame(columns=["cell", "ward_code", "ward_name", "count", "status", "course", "spot"])
    provenance = describe_provenance(question, pd.DatetimeIndex([]))
    side = question.feed.side if question.feed is not None else 0
    return HotSpots(empty, empty, (), side, 0.0, 0.0, provenance)


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


def _describe_spots(in_spots: pd.DataFrame, base: int) -> pd.DataFrame:
    """A row a hot spot, in the order of their numbers: the ward is that of the cell with most events."""
    first = in_spots.sort_values(["spot", "count"], ascending=[True, False]).drop_duplicates("spot").set_index("spot")
    how = {"cell": "count", "count": "sum", "hot_windows": "max", "z": "max", "p": "min", "p_change": "min"}
    sums = in_spots.groupby("spot").agg(how).rename(columns={"cell": "cells"})
    spots = first[["course", "ward_code", "ward_name", "cell", "since"]].join(sums).reset_index()
    is_rise = spots["course"].isin((NEW, EMERGING))
    is_change = is_rise | (spots["course"] == FORMER)
    spots = spots.assign(since=spots["since"].where(is_rise, ""), p_change=spots["p_change"].where(is_change))
    disclosed = _disclose(spots, base)
    return disclosed.assign(z=np.nan, p=np.nan, p_change=np.nan) if base > 1 else disclosed


def _disclose(rows: pd.DataFrame, base: int) -> pd.DataFrame:
    """The rows with their status: a feed with a rule never shows zero, for its lowest figure is "under" its base."""
    count = rows["count"].astype(float)
    is_under = (count < base) & (base > 1)
    return rows.assign(count=count.mask(is_under), status=np.where(is_under, SUPPRESSED, OK), base=base)
