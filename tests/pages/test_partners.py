"""The Partners and data page: who sent what, when, and what could not be used."""

from streamlit.testing.v1 import AppTest

from tests.builders import PATHS
from tests.pages.tiny_app import FIRE_FILE, read_html


def test_it_names_what_is_missing_and_what_was_set_aside(run_page):
    app = run_page("partners", partners=["Police", "Fire"])

    assert [title.value for title in app.title] == ["Partners and data"]
    shown = read_html(app)
    assert "2 of 5 feeds are in" in shown and "earlier months are missing from Fire brigade incidents" in shown
    assert "too few rows to show were set aside" in shown, "2, of which no block of 5 is full."
    assert "45 of 65 records have a known ward" in shown, "46, and 23 that have none, by blocks of 5."
    assert 'title="Jun 2025: missing"' in shown


def test_a_late_file_is_named_with_its_days(run_page):
    shown = read_html(run_page("partners", partners=["Fire"], part="Files"))
    assert "Newest file came late: Fire brigade incidents (7 days)." in shown, "Due 20 Apr, received 27 Apr."


def test_a_record_s_words_are_not_shown_nor_of_a_protected_feed_its_row(run_page):
    app = run_page("partners", partners=["Fire"], part="Rows set aside")

    everything = " ".join([read_html(app), *(table.value.to_csv() for table in app.table)])
    assert "category is [not kept]." in everything and "see row" not in everything, "Its number tells of five rows."
    assert "Unmapped category" in everything
    assert "2025-13-40" in everything, "A date is no one's name."
    assert FIRE_FILE in everything


def test_a_feed_that_never_came_is_named(run_page):
    shown = read_html(run_page("partners", partners=["Hospital"]))
    assert "missing from Emergency department assault records" in shown
    assert "No row was set aside." in read_html(run_page("partners", partners=["Hospital"], part="Rows set aside"))


def test_the_quality_of_a_feed_leads_to_the_cards_of_the_indicators(run_page):
    app = run_page("partners", partners=["Fire"], part="Quality")
    shown = read_html(app)
    assert "0 of 1 feeds sent their newest file by the day agreed" in shown
    assert 'alt="ward 69.2%, no ward 30.8%"' in shown and "Days to receipt" in shown
    assert len(app.get("page_link")) == 6


def test_a_message_is_ready_for_the_partner_and_names_no_value(run_page):
    app = run_page("partners", partners=["Fire"], part="Messages")
    (message,) = [block.value for block in app.code]
    assert "Dear colleague at London Fire Brigade" in message and "Jun 2025: agreed for 20 Jul 2025" in message
    assert "Unmapped category: fewer than 5 rows" in message and "2025-13-40" not in message


def test_agreements_say_when_they_are_reviewed(run_page):
    app = run_page("partners", partners=["Fire"], part="Agreements")
    assert any("31 Mar 2027, to be confirmed" in table.value.to_csv() for table in app.table)


def test_without_a_second_edition_it_says_what_to_do(run_page):
    app = run_page("partners", part="Revisions")
    assert "No feed has a second edition yet" in read_html(app) and "Upload" in read_html(app)
    assert not app.exception and not app.table


def open_revisions(**params: str) -> AppTest:
    """The part about revisions over the sample."""
    app = AppTest.from_file(str(PATHS.home / "app.py"), default_timeout=120)
    app.switch_page("pages/partners.py")
    for name, value in {"part": "Revisions", **params}.items():
        app.query_params[name] = value
    return app.run()


def test_what_the_newest_edition_changed_is_a_table_with_its_finding(area):
    app = open_revisions()

    shown = read_html(app)
    assert "The edition received 12 Oct 2026 changed 290 of 558 figures (31 of them [low]" in shown
    assert "most of all Violence without injury, Oct 2025 (289 before, 306 now); 6 months are new" in shown
    assert "Held before for its months" in shown and "2026-03.csv, received 12 Apr 2026" in shown
    first = app.table[0].value.reset_index()
    assert len(first) == 60 and list(first.iloc[0][["What", "Period", "Before", "Now", "Difference"]]) == [
        "Shoplifting",
        "Oct 2025",
        "83 [low]",
        "107",
        "+24",
    ]
    assert "The first 60 of 476 rows" in app.caption[0].value


def test_the_table_may_stand_by_period_and_method_and_files_are_at_hand(area):
    app = open_revisions(revisions_by="By period")
    assert app.table[0].value.reset_index().iloc[0]["Period"] == "Nov 2024"

    app.segmented_control(key="actions_revisions").set_value("Method").run()
    assert any("A revision is no change in the world" in text.value for text in app.markdown)
    assert any("Small numbers: Nothing is hidden" in text.value for text in app.markdown)
    app.segmented_control(key="actions_revisions").set_value("Download").run()
    assert [button.label for button in app.get("download_button")] == ["Revisions (Excel)", "Revisions (CSV)"]
    assert not app.exception


def test_another_feed_is_chosen_from_those_of_more_than_one_edition(area):
    app = open_revisions(revised="Anti-social behaviour reports")
    assert "What an edition of this feed changed is not listed, as its figures are protected" in read_html(app)
    assert "12 months are new, Oct 2025 to Sep 2026" in read_html(app) and not app.table
    assert "Youth justice returns" not in app.selectbox(key="revised").options, "It has one file."
