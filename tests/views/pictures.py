"""Builders of what pictures are drawn from: four square wards, their figures, and a monthly series."""

import json
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from svd.catalogue.schema import RESIDENT_BANDS
from svd.geography.wards import Geography
from tests.geography.builders import make_residents, make_small_areas

NAMES = ("Ash", "Birch and Long Elm", "Cedar", "Dogwood")


def make_geography() -> Geography:
    """Four wards, each a square of two kilometres, two by two."""
    corners = [(540_000 + 2_000 * column, 180_000 + 2_000 * row) for row in (0, 1) for column in (0, 1)]
    squares = [shapely.box(x, y, x + 2_000, y + 2_000) for x, y in corners]
    codes = [f"W{number}" for number in range(1, 5)]
    wards = gpd.GeoDataFrame({"ward_code": codes, "ward_name": NAMES}, geometry=squares, crs=27700)
    residents = make_residents({code: [0] * len(RESIDENT_BANDS) for code in codes})
    return Geography(wards, residents, make_small_areas({}, codes), dict(zip(codes, NAMES, strict=True)))


def make_wards(values: list[float | None], statuses: list[str] | None = None, **more: object) -> pd.DataFrame:
    """A result by ward, from the first ward on."""
    size = len(values)
    figures = pd.Series(values, dtype=float)
    table = {
        "ward_code": [f"W{number}" for number in range(1, size + 1)],
        "ward_name": NAMES[:size],
        "count": figures * 10,
        "value": figures,
        "lower": figures * 0.8,
        "upper": figures * 1.25,
        "status": statuses or ["ok"] * size,
        "is_synthetic": False,
    }
    return pd.DataFrame({**table, **more})


def make_series(values: list[float | None], first: str = "2025-01", **more: object) -> pd.DataFrame:
    """A result by month; a value of None is a month for which nothing was received."""
    figures = pd.Series(values, dtype=float)
    table = {
        "month": pd.date_range(first, periods=len(values), freq="MS"),
        "value": figures,
        "lower": figures * 0.5,
        "upper": figures * 2,
        "status": np.where(figures.isna(), "missing", "ok"),
        "is_complete": True,
        "is_synthetic": False,
    }
    return pd.DataFrame({**table, **more})


def list_rows(spec: dict) -> list[dict]:
    """Every row of a chart's specification, a table after the other."""
    layers = [layer for part in spec.get("vconcat", [spec]) for layer in part["layer"]]
    return [row for layer in layers for row in layer["data"].get("values", [])]


def rows_of_layer(spec: dict, layer: dict) -> list[dict]:
    """The rows that a layer draws, which may stand with a layer before it."""
    return next(each["data"]["values"] for each in spec["layer"] if each["data"]["name"] == layer["data"]["name"])


def words_beside(spec: dict) -> dict[str, str]:
    """The words at the right of each row's name, which are the labels of an axis of their own."""
    axes = [layer["encoding"].get("y", {}).get("axis") or {} for layer in spec["layer"]]
    (labels,) = [axis["labelExpr"] for axis in axes if "labelExpr" in axis]
    return json.loads(labels.removeprefix("(").removesuffix(")[datum.value]"))


def spec_texts(spec: object) -> list[str]:
    """Every string of a chart's specification, wherever it stands."""
    if isinstance(spec, str):
        return [spec]
    children = spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else []
    return [text for child in children for text in spec_texts(child)]


def png_size(picture: bytes) -> SimpleNamespace:
    """Width and height in pixels, from the picture's own header."""
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    return SimpleNamespace(width=int.from_bytes(picture[16:20]), height=int.from_bytes(picture[20:24]))
