"""One piece of open data from its publisher to its folder: found, downloaded, checked, kept and written down."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from svd.catalogue import Catalogue
from svd.catalogue.open_data import Download, list_expected
from svd.errors import FileError, UserError
from svd.ingest.fetch.address import check_values, fill_address, fill_in, pick_file
from svd.ingest.fetch.archive import check_columns, extract_member, list_members, open_archive
from svd.ingest.fetch.download import Arrived, Report, download, drop_part
from svd.ingest.fetch.faults import RefusedError
from svd.ingest.fetch.format import Columns, find_fault
from svd.ingest.fetch.keep import Fetch, find_current, keep, write_fetches
from svd.ingest.fetch.request import Line
from svd.ingest.received import hash_file
from svd.journal.lock import lock_file

LOCK = ".fetch.lock"
_LARGEST_LISTING = 20_000_000
_BY_HAND = "Or download it by hand from {page} and put it in {folder}."


@dataclass(frozen=True)
class Fetched:
    """What became of one piece of open data: its files in ``folder``."""

    entry: Download
    folder: Path
    files: tuple[Fetch, ...]


@dataclass(frozen=True)
class FetchReport:
    """What came, and the fault of each that did not."""

    fetched: tuple[Fetched, ...]
    faults: tuple[UserError, ...]


def fetch_all(
    catalogue: Catalogue,
    names: Sequence[str],
    folders: Mapping[str, Path],
    values_of: Callable[[Set[str]], Mapping[str, str]],
    line: Line,
    report: Report | None = None,
) -> FetchReport:
    """Fetch each of ``names``, going on after a fault; raises UserError where none of them could be fetched.

    ``values_of`` gives the values of the placeholders that an entry needs.
    """
    downloads = catalogue.downloads
    unknown = sorted(set(names) - set(downloads))
    if unknown:
        raise UserError(f"{', '.join(unknown)} is no open data of the catalogue.", f"Use {', '.join(downloads)}.")
    fetched, faults = [], []
    for entry in [downloads[name] for name in dict.fromkeys(names)]:
        try:
            columns = list_expected(catalogue, entry)
            fetched.append(fetch(entry, columns, folders[entry.saves_to], values_of(entry.needs), line, report))
        except UserError as fault:
            faults.append(fault)
    if not fetched:
        raise faults[0] if len(faults) == 1 else UserError(" ".join(str(fault) for fault in faults))
    return FetchReport(tuple(fetched), tuple(faults))


def fetch(
    entry: Download,
    columns: Columns,
    folder: Path,
    values: Mapping[str, str],
    line: Line,
    report: Report | None = None,
) -> Fetched:
    """The files of ``entry``, whole and as expected, in ``folder``; raises UserError, keeping none, otherwise."""
    check_values(entry, values)
    busy = UserError(f"Another fetch is saving to {folder}.", "Wait until it has ended.")
    address = fill_address(entry.address, values)
    with _say_faults(entry, folder, address), lock_file(folder / LOCK, busy):
        file_address = _find_file(line, entry, address, folder)
        with _say_faults(entry, folder, file_address):
            files = _bring(entry, columns, folder, file_address, values, line, report)
            write_fetches(folder, files)
    return Fetched(entry, folder, tuple(files))


def _find_file(line: Line, entry: Download, address: str, folder: Path) -> str:
    """The address of the file itself, looked up in the publisher's list where that is what ``address`` gives."""
    if not entry.pick:
        return address
    part = folder / f".{entry.id}.list.part"
    try:
        download(line, address, part, _LARGEST_LISTING)
        return pick_file(part.read_bytes(), entry.pick, address)
    finally:
        drop_part(part)


def _bring(
    entry: Download,
    columns: Columns,
    folder: Path,
    address: str,
    values: Mapping[str, str],
    line: Line,
    report: Report | None,
) -> list[Fetch]:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    wanted = [fill_in(text, values) for text in (entry.members or (entry.file,))]
    current = find_current(folder, entry.id, address)
    part = folder / f".{entry.id}.part"

    def say(done: int, total: int, _: str) -> None:
        if report:
            report(done, total, entry.id)

    arrived = download(line, address, part, entry.largest_mb * 1_000_000, say, current[0].etag if current else "")
    if arrived is None:
        return [replace(row, status="unchanged", older="", fetched_at=now) for row in current]
    try:
        _check(entry, columns, part, arrived)
        kept = _unpack(columns, part, wanted) if entry.members else _keep_one(part, folder / wanted[0], arrived.sha256)
        return [_note(entry, address, now, arrived, path, *how) for path, how in kept]
    finally:
        drop_part(part)


def _check(entry: Download, columns: Columns, part: Path, arrived: Arrived) -> None:
    fault = find_fault(part, entry.kind, columns)
    if fault:
        raise RefusedError(fault)
    if entry.sha256 and arrived.sha256 != entry.sha256:
        raise RefusedError(f"sends a file with the SHA-256 {arrived.sha256}, and open_data.toml expects {entry.sha256}")


_Kept = tuple[Path, tuple[str, str, str]]


def _keep_one(part: Path, target: Path, sha256: str) -> list[_Kept]:
    return [(target, (sha256, *keep(part, target, sha256)))]


def _unpack(columns: Columns, part: Path, patterns: Sequence[str]) -> list[_Kept]:
    kept = []
    with open_archive(part) as archive:
        members = list_members(archive, patterns)
        for info in members.values():
            check_columns(archive, info, columns)
        for name, info in members.items():
            member = part.with_name(f".{name}.part")
            try:
                extract_member(archive, info, member)
                kept += _keep_one(member, part.with_name(name), hash_file(member))
            finally:
                member.unlink(missing_ok=True)
    return kept


def _note(
    entry: Download, address: str, now: str, arrived: Arrived, path: Path, sha256: str, status: str, older: str
) -> Fetch:
    return Fetch(
        id=entry.id,
        file=path.name,
        status=status,
        older=older,
        address=address,
        fetched_at=now,
        sha256=sha256,
        bytes=str(path.stat().st_size),
        etag=arrived.etag,
        last_modified=arrived.last_modified,
        licence=entry.licence,
    )


@contextlib.contextmanager
def _say_faults(entry: Download, folder: Path, address: str) -> Iterator[None]:
    """Turn what stops a download into a UserError naming address, fault and remedy."""
    by_hand = _BY_HAND.format(page=entry.page, folder=folder)
    again = "Try again later, or an earlier --month." if "month" in entry.needs else "Try again later."
    try:
        yield
    except RefusedError as fault:
        raise FileError(f"{entry.title}: {address} {fault.fault}.", f"{fault.remedy or again} {by_hand}") from None
    except OSError as fault:
        message = f"{entry.title}: {folder} can't be written: {fault.strerror or fault}."
        remedy = "Close the file in any other program, free some space, or choose another folder with --out."
        raise FileError(message, remedy) from None
