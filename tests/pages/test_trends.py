"""The Trends page: one indicator's course, now against before, and the wards chosen."""

import re

from tests.builders import fact
from tests.pages.tiny_app import ALIBON, MONTHS, WARD_FILE, open_tiny_app, read_html


def test_it_says_what_was_found_and_shows_both_figures(run_page):
    app = run_page("trends", indicator="Violence with injury", limits="false")

    assert [title.value for title in app.title] == ["Trends"]
    shown = read_html(app)
    assert "Violence with injury: no clear change (132, from 132)." in shown
    assert "<td>132<span>0.6 per 1,000 residents</span></td>" in shown, "12 months of 11 offences, and their rate."
    assert "Choose up to six wards" in shown
    assert len(app.get("vega_lite_chart")) == 2, "The months, and the small chart of rolling years."


def test_a_ward_chosen_gets_a_chart_of_its_own(run_page):
    app = run_page("trends", indicator="Violence with injury", wards=["Abbey"])

    assert "<h3>Abbey</h3>" in read_html(app)
    assert "no clear change (120, from 120)" in read_html(app)
    assert len(app.get("vega_lite_chart")) == 3


def test_hidden_figures_are_said_not_drawn(run_page):
    app = run_page("trends", indicator="Anti-social behaviour")

    assert "Every figure of this series is hidden" in read_html(app), "2 reports a year are fewer than may be shown."
    assert not app.get("vega_lite_chart")


def test_no_indicator_fits_says_what_to_do(run_page):
    app = run_page("trends", partners=["Hospital"], kinds=["Robbery"])

    assert "No indicator fits these filters" in read_html(app)
    assert not app.get("vega_lite_chart")


def test_another_indicator_takes_the_place_of_one_that_no_longer_fits(run_page):
    app = run_page("trends", indicator="Violence with injury")
    app.multiselect(key="partners").select("lfb").run()

    assert not app.exception
    assert "Deliberate fires" in read_html(app)


def test_a_source_without_ages_says_so(run_page):
    app = run_page("trends", indicator="Violence with injury", ages=["10-14"])
    assert "doesn't say how old people are" in read_html(app)


def test_rates_take_the_place_of_numbers(run_page):
    assert "Violence with injury: per 1,000 residents by month" in read_html(
        run_page("trends", indicator="Violence with injury", show="Rate")
    )


def test_control_limits_take_the_place_of_the_band_unless_switched_off(run_page):
    app = run_page("trends", indicator="Violence with injury")

    shown = read_html(app)
    assert "no month of this period stands out; ups and downs are what this series usually does" in shown
    assert "Band: 95% limits" not in shown
    assert "Benchmark: 133 a month" in shown and "yearly benchmark reached" in shown
    assert "<h3>Twelve months to each month</h3>" in shown and " of earlier years</h3>" in shown


def test_the_control_limits_have_their_table_method_and_files(run_page):
    app = run_page("trends", indicator="Violence with injury")

    app.button_group(key="actions_control").set_value("Table").run()
    (table,) = app.table
    limits = ["Mean of limits", "Lower control limit", "Upper control limit", "Target", "Signal"]
    assert list(table.value.columns[-5:]) == limits
    assert table.value.iloc[-2, -5:].tolist() == ["11.0", "0.4", "21.6", "133.5", "none"]
    assert re.fullmatch(r"\d{4}: 13; \d{4}: 13", table.value["Same month before"].iloc[-1])
    assert table.value["Same month before"].iloc[0] == "none"
    assert table.value["Signal"].iloc[-1] == "not tested: provisional", "The police may still revise the newest month."
    app.button_group(key="actions_control").set_value("Method").run()
    assert any("Nelson 1982" in text.value for text in app.markdown)


def test_a_series_of_small_numbers_has_no_control_limits_and_says_why(run_page):
    app = run_page("trends", indicator="Deliberate fires")
    assert "No control limits" in read_html(app)
    assert not app.exception


def test_rare_events_show_the_time_between_them_in_place_of_limits(run_page):
    app = run_page("trends", indicator="Homicide")
    shown = read_html(app)
    assert "No homicide in any of the 36 months known." in shown and "No control limits" not in shown
    assert not app.exception


def test_now_and_before_have_the_difference_with_its_limits_and_the_rule_of_thumb(run_page):
    shown = read_html(run_page("trends", indicator="Violence with injury", wards=["Abbey"]))
    assert "<td>none<span>95% limits −33 to +33</span></td>" in shown, "132 and 132, each with Byar's limits."
    assert "2(√132 − √132), is 0.0" in shown


def test_wards_tested_side_by_side_say_how_many_chance_alone_would_call(tmp_path, monkeypatch):
    more = [fact(month, ALIBON, 1, extract=WARD_FILE) for month in MONTHS]
    run = open_tiny_app(tmp_path / "store", monkeypatch, facts=more)
    shown = read_html(run("trends", indicator="Violence with injury", wards=["Abbey", "Alibon"]))
    assert "Of 2 comparisons tested, each by itself, chance alone would call fewer than 0.1 on average" in shown


def test_the_trend_marker_says_why_it_cannot_be_calculated(run_page):
    app = run_page("trends", indicator="Violence with injury")
    shown = read_html(app)
    assert "<h2>The last five financial years</h2>" in shown and "cannot be calculated" in shown
    assert "there are 3 whole years, and it needs five" in shown
    app.button_group(key="actions_recent_trend").set_value("Method").run()
    assert any("Fingertips" in text.value and "from April" in text.value for text in app.markdown)


def test_small_shifts_that_last_take_the_place_of_the_limits(run_page):
    app = run_page("trends", indicator="Violence with injury", limits="true", shifts="true")
    shown = read_html(app)
    assert "Violence with injury: no clear change; no small shift that lasts." in shown
    app.button_group(key="actions_shifts").set_value("Method").run()
    assert any("Lucas 1985" in text.value for text in app.markdown) and not app.exception
