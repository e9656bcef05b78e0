"""The book: what was shown stays, late records count in the month in which they come, and fixed days write anew."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svd.errors import StoreError, UserError
from svd.measures.book import (
    Book,
    find_next_restatement,
    find_restatement,
    read_book,
    restate,
    show_levels,
    show_totals,
    tabulate_book,
)
from svd.measures.key import find_key

FIRST = 2025 * 12
ALL = np.ones(6, dtype=bool)
COUNTS = np.array([7.0, 9, 6, 8, 7, 9])


def _show(book: Book, counts: np.ndarray, is_whole: np.ndarray = ALL) -> np.ndarray:
    return show_totals(book, "series", counts, FIRST, is_whole, 5)[0]


def test_late_records_count_in_the_month_in_which_they_come():
    book = Book(b"key")
    before = _show(book, COUNTS[:4], ALL[:4])
    late = COUNTS.copy()
    late[1] += 10  # ten more of February came with the files of May
    after = _show(book, late[:5], ALL[:5])
    assert np.array_equal(after[:5], before)
    alone = _show(Book(b"key"), COUNTS[:5], ALL[:5])
    assert after[5] - after[4] == alone[5] - alone[4] + 10, "ten more, the blocks being of five"


def test_the_same_file_with_one_row_more_shows_the_same():
    book = Book(b"key")
    before = _show(book, COUNTS)
    for extra in range(1, 6):
        more = COUNTS.copy()
        more[-1] += extra
        assert np.array_equal(_show(book, more), before)
        assert not np.array_equal(_show(Book(b"key"), COUNTS + 5), before), "without the book it would not"


def test_a_month_that_is_not_whole_is_not_shown_until_it_is():
    book, cut = Book(b"key"), ALL.copy()
    cut[-1] = False
    assert np.isnan(_show(book, COUNTS, cut)[-1])
    assert not np.isnan(_show(book, COUNTS)[-1])


def test_earlier_months_that_come_later_move_nothing():
    book = Book(b"key")
    late_start = ALL.copy()
    late_start[:2] = False
    before = _show(book, COUNTS, late_start)
    after = _show(book, COUNTS)
    assert np.array_equal(after[2:], before[2:]) and not np.isnan(after[:2]).any()
    assert np.isnan(before[:2]).all()


def test_a_fixed_day_writes_anew_from_the_same_start():
    book = Book(b"key", written_on=date(2026, 2, 1))
    before = _show(book, COUNTS)
    more = COUNTS + np.array([0, 10.0, 0, 0, 0, 0])
    restate(book, (4, 10), date(2026, 3, 31))
    assert np.array_equal(_show(book, more), before)
    restate(book, (4, 10), date(2026, 4, 1))
    assert np.array_equal(_show(book, more)[2:], before[2:] + 10)
    restate(book, (4, 10), date(2026, 4, 2))
    assert np.array_equal(_show(book, COUNTS)[2:], before[2:] + 10), "once"


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 3, 31), date(2025, 10, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 12, 1), date(2026, 10, 1)),
    ],
)
def test_the_last_fixed_day(today, last):
    assert find_restatement((4, 10), today) == last


@pytest.mark.parametrize(
    ("today", "following"),
    [
        (date(2026, 3, 31), date(2026, 4, 1)),
        (date(2026, 4, 1), date(2026, 10, 1)),
        (date(2026, 12, 1), date(2027, 4, 1)),
    ],
)
def test_the_next_fixed_day(today, following):
    assert find_next_restatement((4, 10), today) == following
    assert find_next_restatement((), today) is None


def test_levels_are_written_once_too():
    book = Book(b"key")
    first = show_levels(book, "level", {FIRST: 23.0}, 5)
    assert show_levels(book, "level", {FIRST: 29.0, FIRST + 3: 23.0}, 5) == {
        FIRST: first[FIRST],
        FIRST + 3: first[FIRST],
    }


def test_the_book_is_read_as_it_was_written(tmp_path: Path):
    book = Book(b"key", written_on=date(2026, 2, 1))
    shown = _show(book, COUNTS)
    show_totals(book, "too rare", np.zeros(6), FIRST, ALL, 5)
    tabulate_book(book).to_parquet(tmp_path / "book.parquet")
    again = read_book(tmp_path, b"key")
    assert again.entries == book.entries and again.written_on == book.written_on
    assert np.array_equal(_show(again, COUNTS * 2), shown)


def test_a_book_that_cannot_be_read_stops_the_build(tmp_path: Path):
    (tmp_path / "book.parquet").write_bytes(b"half a file")
    with pytest.raises(StoreError):
        read_book(tmp_path, b"key")


def test_a_store_that_has_shown_figures_and_no_key_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SVD_PROTECTION_KEY")
    monkeypatch.setenv("SVD_HOME", str(tmp_path))
    made = find_key(tmp_path, is_synthetic=False)
    assert made == find_key(tmp_path, is_synthetic=False), "made once, and found again"
    assert made.decode() in (tmp_path / ".streamlit" / "secrets.toml").read_text(encoding="utf-8")
    (tmp_path / ".streamlit" / "secrets.toml").unlink()
    pd.DataFrame({"series": []}).to_parquet(tmp_path / "book.parquet")
    with pytest.raises(UserError, match="is gone"):
        find_key(tmp_path, is_synthetic=False)
    assert find_key(tmp_path, is_synthetic=True), "made-up data have a fixed one"


def test_a_key_is_added_before_any_table_of_the_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SVD_PROTECTION_KEY")
    monkeypatch.setenv("SVD_HOME", str(tmp_path))
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text('pseudonym_key = "x"\n[table]\na = 1\n', encoding="utf-8")
    assert find_key(tmp_path, is_synthetic=False) == find_key(tmp_path, is_synthetic=False)
