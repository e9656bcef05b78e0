"""Charts: from zero, with intervals, gaps and breaks shown, in words as well, and written as pictures offline."""

from datetime import date

import pandas as pd
import pytest

from svd.catalogue.declarations import Break
from svd.views.bar_chart import draw_bars
from svd.views.chart_picture import draw_chart_picture
from svd.views.interval_chart import draw_intervals
from svd.views.theme import PRESENTING, READING, SYNTHETIC_WORDS
from svd.views.trend_chart import draw_trend
from tests.views.pictures import list_rows, make_series, make_wards, png_size, spec_texts, words_beside

BREAK = Break(id="new", date=date(2025, 3, 1), title="New system", what="Counted anew", sources=("mps_ward",))
TREND = {"title": "No clear change", "subtitle": "Offences a month", "unit": "offences"}
WARDS = {"title": "Ash is higher", "subtitle": "Rates", "unit": "Offences", "area_name": "The area"}


def compared(values: list[float | None], words: list[str], statuses: list[str] | None = None) -> pd.DataFrame:
    judgements = {"higher": "worse", "may be higher": "worse", "lower": "better", "similar": "similar"}
    return make_wards(values, statuses).assign(compared=words, judgement=[judgements.get(word, "") for word in words])


def rows_of(spec: dict) -> list[dict]:
    return list_rows(spec)


def domains_of(spec: dict, channel: str) -> list:
    layers = [layer["encoding"].get(channel, {}) for layer in spec["layer"]]
    return [layer["scale"]["domain"] for layer in layers if "domain" in (layer.get("scale") or {})]


def test_the_axis_of_a_trend_starts_at_zero_and_holds_every_interval() -> None:
    domains = domains_of(draw_trend(make_series([10, 12, 20]), **TREND).to_dict(), "y")
    assert {tuple(domain) for domain in domains} == {tuple(domains[0])}
    assert domains[0][0] == 0
    assert domains[0][1] > 40, "the highest upper limit"


def test_side_by_side_charts_can_share_a_scale() -> None:
    low, high = (domains_of(draw_trend(make_series([x]), top=80, **TREND).to_dict(), "y")[0] for x in (1, 40))
    assert low == high


def test_a_missing_month_is_marked_and_has_no_figure() -> None:
    spec = draw_trend(make_series([10, None, 20]), **TREND).to_dict()
    assert [row["mark"] for row in rows_of(spec) if "mark" in row][:1] == ["[x]"]
    assert all(row.get("value") != 0 for row in rows_of(spec))
    assert "[x] no data received, not zero." in spec_texts(spec["title"])


def test_a_break_inside_the_series_is_named_and_one_outside_is_not() -> None:
    name = "New system, Mar 2025"
    assert name in spec_texts(draw_trend(make_series([1, 2, 3, 4]), breaks=[BREAK], **TREND).to_dict())
    assert name not in spec_texts(draw_trend(make_series([1, 2]), breaks=[BREAK], **TREND).to_dict())


def test_the_trend_in_words() -> None:
    words = draw_trend(make_series([10, 12, None, 8]), **TREND).to_dict()["description"]
    assert words == (
        "No clear change. Line chart of offences by month, Jan 2025 to Apr 2025. First 10 in Jan 2025; last whole "
        "one 8 in Apr 2025; highest 12 in Feb 2025; lowest 8 in Apr 2025. 1 is missing."
    )


@pytest.mark.parametrize("status", ["suppressed", "missing", "not_applicable"])
def test_a_trend_without_any_figure_still_says_why(status: str) -> None:
    table = make_series([None] * 4).assign(status=status)
    chart = draw_trend(table, **TREND)
    assert "No figure is whole" in chart.to_dict()["description"]
    assert png_size(draw_chart_picture(chart, scale=1)).width > 900


def test_text_is_large_enough_to_read_and_larger_to_present() -> None:
    assert min(READING.text, READING.subtitle, READING.title) >= 14
    assert min(PRESENTING.text, PRESENTING.subtitle, PRESENTING.title) >= 18
    config = draw_trend(make_series([1, 2]), is_large=True, **TREND).to_dict()["config"]
    assert config["axis"]["labelFontSize"] >= 18


