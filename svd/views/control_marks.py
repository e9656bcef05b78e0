"""The marks of a control chart over a series: mean, limits, and the months that stand out by shape and colour."""

from collections.abc import Callable
from itertools import accumulate

import pandas as pd

from svd.catalogue.wording import word_month, word_number
from svd.figures.over_time.control_charts import CONCERN, IMPROVEMENT, NEUTRAL
from svd.figures.over_time.signal_findings import word_signals
from svd.rows import list_rows
from svd.views.figure_words import is_null
from svd.views.palette import DARK_GREY, DARK_PINK, INK, MUTED, NO_DATA, judgement_colour
from svd.views.theme import type_for
from svd.views.vega import Channel, Chart, at, choose, column, to_x, to_y

_OUTER = {"strokeDash": [7, 4], "strokeWidth": 1.6, "color": DARK_GREY}
_FAINT = {"strokeDash": [2, 4], "strokeWidth": 1, "color": MUTED}
_MEAN = {"strokeWidth": 1.6, "color": DARK_GREY}
_LINES = {("lower", "upper"): _OUTER, ("near_lower", "near_upper"): _FAINT, ("centre",): _MEAN}
"""Each look, and the limits that have it: a layer a look, for layers are what a chart's making takes time for."""
_NAMES = {"upper": ("upper", -1), "centre": ("mean", 0), "lower": ("lower", 1)}
"""The name of a line, and which way its words are moved off it."""
_NAME_ROOM = 0.07
"""Share of the axis a name needs."""
_COLOURS = {IMPROVEMENT: "blue: improvement", CONCERN: "orange: concern", NEUTRAL: "purple: neither good nor bad"}
_HALF = pd.Timedelta(days=15)
LONG = 72
"""Months beyond which marks are drawn smaller, or they would hide the line."""

Up = Callable[[str], Channel]


def draw_control(
    control: pd.DataFrame | None, month: Channel, up: Up, top: float, decimals: int, is_large: bool
) -> tuple[list[Chart], list[Chart]]:
    """What lies under the figures (limits, target) and what over them (months that stand out, names); none of none."""
    if control is None:
        return [], []
    rows = list_rows(control)
    draw_lines = _draw_wave if _is_seasonal(control) else _draw_levels
    under = [*draw_lines(rows, month, up), *_draw_target(rows, month, up, top, decimals, is_large)]
    return under, [*_draw_signals(control, month, up, is_large), *_name_limits(rows, up, top, decimals, is_large)]


def _draw_levels(rows: list[dict], month: Channel, up: Up) -> list[Chart]:
    """A level line for each limit and segment, which ends at a break."""
    spans = _span_segments(rows)
    start, end = Channel("x", month.told | {"field": "start"}), to_x("end")
    layers = []
    for limits, look in _LINES.items():
        levels = [{**span, "level": span[limit]} for limit in limits for span in spans if not is_null(span[limit])]
        if levels:
            layers.append(Chart(levels).mark("rule", **look).encode(start, end, up("level")))
    return layers


def _draw_wave(rows: list[dict], month: Channel, up: Up) -> list[Chart]:
    """A band that follows the season, and ends where a month has no limits.

    Near limits are left out: so many waves could not be told apart.
    """
    stretches = accumulate(int(is_null(row["centre"])) for row in rows)
    told = [{**row, "stretch": f"{row['segment']} {stretch}"} for row, stretch in zip(rows, stretches, strict=True)]
    months = Chart(_with_limits(told)).encode(month, detail="stretch:N")
    band = months.mark("area", color=NO_DATA, opacity=0.8).encode(up("lower"), to_y("upper"))
    looks = {limit: look for limits, look in _LINES.items() for limit in limits}
    lines = [months.mark("line", **looks[limit]).encode(up(limit)) for limit in _NAMES]
    return [band, *lines]


def _draw_target(rows: list[dict], month: Channel, up: Up, top: float, decimals: int, is_large: bool) -> list[Chart]:
    """A line at the target from its first day on, named right of the plot where no other name stands; else none."""
    held = [row for row in rows if not is_null(row.get("target"))]
    if not held:
        return []
    look = {"color": DARK_PINK, "strokeWidth": 2, "strokeDash": [12, 3, 2, 3]}
    line = Chart(held).mark("line", **look).encode(month, up("target"))
    last = held[-1]
    if any(abs(last["target"] - last[limit]) < _NAME_ROOM * top for limit in _NAMES):
        return [line]
    words = f"{last['kind']} {word_number(last['target'], decimals)}"
    named = Chart([{**last, "label": words}]).encode(x=at("width"), y=up("target"), text="label:N")
    size = type_for(is_large).text
    return [line, named.mark("text", color=DARK_PINK, align="left", dx=6, fontWeight=600, fontSize=size)]


