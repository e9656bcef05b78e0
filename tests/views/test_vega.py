"""Charts written without Altair are the charts that Altair would write, and keep its schema of Vega-Lite."""

import importlib
import inspect
import json
import pkgutil
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
import pytest
from jsonschema import ValidationError

from svd import views
from svd.catalogue import load_catalogue
from svd.figures.over_time.controlled import Controlled
from svd.figures.over_time.small_shifts import find_shifts
from svd.views import vega
from svd.views.shift_chart import draw_shifts
from svd.views.vega import Chart, LayerChart, at, choose, column, layer, list_rows, on_x, on_y, to_x, to_y
from tests.builders import PATHS

TABLE = pd.DataFrame(
    {
        "month": pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"]),
        "value": [1.0, np.nan, 3.5],
        "top": [2, 3, 4],
        "name": ["a", None, "c"],
        "secret": [7, 8, 9],
    }
)
INDICATOR = load_catalogue(PATHS.catalogue).indicators["violence_with_injury"]
FOLLOWS = {"config", "$schema", "datasets"}
"""What Altair adds of itself."""
WRITE = LayerChart.to_dict
"""As a page writes charts: here every chart is checked, see conftest."""


def draw_here() -> LayerChart:
    places = on_x("month:T", title=None, scale={"padding": 14}), on_y("value:Q", axis={"tickCount": 5})
    base = Chart(TABLE).encode(*places)
    band = base.mark("area", opacity=0.2).encode(to_y("top"))
    shape = choose("datum.top > 2", "triangle-up", "circle")
    points = (
        base.filter("datum.top < 4").mark("point", size=60).encode(shape=shape, tooltip=[column("name:N", title="N")])
    )
    spans = Chart(TABLE.head(1)).mark("rule").encode(on_x("month:T"), to_x("month"), y=at(4), text="name:N")
    return layer(band, points, spans).properties(height=200, width="container")


def draw_by_altair() -> dict:
    base = alt.Chart(TABLE).encode(
        alt.X("month:T", title=None, scale=alt.Scale(padding=14)), alt.Y("value:Q", axis=alt.Axis(tickCount=5))
    )
    band = base.mark_area(opacity=0.2).encode(alt.Y2("top:Q"))
    shape = alt.condition("datum.top > 2", alt.value("triangle-up"), alt.value("circle"))
    tips = [alt.Tooltip("name:N", title="N")]
    points = base.transform_filter("datum.top < 4").mark_point(size=60).encode(shape=shape, tooltip=tips)
    spans = alt.Chart(TABLE.head(1)).mark_rule()
    spans = spans.encode(alt.X("month:T"), alt.X2("month:T"), y=alt.YValue(4), text="name:N")
    return alt.layer(band, points, spans).properties(height=200, width="container").to_dict()


def test_a_chart_is_what_altair_would_have_written():
    here, theirs = draw_here().to_dict(), draw_by_altair()
    for mine, other in zip(here["layer"], theirs["layer"], strict=True):
        assert {**mine, "data": None} == {**other, "data": None}
    assert {name: here[name] for name in here if name != "layer"} == {
        name: theirs[name] for name in theirs if name not in {"layer", *FOLLOWS}
    }


def test_its_rows_are_altair_s_without_the_columns_that_are_not_drawn():
    here, theirs = draw_here().to_dict(), draw_by_altair()
    whole = theirs["datasets"][theirs["layer"][0]["data"]["name"]]
    assert here["layer"][0]["data"]["values"] == [
        {name: row[name] for name in ("month", "value", "top", "name")} for row in whole
    ]
    assert "secret" not in json.dumps(here) and "secret" in json.dumps(theirs)


def test_layers_over_one_table_send_its_rows_once():
    data = [each["data"] for each in draw_here().to_dict()["layer"]]
    assert data[1] == {"name": data[0]["name"]} and "values" in data[2]


