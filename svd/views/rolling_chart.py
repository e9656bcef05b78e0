"""A small line of the twelve months to each month, cut where a break lies between them; from zero, without limits."""

from collections.abc import Sequence
from textwrap import wrap

import pandas as pd

from svd.catalogue.declarations import Break
from svd.catalogue.wording import word_month, word_number
from svd.views.figure_words import decimals_of
from svd.views.palette import DARK_BLUE, INK, MUTED, PAPER
from svd.views.theme import SYNTHETIC_WORDS, dress_chart, type_for
from svd.views.vega import Chart, LayerChart, column, layer, on_x, on_y

_NARROW = 40
"""Letters of a line that fit where the chart stands, beside the large one."""


def draw_rolling(
    years: pd.DataFrame, *, unit: str, breaks: Sequence[Break], is_synthetic: bool, height: int = 130
) -> LayerChart:
    """The rows of ``sum_years``, one with a value at least; the last value is named and breaks are dashed."""
    decimals = decimals_of(years["value"])
    run = years["value"].isna().cumsum()
    shown = years.assign(run=run, words=[word_number(value, decimals) for value in years["value"]])
    shown = shown[shown["value"].notna()]
    top = shown["value"].max() * 1.3 or 1
    month = on_x(
        "month:T",
        title=None,
        scale=dict(domain=[str(years["month"].min()), str(years["month"].max())], padding=10),
        axis=dict(format="%Y", tickCount="year", labelOverlap="greedy", grid=False),
    )
    up = on_y(
        "value:Q",
        title=None,
        scale=dict(domain=[0, top], nice=False),
        axis=dict(tickCount=3, format=f",.{decimals}f", **({} if decimals else {"tickMinStep": 1})),
    )
    tips = [column("month:T", title="To", format="%b %Y"), column("words:N", title="Twelve months")]
    base = Chart(shown).encode(month, up, detail="run:N")
    days = [pd.Timestamp(event.date) for event in breaks]
    inside = [day for day in days if years["month"].min() < day <= years["month"].max()]
    cuts = Chart(pd.DataFrame({"month": inside})).mark("rule", color=INK, strokeDash=[5, 3]).encode(month)
    label = Chart(shown.tail(1)).encode(month, up, text="words:N")
    look = {"fontSize": type_for(False).subtitle, "fontWeight": 600, "align": "right", "dy": -12}
    layers = [
        *([cuts] if inside else []),
        base.mark("line", color=DARK_BLUE, strokeWidth=2),
        base.mark("point", opacity=0, size=60).encode(tooltip=tips),
        label.mark("text", color=PAPER, stroke=PAPER, strokeWidth=4, **look),
        label.mark("text", color=DARK_BLUE, **look),
    ]
    first, last = shown.iloc[0], shown.iloc[-1]
    words = (
        f"Line chart of the twelve months to each month, {unit}. To {word_month(first['month'])}: {first['words']}; "
        f"to {word_month(last['month'])}: {last['words']}."
    )
    flag = wrap(SYNTHETIC_WORDS, _NARROW) if is_synthetic else []
    look = {"fontSize": type_for(False).text, "fontWeight": "normal", "color": MUTED}
    heading = {"text": [*flag, "Neighbours share eleven months: no limits."], "lineHeight": 18, **look}
    chart = layer(*layers).properties(title=heading, width="container", height=height)
    return dress_chart(chart, description=words)
