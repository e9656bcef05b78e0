"""What every map of the area stands on: wards, borders, names, scale, and a Leaflet map without figures."""

import json
import math
from functools import lru_cache

import folium
import geopandas as gpd
from branca.element import Element

from svd.geography.wards import Geography
from svd.views.map_frame import PATTERNS, STYLE, Ground
from svd.views.palette import INK, MUTED, PAPER
from svd.views.ward_names import place_names

LEGEND_WIDTH, EDGE = 190, 12
"""Pixels kept free for the legend, and on every other side."""
LONGITUDE_LATITUDE = 4326
NAME_SIZE = 14
_CREDIT = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors'
AREA_GROUND = "#F6F7F9"
_EDGE_STEP = 200
"""Metres between two points of the area's edge."""


@lru_cache(maxsize=4)
def shape_wards(geography: Geography) -> gpd.GeoDataFrame:
    """The wards in longitude and latitude."""
    return geography.wards.to_crs(LONGITUDE_LATITUDE)


@lru_cache(maxsize=4)
def trace_borders(geography: Geography) -> gpd.GeoSeries:
    """Every ward's border, each once."""
    return gpd.GeoSeries([shape_wards(geography).boundary.union_all()])


@lru_cache(maxsize=4)
def shape_area(geography: Geography) -> gpd.GeoSeries:
    """The whole area as one shape, in longitude and latitude, as exactly as a screen shows it."""
    return gpd.GeoSeries([geography.wards.union_all().simplify(5)], crs=geography.wards.crs).to_crs(LONGITUDE_LATITUDE)


@lru_cache(maxsize=4)
def trace_edge(geography: Geography) -> list[list[float]]:
    """Latitude and longitude of points along the area's edge, near enough to each other to keep the legend off it."""
    edge = geography.wards.union_all().simplify(_EDGE_STEP / 10).segmentize(_EDGE_STEP)
    points = gpd.GeoSeries([edge], crs=geography.wards.crs).to_crs(LONGITUDE_LATITUDE).get_coordinates()
    return points[["y", "x"]].round(5).to_numpy().tolist()


@lru_cache(maxsize=16)
def name_wards(geography: Geography, width: int, height: int) -> gpd.GeoDataFrame:
    """Where each ward's name goes and on which lines, on a map of this size in pixels."""
    metres_per_pixel = find_scale(geography, width, height)
    return place_names(geography.wards, metres_per_pixel, NAME_SIZE).to_crs(LONGITUDE_LATITUDE)


def find_scale(geography: Geography, width: int, height: int) -> float:
    """Metres a pixel where the area fills what the legend leaves of the map."""
    west, south, east, north = geography.wards.total_bounds
    return max((east - west) / (width - LEGEND_WIDTH - EDGE), (north - south) / (height - 2 * EDGE))


def find_zoom(metres_per_pixel: float, latitude: float) -> float:
    """Leaflet's zoom for a scale: at zoom 0 the Earth's equator is 256 pixels long."""
    return math.log2(40_075_017 * math.cos(math.radians(latitude)) / 256 / metres_per_pixel)


def draw_ground(
    geography: Geography, *, height: int, width: int, has_streets: bool = False, is_by_ward: bool = True
) -> folium.Map:
    """A map of the area without figures: its wards, to be filled, or the area as one, under the wards' borders.

    Size in pixels sets where names fit, not how large it is shown. Leaflet itself is not linked: whoever shows the map
    serves it. ``has_streets`` puts OpenStreetMap below, the one thing that needs the internet; without it the rest
    still shows.
    """
    west, south, east, north = shape_wards(geography).total_bounds
    centre = ((south + north) / 2, (west + east) / 2)
    ground = folium.Map(
        centre, tiles=None, zoom_snap=0, scroll_wheel_zoom=False, attribution_control=has_streets, zoom_start=12
    )
    ground.default_js, ground.default_css = [], []
    if has_streets:
        # A tile that doesn't come is a transparent point: the wards stay, and no broken picture shows.
        blank = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
        address = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
        folium.TileLayer(address, attr=_CREDIT, error_tile_url=blank).add_to(ground)
    Ground(_write_ground(geography, height, width, has_streets, is_by_ward)).add_to(ground)
    ground.get_root().header.add_child(Element(STYLE))
    return ground


def opacity_of(has_streets: bool) -> float:
    """How opaque wards are filled: streets shine through."""
    return 0.75 if has_streets else 1.0


@lru_cache(maxsize=16)
def _write_ground(geography: Geography, height: int, width: int, has_streets: bool, is_by_ward: bool) -> str:
    """What ``Ground`` draws, as JSON."""
    west, south, east, north = shape_wards(geography).total_bounds
    # A white line below the thin dark one keeps borders visible between two dark wards as between two pale ones.
    wards = {"fillOpacity": opacity_of(has_streets), "color": PAPER, "weight": 3, "opacity": 1}
    area = {"fillColor": AREA_GROUND, "fillOpacity": 0.25 if has_streets else 1, "weight": 0}
    codes, shapes = shape_wards(geography)[["ward_code"]], _round(shape_wards(geography).geometry)
    return json.dumps(
        {
            "shapes": (codes.set_geometry(shapes) if is_by_ward else _round(shape_area(geography))).__geo_interface__,
            "isActive": is_by_ward,
            "style": wards if is_by_ward else area,
            "hover": {"color": INK, "weight": 5},
            "borders": _round(trace_borders(geography)).__geo_interface__,
            "line": {"color": INK if is_by_ward else MUTED, "weight": 1, "opacity": 1, "fill": False},
            "bounds": [[south, west], [north, east]],
            "outline": trace_edge(geography),
            "sides": {"paddingTopLeft": [2 * EDGE, EDGE], "paddingBottomRight": [LEGEND_WIDTH, EDGE]},
            "zoom": find_zoom(find_scale(geography, width, height), (south + north) / 2),
            "patterns": PATTERNS,
        }
    )


def _round(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """The same to a metre, which is all that a screen shows."""
    return shapes.transform(lambda points: points.round(5))
