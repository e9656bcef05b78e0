"""A series keeps its gaps: no month is made up, and no line crosses what can't be compared."""

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from svd.catalogue.declarations import Break
from svd.views.month_series import EMPTY, HOLLOW, PROVISIONAL, SOLID, explain_marks, find_gaps, list_months
from tests.views.pictures import make_series


def break_on(day: date) -> Break:
    return Break(id="change", date=day, title="New system", what="Counted anew", sources=("mps_ward",))


def runs(table: pd.DataFrame, *breaks: Break) -> list[int]:
    return [month.run for month in list_months(table, breaks, 0)]


def test_a_month_the_table_lacks_is_missing_and_not_zero() -> None:
    months = list_months(make_series([3, 4, 5]).drop(index=1), (), 0)
    assert [month.look for month in months] == [SOLID, EMPTY, SOLID]
    assert months[1].status == "missing"
    assert months[1].value != months[1].value


def test_a_number_left_under_a_hiding_status_is_not_drawn() -> None:
    months = list_months(make_series([3, 4, 5]).assign(status=["ok", "suppressed", "ok"]), (), 0)
    assert months[1].value != months[1].value
    assert months[1].words == "[c]: hidden: a small number"


def test_a_line_stops_at_a_gap_a_break_and_an_open_month() -> None:
    assert len(set(runs(make_series([1, 2, 3])))) == 1
    assert len(set(runs(make_series([1, 2, None, 4])))) == 3
    first, second, third = runs(make_series([1, 2, 3]), break_on(date(2025, 2, 1)))
    assert first != second == third
    first, second, third = runs(make_series([1, 2, 3]), break_on(date(2025, 2, 28)))
    assert first == second != third
    first, second, third = runs(make_series([1, 2, 3]).assign(is_complete=[True, True, False]))
    assert first == second != third


def test_an_open_or_doubtful_month_is_hollow() -> None:
    table = make_series([1, 2, 3]).assign(status=["ok", "incomplete", "ok"], is_complete=[True, True, False])
    months = list_months(table, (), 0)
    assert [month.look for month in months] == [SOLID, HOLLOW, HOLLOW]
    assert months[2].words.endswith("not complete")
    assert explain_marks(months) == "Hollow: not complete, or may be too low."


def test_quarters_are_not_months_with_gaps_but_a_quarter_left_out_is_a_gap() -> None:
    table = make_series([1, 2, 3]).assign(month=pd.to_datetime(["2025-01-01", "2025-04-01", "2025-10-01"]))
    months = list_months(table, (), 0, "quarter")
    assert [month.month.month for month in months] == [1, 4, 7, 10]
    assert [month.look for month in months] == [SOLID, SOLID, EMPTY, SOLID]


def test_terms_of_three_to_five_months_follow_each_other() -> None:
    table = make_series([1, 2, 3]).assign(month=pd.to_datetime(["2024-09-01", "2025-01-01", "2025-04-01"]))
    assert len(list_months(table, (), 0, "term")) == 3
    assert len(list_months(table.drop(index=1), (), 0, "term")) == 3


def test_gaps_of_one_status_are_one_stretch_with_one_mark() -> None:
    months = list_months(make_series([1, None, None, 4, 5]), (), 0)
    gaps = find_gaps(months)
    assert [gap.mark for gap in gaps] == ["[x]"]
    assert gaps[0].middle == pd.Timestamp("2025-02-15")
    assert explain_marks(months) == "[x] no data received, not zero."


def test_marks_that_would_touch_are_thinned_and_the_stretches_kept() -> None:
    gaps = find_gaps(list_months(make_series([1, None] * 60 + [1]), (), 0))
    assert len(gaps) == 60
    assert 10 <= sum(gap.is_marked for gap in gaps) <= 24


@given(st.lists(st.sampled_from(["ok", "suppressed", "missing", "incomplete"]), min_size=1, max_size=40))
def test_every_month_is_either_a_figure_or_in_one_gap(statuses: list[str]) -> None:
    months = list_months(make_series([1.0] * len(statuses)).assign(status=statuses), (), 0)
    assert len(months) == len(statuses)
    empty = [month.month for month in months if not month.look]
    gaps = find_gaps(months)
    held = [sum(gap.start <= month <= gap.end for gap in gaps) for month in empty]
    assert held == [1] * len(empty)
    assert len(empty) == sum(status in ("suppressed", "missing") for status in statuses)


def test_a_provisional_month_has_its_look_and_its_words_and_one_cut_short_stays_hollow() -> None:
    table = make_series([3, 4, 5], is_provisional=[False, True, True], is_complete=[True, True, False])
    months = list_months(table, (), 0)
    assert [month.look for month in months] == [SOLID, PROVISIONAL, HOLLOW]
    assert "provisional, may still be revised" in months[1].words
    assert "Diamond: provisional" in explain_marks(months)
    assert "provisional" not in explain_marks(months[:1]).lower()
