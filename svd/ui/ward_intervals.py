"""Every ward's figure and interval against the borough's line."""

import streamlit as st

from svd.figures.question import Evidence
from svd.store.selection import Selection
from svd.ui import data, show
from svd.ui.ward_actions import show_ward_actions
from svd.views.chart_picture import draw_chart_picture
from svd.views.interval_chart import draw_intervals
from svd.views.ward_view import WardView, word_absence


def show_intervals(evidence: Evidence, selection: Selection, view: WardView) -> None:
    """The chart with its finding as the title, its source and its actions."""
    show.show_finding(view.finding_of_listed, view.subtitle)
    if not view.listed["value"].notna().any():
        st.info(word_absence(view.listed["status"]))
        return
    area = data.measure(evidence, view.indicator.id, selection, "borough")
    look = {"area_name": "Borough", "unit": view.unit}
    # A ward's number of events has no place beside the borough's, which is the sum of them.
    value = None if view.indicator.calculation.form == "count" else float(area["value"].iloc[0])
    chart = draw_intervals(view.listed, value, **look, title="", subtitle="")
    titled = draw_intervals(view.listed, value, **look, title=view.finding_of_listed, subtitle=view.subtitle)
    show.show_chart(chart, titled.description)
    show.show_source(view.listed)
    source = show.word_source(view.listed)
    show_ward_actions(
        evidence, selection, view, "comparison", lambda: draw_chart_picture(titled, source_line=source), is_map=False
    )
