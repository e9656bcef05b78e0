"""A funnel plot: each ward by its size and figure, inside or outside what chance alone would make of its size."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from svd.catalogue.wording import word_number
from svd.figures.between_wards.funnel import P_95, P_998, Funnel
from svd.views.figure_words import decimals_of
from svd.views.palette import DARK_GREY, INK, MUTED, PAPER
from svd.views.theme import dress_chart, type_for, write_title
from svd.views.vega import Channel, Chart, LayerChart, Spec, at, column, layer, on_x, on_y
from svd.views.ward_rows import draw_shapes, find_decimals, find_end, mark_rows, with_figure, word_figure

_LINES = {
    "far": (P_998, "99.8%", {"strokeWidth": 1.8}),
    "near": (P_95, "95%", {"strokeDash": [6, 4], "strokeWidth": 1.4}),
}
_SIDES = [f"{name}_{side}" for name in _LINES for side in ("low", "high")]
_STEPS = 120
EXPLAINED = "Lines: 99.8% limits; dashed: 95% limits. Triangles lie outside; hollow ones between the two."
_WIDTH, _LETTER = 900, 8
"""Pixels the plot is taken to be wide, and a letter of a name, where names must not run into one another."""


def draw_funnel(
    placed: pd.DataFrame,
    funnel: Funnel,
    *,
    centre_name: str,
    size_name: str,
    title: str,
    subtitle: str,
    unit: str,
    is_large: bool = False,
    height: int = 350,
) -> LayerChart:
    """The wards of ``placed`` that can be compared, by denominator and value; those outside carry their names."""
    decimals = find_decimals(placed)
    rows = mark_rows(placed, "funnel", "funnel_judgement")
    rows = [{**row, "words": f"{word_figure(row, decimals)} {row['funnel']}"} for row in rows]
    rows = [row for row in with_figure(with_figure(rows, "value"), "denominator") if row["funnel"] != "not compared"]
    span = _span_sizes(rows)
    sizes = np.linspace(*span, _STEPS)
    curves = _trace_limits(funnel, sizes)
    # The first steps hold no ward: where the limits of a rate soar, they would press all else to the foot.
    top = max(*curves["far_high"][_STEPS // 4 :], find_end(rows, "value")) * 1.06
    scale = dict(domain=[0, top], nice=False)
    axis = dict(tickCount=5, format=f",.{decimals_of([top / 5]) if top < 10 else 0}f", domain=False)
    along = on_x(
        "denominator:Q",
        title=size_name,
        scale=dict(domain=[float(sizes[0]), float(sizes[-1])], nice=False),
        axis=dict(format=",d", tickCount=6, grid=False),
    )
    axes = along, on_y("value:Q", title=None, scale=scale, axis=axis)
    tips = [
        column("ward_name:N", title="Ward"),
        column("words:N", title="Figure"),
        column("denominator:Q", title=size_name, format=",.0f"),
    ]
    points = draw_shapes(Chart(rows), axes, tips, is_large)
    layers = [
        *_draw_limits(curves | {name: np.minimum(curves[name], top) for name in _SIDES}, axes, is_large),
        *_draw_centre(funnel.centre, centre_name, decimals, axes, is_large),
        points,
        *_name_outside(rows, top, height, axes, is_large),
    ]
    is_synthetic = bool(placed["is_synthetic"].any())
    heading = write_title(title, f"{subtitle}\n{EXPLAINED}", is_synthetic=is_synthetic, is_large=is_large)
    chart = layer(*layers).properties(title=heading, width="container", height=height)
    return dress_chart(chart, description=_describe(rows, title, unit, size_name), is_large=is_large)


def _span_sizes(rows: list[Spec]) -> tuple[float, float]:
    """The ends of the axis: a little below the smallest ward and above the largest."""
    sizes = [row["denominator"] for row in rows]
    return min(sizes) * 0.7, max(sizes) * 1.08


def _trace_limits(funnel: Funnel, sizes: np.ndarray) -> dict[str, np.ndarray]:
    curves = {"denominator": sizes}
    for name, (p, _, _) in _LINES.items():
        curves[f"{name}_low"], curves[f"{name}_high"] = funnel.limits(sizes, p)
    return curves


def _draw_limits(curves: dict[str, np.ndarray], axes: tuple[Channel, Channel], is_large: bool) -> Iterator[Chart]:
    along, up = axes
    steps = zip(*(curve.tolist() for curve in curves.values()), strict=True)
    rows = [dict(zip(curves, step, strict=True)) for step in steps]
    for name, (_, words, look) in _LINES.items():
        for side in ("low", "high"):
            height = Channel("y", up.told | {"field": f"{name}_{side}"})
            base = Chart(rows).encode(along, height)
            yield base.mark("line", color=DARK_GREY, **look)
            end = Chart([{**rows[-1], "name": words}]).encode(along, height, text="name:N")
            size = type_for(is_large).text
            yield end.mark("text", align="left", dx=5, color=INK, fontSize=size)


def _draw_centre(value: float, name: str, decimals: int, axes: tuple[Channel, Channel], is_large: bool) -> list[Chart]:
    """The level line of the figure of all wards together, with its name at the left, above the line."""
    up = axes[1]
    words = f"{name} {word_number(value, max(decimals, 1))}"
    row = Chart([{"value": value, "words": words}]).encode(up)
    text = row.encode(x=at(4), text="words:N")
    look = {"align": "left", "baseline": "bottom", "dy": -3, "fontSize": type_for(is_large).text}
    return [row.mark("rule", color=INK, strokeWidth=1.5), text.mark("text", color=MUTED, **look)]


def _name_outside(
    rows: list[Spec], top: float, height: int, axes: tuple[Channel, Channel], is_large: bool
) -> list[Chart]:
    """The names of the wards outside, each on the side of its point where no other name stands."""
    outside = [row for row in rows if row["funnel"] in ("above", "below", "may be above", "may be below")]
    size = type_for(is_large).text
    layers = []
    sides = _choose_sides(outside, _span_sizes(rows), top, height, size)
    for side in sorted(set(sides)):
        named = [row for row, its in zip(outside, sides, strict=True) if its == side]
        base = Chart(named).encode(*axes, text="ward_name:N")
        look = {"align": side, "dx": 9 if side == "left" else -9, "baseline": "middle", "fontSize": size}
        layers.append(base.mark("text", color=PAPER, stroke=PAPER, strokeWidth=4, **look))
        layers.append(base.mark("text", color=INK, **look))
    return layers


def _choose_sides(outside: list[Spec], span: tuple[float, float], top: float, height: int, letter: int) -> list[str]:
    """How each name is aligned: left of its text, which then stands right of the point, unless that is taken."""
    low, high = span
    taken: list[tuple[float, float, float]] = []
    sides = []
    for row in outside:
        x, y = (row["denominator"] - low) / (high - low) * _WIDTH, row["value"] / top * height
        width = len(row["ward_name"]) * letter * 0.6 + 14
        spans = {"left": (x + 6, x + width), "right": (x - width, x - 6)}
        free = [side for side, span in spans.items() if _is_free(span, y, taken, letter) and span[0] >= 0]
        side = next((one for one in free if spans[one][1] <= _WIDTH), "right" if x > _WIDTH / 2 else "left")
        taken.append((*spans[side], y))
        sides.append(side)
    return sides


def _is_free(span: tuple[float, float], y: float, taken: list[tuple[float, float, float]], size: int) -> bool:
    return not any(span[0] < end and start < span[1] and abs(y - other) < size for start, end, other in taken)


def _describe(rows: list[Spec], title: str, unit: str, size_name: str) -> str:
    said = "; ".join(f"{row['ward_name']} {row['words']}" for row in rows)
    return f"{title}. Funnel plot of {unit} against {size_name.lower()}: {said}."
