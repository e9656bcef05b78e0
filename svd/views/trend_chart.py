"""A monthly series with its intervals: gaps stay gaps, unfinished months are hollow, breaks are marked and named."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from svd.catalogue.declarations import Break, Frequency
from svd.catalogue.wording import word_number
from svd.views.break_marks import draw_breaks, find_headroom, place_names
from svd.views.control_marks import LONG, describe_control, draw_control, explain_control
from svd.views.figure_words import decimals_of
from svd.views.month_series import (
    HOLLOW,
    PROVISIONAL,
    SOLID,
    Gap,
    Month,
    explain_marks,
    find_gaps,
    list_months,
    word_earlier_years,
)
from svd.views.palette import DARK_BLUE, INK, MUTED, NO_DATA, PAPER
from svd.views.theme import dress_chart, type_for, write_title
from svd.views.vega import Channel, Chart, LayerChart, at, column, layer, on_x, on_y, to_x, to_y

_MONTH = on_x(
    "month:T",
    title=None,
    scale=dict(padding=14),
    axis=dict(format="%b %Y", labelAngle=0, labelOverlap="greedy", labelSeparation=8, grid=False),
)


def draw_trend(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    unit: str,
    frequency: Frequency = "month",
    breaks: Sequence[Break] = (),
    is_large: bool = False,
    height: int = 320,
    top: float = 0,
    control: pd.DataFrame | None = None,
    is_narrow: bool = False,
) -> LayerChart:
    """The series of ``table``'s value, a row a month or period and one at least, from zero, with the last figure named.

    ``top``: a figure the axis reaches at least, so that charts side by side can share their scale. ``control``: the
    limits and signals of the months, drawn in place of each figure's own interval, which answers another question.
    ``is_narrow``: the chart has a third of a page.
    """
    if control is not None:
        table = table.assign(lower=float("nan"), upper=float("nan"))
        top = max(top, *(control[name].max() for name in ("upper", "target") if name in control))
    decimals = decimals_of(table["value"])
    assert len(table), "an empty series is said in words, not drawn"
    first, last = pd.Timestamp(table["month"].min()), pd.Timestamp(table["month"].max())
    breaks = [each for each in breaks if first < pd.Timestamp(each.date) <= last + pd.offsets.MonthEnd(1)]
    months = list_months(table, breaks, decimals, frequency)
    placed = place_names(breaks, first, last)
    axes = _Axes(months, decimals, headroom=find_headroom(placed), top=top)
    under, over = draw_control(control, _MONTH, axes.up, axes.top, decimals, is_large)
    layers = [
        *_draw_gaps(find_gaps(months, frequency), is_large),
        *draw_breaks(placed, _MONTH, is_large),
        *_draw_intervals(months, axes),
        *under,
        *_draw_figures(months, axes, decimals, is_large),
        *over,
        *_name_last(months, axes, decimals, is_large),
    ]
    lines = "" if control is None else explain_control(control, decimals)
    explained = " ".join(filter(None, [lines, explain_marks(months)]))
    subtitle = "\n".join(filter(None, [subtitle, explained]))
    is_synthetic = bool(table["is_synthetic"].any())
    heading = write_title(title, subtitle, is_synthetic=is_synthetic, is_large=is_large, is_narrow=is_narrow)
    chart = layer(*layers).properties(title=heading, width="container", height=height)
    words = describe_trend(months, title, f"{unit} by {frequency}", decimals)
    words += "" if control is None else describe_control(control, decimals)
    return dress_chart(chart, description=words, is_large=is_large)


def describe_trend(months: list[Month], title: str, what: str, decimals: int) -> str:
    """The series in words: its title, span, first and last whole figure, highest, lowest and how many are not shown."""
    opening = f"{title}. Line chart of {what}, {months[0].month_words} to {months[-1].month_words}."
    whole = [month for month in months if month.look == SOLID]
    if not whole:
        return f"{opening} No figure is whole."
    told = {"First": whole[0], "last whole one": whole[-1]}
    told |= {"highest": max(whole, key=_value_of), "lowest": min(whole, key=_value_of)}
    figures = [f"{word} {word_number(one.value, decimals)} in {one.month_words}" for word, one in told.items()]
    empty = Counter(month.status for month in months if not month.look)
    gaps = [f" {count} {'is' if count == 1 else 'are'} {status}." for status, count in empty.most_common()]
    return f"{opening} {'; '.join(figures)}.{''.join(gaps)}"


def _value_of(month: Month) -> float:
    return month.value


class _Axes:
    """The two axes every layer shares; the upright one starts at zero and leaves room for the names of breaks."""

    def __init__(self, months: list[Month], decimals: int, headroom: float, top: float) -> None:
        tallest = max([top, *(figure for month in months for figure in (month.value, month.upper) if figure == figure)])
        self.top = tallest * headroom if tallest > 0 else 1
        self.scale = dict(domain=[0, self.top], nice=False)
        self.axis = dict(tickCount=5, format=f",.{decimals}f", **({} if decimals else {"tickMinStep": 1}))

    def up(self, field: str) -> Channel:
        return on_y(f"{field}:Q", title=None, scale=self.scale, axis=self.axis)


def _draw_intervals(months: list[Month], axes: _Axes) -> list[Chart]:
    """A band along each stretch; a stretch of one month gets an upright line, for a band over it has no width."""
    rows = [month._asdict() for month in months if month.lower == month.lower and month.upper == month.upper]
    sizes = Counter(row["run"] for row in rows)
    stretches, alone = ([row for row in rows if (sizes[row["run"]] == 1) == is_alone] for is_alone in (False, True))
    place = (_MONTH, axes.up("lower"), to_y("upper"))
    layers = []
    if stretches:
        band = Chart(stretches).mark("area", color=DARK_BLUE, opacity=0.16)
        layers.append(band.encode(*place, detail="run:N"))
    if alone:
        line = Chart(alone).mark("rule", color=DARK_BLUE, opacity=0.35, strokeWidth=4)
        layers.append(line.encode(*place))
    return layers


def _draw_figures(months: list[Month], axes: _Axes, decimals: int, is_large: bool) -> list[Chart]:
    """The line along each stretch and a point for each month: filled when whole, hollow when not or provisional."""
    earlier = zip(months, word_earlier_years(months, decimals), strict=True)
    rows = [{**month._asdict(), "earlier": words} for month, words in earlier if month.look]
    base = Chart(rows).encode(_MONTH, axes.up("value"))
    size = 8 if len(months) > LONG else 24 if len(months) > 40 else 95 if is_large else 55
    names = {"month_words": "Period", "words": "Figure", "earlier": "Same month before"}
    tips = [column(f"{name}:N", title=title) for name, title in names.items()]
    points = base.encode(tooltip=tips)
    solid = points.filter(f"datum.look === '{SOLID}'")
    open_looks = {"color": DARK_BLUE, "fill": PAPER, "size": max(size, 55) * 1.3, "strokeWidth": 2, "opacity": 1}
    hollow, provisional = (points.filter(f"datum.look === '{look}'") for look in (HOLLOW, PROVISIONAL))
    return [
        base.mark("line", color=DARK_BLUE, strokeWidth=3 if is_large else 2).encode(detail="run:N"),
        solid.mark("point", color=DARK_BLUE, fill=DARK_BLUE, size=size, opacity=1),
        hollow.mark("point", **open_looks),
        provisional.mark("point", shape="diamond", **open_looks),
    ]


def _draw_gaps(gaps: list[Gap], is_large: bool) -> list[Chart]:
    """A grey stretch where nothing was received, a dotted foot where figures are hidden, and the mark of each."""
    if not gaps:
        return []
    start, end, foot = on_x("start:T"), to_x("end"), at("height")
    absent, hidden = ([gap._asdict() for gap in gaps if (gap.status == "missing") == is_it] for is_it in (True, False))
    marks = Chart([gap._asdict() for gap in gaps if gap.is_marked]).mark(
        "text", dy=-12, fontSize=type_for(is_large).text, color=INK
    )
    layers = []
    if absent:
        stretch = Chart(absent).mark("rect", color=NO_DATA)
        layers.append(stretch.encode(start, end, y=at(0), y2=at("height")))
    if hidden:
        stretch = Chart(hidden).mark("rule", color=MUTED, strokeWidth=4, strokeDash=[2, 4])
        layers.append(stretch.encode(start, end, y=foot))
    return [*layers, marks.encode(on_x("middle:T"), y=foot, text="mark:N")]


def _name_last(months: list[Month], axes: _Axes, decimals: int, is_large: bool) -> list[Chart]:
    """The last whole month's figure above its point, on a ground of its own where lines run behind it."""
    last = [month for month in months if month.look in (SOLID, PROVISIONAL)][-1:]
    rows = [{**month._asdict(), "label": word_number(month.value, decimals)} for month in last]
    label = Chart(rows).encode(_MONTH, axes.up("value"), text="label:N")
    look = {"fontSize": type_for(is_large).title, "fontWeight": 600, "dy": -18}
    return [
        label.mark("text", color=PAPER, stroke=PAPER, strokeWidth=5, **look),
        label.mark("text", color=DARK_BLUE, **look),
    ]
