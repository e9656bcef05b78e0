"""Files as sent, kept beside the journal under their hash, and which files, kept or lying loose, make up the store."""

import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from svd.errors import FileError, UserError
from svd.ingest.parts import UNFINISHED
from svd.ingest.received import ReceivedFile, hash_file, list_loose, may_be_extract
from svd.ingest.vault.journal import (
    KEPT,
    Entry,
    Journal,
    list_purged,
    list_purges,
    list_standing,
    read_journal,
    write_journal,
)
from svd.journal.lines import now

_FOLDER_SEEN = "found in the folder"
_NOT_IN_NAMES = r'[\x00-\x1f<>:"/\\|?*]'


def find_files(*folders: Path, as_of: datetime | None = None, taken: Sequence[str] = ()) -> list[ReceivedFile]:
    """Every file of ``folders`` that counts, by name: those lying there, and those taken in; names avoid ``taken``.

    With ``as_of``, those of a folder that has a journal are what it held then. Raises UserError where there are none.
    """
    found = list_counting(*folders, as_of=as_of)
    if not found and not taken:
        raise UserError(f"The folder of extracts, {folders[0].name}, holds no files.", "Put the partners' files there.")
    return sorted(name_apart(found, taken), key=lambda file: file.name)


def list_counting(*folders: Path, as_of: datetime | None = None) -> list[ReceivedFile]:
    """The same in no order and without names of their own; none where there are none."""
    return [file for folder in folders for file in _list_counting(folder, as_of)]


def name_counting(folder: Path, as_of: datetime | None = None) -> list[str]:
    """The names of the files of ``folder`` that count, if by what is left of them, without opening any."""
    journal = read_journal(folder)
    left = [Path(entry.file).name for entry in list_purged(journal, as_of)]
    entries = list_standing(journal, as_of)
    if as_of is not None:
        return left + [Path(entry.file).name for entry in entries]
    loose = [path.name for path in folder.rglob("*") if may_be_extract(path, folder)] if folder.is_dir() else []
    return left + loose + [entry.file for entry in entries if entry.event == "accepted"]


def describe_kept(extracts: Path, entry: Entry) -> ReceivedFile:
    """The file of ``entry`` as it was taken in; raises FileError where its copy is gone or is not what it was."""
    path = extracts / KEPT / entry.kept
    if not path.is_file():
        fault = f"The file {entry.file} that was taken in as number {entry.sequence} is missing."
        raise FileError(fault, f"Put {KEPT} back from its last copy, or undo number {entry.sequence}.")
    if hash_file(path) != entry.sha256:
        fault = f"The file {entry.file} taken in as number {entry.sequence} is no longer what was sent."
        raise FileError(fault, f"Put {KEPT} back from its last copy, or undo number {entry.sequence}.")
    # A file found in the folder is known by its name as if it lay there still, so that both ways give one store.
    sequence = entry.sequence if entry.event == "accepted" else 0
    told = (entry.source, entry.columns, sequence)
    return ReceivedFile(path, entry.file, entry.received_on or entry.at.date(), entry.sha256, *told)


def keep_copy(extracts: Path, path: Path, name: str, sha256: str) -> str:
    """Copy ``path`` beside the journal, there whole or not at all; gives the copy's place below KEPT.

    Raises FileError where what is there now is not what ``sha256`` was worked out from.
    """
    place = Path("files") / sha256[:16] / tidy_name(name)
    target = extracts / KEPT / place
    if target.is_file() and hash_file(target) == sha256:
        return place.as_posix()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=UNFINISHED, dir=target.parent)
    os.close(handle)
    shutil.copyfile(path, unfinished)
    if hash_file(Path(unfinished)) != sha256:
        Path(unfinished).unlink()
        raise FileError(f"{name} changed while it was being taken in.", "Close it in any other program and try again.")
    with open(unfinished, "rb+") as copy:
        os.fsync(copy.fileno())
    os.replace(unfinished, target)
    return place.as_posix()


def keep_loose(extracts: Path) -> None:
    """Write into the journal which files lie in ``extracts`` now, keep a copy of each, and note those that are gone."""
    loose = {(file.name, file.sha256): file for file in list_loose(extracts)}
    if not loose and not (extracts / KEPT).is_dir():
        return
    known = {(entry.file, entry.sha256) for entry in _list_found(read_journal(extracts))}
    if known == set(loose):
        return
    with write_journal(extracts) as journal:
        for entry in _list_found(journal.entries):
            if (entry.file, entry.sha256) not in loose:
                _end(journal, entry, "gone")
        known = {(entry.file, entry.sha256) for entry in _list_found(journal.entries)}
        for file in (file for key, file in sorted(loose.items()) if key not in known):
            kept = keep_copy(extracts, file.path, file.path.name, file.sha256)
            told = {"file": file.name, "sha256": file.sha256, "kept": kept, "received_on": file.received_on}
            journal.add(Entry(0, "found", now(), _FOLDER_SEEN, **told))


def tidy_name(name: str) -> str:
    """A file's name without folders and without what some file system does not allow in it."""
    tidy = re.sub(_NOT_IN_NAMES, "_", name.replace("\\", "/").rsplit("/")[-1]).strip(" .")
    if not tidy:
        raise FileError(f"{name!r} is no name for a file.", "Name the file after its feed.")
    return tidy


def _list_counting(folder: Path, as_of: datetime | None) -> list[ReceivedFile]:
    journal = read_journal(folder)
    gone = list_purges(journal)
    entries = [entry for entry in list_standing(journal, as_of) if entry.sequence not in gone]
    if as_of is not None and (folder / KEPT).is_dir():
        return [describe_kept(folder, entry) for entry in entries]
    loose = list_loose(folder)
    if as_of is not None:
        loose = [file for file in loose if file.received_on <= as_of.date()]
    return [*loose, *(describe_kept(folder, entry) for entry in entries if entry.event == "accepted")]


def _list_found(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in list_standing(entries) if entry.event == "found"]


def _end(journal: Journal, entry: Entry, event: str) -> None:
    journal.add(Entry(0, event, now(), _FOLDER_SEEN, entry.file, entry.sha256, ends=entry.sequence))


def name_apart(files: Sequence[ReceivedFile], taken: Sequence[str] = ()) -> list[ReceivedFile]:
    """``files`` with names of their own: of those called alike, the first stays and others bear number or folder."""
    taken = set(taken)
    named = []
    for file in sorted(files, key=lambda file: file.sequence):
        apart = str(file.sequence) if file.sequence else file.path.parent.name
        named.append(replace(file, name=f"{apart}/{file.name}") if file.name in taken else file)
        taken.add(named[-1].name)
    return named