def test_rows_are_what_json_can_say():
    told = pd.DataFrame(
        {
            "a": [float("inf"), 1.5],
            "b": pd.array([None, 3], dtype="Int64"),
            "c": [np.float64("nan"), np.int64(2)],
            "day": [pd.NaT, pd.Timestamp("2026-05-01")],
        },
    ).astype({"c": object})
    from_table = list_rows(told, ["a", "b", "c", "day"])
    assert from_table == [
        {"a": None, "b": None, "c": None, "day": None},
        {"a": 1.5, "b": 3, "c": 2, "day": "2026-05-01T00:00:00"},
    ]
    assert list_rows(told.to_dict("records"), ["a", "b", "c", "day"]) == from_table
    json.dumps(from_table, allow_nan=False)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """What Altair is asked to check, of which no form is known at first; charts are written as a page writes them."""
    asked, validate = [], alt.LayerChart.validate
    monkeypatch.setattr(vega, "_checked", set())
    monkeypatch.setattr(LayerChart, "to_dict", WRITE)
    monkeypatch.setattr(alt.LayerChart, "validate", lambda spec: asked.append(spec) or validate(spec))
    return asked


def test_altair_checks_a_form_once_and_later_rows_and_words_are_sent_as_they_are(checked):
    for rows, title in ((TABLE, "Steady"), (TABLE.head(2), "A rise"), (TABLE.to_dict("records"), "A fall")):
        drawn = layer(Chart(rows).mark("line").encode(on_x("month:T"), on_y("value:Q"))).properties(title=title)
        assert len(drawn.to_dict()["layer"][0]["data"]["values"]) == len(rows)
    assert [each["title"] for each in checked] == ["Steady"] and checked[0]["layer"][0]["data"]["values"] == []


@pytest.mark.parametrize(
    "other",
    [
        Chart(TABLE).mark("area").encode(on_x("month:T"), on_y("value:Q")),
        Chart(TABLE).mark("line", opacity=1).encode(on_x("month:T"), on_y("value:Q")),
        Chart(TABLE).mark("line").encode(on_x("month:O"), on_y("value:Q")),
        Chart(TABLE).mark("line").encode(on_x("month:T"), on_y("value:Q", axis=None)),
        Chart(TABLE).mark("line").encode(on_x("month:T"), on_y("value:Q"), tooltip=[column("name:N")]),
        Chart(TABLE).filter("datum.top > 2").mark("line").encode(on_x("month:T"), on_y("value:Q")),
    ],
)
def test_altair_checks_every_other_form(checked, other):
    layer(Chart(TABLE).mark("line").encode(on_x("month:T"), on_y("value:Q"))).to_dict()
    layer(other).to_dict()
    assert len(checked) == 2


def test_a_form_that_vega_lite_does_not_know_is_never_sent(checked):
    wrong = layer(Chart(TABLE).mark("point", sise=60).encode(on_x("month:T")))
    for _ in range(2):
        with pytest.raises(ValidationError):
            wrong.to_dict()
    assert len(checked) == 2


def test_a_value_that_vega_lite_does_not_know_is_a_fault_of_its_test():
    right, wrong = (layer(Chart(TABLE).mark("line", interpolate=each)) for each in ("step", "stepp"))
    right.to_dict()
    with pytest.raises(ValidationError):
        wrong.to_dict()


@pytest.mark.parametrize("values", [[58, 62] * 15, [*([58, 62] * 12), *([72] * 12)]])
def test_the_chart_of_small_shifts_keeps_the_schema(values):
    months = pd.date_range("2020-01-01", periods=len(values), freq="MS")
    table = pd.DataFrame({"month": months, "value": values, "share": 1.0, "segment": 0, "alike": 0.0}).astype(
        {"value": float}
    )
    shifts = find_shifts(Controlled(table), INDICATOR, is_hidden=False)
    assert draw_shifts(shifts, title="A rise", subtitle="Sums", is_synthetic=True).to_dict()["layer"]


def test_every_chart_is_drawn_by_a_test_here():
    modules = [importlib.import_module(f"svd.views.{each.name}") for each in pkgutil.iter_modules(views.__path__)]
    drawn = {
        name
        for module in modules
        for name, function in vars(module).items()
        if name.startswith(("draw_", "compose_")) and inspect.isfunction(function)
        if inspect.signature(function).return_annotation is LayerChart
    }
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert len(drawn) >= 15 and [name for name in drawn if f"{name}(" not in tests] == []
