"""The People page: the feed asked for by age and sex, and why where a part has nothing to show."""

import re

import pytest

from tests.builders import covered, fact, incident
from tests.figures.people.sent import count_facts
from tests.pages.tiny_app import open_tiny_app, read_html

CALLS = "SYNTHETIC las_incidents_2025-04_2026-03.csv"
MONTHS = [
    f"{year}-{month:02}-01" for year, month in [*((2025, m) for m in range(4, 13)), *((2026, m) for m in (1, 2, 3))]
]


def calls(age: str, sex: str, count: int) -> list[dict]:
    return [incident("2026-01-01", extract=CALLS, age_band=age, sex=sex)] * count


@pytest.fixture
def run_people(tmp_path, monkeypatch):
    """Runs the page over a store with a year of ambulance calls: 600 of 1,000 patients are under 25, 3 of other sex."""
    rows = calls("18-24", "male", 600) + calls("35+", "female", 397) + calls("35+", "other", 3)
    sent = covered(*MONTHS, source="las_incidents", extract=CALLS)
    run = open_tiny_app(tmp_path / "store", monkeypatch, incidents=rows, facts=count_facts(rows), coverage=sent)
    return lambda **params: run("people", **params)


def test_under_25s_are_held_against_residents_and_a_few_are_no_zero(run_people):
    app = run_people()

    assert not app.exception and [title.value for title in app.title] == ["People"]
    assert "Under 25s are 60% of patients and 38% of residents: more than chance would bring." in read_html(app)
    ages, sexes = (chart.proto.alt for chart in app.get("vega_lite_chart"))
    assert re.search(r"Under 25 60\.\d% \(5[67]\.\d to 6[34]\.\d\) higher, share of residents 3[78]\.\d%", ages)
    assert re.search(r"Other \[c\] hidden: a small number", sexes) and not re.search(r"\b0\.0%", sexes)


def test_rates_are_kept_in_the_address(run_people):
    app = run_people(people_as="Rate per 1,000 residents")

    assert re.search(r"Under 25 \d\.\d \(\d\.\d to \d\.\d\)", app.get("vega_lite_chart")[0].proto.alt)


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


def test_the_repeat_part_counts_people_by_codes_and_names_the_feeds_that_cant_tell(tmp_path, monkeypatch):
    feed = {"source": "marac_cases", "offence": "marac_case", "extract": "SYNTHETIC marac.csv"}
    rows = [incident("2026-01-01", person_hash=f"{who}", **feed) for who in [*range(600), *range(200)]]
    sent = covered(*MONTHS, source="marac_cases", extract=feed["extract"])
    store = {"incidents": rows, "facts": count_facts(rows), "coverage": sent}
    app = open_tiny_app(tmp_path / "store", monkeypatch, **store)("people", people="Repeat")

    said = read_html(app)
    assert not app.exception
    assert re.search(r"33% \(30 to 37\) of victims came up twice or more in Apr 2025 to Mar 2026", said)
    assert "Ambulance call-outs: its contract has no code of a person" in said
    assert "Youth justice offences: nothing was received for this period." in said
    assert "by chance alone 0.2%" in app.get("vega_lite_chart")[0].proto.alt
    app.segmented_control(key="actions_people_repeats_marac_cases").set_value("Method").run()
    assert "would be taken for new" in read_html(app)


def test_the_repeat_part_is_of_the_feed_s_own_year_and_says_where_none_has_ended(tmp_path, monkeypatch):
    feed = {"source": "marac_cases", "offence": "marac_case"}
    sent = [each for month in MONTHS for each in covered(month, source="marac_cases", extract=f"cases {month}.csv")]
    rows = [
        incident(MONTHS[0], person_hash=f"{who % 60}", extract=f"cases {MONTHS[0]}.csv", **feed) for who in range(90)
    ]
    store = {"incidents": rows, "facts": count_facts(rows), "coverage": sent}
    run = open_tiny_app(tmp_path / "store", monkeypatch, **store)
    whole, early = (run("people", people="Repeat", to=to, **{"from": "Apr 2025"}) for to in ("Mar 2026", "Dec 2025"))

    assert "extract: cases 2025-04-01.csv to cases 2026-03-01.csv (12 extracts)" in read_html(whole)
    assert "a whole year of the feed is needed, and none has ended by Dec 2025" in read_html(early)


