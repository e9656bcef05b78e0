"""Every chart that a test draws is held against Altair's schema of Vega-Lite; a page has each form checked once."""

import json

import altair as alt
import pytest
from jsonschema import Draft7Validator

from svd.views.vega import LayerChart

_SCHEMA = Draft7Validator(alt.load_schema() | {"$ref": "#/definitions/TopLevelLayerSpec"})
_write = LayerChart.to_dict


def write_checked(chart: LayerChart) -> dict:
    """The chart's specification; a fault of the test where Vega-Lite does not know a part of it."""
    spec = _write(chart)
    # Any row will do for the schema, and a map has many.
    bare = [{**layer, "data": {**layer["data"], "values": []}} for layer in spec["layer"]]
    _SCHEMA.validate({**spec, "layer": bare})
    json.dumps(spec, allow_nan=False)
    return spec


@pytest.fixture(autouse=True)
def _hold_charts_against_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LayerChart, "to_dict", write_checked)
