"""Which ward a row is in: by its point, else its postcode, else its small area, else the ward it names."""

from functools import lru_cache

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from svd.geography.postcodes import find_postcodes
from svd.geography.wards import CRS, Geography

# Coordinates beyond Great Britain are slips of the sender, (0, 0) the commonest: they don't say where it was.
_GRID = {"easting": (1, 700_000), "northing": (1, 1_300_000)}
_GLOBE = {"longitude": (-9, 2.2), "latitude": (49, 61.5)}
_SMALL_AREA_FORM = r"[EWSN]\d{8}"


def place_rows(frame: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """``ward_code``, ``placed_by``, ``easting``, ``northing`` and ``is_outside`` of each row of ``frame``, index kept.

    Reads those of longitude, latitude, easting, northing, postcode, small_area and ward_code that ``frame`` has, as
    numbers, text or nothing. A way that leads to no ward leaves the row to the next. ``placed_by`` is point, postcode,
    small_area, ward or unplaced (null ward_code). easting and northing are the row's own point, else the middle of the
    postcode that placed it. ``is_outside``: unplaced, and a point, postcode or small area says it was elsewhere.
    """
    rows = frame.reset_index(drop=True)
    points = find_points(rows)
    by_point = find_wards(points, geography)
    middles = find_postcodes(_text(rows, "postcode").where(by_point.isna()))
    small_area, ward = _text(rows, "small_area"), _text(rows, "ward_code")
    ways = {
        "point": by_point,
        "postcode": find_wards(middles, geography),
        "small_area": small_area.map(geography.small_areas).astype("str"),
        "ward": ward.where(ward.isin(list(geography.ward_names))),
    }
    placed = _take_first(ways)
    own_or_middle = points.where(placed["placed_by"] != "postcode", points.fillna(middles))
    is_elsewhere = points["easting"].notna() | middles["easting"].notna() | _is_elsewhere(small_area, geography)
    placed = placed.join(own_or_middle).assign(is_outside=is_elsewhere & placed["ward_code"].isna())
    assert len(placed) == len(frame), "every row is placed once"
    return placed.set_axis(frame.index)


def find_points(frame: pd.DataFrame) -> pd.DataFrame:
    """``easting`` and ``northing`` in EPSG:27700, from the grid columns, else from longitude and latitude.

    Null: not given, not a number, or not in Great Britain. A pair counts only as a whole.
    """
    points = _read_pair(frame, _GRID)
    degrees = _read_pair(frame, _GLOBE).where(points["easting"].isna()).dropna()
    east, north = _to_grid().transform(degrees["longitude"].to_numpy(), degrees["latitude"].to_numpy())
    projected = pd.DataFrame({"easting": east, "northing": north}, index=degrees.index)
    return points.fillna(projected)


def find_wards(points: pd.DataFrame, geography: Geography) -> pd.Series:
    """The ward_code each point lies in, index kept; null: in no ward. On a shared edge the lowest code has it."""
    known = points.dropna()
    # Police points are snapped, so a few hundred places carry thousands of rows: look each place up once.
    east, north = known["easting"].to_numpy("float64"), known["northing"].to_numpy("float64")
    places, place_of = np.unique(east + 1j * north, return_inverse=True)
    wards = geography.wards.sort_values("ward_code", ascending=False)
    tree = shapely.STRtree(shapely.points(places.real, places.imag))
    ward, place = tree.query(wards.geometry, predicate="intersects")
    found = np.full(len(places), None, dtype=object)
    order = np.argsort(ward, kind="stable")  # the lowest code is written last
    found[place[order]] = wards["ward_code"].to_numpy(dtype=object)[ward[order]]
    return pd.Series(found[place_of], index=known.index, dtype="str").reindex(points.index)


def _take_first(ways: dict[str, pd.Series]) -> pd.DataFrame:
    """``ward_code`` and ``placed_by`` by the first of ``ways`` that knows a ward."""
    table = pd.DataFrame(ways)
    ward_code = table["point"].fillna(table["postcode"]).fillna(table["small_area"]).fillna(table["ward"])
    placed_by = table.notna().assign(unplaced=True).idxmax(axis="columns")
    return pd.DataFrame({"ward_code": ward_code, "placed_by": placed_by.astype("str")})


def _read_pair(frame: pd.DataFrame, limits: dict[str, tuple[float, float]]) -> pd.DataFrame:
    nothing = pd.Series(np.nan, index=frame.index)
    read = {name: pd.to_numeric(frame.get(name, nothing), errors="coerce").astype("float64") for name in limits}
    is_usable = pd.concat([read[name].between(*limits[name]) for name in limits], axis="columns").all(axis="columns")
    return pd.DataFrame(read).where(is_usable)


def _text(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame:
        return pd.Series(np.nan, index=frame.index, dtype="str")
    return frame[name].astype("str").str.strip().str.upper()


def _is_elsewhere(small_area: pd.Series, geography: Geography) -> pd.Series:
    """True where the code is of a kind the lookup holds (its first two digits say which) but isn't in it."""
    kinds = {code[1:3] for code in geography.small_areas}
    is_code = small_area.str.fullmatch(_SMALL_AREA_FORM, na=False) & small_area.str[1:3].isin(kinds)
    return is_code & ~small_area.isin(list(geography.small_areas))


@lru_cache(maxsize=1)
def _to_grid() -> Transformer:
    return Transformer.from_crs(4326, CRS, always_xy=True)
