"""Events of one feed in the cells of the grid, from the tables of the build, and the months that they are of."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue import Catalogue
from svd.catalogue.declarations import SmallNumberRule, Source
from svd.catalogue.wording import word_period
from svd.geography.grid import Grid, lay_grid
from svd.measures.place_tables import STEP, list_place_sources, list_sent_offences
from svd.measures.places import Blocks, Exact, PlaceFeed
from svd.measures.question import Evidence
from svd.measures.recipe import name_extracts
from svd.measures.windows import find_window
from svd.store.selection import Selection

WINDOWS = (3, 6, 12, 24)
"""Months, to the last received, for which the build works the verdicts out."""


@dataclass(frozen=True)
class PlaceQuestion:
    """One feed, all its categories or one, and a selection. Feeds count the same events, so it is never two at once."""

    evidence: Evidence
    source: Source
    offence: str
    """Our category; empty for every one. A feed with a small-number rule is told of as a whole only."""
    selection: Selection

    @property
    def title(self) -> str:
        """What is counted, as a heading."""
        if self.offence:
            return self.evidence.catalogue.offences[self.offence].title
        return self.source.title

    @property
    def feed(self) -> PlaceFeed | None:
        """The feed's tables; None where nothing of it was received."""
        return self.evidence.places.feeds.get(self.source.id)

    @property
    def rule(self) -> SmallNumberRule:
        return self.evidence.catalogue.rules[self.source.small_number_rule]

    @property
    def numbers(self) -> list[int]:
        """The places, in the feed's tables, of the categories asked for."""
        asked = [self.offence] if self.offence else find_offences(self.evidence.catalogue, self.source, self.selection)
        return [number for number, offence in enumerate(self.feed.offences) if offence in asked]


@dataclass(frozen=True)
class Provenance:
    """What stands behind a figure by place; ``months`` are those received of the period shown."""

    source: str
    extract: str
    period: str
    months: int
    is_synthetic: bool


@dataclass(frozen=True, eq=False)
class Counted:
    """What is counted of a question, part by part, over ``spans``: months, or steps of three of a feed with a rule.

    A span is the boundaries before and after it. ``months``: those received within the spans.
    """

    table: Exact | Blocks
    numbers: list[int]
    spans: list[tuple[int, int]]
    months: pd.DatetimeIndex

    def count(self, first: int, last: int) -> NDArray:
        """Events of each part but the last between two boundaries of the spans."""
        return self._count(first, last)[:-1]

    def count_rest(self) -> int:
        """Events of all spans in the last part: those without a cell, or without an hour."""
        return int(self._count(self.spans[0][0], self.spans[-1][1])[-1]) if self.spans else 0

    def _count(self, first: int, last: int) -> NDArray:
        if isinstance(self.table, Blocks):
            return self.table.count(first, last)
        return self.table.count(self.numbers, first, last)


def count_parts(question: PlaceQuestion, table: Exact | Blocks) -> Counted:
    """The question's events in the parts of one of its feed's tables.

    Of a feed with a rule: the whole steps that fit into the months asked for, the latest that ended with them, or one
    where none fits.
    """
    places, selection = question.evidence.places, question.selection
    first, last = places.at(selection.month_from), places.at(selection.month_to) + 1
    coverage = question.evidence.coverage_of(question.source.id)
    if isinstance(table, Blocks):
        start, end = find_window(table.totals, np.full(len(table.totals), STEP), first, last)
        points = [int(point) for point in table.points if start <= point <= end]
        spans = list(zip(points[:-1], points[1:], strict=True))
    else:
        received = places.months.get_indexer(coverage["month"])
        spans = [(int(month), int(month) + 1) for month in sorted(received) if first <= month < last]
    within = np.zeros(len(places.months), dtype=bool)
    for before, after in spans:
        within[before:after] = True
    months = places.months[within & places.months.isin(coverage["month"])]
    return Counted(table, question.numbers, spans, months)


def lay_cells(question: PlaceQuestion) -> Grid:
    """The grid that the feed's cells are of."""
    return lay_grid(question.evidence.geography, question.feed.side)


def find_place_sources(catalogue: Catalogue, selection: Selection) -> list[Source]:
    """Feeds of records whose contract keeps points, of the partners asked for; none by age, which no table here has.

    A feed with a rule is told of as a whole, so only where all its categories are of the kinds asked for.
    """
    return [
        source
        for source in list_place_sources(catalogue)
        if (not selection.partners or source.partner in selection.partners)
        and not selection.ages
        and _fits_kinds(catalogue, source, selection)
    ]


def _fits_kinds(catalogue: Catalogue, source: Source, selection: Selection) -> bool:
    fitting, sent = find_offences(catalogue, source, selection), list_sent_offences(catalogue, source)
    if catalogue.rules[source.small_number_rule].hide_up_to:
        return bool(sent) and len(fitting) == len(sent)
    return bool(fitting)


def find_offences(catalogue: Catalogue, source: Source, selection: Selection) -> Mapping[str, str]:
    """Title by id of the feed's categories, of the kinds of violence asked for, in the order of the catalogue."""
    sent = (catalogue.offences[name] for name in list_sent_offences(catalogue, source))
    return {one.id: one.title for one in sent if not selection.kinds or one.kind in selection.kinds}


def list_choices(catalogue: Catalogue, source: Source, selection: Selection) -> Mapping[str, str]:
    """The same, of which one can be asked for by itself: none of a feed with a rule."""
    is_whole = catalogue.rules[source.small_number_rule].hide_up_to > 0
    return {} if is_whole else find_offences(catalogue, source, selection)


def describe_provenance(question: PlaceQuestion, months: pd.DatetimeIndex) -> Provenance:
    """The feed, its extracts and the months received; the period is empty where there are none."""
    coverage = question.evidence.coverage_of(question.source.id)
    extract = name_extracts(coverage.loc[coverage["month"].isin(months), "extract"])
    period = word_period(months[0], months[-1]) if len(months) else ""
    return Provenance(question.source.title, extract, period, len(months), "SYNTHETIC" in extract)


def hide_sum(events: float, base: int) -> float:
    """A sum of shown counts; null where it is under a base above 1, which is never zero for certain."""
    return float(events) if base == 1 or events >= base else np.nan
