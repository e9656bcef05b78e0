"""The parts of the ward map's page: the map, the wards beside it, and what may be taken away."""

from html import escape

import streamlit as st

from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import links, show
from svd.ui.leaflet import show_on_ground
from svd.ui.ward_actions import show_ward_actions
from svd.ui.ward_list import show_ward_list
from svd.views.map_classes import COLUMNS, Scale
from svd.views.map_ground import draw_ground
from svd.views.map_picture import draw_map_picture
from svd.views.ward_map import draw_wards
from svd.views.ward_view import WardView, word_absence

_HEIGHT, _WIDTH = 470, 500


def ask_streets() -> bool:
    """Whether streets are wanted under the wards."""
    return st.toggle("Streets", key="streets", bind="query-params", help="From OpenStreetMap: needs the internet.")


def show_map(evidence: Evidence, view: WardView, scale: Scale, *, lit: str, has_streets: bool) -> None:
    """The map, with the wards asked for and the one chosen outlined; a click on a ward opens its profile."""
    size = {"height": _HEIGHT, "width": _WIDTH, "has_streets": has_streets}
    outlined = list(dict.fromkeys([*view.chosen, *([lit] if lit else [])]))
    figures = draw_wards(evidence.geography, view.wards, scale, view.unit, lit=outlined, **size)
    clicked = show_on_ground(draw_ground(evidence.geography, **size), figures, "ward_map", height=_HEIGHT)
    if clicked:
        links.go_to_ward(evidence.geography.ward_names[clicked])


def show_actions(evidence: Evidence, selection: Selection, view: WardView, scale: Scale) -> None:
    """The source, and what may be taken away."""
    show.show_source(view.wards)
    subtitle = "\n".join(filter(None, (view.subtitle, view.footfall)))
    words = {"title": view.finding, "subtitle": subtitle, "source_line": show.word_source(view.wards)}

    def draw() -> bytes:
        return draw_map_picture(evidence.geography, view.wards, scale, view.unit, **words)

    show_ward_actions(evidence, selection, view, "map", draw)


def show_list(view: WardView) -> str:
    """The wards asked for, sorted, with the way to a profile; gives the code of the ward chosen."""
    if not view.listed[COLUMNS[view.shows]].notna().any():
        st.info(word_absence(view.listed["status"]))
    lit = show_ward_list(view, "ward_list")
    names = dict(zip(view.listed["ward_code"], view.listed["ward_name"], strict=True))
    name = names.get(lit) or next(iter(names.values()))
    for note in filter(None, (view.unplaced, view.footfall)):
        st.html(f'<p class="svd-note">{escape(note)}</p>')
    st.html('<p class="svd-note">A row lights its ward on the map; a click on the map opens the ward\'s profile.</p>')
    links.link_to_ward(name, f"Open the profile of {name}")
    return lit
