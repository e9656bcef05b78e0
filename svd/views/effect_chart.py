"""An intervention's wards month by month, against what was to be expected without it; the months after are shaded."""

from datetime import date

import altair as alt
import pandas as pd

from svd.catalogue.wording import word_month, word_number, word_range
from svd.views.palette import DARK_BLUE, DARK_GREY, DARK_PINK, INK, NO_DATA, PAPER
from svd.views.theme import dress_chart, type_for, write_title

_MONTH = alt.X(
    "month:T",
    title=None,
    scale=alt.Scale(padding=14),
    axis=alt.Axis(format="%b %Y", labelAngle=0, labelOverlap="greedy", labelSeparation=8, grid=False),
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
) -> alt.LayerChart:
    """``months`` as an evaluation lists them: a line of events with its band, and a dashed line of those expected.

    ``named``: what the dashed line is. Neither line joins months that are not next to each other. ``shows_gap``: the
    band is the gap between the two lines, and not the limits of the events.
    """
    rows = _ready(months)
    top = float(rows[["upper", "expected"]].max().max()) * 1.15
    axis = alt.Axis(tickCount=5, format=",.0f", tickMinStep=1)
    scale = alt.Scale(domain=[0, top], nice=False)

    def up(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=None, scale=scale, axis=axis)

    tips = [alt.Tooltip("month_words:N", title="Month"), alt.Tooltip("words:N", title="Events")]
    tips.append(alt.Tooltip("expected_words:N", title="Expected"))
    base = alt.Chart(rows).encode(_MONTH)
    low, high = ("value", "expected") if shows_gap else ("lower", "upper")
    line = {"color": DARK_BLUE, "strokeWidth": 2.5}
    layers = [
        *_shade_after(rows, start),
        base.mark_area(color=DARK_BLUE, opacity=0.14).encode(up(low), alt.Y2(f"{high}:Q"), detail="run:N"),
        base.mark_line(color=DARK_GREY, strokeWidth=2.5, strokeDash=[7, 5]).encode(up("expected"), detail="run:N"),
        base.mark_line(**line).encode(up("value"), detail="run:N"),
        base.mark_point(color=DARK_BLUE, fill=DARK_BLUE, size=45, opacity=1).encode(up("value"), tooltip=tips),
        *_name_lines(rows, up, top),
    ]
    band = "the gap between the lines" if shows_gap else "95% limits"
    explained = f"Solid: these wards. Band: {band}. Shaded: from the start on.\nDashed: {named}."
    heading = write_title(title, "\n".join(filter(None, [subtitle, explained])), is_synthetic=is_synthetic)
    chart = alt.layer(*layers).properties(title=heading, width="container", height=height)
    return dress_chart(chart, description=_describe(rows, title, named, start))


def _ready(months: pd.DataFrame) -> pd.DataFrame:
    """With the words of each month, and a number for each stretch of months next to each other."""
    rows = months.reset_index(drop=True)
    number = rows["month"].dt.year * 12 + rows["month"].dt.month
    limits = [word_range(*pair, mark="") for pair in zip(rows["lower"], rows["upper"], strict=True)]
    return rows.assign(
        run=(number.diff() != 1).cumsum(),
        month_words=[word_month(month) for month in rows["month"]],
        words=[f"{word_number(value)} ({limit})" for value, limit in zip(rows["value"], limits, strict=True)],
        expected_words=[word_number(value, 1) for value in rows["expected"]],
    )


def _shade_after(rows: pd.DataFrame, start: date) -> list[alt.Chart]:
    begin = pd.Timestamp(start) - _HALF
    span = pd.DataFrame({"begin": [begin], "end": [rows["month"].max()], "words": [f"Start, {word_month(start)}"]})
    whole = alt.Chart(span).encode(alt.X("begin:T", scale=alt.Scale(padding=14)))
    # Left of the line: the space right of it belongs to the months that are judged.
    label = whole.mark_text(align="right", dx=-6, baseline="top", fontSize=type_for(False).text, color=INK)
    return [
        whole.mark_rect(color=NO_DATA).encode(x2="end:T", y=alt.YValue(0), y2=alt.Y2Value("height")),
        whole.mark_rule(color=INK, strokeDash=[5, 3], strokeWidth=1.5).encode(
            y=alt.YValue(0), y2=alt.Y2Value("height")
        ),
        label.encode(y=alt.YValue(2), text="words:N"),
    ]


