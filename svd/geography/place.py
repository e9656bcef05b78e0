"""Which ward a row is in: by its point, else its postcode, else its small area, else the ward it names."""

from concurrent.futures import ThreadPoolExecutor
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
    rows = frame.reset_index(drop=True)
    points = find_points(rows)
    codes, ward = _find_wards(points, geography)
    way = np.where(ward == NO_AREA, _WAYS.index("unplaced"), _WAYS.index("point"))
    is_inside = ward != NO_AREA
    is_outside = np.zeros(len(rows), dtype="bool")
    # Nearly all rows have a point, so the ways after it are tried on the few that are left.
    left = np.flatnonzero(ward == NO_AREA)
    if len(left):
        placed = _place_left(rows.iloc[left], points.iloc[left], geography)
        ward[left] = codes.get_indexer(placed["ward_code"])
        way[left] = pd.Index(_WAYS).get_indexer(placed["placed_by"])
        is_inside[left] = placed["is_inside"]
        is_outside[left] = placed["is_outside"]
        points.iloc[left] = placed[["easting", "northing"]]
    # A lookup that named a ward without a boundary would otherwise lose the row's ward in silence.
    assert ((ward == NO_AREA) == (way == _WAYS.index("unplaced"))).all(), "every row is placed once"
    said = {
        "ward_code": pd.Categorical.from_codes(ward, categories=codes),
        "placed_by": pd.Categorical.from_codes(way, categories=pd.Index(_WAYS, dtype="str")),
    }
    return pd.DataFrame({**said, **points, "is_inside": is_inside, "is_outside": is_outside}).set_axis(frame.index)


def find_points(frame: pd.DataFrame) -> pd.DataFrame:
    """``easting`` and ``northing`` in EPSG:27700, from the grid columns, else from longitude and latitude.

    Null: not given, not a number, or not in Great Britain. A pair counts only as a whole.
    """
    east, north = _read_pair(frame, _GRID)
    longitude, latitude = _read_pair(frame, _GLOBE)
    is_projected = np.isnan(east) & ~np.isnan(longitude)
    east[is_projected], north[is_projected] = _project(longitude[is_projected], latitude[is_projected])
    return pd.DataFrame({"easting": east, "northing": north}, index=frame.index)


def find_wards(points: pd.DataFrame, geography: Geography) -> pd.Series:
    """The ward_code each point lies in, index kept; null: in no ward. On a shared edge the lowest code has it."""
    codes, ward = _find_wards(points, geography)
    return pd.Series(codes.array.take(ward, allow_fill=True), index=points.index)


def _find_wards(points: pd.DataFrame, geography: Geography) -> tuple[pd.Index, np.ndarray]:
    """Every ward code, and the position among them of each point's ward, NO_AREA if none."""
    codes, shapes, cells = _lay_wards(geography)
    east, north = (points[name].to_numpy("float64") for name in ("easting", "northing"))
    is_known = ~(np.isnan(east) | np.isnan(north))
    ward = cells.look_up(np.where(is_known, east, -np.inf), np.where(is_known, north, -np.inf))
    is_near_edge = ward == CROSSED
    ward[is_near_edge] = find_areas(shapes, east[is_near_edge], north[is_near_edge])
    return codes, ward.astype("int64")


@lru_cache(maxsize=4)
def _lay_wards(geography: Geography) -> tuple[pd.Index, np.ndarray, Cells]:
    """The ward codes in their order, their shapes, and cells over them."""
    wards = geography.wards.sort_values("ward_code")
    shapes = wards.geometry.to_numpy()
    return pd.Index(wards["ward_code"], dtype="str"), shapes, lay_cells(shapes)


def _place_left(rows: pd.DataFrame, points: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """The same as place_rows of rows that no point places."""
    middles = find_postcodes(_text(rows, "postcode"))
    small_area, ward = _text(rows, "small_area"), _text(rows, "ward_code")
    ways = {
        "postcode": find_wards(middles, geography),
        "small_area": small_area.map(geography.small_areas.whole).astype("str"),
        "ward": ward.where(ward.isin(list(geography.ward_names))),
    }
    placed = _take_first(ways)
    own_or_middle = points.where(placed["placed_by"] != "postcode", points.fillna(middles))
    is_elsewhere = points["easting"].notna() | middles["easting"].notna() | _is_elsewhere(small_area, geography)
    # One that lies across wards names none, yet the row is in the area and has to stay in its total.
    is_inside = placed["ward_code"].notna() | small_area.isin(geography.small_areas.shares.index)
    return placed.join(own_or_middle).assign(is_inside=is_inside, is_outside=is_elsewhere & ~is_inside)


def _take_first(ways: dict[str, pd.Series]) -> pd.DataFrame:
    """``ward_code`` and ``placed_by`` by the first of ``ways`` that knows a ward."""
    table = pd.DataFrame(ways)
    ward_code = table["postcode"].fillna(table["small_area"]).fillna(table["ward"])
    placed_by = table.notna().assign(unplaced=True).idxmax(axis="columns")
    return pd.DataFrame({"ward_code": ward_code, "placed_by": placed_by.astype("str")})


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


def _text(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame:
        return pd.Series(np.nan, index=frame.index, dtype="str")
    return frame[name].astype("str").str.strip().str.upper()


def _is_elsewhere(small_area: pd.Series, geography: Geography) -> pd.Series:
    """True where the code is of a kind the lookup holds (its first two digits say which) but isn't in it."""
    if small_area.isna().all():
        return pd.Series(False, index=small_area.index)
    known, kinds = geography.small_areas.shares.index, _list_kinds(geography)
    is_code = small_area.str.fullmatch(_SMALL_AREA_FORM, na=False) & small_area.str[1:3].isin(kinds)
    return is_code & ~small_area.isin(known)


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
