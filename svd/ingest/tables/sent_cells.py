"""What every kind of file is read into before its cells are tidied: a header and the columns of text below it."""

from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa


@dataclass(frozen=True, eq=False)
class SentCells:
    """A table's cells as they stand in the file; ``columns`` are in the order of ``header``, unnamed ones too."""

    header: list[str]
    header_row: int
    """As Excel numbers it, from 1."""
    columns: list[pa.ChunkedArray | pa.Array]
    rows: pd.Index
    """The number of each row, as Excel shows it."""
    ragged: pd.Series
    """The text of each row with more or fewer cells than the header, index row."""
    delimiter: str = ","
    sheet: str | None = None
    dated: frozenset[str] = frozenset()
    """The columns in which some cells are real dates and others text."""
    is_ascii: bool = False
    is_one_line: bool = False
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Grid:
    """A file's cells as rows of raw text, with what stands above the header; ``header_row`` counts from 1."""

    sheet: str | None
    header_row: int
    rows: list[list[str]]


def word_skipped(rows: int) -> list[str]:
    """A note of the rows above the header that hold something; none where there are none."""
    if not rows:
        return []
    return [f"{rows} rows above the header were skipped." if rows > 1 else "1 row above the header was skipped."]
