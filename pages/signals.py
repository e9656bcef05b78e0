"""Signals: what should the meeting look at, and what has been said and done about it?"""

import streamlit as st

from svd.ui import frame, signals
from svd.ui.signal_log import show_history, show_review

evidence, selection = frame.open_page("Signals")
listed = signals.list_signals(evidence, selection)

signals.show_answer(listed, selection)
left, right = st.columns([3, 2], gap="large")
with right:
    signal = signals.ask_signal(listed)
    show_review(evidence, signal)
with left:
    signals.show_list(evidence, selection, listed)
    show_history(evidence, signal)
signals.show_uncalled(evidence, selection)
