"""Second step of taking a file in: what every open indicator would be with it, or what a protected feed shows today."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from svd.catalogue import load_catalogue
from svd.errors import StoreError
from svd.figures.foretell import FORETOLD_COLUMNS, foretell_change, list_published
from svd.figures.opening import default_selection, find_store, open_evidence
from svd.geography.wards import load_geography
from svd.ingest.curate import try_build
from svd.ingest.received import ReceivedFile
from svd.ingest.recognise import is_synthetic
from svd.intake.examine import Examination
from svd.intake.standing import is_protected, word_standing
from svd.measures.question import Evidence
from svd.paths import read_paths
from svd.store.selection import Selection, move_month
from svd.store.store import open_store
from svd.tasks import Progress, find_extracts


@dataclass(frozen=True, eq=False)
class Forecast:
    """What accepting a file would change: ``indicators`` has FORETOLD_COLUMNS for ``selection``.

    Of a protected feed (``is_withheld``) they are its own as they are shown today, and ``held`` says what the file
    holds: month, rows kept and whether it is complete. ``standing``: that months shown before stay as they are.
    """

    selection: Selection
    indicators: pd.DataFrame
    held: pd.DataFrame
    rejected: int
    is_withheld: bool
    standing: str


def foretell(examined: Examination, store: Path | None = None, progress: Progress | None = None) -> Forecast:
    """What is foretold of the twelve months to the file's last.

    Raises UserError where not even with the file a store can be built.
    """
    catalogue, source = load_catalogue(read_paths().catalogue), examined.source
    before, month_to = open_before(store), examined.extract.months["month"].max().date()
    is_withheld = source is not None and is_protected(catalogue, source)
    if is_withheld:
        last = catalogue.latest_definition.id
        selection = Selection(move_month(month_to, -11), month_to, definition=last)
        nothing = pd.DataFrame(columns=list(FORETOLD_COLUMNS))
        indicators = nothing if before is None else list_published(before, selection, source.id)
    else:
        selection, indicators = _try_change(examined.file, month_to, before, store, progress)
    return Forecast(
        selection=selection,
        indicators=indicators,
        held=examined.extract.months,
        rejected=examined.extract.rows_set_aside,
        is_withheld=is_withheld,
        standing=_word_standing(examined, before),
    )


def _try_change(
    file: ReceivedFile, month_to: date, before: Evidence | None, store: Path | None, progress: Progress | None
) -> tuple[Selection, pd.DataFrame]:
    """Every open indicator before and after, by a store built aside without any feed that has a rule."""
    paths, place = read_paths(), find_store(store)
    catalogue, geography = load_catalogue(paths.catalogue), load_geography(paths.geo)
    with tempfile.TemporaryDirectory(prefix="svd-trial-") as trial:
        folders = _list_folders(file)
        report = try_build(folders, file, place, Path(trial), catalogue, geography, progress)
        after = Evidence(open_store(Path(trial)), catalogue, geography, is_trial=True)
        assert report.version == after.store.version
        selection = default_selection(after, month_to)
        return selection, foretell_change(before, after, selection)


def _list_folders(file: ReceivedFile) -> tuple[Path, ...]:
    """The folders that would count with ``file``: a real file sends the sample away."""
    paths = read_paths()
    folders = find_extracts()
    if is_synthetic(file.path.name):
        return folders
    return tuple(folder for folder in folders if folder != paths.sample)


def word_accepted(examined: Examination, store: Path | None = None) -> str:
    """That what was shown of the file's months stays for now, before it is accepted; empty where none was."""
    return _word_standing(examined, open_before(store)) if len(examined.extract.months) else ""


def _word_standing(examined: Examination, before: Evidence | None) -> str:
    months = examined.extract.months["month"]
    return word_standing(before, examined.source, months.min().date(), months.max().date())


def open_before(store: Path | None = None) -> Evidence | None:
    """What is shown until now; None where there is no store."""
    try:
        return open_evidence(store)
    except StoreError:
        return None
