"""Text tables that break off: a quote that is never closed, after which all that follows would be one cell."""

import csv
import io

import pandas as pd
import pyarrow as pa

from svd.ingest.problems import UnusableFileError


def check_quotes(data: bytes, table: pa.Table, ragged: pd.Series, delimiter: str, name: str) -> None:
    """Raise UnusableFileError where a quote is never closed, naming the row that opens it.

    Read row by row only where something points to it: in a large file that takes longer than all the rest.
    """
    if not _may_be_open(data, table, ragged, delimiter):
        return
    rows = csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for _ in rows:
            row += 1
    except csv.Error as fault:
        is_open = "unexpected end" in str(fault) or "field larger" in str(fault)
        if is_open or data.count(b'"') % 2:
            raise truncated(name, f"the quote opened in row {row + 1} is never closed") from None


def truncated(name: str, fault: str, remedy: str = "Ask for the whole file again.") -> UnusableFileError:
    """The refusal of a file that stops before its end."""
    return UnusableFileError("truncated", f"{name} breaks off: {fault}.", remedy)


def _may_be_open(data: bytes, table: pa.Table, ragged: pd.Series, delimiter: str) -> bool:
    quotes = data.count(b'"')
    if not quotes:
        return False
    if quotes % 2 or len(ragged):
        return True
    last = [column[-1].as_py() for column in table.columns] if len(table) else []
    if any("\n" in cell or "\r" in cell for cell in last):
        return True
    line = data[-(1 << 16) :].decode("utf-8", "ignore").rstrip("\r\n").splitlines()[-1:]
    try:
        list(csv.reader(line, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False
