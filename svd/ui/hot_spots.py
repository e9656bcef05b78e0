"""The parts of the Hot spots page: the question, the map with its list, and what may be taken away."""

from datetime import date

import pandas as pd
import streamlit as st

from svd.figures.places.hot_spots import HotSpots
from svd.figures.places.located import PlaceQuestion, find_place_sources, list_choices
from svd.figures.places.place_findings import word_coverage, word_hot_spots, word_method, word_missing
from svd.measures.place_tables import WIDER
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import choices, links, place_data, questions, show
from svd.ui.leaflet import show_on_ground
from svd.ui.lineage import trace
from svd.ui.place_parts import PARTS
from svd.ui.ward_list import show_rows
from svd.ui.ward_map import ask_streets
from svd.views.file_names import name_file
from svd.views.map_ground import draw_ground
from svd.views.selection_workbook import cover_selection
from svd.views.spot_map import draw_spots
from svd.views.spot_picture import draw_spot_picture
from svd.views.spot_table import draw_courses, draw_spot_list, list_sheets, present_spots
from svd.views.workbook import write_workbook

_HEIGHT, _WIDTH = 430, 500
_EVERY = "every"
_MAP = "Map"
_NOTHING_FITS = (
    "**No feed with points on the map fits these filters.** Clear *Kind of violence*, *Partner* or *Age* in the "
    "sidebar: only some feeds say where an event was, none is told by place and age together, and one that hides small "
    "numbers is told with all its categories together."
)
_TOO_FEW = (
    "**This feed has too few events to be shown by place.** It hides small numbers, and not even cells of {side:,} m "
    "would have an event a quarter on average. See it by ward on *Ward map* or over time on *Trends*."
)
_WHOLE = "All categories together: this feed hides small numbers, and is told by place as a whole only."
_NOTHING_RECEIVED = (
    "**Nothing was received from this feed for these months.** Choose a longer period, another feed, or see the page "
    "*Partners and data*."
)


def ask_question(evidence: Evidence, selection: Selection) -> PlaceQuestion:
    """The feed and the category chosen; stops the page, saying why, where the filters leave no feed."""
    sources = {source.id: source for source in find_place_sources(evidence.catalogue, selection)}
    if not sources:
        questions.stop_empty(_NOTHING_FITS)
    feed, category = st.columns(2, gap="medium")
    with feed:
        titles = {name: source.title for name, source in sources.items()}
        source = sources[choices.ask_one("Feed", "feed", titles, first=next(iter(titles)), is_bare=True)]
    with category:
        offences = list_choices(evidence.catalogue, source, selection)
        if not offences:
            st.html(f'<p class="svd-note">{_WHOLE}</p>')
            return PlaceQuestion(evidence, source, "", selection)
        named = {_EVERY: "Every category", **offences}
        offence = choices.ask_one("Category", "category", named, first=_EVERY, is_bare=True)
    return PlaceQuestion(evidence, source, "" if offence == _EVERY else offence, selection)


def ask_part() -> tuple[str, bool]:
    """The part chosen, the map or one of the others, and whether streets are wanted under the map."""
    with st.container(horizontal=True, vertical_alignment="center"):
        part = choices.ask_way("Show", "places", {name: name for name in (_MAP, *PARTS)})
        return part, part == _MAP and ask_streets()


def show_part(question: PlaceQuestion, part: str, *, has_streets: bool) -> None:
    """The part of the page chosen."""
    if part == _MAP:
        show_spots(question, has_streets=has_streets)
    else:
        PARTS[part](question)


def show_spots(question: PlaceQuestion, *, has_streets: bool) -> None:
    """The finding, the map with the list beside it, and its actions."""
    found = place_data.find_spots(question)
    if not found.windows:
        st.info(_word_nothing(question))
        return
    spots = select_spots(found, question.selection)
    where = " in the wards chosen" if question.selection.wards else ""
    finding = word_hot_spots(spots, question.title, where)
    show.show_finding(finding, word_coverage(found, question))
    left, right = st.columns(2, gap="small")
    with right:
        lit = _show_list(found, spots, question)
    with left:
        _show_map(found, spots, question, lit, has_streets)
    _show_actions(found, spots, question, finding)


