"""Rare events as the months between them: an upright line for each gap, the open one hollow, and its limit."""

import pandas as pd

from svd.catalogue.wording import word_count_of, word_month, word_number
from svd.figures.over_time.rare_findings import word_spell_signals
from svd.rows import list_rows
from svd.views.figure_words import decimals_of, is_null
from svd.views.palette import DARK_BLUE, DARK_GREY, INK, PAPER, judgement_colour
from svd.views.theme import dress_chart, type_for, write_title
from svd.views.vega import Channel, Chart, LayerChart, Spec, at, choose, column, layer, on_x, on_y
from svd.views.ward_rows import find_end, with_figure

_LINES = {
    "upper": ("limit", {"strokeDash": [7, 4], "strokeWidth": 1.6, "color": DARK_GREY}),
    "centre": ("middle", {"strokeWidth": 1.6, "color": DARK_GREY}),
}


def draw_spells(
    spells: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    is_synthetic: bool,
    is_trial: bool = False,
    is_large: bool = False,
    height: int = 320,
) -> LayerChart:
    """The spells of ``BetweenEvents``, one at least, each drawn where it ended, as long as it was, from zero."""
    drawn = _name_spells(spells)
    axes = _Axes(drawn)
    layers = [
        *_draw_limits(drawn, axes, is_large),
        *_draw_spells(drawn, axes, is_large),
        *_draw_called(drawn, axes, is_large),
        _name_last(drawn, axes, is_large),
    ]
    lines = f" Lines: limit and middle{' (trial)' if is_trial else ''}." if with_figure(drawn, "upper") else ""
    subtitle = "\n".join(filter(None, [subtitle, f"Each gap stands at its end; hollow: still open.{lines}"]))
    heading = write_title(title, subtitle, is_synthetic=is_synthetic, is_large=is_large)
    chart = layer(*layers).properties(title=heading, width="container", height=height)
    return dress_chart(chart, description=describe_spells(drawn, title), is_large=is_large)


def describe_spells(spells: list[Spec], title: str) -> str:
    """The gaps in words: how many, the longest, the open one, and the limit."""
    closed, last = [spell for spell in spells if not spell["is_open"]], spells[-1]
    told = f"{title}. Chart of {word_count_of(len(closed), 'gap', 'gaps')} between months with an event."
    if closed:
        longest = max(closed, key=lambda spell: spell["months"])
        told += f" Longest: {_word_months(longest['months'])} without one, up to {word_month(longest['until'])}."
    if not is_null(last["upper"]):
        told += f" Limit {word_number(last['upper'])}."
    return f"{told} Open since {word_month(last['since'])}: {_word_months(last['months'])}."


def _word_months(months: float) -> str:
    return word_count_of(months, "month", "months")


def _name_spells(spells: pd.DataFrame) -> list[Spec]:
    """The spells whose length is known, with the words of their hover text."""
    signals = word_spell_signals(spells)
    named = [
        {
            **spell,
            "span": f"{word_month(spell['since'])} to {word_month(spell['until'])}",
            "words": f"{_word_months(spell['months'])} without one{' so far' if spell['is_open'] else ''}",
            "signal_words": signal,
        }
        for spell, signal in zip(list_rows(spells), signals, strict=True)
    ]
    return with_figure(named, "months")


class _Axes:
    """The two axes every layer shares: the months of the gaps' ends, and their lengths from zero."""

    def __init__(self, spells: list[Spec]) -> None:
        top = max(find_end(spells, "months", "upper"), 1) * 1.15
        scale = dict(domain=[0, top], nice=False)
        self._up = {"title": None, "scale": scale, "axis": dict(tickCount=5, format=",.0f", tickMinStep=1)}
        ends = [f"{month:%Y-%m-%d}" for month in (spells[0]["since"], spells[-1]["until"])]
        self.until = on_x(
            "until:T",
            title=None,
            scale=dict(domain=ends, padding=14),
            axis=dict(format="%b %Y", labelAngle=0, labelOverlap="greedy", labelSeparation=8, grid=False),
        )

    def up(self, field: str) -> Channel:
        return on_y(f"{field}:Q", **self._up)


def _draw_limits(spells: list[Spec], axes: _Axes, is_large: bool) -> list[Chart]:
    """A level line for the limit and the middle of the last segment, named at the right."""
    last, size = spells[-1], type_for(is_large).text
    layers = []
    for field, (name, look) in _LINES.items():
        if not is_null(last[field]):
            words = f"{name} {word_number(last[field], decimals_of([last[field]]))}"
            line = Chart([{**last, "label": words}]).encode(axes.up(field))
            named = line.encode(x=at("width"), text="label:N")
            layers += [line.mark("rule", **look), named.mark("text", color=INK, align="left", dx=6, fontSize=size)]
    return layers


def _draw_spells(spells: list[Spec], axes: _Axes, is_large: bool) -> list[Chart]:
    base = Chart(spells).encode(axes.until, axes.up("months"))
    names = {"span": "Gap", "words": "Length", "signal_words": "Signal"}
    points = base.encode(tooltip=[column(f"{field}:N", title=name) for field, name in names.items()])
    size = 130 if is_large else 80
    closed, opened = points.filter("!datum.is_open"), points.filter("datum.is_open")
    return [
        base.mark("rule", color=DARK_BLUE, strokeWidth=4 if is_large else 3).encode(y2={"datum": 0}),
        closed.mark("point", color=DARK_BLUE, fill=DARK_BLUE, size=size, opacity=1),
        opened.mark("point", color=DARK_BLUE, fill=PAPER, size=size * 1.3, strokeWidth=2, opacity=1),
    ]


def _draw_called(spells: list[Spec], axes: _Axes, is_large: bool) -> list[Chart]:
    """A triangle over each gap that stands out: up where longer, down where shorter, in the colour of its meaning."""
    rows = [{**spell, "colour": judgement_colour(spell["judgement"])} for spell in spells if spell["signal"]]
    if not rows:
        return []
    shape = choose("datum.direction > 0", "triangle-up", "triangle-down")
    base = Chart(rows).encode(axes.until, axes.up("months"), shape=shape)
    filled = base.mark("point", filled=True, size=230 if is_large else 150, opacity=1, stroke=INK, strokeWidth=1)
    return [filled.encode(fill=column("colour:N", scale=None, legend=None))]


def _name_last(spells: list[Spec], axes: _Axes, is_large: bool) -> Chart:
    """The months of the last gap above its point."""
    last = spells[-1]
    label = Chart([{**last, "label": word_number(last["months"])}]).encode(
        axes.until, axes.up("months"), text="label:N"
    )
    return label.mark("text", fontSize=type_for(is_large).title, fontWeight=600, color=DARK_BLUE, dy=-18)
