"""The Five Ds: a D at a time, and the card of one indicator."""

from tests.pages.tiny_app import read_html


def test_it_opens_on_the_first_d_with_the_card_of_its_first_indicator(run_page):
    app = run_page("five_ds")

    assert [title.value for title in app.title] == ["Five Ds"]
    shown = read_html(app)
    sections = ("Definition", "How it works", "What good looks like", "Why it matters", "Issues to consider")
    for heading in ("Deter", *sections):
        assert heading in shown


def test_a_link_opens_the_card_it_names(run_page):
    app = run_page("five_ds", d="Disrupt", indicator="Violence with injury")

    shown = read_html(app)
    assert "Violence with injury: no clear change (132, from 132)." in shown
    assert len(app.get("vega_lite_chart")) == 1


def test_a_hidden_figure_has_its_mark_and_no_chart(run_page):
    app = run_page("five_ds", d="Deter", indicator="Anti-social behaviour")

    assert not app.get("vega_lite_chart")
    assert "There is no history to draw" in app.info[0].value


def test_each_d_has_its_indicators(run_page):
    for title in ("Deter", "Disrupt", "Duty", "Develop", "Data"):
        radio = run_page("five_ds", d=title).main.radio[0]
        assert len(radio.options) >= 4
