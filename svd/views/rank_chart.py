"""The places each ward could hold among the wards: a point for its figure's place, a line over the places it could."""

import pandas as pd

from svd.catalogue.wording import word_number
from svd.views.figure_words import is_null
from svd.views.palette import DARK_BLUE, GRID, INK
from svd.views.theme import dress_chart, write_title
from svd.views.vega import ROWS_BESIDE, Chart, LayerChart, Spec, column, layer, on_x, to_x
from svd.views.ward_rows import (
    NAMES,
    down,
    draw_shapes,
    find_decimals,
    mark_rows,
    with_figure,
    word_figure,
    write_words,
)

EXPLAINED = "Line: the places a ward could hold 95 times in 100. Disc: the place of its figure; 1st is highest."


def draw_ranks(ranked: pd.DataFrame, total: int, *, title: str, subtitle: str, is_large: bool = False) -> LayerChart:
    """The wards of ``ranked``, highest first, along the places from 1st to ``total``; those with none at the bottom."""
    decimals = find_decimals(ranked)
    look = {"shape": "circle", "colour": DARK_BLUE, "fill": DARK_BLUE}
    rows = [{**row, **look, "words": _word_row(row, decimals)} for row in mark_rows(ranked, "compared")]
    rows.sort(key=_order)
    places = [1, *range(5, total, 5)] if total > 1 else [1]
    axis = dict(values=[*places, total], format="d", orient="top", domain=False, gridColor=GRID, title=None)
    along = on_x("rank:Q", scale=dict(domain=[0.5, max(total, 2) + 0.5], nice=False), axis=axis)
    shown = Chart(with_figure(rows, "rank")).encode(along)
    line = shown.mark("rule", strokeWidth=5 if is_large else 4, opacity=0.45, color=INK)
    line = line.encode(on_x("rank_low:Q"), to_x("rank_high"), down(rows))
    ends = [
        shown.mark("tick", thickness=2, size=12, color=INK, opacity=0.7).encode(on_x(f"{end}:Q"), down(rows))
        for end in ("rank_low", "rank_high")
    ]
    tips = [column("ward_name:N", title="Ward"), column("words:N", title="Place")]
    points = draw_shapes(shown, (down(rows, NAMES),), tips, is_large)
    chart = layer(line, *ends, points, write_words(rows)).properties(resolve=ROWS_BESIDE)
    is_synthetic = bool(ranked["is_synthetic"].any())
    heading = write_title(title, f"{subtitle}\n{EXPLAINED}", is_synthetic=is_synthetic, is_large=is_large)
    height = (34 if is_large else 24) * (len(rows) + 1)
    said = "; ".join(f"{row['ward_name']} {row['words']}" for row in rows)
    words = f"{title}. Places of the wards, 1st being the highest, with the places each could hold: {said}."
    sized = chart.properties(title=heading, width="container", height=height)
    return dress_chart(sized, description=words, is_large=is_large)


def _order(row: Spec) -> tuple[bool, float, str]:
    """From the first place on, and those without one last, by their names."""
    has_none = is_null(row["rank"])
    return has_none, 0 if has_none else row["rank"], row["ward_name"]


def _word_row(row: Spec, decimals: int) -> str:
    """Its place, the places it could hold, and its figure; the mark and the reason where there is none."""
    if is_null(row["rank"]) or is_null(row["value"]):
        return word_figure(row, decimals) if is_null(row["value"]) else row["places"]
    return f"{row['places']} · {word_number(row['value'], decimals)}"
