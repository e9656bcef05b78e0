"""The indicator of harm on each page that shows it: drawn, never called better or worse, never tested."""

import pytest

from tests.pages.test_ward_map import read_table
from tests.pages.tiny_app import read_html

HARM = "Harm from serious violence"
# Twelve months of 10 assaults with injury a month, 184 days each, among 4,199 residents.
ABBEY = "5,258"


def test_the_map_shows_days_and_compares_no_ward(run_page):
    app = run_page("ward_map", indicator=HARM)

    assert not app.exception and ABBEY in read_table(app)
    assert f"{HARM}: half of it is in 1 of 19 wards (Abbey †), where 1.9% of residents live." in read_html(app)
    assert [one.proto.label for one in app.get("button_group")][:1] == ["Show as"]
    assert app.button_group(key="measure").options == ["Count", "Harm", "Harm without homicide"]


def test_the_map_shows_the_offences_behind_it(run_page):
    assert "<b>120</b>" in read_table(run_page("ward_map", indicator=HARM, measure="Count"))


@pytest.mark.parametrize("view", ["Intervals", "Funnel", "Ranks", "Summary"])
def test_every_comparison_of_wards_stands(run_page, view):
    app = run_page("compare_wards", indicator=HARM, comparison=view)

    assert not app.exception
    shown = read_html(app)
    assert "higher;" not in shown
    assert ("A weighed sum puts no ward above another" in shown) == (view in ("Funnel", "Ranks"))


@pytest.mark.parametrize("switch", [{}, {"years": "true"}, {"limits": "false"}, {"shifts": "true"}])
def test_the_trend_says_why_it_is_not_tested(run_page, switch):
    app = run_page("trends", indicator=HARM, wards=["Abbey"], **switch)

    assert not app.exception
    assert "one grave offence can move a weighed sum" in read_html(app)


@pytest.mark.parametrize(
    ("page", "params"),
    [("five_ds", {"d": "Disrupt"}), ("ward_profile", {"ward": "Abbey"}), ("present", {"slide": "4"}), ("explore", {})],
)
def test_other_pages_stand_with_it(run_page, page, params):
    assert not run_page(page, indicator=HARM, **params).exception
