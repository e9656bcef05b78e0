"""The Overview: headlines, scorecard and what changed, with hidden figures never shown."""

from datetime import date

from tests.pages.tiny_app import read_html


def test_it_opens_with_its_headline_and_its_header(run_page):
    app = run_page("overview")

    assert [title.value for title in app.title] == ["Overview"]
    shown = read_html(app)
    assert "SYNTHETIC" in shown and "Apr 2025 to Mar 2026" in shown
    assert "No clear change in violence with injury" in shown
    assert "The whole of Barking and Dagenham, Apr 2025 to Mar 2026, compared with Apr 2024 to Mar 2025." in shown


def test_a_headline_card_has_the_count_the_rate_and_the_count_before(run_page):
    shown = read_html(run_page("overview"))

    assert '<p class="svd-figure">132<span' in shown, "12 months of 11 offences."
    assert "0.6 per 1,000" in shown and "132 before" in shown


def test_the_scorecard_counts_what_the_test_says_of_each(run_page):
    shown = read_html(run_page("overview"))

    assert 'href="five_ds?d=Disrupt"' in shown
    assert "does not work at this tier" in shown
    assert '<td><a href="five_ds?d=Disrupt" target="_self"><span class="svd-hidden">Disrupt, primary: ' in shown


def test_wards_that_filters_name_do_not_pass_for_the_area(run_page):
    shown = read_html(run_page("overview", wards=["Abbey"]))

    assert "Wards: Abbey" in shown and "The whole of Barking and Dagenham" in shown


def test_no_indicator_fits_says_what_to_do(run_page):
    app = run_page("overview", partners=["Hospital"], kinds=["Robbery"])

    assert [info.value[:31] for info in app.info] == ["No indicator fits these filters"]


def test_a_period_the_wrong_way_round_is_one_plain_message(run_page):
    app = run_page("overview", **{"from": "Mar 2026", "to": "Apr 2025"})

    assert "after its end" in app.error[0].value
    assert not app.exception


def test_it_says_how_many_of_its_comparisons_chance_alone_would_call(run_page):
    shown = read_html(run_page("overview"))
    assert "tested, each by itself, chance alone would call" in shown


def test_a_baseline_one_chooses_is_kept_in_the_address_and_refused_where_it_overlaps(run_page):
    app = run_page("overview", compare="A baseline I choose", baseline="Sep 2024")
    reason = "the baseline chosen (Sep 2024 to Aug 2025, as long as the period) overlaps the period"
    assert f"compared with nothing: {reason}." in read_html(app)
    app.selectbox(key="baseline").set_value(date(2024, 4, 1)).run()
    assert "Apr 2025 to Mar 2026, compared with Apr 2024 to Mar 2025." in read_html(app)
    assert not app.exception
