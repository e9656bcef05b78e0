"""The question a ward page asks: an indicator, shown as rate, count or change, on one colour scale for all periods."""

from dataclasses import replace

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.figures.between_wards.ward_profile import find_ward_indicators
from svd.figures.findings import word_unplaced
from svd.figures.periods_seen import measure_windows
from svd.measures.question import Evidence
from svd.measures.seen import find_indicator
from svd.store.selection import Selection, move_month
from svd.ui import choices, data, questions
from svd.ui.keep import keep
from svd.ui.ways import ask_way
from svd.views.map_classes import COLUMNS, Measure, Scale, class_breaks
from svd.views.ward_view import WardView, view_changes, view_counts, view_levels

_FIRST_SHOWN = "violence_with_injury"
_NOTHING_FITS = (
    "**No indicator with figures by ward fits these filters.** Clear *Kind of violence* or *Partner* in the sidebar, "
    "or choose others: returns and data quality have figures for the whole area only."
)


def ask_indicator(evidence: Evidence, selection: Selection, *, is_bare: bool = False) -> Indicator:
    """The one chosen of those with figures by ward; stops the page, saying why, where the filters leave none."""
    found = {one.id: one for one in find_ward_indicators(evidence.catalogue, selection)}
    if not found:
        questions.stop_empty(_NOTHING_FITS)
    names = {name: one.short_title for name, one in found.items()}
    return found[choices.ask_one("Indicator", "indicator", names, first=_FIRST_SHOWN, is_bare=is_bare)]


def ask_measure(evidence: Evidence, indicator: Indicator, selection: Selection) -> tuple[Indicator, Measure]:
    """Rate (or percentage), count, harm, cost or change: the indicator, weighed where that is asked for, and which."""
    # The change of a sum of days is not one of the offences it is made of, and a number is its own count.
    ways = {"weighed": ("rate", "count"), "count": ("rate", "change")}
    offered = ways.get(indicator.calculation.form, ("rate", "count", "change"))
    return ask_way(evidence, indicator, selection, "measure", offered, "rate")


def view_wards(evidence: Evidence, selection: Selection, indicator: Indicator, shows: Measure = "rate") -> WardView:
    """Every ward of the indicator, with those the sidebar asks for as ``chosen``, kept."""
    return _view_wards(evidence.version, selection, indicator.id, shows, evidence)


@keep(50)
def _view_wards(version: str, selection: Selection, name: str, shows: Measure, _evidence: Evidence) -> WardView:
    whole, indicator = replace(selection, wards=()), find_indicator(_evidence.catalogue, name)
    wards, area = (data.measure(_evidence, name, whole, by) for by in ("ward", "borough"))
    compared = data.compare_wards(_evidence, name, whole)
    place = _evidence.catalogue.area
    view = view_levels(compared, indicator, place, unplaced=word_unplaced(wards, area), chosen=selection.wards)
    if shows == "change":
        return view_changes(data.measure_change(_evidence, name, whole, "ward"), view)
    return view_counts(view) if shows == "count" else view


def find_scale(evidence: Evidence, selection: Selection, view: WardView) -> Scale:
    """The view's colour scale: the same for every period as long as this one."""
    first = evidence.months[0].date()
    any_period = selection.spanning(first, move_month(first, selection.length - 1))
    asked = replace(any_period, wards=(), kinds=(), partners=())
    return _find_scale(evidence.store.version, view.indicator.id, view.shows, asked, evidence)


@keep(200)
def _find_scale(version: str, name: str, shows: Measure, selection: Selection, _evidence: Evidence) -> Scale:
    windows = _measure_windows(version, name, selection, _evidence)
    polarity = find_indicator(_evidence.catalogue, name).polarity
    return Scale(class_breaks(windows[COLUMNS[shows]], shows), shows, polarity)


@keep(50)
def _measure_windows(version: str, indicator: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return measure_windows(_evidence, indicator, selection)
