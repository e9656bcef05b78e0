"""The publishers' own files, where at hand: whole, with any column under an alias, and with a required one missing."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from svd.catalogue import Catalogue, load_catalogue
from svd.catalogue.contract import Column
from svd.geography.wards import load_geography
from svd.ingest.columns import find_columns
from svd.ingest.dates import parse_months
from svd.ingest.extract import ReadExtract
from svd.ingest.open import open_extract
from svd.ingest.received import ReceivedFile
from svd.ingest.recognise import recognise_by_name, recognise_sender
from svd.ingest.reference import Reference
from svd.ingest.words import plain_name
from svd.paths import read_paths
from tests.proof import part

OPEN_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "open-data"
PATHS = sorted(OPEN_DATA.glob("*.csv"))
RECEIVED = date(2026, 4, 20)
LONGEST = 200

Header = list[str]


def list_pairs() -> Iterator[tuple[Path, Column]]:
    """Each file and each column of its contract but the months', which are many."""
    catalogue = load_catalogue(read_paths().catalogue)
    for path in PATHS:
        source = recognise_by_name(path.name, catalogue)
        assert source is not None
        yield from ((path, column) for column in catalogue.list_columns(source) if column.type != "month_count")


PAIRS = list(list_pairs())
pytestmark = pytest.mark.skipif(not PATHS, reason=f"the publishers' files are not in {OPEN_DATA}")


@pytest.fixture(scope="module")
def reference() -> Reference:
    paths = read_paths()
    return Reference(load_catalogue(paths.catalogue), load_geography(paths.geo))


@cache
def cut_file(path: Path) -> list[Header]:
    """The header and some rows from all over the file, for a file is long and a column is the same all the way."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return [header, *rows[:: max(1, len(rows) // LONGEST)]]


def find_header(path: Path, column: Column, catalogue: Catalogue) -> str | None:
    """The header under which ``column`` stands in the file; None where the publisher leaves it out."""
    header = cut_file(path)[0]
    sender = recognise_sender(ReceivedFile(path, path.name, RECEIVED, ""), header, catalogue)
    return find_columns(header, sender).get(column.field)


@pytest.fixture
def read(tmp_path, reference) -> Callable[[Path, list[Header]], ReadExtract]:
    def read_rows(path: Path, rows: list[Header]) -> ReadExtract:
        sent = tmp_path / path.name
        with sent.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return open_extract(ReceivedFile(sent, sent.name, RECEIVED, "hash"), reference)

    return read_rows


def check_same(extract: ReadExtract, plain: ReadExtract) -> None:
    """The same rows kept, and the same figures of them."""
    assert (extract.rows_read, extract.rows_kept) == (plain.rows_read, plain.rows_kept)
    for name in ("facts", "incidents", "months"):
        pd.testing.assert_frame_equal(getattr(extract, name), getattr(plain, name))
    assert extract.problems["rule"].tolist() == plain.problems["rule"].tolist()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_whole_file_passes(path, reference):
    extract = open_extract(ReceivedFile(path, path.name, RECEIVED, "hash"), reference)
    assert extract.rows_read == extract.rows_kept > 0
    assert set(extract.problems["severity"]) <= {"warning"}


@pytest.mark.parametrize(("path", "column"), part(PAIRS), ids=lambda each: each.name)
def test_a_column_renamed_to_an_alias_is_known(path, column, read, reference):
    sent_as = find_header(path, column, reference.catalogue)
    if sent_as is None:
        pytest.skip(f"the publisher does not send {column.name}")
    rows = cut_file(path)
    plain = read(path, rows)
    assert plain.rows_kept > 0
    others = [name for name in column.names if plain_name(name) != plain_name(sent_as)]
    for other in others or [sent_as.upper()]:
        check_same(read(path, [[other if name == sent_as else name for name in rows[0]], *rows[1:]]), plain)


@pytest.mark.parametrize(
    ("path", "column"),
    part(((path, column) for path, column in PAIRS if column.is_required), 4),
    ids=lambda each: each.name,
)
def test_a_required_column_missing_is_named(path, column, read, reference):
    sent_as = find_header(path, column, reference.catalogue)
    assert sent_as is not None, "the publisher sends every required column"
    at = cut_file(path)[0].index(sent_as)
    problem = read(path, [row[:at] + row[at + 1 :] for row in cut_file(path)]).problems.iloc[0]
    assert (problem["severity"], problem["rule"], problem["column"]) == ("file", "missing_column", column.name)
    assert repr(column.name) in problem["message"] and path.name in problem["message"]


WARD_PATHS = [path for path in PATHS if "Ward Level" in path.name]


@pytest.mark.parametrize("form", part(["%Y-%m", "%b %Y", "%B %Y", "%b-%y", "%Y-%m-%d", "%m/%Y"], 3))
@pytest.mark.parametrize("path", WARD_PATHS, ids=lambda path: path.stem)
def test_months_by_any_spelling_are_the_same_months(path, form, read):
    rows = cut_file(path)
    months = parse_months(pd.Series(rows[0], dtype="str"))
    assert months.notna().sum() >= 24
    header = [name if pd.isna(month) else f"{month:{form}}" for name, month in zip(rows[0], months, strict=True)]
    assert header != rows[0]
    check_same(read(path, [header, *rows[1:]]), read(path, rows))


@pytest.mark.parametrize("path", WARD_PATHS, ids=lambda path: path.stem)
def test_a_ward_file_without_its_months_is_refused(path, read):
    rows = cut_file(path)
    texts = parse_months(pd.Series(rows[0], dtype="str")).isna().tolist()
    problem = read(path, [[cell for cell, is_text in zip(row, texts, strict=True) if is_text] for row in rows])
    assert problem.problems["rule"].tolist() == ["missing_column"]
    assert "no month columns" in problem.problems["message"].iloc[0]
