"""The wing from end to end: a folder of extracts -> one version of the store, reading again only what changed."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa

from svd.catalogue import Catalogue
from svd.disk import name_faults
from svd.errors import UserError
from svd.geography.wards import Geography
from svd.ingest.assemble import assemble_tables
from svd.ingest.copies import drop_copies
from svd.ingest.extract import ReadExtract
from svd.ingest.open import open_extract
from svd.ingest.parts import (
    hash_reading,
    hash_texts,
    is_built,
    key_part,
    load_part,
    note_build,
    prune_parts,
    save_part,
)
from svd.ingest.publish import VERSIONS, publish_version, read_current, sweep
from svd.ingest.received import ReceivedFile, describe_file
from svd.ingest.reference import Reference
from svd.ingest.vault.kept import find_files, list_counting, name_apart
from svd.ingest.vault.purge import load_counts
from svd.journal.lock import lock_folder
from svd.program import hash_code

Progress = Callable[[int, int, str], None]
PARTS = "parts"
REMOVED = "removed for its age"
"""Stands in the ledger for the hash of a file of which only counts are left."""


@dataclass(frozen=True, eq=False)
class BuildReport:
    """What a build did; ``path`` is the version's folder and ``is_changed`` false where it was there already."""

    version: str
    is_changed: bool
    extracts: pd.DataFrame
    problems: pd.DataFrame
    files_read: int
    files_reused: int
    path: Path


@dataclass(frozen=True, eq=False)
class CheckReport:
    """What would happen to a file if the store were built with it; ``source`` is None where it is not recognised."""

    source: str | None
    is_refused: bool
    is_synthetic: bool
    rows_read: int
    rows_kept: int
    rows_set_aside: int
    period_from: pd.Timestamp | None
    period_to: pd.Timestamp | None
    problems: pd.DataFrame


@name_faults("The store")
def build_store(
    extracts: Path | Callable[[], Sequence[Path]],
    store: Path,
    catalogue: Catalogue,
    geography: Geography,
    progress: Progress | None = None,
    *,
    as_of: datetime | None = None,
    wait_seconds: float = 0,
) -> BuildReport:
    """Build ``store`` from every file that counts in ``extracts``, a folder or what names several once it is held.

    ``progress`` is told how many files are done, of how many, and which comes next. ``as_of`` builds what the folders
    held at that moment. Raises UserError, the store as it was, where no file serves or the disk refuses, and StoreError
    where another build holds the store for longer than ``wait_seconds``.
    """
    # Arrow's own way to hold memory gives it back and asks for it anew all the while: a fifth of the work of a build.
    pa.set_memory_pool(pa.system_memory_pool())
    tell = progress or (lambda done, total, name: None)
    parts = store / PARTS
    with lock_folder(store, wait_seconds):
        sweep(store)
        # Listed once the store is held, or a file taken in meanwhile by another would be left out of the later build.
        folders = (extracts,) if isinstance(extracts, Path) else tuple(extracts())
        counts = [extract for folder in folders for extract in load_counts(folder, as_of)]
        found = find_files(*folders, as_of=as_of, taken=[extract.name for extract in counts])
        files, same = drop_copies(found, catalogue)
        keys = _key_files(files, catalogue, geography)
        made_of = hash_texts([hash_code(__name__), *keys, *same["file"], *(extract.name for extract in counts)])
        before = read_current(store)
        if before and is_built(parts, made_of, before):
            tell(len(files), len(files), "")
            return _report(store, before, is_changed=False, files_read=0, files_reused=len(files))
        version, is_changed, files_read = _make_version(
            store, keys, same, counts, (parts, parts), Reference(catalogue, geography), tell
        )
        with contextlib.suppress(OSError):  # the version is built: the next build does this too
            prune_parts(parts, keys)
            note_build(parts, made_of, version)
    return _report(store, version, is_changed, files_read, len(files) - files_read)


@name_faults("What the file would change")
def try_build(
    extracts: Sequence[Path],
    candidate: ReceivedFile,
    store: Path,
    trial: Path,
    catalogue: Catalogue,
    geography: Geography,
    progress: Progress | None = None,
) -> BuildReport:
    """Build in ``trial`` what ``store`` would be with ``candidate``; ``store`` lends its readings and stays as is.

    What has to be read is kept in ``trial``: a build that ends meanwhile would sweep it away, and a file that is
    discarded must leave nothing behind.
    """
    tell = progress or (lambda done, total, name: None)
    found = list_counting(*extracts)
    counts = [extract for folder in extracts for extract in load_counts(folder)]
    files, same = drop_copies(name_apart([*found, candidate], [extract.name for extract in counts]), catalogue)
    keys = _key_files(files, catalogue, geography)
    reference = Reference(catalogue, geography)
    places = (store / PARTS, trial / PARTS)
    version, is_changed, files_read = _make_version(trial, keys, same, counts, places, reference, tell)
    return _report(trial, version, is_changed, files_read, len(files) - files_read)


