"""Figures by place for the pages, worked out once for each version of the data and each question, then kept."""

from dataclasses import replace
from typing import Any

import geopandas as gpd
import streamlit as st

from svd.figures.places import concentration, near_repeat, week
from svd.figures.places.hot_spots import HotSpots, find_hot_spots
from svd.figures.places.located import PlaceQuestion
from svd.geography.grid import lay_grid
from svd.store.selection import Selection
from svd.ui import turns
from svd.views import spot_map


def find_spots(question: PlaceQuestion) -> HotSpots:
    """``figures.places.hot_spots.find_hot_spots``, kept."""
    return _keep_place("spots", question)


def shape_spots(question: PlaceQuestion) -> gpd.GeoDataFrame:
    """The ground of every hot spot, for a map, kept."""
    return _keep_place("shapes", question)


def measure_concentration(question: PlaceQuestion) -> concentration.Concentration:
    """``figures.places.concentration.measure_concentration``, kept."""
    return _keep_place("concentration", question)


def find_near_repeats(question: PlaceQuestion) -> near_repeat.NearRepeats:
    """``figures.places.near_repeat.find_near_repeats``, kept."""
    return _keep_place("near_repeats", question)


def count_week(question: PlaceQuestion) -> week.Week:
    """``figures.places.week.count_week``, kept."""
    return _keep_place("week", question)


def _draw_shapes(question: PlaceQuestion) -> gpd.GeoDataFrame:
    found = find_spots(question)
    return spot_map.shape_spots(lay_grid(question.evidence.geography, found.side), found.cells, found.spots)


_BY_PLACE = {
    "spots": find_hot_spots,
    "shapes": _draw_shapes,
    "concentration": concentration.measure_concentration,
    "near_repeats": near_repeat.find_near_repeats,
    "week": week.count_week,
}


def _keep_place(what: str, question: PlaceQuestion) -> Any:
    turns.step_aside()
    # Wards play no part in what is found, so one answer does for all of them.
    plain = replace(question.selection, wards=())
    return _answer_place(what, question.evidence.store.version, question.source.id, question.offence, plain, question)


@st.cache_resource(max_entries=300, show_spinner="Looking at places…", hash_funcs={Selection: repr})
def _answer_place(
    what: str, version: str, source: str, offence: str, selection: Selection, _question: PlaceQuestion
) -> Any:
    return _BY_PLACE[what](_question)
