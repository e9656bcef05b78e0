"""Hot spots on the map, in the list and in the workbook: each with its course, and nothing that is hidden."""

import io
import re
from datetime import date

import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely

from svd.catalogue import load_catalogue
from svd.figures.places.courses import COURSES, EMERGING, PERSISTENT
from svd.figures.places.hot_spots import HotSpots
from svd.figures.places.located import Provenance
from svd.figures.places.place_findings import word_courses, word_hot_spots
from svd.geography.grid import lay_grid
from svd.geography.wards import load_geography
from svd.views.map_ground import draw_ground
from svd.views.palette import PAPER, contrast
from svd.views.spot_map import draw_spots, shape_spots
from svd.views.spot_marks import _SHAPES, COLOURS, draw_mark
from svd.views.spot_picture import compose_spots, draw_spot_picture
from svd.views.spot_table import draw_spot_list, list_sheets, present_spots, word_spot
from svd.views.workbook import Cover, write_workbook
from tests.builders import PATHS
from tests.views.leaflet_page import write_page
from tests.views.pictures import list_rows, png_size, spec_texts

GEOGRAPHY = load_geography(PATHS.geo)
GRID = lay_grid(GEOGRAPHY, 250)


def make_found(*, is_hidden: bool = False) -> HotSpots:
    """Two hot spots: one cell emerging, three persistent; where hidden, the first's count is a small number."""
    ground = GRID.cells
    cells = pd.DataFrame(ground[["cell", "ward_code", "ward_name"]]).assign(count=0.0, status="ok", course="")
    cells["spot"] = pd.array([None] * len(cells), dtype="Int64")
    cells.loc[300, ["count", "course", "spot"]] = [30.0, EMERGING, 1]
    cells.loc[[0, 1, 2], "course"], cells.loc[[0, 1, 2], "spot"] = PERSISTENT, 2
    spots = pd.DataFrame(
        {
            "spot": pd.array([1, 2], dtype="Int64"),
            "course": [EMERGING, PERSISTENT],
            "ward_code": ["E05014070", "E05014053"],
            "ward_name": ["Village", "Abbey & <b>"],
            "cell": cells["cell"][[300, 0]].to_numpy(),
            "since": ["Jun 2026", ""],
            "cells": [1, 3],
            "count": [np.nan if is_hidden else 30.0, 1205.0],
            "hot_windows": [1, 6],
            "z": [np.nan, np.nan] if is_hidden else [1.2, 9.9],
            "p": [np.nan, np.nan] if is_hidden else [0.24, 5e-9],
            "p_change": [np.nan if is_hidden else 0.0004, np.nan],
            "status": ["suppressed" if is_hidden else "ok", "ok"],
            "base": 10 if is_hidden else 1,
        }
    )
    made = Provenance("The feed", "SYNTHETIC feed.csv", "Oct 2025 to Sep 2026", 12, is_synthetic=True)
    cells.loc[5, ["count", "status"]] = [np.nan, "suppressed"] if is_hidden else [0.0, "ok"]
    return HotSpots(cells, spots, tuple("abcdef"), 250, 1235.0, 3.0, made, 10 if is_hidden else 1)


def render(found: HotSpots, **more) -> str:
    shapes = shape_spots(GRID, found.cells, found.spots)
    ground = draw_ground(GEOGRAPHY, height=470, width=500, is_by_ward=False, **more)
    draw_spots(GEOGRAPHY, shapes, found.side, height=470, width=500).add_to(ground)
    return write_page(ground)


def test_a_spot_stands_on_the_ground_of_its_cells():
    found = make_found()
    shapes = shape_spots(GRID, found.cells, found.spots).to_crs(27700)
    assert shapes.area.iloc[0] == pytest.approx(GRID.cells.area[300], rel=1e-4)
    assert shapes.area.iloc[1] == pytest.approx(GRID.cells.area[[0, 1, 2]].sum(), rel=1e-4)
    assert shapely.distance(shapes.geometry.iloc[0], GRID.cells.geometry[300]) == 0


def test_the_map_says_each_spot_in_words_and_asks_for_nothing_from_outside():
    html = render(make_found())
    assert "Hot spot 1: emerging since Jun 2026, Village, 30 events in 1 cell" in html
    assert "Abbey \\u0026amp; \\u0026lt;b\\u0026gt;" in html or "Abbey &amp; &lt;b&gt;" in html
    assert "Persistent (1)" in html and "cells of 250 m" in html
    assert not re.findall(r'(?:src|href)="https?://', html) and "openstreetmap" not in html
    assert "openstreetmap" in render(make_found(), has_streets=True)


def test_no_spot_still_draws_the_wards():
    found = make_found()
    empty = HotSpots(found.cells.assign(spot=pd.NA), found.spots.iloc[:0], *list(vars(found).values())[2:])
    assert "No hot spot" in render(empty) and "Chadwell" in render(empty)