def _key_files(files: Sequence[ReceivedFile], catalogue: Catalogue, geography: Geography) -> dict[str, ReceivedFile]:
    reading = hash_reading(catalogue, geography)
    return {key_part(file, reading): file for file in files}


def _make_version(
    store: Path,
    keys: Mapping[str, ReceivedFile],
    same: pd.DataFrame,
    counts: Sequence[ReadExtract],
    parts: tuple[Path, Path],
    reference: Reference,
    tell: Progress,
) -> tuple[str, bool, int]:
    """The version of ``store``, whether it is new, and how many files had to be read; UserError where none serves.

    ``counts`` are what is left of files that were removed for their age; ``parts`` are where readings are looked for
    and where new ones are kept.
    """
    # What was read is kept while the next file is read, and the tables are put together and written.
    with ThreadPoolExecutor(1) as beside:
        read, kept = _read_all(keys, parts, reference, tell, beside)
        read += counts
        if all(extract.months.empty for extract in read):
            raise UserError(f"No file can be used. {_first_fault(read)}", "Mend it and build again.")
        hashes = dict.fromkeys((extract.name for extract in counts), REMOVED)
        hashes |= {file.name: file.sha256 for file in keys.values()}
        tables = assemble_tables(read, hashes, same, reference.catalogue)
        about = _describe(tables["extracts"])
        version, is_changed = publish_version(store, tables, about, lambda: [saving.result() for saving in kept])
    return version, is_changed, len(kept)


def is_built_in(store: Path, sha256: str) -> bool:
    """Whether the file of that hash is in the current version of ``store``."""
    version = read_current(store)
    if version is None:
        return False
    return sha256 in set(pd.read_parquet(store / VERSIONS / version / "extracts.parquet", columns=["sha256"])["sha256"])


def check_file(path: Path, catalogue: Catalogue, geography: Geography) -> CheckReport:
    """What reading ``path`` gives, nothing written; raises FileError where there is no such file."""
    return report_check(open_extract(describe_file(path), Reference(catalogue, geography)))


def report_check(extract: ReadExtract) -> CheckReport:
    """The extract's account, without its rows."""
    months = extract.months["month"]
    return CheckReport(
        source=extract.source,
        is_refused=bool((extract.problems["severity"] == "file").any()),
        is_synthetic=extract.is_synthetic,
        rows_read=extract.rows_read,
        rows_kept=extract.rows_kept,
        rows_set_aside=extract.rows_set_aside,
        period_from=None if months.empty else months.min(),
        period_to=None if months.empty else months.max(),
        problems=extract.problems,
    )


def _read_all(
    keys: Mapping[str, ReceivedFile],
    parts: tuple[Path, Path],
    reference: Reference,
    tell: Progress,
    beside: Executor,
) -> tuple[list[ReadExtract], list[Future]]:
    """Every file as read, and the keeping ``beside`` of each that had to be read again."""
    read, kept = [], []
    for done, (key, file) in enumerate(keys.items()):
        tell(done, len(keys), file.name)
        extract = load_part(parts[0] / key)
        if extract is None:
            extract = open_extract(file, reference)
            kept.append(beside.submit(save_part, extract, parts[1] / key))
        read.append(extract)
    tell(len(keys), len(keys), "")
    return read, kept


def _describe(ledger: pd.DataFrame) -> dict[str, object]:
    used = ledger[ledger["status"] == "used"]
    return {"sources": sorted(used["source"].unique()), "is_synthetic": bool(used["is_synthetic"].any())}


def _report(store: Path, version: str, is_changed: bool, files_read: int, files_reused: int) -> BuildReport:
    path = store / VERSIONS / version
    tables = {name: pd.read_parquet(path / f"{name}.parquet") for name in ("extracts", "problems")}
    return BuildReport(version, is_changed, **tables, files_read=files_read, files_reused=files_reused, path=path)


def _first_fault(read: Sequence[ReadExtract]) -> str:
    return next((str(extract.problems["message"].iloc[0]) for extract in read if len(extract.problems)), "")
