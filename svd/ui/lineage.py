"""From a figure to its extracts: the files behind what a page shows, and the way to who sent them."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from svd.catalogue.wording import word_count_of
from svd.figures.lineage import list_lineage
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import links
from svd.views.lineage_table import draw_lineage


def trace(evidence: Evidence, selection: Selection, *shown: pd.DataFrame) -> Callable[[], pd.DataFrame]:
    """A function that lists the extracts behind the tables shown, called only where somebody asks for them."""
    return lambda: list_lineage(evidence, selection, shown)


def show_lineage(extracts: pd.DataFrame) -> None:
    """The extracts, as ``trace`` lists them, and the way to the page that lists every file."""
    st.markdown(f"**Where the figures come from:** {word_count_of(len(extracts), 'extract', 'extracts')} in use.")
    if len(extracts):
        st.html(draw_lineage(extracts))
    links.link_to_files("Every file received, with its rows and faults: Partners and data")
