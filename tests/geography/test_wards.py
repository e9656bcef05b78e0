"""Loading an area's geography, and every way in which its files can be wrong."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from svd.catalogue.schema import RESIDENT_BANDS
from svd.errors import FileError
from svd.geography.residents import RESIDENTS
from svd.geography.small_areas import SMALL_AREAS
from svd.geography.wards import WARDS, load_geography
from tests.geography.builders import edit

PROJECT = Path(__file__).resolve().parents[2]


def redraw(change: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]) -> Callable[[Path], object]:
    def spoil(folder: Path) -> None:
        change(gpd.read_file(folder / WARDS)).to_file(folder / WARDS, driver="GeoJSON")

    return spoil


def cross_itself(wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    bow_tie = shapely.Polygon([(0.1, 51.5), (0.2, 51.6), (0.2, 51.5), (0.1, 51.6)])
    return wards.assign(geometry=[bow_tie, wards.geometry[1]])


def swap_axes(wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return wards.assign(geometry=shapely.transform(wards.geometry.array, lambda at: at[:, ::-1]))


def test_loads_wards_by_name_in_metres_with_residents_and_lookup(folder: Path) -> None:
    geography = load_geography(folder)
    assert geography.wards["ward_name"].tolist() == ["Ash", "Birch"]
    assert geography.wards.crs.to_epsg() == 27700
    assert list(geography.wards.columns) == ["ward_code", "ward_name", "geometry"]
    assert geography.wards.area.round(-3).tolist() == [1_000_000, 1_000_000]
    assert dict(geography.ward_names) == {"W2": "Ash", "W1": "Birch"}
    assert geography.residents.loc["W1"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert geography.small_areas.whole["E01000002"] == "W2"


def test_residents_in_bands_and_of_all_ages(folder: Path) -> None:
    geography = load_geography(folder)
    assert geography.residents_in(("0-9", "65+")).to_dict() == {"W1": 8, "W2": 80}
    assert geography.residents_in().to_dict() == {"W1": 28, "W2": 280}


def test_is_read_once(folder: Path) -> None:
    assert load_geography(folder) is load_geography(folder)


@pytest.mark.parametrize("name", [WARDS, RESIDENTS, SMALL_AREAS])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(FileError, match=f"{name} is missing"):
        load_geography(folder)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda folder: (folder / WARDS).write_text("no map"), "wards.geojson can't be read as GeoJSON"),
        (redraw(lambda wards: wards.assign(ward_code="W1")), "wards.geojson has the same ward_code twice: W1"),
        (redraw(lambda wards: wards.assign(ward_name=["Ash", ""])), "has no ward_name in row 2"),
        (redraw(lambda wards: wards.drop(columns="ward_name")), "wards.geojson lacks column ward_name"),
        (redraw(lambda wards: wards.assign(geometry=wards.centroid)), "has no polygon for ward Ash"),
        (redraw(cross_itself), "has a boundary that crosses itself: ward Ash"),
        (redraw(swap_axes), "wards.geojson lies outside Great Britain"),
        (redraw(lambda wards: wards.assign(geometry=wards.geometry[0])), "wards.geojson has wards that overlap"),
    ],
)
@pytest.mark.filterwarnings("ignore:Geometry is in a geographic CRS")
def test_a_fault_names_file_and_culprit(folder: Path, spoil: Callable[[Path], object], fault: str) -> None:
    spoil(folder)
    with pytest.raises(FileError) as refused:
        load_geography(folder)
    assert fault in refused.value.message
    assert refused.value.remedy


def test_many_culprits_are_counted_not_listed(folder: Path) -> None:
    edit(SMALL_AREAS, "2011,E01000002,800,W2,1.0,1", "\n".join(f"2011,E0100001{n},800,W7,1,1" for n in range(5)))(
        folder
    )
    with pytest.raises(FileError, match=r"E01000012 and 2 more\."):
        load_geography(folder)


def test_the_area_that_comes_with_the_project_is_whole() -> None:
    geography = load_geography(PROJECT / "geo")
    assert len(geography.wards) == 19
    assert geography.residents_in().sum() == 219_992
    assert list(geography.residents.columns) == list(RESIDENT_BANDS)
    lookup = pd.read_csv(PROJECT / "geo" / SMALL_AREAS).groupby("vintage")["small_area"].nunique()
    assert lookup.to_dict() == {2021: 115, 2011: 110}
    assert set(geography.small_areas.best_fit.values()) == set(geography.ward_names)


def test_neighbours_touch_and_are_never_the_wards_themselves() -> None:
    geography = load_geography(PROJECT / "geo")
    names = geography.ward_names
    code = {name: code for code, name in names.items()}
    assert {names[near] for near in geography.neighbours_of([code["Abbey"]])} == {"Eastbury", "Gascoigne", "Northbury"}
    both = geography.neighbours_of([code["Abbey"], code["Gascoigne"]])
    assert {names[near] for near in both} == {"Eastbury", "Northbury", "Thames View"}
    assert geography.neighbours_of(list(names)) == () and geography.neighbours_of([]) == ()
