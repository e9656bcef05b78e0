"""The ward map as a PNG for slides and packs: names, legend, finding and source, drawn without a network."""

from textwrap import wrap
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from svd.geography.wards import Geography
from svd.views.chart_picture import sign_chart
from svd.views.figure_words import sentence
from svd.views.map_classes import Scale
from svd.views.map_legend import describe_map, list_entries, low_note
from svd.views.map_shapes import dot, fit_wards, hatch, swatch
from svd.views.palette import DARK_PINK, DOTS, INK, NO_DATA_LINE, PAPER, text_on
from svd.views.theme import dress_chart, write_title
from svd.views.vega import Chart, LayerChart, column, layer, on_x, on_y, write_png
from svd.views.ward_faces import face_wards, label_of
from svd.views.ward_names import place_names


class Frame(NamedTuple):
    """Pixels of the picture below its title, how many of its width the legend takes, and the sizes of its words."""

    width: int
    height: int
    legend: int
    name_size: int
    text_size: int


PACK = Frame(960, 620, 230, 15, 16)
SLIDE = Frame(760, 500, 210, 17, 19)
"""For a page that is read, and for a slide that a room reads from afar."""
_ROW = 30
_OFF_MAP = (on_x("x:Q", scale=None, axis=None), on_y("y:Q", scale=None, axis=None))


def draw_map_picture(
    geography: Geography,
    table: pd.DataFrame,
    scale: Scale,
    unit: str,
    *,
    title: str,
    subtitle: str,
    source_line: str,
    frame: Frame = PACK,
    resolution: float = 2,
) -> bytes:
    """The map of ``table``'s figures, one row a ward, as PNG, stamped SYNTHETIC where the data are so."""
    words = {"title": title, "subtitle": subtitle, "source_line": source_line}
    chart = compose_map(geography, table, scale, unit, **words, frame=frame)
    return write_png(chart, resolution)


def compose_map(
    geography: Geography,
    table: pd.DataFrame,
    scale: Scale,
    unit: str,
    *,
    title: str,
    subtitle: str,
    source_line: str,
    frame: Frame = PACK,
) -> LayerChart:
    """The picture's chart, every shape and word of it already placed in pixels."""
    faces = face_wards(geography.wards, table, scale)
    wards = fit_wards(geography.wards, frame.width - frame.legend, frame.height)
    shapes = wards.merge(faces.drop(columns="ward_name"), on="ward_code", validate="one_to_one")
    swatches, words = _place_legend(faces, scale, unit, frame)
    filled = pd.concat([shapes[["face", "colour", "geometry"]], swatches], ignore_index=True)
    layers = [
        _draw_lines(filled, PAPER, 3, is_filled=True),
        *_draw_patterns(filled),
        _draw_lines(filled, INK, 1),
        *_draw_names(wards, faces, frame.name_size),
        _write(words, frame.text_size, align="left"),
    ]
    is_synthetic = bool(table["is_synthetic"].any())
    if is_synthetic:
        place = {"x": [frame.width], "y": [frame.text_size], "text": ["SYNTHETIC"]}
        stamp = Chart(pd.DataFrame(place)).encode(*_OFF_MAP)
        layers.append(
            stamp.mark("text", align="right", fontSize=26, fontWeight=700, color=DARK_PINK).encode(text="text:N")
        )
    heading = write_title(title, subtitle, is_synthetic=is_synthetic, is_large=True)
    sized = layer(*layers).properties(title=heading, width=frame.width, height=frame.height)
    dressed = dress_chart(sized, description=f"{title}. {describe_map(faces, scale, unit)}", is_large=True)
    return sign_chart(dressed, source_line, frame.width)


