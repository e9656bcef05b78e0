"""Takes a checked file in, undoes that, and says who did what: every step is one line of the journal."""

from collections.abc import Sequence
from pathlib import Path

from svd.errors import UserError
from svd.ingest.received import ReceivedFile
from svd.ingest.vault.journal import Entry, Journal, list_standing, write_journal
from svd.ingest.vault.kept import keep_copy, tidy_name
from svd.journal.lines import now


def accept_file(extracts: Path, file: ReceivedFile, by: str, reasons: Sequence[tuple[str, str]] = ()) -> Entry:
    """Keep ``file`` as sent and enter it; ``reasons`` pair each warning accepted with why.

    Raises UserError where nobody is named, a reason is empty, or the same file counts already.
    """
    by = _check_name(by)
    if any(not why.strip() for _, why in reasons):
        raise UserError("A warning was accepted without a reason.", "Say why each warning is no fault.")
    with write_journal(extracts) as journal:
        _refuse_copy(journal, file)
        kept = keep_copy(extracts, file.path, file.path.name, file.sha256)
        told = {"source": file.source, "received_on": file.received_on, "columns": file.accepted}
        name = tidy_name(file.path.name)
        return journal.add(Entry(0, "accepted", now(), by, name, file.sha256, kept, reasons=tuple(reasons), **told))


def undo_entry(extracts: Path, sequence: int, by: str, why: str = "") -> Entry:
    """Put an end to entry ``sequence``, whose file is kept but counts no more; raises UserError where it can't be."""
    by = _check_name(by)
    with write_journal(extracts) as journal:
        standing = {entry.sequence: entry for entry in list_standing(journal.entries) if entry.event == "accepted"}
        if sequence not in standing:
            fault = f"There is no file taken in as number {sequence} that could be undone."
            raise UserError(fault, "Choose a number that python -m svd history lists as counting.")
        entry = standing[sequence]
        reasons = (("", why.strip()),) if why.strip() else ()
        return journal.add(
            Entry(0, "undone", now(), by, entry.file, entry.sha256, reasons=reasons, ends=entry.sequence)
        )


def withdraw_entry(extracts: Path, entry: Entry) -> None:
    """Take back ``entry``, with which no figures could be built, and its copy: it counts no more."""
    with write_journal(extracts) as journal:
        journal.withdraw(entry)


def _refuse_copy(journal: Journal, file: ReceivedFile) -> None:
    for entry in list_standing(journal.entries):
        if entry.sha256 == file.sha256:
            if entry.event == "found":
                fault = f"{file.path.name} lies in the folder of extracts already, as {entry.file}."
                remedy = "Build, and it counts; to take it in here instead, move it out of that folder and build first."
                raise UserError(fault, remedy)
            when = f"{entry.at:%Y-%m-%d} by {entry.by}"
            fault = f"{file.path.name} was taken in already, as {entry.file}, number {entry.sequence}, on {when}."
            raise UserError(fault, "Nothing is left to do; if it was wrong, undo that one first.")


def _check_name(by: str) -> str:
    if not by.strip():
        raise UserError("Nobody is named.", "Say who you are: the name is kept with the file.")
    return " ".join(by.split())
