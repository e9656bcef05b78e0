"""Cells as text: a workbook's values in words, then outer spaces, invisible marks and words for nothing taken off."""

import datetime as dt
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

_NOTHING = pa.array(
    ["-", "–", "—", "N/A", "n/a", "NULL", "null", "Null"]
    + ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]
)
_WIDE_SPACE, _INVISIBLE = "[\u00a0\u2007\u202f]", "[\u200b-\u200f\u2060\ufeff]"
_BREAK = r"\s*[\r\n]\s*"
# Excel hides an apostrophe that makes a cell text; other programs show it.
_APOSTROPHE = r"^'([A-Z]*[0-9]|[<*-])"


def tidy_text(text: str) -> str:
    """One cell's text on one line, without outer spaces or invisible marks."""
    return tidy_column(pa.array([text], pa.string()))[0].as_py()


def tidy_rows(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The same for every cell of some rows, looked at together."""
    cells = iter(tidy_column(pa.array([cell for row in rows for cell in row], pa.string())).to_pylist())
    return [[next(cells) for _ in row] for row in rows]


def tidy_column(column: pa.ChunkedArray | pa.Array, is_ascii: bool = False, is_one_line: bool = False) -> pa.Array:
    """The same for a whole column; what is known of the file's text saves looking for what can't be there."""
    if not is_ascii:
        column = pc.replace_substring_regex(column, _WIDE_SPACE, " ")
        column = pc.replace_substring_regex(column, _INVISIBLE, "")
    if not is_one_line and pc.any(pc.match_substring_regex(column, r"[\r\n]")).as_py():
        column = pc.replace_substring_regex(pc.utf8_trim_whitespace(column), _BREAK, " ")
    column = pc.ascii_trim_whitespace(column) if is_ascii else pc.utf8_trim_whitespace(column)
    if pc.any(pc.starts_with(column, "'")).as_py():
        column = pc.replace_substring_regex(column, _APOSTROPHE, r"\1")
    return column


def blank_nothing(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """``column`` with empty text for the words, marks and Excel errors that mean no value; ``*`` and ``<5`` stay."""
    is_nothing = pc.is_in(column, _NOTHING.cast(column.type))
    return pc.if_else(is_nothing, pa.scalar("", column.type), column) if pc.any(is_nothing).as_py() else column


def word_column(values: Sequence[object]) -> pa.Array:
    """A workbook's column of values as text."""
    return pa.array([value if type(value) is str else word_value(value) for value in values], pa.string())


def word_value(value: object) -> str:
    """A workbook's value as text: 12 for 12.0, dates and times in ISO form, a date at midnight as the day alone."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Fifteen digits are what Excel keeps and shows; beyond them stands the noise of binary fractions.
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, dt.datetime):
        # Half a second more would be past the last moment there is, which some databases write for no end.
        half = dt.timedelta(microseconds=500_000) if value.year < dt.MAXYEAR else dt.timedelta()
        moment = (value + half).replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == dt.time() else _drop_seconds(moment.isoformat())
    if isinstance(value, dt.time):
        return _drop_seconds(value.replace(microsecond=0).isoformat())
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return _drop_seconds(f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}")
    return "" if value is None else str(value)


def is_date(value: object) -> bool:
    """Whether a workbook's value is a real date, not a text that looks like one."""
    return isinstance(value, dt.date)


def _drop_seconds(text: str) -> str:
    return text.removesuffix(":00") if text.count(":") == 2 else text
