"""A file of JSON lines that are only ever added: a line is there whole and on disk, or it never happened."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path


def read_lines(path: Path) -> list[bytes]:
    """Every whole line in order, none where there is no file; a last line that was cut off is left out."""
    return _read_bytes(path).split(b"\n")[:-1]


def add_line(path: Path, told: dict) -> None:
    """Write ``told`` as the last line, on disk before this returns; call it while the file is held."""
    whole = _read_bytes(path).rpartition(b"\n")
    with path.open("ab") as file:
        file.truncate(len(whole[0]) + len(whole[1]))  # a line cut off by a kill would swallow this one
        file.write((json.dumps(told) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())


def drop_last_line(path: Path) -> None:
    """Take the last whole line away, which takes no space on the disk; call it while the file is held."""
    whole = _read_bytes(path).rpartition(b"\n")[0]
    with path.open("rb+") as file:
        file.truncate(len(whole.rpartition(b"\n")[0]) + 1 if b"\n" in whole else 0)
        file.flush()
        os.fsync(file.fileno())


def now() -> datetime:
    """The present moment, in UTC to the microsecond, as the lines write it."""
    return datetime.now(UTC)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
