"""A monthly series with its intervals: gaps stay gaps, unfinished months are hollow, breaks are marked and named."""

from collections.abc import Sequence

import pandas as pd

from svd.catalogue.declarations import Break, Frequency
from svd.catalogue.wording import word_number
from svd.views.break_marks import draw_breaks, find_headroom, place_names
from svd.views.control_marks import LONG, describe_control, draw_control, explain_control
from svd.views.figure_words import decimals_of
from svd.views.month_series import HOLLOW, PROVISIONAL, SOLID, explain_marks, find_gaps, list_months, word_earlier_years
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
    listed = list_months(table, breaks, decimals, frequency)
    months = pd.DataFrame(listed).assign(earlier=word_earlier_years(listed, decimals))
    placed = place_names(breaks, first, last)
    axes = _Axes(months, decimals, headroom=find_headroom(placed), top=top)
    under, over = draw_control(control, _MONTH, axes.up, axes.top, decimals, is_large)
    layers = [
        *_draw_gaps(find_gaps(listed, frequency), is_large),
        *draw_breaks(placed, _MONTH, is_large),
        *_draw_intervals(months, axes),
        *under,
        *_draw_figures(months, axes, is_large),
        *over,
        *_name_last(months, axes, decimals, is_large),
    ]
    lines = "" if control is None else explain_control(control, decimals)
    explained = " ".join(filter(None, [lines, explain_marks(listed)]))
    subtitle = "\n".join(filter(None, [subtitle, explained]))
    is_synthetic = bool(table["is_synthetic"].any())
    heading = write_title(title, subtitle, is_synthetic=is_synthetic, is_large=is_large, is_narrow=is_narrow)
    chart = layer(*layers).properties(title=heading, width="container", height=height)
    words = describe_trend(months, title, f"{unit} by {frequency}", decimals)
    words += "" if control is None else describe_control(control, decimals)
    return dress_chart(chart, description=words, is_large=is_large)


def describe_trend(months: pd.DataFrame, title: str, what: str, decimals: int) -> str:
    """The series in words: its title, span, first and last whole figure, highest, lowest and how many are not shown."""
    span = f"{months['month_words'].iloc[0]} to {months['month_words'].iloc[-1]}"
    opening = f"{title}. Line chart of {what}, {span}."
    whole = months[months["look"] == SOLID]
    if whole.empty:
        return f"{opening} No figure is whole."
    told = {"First": whole.iloc[0], "last whole one": whole.iloc[-1]}
    told |= {"highest": whole.loc[whole["value"].idxmax()], "lowest": whole.loc[whole["value"].idxmin()]}
    figures = [f"{word} {word_number(row['value'], decimals)} in {row['month_words']}" for word, row in told.items()]
    empty = months.loc[months["look"] == "", "status"].value_counts()
    gaps = [f" {count} {'is' if count == 1 else 'are'} {status}." for status, count in empty.items()]
    return f"{opening} {'; '.join(figures)}.{''.join(gaps)}"


class _Axes:
    """The two axes every layer shares; the upright one starts at zero and leaves room for the names of breaks."""

    def __init__(self, months: pd.DataFrame, decimals: int, headroom: float, top: float) -> None:
        tallest = max(top, months[["value", "upper"]].max().max())
        self.top = tallest * headroom if tallest > 0 else 1
        self.scale = dict(domain=[0, self.top], nice=False)
        self.axis = dict(tickCount=5, format=f",.{decimals}f", **({} if decimals else {"tickMinStep": 1}))

    def up(self, field: str) -> Channel:
        return on_y(f"{field}:Q", title=None, scale=self.scale, axis=self.axis)


def _draw_intervals(months: pd.DataFrame, axes: _Axes) -> list[Chart]:
    """A band along each stretch; a stretch of one month gets an upright line, for a band over it has no width."""
    figures = months[months["lower"].notna() & months["upper"].notna()]
    is_alone = figures.groupby("run")["run"].transform("size") == 1
    place = (_MONTH, axes.up("lower"), to_y("upper"))
    layers = []
    if not is_alone.all():
        band = Chart(figures[~is_alone]).mark("area", color=DARK_BLUE, opacity=0.16)
        layers.append(band.encode(*place, detail="run:N"))
    if is_alone.any():
        line = Chart(figures[is_alone]).mark("rule", color=DARK_BLUE, opacity=0.35, strokeWidth=4)
        layers.append(line.encode(*place))
    return layers


def _draw_figures(months: pd.DataFrame, axes: _Axes, is_large: bool) -> list[Chart]:
    """The line along each stretch and a point for each month: filled when whole, hollow when not or provisional."""
    base = Chart(months[months["look"] != ""]).encode(_MONTH, axes.up("value"))
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


def _draw_gaps(gaps: pd.DataFrame, is_large: bool) -> list[Chart]:
    """A grey stretch where nothing was received, a dotted foot where figures are hidden, and the mark of each."""
    if gaps.empty:
        return []
    start, end, foot = on_x("start:T"), to_x("end"), at("height")
    absent, hidden = gaps[gaps["status"] == "missing"], gaps[gaps["status"] != "missing"]
    marks = Chart(gaps[gaps["is_marked"]]).mark("text", dy=-12, fontSize=type_for(is_large).text, color=INK)
    layers = []
    if len(absent):
        stretch = Chart(absent).mark("rect", color=NO_DATA)
        layers.append(stretch.encode(start, end, y=at(0), y2=at("height")))
    if len(hidden):
        stretch = Chart(hidden).mark("rule", color=MUTED, strokeWidth=4, strokeDash=[2, 4])
        layers.append(stretch.encode(start, end, y=foot))
    return [*layers, marks.encode(on_x("middle:T"), y=foot, text="mark:N")]


def _name_last(months: pd.DataFrame, axes: _Axes, decimals: int, is_large: bool) -> list[Chart]:
    """The last whole month's figure above its point, on a ground of its own where lines run behind it."""
    last = months[months["look"].isin([SOLID, PROVISIONAL])].tail(1)
    words = [word_number(figure, decimals) for figure in last["value"]]
    label = Chart(last.assign(label=words)).encode(_MONTH, axes.up("value"), text="label:N")
    look = {"fontSize": type_for(is_large).title, "fontWeight": 600, "dy": -18}
    return [
        label.mark("text", color=PAPER, stroke=PAPER, strokeWidth=5, **look),
        label.mark("text", color=DARK_BLUE, **look),
    ]
