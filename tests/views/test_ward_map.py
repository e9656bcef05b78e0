"""The ward map: every ward has the face its figure gives it, says so in words, and asks for nothing from outside."""

import json
import re

import pytest
from folium.elements import JSCSSMixin

from svd.views.map_classes import Scale
from svd.views.map_frame import Ground
from svd.views.map_ground import draw_ground
from svd.views.map_legend import describe_map, draw_legend
from svd.views.ward_faces import face_wards, hover_lines, label_of
from svd.views.ward_map import draw_wards
from tests.views.leaflet_page import write_page
from tests.views.pictures import make_geography, make_wards

SCALE = Scale((1.0, 2.0, 3.0, 4.0))
UNIT = "per 1,000 residents"
MIXED = make_wards([0.0, None, None, 2.5], ["ok", "suppressed", "missing", "incomplete"])


def render(table, scale=SCALE, **more) -> str:
    return lay_out(make_geography(), draw_wards(make_geography(), table, scale, UNIT, **more))


def lay_out(geography, figures, **more) -> str:
    """The whole map as a page of its own, its figures over its ground."""
    ground = draw_ground(geography, height=300, width=400, **more)
    figures.add_to(ground)
    return write_page(ground)


def test_zero_hidden_missing_and_a_figure_have_four_different_faces() -> None:
    faces = face_wards(make_geography().wards, MIXED, SCALE)
    assert faces["face"].tolist() == ["zero", "suppressed", "missing", "2"]
    told = draw_wards(make_geography(), MIXED, SCALE, UNIT).shown["faces"]
    assert list(told) == ["W1", "W2", "W3", "W4"]
    fills = [face["fill"] for face in told.values()]
    assert fills[1:3] == ["url(#ward-suppressed)", "url(#ward-missing)"]
    assert len(set(fills)) == 4


def test_a_ward_the_table_lacks_is_missing_and_never_zero() -> None:
    faces = face_wards(make_geography().wards, make_wards([1.0, 0.0]), SCALE)
    assert faces["face"].tolist() == ["1", "zero", "missing", "missing"]


def test_a_number_left_under_a_hiding_status_reaches_no_one() -> None:
    html = render(make_wards([2.0, 3.7373, 1.0, 1.0], ["ok", "suppressed", "ok", "ok"]))
    assert "3.7" not in html


def test_a_ward_twice_is_refused() -> None:
    table = make_wards([1.0, 2.0]).assign(ward_code="W1")
    with pytest.raises(AssertionError, match="one figure"):
        face_wards(make_geography().wards, table, SCALE)


def test_hovering_gives_name_figure_interval_and_status() -> None:
    faces = face_wards(make_geography().wards, MIXED, SCALE)
    lines = [hover_lines(ward, UNIT) for ward in faces.itertuples()]
    assert lines[0] == ["Ash", "0.0 per 1,000 residents", "95% interval 0.0 to 0.0"]
    assert lines[1] == ["Birch and Long Elm", "Hidden: a small number [c]"]
    assert lines[2] == ["Cedar", "No data received [x]"]
    assert lines[3][1:3] == ["2.5 per 1,000 residents", "95% interval 2.0 to 3.1"]
    assert lines[3][3].endswith("[low]")


def test_a_change_says_both_counts_and_the_verdict() -> None:
    table = make_wards([1.0] * 4, difference=[8.0, -3.0, 0.0, 1.0], count_before=[2.0, 13.0, 10.0, 9.0])
    faces = face_wards(make_geography().wards, table.assign(verdict="no clear change"), Scale((-4, -2, 2, 4), "change"))
    assert faces["figure"][0] == "+8 (from 2 to 10), no clear change"
    assert faces["face"].tolist() == ["4", "1", "2", "2"]


def test_names_carry_low_only_where_some_do_and_some_do_not() -> None:
    faces = face_wards(make_geography().wards, MIXED, SCALE)
    assert label_of(faces, faces["ward_name"])[3] == "Dogwood\n[low]"
    all_low = face_wards(make_geography().wards, make_wards([1.0] * 4, ["incomplete"] * 4), SCALE)
    assert label_of(all_low, all_low["ward_name"])[0] == "Ash"
    assert "all may be too low [low]" in draw_legend(all_low, SCALE, UNIT)


@pytest.mark.parametrize("has_streets", [False, True])
def test_nothing_is_asked_of_the_network_but_streets_when_wanted(has_streets: bool) -> None:
    ward_map = draw_ground(make_geography(), height=300, width=400, has_streets=has_streets)
    draw_wards(make_geography(), MIXED, SCALE, UNIT, has_streets=has_streets).add_to(ward_map)
    addresses = set(re.findall(r"https?://[^/\"' )]+", write_page(ward_map)))
    assert addresses == ({"https://tile.openstreetmap.org", "https://www.openstreetmap.org"} if has_streets else set())
    linked = [child for child in ward_map._children.values() if isinstance(child, JSCSSMixin)]
    assert not [link for child in [ward_map, *linked] for link in [*child.default_js, *child.default_css]]


def test_a_name_can_bring_in_no_markup() -> None:
    geography = make_geography()
    geography.wards.loc[0, "ward_name"] = "<img src=x>"
    html = lay_out(geography, draw_wards(geography, MIXED, SCALE, UNIT))
    assert "<b><img" not in html
    assert "<b>&lt;img src=x&gt;</b>" in html.replace("\\u003c", "<").replace("\\u003e", ">").replace("\\u0026", "&")


def test_the_legend_lists_every_class_zero_and_only_the_statuses_shown() -> None:
    geography = make_geography()
    mixed = draw_legend(face_wards(geography.wards, MIXED, SCALE), SCALE, UNIT)
    assert all(words in mixed for words in (*SCALE.class_words(), ">zero<", "hidden: small number", "no data"))
    whole = draw_legend(face_wards(geography.wards, make_wards([1.0] * 4), SCALE), SCALE, UNIT)
    assert "no data" not in whole
    assert "hidden:" not in whole
    assert "[low]" not in whole


def test_the_map_in_words_counts_the_wards_of_each_class() -> None:
    faces = face_wards(make_geography().wards, MIXED, SCALE)
    words = describe_map(faces, SCALE, UNIT)
    assert words == (
        "Map of 4 wards by per 1,000 residents: 1 2.0–2.9; 1 zero; 1 hidden: small number; 1 no data. "
        "Highest: Dogwood, 2.5. Lowest: Ash, 0.0."
    )


def test_what_is_lit_is_outlined_in_two_strokes_the_light_one_below() -> None:
    shown = draw_wards(make_geography(), MIXED, SCALE, UNIT, lit=["W1"]).shown
    assert shown["lit"] == ["W1"]
    assert [stroke["weight"] for stroke in shown["strokes"]] == [8, 4]


def test_the_ground_holds_every_ward_once_and_no_figure_whatever_is_shown() -> None:
    """So it is sent once: st_folium draws a map again only where its script changes."""
    ground = json.loads(find_ground(draw_ground(make_geography(), height=300, width=400)).ground)
    codes = [feature["properties"] for feature in ground["shapes"]["features"]]
    assert codes == [{"ward_code": code} for code in ("W1", "W2", "W3", "W4")]
    scripts = {
        find_ground(draw_ground(geography, height=300, width=400)).ground for geography in [make_geography()] * 2
    }
    assert len(scripts) == 1


def find_ground(ground):
    return next(child for child in ground._children.values() if isinstance(child, Ground))
