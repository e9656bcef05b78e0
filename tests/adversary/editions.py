"""What other editions tell: a version with a late record that is known, and previews of a file of 1 to 5 rows."""

import csv
import itertools
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from svd.intake.examine import Examination, examine_file
from svd.store.selection import move_month
from tests.adversary import ask
from tests.adversary.answers import collect_answers, join_answers, number_month
from tests.adversary.ask import Product

_PATTERN = "*{feed}_*.csv"
MOST_ROWS, MOST_MONTHS = 5, 12


@dataclass(frozen=True)
class Feed:
    """A feed of the sample: a word of its files' names, the column of its days, and the indicator it counts for."""

    word: str
    day: str
    indicator: str
    category: str
    """How its files call a category that the indicator counts."""
    source: str


CCTV = Feed("council_cctv", "occurred_at", "cctv_violence", "Violence seen", "council_cctv")
FIRE = Feed("lfb_incidents", "occurred_at", "deliberate_fires", "Deliberate secondary fire", "lfb_incidents")
ASB = Feed("council_asb", "occurred_at", "asb_incidents", "Personal", "council_asb")
AMBULANCE = Feed("las_incidents", "occurred_at", "ambulance_assaults", "Assault", "las_incidents")
HOSPITAL = Feed("ed_istv", "occurred_at", "ed_assault_attendances", "Body part", "ed_istv")
SCHOOLS = Feed("school_exclusions", "occurred_at", "suspensions", "Suspension DB", "school_exclusions")
YOUTH = Feed("yjs_cases", "occurred_at", "youth_justice_offences", "Drugs", "yjs_cases")
CASES = Feed("marac_cases", "occurred_at", "marac_cases", "Case heard", "marac_cases")
FEEDS = (CCTV, FIRE, ASB, AMBULANCE, HOSPITAL, SCHOOLS, YOUTH, CASES)


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


def write_more(sample: Path, folder: Path, feed: Feed, month: date, rows: int, *, is_new: bool) -> Path:
    """A file with so many rows of ``month``: of these alone, or, where it is not new, the last file with them added."""
    header, known = _read(sorted(sample.glob(_PATTERN.format(feed=feed.word)))[-1])
    like = next(row for row in known if feed.category in row)
    made = [like.copy() for _ in range(rows)]
    for number, row in enumerate(made):
        row[0], row[header.index(feed.day)] = f"NEW-{number:05d}", f"{month:%Y-%m}-{number + 1:02d}T12:00"
    path = folder / f"SYNTHETIC {feed.word}_{month:%Y-%m}_{month:%Y-%m}.csv"
    _write(path, header, made if is_new else [*known, *made])
    return path


def ask_previews(product: Product, sample: Path, folder: Path, feeds: Sequence[Feed], least: int) -> pd.DataFrame:
    """Previews of files with 1 to 5 rows of a new month, and of the last file with so many more: at least ``least``.

    A file is examined once, and then foretold as if its months ended with each that there is: it would take hours to
    examine each, and what is foretold looks at no more of it.
    """
    tables, found, new = [], 0, move_month(product.months[-1], 1)
    months = [*product.months[11:], *(move_month(new, step) for step in range(MOST_MONTHS))]
    for feed, rows, is_new in itertools.product(feeds, range(1, MOST_ROWS + 1), (True, False)):
        file = write_more(sample, folder, feed, new, rows, is_new=is_new)
        examined = examine_file(file, source=feed.source, received_on=move_month(new, 1), store=product.store)
        assert examined.extract.rows_kept >= rows, f"{file.name} was not read"
        for month in months:
            told = ask.preview(product, end_with(examined, month))
            tables.append(collect_answers("previews", [_with_known(row, rows) for row in told]))
            found += len(tables[-1])
        file.unlink()
        if found >= least:
            break
    return join_answers(tables)


def end_with(examined: Examination, month: date) -> Examination:
    """The same file with its months moved so that the last is ``month``."""
    held = examined.extract.months
    by = number_month(month) - number_month(held["month"].max())
    moved = held.assign(month=[pd.Timestamp(move_month(one.date(), by)) for one in held["month"]])
    return replace(examined, extract=replace(examined.extract, months=moved.astype(held.dtypes)))


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


def _with_known(row: dict, rows: int) -> dict:
    """The answer with the rows that the adversary put in itself, where they are in the figure."""
    return row | {"known": rows if row["known"] else 0}


def _is_of(row: list[str], header: list[str], feed: Feed, month: date) -> bool:
    return row[header.index(feed.day)].startswith(f"{month:%Y-%m}") and feed.category in row


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def _write(path: Path, header: list[str], rows: list) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
