"""A grid of square cells over the whole area, aligned to the National Grid, in which events are counted by place."""

from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely

from svd.geography.cells import find_areas
from svd.geography.wards import CRS, Geography

NO_CELL = -1
_LEAST_INSIDE = 0.5
"""A square with less than this share of it inside the area is part of the cell nearest to it."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells that tile the area without gap; a row of ``cells`` is a cell."""

    side: int
    cells: gpd.GeoDataFrame
    """cell (the grid reference of its south-west corner, as ``550250 184250``), ward_code and ward_name of the ward its
    middle lies in, easting_index, northing_index, geometry in EPSG:27700, within the area."""
    squares: np.ndarray
    """Position of the cell of each square by row from the south and column from the west, else NO_CELL."""
    corner: tuple[int, int]
    """Column and row, in sides from the National Grid's origin, of the first square."""

    def find_cells(self, easting: np.ndarray, northing: np.ndarray) -> np.ndarray:
        """Position in ``cells`` of the cell each point is in, NO_CELL where its square does not touch the area."""
        rows, columns = self.squares.shape
        column = np.floor(easting / self.side).astype("int64") - self.corner[0]
        row = np.floor(northing / self.side).astype("int64") - self.corner[1]
        is_there = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        found = self.squares[np.where(is_there, row, 0), np.where(is_there, column, 0)]
        return np.where(is_there, found, NO_CELL)


@lru_cache(maxsize=8)
def lay_grid(geography: Geography, side: int) -> Grid:
    """The grid of cells ``side`` metres across; none is much smaller than another, for then it would look quieter."""
    area = geography.wards.union_all()
    west, south, east, north = (int(edge // side) for edge in area.bounds)
    row, column = (each.ravel() for each in np.mgrid[south : north + 1, west : east + 1])
    inside = _cut(shapely.box(column * side, row * side, (column + 1) * side, (row + 1) * side), area)
    share = shapely.area(inside) / side**2
    kept = np.flatnonzero(share >= min(_LEAST_INSIDE, share.max()))
    joined = np.flatnonzero((share > 0) & (share < share[kept].min()))
    cell_of = np.full(len(inside), NO_CELL)
    cell_of[kept] = np.arange(len(kept))
    cell_of[joined] = _find_nearest(inside[kept], inside[joined])
    pieces = gpd.GeoDataFrame({"cell": cell_of}, geometry=inside, crs=CRS)[cell_of != NO_CELL]
    shapes = pieces.dissolve("cell").geometry.to_numpy()
    squares = cell_of.reshape(north - south + 1, east - west + 1)
    return Grid(side, _describe(geography, shapes, column[kept], row[kept], side), squares, (west, south))


def _cut(squares: np.ndarray, area: shapely.Geometry) -> np.ndarray:
    """The part of each square that is inside the area."""
    shapely.prepare(area)
    cut = squares.copy()
    is_cut = ~shapely.contains_properly(area, squares)
    cut[is_cut] = shapely.intersection(area, squares[is_cut])
    return cut


def _find_nearest(kept: np.ndarray, joined: np.ndarray) -> np.ndarray:
    """Position of the kept part whose middle is nearest to the middle of each of the others."""
    tree = shapely.STRtree(shapely.centroid(kept))
    return tree.query_nearest(shapely.centroid(joined), all_matches=False)[1]


def _describe(
    geography: Geography, shapes: np.ndarray, column: np.ndarray, row: np.ndarray, side: int
) -> gpd.GeoDataFrame:
    middle = shapely.point_on_surface(shapes)
    ward = find_areas(geography.wards.geometry.to_numpy(), shapely.get_x(middle), shapely.get_y(middle))
    wards = geography.wards.iloc[ward]
    return gpd.GeoDataFrame(
        {
            "cell": [f"{east * side} {north * side}" for east, north in zip(column, row, strict=True)],
            "ward_code": wards["ward_code"].to_numpy(),
            "ward_name": wards["ward_name"].to_numpy(),
            "easting_index": column,
            "northing_index": row,
        },
        geometry=shapes,
        crs=CRS,
    )
