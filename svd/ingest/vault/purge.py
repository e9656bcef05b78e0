"""Removes files past their contract's retention: their rows go, their counts by month stay, and the journal says so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from svd.catalogue.schema import INCIDENTS
from svd.ingest.conform import conform
from svd.ingest.extract import ReadExtract
from svd.ingest.open import open_extract
from svd.ingest.parts import load_part, save_part
from svd.ingest.received import list_loose
from svd.ingest.reference import Reference
from svd.ingest.vault.journal import (
    KEPT,
    Entry,
    Journal,
    list_held,
    list_purged,
    list_purges,
    read_journal,
    write_journal,
)
from svd.ingest.vault.kept import describe_kept, keep_loose
from svd.journal.lines import now

COUNTS = "counts"


@dataclass(frozen=True)
class Purged:
    """A file that was, or would be, removed: what it was, until when it was agreed to be held, and what it held."""

    sequence: int
    file: str
    source: str
    last_month: date
    held_until: date
    rows: int


def find_expired(extracts: Path, reference: Reference, today: date) -> list[Purged]:
    """The kept files whose last month lies further back than their contract lets rows be held; nothing is changed.

    A file that was undone, or is gone from the folder, is kept too, and goes like the others.
    """
    return [told for _, told, _ in _list_expired(extracts, read_journal(extracts), reference, today)]


def purge_files(extracts: Path, reference: Reference, today: date, by: str) -> list[Purged]:
    """Remove what ``find_expired`` lists, copies and files lying there; its counts are kept for later builds."""
    keep_loose(extracts)
    purged = []
    with write_journal(extracts) as journal:
        for entry, told, extract in _list_expired(extracts, journal.entries, reference, today):
            save_part(_leave_counts(extract), extracts / KEPT / COUNTS / str(entry.sequence))
            why = (("", f"held until {told.held_until}"),)
            journal.add(Entry(0, "purged", now(), by, entry.file, entry.sha256, reasons=why, ends=entry.sequence))
            purged.append(told)
        remove_purged(journal)
    return purged


def remove_purged(journal: Journal) -> None:
    """Delete every copy, and every file lying in the folder, that is purged and not in use by another entry."""
    held, purged = list_held(journal.entries), list_purges(journal.entries)
    in_use, unused = {entry.kept for entry in held}, [entry for entry in journal.entries if entry.sequence in purged]
    for entry in unused:
        if entry.kept not in in_use:
            (journal.extracts / KEPT / entry.kept).unlink(missing_ok=True)
    # By what they hold: another file may bear the name by now, and one in a folder below is known without its folder.
    gone = {entry.sha256 for entry in unused if entry.event == "found"} - {entry.sha256 for entry in held}
    for file in list_loose(journal.extracts) if gone else ():
        if file.sha256 in gone:
            file.path.unlink(missing_ok=True)


def load_counts(extracts: Path, as_of: datetime | None = None) -> Iterator[ReadExtract]:
    """What is left of each purged file that counted at ``as_of``: all but its records."""
    for entry in list_purged(read_journal(extracts), as_of):
        extract = load_part(extracts / KEPT / COUNTS / str(entry.sequence))
        assert extract is not None, "the counts were on disk before the file was purged"
        yield extract


def _list_expired(
    extracts: Path, entries: Sequence[Entry], reference: Reference, today: date
) -> Iterator[tuple[Entry, Purged, ReadExtract]]:
    for entry in list_held(entries):
        extract = open_extract(describe_kept(extracts, entry), reference)
        source = reference.catalogue.sources.get(extract.source or "")
        if source is None or not source.retention_months or extract.months.empty:
            continue
        last = extract.months["month"].max()
        held_until = (last + pd.DateOffset(months=1 + source.retention_months) - pd.Timedelta(days=1)).date()
        if held_until < today:
            told = Purged(entry.sequence, extract.name, source.title, last.date(), held_until, extract.rows_kept)
            yield entry, told, extract


def _leave_counts(extract: ReadExtract) -> ReadExtract:
    problems = extract.problems.assign(value=pd.Series(None, index=extract.problems.index, dtype="string"))
    return replace(extract, incidents=conform(pd.DataFrame(), INCIDENTS), problems=problems)
