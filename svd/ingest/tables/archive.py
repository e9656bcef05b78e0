"""A workbook's parts, looked over before it is opened: sizes that would fill the memory, formulas without results."""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from svd.ingest.problems import UnusableFileError
from svd.ingest.tables.kinds import locked

LARGEST_CONTENT, LARGEST_PLAIN = 1 << 30, 1 << 26
MOST_PARTS, HIGHEST_RATIO = 10_000, 250
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 1_048_576, 16_384, 40_000_000
MOST_REPEATED = 4_000_000
_BLOCK = 1 << 20
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*[^/>]>')
_FORMULA_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>((?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?f\b.*?)</(?:\w+:)?c>", re.S)
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
_VALUE = re.compile(rb"<(?:\w+:)?v(?: [^>]*)?>[^<]")
_REPEATED_CELL = re.compile(rb'<table:table-cell\b(?=[^>]*office:value)[^>]*number-columns-repeated="(\d+)"')
_REPEATED_ROW = re.compile(rb'number-rows-repeated="(\d+)"[^>]*>(.*?)</table:table-row>', re.S)


@dataclass
class SheetScan:
    """What one sheet's part says before it is opened: its last cell, rows not shown, a formula without a result."""

    columns: set[bytes] = field(default_factory=set)
    rows: int = 0
    repeated: int = 0
    hidden: int = 0
    unworked: str | None = None


def scan_archive(data: bytes, name: str) -> Mapping[int, SheetScan]:
    """The sheets of an Excel workbook by their place in it; raises UnusableFileError before anything large is opened.

    Every part that will be read is read once here, so one that breaks off or lies about its size is refused.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive, name)
            scans = {part.filename: _scan_part(archive, part, name) for part in archive.infolist() if _is_read(part)}
            order = _order_sheets(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
        message = f"{name} is damaged: a part of the workbook can't be unpacked."
        raise UnusableFileError("truncated", message, "Ask for the whole file again.") from None
    return MappingProxyType({number: scans[part] for number, part in enumerate(order) if part in scans})


def too_large(name: str, fault: str, remedy: str) -> UnusableFileError:
    """The refusal of a file larger than can be read safely."""
    return UnusableFileError("too_large", f"{name} {fault}.", remedy)


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise locked(name)
    whole, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    is_bomb = whole > LARGEST_PLAIN and whole > HIGHEST_RATIO * max(packed, 1)
    if whole > LARGEST_CONTENT or is_bomb or len(parts) > MOST_PARTS:
        fault = f"would unpack to {whole / 2**20:,.0f} MiB in {len(parts):,} parts, too much to be a plain table"
        raise too_large(name, fault, "Copy the table alone into a new workbook, or save it as 'CSV UTF-8'.")


def _is_read(part: zipfile.ZipInfo) -> bool:
    return part.filename.endswith((".xml", ".rels", ".bin"))


def _scan_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> SheetScan:
    scan = SheetScan()
    is_sheet = "/worksheets/" in part.filename and part.filename.endswith(".xml")
    with archive.open(part) as file:
        for block in _read_blocks(file, (b"</table:table-row>" if part.filename == "content.xml" else b"</row>")):
            if is_sheet:
                _scan_block(scan, block)
            elif part.filename == "content.xml":
                _check_repeats(scan, block, name)
    _check_extent(scan, name)
    return scan


def _read_blocks(file: io.BufferedIOBase, end: bytes) -> Iterator[bytes]:
    """The part in blocks that end where a row does."""
    rest = b""
    while block := file.read(_BLOCK):
        rest += block
        cut = rest.rfind(end) + 1
        if cut:
            cut += len(end) - 1
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _scan_block(scan: SheetScan, block: bytes) -> None:
    cells = _CELL.findall(block)
    if cells:
        scan.columns.update({column for column, _ in cells})
        scan.rows = max(scan.rows, int(cells[-1][1]))
    if b"hidden" in block:
        scan.hidden += len(_HIDDEN_ROW.findall(block))
    if scan.unworked is None and (b"<f" in block or b":f" in block):
        for cell in _FORMULA_CELL.finditer(block):
            if not _VALUE.search(cell[2]) and b't="str"' not in cell[1]:
                where = re.search(rb'\br="([A-Z]+\d+)"', cell[1])
                scan.unworked = where[1].decode() if where else "a cell"
                return


def _check_extent(scan: SheetScan, name: str) -> None:
    width = max((number_column(column.decode()) for column in scan.columns), default=0)
    if scan.rows > MOST_ROWS or width > MOST_COLUMNS or scan.rows * width > MOST_CELLS:
        fault = f"has a sheet of {scan.rows:,} rows and {width:,} columns, too many cells to be one table"
        raise too_large(name, fault, "Delete what stands far from the table, or save the table as 'CSV UTF-8'.")


def _check_repeats(scan: SheetScan, block: bytes, name: str) -> None:
    """The same for an OpenDocument sheet, where one cell or row can stand for a million."""
    scan.repeated += sum(int(times) for times in _REPEATED_CELL.findall(block))
    for times, row in _REPEATED_ROW.findall(block):
        across = sum(int(times) for times in _REPEATED_CELL.findall(row))
        scan.repeated += int(times) * (row.count(b"office:value-type") + across)
    if scan.repeated > MOST_REPEATED:
        fault = "repeats a cell over a whole sheet, too many cells to be one table"
        raise too_large(name, fault, "Copy the table alone into a new workbook.")


def number_column(letters: str) -> int:
    """The number of the column Excel calls ``letters``, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def name_column(number: int) -> str:
    """What Excel calls column ``number``, 1 being A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _order_sheets(archive: zipfile.ZipFile) -> list[str]:
    """The part of each sheet, in the workbook's order."""
    if "xl/workbook.xml" not in archive.namelist():
        return []
    book, links = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
    targets = {
        _attribute(link, b"Id"): _attribute(link, b"Target") for link in re.findall(rb"<Relationship\b[^>]*>", links)
    }
    sheets = re.findall(rb"<(?:\w+:)?sheet\b[^>]*>", book)
    found = [html.unescape(targets.get(_attribute(sheet, rb"\w+:id"), "")) for sheet in sheets]
    return [target.lstrip("/") if target.startswith("/") else f"xl/{target}" for target in found]


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"""=["']([^"']*)""", tag)
    return found[1].decode("utf-8", "replace") if found else ""
