"""The map on a page: Leaflet comes from this machine, and a click gives the ward's code."""

import pytest

from svd.ui import leaflet
from svd.views.map_classes import Scale
from svd.views.map_ground import draw_ground
from svd.views.ward_map import draw_wards
from tests.views.pictures import make_geography, make_wards


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict:
    """What was asked of st_folium; put ``answer`` in it to have it answered."""
    asked: dict = {"answer": None}

    def stand_in(ward_map, **options):
        asked.update(options, ward_map=ward_map)
        return asked["answer"]

    monkeypatch.setattr(leaflet, "st_folium", stand_in)
    return asked


def show() -> str | None:
    figures = draw_wards(make_geography(), make_wards([1.0] * 4), Scale((1.0, 2.0, 3.0, 4.0)), "per 1,000")
    return leaflet.show_on_ground(draw_ground(make_geography(), height=300, width=400), figures, "wards")


def test_leaflet_is_served_from_a_folder_that_holds_it() -> None:
    assert (leaflet.LEAFLET_FILES / "leaflet.js").is_file()
    assert (leaflet.LEAFLET_FILES / "leaflet.css").is_file()


def test_every_link_of_the_map_stays_on_this_machine(shown: dict) -> None:
    show()
    links = [address for _, address in [*shown["ward_map"].default_js, *shown["ward_map"].default_css]]
    assert links == [f"../svd.ui.leaflet.leaflet_files/leaflet.{kind}" for kind in ("js", "css")]
    assert shown["returned_objects"] == ["last_active_drawing"], "else every pan runs the page again"


def test_a_click_gives_the_code_of_its_ward(shown: dict) -> None:
    shown["answer"] = {"last_active_drawing": {"properties": {"ward_code": "W2"}}}
    assert show() == "W2"


@pytest.mark.parametrize("answer", [None, {}, {"last_active_drawing": None}])
def test_no_click_gives_none(shown: dict, answer: dict | None) -> None:
    shown["answer"] = answer
    assert show() is None
