"""The catalogue's facts about the area and the files in geo/: each disagreement is named."""

from dataclasses import replace

import pytest

from svd.catalogue import load_catalogue
from svd.errors import CatalogueError
from svd.geography import load_geography
from svd.geography.agree import check_area
from tests.builders import PATHS

CATALOGUE, GEOGRAPHY = load_catalogue(PATHS.catalogue), load_geography(PATHS.geo)


def test_the_projects_own_agree() -> None:
    check_area(CATALOGUE, GEOGRAPHY)


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"residents_year": 2021}, "residents_year is 2021, and the newest in residents.csv is 2022"),
        ({"ward_count": 17}, "ward_count is 17, and the map has 19 wards"),
        ({"footfall": {"E05000026": "a station"}}, "footfall names E05000026, which the map lacks"),
    ],
)
def test_a_fact_told_differently_is_named(told: dict, fault: str) -> None:
    other = replace(CATALOGUE, area=CATALOGUE.area.model_copy(update=told))
    with pytest.raises(CatalogueError, match="area.toml") as refused:
        check_area(other, GEOGRAPHY)
    assert fault in refused.value.message and refused.value.remedy


def test_a_ward_of_footfall_has_few_residents_too() -> None:
    """Both halves of the rule that stands above the list: a town centre alone is not enough."""
    residents = GEOGRAPHY.residents_in()
    few = set(residents[residents < residents.mean() / 2].index)
    assert set(CATALOGUE.area.footfall) and set(CATALOGUE.area.footfall) <= few
