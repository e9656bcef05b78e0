"""The parts of the Signals page: the answer, the list of signals with their review, and what is called no longer."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from svd.figures.scorecard import find_indicators
from svd.figures.signals.reviewed import is_decided, list_reviewed, list_uncalled, word_reviewed
from svd.figures.signals.signal_words import word_promise, word_raising
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import links, show
from svd.views.file_names import name_file
from svd.views.signal_table import draw_signals, present_signals, present_uncalled
from svd.views.signal_workbook import write_signals


def list_signals(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """Every signal that fits the filters, with its review."""
    return narrow_signals(evidence, selection, list_reviewed(evidence, selection))


def narrow_signals(evidence: Evidence, selection: Selection, listed: pd.DataFrame) -> pd.DataFrame:
    """Those of the indicators that fit the filters, and of the area and the wards chosen."""
    fitting = [indicator.id for indicator in find_indicators(evidence.catalogue, selection)]
    is_fitting = listed["indicator"].isin(fitting)
    if selection.wards:
        is_fitting &= listed["ward_code"].isin([evidence.catalogue.area.code, *selection.wards])
    return listed[is_fitting].reset_index(drop=True)


def show_answer(listed: pd.DataFrame, selection: Selection) -> None:
    """How many were raised and await a decision, and how many of them may be false."""
    show.show_finding(word_reviewed(listed, selection), word_promise())


def show_list(evidence: Evidence, selection: Selection, listed: pd.DataFrame) -> None:
    """The signals, the newest first, each with the way to its chart; then table, method and workbook."""
    if listed.empty:
        st.info(
            "**Nothing to review.** A signal stands here in the month that raises it. Choose a longer period, or clear "
            "*Wards*, *Kind of violence* and *Partner* in the sidebar, to see earlier or other ones."
        )
    else:
        st.html(draw_signals(listed, lambda signal: find_chart(evidence, selection, signal)))
    uncalled = list_uncalled(evidence, selection)
    book = show.File(
        "Workbook (Excel)",
        name_file(evidence, "signals", selection, "xlsx"),
        show.XLSX,
        lambda: write_signals(evidence, selection, listed, uncalled, date.today()),
    )
    show.show_actions(show.Actions("signals", present_signals(listed), word_raising(), (book,)))


def find_chart(evidence: Evidence, selection: Selection, signal: Mapping) -> str:
    """The address of the chart that shows the signal."""
    indicator = evidence.catalogue.indicators[signal["indicator"]]
    ward = evidence.geography.ward_names.get(signal["ward_code"], "")
    return links.address_of_signal(signal, indicator, ward, (selection.month_from, selection.month_to))


def ask_signal(listed: pd.DataFrame) -> pd.Series | None:
    """The signal chosen, those that await a decision first; none where there are none."""
    if listed.empty:
        return None
    order = listed.assign(decided=is_decided(listed["state"])).sort_values("decided", kind="stable")
    label = st.selectbox("Signal", list(order["label"]), key="signal", bind="query-params")
    return listed[listed["label"] == label].iloc[0]


def show_uncalled(evidence: Evidence, selection: Selection) -> None:
    """What was logged of signals that the figures call no longer, so that it is not lost."""
    uncalled = list_uncalled(evidence, selection)
    if uncalled.empty:
        return
    st.html("<h2>Logged, and no longer called</h2>")
    show.show_table(present_uncalled(uncalled).drop(columns=["Logged by", "Due"]))
