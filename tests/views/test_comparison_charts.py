"""Charts that hold wards against each other: nothing hidden in them, shape and word beside colour, names that fit."""

import json

import numpy as np
import pandas as pd
import pytest

from svd.figures.between_wards.funnel import Funnel
from svd.views.chart_picture import draw_chart_picture
from svd.views.funnel_chart import draw_funnel
from svd.views.interval_chart import draw_intervals
from svd.views.rank_chart import draw_ranks
from svd.views.theme import SYNTHETIC_WORDS
from svd.views.ward_rows import SHAPES, mark_rows
from tests.views.pictures import list_rows, make_wards, png_size, rows_of_layer, spec_texts, words_beside

FUNNEL = Funnel(2.0, "rate", 1000.0, 1.0, 1.0, 19)
LOOK = {"centre_name": "All wards", "size_name": "Residents", "unit": "per 1,000", "title": "Ash", "subtitle": "Rates"}


def make_placed(**more) -> pd.DataFrame:
    """Ash above, Birch inside, Cedar hidden with its number left behind, Dogwood may be below."""
    wards = make_wards([4.0, 2.0, 3.7373, 1.0], ["ok", "ok", "suppressed", "ok"])
    return wards.assign(
        denominator=[9_000.0, 12_000.0, 7_777.0, 15_000.0],
        compared=["higher", "similar", "not compared", "may be lower"],
        judgement=["worse", "similar", "", "similar"],
        leaning=["worse", "similar", "", "better"],
        funnel=["above", "inside", "not compared", "may be below"],
        funnel_judgement=["worse", "similar", "", "better"],
        lower_998=wards["value"] * 0.6,
        upper_998=wards["value"] * 1.6,
        rank=[1.0, 2.0, np.nan, 3.0],
        rank_low=[1.0, 2.0, np.nan, 2.0],
        rank_high=[1.0, 3.0, np.nan, 3.0],
        places=["1st", "2nd to 3rd", "not ranked", "2nd to 3rd"],
        **more,
    )


def draw_each(wards: pd.DataFrame) -> list:
    words = {"title": "Ash stands out", "subtitle": "Rates"}
    return [
        draw_intervals(wards, 2.0, area_name="Borough", unit="per 1,000", **words),
        draw_funnel(wards, FUNNEL, **LOOK),
        draw_ranks(wards, 3, **words),
    ]


def rows_of(chart) -> list[dict]:
    return list_rows(chart.to_dict())


def test_no_chart_holds_a_number_of_a_hidden_ward():
    hidden = {3.7373, 7_777.0, *(3.7373 * share for share in (0.8, 1.25, 0.6, 1.6))}
    for chart in draw_each(make_placed()):
        assert not hidden & {value for row in rows_of(chart) for value in row.values()}
        assert "3.7" not in chart.to_dict()["description"]
    assert "Cedar" not in json.dumps(draw_funnel(make_placed(), FUNNEL, **LOOK).to_dict())


def test_hidden_wards_keep_their_row_with_the_reason():
    intervals, _, ranks = draw_each(make_placed())
    for chart in (intervals, ranks):
        assert words_beside(chart.to_dict())["Cedar"] == "[c] hidden: a small number"


def test_every_word_has_a_shape_and_what_may_be_is_hollow():
    rows = pd.DataFrame(mark_rows(make_placed(), "compared")).set_index("ward_name")
    assert list(rows["shape"]) == ["triangle-up", "circle", "diamond", "triangle-down"]
    assert rows.loc["Dogwood", "fill"] != rows.loc["Dogwood", "colour"]
    assert rows.loc["Ash", "fill"] == rows.loc["Ash", "colour"]
    assert all(is_filled != word.startswith(("may", "not")) for word, (_, is_filled) in SHAPES.items())


def test_both_pairs_of_limits_are_drawn_the_wider_one_thinner():
    spec = draw_each(make_placed())[0].to_dict()
    rules = {
        layer["encoding"]["x"]["field"]: layer["mark"]["strokeWidth"]
        for layer in spec["layer"]
        if layer["mark"].get("type") == "rule" and "x2" in layer["encoding"]
    }
    assert rules["lower_998"] < rules["lower"]


def test_only_wards_outside_the_funnel_carry_their_names():
    spec = draw_funnel(make_placed(), FUNNEL, **LOOK).to_dict()
    named = {
        row["ward_name"]
        for layer in spec["layer"]
        if layer["mark"].get("type") == "text" and layer["encoding"]["text"]["field"] == "ward_name"
        for row in rows_of_layer(spec, layer)
    }
    assert named == {"Ash", "Dogwood"}
    assert {"99.8%", "95%"} <= set(spec_texts(list_rows(spec))) and "All wards 2.0" in spec_texts(list_rows(spec))


def test_the_funnel_narrows_with_size_and_stays_in_the_plot():
    rows = [row for row in rows_of(draw_funnel(make_placed(), FUNNEL, **LOOK)) if "far_high" in row]
    last = {name: value for row in rows_of(draw_funnel(make_placed(), FUNNEL, **LOOK)) for name, value in row.items()}
    assert rows[0]["far_high"] > last["far_high"] > last["near_high"] > 2 > last["near_low"] > last["far_low"]


@pytest.mark.parametrize("is_synthetic", [False, True])
def test_made_up_data_are_said_to_be_so(is_synthetic):
    charts = draw_each(make_placed().assign(is_synthetic=is_synthetic))
    assert [SYNTHETIC_WORDS in spec_texts(chart.to_dict()["title"]) for chart in charts] == [is_synthetic] * 3


def test_each_chart_says_in_words_what_it_shows():
    intervals, funnel, ranks = (chart.to_dict()["description"] for chart in draw_each(make_placed()))
    assert "Ash 4.0 (3.2 to 5.0) higher" in intervals
    assert "Ash 4.0 (3.2 to 5.0) above" in funnel and "Dogwood 1.0 (0.8 to 1.2) may be below" in funnel
    assert "Birch and Long Elm 2nd to 3rd · 2.0" in ranks


def test_each_chart_can_be_written_as_a_picture():
    assert all(png_size(draw_chart_picture(chart, scale=1)).width > 900 for chart in draw_each(make_placed()))
