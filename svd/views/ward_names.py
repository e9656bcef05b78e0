"""Where the wards' names stand on a map: inside their ward where they fit, on short lines, clear of each other."""

from itertools import product

import geopandas as gpd
import numpy as np
import shapely

LINE_HEIGHT, LETTER_WIDTH = 1.15, 0.6
"""In font sizes; wide enough for semi-bold letters and their halo."""
_STEPS = 21


def place_names(wards: gpd.GeoDataFrame, metres_per_pixel: float, font_size: float) -> gpd.GeoDataFrame:
    """ward_code, lines (the name on one to three lines, joined by a newline) and the centre of the name as geometry.

    A row is a ward. Each name takes the place where most of it lies in its own ward and on no name placed before;
    the wards with the least room choose first.
    """
    font = font_size * metres_per_pixel
    places: dict[str, tuple[str, shapely.Point]] = {}
    taken: list[shapely.Polygon] = []
    for row in sorted(wards.itertuples(), key=lambda row: row.geometry.area / len(row.ward_name)):
        lines, box = _best_place(row.ward_name, row.geometry, taken, font)
        places[row.ward_code] = (lines, box.centroid)
        taken.append(box)
    chosen = [places[code] for code in wards["ward_code"]]
    names = {"ward_code": wards["ward_code"], "lines": [lines for lines, _ in chosen]}
    return gpd.GeoDataFrame(names, geometry=[point for _, point in chosen], crs=wards.crs)


def break_name(name: str) -> list[str]:
    """The ways to set a name on one, two or three lines, broken at spaces only."""
    words = name.replace(" and ", " & ").split()
    ways = []
    for breaks in product((" ", "\n"), repeat=len(words) - 1):
        text = "".join(word + gap for word, gap in zip(words, (*breaks, ""), strict=True))
        # An ampersand at a line's start reads as a slip.
        if text.count("\n") <= 2 and "\n&" not in text:
            ways.append(text)
    return sorted(ways, key=lambda text: text.count("\n"))


def _best_place(
    name: str, ward: shapely.Geometry, taken: list[shapely.Polygon], font: float
) -> tuple[str, shapely.Polygon]:
    body = max(shapely.get_parts(ward), key=lambda part: part.area)
    spots, depths = _spots_in(body)
    blocked = shapely.union_all(taken)
    best = (-np.inf, "", None)
    for lines in break_name(name):
        boxes = _boxes(spots, lines, font)
        full = shapely.area(boxes[0])
        inside = shapely.area(shapely.intersection(boxes, body)) / full
        clash = shapely.area(shapely.intersection(boxes, blocked)) / full
        # Room first, then no clash, then the middle of the ward; a line more only where it helps.
        score = 2 * inside - 4 * clash + 0.3 * depths - 0.05 * lines.count("\n")
        top = int(np.argmax(score))
        if score[top] > best[0]:
            best = (score[top], lines, boxes[top])
    return best[1], best[2]


def _spots_in(body: shapely.Polygon) -> tuple[np.ndarray, np.ndarray]:
    """Points of a grid inside ``body`` with its deepest point, and their depth as a share of the deepest."""
    west, south, east, north = body.bounds
    columns, rows = np.meshgrid(np.linspace(west, east, _STEPS), np.linspace(south, north, _STEPS))
    grid = shapely.points(columns.ravel(), rows.ravel())
    deepest = shapely.get_point(shapely.maximum_inscribed_circle(body), 0)
    spots = np.append(grid[shapely.contains(body, grid)], deepest)
    depths = shapely.distance(spots, body.boundary)
    return spots, depths / depths.max()


def _boxes(spots: np.ndarray, lines: str, font: float) -> np.ndarray:
    rows = lines.split("\n")
    half_width = max(len(row) for row in rows) * LETTER_WIDTH * font / 2
    half_height = len(rows) * LINE_HEIGHT * font / 2
    x, y = shapely.get_x(spots), shapely.get_y(spots)
    return shapely.box(x - half_width, y - half_height, x + half_width, y + half_height)
