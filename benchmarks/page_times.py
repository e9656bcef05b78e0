"""Script time of every page: how long the server works before the browser has all of it."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from svd.ui.keep import forget

PROJECT = Path(__file__).resolve().parents[1]
PAGES = sorted(path.name for path in (PROJECT / "pages").glob("*.py"))
WAIT_SECONDS = 120


def time_pages(store: Path) -> Iterator[tuple[str, float, float]]:
    """Page, and seconds of its first run, and of a run after the period has changed."""
    os.environ["SVD_STORE"] = str(store)
    st.cache_data.clear()
    forget()
    st.cache_resource.clear()
    for page in PAGES:
        st.cache_data.clear()
        forget()
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=WAIT_SECONDS)
        app.run()
        st.cache_data.clear()
        forget()
        app.switch_page(f"pages/{page}")
        first = _time(app)
        start = app.sidebar.selectbox(key="from")
        start.select_index(max(start.index - 3, 0))
        yield page.removesuffix(".py"), first, _time(app)


def _time(app: AppTest) -> float:
    started = time.perf_counter()
    app.run()
    if app.exception:
        raise SystemExit(f"The page failed: {app.exception[0].value}")
    return time.perf_counter() - started
