"""An intervention's wards month by month, against what was to be expected without it; the months after are shaded."""

from datetime import date
from math import nan

import pandas as pd

from svd.catalogue.wording import word_month, word_number, word_range
from svd.rows import list_rows
from svd.views.palette import DARK_BLUE, DARK_GREY, DARK_PINK, INK, NO_DATA, PAPER
from svd.views.theme import dress_chart, type_for, write_title
from svd.views.vega import Channel, Chart, LayerChart, Spec, at, column, layer, on_x, on_y, to_x, to_y
from svd.views.ward_rows import find_end, with_figure

_MONTH = on_x(
    "month:T",
    title=None,
    scale=dict(padding=14),
    axis=dict(format="%b %Y", labelAngle=0, labelOverlap="greedy", labelSeparation=8, grid=False),
)
_HALF = pd.Timedelta(days=15)
_LABEL_ROOM = 0.09
"""Share of the axis a label at the end of a line needs."""


def draw_course(
    months: pd.DataFrame,
    *,
    start: date,
    title: str,
    subtitle: str,
    named: str,
    is_synthetic: bool,
    height: int = 320,
    shows_gap: bool = False,
) -> LayerChart:
    """``months`` as an evaluation lists them: a line of events with its band, and a dashed line of those expected.

    ``named``: what the dashed line is. Neither line joins months that are not next to each other. ``shows_gap``: the
    band is the gap between the two lines, and not the limits of the events.
    """
    rows = _ready(months)
    top = find_end(rows, "upper", "expected") * 1.15
    axis = dict(tickCount=5, format=",.0f", tickMinStep=1)
    scale = dict(domain=[0, top], nice=False)

    def up(field: str) -> Channel:
        return on_y(f"{field}:Q", title=None, scale=scale, axis=axis)

    tips = [column("month_words:N", title="Month"), column("words:N", title="Events")]
    tips.append(column("expected_words:N", title="Expected"))
    base = Chart(rows).encode(_MONTH)
    low, high = ("value", "expected") if shows_gap else ("lower", "upper")
    line = {"color": DARK_BLUE, "strokeWidth": 2.5}
    layers = [
        *_shade_after(rows, start),
        base.mark("area", color=DARK_BLUE, opacity=0.14).encode(up(low), to_y(high), detail="run:N"),
        base.mark("line", color=DARK_GREY, strokeWidth=2.5, strokeDash=[7, 5]).encode(up("expected"), detail="run:N"),
        base.mark("line", **line).encode(up("value"), detail="run:N"),
        base.mark("point", color=DARK_BLUE, fill=DARK_BLUE, size=45, opacity=1).encode(up("value"), tooltip=tips),
        *_name_lines(rows, up, top),
    ]
    band = "the gap between the lines" if shows_gap else "95% limits"
    explained = f"Solid: these wards. Band: {band}. Shaded: from the start on.\nDashed: {named}."
    heading = write_title(title, "\n".join(filter(None, [subtitle, explained])), is_synthetic=is_synthetic)
    chart = layer(*layers).properties(title=heading, width="container", height=height)
    return dress_chart(chart, description=_describe(rows, title, named, start))


def _ready(months: pd.DataFrame) -> list[Spec]:
    """With the words of each month, and a number for each stretch of months next to each other."""
    rows, run, before = [], 0, None
    for row in list_rows(months):
        number = row["month"].year * 12 + row["month"].month
        run += before is None or number != before + 1
        before = number
        limits = word_range(row["lower"], row["upper"], mark="")
        words = {"month_words": word_month(row["month"]), "words": f"{word_number(row['value'])} ({limits})"}
        rows.append({**row, "run": run, **words, "expected_words": word_number(row["expected"], 1)})
    return rows


def _shade_after(rows: list[Spec], start: date) -> list[Chart]:
    begin = pd.Timestamp(start) - _HALF
    span = {"begin": begin, "end": rows[-1]["month"], "words": f"Start, {word_month(start)}"}
    whole = Chart([span]).encode(on_x("begin:T", scale=dict(padding=14)))
    # Left of the line: the space right of it belongs to the months that are judged.
    label = whole.mark("text", align="right", dx=-6, baseline="top", fontSize=type_for(False).text, color=INK)
    return [
        whole.mark("rect", color=NO_DATA).encode(to_x("end"), y=at(0), y2=at("height")),
        whole.mark("rule", color=INK, strokeDash=[5, 3], strokeWidth=1.5).encode(y=at(0), y2=at("height")),
        label.encode(y=at(2), text="words:N"),
    ]


