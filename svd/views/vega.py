"""Vega-Lite charts, written as Altair's are and made in a hundredth of its time.

A page waits for its charts, and Altair copies and checks each part whenever it is drawn. Here Altair checks each form
of a layer once in a process; other figures in the same form are sent as they are.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

import altair as alt
import geopandas as gpd
import numpy as np
import pandas as pd
import vl_convert

Spec = dict[str, Any]
Table = pd.DataFrame | Sequence[Mapping[str, Any]]
"""A row is a mark; small tables are quicker as a list of rows."""
ROWS_BESIDE: Spec = {"axis": {"y": "independent"}}
"""For layers that each have an upright axis: names at the left, words at the right."""
_KINDS = {"Q": "quantitative", "N": "nominal", "O": "ordinal", "T": "temporal"}
_DATUM = re.compile(r"datum\.(\w+)")
_checked: set[Hashable] = set()
"""The forms of charts' layers, and of what stands round them, that Altair has found right."""


class Channel(NamedTuple):
    """What a chart takes a place from, and which place that is, such as ``x``."""

    name: str
    told: Spec


def column(name: str, **more: object) -> Spec:
    """A column in a chart, as ``month:T``: T a time, Q a number, N a name, O a name with an order."""
    field_name, _, kind = name.partition(":")
    return {"field": field_name, **({"type": _KINDS[kind]} if kind else {}), **more}


def on_x(name: str, **more: object) -> Channel:
    """The column along the foot of the chart; ``more``: its title, scale and axis."""
    return Channel("x", column(name, **more))


def on_y(name: str, **more: object) -> Channel:
    """The column up the side of the chart."""
    return Channel("y", column(name, **more))


def to_x(name: str) -> Channel:
    """The column where a span along the foot ends."""
    return Channel("x2", {"field": name})


def to_y(name: str) -> Channel:
    """The column where a span up the side ends."""
    return Channel("y2", {"field": name})


def at(place: float | str | list[int] | None) -> Spec:
    """A place or a look that is the same for every row, in pixels where it is a number."""
    return {"value": place}


def choose(test: str, then: object, otherwise: object) -> Spec:
    """One of two looks by what the rows say of themselves, as in ``datum.direction > 0``."""
    return {"condition": {"test": test, "value": then}, "value": otherwise}


@dataclass(frozen=True)
class Chart:
    """Marks, one for each row of ``data`` that passes the ``filters``."""

    data: Table
    look: Spec = field(default_factory=dict)
    encoding: Spec = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    projection: Spec = field(default_factory=dict)

    def mark(self, kind: str, **look: object) -> "Chart":
        """The same rows by marks of a kind, such as ``line``."""
        return replace(self, look={"type": kind, **look})

    def encode(self, *places: Channel, **looks: object) -> "Chart":
        """At ``places`` and with ``looks``: each as ``column`` gives it, or the column's name alone."""
        told = {name: _tell(each) for name, each in [*places, *looks.items()]}
        return replace(self, encoding=self.encoding | told)

    def filter(self, test: str) -> "Chart":
        """Of the rows alone that pass the test, as in ``datum.is_open``."""
        return replace(self, filters=(*self.filters, test))

    def project(self, **projection: object) -> "Chart":
        """Shapes in a projection of their own."""
        return replace(self, projection=projection)

    def find_columns(self) -> set[str]:
        """The columns that are drawn, said on hover or asked for by a test; no other goes out."""
        return {*_find_fields(self.encoding), *(name for test in self.filters for name in _DATUM.findall(test))}

    def write(self, data: Spec) -> Spec:
        """The layer as Vega-Lite has it."""
        layer: Spec = {"data": data, "mark": self.look, "encoding": self.encoding}
        if self.filters:
            layer["transform"] = [{"filter": test} for test in self.filters]
        return layer | ({"projection": self.projection} if self.projection else {})