def _place_legend(faces: pd.DataFrame, scale: Scale, unit: str, frame: Frame) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """The legend's boxes and its words, upwards from the right bottom corner of the picture."""
    entries = list_entries(faces, scale)
    heading = wrap(sentence(unit), round(frame.legend / (frame.text_size * 0.55)))
    notes = [low_note(faces)] if low_note(faces) else []
    left = frame.width - frame.legend + 10
    top = frame.height - _ROW * (len(entries) + len(notes)) - 22 * len(heading)
    words = [(left, top + 22 * number, line) for number, line in enumerate(heading)]
    below = top + 22 * len(heading)
    words += [(left + 40, below + _ROW * number + 10, line) for number, (_, line) in enumerate(entries)]
    words += [(left, below + _ROW * len(entries) + 10, line) for line in notes]
    boxes = [swatch(left, below + _ROW * number) for number in range(len(entries))]
    colours = [scale.colour_of(face) for face, _ in entries]
    swatches = gpd.GeoDataFrame({"face": [face for face, _ in entries], "colour": colours}, geometry=boxes)
    return swatches, pd.DataFrame(words, columns=["x", "y", "text"])


def _draw_lines(shapes: gpd.GeoDataFrame, colour: str, width: float, *, is_filled: bool = False) -> Chart:
    mark = {"stroke": colour, "strokeWidth": width, "strokeJoin": "round"}
    chart = Chart(shapes[["colour", "geometry"]]).project(type="identity", scale=1, translate=[0, 0])
    if not is_filled:
        return chart.mark("geoshape", fill=None, **mark)
    return chart.mark("geoshape", **mark).encode(fill=column("colour:N", scale=None))


def _draw_patterns(shapes: gpd.GeoDataFrame) -> list[Chart]:
    """Hatch where there are no data and dots where a figure is hidden, drawn as such: Vega has no fill patterns."""
    layers = []
    hatched = shapes.loc[shapes["face"] == "missing", "geometry"]
    dotted = shapes.loc[shapes["face"] == "suppressed", "geometry"]
    if len(hatched):
        lines = gpd.GeoDataFrame(geometry=[hatch(shape) for shape in hatched])
        chart = Chart(lines).project(type="identity", scale=1, translate=[0, 0])
        layers.append(chart.mark("geoshape", filled=False, stroke=NO_DATA_LINE, strokeWidth=1.6))
    if len(dotted):
        dots = pd.concat([dot(shape) for shape in dotted], ignore_index=True)
        layers.append(Chart(dots).mark("circle", size=8, color=DOTS, opacity=1).encode(*_OFF_MAP))
    return layers


def _draw_names(wards: gpd.GeoDataFrame, faces: pd.DataFrame, size: int) -> list[Chart]:
    """The wards' names over a halo of their fill, or of paper where it has a pattern."""
    # In pixels a metre is a pixel; the picture's downward y is turned up for placing and back again.
    upright = wards.set_geometry(wards.geometry.scale(1, -1, origin=(0, 0)))
    places = place_names(upright, 1, size)
    names = pd.DataFrame({"x": places.geometry.x, "y": -places.geometry.y, "text": label_of(faces, places["lines"])})
    names["ink"] = [text_on(colour) for colour in faces["colour"]]
    names["halo"] = faces["colour"].where(faces["number"].notna(), PAPER)
    halo = _write(names, size, align="center", stroke="halo")
    return [halo, _write(names, size, align="center", fill="ink")]


def _write(words: pd.DataFrame, size: int, *, align: str, fill: str = "", stroke: str = "") -> Chart:
    """Each row's text at its place; ``fill`` and ``stroke`` name columns of colours."""
    mark = {"align": align, "baseline": "middle", "fontSize": size, "lineBreak": "\n", "lineHeight": size * 1.15}
    mark |= {"fontWeight": 600} if fill or stroke else {}
    chart = Chart(words.assign(y=words["y"] - _lift(words["text"], size)))
    chart = chart.encode(*_OFF_MAP, text="text:N")
    if stroke:
        colour = column(f"{stroke}:N", scale=None)
        return chart.mark("text", strokeWidth=4, strokeJoin="round", **mark).encode(stroke=colour)
    if fill:
        return chart.mark("text", **mark).encode(color=column(f"{fill}:N", scale=None))
    return chart.mark("text", color=INK, **mark)


def _lift(text: pd.Series, size: int) -> pd.Series:
    """How far up the first of several lines goes for all of them to stand about one middle."""
    return text.str.count("\n") * size * 1.15 / 2