def _name_lines(rows: pd.DataFrame, up: object, top: float) -> list[alt.Chart]:
    """What each line is and its mean after the start, right of the plot, moved apart where the two would touch."""
    after = rows[rows["is_after"]]
    means = after[["value", "expected"]].mean()
    gap = _LABEL_ROOM * top
    middle, is_close = means.mean(), abs(means["value"] - means["expected"]) < gap
    names = []
    for field, word, colour in (("expected", "expected", DARK_GREY), ("value", "these wards", DARK_BLUE)):
        other = means["value" if field == "expected" else "expected"]
        is_above = means[field] > other or (means[field] == other and field == "value")
        place = middle + (gap / 2 if is_above else -gap / 2) if is_close else means[field]
        row = pd.DataFrame({"place": [place], "label": [f"{word}: {word_number(means[field], 1)}"]})
        text = alt.Chart(row).mark_text(align="left", dx=8, fontSize=type_for(False).text, fontWeight=600, color=colour)
        names.append(text.encode(x=alt.XValue("width"), y=up("place"), text="label:N"))
    return names


def _describe(rows: pd.DataFrame, title: str, named: str, start: date) -> str:
    said = []
    for word, part in (("before", rows[~rows["is_after"]]), ("after", rows[rows["is_after"]])):
        value, expected = part["value"].mean(), part["expected"].mean()
        said.append(f"{word} the start {word_number(value, 1)} a month, expected {word_number(expected, 1)}")
    return f"{title}. Line chart of events a month, and dashed: {named}. Start {word_month(start)}: {'; '.join(said)}."


def draw_placebos(rows: pd.DataFrame, *, is_synthetic: bool) -> alt.LayerChart:
    """Each ward's ratio and its limits on a scale of halves and doubles; ``is_real`` marks the intervention's wards.

    ``rows``: name, ratio, lower, upper, is_real; one each, in the order shown. The page says what is drawn.
    """
    ready = rows.assign(
        colour=[DARK_PINK if real else DARK_BLUE for real in rows["is_real"]],
        shape=["diamond" if real else "circle" for real in rows["is_real"]],
        words=[
            f"{word_number(row.ratio, 2)} ({word_range(row.lower, row.upper, 2)})"
            for row in rows.itertuples(index=False)
        ],
    )
    low, high = min(0.5, rows["lower"].min()), max(2.0, rows["upper"].max())
    ticks = [tick for tick in (0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 8) if low <= tick <= high]
    scale = alt.Scale(type="log", domain=[low, high], nice=False, clamp=True)
    along = alt.X("ratio:Q", title=None, scale=scale, axis=alt.Axis(values=ticks, format=".3~g", grid=True))
    down = alt.Y(
        "name:N", title=None, sort=list(rows["name"]), axis=alt.Axis(ticks=False, domain=False, labelLimit=240)
    )
    base = alt.Chart(ready).encode(down, color=alt.Color("colour:N", scale=None))
    tips = [alt.Tooltip("name:N", title="Ward"), alt.Tooltip("words:N", title="Ratio")]
    none = alt.Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(color=INK, strokeWidth=1.5).encode(along)
    limits = base.mark_rule(strokeWidth=3).encode(alt.X("lower:Q", scale=scale), alt.X2("upper:Q"))
    points = base.mark_point(filled=True, size=110, opacity=1, stroke=PAPER, strokeWidth=1).encode(
        along, shape=alt.Shape("shape:N", scale=None), tooltip=tips
    )
    heading = write_title("", "", is_synthetic=is_synthetic)
    sized = alt.layer(none, limits, points).properties(title=heading, width="container", height=25 * len(rows))
    said = "; ".join(f"{row.name} {row.words}" for row in ready.itertuples(index=False))
    return dress_chart(sized, description=f"Ratios by ward with 95% limits, 1 is no effect: {said}.")
