"""A chart is drawn once for what it shows, and drawn anew for anything else."""

import altair as alt
import pandas as pd
import pytest

from svd.catalogue.declarations import Break
from svd.ui import kept_chart

_TABLE = pd.DataFrame({"month": pd.to_datetime(["2026-01-01", "2026-02-01"]), "value": [3.0, 4.0]})
_BREAK = {"date": "2026-02-01", "title": "New system", "indicators": [], "sources": []}


class _Pen:
    """Draws, and counts how often."""

    def __init__(self) -> None:
        self.__qualname__ = "draw"
        self.drawn = 0

    def __call__(self, table: pd.DataFrame, **_: object) -> alt.LayerChart:
        self.drawn += 1
        return alt.layer(alt.Chart(table).mark_line().encode(x="month:T", y="value:Q")).properties(description="Line.")


@pytest.fixture
def pen() -> _Pen:
    kept_chart._show_drawn.clear()
    return _Pen()


def test_same_figures_and_look_are_drawn_once(pen):
    for _ in range(2):
        kept_chart.show_drawn(pen, _TABLE.copy(), before="A", height=200)
    assert pen.drawn == 1


@pytest.mark.parametrize(
    ("table", "more"),
    [
        (_TABLE.assign(value=[3.0, 5.0]), {}),
        (_TABLE.assign(value=[3.0, float("nan")]), {}),
        (_TABLE.rename(columns={"value": "upper"}).assign(value=[3.0, 4.0]), {}),
        (_TABLE, {"height": 210}),
        (_TABLE, {"before": "B"}),
        (_TABLE, {"control": pd.DataFrame({"upper": [9.0, 9.0]})}),
    ],
)
def test_anything_else_is_drawn_anew(pen, table, more):
    kept_chart.show_drawn(pen, _TABLE, **{"before": "A", "height": 200, "control": None})
    kept_chart.show_drawn(pen, table, **{"before": "A", "height": 200, "control": None, **more})
    assert pen.drawn == 2


def test_break_is_told_by_its_content(pen):
    first = Break.model_construct(**_BREAK)
    for each in (first, first.model_copy(), first.model_copy(update={"title": "Break"})):
        kept_chart.show_drawn(pen, _TABLE, breaks=[each])
    assert pen.drawn == 2