def _is_seasonal(control: pd.DataFrame) -> bool:
    return bool(control["share"].nunique() > 1)


def _name_limits(rows: list[dict], up: Up, top: float, decimals: int, is_large: bool) -> list[Chart]:
    """The limits and the mean of the last month with their figures, right of the plot.

    ``top``: the axis's upper end; the mean goes unnamed where its words would touch those of the limits.
    """
    last = _with_limits(rows)[-1:]
    is_close = any(row["upper"] - row["centre"] < _NAME_ROOM * top for row in last)
    names = []
    for limit, (name, down) in _NAMES.items():
        if limit == "centre" and is_close:
            continue
        told = [
            {**row, "label": f"{name} {word_number(row[limit], decimals)}"} for row in last if not is_null(row[limit])
        ]
        if not told:
            continue
        named = Chart(told).encode(x=at("width"), y=up(limit), text="label:N")
        size = type_for(is_large).text
        names.append(named.mark("text", color=INK, align="left", dx=6, dy=down * size / 2, fontSize=size))
    return names


def _draw_signals(control: pd.DataFrame, month: Channel, up: Up, is_large: bool) -> list[Chart]:
    """A triangle over each month that stands out: up or down as it went, in the colour of what that means."""
    called = control[control["signal"] != ""]
    if called.empty:
        return []
    words = word_signals(called)
    rows = called.assign(words=words, colour=[judgement_colour(each) for each in called["judgement"]])
    shape = choose("datum.direction > 0", "triangle-up", "triangle-down")
    tips = [column("month:T", title="Month", format="%b %Y"), column("words:N", title="Signal")]
    base = Chart(rows).encode(month, up("value"), shape=shape, tooltip=tips)
    is_long = len(control) > LONG
    size = (230 if is_large else 150) / (2.5 if is_long else 1)
    filled = base.mark("point", filled=True, size=size, opacity=1, stroke=INK, strokeWidth=0.5 if is_long else 1)
    return [filled.encode(fill=column("colour:N", scale=None, legend=None))]


def explain_control(control: pd.DataFrame, decimals: int) -> str:
    """What the lines are, with the target's level, and what the triangles of this chart mean where there are any."""
    kinds = [words for kind, words in _COLOURS.items() if kind in set(control["judgement"])]
    is_trial = bool(control["is_trial"].iloc[-1])
    lines = f"{_name_lines(control)} (trial)." if is_trial else f"{_name_lines(control)}{_name_near(control)}."
    if "target" in control and control["target"].notna().any():
        last = control[control["target"].notna()].iloc[-1]
        lines += f" Dash-dotted: {last['kind']}, {word_number(last['target'], decimals)}."
    return f"{lines} Triangles: months that stand out ({', '.join(kinds)})." if kinds else lines


def _name_lines(control: pd.DataFrame) -> str:
    if control["lower"].isna().all():
        return "Line: mean; single months are too rough for limits, and totals of seven months are tested"
    return "Band: limits, which follow the season" if _is_seasonal(control) else "Lines: mean and limits"


def _name_near(control: pd.DataFrame) -> str:
    return "" if _is_seasonal(control) or control["near_lower"].isna().all() else "; dotted: near limits"


def describe_control(control: pd.DataFrame, decimals: int) -> str:
    """The limits of the last month and the months that stand out, in words for those who can't see them."""
    if not control["centre"].notna().any():
        return ""
    last = control[control["centre"].notna()].iloc[-1]
    mean, low, high = (word_number(last[name], decimals) for name in ("centre", "lower", "upper"))
    count = int((control["signal"] != "").sum())
    said = "No month stands" if not count else "1 month stands" if count == 1 else f"{count} months stand"
    follow = f", for {word_month(last['month'])}; they follow the season" if _is_seasonal(control) else ""
    limits = "No limits of single months" if pd.isna(last["lower"]) else f"Control limits {low} to {high}"
    return f" {limits}, mean {mean}{follow}. {said} out."


def _with_limits(rows: list[dict]) -> list[dict]:
    return [row for row in rows if not is_null(row["centre"])]


def _span_segments(rows: list[dict]) -> list[dict]:
    """A row a segment that has limits, with the first and last moment its lines cover."""
    first, last = rows[0]["month"], rows[-1]["month"]
    segments: dict[object, list[dict]] = {}
    for row in _with_limits(rows):
        segments.setdefault(row["segment"], []).append(row)
    return [
        {**held[0], "start": max(held[0]["month"] - _HALF, first), "end": min(held[-1]["month"] + _HALF, last)}
        for held in segments.values()
    ]
