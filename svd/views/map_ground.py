"""What every map of the area stands on: wards, borders, names, scale, and an empty Leaflet map."""

import math
from functools import lru_cache

import folium
import geopandas as gpd

from svd.geography.wards import Geography
from svd.views.ward_names import place_names

LEGEND_WIDTH, EDGE = 190, 12
"""Pixels kept free for the legend, and on every other side."""
LONGITUDE_LATITUDE = 4326
NAME_SIZE = 14
_CREDIT = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors'
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


def make_map(geography: Geography, *, has_streets: bool) -> folium.Map:
    """An empty map over the area; Leaflet itself is not linked: whoever shows the map serves it."""
    west, south, east, north = shape_wards(geography).total_bounds
    centre = ((south + north) / 2, (west + east) / 2)
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


def draw_lines(lines: gpd.GeoSeries, colour: str, weight: float) -> folium.GeoJson:
    """Lines over the map that take no part in hovering."""
    style = {"color": colour, "weight": weight, "opacity": 1, "fill": False}
    return folium.GeoJson(lines.__geo_interface__, style_function=lambda _: style, interactive=False, smooth_factor=0)
