"""A page's own choices: kept in the URL, and carried to the next page that asks for the same."""

from collections.abc import Mapping

import streamlit as st

_IN_URL = {"bind": "query-params"}


def ask_one(label: str, key: str, names: Mapping[str, str], *, default: str = "", is_bare: bool = False) -> str:
    """One of ``names`` (a title by id) from a list; ``is_bare`` leaves the label to screen readers."""
    _carry(key, names)
    ids = list(names)
    chosen = st.selectbox(
        label,
        ids,
        index=ids.index(default) if default in names else 0,
        format_func=lambda one: names.get(one, one),
        key=key,
        label_visibility="collapsed" if is_bare else "visible",
        **_IN_URL,
    )
    st.session_state[_place(key)] = chosen
    return chosen


def ask_way(label: str, key: str, names: Mapping[str, str]) -> str:
    """One of a few ``names`` from a row of buttons; the first unless another was chosen."""
    _carry(key, names)
    chosen = st.segmented_control(
        label,
        list(names),
        format_func=lambda one: names.get(one, one),
        default=next(iter(names)),
        required=True,
        key=key,
        label_visibility="collapsed",
        **_IN_URL,
    )
    st.session_state[_place(key)] = chosen
    return chosen


def set_next(key: str, choice: str) -> None:
    """Make ``choice`` the one the next page shows."""
    st.session_state[_place(key)] = choice


def _carry(key: str, names: Mapping[str, str]) -> None:
    """Take over what another page was asked: Streamlit drops a parameter of the URL with the page that it belongs to."""
    carried = st.session_state.get(_place(key))
    if key not in st.session_state and key not in st.query_params and carried in names:
        st.session_state[key] = carried


def _place(key: str) -> str:
    return f"carried_{key}"
