"""The trend marker beside a series: the last five quarters, terms or financial years, and whether they go one way."""

from datetime import date
from functools import partial
from html import escape

import streamlit as st

from svd.catalogue.declarations import Indicator
from svd.figures.over_time.recent_findings import name_periods, word_recent, word_recent_method, word_slope
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import data, show
from svd.ui.lineage import trace
from svd.views.badges import draw_badge
from svd.views.tables import present_table

_COLUMNS = ("period", "count", "denominator", "value", "lower", "upper", "unit")
_WORDS = {"rising": "increasing", "falling": "decreasing", "no clear change": "no significant change"}


def show_recent(evidence: Evidence, indicator: Indicator, selection: Selection, key: str) -> None:
    """The marker with its badge, its finding, its table and its method."""
    recent = data.measure_recent(evidence, indicator, selection)
    word = _WORDS.get(recent.verdict, "cannot be calculated")
    meaning = f", {recent.judgement}" if recent.judgement in ("improving", "worsening") else ""
    badge = draw_badge(recent.judgement, recent.verdict, f"{word}{meaning}")
    said = " ".join(filter(None, [word_recent(recent, indicator), word_slope(recent, indicator)]))
    st.html(f'<h2>{name_periods(recent)}</h2>{badge}<p class="svd-note">{escape(said)}</p>')
    starts = date(2000, evidence.catalogue.area.year_starts_in, 1)
    if recent.periods.empty:
        return
    method = word_recent_method(f"{starts:%B}")
    table = partial(present_table, recent.periods, columns=_COLUMNS)
    show.show_actions(show.Actions(f"recent_{key}", table, method, trace=trace(evidence, selection, recent.periods)))
