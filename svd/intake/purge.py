"""Retention: what is past its contract's time is found, removed from files and store alike, and told."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from svd.catalogue import load_catalogue
from svd.catalogue.wording import word_count_of, word_day, word_month
from svd.figures.opening import find_store
from svd.geography.wards import load_geography
from svd.ingest.publish import forget_older
from svd.ingest.reference import Reference
from svd.ingest.vault.journal import list_purges, read_journal
from svd.ingest.vault.purge import Purged, find_expired, purge_files
from svd.paths import read_paths
from svd.tasks import build

_WAIT_SECONDS = 300


def purge(by: str, today: date, *, is_dry: bool = False, store: Path | None = None) -> list[Purged]:
    """Remove what is past its time from extracts and store, or only list it where ``is_dry``."""
    paths = read_paths()
    reference = Reference(load_catalogue(paths.catalogue), load_geography(paths.geo))
    if is_dry:
        return find_expired(paths.extracts, reference, today)
    purged = purge_files(paths.extracts, reference, today, by)
    # Also where an earlier purge was cut off before its build: what it removed still stands in the store.
    if list_purges(read_journal(paths.extracts)):
        build(None, store, wait_seconds=_WAIT_SECONDS)
    forget_older(find_store(store))
    return purged


def word_purged(purged: Sequence[Purged], *, is_dry: bool = False) -> str:
    """What went, or would go, a line a file."""
    if not purged:
        return "Nothing is past its time."
    head = "Would be removed" if is_dry else "Removed; the counts by month stay"
    lines = [
        f"  {told.file} ({told.source}, to {word_month(told.last_month)}): {word_count_of(told.rows, 'row', 'rows')}, "
        f"held until {word_day(told.held_until)}"
        for told in purged
    ]
    return "\n".join([f"{head}:", *lines])