@dataclass(frozen=True)
class LayerChart:
    """Layers over each other, and what holds for all of them: title, size, configuration, description."""

    layers: Sequence[Chart]
    settings: Spec = field(default_factory=dict)

    @property
    def description(self) -> str:
        """What the chart shows, for those who can't see it."""
        return self.settings.get("description", "")

    def properties(self, **settings: object) -> "LayerChart":
        """The same layers with other settings; one that is None is taken off."""
        told = self.settings | settings
        return replace(self, settings={name: each for name, each in told.items() if each is not None})

    def to_dict(self) -> Spec:
        """The chart as Vega-Lite, of a form that Altair has checked. Layers over a table share its rows, by a name."""
        spec = self._write()
        around = _find_form({name: each for name, each in spec.items() if name != "layer"})
        for each in spec["layer"]:
            form = around, _find_form(each)
            if form not in _checked:
                # Any row will do for the schema, and a map has many.
                alt.LayerChart.validate({**spec, "layer": [{**each, "data": {"values": []}}]})
                _checked.add(form)
        return spec

    def _write(self) -> Spec:
        columns: dict[int, set[str]] = {}
        for each in self.layers:
            columns.setdefault(id(each.data), set()).update(each.find_columns())
        written: dict[int, Spec] = {}
        layers = []
        for each in self.layers:
            key = id(each.data)
            if key not in written:
                name = f"table_{len(written)}"
                layers.append(each.write({"name": name, "values": list_rows(each.data, columns[key])}))
                written[key] = {"name": name}
            else:
                layers.append(each.write(written[key]))
        return {**self.settings, "layer": layers}


def layer(*charts: Chart) -> LayerChart:
    """The charts over each other, the first at the bottom."""
    return LayerChart(charts)


def write_png(spec: Spec, scale: float) -> bytes:
    """The chart as a PNG, written without a browser or a network."""
    return vl_convert.vegalite_to_png(spec, scale=scale)


def list_rows(table: Table, columns: Iterable[str]) -> list[Spec]:
    """The rows with these columns as JSON has them: no value is null, a day its midnight in whatever time zone."""
    if not isinstance(table, pd.DataFrame):
        wanted = set(columns)
        return [{name: _write_value(value) for name, value in row.items() if name in wanted} for row in table]
    names = [name for name in table.columns if name in set(columns)]
    plain = [_list_plain(table[name]) for name in names]
    rows = [dict(zip(names, values, strict=True)) for values in zip(*plain, strict=True)] or [{} for _ in table.index]
    if not isinstance(table, gpd.GeoDataFrame):
        return rows
    shapes = table.geometry.__geo_interface__["features"]
    return [{"type": "Feature", "geometry": shape["geometry"], **row} for shape, row in zip(shapes, rows, strict=True)]


def _find_form(part: object) -> Hashable:
    """The names of all the parts and what is none, without rows, figures and words: what the schema knows them by."""
    if isinstance(part, dict):
        return tuple(
            (name, each if name == "type" else _find_form(each)) for name, each in part.items() if name != "data"
        )
    if isinstance(part, list):
        return tuple(_find_form(each) for each in part if isinstance(each, dict))
    return part is None


def _tell(each: object) -> object:
    if isinstance(each, str):
        return column(each)
    return each.told if isinstance(each, Channel) else each


def _list_plain(column: pd.Series) -> list:
    if column.dtype.kind == "M":
        days = np.datetime_as_string(column.to_numpy("datetime64[s]"), unit="s").tolist()
        return [None if day == "NaT" else day for day in days]
    values = column.tolist()
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iub":
        return values
    return [_write_value(value) for value in values]


def _write_value(value: object) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else None  # neither null nor infinite
    if isinstance(value, date):
        return None if value is pd.NaT else value.isoformat() if isinstance(value, datetime) else f"{value}T00:00:00"
    return value.item() if isinstance(value, np.generic) else None if value is pd.NA else value


def _find_fields(told: object) -> set[str]:
    """The columns that a part of an encoding names, wherever in it they stand."""
    if isinstance(told, str):
        return set(_DATUM.findall(told))
    if isinstance(told, dict):
        own = {told["field"]} if isinstance(told.get("field"), str) else set()
        # The words of an axis are made from its labels, which have a datum of their own.
        return own.union(*(_find_fields(each) for name, each in told.items() if name != "labelExpr"))
    return set().union(*map(_find_fields, told)) if isinstance(told, list) else set()


Draw = Callable[..., LayerChart]
"""Draws figures with a look given by name."""
