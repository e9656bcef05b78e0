"""Two square wards side by side, a kilometre each, as a Geography and as files."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from svd.geography.residents import RESIDENTS
from svd.geography.small_areas import COLUMNS, SMALL_AREAS
from svd.geography.wards import WARDS, Geography
from tests.geography.builders import make_residents, make_small_areas

WEST, EDGE, EAST, SOUTH, NORTH = 545_000, 546_000, 547_000, 185_000, 186_000
NAMES = {"W2": "Ash", "W1": "Birch"}
_SHARES = {"E01000001": {"W1": 1.0}, "E01000002": {"W2": 0.9, "W1": 0.1}, "E01000003": {"W1": 0.899, "W2": 0.101}}
_ROWS = (
    "2021,E01000001,900,W1,1.0,1",
    "2011,E01000001,900,W2,1.0,1",
    "2011,E01000002,800,W2,1.0,1",
    "2021,E01000003,700,W1,0.6,1",
    "2021,E01000003,700,W2,0.4,0",
)


def make_wards() -> gpd.GeoDataFrame:
    squares = [shapely.box(EDGE, SOUTH, EAST, NORTH), shapely.box(WEST, SOUTH, EDGE, NORTH)]
    return gpd.GeoDataFrame({"ward_code": list(NAMES), "ward_name": list(NAMES.values())}, geometry=squares, crs=27700)


@pytest.fixture(scope="session")
def geography() -> Geography:
    residents = make_residents({ward: [10] * 7 for ward in NAMES})
    return Geography(make_wards(), residents, make_small_areas(_SHARES, NAMES), NAMES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The three files of a good area; a test spoils one."""
    make_wards().to_crs(4326).to_file(tmp_path / WARDS, driver="GeoJSON")
    residents = make_residents({"W1": [1, 2, 3, 4, 5, 6, 7], "W2": [10, 20, 30, 40, 50, 60, 70]})
    (tmp_path / RESIDENTS).write_text(residents.to_text(), encoding="utf-8")
    (tmp_path / SMALL_AREAS).write_text("\n".join([",".join(COLUMNS), *_ROWS]), encoding="utf-8")
    return tmp_path
