"""Hot spots on worlds without any: the area's own events in its own cells, dealt out anew."""

from typing import NamedTuple

import numpy as np

from svd.evidence.false_signals import Share
from svd.figures.places.gi_star import find_neighbours, judge_cells
from svd.figures.places.located import PlaceQuestion, count_parts, find_place_sources, lay_cells
from svd.figures.places.verdicts import find_least
from svd.measures.question import Evidence
from svd.store.selection import Selection, move_month


class Cells(NamedTuple):
    """Events of a feed by cell over the last year received of it, and the columns and rows of the cells.

    Of a feed with a rule they are the blocks reached, which its tests take as if each were an event. ``rate`` and
    ``least``: share of false calls that is borne, and events or blocks below which a cell is never called.
    """

    title: str
    counts: np.ndarray
    east: np.ndarray
    north: np.ndarray
    rate: float
    least: int


def read_cells(evidence: Evidence) -> list[Cells]:
    """Each feed that has events with a point, in the cells that the page Hot spots looks at."""
    catalogue, whole = evidence.catalogue, Selection(*(month.date() for month in evidence.months))
    found = []
    for source in find_place_sources(catalogue, whole):
        feed = evidence.places.feeds.get(source.id)
        if feed is None or feed.cells is None:
            continue
        last = evidence.coverage_of(source.id)["month"].max().date()
        question = PlaceQuestion(evidence, source, "", whole.spanning(move_month(last, -11), last))
        counted = count_parts(question, feed.cells)
        if not counted.spans:
            continue
        counts = counted.count(counted.spans[0][0], counted.spans[-1][1]) // feed.base
        if counts.sum():
            grid, terms = lay_cells(question).cells, catalogue.hot_spots
            places = grid["easting_index"].to_numpy(), grid["northing_index"].to_numpy()
            least = find_least(feed.base, terms) // feed.base
            found.append(Cells(source.title, counts, *places, terms.false_calls, least))
    return found


def try_cells(cells: Cells, random: np.random.Generator, worlds: int) -> tuple[Share, Share]:
    """Worlds with any hot cell, and cells called hot, where the same counts lie in the cells by chance."""
    neighbours = find_neighbours(cells.east, cells.north)
    with_any = hot = 0
    for _ in range(worlds):
        dealt = random.permutation(cells.counts)
        called = judge_cells(dealt, neighbours, rate=cells.rate, least_events=cells.least).is_hot.sum()
        with_any, hot = with_any + bool(called), hot + int(called)
    return Share(with_any, worlds), Share(hot, worlds * len(cells.counts))
