"""Second step of taking a file in: the store as it would be, built aside, and what every indicator would be then."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from svd.catalogue import load_catalogue
from svd.errors import StoreError
from svd.figures.foretell import foretell_change
from svd.figures.opening import default_selection, find_store, open_evidence
from svd.geography.wards import load_geography
from svd.ingest.curate import try_build
from svd.ingest.received import ReceivedFile
from svd.ingest.recognise import is_synthetic
from svd.measures.question import Evidence
from svd.paths import read_paths
from svd.store.selection import Selection
from svd.store.store import open_store
from svd.tasks import Progress, find_extracts


@dataclass(frozen=True, eq=False)
class Forecast:
    """What accepting a file would change: ``indicators`` has FORETOLD_COLUMNS for ``selection``."""

    selection: Selection
    indicators: pd.DataFrame


def foretell(
    file: ReceivedFile, month_to: date, store: Path | None = None, progress: Progress | None = None
) -> Forecast:
    """Every indicator of the twelve months to ``month_to``, before and after.

    Raises UserError where not even with ``file`` a store can be built.
    """
    paths, place = read_paths(), find_store(store)
    catalogue, geography = load_catalogue(paths.catalogue), load_geography(paths.geo)
    with tempfile.TemporaryDirectory(prefix="svd-trial-") as trial:
        folders = _list_folders(file)
        report = try_build(folders, file, place, Path(trial), catalogue, geography, progress)
        after = Evidence(open_store(Path(trial)), catalogue, geography)
        assert report.version == after.store.version
        before = _open_before(store)
        selection = default_selection(after, month_to)
        return Forecast(selection, foretell_change(before, after, selection))


def _list_folders(file: ReceivedFile) -> tuple[Path, ...]:
    """The folders that would count with ``file``: a real file sends the sample away."""
    paths = read_paths()
    folders = find_extracts()
    if is_synthetic(file.path.name):
        return folders
    return tuple(folder for folder in folders if folder != paths.sample)


def _open_before(store: Path | None) -> Evidence | None:
    try:
        return open_evidence(store)
    except StoreError:
        return None
