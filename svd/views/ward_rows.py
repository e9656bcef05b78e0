"""Wards one under another: what charts with a row a ward share: shapes, colours, words and axes."""

import json
from math import nan

import pandas as pd

from svd.catalogue.wording import word_number, word_range
from svd.rows import list_rows
from svd.views.figure_words import STATUS_WORDS, decimals_of, is_null, is_shown, mark_of
from svd.views.palette import PAPER, judgement_colour
from svd.views.vega import Channel, Chart, Spec, column, on_y

SHAPES = {
    "higher": ("triangle-up", True),
    "above": ("triangle-up", True),
    "may be higher": ("triangle-up", False),
    "may be above": ("triangle-up", False),
    "similar": ("circle", True),
    "inside": ("circle", True),
    "may be lower": ("triangle-down", False),
    "may be below": ("triangle-down", False),
    "lower": ("triangle-down", True),
    "below": ("triangle-down", True),
    "not compared": ("diamond", False),
}
"""The shape of each word of a comparison and whether it is filled: a hollow one is less certain."""

NAMES = dict(ticks=False, domain=False, labelLimit=240, labelPadding=12)
"""The axis that names the wards."""
_FIGURES = ("value", "lower", "upper", "lower_998", "upper_998")


def mark_rows(wards: pd.DataFrame, words: str, judgement: str = "leaning") -> list[Spec]:
    """``wards``, each with shape, colour and fill by the columns of the comparison's ``words`` and ``judgement``.

    Figures of wards that are not shown are null, whatever stood there.
    """
    judgement = judgement if judgement in wards else "judgement"
    return [_mark_row(row, words, judgement) for row in list_rows(wards)]


def _mark_row(row: Spec, words: str, judgement: str) -> Spec:
    if not is_shown(row["value"], row["status"]):
        row |= {name: nan for name in _FIGURES if name in row}
    shape, is_filled = SHAPES.get(row[words], SHAPES["not compared"])
    colour = judgement_colour(row[judgement])
    return {**row, "shape": shape, "colour": colour, "fill": colour if is_filled else PAPER}


def with_figure(rows: list[Spec], name: str) -> list[Spec]:
    """The rows with a figure of this name."""
    return [row for row in rows if not is_null(row[name])]


def find_end(rows: list[Spec], *names: str) -> float:
    """The largest figure of these names, or zero."""
    return max((row[name] for row in rows for name in names if name in row and not is_null(row[name])), default=0)


def word_figure(row: Spec, decimals: int) -> str:
    """A ward's figure with its 95% interval and its mark; the mark and the reason where there is none."""
    if is_null(row["value"]):
        status = row["status"] if row["status"] in STATUS_WORDS and row["status"] != "incomplete" else "missing"
        return f"{mark_of(status)} {STATUS_WORDS[status]}"
    interval = word_range(row["lower"], row["upper"], max(decimals, 1), mark="")
    parts = [word_number(row["value"], decimals), f"({interval})" if interval else "", mark_of(row["status"])]
    return " ".join(part for part in parts if part)


def find_decimals(wards: pd.DataFrame) -> int:
    """How many decimals the wards' figures need."""
    return decimals_of(wards["value"])


def down(rows: list[Spec], axis: Spec | None = None) -> Channel:
    """The wards in the order of ``rows``, below a nameless first row where a line carries its name."""
    scale = {"domain": ["", *(row["ward_name"] for row in rows)]}
    return on_y("ward_name:N", title=None, sort=None, scale=scale, axis=axis)


def draw_shapes(base: Chart, place: tuple, tips: list[Spec], is_large: bool) -> Chart:
    """A point a row in its shape, colour and fill."""
    return base.mark("point", size=170 if is_large else 110, strokeWidth=2, opacity=1).encode(
        *place,
        shape=column("shape:N", scale=None),
        stroke=column("colour:N", scale=None),
        fill=column("fill:N", scale=None),
        tooltip=tips,
    )


def write_words(rows: list[Spec]) -> Chart:
    """The words as the labels of a second axis: a chart makes room for its axes, not for text beside its marks."""
    words = json.dumps({"": ""} | {row["ward_name"]: row["words"] for row in rows})
    axis = dict(orient="right", ticks=False, domain=False, labelLimit=400, labelExpr=f"({words})[datum.value]")
    return Chart(rows).mark("point", opacity=0).encode(down(rows, axis))
