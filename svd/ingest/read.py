"""First step of the path: a file as sent -> its cells as text, each row with the number Excel shows for it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from svd.ingest.dates import parse_months
from svd.ingest.encoding import decode_text
from svd.ingest.problems import UnusableFileError
from svd.ingest.tables.archive import MOST_ROWS, name_column, too_large
from svd.ingest.tables.cells import blank_nothing, tidy_column
from svd.ingest.tables.delimited import cut_cells, read_delimited, read_delimited_grid
from svd.ingest.tables.foot import split_foot
from svd.ingest.tables.header import plain_names
from svd.ingest.tables.kinds import find_kind
from svd.ingest.tables.quotes import truncated
from svd.ingest.tables.sent_cells import Grid, SentCells
from svd.ingest.tables.workbook import read_workbook, read_workbook_grid
from svd.ingest.words import MANY, plain_name

LARGEST_FILE = (1 << 31) - 16


def _no_rows() -> pd.Series:
    return pd.Series([], index=pd.RangeIndex(0, name="row"), dtype="str")


@dataclass(frozen=True, eq=False)
class SentTable:
    """A file's cells as text without outer spaces, columns named as sent; rows that are all blank are left out."""

    name: str
    frame: pd.DataFrame
    """Index ``row``: the row as Excel numbers it."""
    ragged: pd.Series
    """The text of each row with more or fewer cells than the header, index as above; these rows are set aside."""
    foot: pd.Series = field(default_factory=_no_rows)
    """The text of each totals row under the table, index as above; these rows are set aside and are no fault."""
    letters: Mapping[str, str] = field(default_factory=dict)
    """The letter Excel shows over each column."""
    sheet: str | None = None
    header_row: int = 1
    dated: frozenset[str] = frozenset()
    """The columns of a workbook in which some cells are real dates and others text."""
    notes: tuple[str, ...] = ()
    """What was found and left aside on the way, a plain sentence each."""

    @property
    def rows_read(self) -> int:
        return len(self.frame) + len(self.ragged) + len(self.foot)


def read_table(path: Path, known: Collection[str] = ()) -> SentTable:
    """The table in ``path``; raises UnusableFileError where the file as a whole can't be read.

    ``known`` are column names, however spelt, by which the header and the sheet are told from what stands around them.
    """
    data, names = read_bytes(path), plain_names(known)
    kind = find_kind(data, path.name)
    if kind == "text":
        data, notes = decode_text(data, path.name)
        cells = read_delimited(data, path.name, names)
    else:
        notes = []
        cells = read_workbook(data, kind, path.name, names)
    del data
    return _finish(cells, path.name, names, notes)


def read_grid(path: Path, known: Collection[str] = ()) -> Grid:
    """The cells of the sheet that ``read_table`` reads as they stand, with what is above and below its table."""
    data, names = read_bytes(path), plain_names(known)
    kind = find_kind(data, path.name)
    if kind == "text":
        return read_delimited_grid(decode_text(data, path.name)[0], path.name, names)
    return read_workbook_grid(data, kind, path.name, names)


