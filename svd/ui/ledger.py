"""What was received and what is wrong with it, worked out once for each version of the data, then kept."""

import pandas as pd
import streamlit as st

from svd.figures import faults, receipts
from svd.figures.question import Evidence
from svd.store.selection import Selection

_KEPT = {"max_entries": 50, "show_spinner": False, "hash_funcs": {Selection: repr}}


def list_receipts(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """``figures.receipts.list_receipts``, kept."""
    return _list_receipts(evidence.store.version, selection, evidence)


@st.cache_data(**_KEPT)
def _list_receipts(version: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return receipts.list_receipts(_evidence, selection)


def list_extracts(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """``figures.receipts.list_extracts``, kept."""
    return _list_extracts(evidence.store.version, selection, evidence)


@st.cache_data(**_KEPT)
def _list_extracts(version: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return receipts.list_extracts(_evidence, selection)


def list_faults(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """``figures.faults.list_faults``, kept."""
    return _list_faults(evidence.store.version, selection, evidence)


@st.cache_data(**_KEPT)
def _list_faults(version: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return faults.list_faults(_evidence, selection)
