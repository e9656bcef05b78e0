"""Which ward a row is in: by its point, else its postcode, else its small area, else the ward it names."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from pyproj import Transformer

from svd.geography.cells import CROSSED, NO_AREA, Cells, find_areas, lay_cells
from svd.geography.postcodes import find_postcodes
from svd.geography.wards import CRS, Geography

# Coordinates beyond Great Britain are slips of the sender, (0, 0) the commonest: they don't say where it was.
_GRID = {"easting": (1, 700_000), "northing": (1, 1_300_000)}
_GLOBE = {"longitude": (-9, 2.2), "latitude": (49, 61.5)}
_WAYS = ["point", "postcode", "small_area", "ward", "unplaced"]
# Projecting works outside the interpreter's lock; more threads gain little, as the other steps have one.
_THREADS, _MANY = 2, 20_000
_SMALL_AREA_FORM = r"[EWSN]\d{8}"


def place_rows(frame: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """Where each row of ``frame`` was: ward_code, placed_by, easting, northing, is_inside and is_outside, index kept.

    Reads those of longitude, latitude, easting, northing, postcode, small_area and ward_code that ``frame`` has, as
    numbers, text or nothing. A way that leads to no ward leaves the row to the next, as a small area does
    that lies across wards (see SmallAreas.whole). ``placed_by`` is point, postcode, small_area, ward or unplaced (null
    ward_code); both are categories. easting and northing are the row's own point, else the middle of the postcode that
    placed it. ``is_inside``: in a ward, or in one of the area's small areas. ``is_outside``: not inside, and a point,
    postcode or small area says it was elsewhere.
    """
    east, north = _find_points(frame)
    codes, ward = _find_wards(east, north, geography)
    is_inside = ward != NO_AREA
    is_outside = np.zeros(len(frame), dtype="bool")
    way = np.where(is_inside, _WAYS.index("point"), _WAYS.index("unplaced"))
    # Nearly all rows have a point, so the ways after it are tried on the few that are left.
    left = np.flatnonzero(~is_inside)
    if len(left):
        placed = _place_left(frame, left, east[left], north[left], geography)
        ward[left], way[left], is_inside[left] = placed.ward, placed.way, placed.is_inside
        is_outside[left] = placed.is_elsewhere & ~placed.is_inside
        east[left], north[left] = placed.east, placed.north
    # A lookup that named a ward without a boundary would otherwise lose the row's ward in silence.
    assert ((ward == NO_AREA) == (way == _WAYS.index("unplaced"))).all(), "every row is placed once"
    said = {
        "ward_code": pd.Categorical.from_codes(ward, categories=codes),
        "placed_by": pd.Categorical.from_codes(way, categories=pd.Index(_WAYS, dtype="str")),
        "easting": east,
        "northing": north,
        "is_inside": is_inside,
        "is_outside": is_outside,
    }
    return pd.DataFrame(said, index=frame.index)


def find_wards(points: pd.DataFrame, geography: Geography) -> pd.Series:
    """The ward_code each point lies in, index kept; null: in no ward. On a shared edge the lowest code has it."""
    east, north = (points[name].to_numpy("float64") for name in ("easting", "northing"))
    codes, ward = _find_wards(east, north, geography)
    return pd.Series(codes.array.take(ward, allow_fill=True), index=points.index)


def _find_points(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Each row's easting and northing in EPSG:27700, from the grid columns, else from longitude and latitude.

    Null: not given, not a number, or not in Great Britain. A pair counts only as a whole.
    """
    east, north = _read_pair(frame, _GRID)
    longitude, latitude = _read_pair(frame, _GLOBE)
    is_projected = np.isnan(east) & ~np.isnan(longitude)
    east[is_projected], north[is_projected] = _project(longitude[is_projected], latitude[is_projected])
    return east, north


def _find_wards(east: np.ndarray, north: np.ndarray, geography: Geography) -> tuple[pd.Index, np.ndarray]:
    """Every ward code, and the position among them of each point's ward, NO_AREA if none."""
    codes, shapes, cells = _lay_wards(geography)
    is_known = ~(np.isnan(east) | np.isnan(north))
    ward = cells.look_up(np.where(is_known, east, -np.inf), np.where(is_known, north, -np.inf))
    is_near_edge = ward == CROSSED
    if is_near_edge.any():
        ward[is_near_edge] = find_areas(shapes, east[is_near_edge], north[is_near_edge])
    return codes, ward.astype("int64")


@lru_cache(maxsize=4)
def _lay_wards(geography: Geography) -> tuple[pd.Index, np.ndarray, Cells]:
    """The ward codes in their order, their shapes, and cells over them."""
    wards = geography.wards.sort_values("ward_code")
    shapes = wards.geometry.to_numpy()
    return pd.Index(wards["ward_code"], dtype="str"), shapes, lay_cells(shapes)


@dataclass(frozen=True, eq=False)
class _Placed:
    """Of each row that no point places: its ward's position, the way that named it, its point, and what is known."""

    ward: np.ndarray
    way: np.ndarray
    east: np.ndarray
    north: np.ndarray
    is_inside: np.ndarray
    is_elsewhere: np.ndarray


