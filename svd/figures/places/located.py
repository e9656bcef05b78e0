"""Events of one feed with a point, in the cells of the grid: what may be laid on the map, and what has no place."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from svd.catalogue import Catalogue
from svd.catalogue.declarations import SmallNumberRule, Source
from svd.catalogue.wording import word_period
from svd.geography.grid import NO_CELL, Grid, lay_grid
from svd.measures.question import Evidence
from svd.measures.recipe import name_extracts
from svd.store.selection import Selection

_RECORD_READERS = ("incidents", "police_uk_street")


@dataclass(frozen=True)
class PlaceQuestion:
    """One feed, all its categories or one, and a selection. Feeds count the same events, so it is never two at once."""

    evidence: Evidence
    source: Source
    offence: str
    """Our category; empty for every one."""
    selection: Selection

    @property
    def title(self) -> str:
        """What is counted, as a heading."""
        if self.offence:
            return self.evidence.catalogue.offences[self.offence].title
        return self.source.title

    @property
    def side(self) -> int:
        """Metres across a cell: what the contract's precision of places allows."""
        return self.evidence.catalogue.hot_spots.cell_m[self.source.location_precision]

    @property
    def rule(self) -> SmallNumberRule:
        return self.evidence.catalogue.rules[self.source.small_number_rule]


@dataclass(frozen=True)
class Provenance:
    """What stands behind a figure by place; ``months`` are those received of the period asked for."""

    source: str
    extract: str
    period: str
    months: int
    is_synthetic: bool


@dataclass(frozen=True)
class Located:
    """The events asked for and where they are; ``months`` are those received of the period asked for."""

    events: pd.DataFrame
    """A row an event in a cell: cell (its position in the grid), month, occurred_at, time_precision, and its point."""
    grid: Grid
    months: pd.DatetimeIndex
    without_cell: int
    """Events of the area with no point, or one outside every cell."""

    def count(self, months: pd.DatetimeIndex) -> np.ndarray:
        """Events of each cell in these months."""
        cells = self.events.loc[self.events["month"].isin(months), "cell"]
        return np.bincount(cells, minlength=len(self.grid.cells))


def find_place_sources(catalogue: Catalogue, selection: Selection) -> list[Source]:
    """Feeds of records whose contract keeps points, of the partners asked for; with ages where ages are asked for."""
    return [
        source
        for source in catalogue.sources.values()
        if source.reader in _RECORD_READERS
        and source.location_precision in catalogue.hot_spots.cell_m
        and not source.is_person_level
        and (not selection.partners or source.partner in selection.partners)
        and (not selection.ages or source.has_age)
        and find_offences(catalogue, source, selection)
    ]


def find_offences(catalogue: Catalogue, source: Source, selection: Selection) -> Mapping[str, str]:
    """Title by id of the feed's categories, of the kinds of violence asked for, in the order of the catalogue."""
    used = {one.offence for one in catalogue.categories if one.reader_or_source in (source.id, source.reader)}
    return {
        offence.id: offence.title
        for offence in catalogue.offences.values()
        if offence.id in used and (not selection.kinds or offence.kind in selection.kinds)
    }


def locate_records(question: PlaceQuestion) -> tuple[pd.DataFrame, pd.DatetimeIndex]:
    """The records of the question, with a point or without, and the months received of its period."""
    evidence, source = question.evidence, question.source
    offences = [question.offence] if question.offence else find_offences(evidence.catalogue, source, question.selection)
    records = evidence.store.incidents_of(source.id, question.selection)
    months = question.selection.months[question.selection.months.isin(evidence.coverage_of(source.id)["month"])]
    return records[records["offence"].isin(list(offences)) & records["month"].isin(months)], months


def locate_events(question: PlaceQuestion) -> Located:
    """The events of the question, each in its cell."""
    records, months = locate_records(question)
    grid = lay_grid(question.evidence.geography, question.side)
    placed = records.dropna(subset=["easting", "northing"])
    cells = grid.find_cells(placed["easting"].to_numpy(float), placed["northing"].to_numpy(float))
    events = placed.assign(cell=cells)[cells != NO_CELL]
    columns = ["cell", "month", "occurred_at", "time_precision", "easting", "northing"]
    return Located(events[columns].reset_index(drop=True), grid, months, len(records) - len(events))


def round_sums(sums: ArrayLike, rule: SmallNumberRule) -> np.ndarray:
    """Sums of events, rounded as the rule rounds what is finer than the area; null where from 1 to what it hides."""
    base = rule.base
    held = np.asarray(sums, dtype=float)
    return np.where((held >= 1) & (held <= rule.hide_up_to), np.nan, np.floor(held / base + 0.5) * base)


def describe_provenance(question: PlaceQuestion, months: pd.DatetimeIndex) -> Provenance:
    """The feed, its extracts and the months received; the period is empty where there are none."""
    coverage = question.evidence.coverage_of(question.source.id)
    extract = name_extracts(coverage.loc[coverage["month"].isin(months), "extract"])
    period = word_period(months[0], months[-1]) if len(months) else ""
    return Provenance(question.source.title, extract, period, len(months), "SYNTHETIC" in extract)
