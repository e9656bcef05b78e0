"""Ward map: which wards differ from the whole area, or change, beyond chance."""

import streamlit as st

from svd.ui import frame, show, ward_map, ward_view, ways

evidence, selection = frame.open_page("Ward map")

with st.container(horizontal=True, vertical_alignment="center"):
    indicator = ward_view.ask_indicator(evidence, selection, is_bare=True)
    indicator, shows = ward_view.ask_measure(evidence, indicator, selection)
    has_streets = ward_map.ask_streets()

view = ward_view.view_wards(evidence, selection, indicator, shows)
scale = ward_view.find_scale(evidence, selection, view)

show.show_finding(view.finding, ways.add_weighed(evidence, indicator, selection, view.subtitle))
left, right = st.columns(2, gap="small")
with right:
    lit = ward_map.show_list(view)
with left:
    ward_map.show_map(evidence, view, scale, lit=lit, has_streets=has_streets)
ward_map.show_actions(evidence, selection, view, scale)
