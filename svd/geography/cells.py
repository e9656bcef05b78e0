"""A grid of cells laid over areas: most points are in a cell that no boundary crosses, and need no exact test."""

from dataclasses import dataclass

import numpy as np
import shapely

NO_AREA, CROSSED = -1, -2
_CELLS_ACROSS = 512
_LEAST_SIDE = 1.0
# Far above the rounding of a coordinate in metres, far below the side of a cell.
_MARGIN = 0.001
_PADDING = 2


@dataclass(frozen=True, eq=False)
class Cells:
    """The areas of a grid's cells; the outermost cells are in no area and stand for all that lies beyond them."""

    west: float
    south: float
    side: float
    area: np.ndarray
    """Position of the area by row from the south and column from the west, else NO_AREA or CROSSED."""

    def look_up(self, east: np.ndarray, north: np.ndarray) -> np.ndarray:
        """The area of the cell each point is in."""
        rows, columns = self.area.shape
        row = np.clip((north - self.south) / self.side, 0, rows - 1).astype("int64")
        column = np.clip((east - self.west) / self.side, 0, columns - 1).astype("int64")
        return self.area[row, column]


def find_areas(areas: np.ndarray, east: np.ndarray, north: np.ndarray) -> np.ndarray:
    """Position in ``areas`` of the first one each point is in or on the edge of, NO_AREA if none, by exact tests."""
    places, place_of = np.unique(east + 1j * north, return_inverse=True)
    area, place = shapely.STRtree(shapely.points(places.real, places.imag)).query(areas, predicate="intersects")
    found = np.full(len(places), NO_AREA, dtype="int16")
    order = np.argsort(-area, kind="stable")  # the first area is written last
    found[place[order]] = area[order]
    return found[place_of]


def lay_cells(areas: np.ndarray) -> Cells:
    """Cells over ``areas``, polygons in metres: a cell has an area's position only if every point in it does."""
    west, south, east, north = shapely.total_bounds(areas)
    side = max((east - west) / _CELLS_ACROSS, (north - south) / _CELLS_ACROSS, _LEAST_SIDE)
    columns, rows = (int(extent // side) + 1 + 2 * _PADDING for extent in (east - west, north - south))
    west, south = west - _PADDING * side, south - _PADDING * side
    is_crossed = _find_crossed(areas, np.array([west, south]), side, (rows, columns))
    # Neighbours in a row that no boundary crosses are on one side of all of them: one exact test does for the run.
    is_first = ~is_crossed & np.roll(is_crossed, 1, axis=1)
    is_first[:, 0] = ~is_crossed[:, 0]
    row, column = np.nonzero(is_first)
    found = find_areas(areas, west + (column + 0.5) * side, south + (row + 0.5) * side)
    run = np.maximum(np.cumsum(is_first.ravel()) - 1, 0).reshape(is_first.shape)
    return Cells(west, south, side, np.where(is_crossed, CROSSED, found[run]).astype("int16"))


def _find_crossed(areas: np.ndarray, origin: np.ndarray, side: float, shape: tuple[int, int]) -> np.ndarray:
    """True for each cell a boundary may cross or touch."""
    # In steps of half a cell's side, no step and its margin spans more than two cells either way.
    lines = shapely.get_parts(shapely.boundary(shapely.segmentize(areas, side / 2)))
    corners, line = shapely.get_coordinates(lines, return_index=True)
    is_step = line[1:] == line[:-1]
    ends = corners[:-1][is_step], corners[1:][is_step]
    low = ((np.minimum(*ends) - _MARGIN - origin) // side).astype("int64")
    high = ((np.maximum(*ends) + _MARGIN - origin) // side).astype("int64")
    is_crossed = np.zeros(shape, dtype="bool")
    for columns in (low[:, 0], high[:, 0]):
        for rows in (low[:, 1], high[:, 1]):
            is_crossed[rows, columns] = True
    return is_crossed
