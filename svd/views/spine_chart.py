"""A ward's spine chart as a picture for slides and packs: what the page's table shows, an indicator a row."""

from collections.abc import Mapping

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_number
from svd.figures.between_wards.compare import NOT_COMPARED
from svd.figures.between_wards.spine import place_on_spine, word_standing
from svd.views.figure_words import decimals_of, is_null
from svd.views.palette import INK, NO_DATA_LINE, SEQUENTIAL
from svd.views.theme import dress_chart, write_title
from svd.views.vega import ROWS_BESIDE, Chart, LayerChart, Spec, layer, on_x, to_x
from svd.views.ward_rows import down, draw_shapes, mark_rows, with_figure, word_figure, write_words

EXPLAINED = (
    "Left is worse (lower, where neither way is better). Line: all wards; bars: the wards shown, and their middle half."
)
_ROW = 25
_NAMES = dict(ticks=False, domain=False, labelLimit=420, labelPadding=12)


def draw_spine(
    profile: pd.DataFrame, ward_code: str, indicators: Mapping[str, Indicator], *, title: str, subtitle: str
) -> LayerChart:
    """The rows of ``profile`` (all wards' rows of ``profile_wards``) for the ward, in their order, with their words."""
    placed = place_on_spine(profile, {name: one.polarity for name, one in indicators.items()})
    own = placed[placed["ward_code"] == ward_code]
    rows = [
        {**row, "ward_name": _name_row(indicators[row["indicator"]]), "words": _word_row(row)}
        for row in mark_rows(own, "compared")
    ]
    bare = dict(labels=False, ticks=False, domain=False, grid=False)
    along = on_x("place:Q", title=None, scale=dict(domain=[-1.06, 1.06], nice=False), axis=bare)
    base = Chart(with_figure(rows, "place_worst")).encode(along)
    bars = [
        base.mark("bar", size=9, color=colour).encode(on_x(f"{low}:Q"), to_x(high), down(rows))
        for low, high, colour in (
            ("place_worst", "place_best", SEQUENTIAL[0]),
            ("place_quarter", "place_three_quarters", NO_DATA_LINE),
        )
    ]
    middle = Chart([{"place": 0.0}]).mark("rule", color=INK, strokeWidth=1.5).encode(along)
    points = draw_shapes(Chart(with_figure(rows, "place")).encode(along), (down(rows, _NAMES),), [], is_large=False)
    chart = layer(*bars, middle, points, write_words(rows)).properties(resolve=ROWS_BESIDE)
    is_synthetic = bool(profile["is_synthetic"].any())
    heading = write_title(title, f"{subtitle}\n{EXPLAINED}", is_synthetic=is_synthetic)
    said = "; ".join(f"{row['ward_name']}: {row['words']}" for row in rows)
    sized = chart.properties(title=heading, height=_ROW * (len(rows) + 1))
    return dress_chart(sized, description=f"{title}. {said}.")


def _name_row(indicator: Indicator) -> str:
    return f"{indicator.short_title}, {indicator.unit}"


def _word_row(row: Spec) -> str:
    decimals = max(decimals_of([row["value"], row["benchmark"]]), 1)
    if is_null(row["value"]):
        return word_figure(row, decimals)
    if row["compared"] == NOT_COMPARED:
        return f"{word_figure(row, decimals_of([row['value']]))}; {NOT_COMPARED}"
    figure = word_figure(row, decimals)
    return f"{figure}; all {word_number(row['benchmark'], decimals)}; {word_standing(row['compared'], row['leaning'])}"