def _place_left(
    frame: pd.DataFrame, left: np.ndarray, east: np.ndarray, north: np.ndarray, geography: Geography
) -> _Placed:
    """The rows ``left`` of ``frame``, whose points are ``east`` and ``north``; each different text is read once."""
    codes, _, _ = _lay_wards(geography)
    postcodes, postcode = _number_texts(frame, "postcode", left)
    middles = find_postcodes(pd.Series(postcodes, dtype="str")).to_numpy("float64")
    small_areas, small_area = _number_texts(frame, "small_area", left)
    known, whole = set(geography.small_areas.shares.index), geography.small_areas.whole
    wards, ward = _number_texts(frame, "ward_code", left)
    by_postcode = _find_wards(*middles.T, geography)[1]
    ways = (
        (by_postcode != NO_AREA, by_postcode, postcode),
        (*_find_positions([whole.get(text) for text in small_areas], codes), small_area),
        (*_find_positions([text if text in geography.ward_names else None for text in wards], codes), ward),
    )
    named, way = np.full(len(left), NO_AREA, dtype="int64"), np.full(len(left), _WAYS.index("unplaced"))
    # From the last way to the first, so that the first that knows a ward is what stays.
    for number, (is_known, position, code) in reversed(list(enumerate(ways, _WAYS.index("postcode")))):
        is_named = _take(is_known, code, False)
        named[is_named], way[is_named] = position[code[is_named]], number
    middle_east, middle_north = (_take(axis, postcode, np.nan) for axis in middles.T)
    is_by_postcode = way == _WAYS.index("postcode")
    is_elsewhere = _take([_is_elsewhere(text, geography) for text in small_areas], small_area, False)
    return _Placed(
        ward=named,
        way=way,
        east=np.where(is_by_postcode & np.isnan(east), middle_east, east),
        north=np.where(is_by_postcode & np.isnan(north), middle_north, north),
        # One that lies across wards names none, yet the row is in the area and has to stay in its total.
        is_inside=(way != _WAYS.index("unplaced")) | _take([text in known for text in small_areas], small_area, False),
        is_elsewhere=~np.isnan(east) | ~np.isnan(middle_east) | is_elsewhere,
    )


def _find_positions(wards: Sequence[str | None], codes: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """Which of ``wards`` are named at all, and the position of each among ``codes``."""
    is_named = np.array([ward is not None for ward in wards], dtype="bool")
    return is_named, codes.get_indexer(pd.Index(wards, dtype="str"))


def _take(values: np.ndarray | Sequence, codes: np.ndarray, missing: object) -> np.ndarray:
    """The value of each code, ``missing`` for -1."""
    return np.append(values, missing).astype(np.asarray(missing).dtype)[codes]


def _read_pair(frame: pd.DataFrame, limits: dict[str, tuple[float, float]]) -> list[np.ndarray]:
    """The two numbers of each row, both null unless both are within ``limits``."""
    if not set(limits) <= set(frame.columns):
        return [np.full(len(frame), np.nan) for _ in limits]
    read = [_read_numbers(frame[name]) for name in limits]
    is_usable = [
        (low <= numbers) & (numbers <= high) for numbers, (low, high) in zip(read, limits.values(), strict=True)
    ]
    return [np.where(np.logical_and(*is_usable), numbers, np.nan) for numbers in read]


def _read_numbers(sent: pd.Series) -> np.ndarray:
    """Each cell as a number, each different one read once; null: none."""
    if isinstance(sent.dtype, pd.CategoricalDtype):
        sent, codes = sent.cat.categories.to_series(), sent.cat.codes.to_numpy()
    else:
        codes, sent = pd.factorize(sent, use_na_sentinel=False)
    return pd.to_numeric(pd.Series(sent), errors="coerce").to_numpy("float64", na_value=np.nan)[codes]


def _project(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Easting and northing of each point, one row above the other."""
    parts = _THREADS if len(longitude) >= _MANY else 1
    blocks = [np.array_split(axis, parts) for axis in (longitude, latitude)]
    return np.hstack([np.vstack(block) for block in _projectors().map(_to_grid().transform, *blocks)])


def _number_texts(frame: pd.DataFrame, name: str, left: np.ndarray) -> tuple[list[str], np.ndarray]:
    """The different texts of the rows ``left``, in capitals and without outer spaces, and the number of each row's."""
    if name not in frame:
        return [], np.full(len(left), -1)
    sent = frame[name].array[left]
    if isinstance(sent, pd.Categorical):
        used, codes = np.unique(sent.codes, return_inverse=True)
        words = sent.categories[used[used >= 0]]
        codes = codes - (used[:1] < 0).sum()  # null's code comes first, and is -1 again
    else:
        codes, words = pd.factorize(sent)
    return [str(word).strip().upper() for word in words], codes


def _is_elsewhere(small_area: str, geography: Geography) -> bool:
    """True where the code is of a kind the lookup holds (its first two digits say which) but isn't in it."""
    is_code = re.fullmatch(_SMALL_AREA_FORM, small_area) and small_area[1:3] in _list_kinds(geography)
    return bool(is_code) and small_area not in geography.small_areas.shares.index


@lru_cache(maxsize=4)
def _list_kinds(geography: Geography) -> frozenset[str]:
    return frozenset(code[1:3] for code in geography.small_areas.shares.index)


@lru_cache(maxsize=1)
def _projectors() -> ThreadPoolExecutor:
    """Threads that stay: each makes its way from degrees to the grid once, which takes as long as 100,000 points."""
    return ThreadPoolExecutor(_THREADS, "projector")


@lru_cache(maxsize=1)
def _to_grid() -> Transformer:
    return Transformer.from_crs(4326, CRS, always_xy=True)
