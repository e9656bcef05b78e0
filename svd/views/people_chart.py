"""Groups of people as bars from zero with their 95% limits, words beside them, and what they are held against."""

import json
from math import nan

import pandas as pd

from svd.catalogue.wording import word_number, word_range
from svd.measures.result import SUPPRESSED
from svd.rows import list_rows
from svd.views.figure_words import STATUS_WORDS, is_null, is_shown, mark_of
from svd.views.palette import DARK_BLUE, INK, ORANGE, PAPER, SEQUENTIAL
from svd.views.theme import dress_chart, write_title
from svd.views.vega import ROWS_BESIDE, Channel, Chart, LayerChart, Spec, column, layer, on_x, on_y, to_x
from svd.views.ward_rows import find_end, with_figure

_ROW, _LARGE_ROW = 29, 38


def draw_people(
    rows: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    what: str,
    held_against: str,
    sign: str = "%",
    first: int = 0,
    is_large: bool = False,
) -> LayerChart:
    """A bar for each row in its own order: name, value, lower, upper, benchmark, compared, status, is_synthetic.

    ``benchmark`` is drawn as a diamond and named ``held_against``; ``first`` rows, the summary, are darker. A row whose
    figure is not shown keeps its place with its mark and the reason, or with what it is less than (``under``).
    """
    ready = _ready_rows(rows, first, sign)
    shown = with_figure(ready, "value")
    end = max(find_end(ready, "value", "upper", "benchmark"), 0) or 1
    along = on_x("value:Q", title=None, axis=None, scale=dict(domain=[0, end * 1.03], nice=False))
    tips = [column("name:N", title="Group"), column("words:N", title="Figure")]
    names = dict(ticks=False, domain=False, labelLimit=240, labelPadding=8)
    bars = Chart(shown).mark("bar").encode(along, _down(ready, names), color=column("fill:N", scale=None), tooltip=tips)
    limits = Chart(with_figure(shown, "lower")).encode(_down(ready), on_x("lower:Q"), to_x("upper"))
    halo = limits.mark("rule", color=PAPER, strokeWidth=5)
    line = limits.mark("rule", color=INK, strokeWidth=2)
    held = Chart(with_figure(ready, "benchmark")).encode(on_x("benchmark:Q"), _down(ready))
    look = {"shape": "diamond", "size": 170 if is_large else 110, "opacity": 1, "strokeWidth": 1.5}
    marks = held.mark("point", fill=ORANGE, stroke=INK, **look)
    chart = layer(bars, halo, line, marks, _write_words(ready)).properties(resolve=ROWS_BESIDE)
    keys = "Bar: figure; line: 95% limits" + (f"; diamond: {held_against}." if len(held.data) else ".")
    heading = write_title(
        title, f"{subtitle}\n{keys}".strip(), is_synthetic=bool(rows["is_synthetic"].any()), is_large=is_large
    )
    height = (_LARGE_ROW if is_large else _ROW) * max(1, len(ready))
    sized = chart.properties(title=heading, width="container", height=height)
    return dress_chart(sized, description=_describe(ready, title, what, held_against, sign), is_large=is_large)


def _ready_rows(rows: pd.DataFrame, first: int, sign: str) -> list[Spec]:
    """The rows with figures null where not shown, the colour of the bar, and the words beside it."""
    ready = []
    for place, row in enumerate(list_rows(rows)):
        hidden = {} if is_shown(row["value"], row["status"]) else {"value": nan, "lower": nan, "upper": nan}
        row |= {**hidden, "fill": DARK_BLUE if place < first else SEQUENTIAL[2]}
        ready.append({**row, "words": _word(row, sign)})
    return ready


def _word(row: Spec, sign: str) -> str:
    if is_null(row["value"]) and row["status"] == SUPPRESSED and not is_null(row.get("under")):
        return f"{mark_of(row['status'])} under {word_number(row['under'])}"
    if is_null(row["value"]):
        status = row["status"] if row["status"] in STATUS_WORDS and row["status"] != "incomplete" else "not_applicable"
        return f"{mark_of(status)} {STATUS_WORDS[status]}"
    interval = word_range(row["lower"], row["upper"], 1, mark="")
    parts = [
        f"{word_number(row['value'], 1)}{sign}",
        f"({interval})" if interval else "",
        mark_of(row["status"]),
        row["compared"],
    ]
    return " ".join(part for part in parts if part)


def _down(rows: list[Spec], axis: Spec | None = None) -> Channel:
    scale = dict(domain=[row["name"] for row in rows], padding=0.3)
    return on_y("name:N", title=None, sort=None, scale=scale, axis=axis)


def _write_words(rows: list[Spec]) -> Chart:
    """The words as the labels of a second axis: a chart makes room for its axes, not for text beside its marks."""
    words = json.dumps({row["name"]: row["words"] for row in rows})
    axis = dict(orient="right", ticks=False, domain=False, labelLimit=400, labelExpr=f"({words})[datum.value]")
    return Chart(rows).mark("point", opacity=0).encode(_down(rows, axis))


def _describe(rows: list[Spec], title: str, what: str, held_against: str, sign: str) -> str:
    said = []
    for row in rows:
        held = "" if is_null(row["benchmark"]) else f", {held_against} {word_number(row['benchmark'], 1)}{sign}"
        said.append(f"{row['name']} {row['words']}{held}")
    return f"{title}. Bar chart of {what} with 95% limits: {'; '.join(said)}."
