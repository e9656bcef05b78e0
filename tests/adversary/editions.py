"""What other editions tell: a version with a late record that is known, and previews of a file of 1 to 5 rows."""

import csv
import itertools
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from svd.store.selection import move_month
from tests.adversary import ask
from tests.adversary.answers import collect_answers, join_answers, number_month
from tests.adversary.ask import Product

_PATTERN = "*{feed}_*.csv"
MOST_ROWS = 5


@dataclass(frozen=True)
class Feed:
    """A feed of the sample: a word of its files' names, the column of its days, and the indicator it counts for."""

    word: str
    day: str
    indicator: str
    category: str
    """How its files call a category that the indicator counts."""


CCTV = Feed("council_cctv", "occurred_at", "cctv_violence", "Violence seen")
FIRE = Feed("lfb_incidents", "occurred_at", "deliberate_fires", "Deliberate secondary fire")


def copy_files(sample: Path, folder: Path, feeds: Sequence[Feed]) -> Path:
    """A folder that holds the files of these feeds alone, so that a build takes little time."""
    folder.mkdir(parents=True)
    for feed in feeds:
        for path in sample.glob(_PATTERN.format(feed=feed.word)):
            shutil.copy(path, folder)
    return folder


def add_late_record(folder: Path, feed: Feed, month: date) -> int:
    """Put one more record of ``month`` into the feed's file that covers it; gives how many the file now has of it."""
    for path in sorted(folder.glob(_PATTERN.format(feed=feed.word))):
        header, rows = _read(path)
        place = next((n for n, row in enumerate(rows) if _is_of(row, header, feed, month)), None)
        if place is not None:
            late = rows[place].copy()
            late[0] = f"{late[0]}-late"
            _write(path, header, [*rows, late])
            return len(rows) + 1
    raise AssertionError(f"no file of {feed.word} has a record of {month}")


def write_next_month(sample: Path, folder: Path, feed: Feed, month: date, rows: int) -> Path:
    """A file of ``month`` alone with so many rows, which nobody but its sender has seen."""
    header, known = _read(sorted(sample.glob(_PATTERN.format(feed=feed.word)))[-1])
    like = next(row for row in known if feed.category in row)
    made = [like.copy() for _ in range(rows)]
    for number, row in enumerate(made):
        row[0], row[header.index(feed.day)] = f"NEW-{number:05d}", f"{month:%Y-%m}-{number + 1:02d}T12:00"
    path = folder / f"SYNTHETIC {feed.word}_{month:%Y-%m}_{month:%Y-%m}.csv"
    _write(path, header, made)
    return path


def ask_previews(product: Product, sample: Path, folder: Path, feeds: Sequence[Feed], least: int) -> pd.DataFrame:
    """Previews of files of 1 to 5 rows for the months after the last: at least so many answers, if there are."""
    tables, found = [], 0
    months = [move_month(product.months[-1], step) for step in range(1, 9)]
    for month, feed, rows in itertools.product(months, feeds, range(1, MOST_ROWS + 1)):
        file = write_next_month(sample, folder, feed, month, rows)
        told = ask.preview(product, file, move_month(month, 1))
        tables.append(collect_answers("previews", [_without_new(row, product, feed, rows) for row in told]))
        file.unlink()
        found += len(tables[-1])
        if found >= least:
            break
    return join_answers(tables)


def ask_version(
    product: Product, feed: Feed, late: date | None, periods: Iterable[tuple[date, date]], least: int
) -> pd.DataFrame:
    """Answers of a version for the area, of whole periods and their months, until there are at least so many.

    Where it has a ``late`` record that the one before had not, the adversary knows its month.
    """
    tables, found = [], 0
    for first, last in periods:
        for by in ("borough", "month"):
            tables.append(collect_answers("versions", ask.measure(product, [feed.indicator], first, last, by)))
            found += len(tables[-1])
        if found >= least:
            break
    answers = join_answers(tables)
    if late is None:
        return answers
    holds = (answers["first"] <= number_month(late)) & (answers["last"] >= number_month(late))
    is_before = answers["first"] > number_month(late)
    return answers.assign(known=holds.astype(int), known_before=is_before.astype(int))


def _without_new(row: dict, product: Product, feed: Feed, rows: int) -> dict:
    """The answer as one about the months before the new one, with the rows that the adversary put in itself."""
    if row["counted"] != ask.list_protected(product)[feed.indicator]:
        return row
    first, last = row["period"].split(" to ")[0], pd.Timestamp(product.months[-1])
    return row | {"period": f"{first} to {last:%b %Y}", "known": rows}


def _is_of(row: list[str], header: list[str], feed: Feed, month: date) -> bool:
    return row[header.index(feed.day)].startswith(f"{month:%Y-%m}") and feed.category in row


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def _write(path: Path, header: list[str], rows: list) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
