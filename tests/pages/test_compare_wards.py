"""The Compare wards page: each ward's figure and interval against the borough's line."""

import json

from tests.pages.tiny_app import read_html


def read_chart(app) -> str:
    """The chart as the browser gets it, in words."""
    return app.get("vega_lite_chart")[0].proto.alt


def test_it_says_which_wards_differ_and_draws_each(run_page):
    app = run_page("compare_wards")

    assert [title.value for title in app.title] == ["Compare wards"]
    assert "Violence with injury against the borough: Abbey higher;" in read_html(app)
    assert "Abbey 30.3 (25.1 to 36.3) higher" in read_chart(app)


def test_the_wards_asked_for_stand_alone(run_page):
    chart = read_chart(run_page("compare_wards", wards=["Alibon"]))

    assert "Alibon" in chart and "Abbey" not in chart


def test_the_method_states_the_limits_behind_the_words(run_page):
    app = run_page("compare_wards")
    app.segmented_control(key="actions_comparison").set_value("Method").run()

    assert "99.8% limits" in read_html(app)


def test_nothing_to_compare_says_why(run_page):
    app = run_page("compare_wards", indicator="Ambulance assaults")

    assert "Ambulance assaults: no ward can be compared with the borough." in read_html(app)
    assert "Nothing was received for this period" in read_html(app)
    assert not app.get("vega_lite_chart")


def test_numbers_of_events_are_not_held_against_the_boroughs_sum(run_page):
    app = run_page("compare_wards", indicator="Homicide")

    spec = json.dumps(app.get("vega_lite_chart")[0].proto.spec)
    assert not app.exception and "Borough 0" not in spec
