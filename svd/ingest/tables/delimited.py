"""Text tables (CSV and its kin): which mark parts the cells, where the header is, and the cells below it as text."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from svd.ingest.problems import UnusableFileError
from svd.ingest.tables.archive import MOST_COLUMNS
from svd.ingest.tables.cells import tidy_rows
from svd.ingest.tables.header import SEARCHED, Header, find_header
from svd.ingest.tables.quotes import check_quotes
from svd.ingest.tables.sent_cells import Grid, SentCells, word_skipped

_DELIMITERS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}
_HEAD = 1 << 18
# Excel writes and obeys such a first line, and shows it as no row.
_DECLARED = re.compile(rb"(?i)\s*\"?sep=([,;|\t])\"?[^\S\r\n]*(?:\r\n|\r|\n)")


@dataclass(frozen=True)
class _Opening:
    """The first rows cut at one delimiter; ``ends`` are the bytes each row and those before it take."""

    delimiter: str
    rows: list[list[str]]
    ends: list[int]
    header: Header | None

    @property
    def fit(self) -> tuple[int, int]:
        widths = Counter(len(row) for row in self.rows if len(row) > 1)
        return (self.header.score if self.header else 0), max(widths.values(), default=0)


def read_delimited(data: bytes, name: str, known: Collection[str]) -> SentCells:
    """The table in ``data`` (UTF-8); raises UnusableFileError where there is none or it breaks off."""
    data, opening = _open(data, name, known)
    header = opening.header
    assert header is not None
    width = _find_width(opening)
    body = pa.py_buffer(data).slice(opening.ends[header.row])
    first = header.row + 2
    table, rows, ragged = _parse(body, width, len(header.names), opening.delimiter, first)
    check_quotes(data, table, ragged, opening.delimiter, name)
    above = sum(any(cell.strip() for cell in row) for row in opening.rows[: header.top])
    noted = [] if opening.delimiter == "," else [f"The cells are parted by {_DELIMITERS[opening.delimiter]}."]
    return SentCells(
        header=header.names + [""] * (width - len(header.names)),
        header_row=header.row + 1,
        columns=table.columns,
        rows=rows,
        ragged=ragged,
        delimiter=opening.delimiter,
        is_ascii=data.isascii(),
        is_one_line=b'"' not in data,
        notes=[*noted, *word_skipped(above)],
    )


def read_delimited_grid(data: bytes, name: str, known: Collection[str]) -> Grid:
    """All cells of the file."""
    data, opening = _open(data, name, known)
    assert opening.header is not None
    lines = io.StringIO(data.decode("utf-8"), newline="")
    return Grid(None, opening.header.row + 1, list(csv.reader(lines, delimiter=opening.delimiter)))


def _open(data: bytes, name: str, known: Collection[str]) -> tuple[bytes, _Opening]:
    """``data`` without a line that declares its delimiter, and its opening at the delimiter that fits best."""
    declared = _DECLARED.match(data)
    marks = (declared[1].decode(),) if declared else tuple(_DELIMITERS)
    data = data[declared.end() :] if declared else data
    head = data[:_HEAD].decode("utf-8", "ignore")
    lines = list(io.StringIO(head, newline=""))
    # Cut at a mark that is not there, no row has two cells.
    there = [mark for mark in marks if mark in head] or marks[:1]
    opening = max((_cut_rows(lines, mark, known) for mark in there), key=lambda opening: opening.fit)
    if opening.header is None:
        message = f"{name} has no table: no row has two column names."
        raise UnusableFileError("wrong_format", message, "Put the column names in one row, the records below.")
    if len(opening.rows[opening.header.row]) > MOST_COLUMNS:
        message = f"{name} has more than {MOST_COLUMNS:,} columns."
        raise UnusableFileError("too_large", message, "Send only the columns of the template.")
    return data, opening


def _cut_rows(lines: list[str], delimiter: str, known: Collection[str]) -> _Opening:
    reader = csv.reader(lines, delimiter=delimiter)
    rows, ends = [], []
    done, size = 0, 0
    try:
        for row in reader:
            rows.append(row)
            size += sum(len(line.encode()) for line in lines[done : reader.line_num])
            done = reader.line_num
            ends.append(size)
            if len(rows) > SEARCHED:
                break
    except csv.Error:
        pass  # an open quote: the rows before it are all there is to go by
    return _Opening(delimiter, rows, ends, find_header(tidy_rows(rows[:SEARCHED]), known))


def _find_width(opening: _Opening) -> int:
    """How many cells a row has: as the header, or as most rows below it where they differ by empty cells only."""
    assert opening.header is not None
    width, named = len(opening.rows[opening.header.row]), len(opening.header.names)
    below = [row for row in opening.rows[opening.header.row + 1 :] if any(row)]
    usual = Counter(map(len, below)).most_common(1)[0][0] if below else width
    spare = [cell for row in below if len(row) == usual for cell in row[width:]]
    return usual if usual >= named and not any(cell.strip() for cell in spare) else max(width, named)


def _parse(body: pa.Buffer, width: int, named: int, delimiter: str, first: int) -> tuple[pa.Table, pd.Index, pd.Series]:
    """The cells below the header, the number of each row, and the text of the rows of another length."""
    text = bytes(body[-(1 << 16) :]) if len(body) > 1 << 16 else body.to_pybytes()
    body = body.slice(0, len(body) - (len(text) - len(text.rstrip(b"\r\n"))))
    none = pd.Series([], index=pd.RangeIndex(0, name="row"), dtype="str")
    if not len(body):
        empty = pa.table({f"f{number}": pa.array([], pa.large_string()) for number in range(width)})
        return empty, pd.RangeIndex(first, first, name="row"), none
    try:
        table = _parse_whole(body, width, delimiter)
    except pa.ArrowInvalid:
        return _parse_numbered(body, width, named, delimiter, first)
    return table, pd.RangeIndex(first, first + len(table), name="row"), none


def _parse_whole(body: pa.Buffer, width: int, delimiter: str, handler=None) -> pa.Table:  # noqa: ANN001
    names = [f"f{number}" for number in range(width)]
    block = {"use_threads": False, "block_size": len(body) + 1} if handler else {"use_threads": True}
    return pyarrow.csv.read_csv(
        pa.BufferReader(body),
        pyarrow.csv.ReadOptions(column_names=names, **block),
        pyarrow.csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=handler
        ),
        pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.large_string()), check_utf8=False),
    )


def _parse_numbered(
    body: pa.Buffer, width: int, named: int, delimiter: str, first: int
) -> tuple[pa.Table, pd.Index, pd.Series]:
    """The same where some row is blank or of another length: only in one block, without threads, are rows numbered."""
    bad: dict[int, str] = {}

    def note_ragged(row: pyarrow.csv.InvalidRow) -> str:
        bad[first - 1 + row.number] = row.text
        return "skip"

    table = _parse_whole(body, width, delimiter, note_ragged)
    rows = pd.RangeIndex(first, first + len(table) + len(bad), name="row").difference(list(bad)).rename("row")
    texts = {row: text for row, text in bad.items() if text.strip(f"{delimiter} \t\r\n") != ""}
    mended = {row: cells for row, text in texts.items() if (cells := _mend(text, width, named, delimiter))}
    if mended:
        added = pa.table({f"f{at}": pa.array([cells[at] for cells in mended.values()]) for at in range(width)})
        rows = rows.append(pd.Index(list(mended), name="row"))
        order = rows.argsort()
        table, rows = pa.concat_tables([table, added.cast(table.schema)]).take(order), rows[order]
    ragged = {row: text for row, text in texts.items() if row not in mended}
    return table, rows, pd.Series(ragged, dtype="str").rename_axis("row")


def _mend(text: str, width: int, named: int, delimiter: str) -> list[str] | None:
    """The cells of a row that differs from the header by empty cells at its end only; None for any other."""
    cells = cut_cells(text, delimiter)
    if len(cells) < named or any(cell.strip() for cell in cells[width:]):
        return None
    return (cells + [""] * width)[:width]


def cut_cells(text: str, delimiter: str) -> list[str]:
    """The cells of one row's text."""
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
