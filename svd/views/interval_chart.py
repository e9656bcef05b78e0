"""Wards against the whole area: a point and a 95% interval each, with shape, colour and word of the comparison."""

import json

import altair as alt
import pandas as pd

from svd.catalogue.wording import word_number, word_range
from svd.views.figure_words import STATUS_WORDS, decimals_of, is_shown, mark_of
from svd.views.map_classes import round_step
from svd.views.palette import INK, MUTED, PAPER, judgement_colour
from svd.views.theme import dress_chart, type_for, write_title

SHAPES = {
    "higher": ("triangle-up", True),
    "may be higher": ("triangle-up", False),
    "similar": ("circle", True),
    "may be lower": ("triangle-down", False),
    "lower": ("triangle-down", True),
    "not compared": ("diamond", False),
}
"""The shape of each word of ``compared`` and whether it is filled: a hollow one is less certain."""


def draw_intervals(
    compared: pd.DataFrame,
    area_value: float | None,
    *,
    area_name: str,
    title: str,
    subtitle: str,
    unit: str,
    is_large: bool = False,
) -> alt.LayerChart:
    """The wards of ``compared``, one row each, highest first, against a line at the area's value.

    A ward whose figure is not shown keeps its row, at the bottom, with its mark and the reason instead of a point.
    """
    decimals = decimals_of(compared["value"])
    rows = _ready_rows(compared, decimals)
    end = max([*rows[["value", "upper"]].max().dropna(), area_value or 0, 0]) or 1
    row_height = 34 if is_large else 27
    chart = alt.layer(
        *_draw_area_line(area_value, area_name, decimals, is_large),
        *_draw_points(rows, _along(end, decimals), is_large),
        _write_words(rows),
    ).resolve_axis(y="independent")
    is_synthetic = bool(compared["is_synthetic"].any())
    heading = write_title(title, subtitle, is_synthetic=is_synthetic, is_large=is_large)
    sized = chart.properties(title=heading, width="container", height=row_height * (len(rows) + 1))
    return dress_chart(sized, description=_describe(rows, title, unit, area_name), is_large=is_large)


def _ready_rows(compared: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """ward_name, figures (null where not shown), shape, colour, fill and words; a row is a ward, in the order shown."""
    rows = compared[["ward_name", "value", "lower", "upper", "status", "compared", "judgement"]].copy()
    figures = ["value", "lower", "upper"]
    rows[figures] = rows[figures].astype(float)
    has_figure = pd.Series(list(map(is_shown, rows["value"], rows["status"])), index=rows.index, dtype=bool)
    rows.loc[~has_figure, figures] = float("nan")
    rows["shape"] = [SHAPES.get(word, SHAPES["not compared"])[0] for word in rows["compared"]]
    rows["colour"] = [judgement_colour(judgement) for judgement in rows["judgement"]]
    is_filled = [SHAPES.get(word, SHAPES["not compared"])[1] for word in rows["compared"]]
    rows["fill"] = [colour if filled else PAPER for colour, filled in zip(rows["colour"], is_filled, strict=True)]
    rows["words"] = [_words(row, decimals) for row in rows.itertuples()]
    return rows.sort_values(["value", "ward_name"], ascending=[False, True], na_position="last", ignore_index=True)


def _words(row: object, decimals: int) -> str:
    if pd.isna(row.value):
        status = row.status if row.status in STATUS_WORDS and row.status != "incomplete" else "missing"
        return f"{mark_of(status)} {STATUS_WORDS[status]}"
    interval = word_range(row.lower, row.upper, max(decimals, 1), mark="")
    parts = [word_number(row.value, decimals), f"({interval})" if interval else "", mark_of(row.status), row.compared]
    return " ".join(part for part in parts if part)


def _along(end: float, decimals: int) -> alt.X:
    step = round_step(end / 5, is_whole=decimals == 0)
    ticks = [round(number * step, 10) for number in range(int(end / step) + 1)]
    axis = alt.Axis(values=ticks, format=f",.{decimals_of(pd.Series(ticks))}f", domain=False, labelFlush=False)
    return alt.X("value:Q", title=None, scale=alt.Scale(domain=[0, end * 1.03], nice=False), axis=axis)


def _down(rows: pd.DataFrame, axis: alt.Axis | None = None) -> alt.Y:
    # The first, nameless row is where the area's line carries its name.
    return alt.Y("ward_name:N", title=None, sort=None, scale=alt.Scale(domain=["", *rows["ward_name"]]), axis=axis)


def _draw_points(rows: pd.DataFrame, along: alt.X, is_large: bool) -> list[alt.Chart]:
    shown = alt.Chart(rows.dropna(subset="value")).encode(along)
    tips = [alt.Tooltip("ward_name:N", title="Ward"), alt.Tooltip("words:N", title="Figure")]
    colour = alt.Color("colour:N", scale=None)
    lines = shown.mark_rule(strokeWidth=4 if is_large else 3).encode(
        alt.X("lower:Q"), alt.X2("upper:Q"), _down(rows), color=colour
    )
    names = alt.Axis(ticks=False, domain=False, labelLimit=240, labelPadding=12)
    points = shown.mark_point(size=170 if is_large else 110, strokeWidth=2, opacity=1).encode(
        _down(rows, names),
        shape=alt.Shape("shape:N", scale=None),
        stroke=alt.Stroke("colour:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        tooltip=tips,
    )
    return [lines, points]


def _write_words(rows: pd.DataFrame) -> alt.Chart:
    """The words as the labels of a second axis: a chart makes room for its axes, not for text beside its marks."""
    words = json.dumps({"": ""} | dict(zip(rows["ward_name"], rows["words"], strict=True)))
    axis = alt.Axis(orient="right", ticks=False, domain=False, labelLimit=400, labelExpr=f"({words})[datum.value]")
    return alt.Chart(rows).mark_point(opacity=0).encode(_down(rows, axis))


def _draw_area_line(area_value: float | None, area_name: str, decimals: int, is_large: bool) -> list[alt.Chart]:
    if area_value is None or pd.isna(area_value):
        return []
    words = f"{area_name} {word_number(area_value, max(decimals, 1))}"
    line = alt.Chart(pd.DataFrame({"value": [area_value], "words": [words]})).encode(alt.X("value:Q"))
    name = line.mark_text(align="left", dx=6, baseline="top", fontSize=type_for(is_large).text, color=MUTED)
    return [line.mark_rule(color=INK, strokeWidth=1.5), name.encode(y=alt.YValue(4), text="words:N")]


def _describe(rows: pd.DataFrame, title: str, unit: str, area_name: str) -> str:
    said = "; ".join(f"{row.ward_name} {row.words}" for row in rows.itertuples())
    return f"{title}. {unit} by ward with 95% intervals, compared with {area_name}: {said}."
