"""Bad files too large to keep: written when the tests run, each in a second or two."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.bad_files.sound import ASB, name_file, unpack, write_csv
from tests.bad_files.workbooks import write_book

_MILLION = 1_000_000
_SHEET = "xl/worksheets/sheet1.xml"
_BLOCK = bytes(1 << 24)


def write_million_rows(path: Path) -> None:
    """A sound file of a million records."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("record_id,occurred_at,category,postcode,ward_code\r\n")
        for start in range(0, _MILLION, 10_000):
            file.writelines(
                f"A-{number},2026-0{number % 3 + 1}-{number % 28 + 1:02},Noise,,E0501405{number % 7 + 3}\r\n"
                for number in range(start, start + 10_000)
            )


def write_more_rows_than_excel(path: Path) -> None:
    """A CSV of more rows than a sheet can hold."""
    line = b"A-1,2026-01-05,Noise,,E05014053\r\n"
    path.write_bytes(write_csv(ASB[:1]).encode() + line * 1_048_576)


def write_bomb(path: Path) -> None:
    """A workbook of a quarter of a megabyte whose sheet unpacks to 256 MiB."""
    _write_bloated(path, blocks=16)


def write_quiet_bomb(path: Path) -> None:
    """The same, saying that its sheet is small."""
    _write_bloated(path, blocks=10)
    data = bytearray(path.read_bytes())
    whole = (10 * len(_BLOCK)).to_bytes(4, "little")
    told = data.rindex(whole)
    data[told : told + 4] = (4_096).to_bytes(4, "little")
    path.write_bytes(bytes(data))


def write_many_parts(path: Path) -> None:
    """A workbook of more parts than any has."""
    made = io.BytesIO(write_book({"Sheet1": ASB}))
    with zipfile.ZipFile(made, "a") as archive:
        for number in range(10_001):
            archive.writestr(f"xl/media/image{number}.png", b"")
    path.write_bytes(made.getvalue())


def write_too_many_columns(path: Path) -> None:
    """A CSV with more columns than a sheet can hold."""
    path.write_bytes(write_csv([[*ASB[0], *(f"more {number}" for number in range(16_384))], *ASB[1:]]).encode())


def _write_bloated(path: Path, blocks: int) -> None:
    parts = unpack(write_book({"Sheet1": ASB}))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            if name != _SHEET:
                archive.writestr(name, part)
        about = zipfile.ZipInfo(_SHEET)
        about.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(about, "w") as sheet:
            for _ in range(blocks):
                sheet.write(_BLOCK)


BUILDERS: dict[str, Callable[[Path], None]] = {
    name_file("asb", "a million rows", ".csv"): write_million_rows,
    name_file("asb", "more rows than Excel has", ".csv"): write_more_rows_than_excel,
    name_file("asb", "a zip bomb", ".xlsx"): write_bomb,
    name_file("asb", "a zip bomb that hides its size", ".xlsx"): write_quiet_bomb,
    name_file("asb", "ten thousand parts", ".xlsx"): write_many_parts,
    name_file("asb", "more columns than Excel has", ".csv"): write_too_many_columns,
}
