"""Ward profile: one ward against the borough, who lives there, its months and its records."""

import streamlit as st

from svd.ui import frame, ward_profile, ward_view

evidence, selection = frame.open_page("Ward profile")
ward = ward_profile.ask_ward(evidence)

ward_profile.show_spine(evidence, selection, ward)

left, right = st.columns([2, 3], gap="large")
with left:
    ward_profile.show_residents(evidence, ward)
with right:
    indicator = ward_view.ask_indicator(evidence, selection)
    ward_profile.show_months(evidence, selection, indicator, ward)

ward_profile.show_records(evidence, selection, ward)
