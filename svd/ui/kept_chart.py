"""Charts drawn once for the same figures and the same look, then kept as the browser was sent them."""

from collections.abc import Callable

import altair as alt
import streamlit as st

from svd.catalogue.declarations import Break
from svd.ui.show import show_chart

_Draw = Callable[..., alt.LayerChart]


def show_drawn(
    draw: _Draw, figures: object, *, before: str = "", after: str = "", instead: str = "", **look: object
) -> None:
    """``draw(figures, **look)`` as ``svd.ui.show.show_chart`` shows it, described in the chart's own words.

    ``before`` and ``after`` stand round those words, ``instead`` in their place. Kept by all it is drawn from, so
    other figures or another look are never shown an earlier chart.
    """
    _show_drawn(f"{draw.__module__}.{draw.__qualname__}", figures, look, (before, after, instead), draw)


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs={Break: repr})
def _show_drawn(name: str, figures: object, look: dict, words: tuple[str, str, str], _draw: _Draw) -> None:
    chart = _draw(figures, **look)
    before, after, instead = words
    show_chart(chart, instead or f"{before}{chart.description}{after}")
