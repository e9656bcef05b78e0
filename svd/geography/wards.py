"""The area's wards, residents and small areas, read from geo/ once and checked against each other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from numpy.typing import NDArray

from svd.errors import FileError
from svd.geography.files import check_columns, check_is_there, refuse
from svd.geography.residents import RESIDENTS, Residents, Sex, read_residents
from svd.geography.small_areas import SMALL_AREAS, SmallAreas, read_small_areas

CRS = 27700
_TOUCH_M = 1
"""Generalised boundaries that share an edge lie no further apart than this."""
WARDS = "wards.geojson"


@dataclass(frozen=True, eq=False)
class Geography:
    """One area's geography; shared by everyone who loads it, so the tables are only ever read."""

    wards: gpd.GeoDataFrame
    """ward_code, ward_name, geometry in EPSG:27700; a row is a ward, sorted by name."""
    residents_by_year: Residents
    """Residents on 30 June of each year held, the wards in the order of ``ward_names``."""
    small_areas: SmallAreas
    """The small areas that the area's wards are made of, or nearly so."""
    ward_names: Mapping[str, str]
    """Ward code to name, sorted by name."""

    @property
    def resident_years(self) -> tuple[int, ...]:
        """The years whose residents are held, rising."""
        return self.residents_by_year.years

    @cached_property
    def residents(self) -> pd.DataFrame:
        """Residents of the newest year held by RESIDENT_BANDS; index ward_code."""
        return self.residents_by_year.by_band(self.resident_years[-1])

    def residents_in(self, bands: Collection[str] = (), *, sex: Sex | None = None) -> pd.Series:
        """Residents of the newest year held in ``bands`` (none given: all ages) of one sex or both, by ward_code."""
        newest = self.residents_by_year.count(bands, sex)[:, -1]
        return pd.Series(newest, index=pd.Index(self.ward_names, name="ward_code"), name="residents")

    def residents_between(
        self, bands: Collection[str], first_month: date, last_month: date, *, sex: Sex | None = None
    ) -> tuple[pd.Series, int]:
        """Mean residents over the months, both ends included, by ward_code, and the year to print beside them.

        Between two years held a straight line is drawn; before the first and after the last the nearest one stands.
        The year is the one held, where one alone is used, else that of the period's middle.
        """
        return self.residents_by_year.between(bands, first_month, last_month, sex)

    def resident_track(
        self, bands: Collection[str], months: pd.DatetimeIndex, *, sex: Sex | None = None
    ) -> NDArray[np.float64]:
        """Residents at the middle of each of ``months``, by ward (in the order of ``ward_names``) and month."""
        return self.residents_by_year.track(bands, months, sex)

    def share_of_small_areas(self, codes: pd.Series) -> pd.DataFrame:
        """The estimated share of each small area's residents by ward, index kept, a column a ward as in ``ward_names``.

        A row adds up to 1, and is null where the code is none of the area's: added up over records it gives the
        number expected in each ward, an estimate, as those who live in a small area need not be whom a record is of.
        """
        return self.small_areas.shares.reindex(codes.to_numpy()).set_axis(codes.index)

    def neighbours_of(self, codes: Collection[str]) -> tuple[str, ...]:
        """The wards that touch any of ``codes``, themselves not among them."""
        return _find_neighbours(self, frozenset(codes))


@lru_cache(maxsize=256)
def _find_neighbours(geography: Geography, codes: frozenset[str]) -> tuple[str, ...]:
    wards = geography.wards
    here = wards["ward_code"].isin(list(codes))
    touching = wards.geometry.distance(wards.geometry[here].union_all()) < _TOUCH_M
    return tuple(wards.loc[touching & ~here, "ward_code"])


@lru_cache(maxsize=4)
def load_geography(folder: Path) -> Geography:
    """The geography in ``folder``; raises FileError naming the file that is missing or wrong, and the remedy."""
    wards = read_wards(folder)
    names = MappingProxyType(dict(zip(wards["ward_code"], wards["ward_name"], strict=True)))
    residents = read_residents(folder / RESIDENTS, names)
    return Geography(wards, residents, read_small_areas(folder / SMALL_AREAS, names), names)


def read_wards(folder: Path) -> gpd.GeoDataFrame:
    """The wards of the folder's map, as Geography holds them; raises FileError."""
    path = folder / WARDS
    check_is_there(path)
    try:
        wards = gpd.read_file(path)
    except (pyogrio.errors.DataSourceError, ValueError) as fault:
        raise FileError(f"{path.name} can't be read as GeoJSON: {fault}.", "Save it as GeoJSON again.") from None
    check_columns(path, wards, ("ward_code", "ward_name", "geometry"))
    _check_keys(path, wards, "ward_code")
    _check_keys(path, wards, "ward_name")
    _check_shapes(path, wards)
    wards = wards.to_crs(CRS).sort_values("ward_name", ignore_index=True)
    _check_ground(path, wards)
    return wards[["ward_code", "ward_name", "geometry"]]


def _check_keys(path: Path, table: pd.DataFrame, column: str) -> None:
    key = table[column].fillna("").astype(str)
    refuse(path, key[key.str.strip() == ""].index + 1, f"has no {column} in row", "Fill it in.")
    refuse(path, key[key.duplicated()], f"has the same {column} twice:", "Keep one row for each ward.")


def _check_shapes(path: Path, wards: gpd.GeoDataFrame) -> None:
    is_area = wards.geometry.geom_type.isin(["Polygon", "MultiPolygon"]) & ~wards.geometry.is_empty
    refuse(path, wards.loc[~is_area, "ward_name"], "has no polygon for ward", "Add its boundary.")
    broken = wards.loc[~wards.geometry.is_valid, "ward_name"]
    refuse(path, broken, "has a boundary that crosses itself: ward", "Repair it or download it again.")


def _check_ground(path: Path, wards: gpd.GeoDataFrame) -> None:
    west, south, east, north = wards.total_bounds
    if min(west, south) < 0 or east > 700_000 or north > 1_300_000:
        raise FileError(f"{path.name} lies outside Great Britain.", "Give longitude, then latitude, in WGS84.")
    # Generalised boundaries that belong together share their edges; one in a thousand is no rounding.
    if wards.area.sum() > 1.001 * wards.union_all().area:
        raise FileError(f"{path.name} has wards that overlap.", "Use the boundaries of one vintage only.")
