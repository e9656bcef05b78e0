"""The ward map on screen: polygons, names, hover text and legend in Leaflet, with nothing fetched from outside."""

import math
from functools import lru_cache
from html import escape

import folium
import geopandas as gpd
import pandas as pd
from branca.element import Element
from folium.utilities import JsCode

from svd.geography.wards import Geography
from svd.views.map_classes import Scale
from svd.views.map_frame import ON_EACH_WARD, STYLE, MapFrame, fill_of
from svd.views.map_legend import draw_legend
from svd.views.palette import INK, PAPER, text_on
from svd.views.ward_faces import face_wards, hover_lines, label_of
from svd.views.ward_names import place_names

LEGEND_WIDTH, EDGE = 190, 12
"""Pixels kept free for the legend, and on every other side."""
NAME_SIZE = 14
_LONGITUDE_LATITUDE = 4326
_CREDIT = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors'
_EDGE_STEP = 200
"""Metres between two points of the area's edge."""


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
    west, south, east, north = _shapes(geography).total_bounds
    opacity = 0.75 if has_streets else 1.0
    ward_map = _empty_map(((south + north) / 2, (west + east) / 2), has_streets)
    _layer_of_wards(geography, faces, unit, opacity).add_to(ward_map)
    _layer_of_lines(_borders(geography), INK, 1).add_to(ward_map)
    legend = draw_legend(faces, scale, unit, opacity)
    names = _name_texts(_names(geography, width, height), faces, opacity)
    sides = {"paddingTopLeft": [2 * EDGE, EDGE], "paddingBottomRight": [LEGEND_WIDTH, EDGE]}
    zoom = _zoom_of(_metres_per_pixel(geography, width, height), (south + north) / 2)
    box, outline, label = [[south, west], [north, east]], _outline(geography), f"Map of the wards: {unit}"
    MapFrame(box, outline, sides, legend, names, zoom, label).add_to(ward_map)
    ward_map.get_root().header.add_child(Element(STYLE))
    return ward_map


def draw_lit_ward(geography: Geography, ward_code: str) -> folium.FeatureGroup:
    """A heavy outline round one ward, to lay over a map already shown; empty where the area has no such ward."""
    lit = folium.FeatureGroup(name="lit ward", control=False)
    shapes = _shapes(geography)
    for outline in shapes.loc[shapes["ward_code"] == ward_code].boundary:
        _layer_of_lines(gpd.GeoSeries([outline]), PAPER, 8).add_to(lit)
        _layer_of_lines(gpd.GeoSeries([outline]), INK, 4).add_to(lit)
    return lit


@lru_cache(maxsize=4)
def _shapes(geography: Geography) -> gpd.GeoDataFrame:
    return geography.wards.to_crs(_LONGITUDE_LATITUDE)


@lru_cache(maxsize=4)
def _borders(geography: Geography) -> gpd.GeoSeries:
    return gpd.GeoSeries([_shapes(geography).boundary.union_all()])


@lru_cache(maxsize=4)
def _outline(geography: Geography) -> list[list[float]]:
    """Latitude and longitude of points along the area's edge, near enough to each other to keep the legend off it."""
    edge = geography.wards.union_all().simplify(_EDGE_STEP / 10).segmentize(_EDGE_STEP)
    points = gpd.GeoSeries([edge], crs=geography.wards.crs).to_crs(_LONGITUDE_LATITUDE).get_coordinates()
    return points[["y", "x"]].round(5).to_numpy().tolist()


@lru_cache(maxsize=16)
def _names(geography: Geography, width: int, height: int) -> gpd.GeoDataFrame:
    metres_per_pixel = _metres_per_pixel(geography, width, height)
    return place_names(geography.wards, metres_per_pixel, NAME_SIZE).to_crs(_LONGITUDE_LATITUDE)


def _metres_per_pixel(geography: Geography, width: int, height: int) -> float:
    west, south, east, north = geography.wards.total_bounds
    return max((east - west) / (width - LEGEND_WIDTH - EDGE), (north - south) / (height - 2 * EDGE))


def _zoom_of(metres_per_pixel: float, latitude: float) -> float:
    """Leaflet's zoom for a scale: at zoom 0 the Earth's equator is 256 pixels long."""
    return math.log2(40_075_017 * math.cos(math.radians(latitude)) / 256 / metres_per_pixel)


def _empty_map(centre: tuple[float, float], has_streets: bool) -> folium.Map:
    ward_map = folium.Map(
        centre, tiles=None, zoom_snap=0, scroll_wheel_zoom=False, attribution_control=has_streets, zoom_start=12
    )
    ward_map.default_js, ward_map.default_css = [], []
    if has_streets:
        # A tile that doesn't come is a transparent point: the wards stay, and no broken picture shows.
        blank = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
        address = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
        folium.TileLayer(address, attr=_CREDIT, error_tile_url=blank).add_to(ward_map)
    return ward_map


def _layer_of_wards(geography: Geography, faces: pd.DataFrame, unit: str, opacity: float) -> folium.GeoJson:
    lines = [hover_lines(ward, unit) for ward in faces.itertuples()]
    shapes = _shapes(geography)[["ward_code", "ward_name", "geometry"]].assign(
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


def _layer_of_lines(lines: gpd.GeoSeries, colour: str, weight: float) -> folium.GeoJson:
    style = {"color": colour, "weight": weight, "opacity": 1, "fill": False}
    return folium.GeoJson(lines.__geo_interface__, style_function=lambda _: style, interactive=False, smooth_factor=0)


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
