"""First step of the path: a CSV as sent -> its cells as text, each row with the number Excel shows for it."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from svd.ingest.encoding import decode_text
from svd.ingest.problems import UnusableFileError

_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, eq=False)
class SentTable:
    """A file's cells as text without outer spaces, columns named as sent; rows that are all blank are left out."""

    name: str
    frame: pd.DataFrame
    """Index ``row``: the row as Excel numbers it, the header being 1."""
    ragged: pd.Series
    """The text of each row with more or fewer cells than the header, index as above; these rows are set aside."""

    @property
    def rows_read(self) -> int:
        return len(self.frame) + len(self.ragged)


def read_table(path: Path) -> SentTable:
    """The table in ``path``; raises UnusableFileError where the file as a whole can't be read."""
    data = decode_text(read_bytes(path), path.name)
    header = _read_header(data, path.name)
    _check_quotes(data, path.name)
    cells, ragged = _parse(data, header)
    _check_end(cells, ragged, path.name)
    named = [name for name in cells.columns if name]
    return SentTable(path.name, cells[named], ragged)


def read_bytes(path: Path) -> bytes:
    """The file's bytes; raises UnusableFileError where it is missing or can't be opened."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UnusableFileError("missing_file", f"{path.name} is missing.", "Check the name and the folder.") from None
    except OSError as fault:
        remedy = "Close it in any other program and check who may read it."
        raise UnusableFileError("unreadable_file", f"{path.name} can't be opened: {fault.strerror}.", remedy) from None


def _read_header(data: bytes, name: str) -> list[str]:
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    header = [cell.strip() for cell in next(csv.reader(lines), [])]
    if len(header) < 2:
        found = next((word for mark, word in _OTHER_SEPARATORS.items() if mark in "".join(header)), None)
        fault = f"has its cells separated by {found}, not commas" if found else "has no table in its first row"
        raise UnusableFileError("wrong_format", f"{name} {fault}.", "Save it as 'CSV UTF-8 (comma delimited)'.")
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        message = f"{name} has column {', '.join(map(repr, twice))} twice."
        raise UnusableFileError("wrong_format", message, "Keep one column of that name.", column=twice[0])
    return header


def _check_quotes(data: bytes, name: str) -> None:
    """Raise UnusableFileError where a quote is never closed: what follows it would be one cell."""
    if b'"' not in data:
        return
    rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    row = 0
    try:
        for _ in rows:
            row += 1
    except csv.Error as fault:
        is_open = "unexpected end" in str(fault) or "field larger" in str(fault)
        if is_open or data.count(b'"') % 2:
            raise _truncated(name, f"the quote opened in row {row + 1} is never closed") from None


def _parse(data: bytes, header: list[str]) -> tuple[pd.DataFrame, pd.Series]:
    bad: dict[int, str] = {}

    def note_ragged(row: pyarrow.csv.InvalidRow) -> str:
        bad[row.number] = row.text
        return "skip"

    names = [f"f{number}" for number in range(len(header))]
    # One block: a row is never split over two, and only without threads are rows numbered.
    reading = pyarrow.csv.ReadOptions(use_threads=False, column_names=names, block_size=len(data) + 1)
    parsing = pyarrow.csv.ParseOptions(
        newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note_ragged
    )
    as_text = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    table = pyarrow.csv.read_csv(io.BytesIO(data), reading, parsing, as_text)
    trimmed = pa.table({name: pc.utf8_trim_whitespace(table[name]) for name in names})
    total = len(trimmed) + len(bad)
    numbers = pd.RangeIndex(1, total + 1, name="row").difference(list(bad)).rename("row")
    cells = trimmed.to_pandas().set_axis(header, axis="columns").set_axis(numbers).iloc[1:]
    is_blank = (cells == "").all(axis="columns")
    texts = pd.Series(bad, dtype="str").rename_axis("row")
    return cells[~is_blank], texts[texts.str.strip(", \t\r\n") != ""]


def _check_end(cells: pd.DataFrame, ragged: pd.Series, name: str) -> None:
    if ragged.empty or (len(cells) and cells.index[-1] > ragged.index[-1]):
        return
    cells_found = len(next(csv.reader([ragged.iloc[-1]])))
    if cells_found < len(cells.columns):
        row = ragged.index[-1]
        raise _truncated(name, f"row {row}, the last, has {cells_found} cells and the header {len(cells.columns)}")


def _truncated(name: str, fault: str) -> UnusableFileError:
    return UnusableFileError("truncated", f"{name} breaks off: {fault}.", "Ask for the whole file again.")
