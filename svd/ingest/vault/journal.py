"""The journal of an extracts folder: who took in, undid or removed which file, when and why; lines are only ever added.

A file that was taken in lies beside it as sent, so that the store of any past moment can be built again.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from svd.disk import name_faults
from svd.errors import FileError
from svd.journal.lines import add_line, drop_last_line, now, read_lines
from svd.journal.lock import lock_folder

KEPT = ".kept"
"""Folder, inside that of the extracts, of the journal and the files as sent; it starts with a dot, so none is read."""

_JOURNAL = "journal.jsonl"
_WAIT_SECONDS = 60
Event = Literal["accepted", "found", "undone", "gone", "purged", "restated"]


@dataclass(frozen=True)
class Entry:
    """A line of the journal; ``ends`` is the sequence of the entry that an undone, gone or purged one ends.

    A restated one is of no file and ends none: 0.
    """

    sequence: int
    event: Event
    at: datetime
    by: str
    file: str
    sha256: str
    kept: str = ""
    source: str = ""
    received_on: date | None = None
    columns: tuple[tuple[str, str], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    """Pairs of a warning's sentence and the reason for which it was accepted; for an undone entry, why."""
    ends: int | None = None


def read_journal(extracts: Path) -> list[Entry]:
    """Every entry in order; a last line that was cut off never happened. Raises FileError for any other fault."""
    lines = read_lines(extracts / KEPT / _JOURNAL)
    return [_parse(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def list_standing(entries: Sequence[Entry], as_of: datetime | None = None) -> list[Entry]:
    """The entries whose file counted at ``as_of`` (now, unless given): taken in, and not undone, gone or purged."""
    known = [entry for entry in entries if as_of is None or entry.at <= as_of]
    ended = {entry.ends for entry in known if entry.ends is not None}
    return [entry for entry in known if entry.ends is None and entry.sequence not in ended]


def list_purged(entries: Sequence[Entry], as_of: datetime | None = None) -> list[Entry]:
    """The entries whose file counted at ``as_of`` and is gone for its age: only its counts are left."""
    purged = list_purges(entries)
    counted = [entry for entry in entries if entry.event != "purged"]
    return [entry for entry in list_standing(counted, as_of) if entry.sequence in purged]


def list_purges(entries: Sequence[Entry]) -> set[int | None]:
    """The sequences of the entries whose file was removed for its age, whether it counted until then or not."""
    return {entry.ends for entry in entries if entry.event == "purged"}


def list_held(entries: Sequence[Entry]) -> list[Entry]:
    """The entries whose file is kept: all that were ever taken in or found, but those removed for their age."""
    purged = list_purges(entries)
    return [entry for entry in entries if entry.ends is None and entry.sequence not in purged]


@contextmanager
def write_journal(extracts: Path) -> Iterator["Journal"]:
    """The journal to add to, held against everyone else; raises StoreError where it stays held for a minute."""
    folder = extracts / KEPT
    with name_faults("The journal of what was taken in"):
        folder.mkdir(parents=True, exist_ok=True)
        with lock_folder(folder, _WAIT_SECONDS):
            journal = Journal(extracts, read_journal(extracts))
            _sweep(folder, {entry.kept for entry in journal.entries})
            yield journal


class Journal:
    """The journal while it is held: entries are added one at a time, each on disk before ``add`` returns."""

    def __init__(self, extracts: Path, entries: list[Entry]) -> None:
        self.extracts = extracts
        self.entries = entries

    def add(self, entry: Entry) -> Entry:
        """``entry`` as written, with the next sequence."""
        written = replace(entry, sequence=find_next(self.entries))
        add_line(self.extracts / KEPT / _JOURNAL, _describe(written))
        self.entries.append(written)
        return written

    def withdraw(self, entry: Entry) -> None:
        """Let ``entry`` never have happened; where others came after it, a line says that it was undone."""
        if self.entries[-1:] == [entry]:
            drop_last_line(self.extracts / KEPT / _JOURNAL)
            self.entries.pop()
            _sweep(self.extracts / KEPT, {each.kept for each in self.entries})
        elif entry in list_standing(self.entries):
            why = (("", "the figures could not be built with it"),)
            self.add(Entry(0, "undone", now(), entry.by, entry.file, entry.sha256, reasons=why, ends=entry.sequence))


def _sweep(folder: Path, known: set[str]) -> None:
    """Remove copies that no entry names: whoever was keeping them was cut off before saying so."""
    for path in folder.glob("files/*/*"):
        if path.relative_to(folder).as_posix() not in known:
            path.unlink(missing_ok=True)


def find_next(entries: Sequence[Entry]) -> int:
    """The sequence of the entry that comes after ``entries``."""
    return max((entry.sequence for entry in entries), default=0) + 1


def _describe(entry: Entry) -> dict:
    told = asdict(entry) | {"at": entry.at.isoformat()}
    return told | {"received_on": entry.received_on.isoformat() if entry.received_on else None}


def _parse(number: int, line: bytes) -> Entry:
    try:
        told = json.loads(line)
        told["at"] = datetime.fromisoformat(told["at"])
        told["received_on"] = date.fromisoformat(told["received_on"]) if told["received_on"] else None
        pairs = {name: tuple((str(a), str(b)) for a, b in told[name]) for name in ("columns", "reasons")}
        return Entry(**told | pairs)
    except (ValueError, TypeError, KeyError):
        fault = f"{_JOURNAL} in {KEPT}, line {number}, can't be read."
        raise FileError(fault, "Put back the folder from its last copy; nobody should edit this file.") from None