def test_hidden_counts_reach_neither_map_nor_list_nor_table_nor_workbook():
    found = make_found(is_hidden=True)
    told = [
        *word_spot(found.spots.iloc[0].to_dict()),
        draw_spot_list(found.spots, 6),
        *present_spots(found.spots, 6).iloc[0],
    ]
    assert "under 10 events in 1 cell" in told and "30" not in " ".join(told).replace("300", "")
    assert "under 10 events" in render(found) and "about 1,205 events" in render(found)
    assert "beyond chance" in draw_spot_list(found.spots, 6)
    cover = Cover("Title", "Period", "Definition", {}, date(2026, 10, 1), True, (), ())
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(cover, list_sheets(found, found.spots, "Heading"))))
    rows = [[cell.value for cell in row] for row in book["Hot spots"].iter_rows()]
    row = next(row for row in rows if row[1] == EMERGING)
    assert row[6] == "[c]" and row[8:11] == ["[c]"] * 3
    cells = [[cell.value for cell in row] for row in book["Cells"].iter_rows()]
    assert "under 10" in next(row for row in cells if row[0] == found.cells["cell"][5])


def test_the_workbook_has_every_cell_and_is_labelled():
    found = make_found()
    cover = Cover("Title", "Period", "Definition", {}, date(2026, 10, 1), True, (), ())
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(cover, list_sheets(found, found.spots, "Heading"))))
    assert sum(1 for _ in book["Cells"].iter_rows()) > len(GRID.cells)
    assert all("SYNTHETIC" in str(sheet["A1"].value) for sheet in book.worksheets)


def test_the_list_gives_the_chance_of_the_test_that_named_the_course():
    html = draw_spot_list(make_found().spots, 6)
    assert "1 in 2,500" in html and "under 1 in 10,000" in html
    assert re.findall(r'data-ward="(\d)"', html) == ["1", "2"]
    assert "Emerging since Jun 2026" in html and "Persistent, hot in 6 of 6" in html


def test_a_row_lights_its_spot():
    found = make_found()
    shapes = shape_spots(GRID, found.cells, found.spots)
    shown = draw_spots(GEOGRAPHY, shapes, found.side, height=470, width=500, lit="2").shown
    assert shown["lit"] == ["2"] and [spot["properties"]["key"] for spot in shown["spots"]["features"]] == ["1", "2"]
    assert draw_spots(GEOGRAPHY, shapes, found.side, height=470, width=500).shown["lit"] == []


def test_every_course_has_its_own_colour_and_a_shape_that_can_be_told_from_the_ground():
    assert set(COLOURS) == set(COURSES) == set(_SHAPES)
    assert len(set(COLOURS.values())) == len(COURSES)
    for course, colour in COLOURS.items():
        assert colour == PAPER or contrast(colour, PAPER) >= 2.5, course
        assert "stroke=" in draw_mark(course, "3") and ">3<" in draw_mark(course, "3")


@pytest.mark.parametrize(
    ("courses", "words"),
    [
        ([], "Robbery: no place holds more events than chance would gather there."),
        (["new"], "Robbery: one new hot spot, in Ash."),
        (["new", "persistent", "persistent"], "Robbery: one new hot spot, in Ash; two persistent, in Birch and Cedar."),
        (["persistent"] * 5, "Robbery: five persistent hot spots."),
        (["undated"] * 2, "Robbery: two undated hot spots, in Ash and Birch."),
    ],
)
def test_the_finding(courses, words):
    names = ["Ash", "Birch", "Cedar", "Dell", "Elm"][: len(courses)]
    assert word_hot_spots(pd.DataFrame({"course": courses, "ward_name": names}), "Robbery") == words


def test_the_map_as_json_holds_only_what_the_hover_text_says():
    found = make_found()
    shapes = shape_spots(GRID, found.cells, found.spots)
    spots = draw_spots(GEOGRAPHY, shapes, found.side, height=470, width=500).shown["spots"]
    assert set(spots["features"][0]["properties"]) == {"ward_code", "key", "style", "words", "tip"}


def test_the_picture_has_every_spot_with_its_course_and_is_stamped():
    found = make_found()
    shapes = shape_spots(GRID, found.cells, found.spots)
    words = {"title": "A finding", "subtitle": "What was counted", "is_synthetic": True}
    spec = compose_spots(GEOGRAPHY, shapes, **words).to_dict()
    texts = [row.get("text") for row in list_rows(spec)]
    assert {"Emerging, Village", "Persistent, Abbey & <b>", "1", "2"} <= set(texts)
    assert "SYNTHETIC" in " ".join(spec_texts(spec))
    picture = draw_spot_picture(GEOGRAPHY, shapes, source_line="Source: the feed", **words)
    assert png_size(picture).width > 1800
    empty = draw_spot_picture(GEOGRAPHY, shapes.iloc[:0], source_line="Source: the feed", **words)
    assert png_size(empty).width > 1800


def test_a_period_too_short_says_what_to_choose():
    terms = load_catalogue(PATHS.catalogue).hot_spots
    assert "choose 3 months or more" in word_courses(terms, ("Jan 2026",))["undated"]
    assert "too few events" in word_courses(terms, tuple("abcdef"))["undated"]
