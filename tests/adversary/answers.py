"""Answers as a stranger reads them: tables of text and numbers in, a tidy table of figures by place and months out."""

import re
from collections.abc import Iterable, Mapping

import pandas as pd

ANSWER_COLUMNS = ("sort", "counted", "place", "first", "last", "shown", "is_hidden", "known", "known_before")
"""``counted`` says which records, ``first`` and ``last`` are months since year 0, ``shown`` is null where hidden.

``known``: how many events of another edition, which the adversary knows, are in the figure beside those that are to be
told; ``known_before``: how many of them lie before its months.
"""

HIDDEN_MARK = "[c]"
_MONTH = re.compile(r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (\d{4})")
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number_month(month: object) -> int:
    """Months since the year 0 of a date, so that the next month is the next number."""
    day = pd.Timestamp(month)
    return day.year * 12 + day.month - 1


def read_period(words: str) -> tuple[int, int]:
    """The first and the last month of a period in words, such as ``Jul 2026 to Sep 2026`` or ``Jul 2026``."""
    found = [int(year) * 12 + _NAMES.index(name) for name, year in _MONTH.findall(words)]
    assert found, f"{words!r} names no month"
    return found[0], found[-1]


def read_figure(cell: object) -> tuple[float, bool] | None:
    """The number and whether it is hidden; None where the cell says that there is no figure."""
    if isinstance(cell, str):
        text = cell.strip().replace(",", "")
        if text.startswith(HIDDEN_MARK):
            return float("nan"), True
        found = re.match(r"(?:about |under )?(\d+(?:\.\d+)?)", text)
        return (float(found.group(1)), text.startswith("under")) if found else None
    return None if pd.isna(cell) else (float(cell), False)


def collect_answers(sort: str, rows: Iterable[Mapping], figure: str = "count") -> pd.DataFrame:
    """The answers of rendered rows with counted, place (or ward_code), period and the column ``figure``."""
    answers = []
    for row in rows:
        read = read_figure(row[figure])
        if read is not None:
            place = row["place"] if "place" in row else row["ward_code"]
            answers.append(
                (
                    sort,
                    row["counted"],
                    place,
                    *read_period(row["period"]),
                    *read,
                    row.get("known", 0),
                    row.get("known_before", 0),
                )
            )
    return pd.DataFrame(answers, columns=list(ANSWER_COLUMNS))


def join_answers(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All answers under each other, with the right types even where there are none."""
    kept = [table for table in tables if len(table)]
    joined = pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(ANSWER_COLUMNS))
    return joined.astype(
        {"first": int, "last": int, "shown": float, "is_hidden": bool, "known": int, "known_before": int}
    )
