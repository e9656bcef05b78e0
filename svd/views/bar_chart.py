"""Bars from zero, one a category, each with its figure beside it; a figure that is not shown leaves its mark."""

import pandas as pd

from svd.views.figure_words import STATUS_WORDS, decimals_of, figure_words, is_shown
from svd.views.palette import DARK_BLUE, INK
from svd.views.theme import dress_chart, type_for, write_title
from svd.views.vega import Chart, LayerChart, column, layer, on_x, on_y

_WORDS_ROOM = 1.35
"""The width of the chart as a share of the longest bar: the figures stand in the rest."""


def draw_bars(
    table: pd.DataFrame,
    label: str,
    figure: str = "count",
    *,
    title: str,
    subtitle: str,
    unit: str,
    is_large: bool = False,
) -> LayerChart:
    """A bar for each row of ``table`` in its own order: ``label`` names it and ``figure`` is the column drawn."""
    rows = _ready_rows(table, label, figure)
    end = (rows["value"].max() if rows["value"].notna().any() else 0) or 1
    axis = dict(ticks=False, domain=False, labelLimit=300)
    down = on_y("name:N", title=None, sort=None, scale=dict(domain=list(rows["name"]), padding=0.25), axis=axis)
    along = on_x("length:Q", title=None, axis=None, scale=dict(domain=[0, end * _WORDS_ROOM], nice=False))
    tips = [column("name:N", title="Name"), column("said:N", title="Figure")]
    base = Chart(rows).encode(along, down, tooltip=tips)
    text = base.mark("text", align="left", dx=6, fontSize=type_for(is_large).text, color=INK)
    chart = layer(base.mark("bar", color=DARK_BLUE), text.encode(text="words:N"))
    is_synthetic = bool(table["is_synthetic"].any())
    heading = write_title(title, subtitle, is_synthetic=is_synthetic, is_large=is_large)
    sized = chart.properties(title=heading, width="container", height=max(1, len(rows)) * (40 if is_large else 32))
    said = "; ".join(f"{row.name} {row.said}" for row in rows.itertuples(index=False))
    return dress_chart(sized, description=f"{title}. Bar chart of {unit}: {said}.", is_large=is_large)


def _ready_rows(table: pd.DataFrame, label: str, figure: str) -> pd.DataFrame:
    """name, value (null where not shown), length of the bar, words beside it and words said aloud; a row is a bar."""
    decimals = decimals_of(table[figure])
    values, statuses = table[figure].astype(float), table["status"]
    has_figure = list(map(is_shown, values, statuses))
    words = [figure_words(value, status, decimals) for value, status in zip(values, statuses, strict=True)]
    reasons = [STATUS_WORDS.get(status, "") for status in statuses]
    said = [f"{word} {reason}".strip() for word, reason in zip(words, reasons, strict=True)]
    rows = pd.DataFrame({"name": table[label].astype(str).to_list(), "value": values.where(has_figure).to_list()})
    return rows.assign(length=rows["value"].fillna(0), words=words, said=said)
