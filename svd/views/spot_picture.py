"""The map of hot spots as a PNG for slides and packs: numbers, courses, finding and source, drawn without a network."""

import geopandas as gpd
import pandas as pd
import shapely

from svd.figures.places.courses import FORMER
from svd.geography.wards import Geography
from svd.views.chart_picture import sign_chart
from svd.views.map_ground import NAME_SIZE
from svd.views.map_shapes import fit_wards, swatch
from svd.views.palette import INK, MUTED, text_on
from svd.views.spot_marks import COLOURS
from svd.views.theme import dress_chart, write_title
from svd.views.vega import Chart, LayerChart, at, choose, column, layer, on_x, on_y, write_png
from svd.views.ward_names import LETTER_WIDTH, place_names

WIDTH, HEIGHT, LEGEND = 960, 620, 300
"""Pixels of the picture below its title, and how many of its width the legend takes."""
_ROW, _TEXT = 30, 16
_GROUND = "#F6F7F9"
_OFF_MAP = (on_x("x:Q", scale=None, axis=None), on_y("y:Q", scale=None, axis=None))


def draw_spot_picture(
    geography: Geography,
    shapes: gpd.GeoDataFrame,
    *,
    title: str,
    subtitle: str,
    source_line: str,
    is_synthetic: bool,
    resolution: float = 2,
) -> bytes:
    """The map of ``shapes``, as ``spot_map.shape_spots`` gives them, as PNG; stamped SYNTHETIC where it is so."""
    chart = compose_spots(geography, shapes, title=title, subtitle=subtitle, is_synthetic=is_synthetic)
    return write_png(sign_chart(chart, source_line, WIDTH), resolution)


def compose_spots(
    geography: Geography, shapes: gpd.GeoDataFrame, *, title: str, subtitle: str, is_synthetic: bool
) -> LayerChart:
    """The picture's chart: each hot spot in its course's colour with its number, and a line of the legend for each."""
    wards = geography.wards[["ward_code", "ward_name", "geometry"]].assign(fill=_GROUND)
    spots = shapes[["spot", "course", "ward_name", "geometry"]].to_crs(wards.crs)
    spots = spots.assign(fill=spots["course"].map(COLOURS))
    # Fitted together, so that wards and hot spots keep their places to each other.
    fitted = fit_wards(pd.concat([wards, spots], ignore_index=True), WIDTH - LEGEND, HEIGHT)
    ground, marked = fitted.iloc[: len(wards)], fitted.iloc[len(wards) :]
    boxes, words = _place_legend(marked)
    layers = [
        _draw_shapes(ground, MUTED, 1),
        _write(_name(ground, marked), NAME_SIZE, "center", 400),
        _draw_shapes(pd.concat([marked, boxes], ignore_index=True), INK, 2),
        _write(_number(marked, boxes), 15, "center", 700),
        _write(words, _TEXT, "left", 400),
    ]
    heading = write_title(title, subtitle, is_synthetic=is_synthetic, is_large=True)
    sized = layer(*layers).properties(title=heading, width=WIDTH, height=HEIGHT)
    return dress_chart(sized, description=f"{title}. {'; '.join(words['text']) or 'No hot spot'}.", is_large=True)


def _place_legend(marked: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """A box and words for each hot spot, downwards at the right: its number stands in the box."""
    left, top = WIDTH - LEGEND + 10, 20
    places = range(len(marked))
    boxes = gpd.GeoDataFrame(
        marked[["spot", "course", "fill"]].reset_index(drop=True),
        geometry=[swatch(left, top + _ROW * place) for place in places],
    )
    words = [
        f"{course.capitalize()}, {ward}" for course, ward in zip(marked["course"], marked["ward_name"], strict=True)
    ]
    table = {"x": left + 40, "y": [top + _ROW * place + 10 for place in places], "text": words, "ink": INK}
    return boxes, pd.DataFrame(table)


def _name(ground: gpd.GeoDataFrame, marked: gpd.GeoDataFrame) -> pd.DataFrame:
    """The wards' names, but for those that a hot spot would stand on."""
    # In pixels a metre is a pixel; the picture's downward y is turned up for placing and back again.
    upright = ground.set_geometry(ground.geometry.scale(1, -1, origin=(0, 0)))
    places = place_names(upright, 1, NAME_SIZE)
    names = pd.DataFrame({"x": places.geometry.x, "y": -places.geometry.y, "text": places["lines"], "ink": MUTED})
    wide = [max(map(len, lines.split("\n"))) * LETTER_WIDTH * NAME_SIZE / 2 for lines in names["text"]]
    boxes = shapely.box(names["x"] - wide, names["y"] - NAME_SIZE, names["x"] + wide, names["y"] + NAME_SIZE)
    return names[~shapely.intersects(boxes, marked.union_all())]


def _number(*layers: gpd.GeoDataFrame) -> pd.DataFrame:
    """Each hot spot's number, in the middle of its largest part and of its box."""
    parts = pd.concat(layers, ignore_index=True)
    middle = parts.geometry.representative_point()
    numbers = {"x": middle.x, "y": middle.y, "text": parts["spot"].astype("Int64").astype(str)}
    return pd.DataFrame({**numbers, "ink": [text_on(fill) for fill in parts["fill"]]})


def _draw_shapes(shapes: gpd.GeoDataFrame, edge: str, width: float) -> Chart:
    dashed = choose(f"datum.course === '{FORMER}'", [5, 4], [1, 0])
    told = shapes[["fill", "geometry"]].assign(course=shapes["course"].fillna("") if "course" in shapes else "")
    chart = Chart(told).project(type="identity", scale=1, translate=[0, 0])
    mark = chart.mark("geoshape", stroke=edge, strokeWidth=width, strokeJoin="round")
    return mark.encode(fill=column("fill:N", scale=None), strokeDash=dashed)


def _write(words: pd.DataFrame, size: int, align: str, weight: int) -> Chart:
    chart = Chart(words).mark("text", align=align, baseline="middle", fontSize=size, fontWeight=weight, lineBreak="\n")
    return chart.encode(*_OFF_MAP, text="text:N", color=column("ink:N", scale=None), stroke=at(None))
