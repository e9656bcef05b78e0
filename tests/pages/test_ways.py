"""The one switch of the map and the trend, in each position."""

import pytest

from tests.pages.test_ward_map import read_map, read_table
from tests.pages.tiny_app import read_html

SERIOUS = "Serious violence"
WEIGHED = {
    # Abbey's 120 assaults with injury among its 4,199 residents, by 184 days and by £14,050 each.
    "Harm": ("harm", "5,258", "days per 1,000 residents"),
    "Harm without homicide": ("harm without homicide", "5,258", "days per 1,000 residents"),
    "Cost": ("cost", "401.5", "£ per resident"),
}


def test_the_three_pages_offer_the_same_words_in_the_same_order(run_page):
    on_map = run_page("ward_map", indicator=SERIOUS).button_group(key="measure")
    on_trend = run_page("trends", indicator=SERIOUS).button_group(key="show")
    ranked = run_page("compare_wards", indicator=SERIOUS).button_group(key="measure")
    ways = ["Rate", "Count", *WEIGHED]
    assert (ranked.options, ranked.value) == (ways, "rate")
    assert (on_map.options, on_map.value) == ([*ways, "Change"], "rate")
    assert (on_trend.options, on_trend.value) == (ways, "count")


@pytest.mark.parametrize("way", WEIGHED)
def test_the_map_is_weighed_in_all_its_parts(run_page, way):
    words, figure, unit = WEIGHED[way]
    app = run_page("ward_map", indicator=SERIOUS, measure=way)

    assert not app.exception
    shown = read_html(app)
    assert f"{SERIOUS}, {words}: half of it is in 1 of 19 wards (Abbey †)" in shown and unit in shown
    pounds = "\\u00a3" if way == "Cost" else ""
    assert f"<b>{figure}" in read_table(app) and f"Abbey, {pounds}{figure}" in read_map(app)["feature_group"]
    assert "higher" not in read_table(app), "It calls no ward better or worse."
    for part in ("Table", "Method", "Download"):
        app.segmented_control(key="actions_map").set_value(part).run()
        assert not app.exception
    assert [button.proto.label for button in app.get("download_button")] == ["Picture (PNG)", "Workbook (Excel)"]


@pytest.mark.parametrize("switch", [{}, {"limits": "false"}, {"shifts": "true"}, {"years": "true"}])
@pytest.mark.parametrize("way", WEIGHED)
def test_the_trend_is_weighed_and_says_why_it_is_not_tested(run_page, way, switch):
    words, _, unit = WEIGHED[way]
    app = run_page("trends", indicator=SERIOUS, show=way, wards=["Abbey"], **switch)

    assert not app.exception
    shown = read_html(app)
    assert f"{words}: {unit} by month" in shown.replace(f"{SERIOUS} recorded", SERIOUS)
    assert "change not tested, because one grave offence can move a weighed sum" in shown
    assert "Benchmark" not in shown and "stands out" not in shown
    key = "actions_trend"
    for part in ("Table", "Method", "Download"):
        app.segmented_control(key=key).set_value(part).run()
        assert not app.exception


@pytest.mark.parametrize("way", WEIGHED)
@pytest.mark.parametrize("filters", [{"ages": ["18-24"]}, {"from": "Apr 2022", "to": "Mar 2026"}])
def test_without_one_period_known_the_weighed_map_has_no_figure_and_no_fault(run_page, way, filters):
    app = run_page("ward_map", indicator=SERIOUS, measure=way, **filters)

    assert not app.exception and not app.error
    assert "can't be said; 19 wards not known" in read_html(app) or "ages" not in filters


def test_a_trend_says_of_which_months_the_gravest_offence_is_most(run_page):
    trend = read_html(run_page("trends", indicator=SERIOUS, show="Harm"))
    on_map = read_html(run_page("ward_map", indicator=SERIOUS, measure="Harm"))

    assert "(132 offences), is 100.0% of it in Apr 2025 to Mar 2026." in trend
    assert "(132 offences), is 100.0% of it." in on_map, "The period stands before it."


def test_pounds_stand_before_the_number(run_page):
    assert "Serious violence, cost: £8.4 per resident" in read_html(run_page("trends", indicator=SERIOUS, show="Cost"))


@pytest.mark.parametrize("way", WEIGHED)
@pytest.mark.parametrize("part", ["Intervals", "Funnel", "Ranks", "Summary"])
def test_the_ranking_is_weighed_and_puts_no_ward_above_another(run_page, way, part):
    words, figure, unit = WEIGHED[way]
    app = run_page("compare_wards", indicator=SERIOUS, measure=way, comparison=part)

    assert not app.exception
    shown = read_html(app)
    assert f"{SERIOUS}, {words}" in shown and unit in shown and "higher;" not in shown
    assert not any("99.8%" in chart.proto.spec for chart in app.get("vega_lite_chart")), "No such line is drawn."
    assert ("A weighed sum puts no ward above another" in shown) == (part in ("Funnel", "Ranks"))
    if part in ("Intervals", "Summary"):
        app.segmented_control(key="actions_comparison").set_value("Table").run()
        assert not app.exception and figure in " ".join(str(table.value) for table in app.table)


@pytest.mark.parametrize("part", ["Intervals", "Funnel", "Ranks", "Summary"])
def test_the_ranking_by_number_has_limits_but_no_order(run_page, part):
    app = run_page("compare_wards", indicator=SERIOUS, measure="Count", comparison=part)

    assert not app.exception
    assert f"{SERIOUS}, number of events" in read_html(app)
    assert ("not held against one another" in read_html(app)) == (part in ("Funnel", "Ranks"))


@pytest.mark.parametrize(("page", "key"), [("ward_map", "measure"), ("trends", "show"), ("compare_wards", "measure")])
@pytest.mark.parametrize("way", ["Rate", "Count", *WEIGHED])
def test_a_link_opens_what_a_press_shows(run_page, page, key, way):
    pressed = run_page(page, indicator=SERIOUS)
    pressed.segmented_control(key=key).set_value({"Rate": "rate", "Count": "count"}.get(way, way)).run()
    opened = run_page(page, indicator=SERIOUS, **{key: way})

    assert not pressed.exception and not opened.exception
    assert opened.button_group(key=key).value == pressed.button_group(key=key).value
    assert read_html(opened) == read_html(pressed)


@pytest.mark.parametrize(("page", "key"), [("ward_map", "measure"), ("trends", "show"), ("compare_wards", "measure")])
def test_an_indicator_without_the_weighing_chosen_falls_back_to_its_own_figure(run_page, page, key):
    app = run_page(page, indicator=SERIOUS, **{key: "Cost"})
    app.selectbox(key="indicator").set_value("stalking_and_harassment").run()

    assert not app.exception and "Cost" not in app.button_group(key=key).options
    assert not run_page(page, indicator="Stalking and harassment", **{key: "Cost"}).exception


def test_what_has_no_weights_has_no_such_position(run_page):
    assert run_page("ward_map", indicator="Deliberate fires").button_group(key="measure").options == [
        "Rate",
        "Count",
        "Change",
    ]
