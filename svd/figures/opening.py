"""Opens the evidence and gives the selection a reader starts from, with the area's own folders as the defaults."""

from datetime import date
from pathlib import Path

from svd.catalogue import load_catalogue
from svd.catalogue.schema import AGE_BANDS
from svd.errors import UserError
from svd.figures.signals.reviewed import count_reviewed
from svd.figures.testable import find_testable
from svd.geography.agree import check_area
from svd.geography.wards import load_geography
from svd.journal.signal_log import LogEntry, read_log
from svd.measures.question import Evidence
from svd.paths import find_store, read_paths
from svd.store.selection import Selection, move_month
from svd.store.store import open_store


def open_evidence(store: Path | None = None) -> Evidence:
    """The store with its catalogue and geography; raises StoreError where nothing has been built."""
    paths = read_paths()
    catalogue, geography = load_catalogue(paths.catalogue), load_geography(paths.geo)
    check_area(catalogue, geography)
    return Evidence(open_store(find_store(store)), catalogue, geography, find_log(), count_reviewed)


def find_log() -> tuple[LogEntry, ...]:
    """The log of signals; none where it can't be read: the page about it says so, and the others do without."""
    try:
        return tuple(read_log(read_paths().signals))
    except UserError:
        return ()


def default_selection(evidence: Evidence, month_to: date | None = None) -> Selection:
    """The last twelve months that most sources cover whole, or the twelve to ``month_to``: fewer where a break is near.

    As many as can be compared with earlier ones by a test, for the headline indicators that anything was received of.
    """
    end = month_to or find_last_month(evidence)
    key = ("default", end)
    if key not in evidence.cube.worked_out:
        evidence.cube.worked_out[key] = _find_default(evidence, end)
    return evidence.cube.worked_out[key]


def _find_default(evidence: Evidence, end: date) -> Selection:
    year = Selection(move_month(end, -11), end, definition=evidence.catalogue.latest_definition.id)
    received = set(evidence.coverage["source"])
    headlines = [one for one in evidence.catalogue.indicators.values() if one.is_headline and one.source in received]
    return find_testable(evidence.catalogue, headlines, year) or year


def find_last_month(evidence: Evidence) -> date:
    """The last month that at least half of the sources received in the store cover completely."""
    coverage = evidence.coverage
    complete = coverage[coverage["is_complete"]]
    ends = complete.groupby("source")["month"].max().sort_values(ascending=False)
    if ends.empty:
        return evidence.months[1].date()
    return ends.iloc[(len(ends) - 1) // 2].date()


def check_filters(evidence: Evidence, selection: Selection) -> None:
    """Raise UserError naming the first filter value that nothing declares."""
    c = evidence.catalogue
    known = {
        "ward": (selection.wards, evidence.geography.ward_names),
        "kind": (selection.kinds, c.kinds),
        "partner": (selection.partners, c.partners),
        "age": (selection.ages, AGE_BANDS),
        "definition": ((selection.definition,) if selection.definition else (), c.definitions),
    }
    for name, (values, declared) in known.items():
        unknown = [value for value in values if value not in declared]
        if unknown:
            raise UserError(f"There is no {name} {unknown[0]!r}.", f"Choose from: {', '.join(declared)}.")
