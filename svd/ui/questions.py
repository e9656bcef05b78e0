"""What a page asks beside the shared filters, kept in the URL under one name on every page."""

import streamlit as st

from svd.catalogue.declarations import Indicator
from svd.figures.scorecard import find_indicators
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import choices

NOTHING_FITS = (
    "**No indicator fits these filters.** Clear *Kind of violence* or *Partner* in the sidebar, or choose others: an "
    "indicator is listed where its partner is among those chosen and it counts one of the kinds chosen."
)


def ask_indicator(evidence: Evidence, selection: Selection) -> Indicator:
    """The indicator chosen from those that fit the filters; stops the page, saying why, where none does."""
    fitting = {indicator.id: indicator for indicator in find_indicators(evidence.catalogue, selection)}
    if not fitting:
        stop_empty(NOTHING_FITS)
    names = {name: indicator.short_title for name, indicator in fitting.items()}
    return fitting[choices.ask_one("Indicator", "indicator", names)]


def stop_empty(words: str) -> None:
    """Say what is missing and what to do, and end the page there."""
    st.info(words)
    st.stop()
