"""Puts what was fetched under its name, keeping an older edition beside it, and writes where it came from."""

import csv
import os
import shutil
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from svd.ingest.received import DAYS_FETCHED, hash_file


@dataclass(frozen=True)
class Fetch:
    """A row of fetched.csv: one file, where it came from, and whether it was new, unchanged or in place of another."""

    id: str
    file: str
    status: str
    older: str
    address: str
    fetched_at: str
    sha256: str
    bytes: str
    etag: str
    last_modified: str
    licence: str


def keep(part: Path, target: Path, sha256: str) -> tuple[str, str]:
    """Make ``part`` the file ``target``; gives new, unchanged or replaced, and the name the older one now has."""
    older = ""
    if target.exists():
        if hash_file(target) == sha256:
            part.unlink()
            return "unchanged", ""
        older = _keep_older(target)
    part.replace(target)
    _sync(target.parent)
    return ("replaced" if older else "new"), older


def write_fetches(folder: Path, fetches: list[Fetch]) -> None:
    """Add a row for each to the folder's fetched.csv."""
    listing = folder / DAYS_FETCHED
    is_new = not listing.exists() or listing.stat().st_size == 0
    with listing.open("a", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, [field.name for field in fields(Fetch)])
        if is_new:
            rows.writeheader()
        rows.writerows(asdict(fetch) for fetch in fetches)
        file.flush()
        os.fsync(file.fileno())


def find_current(folder: Path, entry_id: str, address: str) -> list[Fetch]:
    """What the last fetch of ``address`` gave, if every file of it is still there unchanged; else nothing."""
    rows = [row for row in _read_fetches(folder) if row.id == entry_id and row.address == address]
    last = [row for row in rows if row.fetched_at == rows[-1].fetched_at]
    for row in last:
        path = folder / row.file
        if not path.is_file() or hash_file(path) != row.sha256:
            return []
    return last


def _read_fetches(folder: Path) -> list[Fetch]:
    """The rows of the folder's fetched.csv; one that a person has cut or added to is left out."""
    listing = folder / DAYS_FETCHED
    if not listing.is_file():
        return []
    names = [field.name for field in fields(Fetch)]
    with listing.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = [{name: row.get(name) for name in names} for row in csv.DictReader(file)]
    return [Fetch(**row) for row in rows if None not in row.values()]


def _keep_older(target: Path) -> str:
    """A second name for the file that is to be replaced, from the day it came.

    It starts with a bracket so that, of two editions received on one day, the older sorts before the newer; and the
    day is without dashes, or it would be read as the month the file is of.
    """
    day = date.fromtimestamp(target.stat().st_mtime).strftime("%Y%m%d")
    names = (f"(of {day}{', ' + str(count) if count > 1 else ''}) {target.name}" for count in range(1, 1000))
    older = next(path for name in names if not (path := target.with_name(name)).exists())
    try:
        os.link(target, older)
    except OSError:
        # A folder on a share may allow no second name for a file.
        shutil.copy2(target, older)
    return older.name


def _sync(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
