"""The ward map on screen: polygons, names, hover text and legend in Leaflet, with nothing fetched from outside."""

from html import escape

import folium
import geopandas as gpd
import pandas as pd
from branca.element import Element
from folium.utilities import JsCode

from svd.geography.wards import Geography
from svd.views.map_classes import Scale
from svd.views.map_frame import ON_EACH_WARD, STYLE, MapFrame, fill_of
from svd.views.map_ground import (
    EDGE,
    LEGEND_WIDTH,
    NAME_SIZE,
    draw_lines,
    find_scale,
    find_zoom,
    make_map,
    name_wards,
    shape_wards,
    trace_borders,
    trace_edge,
)
from svd.views.map_legend import draw_legend
from svd.views.palette import INK, PAPER, text_on
from svd.views.ward_faces import face_wards, hover_lines, label_of


def draw_ward_map(
    geography: Geography,
    table: pd.DataFrame,
    scale: Scale,
    unit: str,
    *,
    height: int = 560,
    width: int = 700,
    has_streets: bool = False,
) -> folium.Map:
    """The map of ``table``'s figures, one row a ward; size in pixels sets where names fit, not how large it is shown.

    Only what the hover text says goes to the browser. Leaflet itself is not linked: whoever shows the map serves it.
    ``has_streets`` puts OpenStreetMap below, the one thing that needs the internet; without it the wards still show.
    """
    faces = face_wards(geography.wards, table, scale)
    west, south, east, north = shape_wards(geography).total_bounds
    opacity = 0.75 if has_streets else 1.0
    ward_map = make_map(geography, has_streets=has_streets)
    _layer_of_wards(geography, faces, unit, opacity).add_to(ward_map)
    draw_lines(trace_borders(geography), INK, 1).add_to(ward_map)
    legend = draw_legend(faces, scale, unit, opacity)
    names = _name_texts(name_wards(geography, width, height), faces, opacity)
    sides = {"paddingTopLeft": [2 * EDGE, EDGE], "paddingBottomRight": [LEGEND_WIDTH, EDGE]}
    zoom = find_zoom(find_scale(geography, width, height), (south + north) / 2)
    box, outline, label = [[south, west], [north, east]], trace_edge(geography), f"Map of the wards: {unit}"
    MapFrame(box, outline, sides, legend, names, zoom, label).add_to(ward_map)
    ward_map.get_root().header.add_child(Element(STYLE))
    return ward_map


def draw_lit_ward(geography: Geography, ward_code: str) -> folium.FeatureGroup:
    """A heavy outline round one ward, to lay over a map already shown; empty where the area has no such ward."""
    lit = folium.FeatureGroup(name="lit ward", control=False)
    shapes = shape_wards(geography)
    for outline in shapes.loc[shapes["ward_code"] == ward_code].boundary:
        draw_lines(gpd.GeoSeries([outline]), PAPER, 8).add_to(lit)
        draw_lines(gpd.GeoSeries([outline]), INK, 4).add_to(lit)
    return lit


def _layer_of_wards(geography: Geography, faces: pd.DataFrame, unit: str, opacity: float) -> folium.GeoJson:
    lines = [hover_lines(ward, unit) for ward in faces.itertuples()]
    shapes = shape_wards(geography)[["ward_code", "ward_name", "geometry"]].assign(
        face=faces["face"].to_numpy(),
        fill=[fill_of(ward.face, ward.colour) for ward in faces.itertuples()],
        words=[", ".join(each) for each in lines],
        tip=["<br>".join([f"<b>{escape(name)}</b>", *map(escape, rest)]) for name, *rest in lines],
    )
    # A white line below the thin dark one keeps borders visible between two dark wards as between two pale ones.
    style = {"fillOpacity": opacity, "color": PAPER, "weight": 3, "opacity": 1}
    return folium.GeoJson(
        shapes,
        style_function=lambda ward: {**style, "fillColor": ward["properties"]["fill"]},
        highlight_function=lambda ward: {"color": INK, "weight": 5},
        on_each_feature=JsCode(ON_EACH_WARD),
        smooth_factor=0,
    )


def _name_texts(names: gpd.GeoDataFrame, faces: pd.DataFrame, opacity: float) -> list[tuple[float, float, str]]:
    """Latitude, longitude and HTML of each ward's name, in ink or white as its fill asks, with a halo of the fill."""
    texts = []
    for name, label, ward in zip(names.itertuples(), label_of(faces, names["lines"]), faces.itertuples(), strict=True):
        # A halo in the fill's colour shows nothing of itself, unless the fill is a pattern or let through.
        is_plain = ward.number == ward.number and (opacity == 1 or text_on(ward.colour) == PAPER)
        halo = ward.colour if is_plain else PAPER
        shadow = ",".join(f"{x}px {y}px 2px {halo}" for x in (-1, 0, 1) for y in (-1, 0, 1))
        style = f"font-size:{NAME_SIZE}px;color:{text_on(ward.colour)};text-shadow:{shadow}"
        text = f'<div class="ward-name" style="{style}">{escape(label)}</div>'
        texts.append((name.geometry.y, name.geometry.x, text))
    return texts
