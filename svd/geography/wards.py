"""The area's wards, residents and small areas, read from geo/ once and checked against each other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import pandas as pd
import pyogrio

from svd.catalogue.schema import RESIDENT_BANDS
from svd.errors import FileError

CRS = 27700
_TOUCH_M = 1
"""Generalised boundaries that share an edge lie no further apart than this."""
WARDS, RESIDENTS, SMALL_AREAS = "wards.geojson", "residents.csv", "small_areas.csv"


@dataclass(frozen=True, eq=False)
class Geography:
    """One area's geography; shared by everyone who loads it, so the tables are only ever read."""

    wards: gpd.GeoDataFrame
    """ward_code, ward_name, geometry in EPSG:27700; a row is a ward, sorted by name."""
    residents: pd.DataFrame
    """Residents by RESIDENT_BANDS; index ward_code."""
    small_areas: Mapping[str, str]
    """Small-area code to ward code."""
    ward_names: Mapping[str, str]
    """Ward code to name, sorted by name."""

    def residents_in(self, bands: tuple[str, ...] = ()) -> pd.Series:
        """Residents in ``bands`` (none given: all ages) by ward_code."""
        return self.residents[list(bands or RESIDENT_BANDS)].sum(axis="columns").rename("residents")

    def neighbours_of(self, codes: Collection[str]) -> tuple[str, ...]:
        """The wards that touch any of ``codes``, themselves not among them."""
        here = self.wards["ward_code"].isin(list(codes))
        touching = self.wards.geometry.distance(self.wards.geometry[here].union_all()) < _TOUCH_M
        return tuple(self.wards.loc[touching & ~here, "ward_code"])


@lru_cache(maxsize=4)
def load_geography(folder: Path) -> Geography:
    """The geography in ``folder``; raises FileError naming the file that is missing or wrong, and the remedy."""
    wards = _read_wards(folder / WARDS)
    names = dict(zip(wards["ward_code"], wards["ward_name"], strict=True))
    residents = _read_residents(folder / RESIDENTS, names)
    small_areas = _read_small_areas(folder / SMALL_AREAS, names)
    return Geography(wards, residents, MappingProxyType(small_areas), MappingProxyType(names))


def _read_wards(path: Path) -> gpd.GeoDataFrame:
    _check_is_there(path)
    try:
        wards = gpd.read_file(path)
    except (pyogrio.errors.DataSourceError, ValueError) as fault:
        raise FileError(f"{path.name} can't be read as GeoJSON: {fault}.", "Save it as GeoJSON again.") from None
    _check_columns(path, wards, ("ward_code", "ward_name", "geometry"))
    _check_keys(path, wards, "ward_code")
    _check_keys(path, wards, "ward_name")
    _check_shapes(path, wards)
    wards = wards.to_crs(CRS).sort_values("ward_name", ignore_index=True)
    _check_ground(path, wards)
    return wards[["ward_code", "ward_name", "geometry"]]


def _read_residents(path: Path, names: Mapping[str, str]) -> pd.DataFrame:
    table = _read_csv(path, ("ward_code", "ward_name", *RESIDENT_BANDS))
    _check_keys(path, table, "ward_code")
    table = table.set_index("ward_code")
    _refuse(path, [code for code in names if code not in table.index], "has no row for ward", "Add the row.")
    _refuse(path, [code for code in table.index if code not in names], f"has a ward that {WARDS} lacks:", "Remove it.")
    named_otherwise = [code for code in names if table.at[code, "ward_name"] != names[code]]
    _refuse(path, named_otherwise, f"and {WARDS} give another name to ward", "Use one name in both.")
    counts = table[list(RESIDENT_BANDS)].apply(pd.to_numeric, errors="coerce")
    is_whole = counts.ge(0) & counts.mod(1).eq(0)
    not_whole = [f"{code}, {band}" for code, band in is_whole.stack().loc[lambda good: ~good].index]
    _refuse(path, not_whole, "has no whole number of residents for ward", "Enter the number.")
    return counts.loc[list(names)].astype("int64")


def _read_small_areas(path: Path, names: Mapping[str, str]) -> dict[str, str]:
    table = _read_csv(path, ("vintage", "small_area", "ward_code"))
    twice = table.loc[table.duplicated(["vintage", "small_area"]), "small_area"]
    _refuse(path, twice, "lists twice in one vintage", "Keep one ward for each small area.")
    unknown = table.loc[~table["ward_code"].isin(list(names)), "small_area"]
    _refuse(path, unknown, f"gives a ward that {WARDS} lacks to", "Correct the ward code.")
    # A code that outlived a census can be best fitted to another ward by the newer one: the newer census stands.
    table = table.sort_values("vintage", kind="stable")
    return dict(zip(table["small_area"], table["ward_code"], strict=True))


def _read_csv(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    _check_is_there(path)
    try:
        table = pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False, skipinitialspace=True)
    except (UnicodeDecodeError, pd.errors.EmptyDataError, pd.errors.ParserError):
        raise FileError(f"{path.name} can't be read as a table.", "Save it as CSV in UTF-8 with a header.") from None
    _check_columns(path, table, columns)
    return table


def _check_is_there(path: Path) -> None:
    if not path.is_file():
        raise FileError(
            f"{path.name} is missing from {path.parent.name}.", "Put it there; README.md says what it holds."
        )


def _check_columns(path: Path, table: pd.DataFrame, columns: tuple[str, ...]) -> None:
    _refuse(path, [name for name in columns if name not in table], "lacks column", "Add it; README.md lists them.")
    if table.empty:
        raise FileError(f"{path.name} holds no rows.", "Put the area's own file in its place.")


def _check_keys(path: Path, table: pd.DataFrame, column: str) -> None:
    key = table[column].fillna("").astype(str)
    _refuse(path, key[key.str.strip() == ""].index + 1, f"has no {column} in row", "Fill it in.")
    _refuse(path, key[key.duplicated()], f"has the same {column} twice:", "Keep one row for each ward.")


def _check_shapes(path: Path, wards: gpd.GeoDataFrame) -> None:
    is_area = wards.geometry.geom_type.isin(["Polygon", "MultiPolygon"]) & ~wards.geometry.is_empty
    _refuse(path, wards.loc[~is_area, "ward_name"], "has no polygon for ward", "Add its boundary.")
    broken = wards.loc[~wards.geometry.is_valid, "ward_name"]
    _refuse(path, broken, "has a boundary that crosses itself: ward", "Repair it or download it again.")


def _check_ground(path: Path, wards: gpd.GeoDataFrame) -> None:
    west, south, east, north = wards.total_bounds
    if min(west, south) < 0 or east > 700_000 or north > 1_300_000:
        raise FileError(f"{path.name} lies outside Great Britain.", "Give longitude, then latitude, in WGS84.")
    # Generalised boundaries that belong together share their edges; one in a thousand is no rounding.
    if wards.area.sum() > 1.001 * wards.union_all().area:
        raise FileError(f"{path.name} has wards that overlap.", "Use the boundaries of one vintage only.")


def _refuse(path: Path, culprits: pd.Series | pd.Index | list, fault: str, remedy: str) -> None:
    """Raise FileError naming the first three ``culprits``, if there are any."""
    if len(culprits):
        shown = "; ".join(str(culprit) for culprit in list(culprits)[:3])
        more = f" and {len(culprits) - 3} more" if len(culprits) > 3 else ""
        raise FileError(f"{path.name} {fault} {shown}{more}.", remedy)
