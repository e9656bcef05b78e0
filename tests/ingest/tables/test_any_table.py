"""Whatever table is written, in whatever form, reads back cell by cell with its rows numbered as Excel does."""

import csv
import datetime as dt
import io

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from svd.ingest.read import SentTable, read_table
from tests.ingest.tables.books import write_book
from tests.proof import some

KNOWN = ["Record ID", "occurred_at", "category"]
MARKS, ENCODINGS = [",", ";", "\t", "|"], ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]
TITLES = st.lists(st.sampled_from([[], ["Report of May"], ["Drawn by", "J Smith"], ["", "", "x"]]), max_size=3)
# No two of these that stand for one letter in another encoding.
LETTERS = st.sampled_from("abXYZ0159éü.:%&#*<+")
WORDS = st.text(LETTERS | st.sampled_from(' ,;|"\n'), max_size=6).map(lambda text: " ".join(text.split()))
VALUES = st.one_of(
    WORDS.filter(lambda text: text[:1] not in "=#"),
    st.integers(-(10**9), 10**9),
    st.decimals(-1000, 1000, places=3).map(float),
    st.booleans(),
    st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
)
CHECKED = settings(max_examples=some(200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tables(cells: st.SearchStrategy) -> st.SearchStrategy[list[list]]:
    row = st.tuples(st.sampled_from(["A1", "B2", "C3"]), cells, cells).map(list)
    return st.lists(st.one_of(row, row, row, st.just(["", "", ""])), max_size=6)


def word(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}".replace("-0", "0") if value == 0 else f"{value:.15g}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def check(table: SentTable, title: list[list[str]], rows: list[list]) -> None:
    first = len(title) + 2
    kept = {first + at: [word(cell) for cell in row] for at, row in enumerate(rows) if any(cell != "" for cell in row)}
    assert dict(zip(table.frame.index, table.frame.to_numpy().tolist(), strict=True)) == kept
    assert list(table.frame.columns) == KNOWN
    assert table.rows_read == len(kept)


@CHECKED
@given(title=TITLES, rows=tables(WORDS), mark=st.sampled_from(MARKS), encoding=st.sampled_from(ENCODINGS))
def test_a_text_table(tmp_path, title, rows, mark, encoding):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark).writerows([*title, KNOWN, *rows])
    path = tmp_path / "sent.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    check(read_table(path, KNOWN), title, rows)


@CHECKED
@given(title=TITLES, rows=tables(VALUES))
def test_a_workbook(tmp_path, title, rows):
    path = write_book(tmp_path / "sent.xlsx", {"Data": [*title, KNOWN, *rows], "Notes": [["a", "b"]]})
    check(read_table(path, KNOWN), title, rows)
