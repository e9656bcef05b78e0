"""Small shifts that last as a chart: the sums above and below what is usual, and the limits that call a shift."""

import pandas as pd

from svd.catalogue.wording import word_month
from svd.figures.over_time.small_shifts import SmallShifts
from svd.views.palette import DARK_BLUE, DARK_GREY, INK, TURQUOISE, judgement_colour
from svd.views.theme import dress_chart, type_for, write_title
from svd.views.vega import Channel, Chart, LayerChart, at, choose, column, layer, on_x, on_y

_AXIS = dict(format="%b %Y", labelAngle=0, labelOverlap="greedy", labelSeparation=8, grid=False)
_MONTH = on_x("month:T", title=None, scale=dict(padding=14), axis=_AXIS)
_WAYS = {"up": ("above usual", DARK_BLUE, []), "down": ("below usual", TURQUOISE, [6, 3])}


def draw_shifts(
    shifts: SmallShifts, *, title: str, subtitle: str, is_synthetic: bool, is_large: bool = False, height: int = 320
) -> LayerChart:
    """The sum upwards drawn above zero and the one downwards below it, each with its limit and its name."""
    months = shifts.months.assign(down=-shifts.months["down"], limit_down=-shifts.months["limit_down"])
    room = 1.25 * max(months[["up", "limit_up"]].max().max(), -months[["down", "limit_down"]].min().min())
    scale = dict(domain=[-room, room], nice=False)
    size = type_for(is_large).text

    def up(field: str) -> Channel:
        return on_y(f"{field}:Q", title=None, scale=scale, axis=dict(tickCount=5, format=",.0f"))

    base, last = Chart(months), Chart(months.tail(1))
    layers = [Chart(pd.DataFrame({"zero": [0]})).mark("rule", color=INK).encode(up("zero"))]
    for way, (name, colour, dash) in _WAYS.items():
        layers.append(base.mark("line", color=colour, strokeWidth=3, strokeDash=dash).encode(_MONTH, up(way)))
        limit = last.encode(up(f"limit_{way}"))
        layers.append(limit.mark("rule", color=DARK_GREY, strokeDash=[7, 4], strokeWidth=1.6))
        place = limit.encode(x=at(4), text=at(f"limit: {name}"))
        layers.append(place.mark("text", align="left", dy=-size if way == "up" else size, fontSize=size, color=INK))
    called = months[months["direction"] != 0]
    if len(called):
        rows = called.assign(
            at=called["up"].where(called["direction"] > 0, called["down"]),
            colour=[judgement_colour(each) for each in called["judgement"]],
            words=[f"{row.judgement}, since {word_month(row.since)}" for row in called.itertuples()],
        )
        shape = choose("datum.direction > 0", "triangle-up", "triangle-down")
        tips = [column("month:T", title="Month", format="%b %Y"), column("words:N", title="Shift")]
        points = Chart(rows).mark("point", filled=True, size=140, opacity=1, stroke=INK)
        fill = column("colour:N", scale=None, legend=None)
        layers.append(points.encode(_MONTH, up("at"), shape=shape, tooltip=tips, fill=fill))
    heading = write_title(title, subtitle, is_synthetic=is_synthetic, is_large=is_large)
    chart = layer(*layers).properties(title=heading, width="container", height=height)
    span = f"{word_month(months['month'].iloc[0])} to {word_month(months['month'].iloc[-1])}"
    words = f"{title}. Line chart of two running sums, {span}. {len(called)} months are beyond a limit."
    return dress_chart(chart, description=words, is_large=is_large)
