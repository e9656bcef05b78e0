"""Trends: is it rising, falling, or neither? The indicator's series, and now against before."""

import streamlit as st

from svd.ui import frame
from svd.ui.control import show_control
from svd.ui.questions import ask_indicator
from svd.ui.recent import show_recent
from svd.ui.trend import ask_figure, ask_trend, show_change, show_series, show_wards
from svd.ui.year_view import show_years

evidence, selection = frame.open_page("Trends")

choice, ways = st.columns([2, 3], gap="medium", vertical_alignment="bottom")
with choice:
    indicator = ask_indicator(evidence, selection)
with ways:
    indicator, is_number = ask_figure(evidence, indicator, selection)
trend = ask_trend(evidence, indicator, selection, is_number=is_number)

series, beside = st.columns([2, 1], gap="medium")
with series:
    (show_control if trend.is_controlled else show_series)(trend)
with beside:
    show_change(trend)
    show_recent(evidence, indicator, selection, "trend")
    show_years(trend)

show_wards(trend)
