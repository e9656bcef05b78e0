"""Names stand in their own ward, broken at spaces only, and clear of each other."""

from itertools import combinations

import shapely

from svd.geography.wards import load_geography
from svd.paths import read_paths
from svd.views.ward_names import LETTER_WIDTH, LINE_HEIGHT, break_name, place_names
from tests.views.pictures import make_geography


def test_a_name_breaks_at_spaces_and_never_before_an_ampersand() -> None:
    assert break_name("Birch and Long Elm") == [
        "Birch & Long Elm",
        "Birch & Long\nElm",
        "Birch &\nLong Elm",
        "Birch &\nLong\nElm",
    ]
    assert break_name("Ash") == ["Ash"]


def test_a_name_with_room_stands_on_one_line_in_its_ward() -> None:
    wards = make_geography().wards
    names = place_names(wards, metres_per_pixel=10, font_size=14)
    assert names["lines"].tolist() == ["Ash", "Birch & Long Elm", "Cedar", "Dogwood"]
    assert all(ward.contains(place) for ward, place in zip(wards.geometry, names.geometry, strict=True))


def test_a_name_without_room_for_one_line_takes_more() -> None:
    names = place_names(make_geography().wards, metres_per_pixel=25, font_size=14)
    assert names["lines"][1].count("\n") >= 1


def test_no_two_names_of_the_area_touch_on_a_map_of_the_page() -> None:
    wards = load_geography(read_paths().geo).wards
    west, south, east, north = wards.total_bounds
    metres = max((north - south) / 536, (east - west) / 500)
    names = place_names(wards, metres, 14)
    boxes = []
    for name in names.itertuples():
        half_width = max(map(len, name.lines.split("\n"))) * LETTER_WIDTH * 14 * metres / 2
        half_height = (name.lines.count("\n") + 1) * LINE_HEIGHT * 14 * metres / 2
        x, y = name.geometry.x, name.geometry.y
        boxes.append(shapely.box(x - half_width, y - half_height, x + half_width, y + half_height))
    touching = [one.intersection(other).area / one.area for one, other in combinations(boxes, 2)]
    assert max(touching) < 0.1
