"""The ward map's shapes in a picture's pixels: wards, legend swatches, and the hatch and dots that fill them."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

HATCH_GAP, DOT_GAP = 8.0, 8.0
"""Pixels between the lines of a hatch, and between dots."""


def fit_wards(wards: gpd.GeoDataFrame, width: float, height: float) -> gpd.GeoDataFrame:
    """``wards`` as large as fits in ``width`` by ``height`` pixels, in the middle, north up; y grows downwards."""
    west, south, east, north = wards.total_bounds
    scale = min(width / (east - west), height / (north - south))
    left = (width - (east - west) * scale) / 2 - west * scale
    top = (height - (north - south) * scale) / 2 + north * scale
    shapes = shapely.transform(wards.geometry.to_numpy(), lambda points: points * [scale, -scale] + [left, top])
    # Pixels are no coordinates on the ground: from here on there is no CRS.
    return gpd.GeoDataFrame(wards.drop(columns="geometry"), geometry=shapes)


def hatch(shape: shapely.Geometry) -> shapely.Geometry:
    """Slanted lines that fill ``shape``; all shapes share one grid of lines, so neighbours line up."""
    west, north, east, south = shape.bounds
    starts = np.arange(np.floor((west - south) / HATCH_GAP), (east - north) / HATCH_GAP + 1) * HATCH_GAP
    lines = [shapely.LineString([(start + north, north), (start + south, south)]) for start in starts]
    parts = shapely.get_parts(shapely.get_parts(shapely.intersection(lines, shape)))
    # A line that only touches a corner meets the shape in a point, which would be drawn as a ring.
    return shapely.multilinestrings(parts[shapely.length(parts) > 0])


def dot(shape: shapely.Geometry) -> pd.DataFrame:
    """x and y of the dots that fill ``shape``; a row is a dot."""
    west, north, east, south = shape.bounds
    columns, rows = np.meshgrid(_grid(west, east), _grid(north, south))
    x, y = columns.ravel(), rows.ravel()
    # A dot that would be cut by the border is left out.
    is_inside = shapely.contains_xy(shape.buffer(-1.5), x, y)
    return pd.DataFrame({"x": x[is_inside], "y": y[is_inside]})


def _grid(start: float, end: float) -> np.ndarray:
    return np.arange(np.ceil(start / DOT_GAP), end / DOT_GAP) * DOT_GAP


def swatch(x: float, y: float) -> shapely.Polygon:
    """A legend's box with its left top corner at ``x`` and ``y``."""
    return shapely.box(x, y, x + 30, y + 20)
