"""The members of a zip archive that are wanted, one by one, from an archive that nobody has vouched for."""

import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from svd.ingest.fetch.faults import RefusedError
from svd.ingest.fetch.format import Columns, find_csv_fault

MOST_MEMBERS = 50_000
LARGEST_MEMBER = 1_000_000_000
LARGEST_RATIO = 200
_SMALL = 1_000_000
"""Below this size any ratio is harmless."""
_BLOCK = 1 << 20
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, opened; raises RefusedError where it, or a member read from it, is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError) as fault:
        raise RefusedError(f"sends a damaged zip archive ({fault})") from None


def list_members(archive: zipfile.ZipFile, patterns: Sequence[str]) -> dict[str, zipfile.ZipInfo]:
    """The members that fit ``patterns``, by plain file name; raises RefusedError for an archive not to be trusted."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise RefusedError(f"sends a zip archive of {len(infos):,} files, more than {MOST_MEMBERS:,}")
    chosen: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _check_path(info)
        if info.is_dir() or not any(fnmatchcase(info.filename.casefold(), text.casefold()) for text in patterns):
            continue
        _check_member(info)
        name = PurePosixPath(info.filename).name
        if name in chosen:
            raise RefusedError(f"sends a zip archive that holds {name} twice")
        chosen[name] = info
    if not chosen:
        raise RefusedError(f"sends a zip archive without {' or '.join(patterns)}")
    return dict(sorted(chosen.items()))


def check_columns(archive: zipfile.ZipFile, info: zipfile.ZipInfo, columns: Columns) -> None:
    """Raise RefusedError where a member is not the CSV expected."""
    with archive.open(info) as file:
        fault = find_csv_fault(file, columns)
    if fault:
        raise RefusedError(f"{fault}, as {info.filename} of its archive")


def extract_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, part: Path) -> None:
    """Write one member to ``part``; zipfile itself stops at the size the archive declares and checks its checksum."""
    size = 0
    with archive.open(info) as packed, part.open("wb") as file:
        while block := packed.read(_BLOCK):
            size += len(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if size != info.file_size:
        raise RefusedError(f"sends a zip archive in which {info.filename} breaks off")


def _check_path(info: zipfile.ZipInfo) -> None:
    # zipfile itself turns backslashes into slashes on Windows only.
    name = info.filename.replace("\\", "/")
    if ".." in PurePosixPath(name).parts or name.startswith("/") or ":" in name:
        raise RefusedError(f"sends a zip archive with an unsafe file name ({name[:80]!r})")


def _check_member(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x1:
        raise RefusedError(f"sends a zip archive in which {info.filename} needs a password")
    if info.compress_type not in _READABLE:
        raise RefusedError(f"sends a zip archive in which {info.filename} is packed in a way that can't be read")
    is_bomb = info.file_size > _SMALL and info.file_size > LARGEST_RATIO * max(info.compress_size, 1)
    if info.file_size > LARGEST_MEMBER or is_bomb:
        raise RefusedError(
            f"sends a zip archive in which {info.filename} would unpack to {info.file_size / 1e6:,.0f} MB"
        )
