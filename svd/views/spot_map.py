"""The hot spots on screen: each in the colour and shape of its course, with its number, over the wards' borders."""

from functools import lru_cache
from html import escape

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from svd.figures.places.courses import COURSES, FORMER
from svd.geography.grid import Grid
from svd.geography.wards import Geography
from svd.rows import list_rows
from svd.views.map_frame import Figures
from svd.views.map_ground import LONGITUDE_LATITUDE, NAME_SIZE, find_scale, name_wards
from svd.views.palette import INK, MUTED, PAPER
from svd.views.spot_marks import COLOURS, draw_mark
from svd.views.spot_table import word_spot

_MARK = 28
"""Pixels across a hot spot's mark."""
_METRES_A_DEGREE = 111_320
"""Of latitude; of longitude at the equator."""


def draw_spots(
    geography: Geography,
    shapes: gpd.GeoDataFrame,
    side: int,
    *,
    height: int,
    width: int,
    lit: str = "",
) -> Figures:
    """``shapes``, as ``shape_spots`` gives them, over ``draw_ground`` of the same size; the one ``lit`` is outlined.

    Only what their hover text says goes to the browser.
    """
    scale = find_scale(geography, width, height)
    texts = [*_name_wards(name_wards(geography, width, height), shapes, scale), *_number_spots(shapes)]
    legend, spots = draw_legend(shapes, side), _tell_spots(shapes)
    return Figures("Map of the hot spots", legend, texts, spots=spots, lit=[lit] if lit else [], widths=(9, 5))


def shape_spots(grid: Grid, cells: pd.DataFrame, spots: pd.DataFrame) -> gpd.GeoDataFrame:
    """``spots`` with the ground of their cells, in longitude and latitude."""
    ground = _lay_cells(grid)
    held = cells[["cell", "spot"]].dropna()
    of = {spot: [ground[cell] for cell in part] for spot, part in held.groupby("spot")["cell"]}
    whole = [shapely.union_all(of[spot]) for spot in spots["spot"]]
    return gpd.GeoDataFrame(spots, geometry=whole, crs=LONGITUDE_LATITUDE)


@lru_cache(maxsize=8)
def _lay_cells(grid: Grid) -> dict[str, shapely.Geometry]:
    """Each cell's ground in longitude and latitude."""
    shapes = grid.cells.geometry.to_crs(LONGITUDE_LATITUDE).to_numpy()
    return dict(zip(grid.cells["cell"], shapes, strict=True))


def draw_legend(shapes: gpd.GeoDataFrame, side: int) -> str:
    """The courses on the map as an HTML list, with how many hot spots each has."""
    held = shapes["course"].value_counts()
    items = "".join(
        f'<li style="display:flex;align-items:center;gap:8px;margin:0 0 4px">{draw_mark(course, "", 24)}'
        f"<span>{escape(course.capitalize())} ({held[course]})</span></li>"
        for course in COURSES
        if course in held
    )
    words = items or "<li>No hot spot</li>"
    return (
        f'<div class="map-legend" style="font-size:14px;line-height:1.25;color:{INK}">'
        '<p style="margin:0 0 6px;font-weight:600">Hot spots</p>'
        f'<ul style="list-style:none;margin:0;padding:0">{words}</ul>'
        f'<p style="margin:6px 0 0;color:{MUTED}">cells of {side} m</p></div>'
    )


def _tell_spots(shapes: gpd.GeoDataFrame) -> dict[str, object]:
    """The hot spots as GeoJSON: where each lies, how it looks, what it says."""
    lines = [word_spot(spot) for spot in list_rows(shapes)]
    told = shapes[["ward_code", "geometry"]].assign(
        key=shapes["spot"].astype(str),
        style=[_style(course) for course in shapes["course"]],
        words=[", ".join(each) for each in lines],
        tip=["<br>".join([f"<b>{escape(first)}</b>", *map(escape, rest)]) for first, *rest in lines],
    )
    return told.__geo_interface__


def _style(course: str) -> dict[str, object]:
    look = {"fillColor": COLOURS[course], "fillOpacity": 0.85, "color": INK, "weight": 2, "opacity": 1}
    return look | ({"dashArray": "5 4"} if course == FORMER else {})


def _name_wards(names: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame, scale: float) -> list[tuple[float, float, str]]:
    """The wards' names, but for those that a hot spot's number would stand on."""
    marks = shapely.get_coordinates(shapely.point_on_surface(shapes.geometry.to_numpy()))
    up = scale / _METRES_A_DEGREE
    across = up / np.cos(np.radians(names.geometry.y.mean()))
    wide, high = (_MARK / 2 + room * NAME_SIZE for room in (2.2, 0.9))
    is_covered = [
        bool((np.abs(marks - place) < (wide * across, high * up)).all(axis=1).any())
        for place in shapely.get_coordinates(names.geometry.to_numpy())
    ]
    shadow = ",".join(f"{x}px {y}px 2px {PAPER}" for x in (-1, 0, 1) for y in (-1, 0, 1))
    style = f"font-size:{NAME_SIZE}px;font-weight:400;color:{MUTED};text-shadow:{shadow}"
    return [
        (name.geometry.y, name.geometry.x, f'<div class="ward-name" style="{style}">{escape(name.lines)}</div>')
        for name, covered in zip(names.itertuples(), is_covered, strict=True)
        if not covered
    ]


def _number_spots(shapes: gpd.GeoDataFrame) -> list[tuple[float, float, str]]:
    middle = shapes.geometry.representative_point()
    style = "transform:translate(-50%,-50%);width:max-content;pointer-events:none"
    return [
        (point.y, point.x, f'<div style="{style}">{draw_mark(course, str(spot), _MARK)}</div>')
        for point, course, spot in zip(middle, shapes["course"], shapes["spot"], strict=True)
    ]
