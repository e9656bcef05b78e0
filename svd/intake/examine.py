"""First step of taking a file in: what it is, what is wrong with it, and what is odd beside what is held already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from svd.catalogue import Catalogue, load_catalogue
from svd.catalogue.contract import Column
from svd.catalogue.declarations import Source
from svd.catalogue.schema import INFORMATION
from svd.errors import FileError
from svd.figures.opening import find_store
from svd.geography.wards import load_geography
from svd.ingest.columns import suggest_columns
from svd.ingest.extract import ReadExtract
from svd.ingest.history.held import History, read_history
from svd.ingest.history.revisions import list_revisions
from svd.ingest.history.sanity import compare_history
from svd.ingest.open import list_known, open_with_table
from svd.ingest.problems import UnusableFileError
from svd.ingest.read import SentTable
from svd.ingest.received import ReceivedFile, hash_file
from svd.ingest.recognise import recognise_sender
from svd.ingest.reference import Reference
from svd.ingest.vault.journal import find_next, read_journal
from svd.intake.standing import is_protected
from svd.paths import read_paths
from svd.views.fault_groups import FaultGroup, group_faults

_PREVIEW_ROWS, _FEW = 20, 5


@dataclass(frozen=True, eq=False)
class Examination:
    """A file as examined, nothing written: ``oddities`` are warnings that need a reason before it may be accepted."""

    file: ReceivedFile
    source: Source | None
    extract: ReadExtract
    oddities: pd.DataFrame
    revisions: pd.DataFrame
    suggestions: Mapping[str, Column]
    """Headers that nothing lists to the column each may be."""
    preview: pd.DataFrame
    notes: Sequence[str]
    """What was found and left aside on the way to the table, a sentence each."""
    groups: Sequence[FaultGroup]
    """The faults, grouped and at the cells Excel shows."""

    @property
    def is_refused(self) -> bool:
        return bool((self.extract.problems["severity"] == "file").any())

    @property
    def can_be_used(self) -> bool:
        """Whether anything of the file could be taken in."""
        return not self.is_refused and len(self.extract.months) > 0

    @property
    def remarks(self) -> list[str]:
        """What needs nobody's reason, a sentence each: how the table was found, and the reader's own warnings."""
        warnings = self.extract.problems.loc[self.extract.problems["severity"] == "warning", "message"]
        return list(dict.fromkeys([*self.notes, *warnings]))

    @property
    def faults(self) -> pd.DataFrame:
        """Rows set aside for a fault, and the refusal."""
        return _pick_faults(self.extract)

    @property
    def headers(self) -> frozenset[str]:
        """The headers by which the table is told from what stands around it."""
        return list_known(self.file, load_catalogue(read_paths().catalogue))

    @property
    def is_clean(self) -> bool:
        """Whether nobody needs to look: no row set aside for a fault, nothing odd."""
        return self.faults.empty and self.oddities.empty


def examine_file(
    path: Path,
    *,
    source: str = "",
    columns: Sequence[tuple[str, str]] = (),
    received_on: date | None = None,
    store: Path | None = None,
) -> Examination:
    """What taking ``path`` in would mean; ``source`` and ``columns`` are a person's word; it came today if not told."""
    if not path.is_file():
        raise FileError(f"{path.name} is missing.", "Check the name and the folder.")
    paths = read_paths()
    reference = Reference(load_catalogue(paths.catalogue), load_geography(paths.geo))
    sequence = find_next(read_journal(paths.extracts))
    file = ReceivedFile(path, path.name, received_on or date.today(), hash_file(path), source, tuple(columns), sequence)
    extract, sent = open_with_table(file, reference)
    declared = reference.catalogue.sources.get(extract.source or "")
    history = read_history(find_store(store), extract.source) if extract.source else None
    oddities, revisions = _compare(file, extract, declared, history, reference.catalogue)
    return Examination(
        file=file,
        source=declared,
        extract=extract,
        oddities=oddities,
        revisions=revisions,
        suggestions={} if sent is None else _suggest(file, sent, reference.catalogue),
        preview=pd.DataFrame() if sent is None else sent.frame.head(_PREVIEW_ROWS),
        notes=() if sent is None else sent.notes,
        groups=group_faults(_pick_faults(extract), sent, most=_FEW),
    )


def _pick_faults(extract: ReadExtract) -> pd.DataFrame:
    problems = extract.problems
    return problems[problems["severity"].isin(["set_aside", "file"]) & ~problems["rule"].isin(INFORMATION)]


def _suggest(file: ReceivedFile, sent: SentTable, catalogue: Catalogue) -> dict[str, Column]:
    """The headers that may be columns; none where the feed is not known."""
    try:
        sender = recognise_sender(file, sent.frame.columns, catalogue)
    except UnusableFileError:
        return {}
    return suggest_columns(sent.frame.columns, sender)


def _compare(
    file: ReceivedFile, extract: ReadExtract, source: Source | None, history: History | None, catalogue: Catalogue
) -> tuple[pd.DataFrame, pd.DataFrame]:
    if source is None or history is None or extract.months.empty or not _is_alike(extract, history):
        return extract.problems.iloc[:0], pd.DataFrame()
    oddities = compare_history(extract, history, source, catalogue, file.sha256)
    # Differences of a protected feed's editions would tell its counts.
    revisions = pd.DataFrame() if is_protected(catalogue, source) else list_revisions(extract, history, catalogue)
    return oddities, revisions


def _is_alike(extract: ReadExtract, history: History) -> bool:
    """Whether both are real or both made up: the first real file has no history."""
    return bool((history.extracts["is_synthetic"].astype("bool") == extract.is_synthetic).all())
