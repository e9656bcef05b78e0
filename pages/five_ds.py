"""Five Ds: a D at a time, what the strategy says, and its indicators by tier as one-page cards."""

import streamlit as st

from svd.ui import data, frame
from svd.ui.five_ds import ask_five_d, ask_indicator, show_card, show_rows, show_strategy

evidence, selection = frame.open_page("Five Ds")
scores = data.score_indicators(evidence, selection)

five_d = ask_five_d(evidence.catalogue)
show_strategy(five_d, evidence.catalogue)

of_d = scores[scores["five_d"] == five_d.id] if len(scores) else scores
if of_d.empty:
    st.info(f"No indicator of {five_d.title} fits these filters. Clear kind of violence or partner in the sidebar.")
    st.stop()

show_rows(evidence, selection, of_d)
left, right = st.columns([2, 3], gap="large")
with left:
    indicator = ask_indicator(of_d, evidence.catalogue)
with right:
    show_card(evidence, selection, indicator, of_d)
