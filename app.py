"""The frame: page config, shared filters, the list of pages, and the one handler for faults a person can mend."""

import streamlit as st

from svd.ui import data, filters, frame, start, turns

pages = st.navigation(
    {
        "Picture": [
            st.Page("pages/overview.py", title="Overview", default=True),
            st.Page("pages/ward_map.py", title="Ward map"),
            st.Page("pages/ward_profile.py", title="Ward profile"),
            st.Page("pages/five_ds.py", title="Five Ds"),
            st.Page("pages/signals.py", title="Signals"),
            st.Page("pages/present.py", title="Present"),
        ],
        "Analysis": [
            st.Page("pages/trends.py", title="Trends"),
            st.Page("pages/compare_wards.py", title="Compare wards"),
            st.Page("pages/hot_spots.py", title="Hot spots"),
            st.Page("pages/evaluation.py", title="Evaluation"),
            st.Page("pages/people.py", title="People"),
            st.Page("pages/explore.py", title="Explore and export"),
        ],
        "Data and method": [
            st.Page("pages/upload.py", title="Upload"),
            st.Page("pages/partners.py", title="Partners and data"),
            st.Page("pages/data_dictionary.py", title="Data dictionary"),
            st.Page("pages/about.py", title="About"),
        ],
    },
    position="top",
)

st.set_page_config(page_title=f"{pages.title} · Serious Violence Duty", page_icon="◆", layout="wide")
frame.apply_style()

with frame.catch_faults():
    start.ensure_store()
    with turns.take_turn():
        evidence = data.open_evidence()
        frame.set_question(evidence, filters.ask_selection(evidence))
        pages.run()
