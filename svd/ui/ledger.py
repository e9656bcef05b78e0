"""What was received and what is wrong with it, worked out once for each version of the data, then kept."""

from datetime import date

import pandas as pd
import streamlit as st

from svd.figures import faults, feeds, messages, receipts
from svd.intake import revised
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import turns
from svd.ui.keep import keep


def list_receipts(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """``figures.receipts.list_receipts``, kept by all that it rests on: the last month and the partners."""
    asked = Selection(selection.month_to, selection.month_to, partners=selection.partners)
    return _list_receipts(evidence.store.version, asked, evidence)


@keep(50)
def _list_receipts(version: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return receipts.list_receipts(_evidence, selection)


def list_extracts(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """``figures.receipts.list_extracts``, kept."""
    return _list_extracts(evidence.store.version, selection, evidence)


@keep(50)
def _list_extracts(version: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return receipts.list_extracts(_evidence, selection)


def list_faults(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """``figures.faults.list_faults``, kept."""
    return _list_faults(evidence.store.version, selection, evidence)


@keep(50)
def _list_faults(version: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return faults.list_faults(_evidence, selection)


def count_feeds(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """``figures.feeds.count_feeds``, kept."""
    return _count_feeds(evidence.store.version, selection, evidence)


@keep(50)
def _count_feeds(version: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return feeds.count_feeds(_evidence, list_faults(_evidence, selection), selection)


def compare_editions(evidence: Evidence, source: str) -> revised.Revisions:
    """``intake.revised.compare_editions``, kept."""
    turns.step_aside()
    return _compare_editions(evidence.store.version, source)


@st.cache_resource(max_entries=50, show_spinner="Comparing the editions…")
def _compare_editions(version: str, source: str) -> revised.Revisions:
    return revised.compare_editions(source)


def write_messages(evidence: Evidence, selection: Selection, today: date) -> dict[str, messages.Message]:
    """``figures.messages.write_message`` by source, where there is something to say, most missing first; kept."""
    return _write_messages(evidence.store.version, selection, today, evidence)


@keep(50)
def _write_messages(
    version: str, selection: Selection, today: date, _evidence: Evidence
) -> dict[str, messages.Message]:
    known = list_receipts(_evidence, selection), list_faults(_evidence, selection)
    written = {
        source.id: messages.write_message(_evidence, source, *known, selection, today)
        for source in receipts.select_sources(_evidence, selection)
    }
    to_send = {name: message for name, message in written.items() if message}
    return dict(sorted(to_send.items(), key=lambda entry: -entry[1].missing))
