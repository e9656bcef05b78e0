"""Hot spots of a feed: cells judged over the period and its windows, named by their course, and joined to places."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from svd.catalogue.wording import word_month, word_period
from svd.figures.places.courses import EMERGING, FORMER, NEW
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
    told = {"count": whole, "course": verdict["course"].to_numpy(object), "spot": verdict["spot"].array}
    named = pd.DataFrame(grid.cells[["cell", "ward_code", "ward_name"]]).assign(**told)
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
