"""Figures of people for the pages, worked out once for each version of the data and each question, then kept."""

import pandas as pd

from svd.figures.people import ages, repeats, service_gaps
from svd.figures.people.repeats import Concentration, Repeats
from svd.figures.people.service_gaps import Gap
from svd.figures.people.services import Counted
from svd.figures.periods import find_comparator
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui.keep import keep


def measure_people(evidence: Evidence, source: str, selection: Selection) -> pd.DataFrame:
    """``figures.people.ages.measure_people`` of the source named, kept."""
    return _measure_people(evidence.store.version, source, selection, evidence)


@keep(50)
def _measure_people(version: str, source: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return ages.measure_people(_evidence, _evidence.catalogue.sources[source], selection)


def measure_gaps(evidence: Evidence, selection: Selection) -> tuple[Counted, Counted | None, tuple[Gap, ...]]:
    """``figures.people.service_gaps.measure_gaps``, kept."""
    return _measure_gaps(evidence.store.version, selection, evidence)


@keep(24)
def _measure_gaps(
    version: str, selection: Selection, _evidence: Evidence
) -> tuple[Counted, Counted | None, tuple[Gap, ...]]:
    return service_gaps.measure_gaps(_evidence, selection)


def measure_flagged(evidence: Evidence, source: str, selection: Selection) -> Repeats:
    """``figures.people.repeats.measure_flagged`` against the period the selection is compared with, kept."""
    return _measure_flagged(evidence.store.version, source, selection, evidence)


@keep(50)
def _measure_flagged(version: str, source: str, selection: Selection, _evidence: Evidence) -> Repeats:
    earlier = find_comparator(selection, _evidence.catalogue).selection
    return repeats.measure_flagged(_evidence, _evidence.catalogue.sources[source], selection, earlier)


def measure_concentration(evidence: Evidence, source: str, selection: Selection) -> Concentration:
    """``figures.people.repeats.measure_concentration``, kept."""
    return _measure_concentration(evidence.store.version, source, selection, evidence)


@keep(50)
def _measure_concentration(version: str, source: str, selection: Selection, _evidence: Evidence) -> Concentration:
    return repeats.measure_concentration(_evidence, _evidence.catalogue.sources[source], selection)


def compare_ward_gaps(evidence: Evidence, selection: Selection, service: str) -> pd.DataFrame:
    """``figures.people.service_gaps.compare_ward_gaps`` of the selection's own period, kept."""
    return _compare_ward_gaps(evidence.store.version, selection, service, evidence)


@keep(24)
def _compare_ward_gaps(version: str, selection: Selection, service: str, _evidence: Evidence) -> pd.DataFrame:
    return service_gaps.compare_ward_gaps(_evidence, measure_gaps(_evidence, selection)[0], service)