def read_bytes(path: Path) -> bytes:
    """The file's bytes; raises UnusableFileError where it is missing, too large or can't be opened."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise too_large(path.name, "is larger than 2 GiB", "Send it in parts, a year in each.")
        return path.read_bytes()
    except FileNotFoundError:
        raise UnusableFileError("missing_file", f"{path.name} is missing.", "Check the name and the folder.") from None
    except OSError as fault:
        remedy = "Close it in any other program and check who may read it."
        raise UnusableFileError("unreadable_file", f"{path.name} can't be opened: {fault.strerror}.", remedy) from None


def _finish(cells: SentCells, name: str, known: Collection[str], notes: list[str]) -> SentTable:
    if cells.header_row + len(cells.rows) + len(cells.ragged) > MOST_ROWS:
        raise too_large(name, f"has more than {MOST_ROWS:,} rows", "Send it in parts, a year in each.")
    taken, more = _choose_columns(cells.header, known, name)
    columns = _each(
        lambda column: tidy_column(column, cells.is_ascii, cells.is_one_line), cells.columns, len(cells.rows)
    )
    unnamed = [at for at, title in enumerate(cells.header) if not title and _is_filled(columns[at])]
    more += [f"Column {name_column(at + 1)} has no name and was left out." for at in unnamed]
    frame = _frame(columns, list(taken.values()), cells.rows).set_axis(list(taken), axis="columns")
    frame, ragged, foot = split_foot(frame, cells.ragged, cells.delimiter)
    _check_end(frame, ragged, cells, name)
    return SentTable(
        name=name,
        frame=frame,
        ragged=ragged,
        foot=foot,
        letters=MappingProxyType({title: name_column(at + 1) for title, at in taken.items()}),
        sheet=cells.sheet,
        header_row=cells.header_row,
        dated=cells.dated & set(taken),
        notes=(*notes, *cells.notes, *more),
    )


def _choose_columns(header: list[str], known: Collection[str], name: str) -> tuple[dict[str, int], list[str]]:
    """The place of each named column; of two alike the first, unless that is one the catalogue knows."""
    taken: dict[str, int] = {}
    notes = []
    plain = [plain_name(title) for title in header]
    for at, title in enumerate(header):
        is_known = plain[at] in known or not known
        if title in taken or (is_known and known and plain[at] in plain[:at]):
            if is_known:
                message = f"{name} has column {title!r} twice."
                raise UnusableFileError("wrong_format", message, "Keep one column of that name.", column=title)
            _refuse_month_twice(title, header.index(title), at, name)
            notes.append(f"Column {name_column(at + 1)}, {title!r}, is there twice; the first was read.")
        elif title:
            taken[title] = at
    return taken, notes


def _refuse_month_twice(title: str, first: int, second: int, name: str) -> None:
    """Raise UnusableFileError where ``title`` is a month, as no one can say which of the two columns counts."""
    if parse_months(pd.Series([title], dtype="str")).notna().any():
        message = f"{name} has the same month over columns {name_column(first + 1)} and {name_column(second + 1)}."
        raise UnusableFileError("wrong_format", message, "Keep one column for each month.")


def _frame(columns: list[pa.Array], places: list[int], rows: pd.Index) -> pd.DataFrame:
    """The columns at ``places``, without the rows in which no column at all holds anything."""
    is_blank = None
    for column in columns:
        is_empty = pc.equal(column, "")
        is_blank = is_empty if is_blank is None else pc.and_(is_blank, is_empty)
        if not pc.any(is_blank).as_py():
            is_blank = None
            break
    cells = _each(lambda at: blank_nothing(columns[at]), places, len(rows))
    table = pa.table({str(at): column for at, column in zip(places, cells, strict=True)})
    if is_blank is not None:
        is_filled = pc.invert(is_blank)
        table = table.filter(is_filled)
        rows = rows[
            is_filled.to_numpy(zero_copy_only=False) if isinstance(is_filled, pa.Array) else is_filled.to_numpy()
        ]
    return table.to_pandas().astype("str").set_axis(rows.rename("row"))


def _each(make: Callable[[Any], pa.Array], given: Iterable, rows: int) -> list[pa.Array]:
    if rows < MANY:
        return [make(one) for one in given]
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(make, given))


def _is_filled(column: pa.Array) -> bool:
    return bool(pc.any(pc.not_equal(column, "")).as_py())


def _check_end(frame: pd.DataFrame, ragged: pd.Series, cells: SentCells, name: str) -> None:
    if ragged.empty or (len(frame) and frame.index[-1] > ragged.index[-1]):
        return
    found = len(cut_cells(ragged.iloc[-1], cells.delimiter))
    if found < len(cells.header):
        row = ragged.index[-1]
        fault = f"row {row}, the last, has {found} cells and the header {len(cells.header)}"
        raise truncated(name, fault, "Ask for the whole file again; if it is a note under the table, delete it.")
