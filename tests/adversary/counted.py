"""Which records a figure counts, as the catalogue tells everybody: two figures of one set are one series."""

from dataclasses import dataclass

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator


@dataclass(frozen=True)
class Counted:
    """A set of records; ``offences`` and ``ages`` None stand for all, so that twins under two names are equal."""

    source: str
    measure: str
    offences: frozenset[str] | None = None
    ages: frozenset[str] | None = None


def name_counted(catalogue: Catalogue, indicator: Indicator, ages: tuple[str, ...] = ()) -> Counted:
    """The records that an indicator counts under a filter of ages."""
    how = indicator.calculation
    return Counted(indicator.source, how.measure, _all_or(catalogue, indicator.source, how.offences), _ages(ages))


def name_whole(catalogue: Catalogue, indicator: Indicator, ages: tuple[str, ...] = ()) -> Counted:
    """The records among which a share's numerator is counted."""
    how = indicator.calculation
    measure = how.denominator_measure
    return Counted(indicator.source, measure, _all_or(catalogue, indicator.source, how.offences), _ages(ages))


def name_category(catalogue: Catalogue, source: str, offence: str, ages: tuple[str, ...] = ()) -> Counted:
    """The records of one category of a source."""
    return Counted(source, "records", _all_or(catalogue, source, (offence,)), _ages(ages))


def name_feed(source: str) -> Counted:
    """All records of a feed."""
    return Counted(source, "records")


def _ages(ages: tuple[str, ...]) -> frozenset[str] | None:
    return frozenset(ages) or None


def _all_or(catalogue: Catalogue, source: str, offences: tuple[str, ...]) -> frozenset[str] | None:
    known = {entry.offence for entry in catalogue.categories if entry.reader_or_source == source}
    return None if "all" in offences or known <= set(offences) else frozenset(offences)
