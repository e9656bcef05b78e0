"""A page's own choices: kept in the URL, and kept on the next page that asks for the same."""

import contextlib
from collections.abc import Iterator, Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_IN_URL = {"bind": "query-params"}


def ask_one(label: str, key: str, names: Mapping[str, str], *, first: str = "", is_bare: bool = False) -> str:
    """One of ``names`` (a title by id) from a list; ``is_bare`` leaves the label to screen readers.

    ``first`` heads the list, and is chosen until another is.
    """
    with _as_frame(key):
        return st.selectbox(
            label,
            sorted(names, key=lambda one: one != first),
            format_func=lambda one: names.get(one, one),
            key=key,
            label_visibility="collapsed" if is_bare else "visible",
            **_IN_URL,
        )


def ask_many(label: str, key: str, names: Mapping[str, str], placeholder: str) -> tuple[str, ...]:
    """Any of ``names`` (a title by id), in the order chosen; ``placeholder`` stands where none is."""
    with _as_frame(key):
        chosen = st.multiselect(
            label, list(names), format_func=lambda one: names.get(one, one), key=key, placeholder=placeholder, **_IN_URL
        )
    return tuple(chosen)


def ask_way(label: str, key: str, names: Mapping[str, str], *, first: str = "") -> str:
    """One of a few ``names`` from a row of buttons; ``first``, or the first of them, unless another was chosen."""
    with _as_frame(key):
        return st.segmented_control(
            label,
            list(names),
            format_func=lambda one: names.get(one, one),
            default=first or next(iter(names)),
            required=True,
            key=key,
            label_visibility="collapsed",
            **_IN_URL,
        )


@contextlib.contextmanager
def _as_frame(key: str) -> Iterator[None]:
    """Draw as if app.py did, as it does the filters.

    Streamlit forgets a page's widgets, and their parameters in the URL, when another page opens; those of app.py stay.
    """
    context = get_script_run_ctx()
    if context is None:
        yield
        return
    with context.run_with_active_hash(context.pages_manager.main_script_hash):
        if _has_moved(key, context.page_script_hash) and key in st.session_state and key not in st.query_params:
            # The browser dropped the parameter with the page before: an assignment has it written again.
            st.session_state[key] = st.session_state[key]
        yield


def _has_moved(key: str, page: str) -> bool:
    """Whether another page asked for the same just before."""
    place = f"page_of_{key}"
    before = st.session_state.get(place, page)
    st.session_state[place] = page
    return before != page
