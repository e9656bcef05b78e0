"""Two square wards side by side, a kilometre each, as a Geography and as files."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from svd.catalogue.schema import RESIDENT_BANDS
from svd.geography.wards import RESIDENTS, SMALL_AREAS, WARDS, Geography

WEST, EDGE, EAST, SOUTH, NORTH = 545_000, 546_000, 547_000, 185_000, 186_000


def make_wards() -> gpd.GeoDataFrame:
    squares = [shapely.box(EDGE, SOUTH, EAST, NORTH), shapely.box(WEST, SOUTH, EDGE, NORTH)]
    return gpd.GeoDataFrame({"ward_code": ["W2", "W1"], "ward_name": ["Ash", "Birch"]}, geometry=squares, crs=27700)


@pytest.fixture(scope="session")
def geography() -> Geography:
    residents = pd.DataFrame(10, index=pd.Index(["W2", "W1"], name="ward_code"), columns=list(RESIDENT_BANDS))
    return Geography(make_wards(), residents, {"E01000001": "W1", "E01000002": "W2"}, {"W2": "Ash", "W1": "Birch"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The three files of a good area; a test spoils one."""
    make_wards().to_crs(4326).to_file(tmp_path / WARDS, driver="GeoJSON")
    header = ",".join(["ward_code", "ward_name", *RESIDENT_BANDS])
    rows = ["W1,Birch,1,2,3,4,5,6,7", "W2,Ash,10,20,30,40,50,60,70"]
    (tmp_path / RESIDENTS).write_text("\n".join([header, *rows]), encoding="utf-8")
    lookup = ["vintage,small_area,ward_code", "2021,E01000001,W1", "2011,E01000001,W2", "2011,E01000002,W2"]
    (tmp_path / SMALL_AREAS).write_text("\n".join(lookup), encoding="utf-8")
    return tmp_path
