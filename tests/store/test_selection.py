"""What may be asked for, and how months are read and moved."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.errors import UserError
from svd.store.selection import Selection, move_month, read_month


def test_both_months_are_included():
    months = Selection(date(2025, 11, 1), date(2026, 2, 1)).months
    assert [f"{month:%Y-%m-%d}" for month in months] == ["2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01"]
    assert len(Selection(date(2026, 2, 1), date(2026, 2, 1)).months) == 1


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(UserError, match="starts in 2026-02, after its end in 2026-01"):
        Selection(date(2026, 2, 1), date(2026, 1, 1))


def test_another_period_keeps_the_other_filters():
    asked = Selection(date(2026, 1, 1), date(2026, 1, 1), wards=("A",), partners=("lfb",), compare="baseline")
    other = asked.spanning(date(2025, 1, 1), date(2025, 3, 1))
    assert other == Selection(date(2025, 1, 1), date(2025, 3, 1), wards=("A",), partners=("lfb",), compare="baseline")


@pytest.mark.parametrize(("text", "month"), [("2026-01", date(2026, 1, 1)), ("2019-12", date(2019, 12, 1))])
def test_a_month_is_read(text, month):
    assert read_month(text) == month


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-1", "2026/01", "01-2026", "Jan 2026", "", "2026-ab", "20260101"]
)
def test_what_is_no_month_is_refused_with_the_remedy(text):
    with pytest.raises(UserError) as fault:
        read_month(text)
    assert "YYYY-MM" in fault.value.remedy


@pytest.mark.parametrize(
    ("by", "month"), [(0, date(2026, 1, 1)), (-1, date(2025, 12, 1)), (12, date(2027, 1, 1)), (-13, date(2024, 12, 1))]
)
def test_months_move_over_the_turn_of_the_year(by, month):
    assert move_month(date(2026, 1, 1), by) == month


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(-200, 200))
def test_moving_back_undoes_moving(day, by):
    assert move_month(move_month(day, by), -by) == day.replace(day=1)
