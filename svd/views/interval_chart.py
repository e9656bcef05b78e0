"""Wards against the whole area: a point with its 95% and 99.8% limits each, and shape, colour and word of the test."""

import pandas as pd

from svd.catalogue.wording import word_number
from svd.figures.between_wards.compare import NOT_COMPARED
from svd.views.figure_words import decimals_of, is_null
from svd.views.map_classes import round_step
from svd.views.palette import INK, MUTED
from svd.views.theme import dress_chart, type_for, write_title
from svd.views.vega import ROWS_BESIDE, Channel, Chart, LayerChart, Spec, at, column, layer, on_x, to_x
from svd.views.ward_rows import (
    NAMES,
    down,
    draw_shapes,
    find_decimals,
    find_end,
    mark_rows,
    with_figure,
    word_figure,
    write_words,
)

_LIMITS = ("value", "lower", "upper", "lower_998", "upper_998")
_COLUMNS = ("ward_name", *_LIMITS, "status", "compared", "judgement", "leaning")
_LINES = "Thick line: 95% limits; thin line: 99.8%."
_ONE_LINE = "Line: 95% limits."
_SHAPES = "Filled: differs; hollow: may differ; disc: similar."


def draw_intervals(
    compared: pd.DataFrame,
    area_value: float | None,
    *,
    area_name: str,
    title: str,
    subtitle: str,
    unit: str,
    is_large: bool = False,
) -> LayerChart:
    """The wards of ``compared``, one row each, highest first, against a line at the area's value.

    Where no ward is held against the area, the words of the test are left out. A ward whose figure is not shown keeps
    its row, at the bottom, with its mark and the reason instead of a point.
    """
    decimals = find_decimals(compared)
    rows = mark_rows(compared[[name for name in _COLUMNS if name in compared]], "compared")
    is_tested = any(row["compared"] != NOT_COMPARED for row in rows)
    rows = [{**row, "words": f"{word_figure(row, decimals)}{_name_test(row) if is_tested else ''}"} for row in rows]
    rows.sort(key=_order)
    end = max(find_end(rows, "value", "upper", "upper_998"), area_value or 0, 0) or 1
    chart = layer(
        *_draw_area_line(area_value, area_name, decimals, is_large),
        *_draw_points(rows, _along(end, decimals), is_large),
        write_words(rows),
    ).properties(resolve=ROWS_BESIDE)
    is_synthetic = bool(compared["is_synthetic"].any())
    lines = _LINES if "lower_998" in compared and with_figure(rows, "lower_998") else _ONE_LINE
    heading = write_title(
        title, f"{subtitle}\n{lines}{f' {_SHAPES}' if is_tested else ''}", is_synthetic=is_synthetic, is_large=is_large
    )
    height = (34 if is_large else 24) * (len(rows) + 1)
    sized = chart.properties(title=heading, width="container", height=height)
    return dress_chart(sized, description=_describe(rows, title, unit, area_name), is_large=is_large)


def _order(row: Spec) -> tuple[bool, float, str]:
    """Highest first, and those without a figure last, by their names."""
    has_none = is_null(row["value"])
    return has_none, 0 if has_none else -row["value"], row["ward_name"]


def _name_test(row: Spec) -> str:
    return "" if is_null(row["value"]) else f" {row['compared']}"


def _along(end: float, decimals: int) -> Channel:
    step = round_step(end / 5, is_whole=decimals == 0)
    ticks = [round(number * step, 10) for number in range(int(end / step) + 1)]
    axis = dict(values=ticks, format=f",.{decimals_of(ticks)}f", domain=False, labelFlush=False)
    return on_x("value:Q", title=None, scale=dict(domain=[0, end * 1.03], nice=False), axis=axis)


def _draw_points(rows: list[Spec], along: Channel, is_large: bool) -> list[Chart]:
    shown = Chart(with_figure(rows, "value")).encode(along)
    colour = column("colour:N", scale=None)
    thick = 4 if is_large else 3
    lines = [
        shown.mark("rule", strokeWidth=width).encode(on_x(f"{low}:Q"), to_x(high), down(rows), color=colour)
        for low, high, width in (("lower_998", "upper_998", 1), ("lower", "upper", thick))
        if rows and low in rows[0]
    ]
    tips = [column("ward_name:N", title="Ward"), column("words:N", title="Figure")]
    return [*lines, draw_shapes(shown, (down(rows, NAMES),), tips, is_large)]


def _draw_area_line(area_value: float | None, area_name: str, decimals: int, is_large: bool) -> list[Chart]:
    if is_null(area_value):
        return []
    words = f"{area_name} {word_number(area_value, max(decimals, 1))}"
    line = Chart([{"value": area_value, "words": words}]).encode(on_x("value:Q"))
    name = line.mark("text", align="left", dx=6, baseline="top", fontSize=type_for(is_large).text, color=MUTED)
    return [line.mark("rule", color=INK, strokeWidth=1.5), name.encode(y=at(4), text="words:N")]


def _describe(rows: list[Spec], title: str, unit: str, area_name: str) -> str:
    said = "; ".join(f"{row['ward_name']} {row['words']}" for row in rows)
    return f"{title}. {unit} by ward with 95% intervals, compared with {area_name}: {said}."
