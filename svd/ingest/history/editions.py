"""What the newest edition of a feed changed against all that was held before it, from the files the store is of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from svd.catalogue.schema import FACTS
from svd.errors import StoreError
from svd.ingest.conform import concat_tables
from svd.ingest.copies import drop_copies
from svd.ingest.curate import PARTS, REMOVED
from svd.ingest.editions import choose_months, choose_returns, order_editions, pick_months
from svd.ingest.extract import ReadExtract
from svd.ingest.history.held import History, find_standing
from svd.ingest.history.revisions import COLUMNS, NOT_COVERED, keep_changed, list_figures
from svd.ingest.open import open_extract
from svd.ingest.parts import find_parts, load_part
from svd.ingest.publish import VERSIONS, read_current
from svd.ingest.reference import Reference
from svd.ingest.vault.kept import find_files
from svd.ingest.vault.purge import load_counts


@dataclass(frozen=True)
class Edition:
    """A file of a feed: ``edition`` is the month it belongs to, null where it tells none."""

    extract: str
    edition: pd.Timestamp | None
    received_on: date
    is_synthetic: bool


@dataclass(frozen=True, eq=False)
class ComparedEditions:
    """The newest edition of a feed (None where none counts) against all that was held before it came.

    ``replaced`` are the editions that stood for its months until then, the newest first; ``count`` is of all editions.
    ``figures`` counts those held before that it states again, ``new_months`` are those nothing stood for. ``table`` is
    that of ``list_revisions``, empty where it is the only edition.
    """

    newest: Edition | None
    replaced: tuple[Edition, ...]
    count: int
    figures: int
    new_months: pd.DatetimeIndex
    table: pd.DataFrame


def compare_newest(source: str, store: Path, extracts: Sequence[Path], reference: Reference) -> ComparedEditions:
    """The newest edition of ``source`` in the current version of ``store`` against the older ones that count.

    Readings kept beside the store are used; only a file without one is looked for in ``extracts`` and read again.
    Raises StoreError where a file is no longer the one the store was built from.
    """
    ledger = _read_ledger(store, source)
    held = order_editions(_load_extracts(ledger, source, store, extracts, reference))
    if len(held) < 2:
        newest = _name_edition(held[0]) if held else None
        return ComparedEditions(newest, (), len(held), 0, pd.DatetimeIndex([]), pd.DataFrame(columns=COLUMNS))
    *older, newest = held
    history = _stack_history(older, ledger)
    figures = list_figures(newest, history, reference.catalogue)
    standing = find_standing(newest, history)
    replaced = set(history.coverage.loc[history.coverage["month"].isin(standing), "extract"])
    return ComparedEditions(
        newest=_name_edition(newest),
        replaced=tuple(_name_edition(extract) for extract in reversed(older) if extract.name in replaced),
        count=len(held),
        figures=int((figures["before_status"] != NOT_COVERED).sum()),
        new_months=standing.difference(history.coverage["month"]),
        table=keep_changed(figures),
    )


def _read_ledger(store: Path, source: str) -> pd.DataFrame:
    """The files of ``source`` that count in the current version; raises StoreError where there is none."""
    version = read_current(store)
    if version is None:
        raise StoreError("There is no store yet.", "Build it: python -m svd build.")
    ledger = pd.read_parquet(store / VERSIONS / version / "extracts.parquet", filters=[("source", "==", source)])
    return ledger[ledger["status"] != "refused"]


def _load_extracts(
    ledger: pd.DataFrame, source: str, store: Path, folders: Sequence[Path], reference: Reference
) -> list[ReadExtract]:
    """What was read from each file of ``ledger``, by whichever way it is still at hand."""
    hashes = dict(zip(ledger["extract"], ledger["sha256"], strict=True))
    found: dict[str, ReadExtract] = {}
    if REMOVED in hashes.values():
        found |= {left.name: left for folder in folders for left in load_counts(folder) if left.name in hashes}
    for name, parts in find_parts(store / PARTS, source).items():
        # A build that was killed leaves a second reading of that name: which one the store holds is not told.
        if name in hashes and len(parts) == 1 and (extract := load_part(parts[0])) is not None:
            found.setdefault(name, extract)
    missing = {name: sha256 for name, sha256 in hashes.items() if name not in found}
    if missing:
        found |= _read_again(missing, folders, reference)
    if lost := sorted(hashes.keys() - found):
        fault = f"What was read from {lost[0]} is no longer at hand, nor is the file as the store was built from it."
        raise StoreError(fault, "Build the store again: python -m svd build.")
    return list(found.values())


def _read_again(hashes: dict[str, str], folders: Sequence[Path], reference: Reference) -> dict[str, ReadExtract]:
    left = [extract.name for folder in folders for extract in load_counts(folder)]
    files, _ = drop_copies(find_files(*folders, taken=left), reference.catalogue)
    return {file.name: open_extract(file, reference) for file in files if hashes.get(file.name) == file.sha256}


def _stack_history(older: Sequence[ReadExtract], ledger: pd.DataFrame) -> History:
    """What the store held when the extracts ``older``, oldest first, were all there was."""
    coverage = choose_months(older)
    facts = concat_tables((pick_months(extract.facts, extract, coverage) for extract in older), FACTS)
    known = ledger[ledger["extract"].isin([extract.name for extract in older])]
    return History(facts=facts, returns=choose_returns(older), coverage=coverage, extracts=known)


def _name_edition(extract: ReadExtract) -> Edition:
    return Edition(extract.name, extract.edition, extract.received_on, extract.is_synthetic)
