"""The map as a picture: planar, north up, hatched and dotted where it must be, and honest about made-up data."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from svd.views.map_classes import Scale
from svd.views.map_picture import PACK, SLIDE, compose_map, draw_map_picture
from svd.views.map_shapes import dot, fit_wards, hatch
from tests.views.pictures import make_geography, make_wards, png_size, spec_texts

SCALE = Scale((1.0, 2.0, 3.0, 4.0))
WORDS = {"title": "Dogwood is higher", "subtitle": "Knife crime, 2025", "source_line": "Source: Police | v2"}


def compose(table, **more) -> dict:
    chart = compose_map(make_geography(), table, SCALE, "per 1,000 residents", **{**WORDS, **more})
    return chart


def test_wards_fit_the_picture_with_north_up_and_keep_their_shape() -> None:
    wards = make_geography().wards
    fitted = fit_wards(wards, 500, 400)
    assert fitted.total_bounds == pytest.approx([50, 0, 450, 400])
    assert fitted.geometry[0].centroid.y > fitted.geometry[2].centroid.y, "the southern ward is lower on the picture"
    assert fitted.area.tolist() == pytest.approx([40_000] * 4)


@given(st.floats(0, 300), st.floats(0, 300), st.floats(20, 200), st.floats(20, 200))
def test_hatch_and_dots_fill_a_shape_and_stay_inside(x: float, y: float, width: float, height: float) -> None:
    shape = shapely.box(x, y, x + width, y + height)
    lines, dots = hatch(shape), dot(shape)
    assert shape.buffer(0.01).covers(lines)
    assert lines.length == pytest.approx(shape.area / (8 / np.sqrt(2)), rel=0.5)
    assert shapely.contains_xy(shape, dots["x"], dots["y"]).all()
    assert len(dots) >= (width // 8 - 1) * (height // 8 - 1)


def test_a_line_that_only_touches_a_corner_leaves_no_point() -> None:
    lines = hatch(shapely.box(0, 0, 16, 16))
    assert {part.geom_type for part in shapely.get_parts(lines)} == {"LineString"}


def test_every_name_the_finding_the_source_and_the_legend_are_in_the_picture() -> None:
    texts = spec_texts(compose(make_wards([0.5, 1.0, 2.0, 5.0])))
    wanted = ["Ash", "Cedar", "Dogwood", *SCALE.class_words(), "zero", *WORDS.values(), "Per 1,000 residents"]
    assert not [text for text in wanted if text not in texts]
    assert "no data" not in texts


def test_synthetic_data_are_stamped_and_real_data_are_not() -> None:
    table = make_wards([1.0] * 4)
    assert "SYNTHETIC" not in spec_texts(compose(table))
    assert "SYNTHETIC" in spec_texts(compose(table.assign(is_synthetic=True)))


def test_hidden_figures_are_not_in_the_picture_s_data() -> None:
    spec = compose(make_wards([1.0, 3.7373, 2.0, 2.0], ["ok", "suppressed", "ok", "ok"]))
    assert "3.7" not in " ".join(map(str, spec_texts(spec))) and "3.7373" not in str(spec)


def test_the_picture_is_a_png_of_twice_its_size() -> None:
    table = make_wards([0.0, None, None, 2.5], ["ok", "suppressed", "missing", "incomplete"])
    size = png_size(draw_map_picture(make_geography(), table, SCALE, "per 1,000 residents", **WORDS))
    assert size.width >= 2 * PACK.width
    assert size.height >= 2 * PACK.height


def test_a_slide_has_larger_words_on_a_smaller_picture() -> None:
    spec = compose(make_wards([1.0] * 4), source_line="", frame=SLIDE)
    sizes = {layer["mark"]["fontSize"] for layer in spec["layer"] if layer["mark"].get("type") == "text"}
    assert min(sizes) >= 17 and (spec["width"], spec["height"]) == (SLIDE.width, SLIDE.height)
