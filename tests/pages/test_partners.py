"""The Partners and data page: who sent what, when, and what could not be used."""

from tests.pages.tiny_app import FIRE_FILE, read_html


def test_it_names_what_is_missing_and_what_was_set_aside(run_page):
    app = run_page("partners", partners=["Police", "Fire"])

    assert [title.value for title in app.title] == ["Partners and data"]
    shown = read_html(app)
    assert "2 of 5 feeds are in" in shown and "earlier months are missing from Fire brigade incidents" in shown
    assert "2 rows were set aside" in shown
    assert "60 of 69 records have a known ward" in shown
    assert 'title="Jun 2025: missing"' in shown


def test_a_late_file_is_named_with_its_days(run_page):
    shown = read_html(run_page("partners", partners=["Fire"]))
    assert "Newest file came late: Fire brigade incidents (7 days)." in shown, "Due 20 Apr, received 27 Apr."


def test_what_a_record_said_of_a_person_is_not_shown(run_page):
    app = run_page("partners", partners=["Fire"])

    everything = " ".join([read_html(app), *(table.value.to_csv() for table in app.table)])
    assert "Bloggs" not in everything
    assert "Unmapped category" in everything
    assert "2025-13-40" in everything, "A date is no one's name."
    assert FIRE_FILE in everything


def test_a_feed_that_never_came_is_named(run_page):
    shown = read_html(run_page("partners", partners=["Hospital"]))
    assert "missing from Emergency department assault records" in shown
    assert "No row was set aside." in shown
