"""The map's slide: the ward picture at full height, and the wards with the highest figures beside it."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from svd.figures.between_wards.footfall import mark_names
from svd.measures.question import Evidence
from svd.rows import list_rows
from svd.store.selection import Selection
from svd.ui import show
from svd.ui.keep import keep
from svd.ui.ward_view import find_scale, view_wards
from svd.views.badges import draw_badge
from svd.views.figure_words import figure_words
from svd.views.map_picture import SLIDE, draw_map_picture
from svd.views.tables import present_table

_MOST_WARDS = 8


def show_map_slide(evidence: Evidence, selection: Selection, indicator: str) -> None:
    """The ward map of the indicator as a picture, with the highest wards and the table of all."""
    view = view_wards(evidence, selection, evidence.catalogue.indicators[indicator])
    st.html(f'<h1 class="svd-slide-title">{escape(view.finding)}</h1>')
    st.html(f'<p class="svd-slide-note">{escape(view.subtitle)}</p>')
    left, right = st.columns([5, 3], gap="medium", vertical_alignment="center")
    with left:
        st.image(_draw_picture(evidence.store.version, indicator, selection, evidence), alt=f"Ward map. {view.finding}")
        show.show_source(view.wards)
    rows = "".join(_row(ward) for ward in list_rows(mark_names(view.wards.head(_MOST_WARDS))))
    note = f'<p class="svd-slide-note">{escape(view.footfall)}</p>' if view.footfall else ""
    right.html(f'<table class="svd-slide-table"><tbody>{rows}</tbody></table>{note}')
    table = right.popover("Table of all wards", on_change="rerun", key="slide_table")
    if table.open:
        with table:
            show.show_table(present_table(view.wards))


@keep(8)
def _draw_picture(version: str, indicator: str, selection: Selection, _evidence: Evidence) -> bytes:
    view = view_wards(_evidence, selection, _evidence.catalogue.indicators[indicator])
    scale = find_scale(_evidence, selection, view)
    words = {"title": "", "subtitle": "", "source_line": ""}
    return draw_map_picture(_evidence.geography, view.wards, scale, view.unit, **words, frame=SLIDE)


def _row(ward: Mapping) -> str:
    badge = draw_badge(ward["judgement"], ward["compared"], ward["compared"])
    return (
        f'<tr><th scope="row">{escape(ward["ward_name"])}</th>'
        f'<td class="svd-number">{escape(figure_words(ward["value"], ward["status"], 1))}</td><td>{badge}</td></tr>'
    )