def test_wards_stand_highest_first_and_those_not_shown_last_with_their_mark() -> None:
    table = compared(
        [1.0, None, 3.0, 2.0], ["lower", "not compared", "higher", "similar"], ["ok", "suppressed"] + ["ok"] * 2
    )
    spec = draw_intervals(table, 2.0, **WARDS).to_dict()
    assert domains_of(spec, "y")[0] == ["", "Cedar", "Dogwood", "Ash", "Birch and Long Elm"]
    rows = {row["ward_name"]: row for row in rows_of(spec) if "shape" in row}
    assert rows["Cedar"]["shape"] == "triangle-up"
    assert rows["Ash"]["shape"] == "triangle-down"
    assert len({rows[name]["colour"] for name in ("Cedar", "Dogwood", "Ash")}) == 3
    assert rows["Cedar"]["words"] == "3 (2.4 to 3.8) higher"
    assert words_beside(spec)["Birch and Long Elm"] == "[c] hidden: a small number"
    assert "Birch and Long Elm" not in rows, "no point for it"


def test_a_less_certain_ward_has_a_hollow_shape() -> None:
    spec = draw_intervals(compared([1.5, 3.0], ["may be higher", "higher"]), 1.0, **WARDS).to_dict()
    rows = {row["ward_name"]: row for row in rows_of(spec) if "shape" in row}
    assert rows["Ash"]["fill"] != rows["Ash"]["colour"]
    assert rows["Birch and Long Elm"]["fill"] == rows["Birch and Long Elm"]["colour"]


def test_a_number_left_under_a_hiding_status_is_not_in_the_chart() -> None:
    table = compared([3.7373, 1.0], ["not compared", "similar"], ["suppressed", "ok"])
    assert "3.7373" not in str(draw_intervals(table, 2.0, **WARDS).to_dict())
    bars = make_wards([3.7373, 1.0], ["suppressed", "ok"])
    assert "37.373" not in str(draw_bars(bars, "ward_name", title="", subtitle="", unit="offences").to_dict())


def test_without_a_figure_for_the_area_there_is_no_line_for_it() -> None:
    table = compared([1.0], ["not compared"])
    assert "The area" not in [text for text in spec_texts(draw_intervals(table, None, **WARDS).to_dict()["layer"])]


def test_bars_name_each_figure_and_tell_zero_from_hidden() -> None:
    table = make_wards([123.4, 0.0, None], ["ok", "ok", "suppressed"])
    spec = draw_bars(table, "ward_name", title="Most in Ash", subtitle="", unit="offences").to_dict()
    assert [row["words"] for row in rows_of(spec)] == ["1,234", "0", "[c]"]
    assert "Cedar [c] hidden: a small number" in spec["description"]


@pytest.mark.parametrize("is_synthetic", [False, True])
def test_made_up_data_are_said_to_be_so_on_every_chart(is_synthetic: bool) -> None:
    series = make_series([1, 2]).assign(is_synthetic=is_synthetic)
    wards = compared([1.0, 2.0], ["similar"] * 2).assign(is_synthetic=is_synthetic)
    charts = [
        draw_trend(series, **TREND),
        draw_intervals(wards, 1.5, **WARDS),
        draw_bars(wards, "ward_name", title="", subtitle="", unit=""),
    ]
    assert [SYNTHETIC_WORDS in spec_texts(chart.to_dict()["title"]) for chart in charts] == [is_synthetic] * 3


def test_a_picture_has_the_size_asked_for_and_room_for_its_source() -> None:
    chart = draw_trend(make_series([1, 2, 3]), **TREND)
    plain = png_size(draw_chart_picture(chart, width=400, height=200, scale=2))
    signed = png_size(draw_chart_picture(chart, source_line="Source: Police", width=400, height=200, scale=2))
    assert plain.width >= 800
    assert signed.height > plain.height
    assert chart.to_dict()["width"] == "container", "the chart on the page is as it was"
