"""One address into one part file: resumed where it broke off, hashed as it comes, whole or not at all."""

import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests
from requests import exceptions as broken

from svd.errors import FileError
from svd.ingest.fetch.faults import BrokenLineError, RefusedError
from svd.ingest.fetch.request import Line, ask, persist

Report = Callable[[int, int, str], None]
_BLOCK = 1 << 16
_BROKEN = (broken.ChunkedEncodingError, broken.ConnectionError, broken.ContentDecodingError, broken.Timeout)


@dataclass(frozen=True)
class Arrived:
    """What lies whole in the part file, and what the publisher said of it."""

    sha256: str
    size: int
    etag: str
    last_modified: str


@dataclass(frozen=True)
class _Held:
    """What an earlier try left: how many bytes, and the mark by which the publisher knows that edition."""

    size: int = 0
    mark: str = ""


def download(
    line: Line, address: str, part: Path, largest: int, report: Report | None = None, known_etag: str = ""
) -> Arrived | None:
    """Fill ``part`` from ``address``; None where the publisher says that ``known_etag`` is still its newest edition.

    What an interrupted run left in ``part`` is taken up again if the publisher still offers the same edition. Raises
    RefusedError, or FileError where the disk can't take it.
    """
    try:
        return persist(line, lambda: _try_once(line, address, part, largest, report, known_etag))
    except OSError as fault:
        message = f"{part.parent} can't be written: {fault.strerror or fault}."
        raise FileError(message, "Free some space or choose another folder with --out, then run it again.") from None


def drop_part(part: Path) -> None:
    """Forget what came, so that the next run starts anew."""
    part.unlink(missing_ok=True)
    _note_of(part).unlink(missing_ok=True)


def _try_once(
    line: Line, address: str, part: Path, largest: int, report: Report | None, known_etag: str
) -> Arrived | None:
    held = _read_held(part, address)
    headers = {"If-None-Match": known_etag} if known_etag else {}
    if held.size:
        headers = {"Range": f"bytes={held.size}-", "If-Range": held.mark}
    with ask(line, address, headers) as response:
        if response.status_code == 304 and known_etag and not held.size:
            return None
        start = _find_start(response, held, part)
        whole = _find_whole(response, start)
        if (whole or 0) > largest:
            raise RefusedError(f"offers {whole / 1e6:,.1f} MB, more than the {largest / 1e6:,.0f} MB expected of it")
        _write_note(part, address, response)
        digest, size = _read_body(response, part, start, whole, largest, report)
        if whole is not None and size != whole:
            raise BrokenLineError(f"broke off after {size:,} of {whole:,} bytes")
        _note_of(part).unlink(missing_ok=True)
        said = response.headers
        return Arrived(digest, size, said.get("ETag", ""), said.get("Last-Modified", ""))


def _find_start(response: requests.Response, held: _Held, part: Path) -> int:
    """The byte that the body begins with; raises BrokenLineError, forgetting what is held, where it does not go on."""
    if response.status_code == 200:
        return 0
    offered = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    goes_on = response.status_code == 206 and held.size and offered and int(offered[1]) == held.size
    if goes_on and _find_mark(response) in ("", held.mark):
        return held.size
    drop_part(part)
    raise BrokenLineError("no longer offers the edition that was begun", wait=0)


def _find_whole(response: requests.Response, start: int) -> int | None:
    """The length of the whole file, None where it is not known beforehand."""
    length = response.headers.get("Content-Length", "")
    if not length.isdecimal() or response.headers.get("Content-Encoding", "identity") != "identity":
        return None
    return start + int(length)


def _read_body(
    response: requests.Response, part: Path, start: int, whole: int | None, largest: int, report: Report | None
) -> tuple[str, int]:
    digest, size = _hash_start(part, start), start
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        try:
            for block in response.iter_content(_BLOCK):
                size += len(block)
                if size > largest:
                    raise RefusedError(f"sends more than the {largest / 1e6:,.0f} MB expected of it")
                file.write(block)
                digest.update(block)
                if report:
                    report(size, whole or 0, "")
        except _BROKEN:
            raise BrokenLineError(f"broke off or stalled after {size:,} bytes") from None
        finally:
            file.flush()
            os.fsync(file.fileno())
    return digest.hexdigest(), size


def _hash_start(part: Path, start: int) -> "hashlib._Hash":
    digest = hashlib.sha256()
    if start:
        with part.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest


def _note_of(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _write_note(part: Path, address: str, response: requests.Response) -> None:
    mark = "" if response.headers.get("Content-Encoding") else _find_mark(response)
    _note_of(part).write_text(json.dumps({"address": address, "mark": mark}), encoding="utf-8")


def _find_mark(response: requests.Response) -> str:
    """A strong ETag, else the day of change: If-Range takes no weak ETag."""
    etag = response.headers.get("ETag", "")
    return etag if etag.startswith('"') else response.headers.get("Last-Modified", "")


def _read_held(part: Path, address: str) -> _Held:
    try:
        note = json.loads(_note_of(part).read_text(encoding="utf-8"))
        is_same = note["address"] == address and note["mark"]
        return _Held(part.stat().st_size, note["mark"]) if is_same else _Held()
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return _Held()
