"""What stands round every page: its style, its header, what it asks for, and the message for a fault."""

import contextlib
import html
import logging
from collections.abc import Iterator
from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from svd.catalogue.wording import word_month
from svd.disk import explain_fault
from svd.errors import UserError
from svd.figures.explore import word_selection
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui.keep import keep

_STYLE = Path(__file__).with_name("style.css")
_log = logging.getLogger(__name__)


def apply_style() -> None:
    """The product's style sheet, over Streamlit's theme."""
    st.html(_STYLE)


def set_question(evidence: Evidence, selection: Selection) -> None:
    """Keep the question of this run where the page finds it."""
    st.session_state["_question"] = (evidence, selection)


def open_page(title: str, *, has_header: bool = True) -> tuple[Evidence, Selection]:
    """Write the page's title and the header every page shares; gives the evidence and the selection."""
    if "_question" not in st.session_state:
        _run_the_frame()
    # Taken away, so that a page run without its frame never answers an older question.
    evidence, selection = st.session_state.pop("_question")
    if has_header:
        st.title(title, anchor=False)
        st.html(draw_header(evidence, selection))
    return evidence, selection


def _run_the_frame() -> None:
    """Run app.py round the page, where Streamlit ran the page by itself.

    Streamlit 1.67 takes a folder named pages for its older kind of app until app.py has once called st.navigation, so
    the first link opened after a start of the server would show a page without its frame (streamlit issue 10276).
    """
    PagesManager.uses_pages_directory = False
    st.rerun()


def draw_header(evidence: Evidence, selection: Selection) -> str:
    """Area, period, filters, definition, age of the oldest extract in use, and the SYNTHETIC ribbon, as HTML."""
    words = word_selection(evidence, selection)
    filters = [f"{name}: {words[name]}" for name in ("Wards", "Kind of violence", "Partner", "Age")]
    narrowed = [text for text in filters if ": all " not in text]
    parts = [evidence.catalogue.area.name, words["Period"], *narrowed]
    parts += [f"definition {words['Definition of serious violence']}"]
    parts.append(_word_freshness(str(evidence.store.folder), evidence.store.version, evidence))
    shown = " · ".join(html.escape(part) for part in parts)
    return f'<p class="svd-header">{word_ribbon(evidence)}{shown}</p>'


def word_ribbon(evidence: Evidence) -> str:
    """The SYNTHETIC ribbon as HTML, or an empty text where the data are real."""
    if not evidence.store.is_synthetic:
        return ""
    return '<strong class="svd-synthetic">SYNTHETIC data: made up, not real figures</strong>'


@keep(4)
def _word_freshness(folder: str, version: str, _evidence: Evidence) -> str:
    """The oldest of the newest months that each source in use reaches."""
    newest = _evidence.coverage.groupby("source")["month"].max()
    oldest = newest.idxmin()
    title = _evidence.catalogue.sources[oldest].title
    return f"oldest extract in use: {title}, to {word_month(newest.min())}"


@contextlib.contextmanager
def catch_faults() -> Iterator[None]:
    """Show a fault a person can mend as one message; log any other and say what to do, without a traceback."""
    try:
        yield
    except UserError as fault:
        st.error(f"**{fault.message}**\n\n{fault.remedy}")
    except OSError as fault:
        _log.exception("a page failed")
        told = explain_fault("What this page needs", fault)
        st.error(f"**{told.message}**\n\n{told.remedy}")
    except Exception:
        _log.exception("a page failed")
        st.error(
            "**This page can't be shown.** The fault has been written to the log. Reload the page; if it stays, build "
            "the store again (python -m svd build) or tell whoever looks after the dashboard."
        )
