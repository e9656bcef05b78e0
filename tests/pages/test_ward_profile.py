"""The Ward profile page: one ward against the borough, its people, its months and its records."""

from tests.pages.tiny_app import read_html


def test_it_says_how_the_ward_stands(run_page):
    app = run_page("ward_profile", ward="Abbey")

    assert [title.value for title in app.title] == ["Ward profile"]
    shown = read_html(app)
    assert "Abbey against the borough: higher in violence with injury" in shown
    assert "<b>28.6</b> (23.7 to 34.2)" in shown, "120 offences, 4,199 residents"


def test_residents_are_those_of_the_ward(run_page):
    assert "Abbey has 4,199 residents" in read_html(run_page("ward_profile", ward="Abbey"))


def test_another_ward_is_another_profile(run_page):
    shown = read_html(run_page("ward_profile", ward="Alibon"))

    assert "Alibon does not clearly differ from the borough" in shown
    assert "What was recorded in Alibon" in shown and "<td>12</td>" in shown


def test_its_months_are_drawn_with_a_word_of_warning(run_page):
    app = run_page("ward_profile", ward="Abbey")

    assert len(app.get("vega_lite_chart")) == 1
    assert "One ward's months are small numbers" in read_html(app)
    assert "no clear change (120, from 120)" in read_html(app)


def test_hidden_months_are_said_not_drawn_and_the_mark_explained(run_page):
    app = run_page(
        "ward_profile", ward="Abbey", indicator="Anti-social behaviour", **{"from": "Mar 2026", "to": "Mar 2026"}
    )

    assert "Every figure is hidden" in read_html(app) and not app.get("vega_lite_chart")
    assert "[c] hidden: a small number, not zero" in read_html(app)


def test_ages_that_no_source_has_leave_no_records(run_page):
    app = run_page("ward_profile", ward="Abbey", ages=["10-14"])

    assert not app.exception
    assert "Nothing was recorded here." in read_html(app)
    assert "doesn't say how old people are" in read_html(app)


def test_no_indicator_fits_says_what_to_do(run_page):
    app = run_page("ward_profile", partners=["Education"], kinds=["Robbery"])

    assert not app.exception
    assert "No indicator with figures by ward fits these filters" in read_html(app)


def test_the_profile_can_be_taken_away(run_page):
    app = run_page("ward_profile")
    app.segmented_control(key="actions_profile").set_value("Download").run()

    assert not app.exception
    assert [button.proto.label for button in app.get("download_button")] == ["Picture (PNG)", "Workbook (Excel)"]
