"""The People page: the feed asked for by age and sex, and why where a part has nothing to show."""

import pytest

from tests.builders import covered, incident
from tests.pages.tiny_app import open_tiny_app, read_html

CALLS = "SYNTHETIC las_incidents_2025-04_2026-03.csv"
MONTHS = [
    f"{year}-{month:02}-01" for year, month in [*((2025, m) for m in range(4, 13)), *((2026, m) for m in (1, 2, 3))]
]


def calls(age: str, sex: str, count: int) -> list[dict]:
    return [incident("2026-01-01", extract=CALLS, age_band=age, sex=sex)] * count


@pytest.fixture
def run_people(tmp_path, monkeypatch):
    """Runs the page over a store with a year of ambulance calls: 60 of 100 patients are under 25, 3 female."""
    rows = calls("18-24", "male", 60) + calls("35+", "male", 37) + calls("35+", "female", 3)
    sent = covered(*MONTHS, source="las_incidents", extract=CALLS)
    run = open_tiny_app(tmp_path / "store", monkeypatch, incidents=rows, coverage=sent)
    return lambda **params: run("people", **params)


def test_under_25s_are_held_against_residents_and_a_few_women_hide_the_men(run_people):
    app = run_people()

    assert not app.exception and [title.value for title in app.title] == ["People"]
    assert "Under 25s are 60% of patients and 38% of residents: more than chance would bring." in read_html(app)
    ages, sexes = (chart.proto.alt for chart in app.get("vega_lite_chart"))
    assert "Under 25 60.0% (50.2 to 69.1) higher, share of residents 37.5%" in ages
    assert "Female [c] hidden: a small number; Male [c] hidden: a small number; Other 0.0%" in sexes


def test_rates_are_kept_in_the_address(run_people):
    app = run_people(people_as="Rate per 1,000 residents")

    assert "Under 25 0.7 (0.6 to 0.9)" in app.get("vega_lite_chart")[0].proto.alt


def test_a_row_is_said_to_be_a_patient_and_feeds_without_ages_are_named(run_people):
    said = read_html(run_people())

    assert "A row is the patient of one call." in said
    assert "Without age and sex: Emergency department assault records, High-risk domestic abuse cases." in said


def test_method_and_table_stand_under_the_chart(run_people):
    app = run_people()
    app.segmented_control(key="actions_people_ages").set_value("Method").run()
    assert "99.8% Wilson limits" in read_html(app) and "Where the figures come from" in read_html(app)

    app.segmented_control(key="actions_people_ages").set_value("Download").run()
    assert not app.exception


def test_a_feed_of_which_nothing_came_says_so(run_people):
    app = run_people(people_feed="Probation orders and licences")

    assert "Probation orders and licences: nothing was received for this period." in read_html(app)
    assert not app.get("vega_lite_chart")


def test_partners_without_ages_are_told(run_people):
    assert "None of the partners chosen says how old people are." in read_html(run_people(partners=["Police"]))
