"""The table beside the map: a row a ward, its figure and interval, and the comparison in shape and word."""

from svd.views.ward_table import draw_ward_table
from svd.views.ward_view import view_changes, view_counts
from tests.views.ward_views import make_changes, make_compared, make_view


def test_a_row_has_its_figure_its_interval_and_its_word() -> None:
    html = draw_ward_table(make_view())

    assert html.index("Birch &amp; Elm") < html.index("Ash") < html.index("Cedar")
    assert "<b>4</b> (3 to 5)" in html and "<span>higher</span>" in html
    assert "Per 1,000 residents (95% interval)" in html


def test_a_hidden_figure_shows_its_mark_and_never_a_number() -> None:
    html = draw_ward_table(make_view(make_compared(values=(2.0, 4.0, 3.7), statuses=("ok", "ok", "suppressed"))))

    assert "[c] hidden: a small number" in html and "3.7" not in html


def test_a_figure_that_may_be_low_is_marked_unless_all_are() -> None:
    some = draw_ward_table(make_view(make_compared(statuses=("incomplete", "ok", "suppressed"))))
    every = draw_ward_table(make_view(make_compared((2.0, 4.0, 5.0), ("incomplete",) * 3)))

    assert some.count("[low]") == 1 and "[low]" not in every


def test_a_count_is_whole_and_its_comparison_is_the_rates() -> None:
    html = draw_ward_table(view_counts(make_view()))

    assert "<b>20</b> (12 to 31)" in html and "Rate against the borough" in html


def test_a_change_has_both_figures_and_the_verdict() -> None:
    html = draw_ward_table(view_changes(make_changes(), make_view()))

    assert "<b>+30</b> (20 to 50)" in html and "<span>rising</span>" in html
    assert "<b>−2</b> (20 to 18)" in html and "<span>no clear change</span>" in html
    assert "No ward known" not in html


def test_rows_can_be_sorted_by_what_they_hold() -> None:
    html = draw_ward_table(make_view())

    assert 'data-order="4.0"' in html and '<td data-order="">[c]' in html, "what is hidden gives no number to sort by"
    assert html.count('aria-sort="descending"') == 1


def test_names_are_escaped() -> None:
    compared = make_compared()
    compared.loc[0, "ward_name"] = "<script>"
    assert "<script>" not in draw_ward_table(make_view(compared))
