"""The wards of a view as a table in a page, to sort and to choose a ward from."""

from pathlib import Path

import streamlit as st

from svd.views.ward_table import draw_ward_table
from svd.views.ward_view import WardView

_HERE = Path(__file__)
_TABLE = st.components.v2.component(
    "ward_table",
    html='<div class="wards"></div>',
    css=_HERE.with_name("ward_table.css").read_text(encoding="utf-8"),
    js=_HERE.with_name("ward_table.js").read_text(encoding="utf-8"),
)


def show_ward_list(view: WardView, key: str) -> str:
    """The table; gives the code of the ward whose row was chosen, or an empty text."""
    return show_rows(draw_ward_table(view), key)


def show_rows(table: str, key: str) -> str:
    """A table in HTML whose rows say what they stand for; gives what the row chosen stands for, or an empty text."""
    chosen = st.session_state.get(key, {}).get("lit", "")
    data = {"html": table, "lit": chosen}
    return _TABLE(data=data, key=key, default={"lit": ""}, on_lit_change=lambda: None).lit