def _word_nothing(question: PlaceQuestion) -> str:
    if question.feed is None or question.feed.cells is not None:
        return _NOTHING_RECEIVED
    finest = question.evidence.catalogue.hot_spots.cell_m[question.source.location_precision]
    return _TOO_FEW.format(side=finest * max(WIDER))


def select_spots(found: HotSpots, selection: Selection) -> pd.DataFrame:
    """The hot spots with a cell in the wards asked for."""
    if not selection.wards:
        return found.spots
    inside = found.cells.loc[found.cells["ward_code"].isin(selection.wards), "spot"].dropna()
    return found.spots[found.spots["spot"].isin(inside)]


def _show_list(found: HotSpots, spots: pd.DataFrame, question: PlaceQuestion) -> str:
    if spots.empty:
        st.info("**No hot spot:** what differs between places is within what chance brings.")
        lit = ""
    else:
        lit = show_rows(draw_spot_list(spots, len(found.windows)), "spot_list")
        st.html('<p class="svd-note">A row lights its hot spot on the map.</p>')
        st.html(draw_courses(spots, question.evidence.catalogue.hot_spots, found.windows))
        chosen = spots.loc[spots["spot"].astype(str) == lit, "ward_name"]
        name = chosen.iloc[0] if len(chosen) else spots["ward_name"].iloc[0]
        links.link_to_ward(name, f"Open the profile of {name}")
    if missing := word_missing(found, question):
        st.html(f'<p class="svd-note">{missing}</p>')
    return lit


def _show_map(found: HotSpots, spots: pd.DataFrame, question: PlaceQuestion, lit: str, has_streets: bool) -> None:
    geography = question.evidence.geography
    every = place_data.shape_spots(question)
    shapes = every[every["spot"].isin(spots["spot"])]
    ground = draw_ground(geography, height=_HEIGHT, width=_WIDTH, has_streets=has_streets, is_by_ward=False)
    figures = draw_spots(geography, shapes, found.side, height=_HEIGHT, width=_WIDTH, lit=lit)
    clicked = show_on_ground(ground, figures, "spot_map", height=_HEIGHT)
    if clicked:
        links.go_to_ward(geography.ward_names[clicked])


def _show_actions(found: HotSpots, spots: pd.DataFrame, question: PlaceQuestion, finding: str) -> None:
    evidence, selection = question.evidence, question.selection
    told = pd.DataFrame({"source": [found.provenance.source], "extract": [found.provenance.extract]})
    told = told.assign(definition=selection.definition)
    show.show_source(told)

    def write() -> bytes:
        cover = cover_selection(evidence, selection, [told], date.today())
        return write_workbook(cover, list_sheets(found, spots, finding))

    def draw() -> bytes:
        every = place_data.shape_spots(question)
        return draw_spot_picture(
            evidence.geography,
            every[every["spot"].isin(spots["spot"])],
            title=finding.removesuffix("."),
            subtitle=word_coverage(found, question),
            source_line=show.word_source(told),
            is_synthetic=found.provenance.is_synthetic,
        )

    name = name_file(evidence, f"{question.title} hot spots", selection, "xlsx")
    method = word_method(evidence.catalogue.hot_spots, found, question)
    show.show_actions(
        show.Actions(
            "spots",
            present_spots(spots, len(found.windows)),
            method,
            (
                show.File("Picture (PNG)", f"{name.removesuffix('xlsx')}png", "image/png", draw),
                show.File("Workbook (Excel)", name, show.XLSX, write),
            ),
            trace(evidence, selection, told),
        )
    )