def test_without_any_code_or_mark_the_repeat_part_says_so(run_people):
    said = read_html(run_people(people="Repeat"))

    assert "No feed received tells who comes back." in said
    assert "High-risk domestic abuse cases: nothing was received for this period." in said


def test_a_feed_that_came_without_codes_says_what_to_ask_for(tmp_path, monkeypatch):
    feed = {"source": "yjs_cases", "offence": "youth_violence", "extract": "SYNTHETIC yjs.csv"}
    sent = covered(*MONTHS, source="yjs_cases", extract=feed["extract"])
    rows = [incident("2026-01-01", **feed)] * 20
    store = {"incidents": rows, "facts": count_facts(rows), "coverage": sent}
    app = open_tiny_app(tmp_path / "store", monkeypatch, **store)("people", people="Repeat")

    assert "Youth justice offences: no codes of people were sent." in read_html(app)


def test_fairness_shows_no_rate_but_what_to_ask_for_and_a_ratio_of_figures_typed_in(run_people):
    app = run_people(people="Fairness")
    assert "no figures of searches by group are received" in read_html(app) and "Equality Act 2010" in read_html(app)
    assert not app.get("vega_lite_chart")

    for place, figure in enumerate((100, 10_000, 50, 20_000)):
        app.number_input(key=f"fairness_{place}").set_value(figure)
    app.run()
    assert "Rate ratio 4.00 (2.85 to 5.62): more often than the comparator" in read_html(app)
    assert not any("fairness" in name for name in app.query_params)


def test_a_small_group_typed_in_gets_no_ratio(run_people):
    app = run_people(people="Fairness")
    for place, figure in enumerate((5, 10_000, 50, 20_000)):
        app.number_input(key=f"fairness_{place}").set_value(figure)

    assert "Not shown: each group needs 30 searches or more" in read_html(app.run())


SERVICES = "Police, hospital and ambulance"


@pytest.fixture
def run_services(tmp_path, monkeypatch):
    """Runs the last part where a month holds 11 police offences, 10 attendances and 20 calls in one ward."""
    feeds = {"ed_istv": ("ed_body_part", 10), "las_incidents": ("ambulance_assault", 20)}
    facts, sent = [], []
    for source, (offence, count) in feeds.items():
        extract = f"SYNTHETIC {source}_2025-04_2026-03.csv"
        shared = {"source": source, "offence": offence, "measure": "records", "extract": extract}
        facts += [fact(month, "E05014053", count, **shared) for month in MONTHS]
        sent += covered(*MONTHS, source=source, extract=extract)
    run = open_tiny_app(tmp_path / "store", monkeypatch, facts=facts, coverage=sent)
    return lambda **params: run("people", people=SERVICES, **params)


def test_the_three_stand_side_by_side_and_what_they_are_not_is_said(run_services):
    app = run_services()

    said = read_html(app)
    assert not app.exception and len(app.get("vega_lite_chart")) == 3
    # 120 attendances for 130 offences, as hospital data are shown: in blocks of ten.
    assert re.search(r"100 police offences of violence with injury, the emergency department saw 9\d \(", said)
    assert "none is an upper or a lower bound of it, and they are never added together" in said
    app.segmented_control(key="actions_people_services").set_value("Table").run()
    assert not app.exception and len(app.table) == 1


def test_by_ward_a_ward_without_attendances_is_below(run_services):
    app = run_services(people_view="Hospital by ward")

    assert "Emergency department for every 100 police offences:" in read_html(app)
    assert "Alibon" in app.get("vega_lite_chart")[0].proto.alt
    app.segmented_control(key="actions_people_wards").set_value("Method").run()
    assert "**Where the figures come from:** 3 extracts in use." in read_html(app)


def test_without_a_common_month_the_part_says_why(run_people):
    said = read_html(run_people(people=SERVICES))

    assert "no month was sent whole by all of them" in said
