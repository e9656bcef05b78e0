"""Names of dated events: on the side with room, on lines of their own where they would touch, in two where too long."""

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from svd.catalogue.declarations import Break
from svd.views.break_marks import find_headroom, place_names

FIRST, LAST = pd.Timestamp("2010-01-01"), pd.Timestamp("2020-01-01")


def event(day: date, title: str = "New system") -> Break:
    return Break(id="new", date=day, title=title, what="Counted anew", sources=("mps_ward",))


def test_a_name_stands_right_of_an_early_event_and_left_of_a_late_one() -> None:
    early, late = place_names([event(date(2011, 1, 1)), event(date(2019, 6, 1))], FIRST, LAST)
    assert (early.is_left, late.is_left) == (False, True)
    assert (early.line, late.line) == (0, 0)
    assert early.words == "New system, Jan 2011"


def test_names_that_would_touch_stand_on_lines_of_their_own() -> None:
    days = [date(2018, 1, 1), date(2018, 9, 1), date(2019, 6, 1)]
    assert [name.line for name in place_names([event(day) for day in days], FIRST, LAST)] == [0, 1, 2]


def test_a_name_too_long_for_either_side_takes_two_lines_and_the_plot_makes_room() -> None:
    (name,) = place_names([event(date(2015, 1, 1), "A new police system for recording crimes")], FIRST, LAST)
    assert name.words.count("\n") == 1
    assert find_headroom([name]) > find_headroom([name._replace(words="A")]) > find_headroom([])


@given(st.lists(st.dates(date(2010, 1, 2), date(2020, 1, 1)), max_size=8))
def test_no_two_names_begin_on_one_line_at_one_event(days: list[date]) -> None:
    names = place_names([event(day) for day in sorted(days)], FIRST, LAST)
    places = [(name.event.date, name.is_left, name.line) for name in names]
    assert len(places) == len(set(places))
