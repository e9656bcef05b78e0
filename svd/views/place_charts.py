"""Charts of places: how concentrated events are, and in which hours of the week they happen."""

import pandas as pd

from svd.figures.places.concentration import Concentration
from svd.figures.places.week import DAYS, HOURS, Week, word_block
from svd.views.palette import DARK_BLUE, INK, MUTED, NO_DATA, PAPER, SEQUENTIAL, ZERO, text_on
from svd.views.place_tables import word_blocks
from svd.views.theme import dress_chart, type_for, write_title
from svd.views.vega import Chart, LayerChart, column, layer, on_x, on_y

_LABELS = {"events": "recorded", "chance": "an even spread, by chance"}
_HIDDEN = "suppressed"


def draw_concentration(
    found: Concentration, *, title: str, subtitle: str, height: int = 300, is_large: bool = False
) -> LayerChart:
    """The share of events in the worst places, from none of the places to all, and that of an even spread."""
    rows = found.curve.melt("places", list(_LABELS), "line", "share").dropna()
    rows["label"] = rows["line"].map(_LABELS)
    across = on_x("places:Q", title="Worst places, % of all cells", scale=dict(domain=[0, 100]))
    up = on_y("share:Q", title="% of events", scale=dict(domain=[0, 100]))
    tips = [
        column("label:N", title="Line"),
        column("places:Q", title="% of places"),
        column("share:Q", title="% of events", format=".0f"),
    ]
    base = Chart(rows).encode(across, up, tooltip=tips)
    lines = base.mark("line", strokeWidth=2.5, point=dict(size=45)).encode(
        color=column("line:N", scale=dict(domain=list(_LABELS), range=[DARK_BLUE, MUTED]), legend=None),
        strokeDash=column("line:N", scale=dict(domain=list(_LABELS), range=[[1, 0], [6, 4]]), legend=None),
    )
    # Where the two lines are far apart, and below the lower one, so that neither word touches a line.
    named = rows[
        ((rows["line"] == "events") & (rows["places"] == 20)) | ((rows["line"] == "chance") & (rows["places"] == 45))
    ]
    words = Chart(named).encode(across, up, text="label:N")
    names = words.mark("text", align="left", dx=12, dy=14, fontSize=type_for(is_large).text, color=INK)
    heading = write_title(title, subtitle, is_synthetic=found.provenance.is_synthetic, is_large=is_large)
    chart = layer(lines, names).properties(title=heading, width="container", height=height)
    said = (
        f"{title}. Two lines: the worst {found.worst_places} of {found.places} places hold {found.worst:.0f}% of "
        f"events; an even spread would give them {found.chance:.0f}%."
    )
    return dress_chart(chart, description=said, is_large=is_large)


def draw_week(week: Week, *, title: str, subtitle: str, height: int = 330, is_large: bool = False) -> LayerChart:
    """A block of the week a box with its number: darker for more, an edge and a star where busier than an even week."""
    rows = _ready_blocks(week.blocks, week.base)
    order = list(rows.sort_values("hour")["hours"].unique())
    across = on_x("hours:O", title=None, sort=order, axis=dict(orient="top", labelAngle=0, domain=False, ticks=False))
    down = on_y("name:O", title=None, sort=list(DAYS), axis=dict(domain=False, ticks=False))
    tips = [column("said:N", title="Block")]
    base = Chart(rows).encode(across, down, tooltip=tips)
    boxes = base.mark("rect", stroke=PAPER, strokeWidth=2).encode(fill=column("colour:N", scale=None))
    busy = base.filter("datum.is_busy").mark("rect", fill=None, stroke=INK, strokeWidth=3)
    size = type_for(is_large).text
    text = base.mark("text", fontSize=size).encode(text="words:N", color=column("ink:N", scale=None))
    heading = write_title(title, subtitle, is_synthetic=week.provenance.is_synthetic, is_large=is_large)
    chart = layer(boxes, busy, text).properties(title=heading, width="container", height=height)
    said = "; ".join(rows.loc[rows["is_busy"], "said"]) or "no block stands out"
    return dress_chart(chart, description=f"{title}. Seven days by eight blocks. Busy: {said}.", is_large=is_large)


def _ready_blocks(blocks: pd.DataFrame, base: int) -> pd.DataFrame:
    """The blocks with name, hours, colour, words and ink; one under its base is grey, and zero is palest."""
    most = blocks["count"].max() or 1
    is_hidden = blocks["status"] == _HIDDEN
    step = (blocks["count"].fillna(0) / most * len(SEQUENTIAL)).clip(upper=len(SEQUENTIAL) - 1).astype(int)
    colour = step.map(dict(enumerate(SEQUENTIAL))).mask(blocks["count"] == 0, ZERO).mask(is_hidden, NO_DATA)
    words = word_blocks(blocks, base)
    named = [word_block(block) for _, block in blocks.iterrows()]
    busy = blocks["is_busy"].map({True: ", busier than an even week", False: ""})
    return blocks.assign(
        name=[DAYS[day] for day in blocks["day"]],
        hours=[f"{hour:02d}–{hour + HOURS:02d}" for hour in blocks["hour"]],
        colour=colour,
        words=[f"{word} *" if busy else word for word, busy in zip(words, blocks["is_busy"], strict=True)],
        ink=[text_on(one) for one in colour],
        said=[f"{name}: {word}{more}" for name, word, more in zip(named, words, busy, strict=True)],
    )
