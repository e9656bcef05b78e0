"""The Ward map page: which wards differ, the map of them and the table beside it."""

import json
import re

from streamlit.testing.v1 import AppTest

from tests.pages.tiny_app import ABBEY, read_html


def read_table(app: AppTest) -> str:
    """The table beside the map, as the browser gets it."""
    return json.loads(app.get("bidi_component")[0].proto.json)["html"]


def read_map(app: AppTest) -> dict:
    """What the map's frame is asked to draw."""
    return json.loads(app.get("component_instance")[0].proto.json_args)


def test_it_says_which_wards_differ_and_draws_them(run_page):
    app = run_page("ward_map")

    assert [title.value for title in app.title] == ["Ward map"]
    assert "Violence with injury against the borough: Abbey † higher;" in read_html(app)
    assert "<b>28.6</b> (23.7 to 34.2)" in read_table(app), "120 offences, 4,199 residents"
    assert "Abbey, 28.6 per 1,000 residents" in read_map(app)["feature_group"]
    # A town centre: its events stand beside a rate of few residents, on the map, in the list and below it.
    assert "120 offences; few residents, many visitors" in read_map(app)["feature_group"]
    assert "† Abbey: 120 offences; few residents, many visitors. Barking town centre" in read_html(app)


def test_counts_take_the_place_of_rates(run_page):
    app = run_page("ward_map", measure="Count")

    assert "<b>120</b>" in read_table(app) and "number of offences" in read_html(app)


def test_a_change_is_called_only_by_the_test(run_page):
    app = run_page("ward_map", measure="Change")

    assert "Violence with injury: no clear change in any ward; 18 wards not tested." in read_html(app)
    assert "<b>0</b> (120 to 120)" in read_table(app)


def test_the_wards_asked_for_are_listed_and_outlined_and_the_map_keeps_all(run_page):
    app = run_page("ward_map", wards=["Abbey"])

    assert "Alibon" not in read_table(app) and "Alibon" in read_map(app)["feature_group"]
    assert '"lit": ["E05014053"]' in read_map(app)["feature_group"], "the outline round the ward asked for"
    every = read_map(run_page("ward_map"))
    assert '"lit": []' in every["feature_group"] and "Alibon" not in every["script"]
    assert every["script"] == read_map(app)["script"], "The wards' shapes are sent once: no figure is among them."


def test_every_period_of_one_length_has_one_scale(run_page):
    def read_ends(**period: str) -> list[str]:
        return re.findall(r"under [\d.]+|[\d.]+ and over", read_map(run_page("ward_map", **period))["feature_group"])

    early = {"from": "Apr 2023", "to": "Mar 2024"}
    assert read_ends(**early) == read_ends() and len(read_ends()) == 2


def test_hidden_wards_are_said_and_dotted(run_page):
    app = run_page("ward_map", indicator="Anti-social behaviour", **{"from": "Mar 2026", "to": "Mar 2026"})

    assert "[c] hidden: a small number" in read_table(app), "2 reports a year are fewer than may be shown."
    assert "url(#ward-suppressed)" in read_map(app)["feature_group"]


def test_a_source_without_ages_says_so(run_page):
    app = run_page("ward_map", ages=["10-14"])

    assert "doesn't say how old people are" in read_html(app)


def test_no_indicator_fits_says_what_to_do(run_page):
    app = run_page("ward_map", partners=["Education"], kinds=["Robbery"])

    assert "No indicator with figures by ward fits these filters" in read_html(app)
    assert not app.get("component_instance")


def test_what_may_be_taken_away_is_made_only_when_asked_for(run_page):
    app = run_page("ward_map")
    assert not app.get("download_button")

    app.segmented_control(key="actions_map").set_value("Download").run()
    assert not app.exception
    assert [button.proto.label for button in app.get("download_button")] == ["Picture (PNG)", "Workbook (Excel)"]


def test_the_method_states_the_limits_and_the_colours(run_page):
    app = run_page("ward_map")
    app.segmented_control(key="actions_map").set_value("Method").run()

    assert "99.8% limits" in read_html(app) and "every period of 12 months" in read_html(app)


def test_the_table_leads_to_the_profile_of_its_first_ward(run_page):
    link = run_page("ward_map").get("page_link")[0].proto

    assert link.label == "Open the profile of Abbey" and link.query_string == "ward=Abbey"


def test_a_row_chosen_lights_its_ward(run_page):
    app = run_page("ward_map")
    app.session_state["ward_list"] = {"lit": ABBEY}
    app.run()

    assert read_map(app)["feature_group"] and json.loads(app.get("bidi_component")[0].proto.json)["lit"] == ABBEY
