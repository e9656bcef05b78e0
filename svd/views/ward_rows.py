"""Wards one under another: what charts with a row a ward share: shapes, colours, words and axes."""

import json

import pandas as pd

from svd.catalogue.wording import word_number, word_range
from svd.views.figure_words import STATUS_WORDS, decimals_of, is_shown, mark_of
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


def mark_rows(wards: pd.DataFrame, words: str, judgement: str = "leaning") -> pd.DataFrame:
    """``wards`` with shape, colour and fill by the columns of the comparison's ``words`` and ``judgement``.

    Figures of wards that are not shown are null, whatever stood there.
    """
    figures = [name for name in ("value", "lower", "upper", "lower_998", "upper_998") if name in wards]
    rows = wards.astype(dict.fromkeys(figures, float))
    has_figure = pd.Series(list(map(is_shown, rows["value"], rows["status"])), index=rows.index, dtype=bool)
    rows.loc[~has_figure, figures] = float("nan")
    looks = [SHAPES.get(word, SHAPES["not compared"]) for word in rows[words]]
    rows["shape"] = [shape for shape, _ in looks]
    rows["colour"] = [judgement_colour(each) for each in rows[judgement if judgement in rows else "judgement"]]
    fills = zip(rows["colour"], looks, strict=True)
    rows["fill"] = [colour if is_filled else PAPER for colour, (_, is_filled) in fills]
    return rows


def word_figure(row: object, decimals: int) -> str:
    """A ward's figure with its 95% interval and its mark; the mark and the reason where there is none."""
    if pd.isna(row.value):
        status = row.status if row.status in STATUS_WORDS and row.status != "incomplete" else "missing"
        return f"{mark_of(status)} {STATUS_WORDS[status]}"
    interval = word_range(row.lower, row.upper, max(decimals, 1), mark="")
    parts = [word_number(row.value, decimals), f"({interval})" if interval else "", mark_of(row.status)]
    return " ".join(part for part in parts if part)


def find_decimals(wards: pd.DataFrame) -> int:
    """How many decimals the wards' figures need."""
    return decimals_of(wards["value"])


def down(rows: pd.DataFrame, axis: Spec | None = None) -> Channel:
    """The wards in the order of ``rows``, below a nameless first row where a line carries its name."""
    return on_y("ward_name:N", title=None, sort=None, scale=dict(domain=["", *rows["ward_name"]]), axis=axis)


def draw_shapes(base: Chart, place: tuple, tips: list[Spec], is_large: bool) -> Chart:
    """A point a row in its shape, colour and fill."""
    return base.mark("point", size=170 if is_large else 110, strokeWidth=2, opacity=1).encode(
        *place,
        shape=column("shape:N", scale=None),
        stroke=column("colour:N", scale=None),
        fill=column("fill:N", scale=None),
        tooltip=tips,
    )


def write_words(rows: pd.DataFrame) -> Chart:
    """The words as the labels of a second axis: a chart makes room for its axes, not for text beside its marks."""
    words = json.dumps({"": ""} | dict(zip(rows["ward_name"], rows["words"], strict=True)))
    axis = dict(orient="right", ticks=False, domain=False, labelLimit=400, labelExpr=f"({words})[datum.value]")
    return Chart(rows).mark("point", opacity=0).encode(down(rows, axis))
