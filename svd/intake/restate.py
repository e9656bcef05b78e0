"""Writing anew, outside the fixed days, what is shown of protected feeds: for a wrong file that was accepted."""

from datetime import date
from pathlib import Path

from svd.catalogue import load_catalogue
from svd.errors import UserError
from svd.figures.opening import find_store
from svd.figures.signals.prepare import save_signals
from svd.geography.wards import load_geography
from svd.ingest.publish import publish_again
from svd.ingest.vault.journal import Entry, write_journal
from svd.journal.lines import now
from svd.journal.lock import lock_folder
from svd.measures.book import NAME
from svd.measures.build import clear_book
from svd.measures.question import Evidence, prepare_figures
from svd.paths import read_paths
from svd.store.store import open_store

_WAIT_SECONDS = 300


def restate(by: str, why: str, store: Path | None = None) -> Entry:
    """Write every shown total anew from what is held now, with the same secret starts, and enter who did and why.

    Raises UserError, all as it was, where no name or reason is given or nothing protected was shown.
    """
    if not by.strip() or not why.strip():
        raise UserError("A restatement needs a name and a reason.", "Give both: --by NAME --reason TEXT.")
    folder, paths = find_store(store), read_paths()
    if not (folder / NAME).is_file():
        raise UserError("No protected figure has been shown yet.", "There is nothing to write anew.")
    with lock_folder(folder, _WAIT_SECONDS):
        open_store(folder)
        with write_journal(paths.extracts) as journal:
            entry = journal.add(Entry(0, "restated", now(), by.strip(), "", "", reasons=(("", why.strip()),), ends=0))
        clear_book(folder, date.today())
        publish_again(folder)
        evidence = Evidence(open_store(folder), load_catalogue(paths.catalogue), load_geography(paths.geo))
        prepare_figures(evidence)
        save_signals(evidence)
    return entry
