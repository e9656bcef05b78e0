"""The Compare wards page: intervals, funnel, ranks and summary, each with its finding."""

import json

import pytest

from tests.pages.tiny_app import read_html


def read_chart(app) -> str:
    """The chart as the browser gets it, in words."""
    return app.get("vega_lite_chart")[0].proto.alt


def test_it_says_which_wards_differ_and_draws_each(run_page):
    app = run_page("compare_wards")

    assert [title.value for title in app.title] == ["Compare wards"]
    assert "Violence with injury against the borough: Abbey † higher;" in read_html(app)
    assert "Abbey † 28.6 (23.7 to 34.2) higher" in read_chart(app)


def test_the_wards_asked_for_stand_alone(run_page):
    chart = read_chart(run_page("compare_wards", wards=["Alibon"]))

    assert "Alibon" in chart and "Abbey" not in chart


@pytest.mark.parametrize(
    ("part", "finding", "words"),
    [
        (
            "Funnel",
            "Violence with injury: Abbey † above the funnel; 18 wards within it.",
            "Abbey † 28.6 (23.7 to 34.2) above",
        ),
        ("Ranks", "Violence with injury: Abbey † ranks 1st (highest);", "Abbey † 1st · 28.6"),
    ],
)
def test_the_address_opens_a_part_with_its_finding(run_page, part, finding, words):
    app = run_page("compare_wards", comparison=part)

    assert not app.exception
    assert finding in read_html(app) and words in read_chart(app)


def test_the_funnel_says_whether_its_limits_are_widened(run_page):
    spec = json.dumps(run_page("compare_wards", comparison="Funnel").get("vega_lite_chart")[0].proto.spec)

    assert "differ from one another" in spec


def test_the_summary_holds_every_ward_with_its_places(run_page):
    app = run_page("compare_wards", comparison="Summary")

    table = app.table[0].value
    assert not app.exception and len(table) == 19
    assert table.loc["Abbey †", ["Against the area", "In the funnel", "Places it could hold"]].tolist() == [
        "higher",
        "above",
        "1st",
    ]


@pytest.mark.parametrize(
    ("part", "method"), [("Intervals", "99.8% limits"), ("Funnel", "Over-dispersion"), ("Ranks", "not the best")]
)
def test_the_method_states_what_stands_behind_the_words(run_page, part, method):
    app = run_page("compare_wards", comparison=part)
    app.segmented_control(key="actions_comparison").set_value("Method").run()

    assert method in read_html(app)


def test_each_part_can_be_taken_away(run_page):
    app = run_page("compare_wards", comparison="Funnel")
    app.segmented_control(key="actions_comparison").set_value("Download").run()

    labels = [button.proto.label for button in app.get("download_button")]
    assert not app.exception and labels == ["Picture (PNG)", "Workbook (Excel)"]


def test_ages_are_allowed_for_only_where_they_can_be(run_page):
    plain = run_page("compare_wards")
    of_age = run_page("compare_wards", indicator="Ambulance assaults", for_age="true")

    assert not plain.toggle and "Ages can't be allowed for: its source doesn't say" in read_html(plain)
    assert not of_age.exception and [toggle.label for toggle in of_age.toggle] == ["Allow for age"]


def test_nothing_to_compare_says_why(run_page):
    app = run_page("compare_wards", indicator="Ambulance assaults")

    assert "Ambulance assaults: no ward can be compared with the borough." in read_html(app)
    assert "Nothing was received for this period" in read_html(app)
    assert not app.get("vega_lite_chart")


def test_numbers_of_events_are_not_held_against_the_boroughs_sum_nor_each_other(run_page):
    app = run_page("compare_wards", indicator="Homicide")
    ranks = run_page("compare_wards", indicator="Homicide", comparison="Ranks")

    spec = json.dumps(app.get("vega_lite_chart")[0].proto.spec)
    assert not app.exception and "Borough 0" not in spec
    assert "Numbers of events are not held against one another" in read_html(ranks)
    assert not ranks.exception and not ranks.get("vega_lite_chart")