def _name_lines(rows: list[Spec], up: object, top: float) -> list[Chart]:
    """What each line is and its mean after the start, right of the plot, moved apart where the two would touch."""
    after = [row for row in rows if row["is_after"]]
    means = {name: _mean(after, name) for name in ("value", "expected")}
    gap = _LABEL_ROOM * top
    middle, is_close = sum(means.values()) / 2, abs(means["value"] - means["expected"]) < gap
    names = []
    for field, word, colour in (("expected", "expected", DARK_GREY), ("value", "these wards", DARK_BLUE)):
        other = means["value" if field == "expected" else "expected"]
        is_above = means[field] > other or (means[field] == other and field == "value")
        place = middle + (gap / 2 if is_above else -gap / 2) if is_close else means[field]
        row = {"place": place, "label": f"{word}: {word_number(means[field], 1)}"}
        text = Chart([row]).mark(
            "text", align="left", dx=8, fontSize=type_for(False).text, fontWeight=600, color=colour
        )
        names.append(text.encode(x=at("width"), y=up("place"), text="label:N"))
    return names


def _mean(rows: list[Spec], name: str) -> float:
    """The mean of the figures of this name that there are; null where there is none."""
    figures = [row[name] for row in with_figure(rows, name)]
    return sum(figures) / len(figures) if figures else nan


def _describe(rows: list[Spec], title: str, named: str, start: date) -> str:
    said = []
    for word, is_after in (("before", False), ("after", True)):
        part = [row for row in rows if bool(row["is_after"]) == is_after]
        value, expected = _mean(part, "value"), _mean(part, "expected")
        said.append(f"{word} the start {word_number(value, 1)} a month, expected {word_number(expected, 1)}")
    return f"{title}. Line chart of events a month, and dashed: {named}. Start {word_month(start)}: {'; '.join(said)}."


def draw_placebos(rows: pd.DataFrame, *, is_synthetic: bool) -> LayerChart:
    """Each ward's ratio and its limits on a scale of halves and doubles; ``is_real`` marks the intervention's wards.

    ``rows``: name, ratio, lower, upper, is_real; one each, in the order shown. The page says what is drawn.
    """
    looks = {True: {"colour": DARK_PINK, "shape": "diamond"}, False: {"colour": DARK_BLUE, "shape": "circle"}}
    ready = [
        {
            **row,
            **looks[bool(row["is_real"])],
            "words": f"{word_number(row['ratio'], 2)} ({word_range(row['lower'], row['upper'], 2)})",
        }
        for row in list_rows(rows)
    ]
    low, high = min(0.5, rows["lower"].min()), max(2.0, rows["upper"].max())
    ticks = [tick for tick in (0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 8) if low <= tick <= high]
    scale = dict(type="log", domain=[low, high], nice=False, clamp=True)
    along = on_x("ratio:Q", title=None, scale=scale, axis=dict(values=ticks, format=".3~g", grid=True))
    down = on_y("name:N", title=None, sort=list(rows["name"]), axis=dict(ticks=False, domain=False, labelLimit=240))
    base = Chart(ready).encode(down, color=column("colour:N", scale=None))
    tips = [column("name:N", title="Ward"), column("words:N", title="Ratio")]
    none = Chart([{"ratio": 1.0}]).mark("rule", color=INK, strokeWidth=1.5).encode(along)
    limits = base.mark("rule", strokeWidth=3).encode(on_x("lower:Q", scale=scale), to_x("upper"))
    points = base.mark("point", filled=True, size=110, opacity=1, stroke=PAPER, strokeWidth=1).encode(
        along, shape=column("shape:N", scale=None), tooltip=tips
    )
    heading = write_title("", "", is_synthetic=is_synthetic)
    sized = layer(none, limits, points).properties(title=heading, width="container", height=25 * len(rows))
    said = "; ".join(f"{row['name']} {row['words']}" for row in ready)
    return dress_chart(sized, description=f"Ratios by ward with 95% limits, 1 is no effect: {said}.")
