"""Overview: the headlines, the Five D by tier scorecard, and what changed."""

import streamlit as st

from svd.ui import data, frame
from svd.ui.overview import show_answer, show_changes, show_headlines, show_scorecard

evidence, selection = frame.open_page("Overview")
scores = data.score_indicators(evidence, selection)

if scores.empty:
    st.info("No indicator fits these filters. Clear the kind of violence or the partner in the sidebar.")
    st.stop()

show_answer(evidence, selection, scores)
show_headlines(evidence, selection, scores)

left, right = st.columns([5, 3], gap="medium")
with left:
    show_scorecard(evidence, selection, scores)
with right:
    show_changes(evidence, selection, scores)
