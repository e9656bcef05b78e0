"""The charts and tables of places: what they say, and that hidden, zero and busy never look alike."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from svd.figures.places.concentration import Concentration
from svd.figures.places.located import Provenance
from svd.figures.places.near_repeat import NearRepeats
from svd.figures.places.week import Week
from svd.views.chart_picture import draw_chart_picture
from svd.views.place_charts import draw_concentration, draw_week
from svd.views.place_tables import present_bands, present_concentration, present_week
from tests.views.pictures import list_rows, png_size, rows_of_layer, spec_texts

MADE = Provenance("The feed", "SYNTHETIC a.csv", "Mar 2026", 1, is_synthetic=True)
LOOK = {"title": "A finding", "subtitle": "Measure, place"}


@pytest.fixture
def found() -> Concentration:
    steps = np.arange(0, 101, 5.0)
    events = np.minimum(100, steps * 3)
    events[1] = np.nan
    curve = pd.DataFrame({"places": steps, "events": events, "chance": steps})
    return Concentration(curve, 200, 10, 30.0, 7.0, 0.5, 0.1, 1e-9, MADE)


@pytest.fixture
def week() -> Week:
    day, block = np.divmod(np.arange(56), 8)
    blocks = pd.DataFrame({"day": day, "hour": block * 3, "count": 10.0, "is_busy": False, "status": "ok"})
    blocks.loc[0, ["count", "status"]] = [np.nan, "suppressed"]
    blocks.loc[1, "count"], blocks.loc[2, ["count", "is_busy"]] = 0, [35, True]
    return Week(blocks, 575.0, 6.0, 0.0, MADE)


def test_a_block_under_its_base_says_so_and_is_not_zero(week):
    shown = replace(week, base=10)
    assert present_week(shown).iloc[0, 1] == "under 10"
    first = list_rows(draw_week(shown, **LOOK).to_dict())[0]
    assert first["words"] == "under 10" and "count" not in first


def test_the_curve_says_both_lines_and_draws_a_hidden_step_nowhere(found):
    spec = draw_concentration(found, **LOOK).to_dict()
    assert {"recorded", "an even spread, by chance"} <= {row.get("label") for row in list_rows(spec)}
    points = [row for row in list_rows(spec) if row.get("line") == "events" and row["places"] == 5]
    assert not points and "SYNTHETIC" in " ".join(spec_texts(spec))
    assert present_concentration(found)["Events in them"].tolist()[:3] == ["0%", "[c]", "30%"]


def test_hidden_zero_and_busy_blocks_have_different_faces(week):
    spec = draw_week(week, **LOOK).to_dict()
    rows = rows_of_layer(spec, spec["layer"][0])
    hidden, zero, busy, plain = rows[:4]
    assert len({each["colour"] for each in (hidden, zero, busy, plain)}) == 4
    assert (hidden["words"], zero["words"], busy["words"], plain["words"]) == ("[c]", "0", "35 *", "10")
    assert "count" not in hidden and "Busy: Monday 06:00 to 08:59: 35" in spec["description"]


def test_tables_say_the_same(week):
    table = present_week(week)
    assert table["Day"].tolist()[0] == "Monday" and table.shape == (7, 9)
    assert table.iloc[0, 1:4].tolist() == ["[c]", "0", "35 *"]
    band = {
        "metres_from": 0,
        "metres_to": 200,
        "days_from": 0,
        "days_to": 8,
        "is_repeat": False,
        "status": "suppressed",
    }
    bands = pd.DataFrame([{**band, "count": np.nan, "expected": np.nan, "ratio": np.nan, "p": np.nan}])
    told = present_bands(NearRepeats(bands, 20.0, 999, MADE)).iloc[0].tolist()
    assert told == ["0 to 199", "0 to 7", "[c]", "[c]", "[c]", "[c]", "no clear sign"]


def test_pictures_are_drawn_without_a_browser(found, week):
    for chart in (draw_concentration(found, **LOOK), draw_week(week, **LOOK)):
        assert png_size(draw_chart_picture(chart, source_line="Source: the feed")).width > 1800


def test_letters_are_large_enough_to_read(found, week):
    for chart in (draw_concentration(found, **LOOK), draw_week(week, **LOOK)):
        spec = json.dumps(chart.to_dict())
        sizes = [float(each.split(",")[0].split("}")[0]) for each in spec.split('ontSize": ')[1:]]
        assert min(sizes) >= 14
