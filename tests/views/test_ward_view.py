"""A view of the wards: sorted, in words that fit what is shown, limited to the wards asked for only where listed."""

import pandas as pd
import pytest

from svd.figures.between_wards.comparison_methods import word_comparison
from svd.views.ward_view import view_changes, view_counts, word_absence, word_colours
from tests.views.ward_views import make_changes, make_compared, make_view


def test_wards_stand_highest_first_and_those_without_a_figure_last() -> None:
    assert make_view().wards["ward_name"].tolist() == ["Birch & Elm", "Ash", "Cedar"]


def test_the_wards_asked_for_are_listed_and_the_others_kept() -> None:
    view = make_view(chosen=("W1",))

    assert view.listed["ward_code"].tolist() == ["W1"] and len(view.wards) == 3
    assert "Birch & Elm higher" in view.finding, "the map shows all"


def test_wards_that_can_not_be_compared_are_not_passed_over() -> None:
    assert make_view().finding == (
        "Violence with injury against the borough: Birch & Elm higher; 1 ward does not clearly differ; "
        "1 ward not compared."
    )


def test_a_rate_a_count_and_a_change_say_what_they_are() -> None:
    rate = make_view()
    count, change = view_counts(rate), view_changes(make_changes(), rate)

    assert [view.unit for view in (rate, count, change)] == [
        "per 1,000 residents",
        "offences",
        "difference in offences",
    ]
    assert count.wards["value"].tolist()[:2] == [20.0, 20.0]
    assert "number of offences" in count.subtitle
    assert change.subtitle.endswith("Jan 2026 against Dec 2025")
    assert (
        change.finding == "Violence with injury is rising in Birch & Elm; no clear change in 1 ward; 1 ward not tested."
    )


def test_a_change_leaves_out_what_has_no_ward_and_stands_largest_rise_first() -> None:
    assert view_changes(make_changes(), make_view()).wards["ward_code"].tolist() == ["W2", "W1", "W3"]


def test_a_change_of_a_share_is_one_of_points() -> None:
    change = view_changes(make_changes(), make_view(indicator="marac_repeat_rate"))

    assert change.unit == "difference in percentage points"
    assert change.wards["difference"].tolist()[:2] == [5.0, -2.0]


def test_a_percent_sign_alone_is_no_unit_in_words() -> None:
    assert "percentage" in make_view(indicator="marac_repeat_rate").subtitle


def test_method_notes_state_the_limits_behind_each_word() -> None:
    assert "99.8% limits" in word_comparison() and "95% limits" in word_comparison()
    assert "every period of 12 months" in word_colours(12) and "every period of one month" in word_colours(1)


@pytest.mark.parametrize(
    ("statuses", "reason"),
    [
        (["suppressed", "missing"], "small number"),
        (["not_applicable"], "how old people are"),
        (["missing", "missing"], "Nothing was received"),
    ],
)
def test_nothing_to_show_says_why(statuses: list[str], reason: str) -> None:
    assert reason in word_absence(pd.Series(statuses))


def test_an_incomplete_figure_is_still_a_figure() -> None:
    assert len(make_view(make_compared(statuses=("incomplete", "ok", "missing"))).wards) == 3
