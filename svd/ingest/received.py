"""Which files lie in the extracts folder, and on which day each was received."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from svd.errors import FileError, UserError
from svd.ingest.problems import UnusableFileError
from svd.ingest.read import read_table

DAYS_RECEIVED = "received.csv"
DAYS_FETCHED = "fetched.csv"
_NEVER = {DAYS_RECEIVED, DAYS_FETCHED, "answer_key.json", "thumbs.db", "desktop.ini"}
_BLOCK = 1 << 20


@dataclass(frozen=True)
class ReceivedFile:
    """A file of the extracts folder; ``name`` is unique among them.

    ``source`` is the feed a person named, "" where the file tells it itself; ``accepted`` pairs headers with the fields
    a person said they stand for; of two editions received on one day the higher ``sequence`` is the newer.
    """

    path: Path
    name: str
    received_on: date
    sha256: str
    source: str = ""
    accepted: tuple[tuple[str, str], ...] = ()
    sequence: int = 0


def list_loose(folder: Path) -> list[ReceivedFile]:
    """Every file lying in ``folder`` and below that may be an extract; raises UserError where there is no folder.

    Raises FileError for a name that no table and no page could show.
    """
    if not folder.is_dir():
        raise UserError(f"The folder of extracts, {folder.name}, is missing.", "Create it, and put files there.")
    paths = sorted(
        (path for path in folder.rglob("*") if may_be_extract(path, folder)), key=lambda path: path.as_posix()
    )
    for path in paths:
        _check_name(path.relative_to(folder).as_posix())
    days = {}
    for listing in sorted(folder.rglob(DAYS_RECEIVED)):
        days |= _read_days(listing)
    names = [path.name for path in paths]
    return [
        ReceivedFile(
            path,
            # Two editions may bear one name in two folders; only then does the folder become part of the name.
            path.name if names.count(path.name) == 1 else path.relative_to(folder).as_posix(),
            days.get(path) or _modified_on(path),
            hash_file(path),
        )
        for path in paths
    ]


def describe_file(path: Path) -> ReceivedFile:
    """One file on its own, with the day its folder's received.csv gives."""
    if not path.is_file():
        raise FileError(f"{path.name} is missing.", "Check the name and the folder.")
    listing = path.parent / DAYS_RECEIVED
    days = _read_days(listing) if listing.is_file() else {}
    return ReceivedFile(path, path.name, days.get(path) or _modified_on(path), hash_file(path))


def hash_file(path: Path) -> str:
    """The file's SHA-256; raises FileError where another program keeps it from being opened."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                found.update(block)
    except OSError as fault:
        remedy = "Close it in any other program, check who may read it, and try again."
        raise FileError(f"{path.name} can't be opened: {fault.strerror}.", remedy) from None
    return found.hexdigest()


def may_be_extract(path: Path, folder: Path) -> bool:
    """True for any file but those that only describe others: the days received, an answer key, a note."""
    inside = path.relative_to(folder).parts
    if any(part.startswith((".", "~$", "__MACOSX")) for part in inside):
        return False
    name = path.name.casefold()
    return name not in _NEVER and not name.endswith(".md") and path.is_file()


def _check_name(name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:  # unpacked from an archive of another system
        shown = name.encode(errors="replace").decode()
        raise FileError(f"The name of the file {shown} has a letter that can't be read.", "Rename it.") from None


def _modified_on(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime).date()


def _read_days(listing: Path) -> dict[Path, date]:
    """Day received by path, from a received.csv; a listed file that isn't there is no fault."""
    try:
        table = read_table(listing).frame
    except UnusableFileError as fault:
        raise FileError(fault.message, fault.remedy) from None
    if not {"file", "received_on"} <= set(table.columns):
        raise FileError(f"{DAYS_RECEIVED} lacks a column.", "Its columns are file and received_on.")
    days = {}
    for row, name, day in zip(table.index, table["file"], table["received_on"], strict=True):
        try:
            days[listing.parent / name] = date.fromisoformat(day)
        except ValueError:
            message = f"{DAYS_RECEIVED}, row {row}: received_on is {day!r}, which is no date."
            raise FileError(message, "Write it as 2026-01-31.") from None
    return days
