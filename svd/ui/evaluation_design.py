"""What the Evaluation page asks: an intervention that is declared or one of the reader's own, and what to compare."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from svd.catalogue.interventions import Intervention
from svd.catalogue.wording import word_month
from svd.figures.evaluation.design import Design, find_evaluable, list_interventions
from svd.figures.scorecard import find_indicators
from svd.measures.question import Evidence
from svd.store.selection import Selection, read_month
from svd.ui import choices, questions

_OWN = "own"
_BEFORE = {"24": "24 months before", "12": "12 months before", "36": "36 months before"}
_NEIGHBOURS = {"among": "Compared too", "apart": "Left out"}
_EMPTY = (
    "**Choose the wards of the intervention, the first month with it, and the indicator it was meant to change.** Its "
    "wards are then compared, before and after, with wards that went without. An intervention declared in "
    "`data/catalogue/interventions.toml` is listed here by its name."
)
_NO_INDICATOR = (
    "**No indicator with published counts by ward fits these filters.** Clear *Kind of violence* or *Partner*: hidden "
    "or rounded counts can't be evaluated."
)


def ask_design(evidence: Evidence, selection: Selection) -> Design:
    """The design chosen; stops the page, saying what to choose, where there is none yet."""
    declared = list_interventions(evidence)
    names = {name: entry.title for name, entry in declared.items()} | {_OWN: "One of my own"}
    which, *beside = st.columns([1.3, 1, 1.2, 1.5], gap="small", vertical_alignment="bottom")
    with which:
        chosen = choices.ask_one("Intervention", "intervention", names, first=next(iter(names)))
    asked = _ask_own(evidence, selection) if chosen == _OWN else _read(declared[chosen], evidence)
    compared = _ask_comparison(evidence, asked["treated"], beside)
    if not asked["treated"] and chosen == _OWN:
        st.info(_EMPTY)
        _offer_declared(declared)
        st.stop()
    return Design(**asked, **compared, definition=selection.definition)


def _read(entry: Intervention, evidence: Evidence) -> dict:
    """A declared intervention's part of the design, said in a line."""
    names = ", ".join(evidence.geography.ward_names[code] for code in entry.wards) or "the whole area"
    indicator = evidence.catalogue.indicators[entry.indicator].short_title
    start, end = read_month(entry.month_from), read_month(entry.month_to) if entry.month_to else None
    until = f" to {word_month(end)}" if end else ""
    st.markdown(
        f"**{indicator}** in **{names}**, from **{word_month(start)}**{until}. Owner: {entry.owner}. "
        f"Source: {entry.source}."
    )
    return {"indicator": entry.indicator, "treated": entry.wards, "start": start, "end": end}


def _ask_own(evidence: Evidence, selection: Selection) -> dict:
    fitting = find_evaluable(evidence, find_indicators(evidence.catalogue, selection))
    if not fitting:
        questions.stop_empty(_NO_INDICATOR)
    what, where, first, last = st.columns([2, 3, 1.2, 1.2], gap="small", vertical_alignment="bottom")
    months = [month.date() for month in pd.date_range(*evidence.months, freq="MS")]
    named = {f"{month:%Y-%m}": word_month(month) for month in months}
    with what:
        indicator = choices.ask_one("Indicator", "indicator", {one.id: one.short_title for one in fitting})
    with where:
        treated = choices.ask_many("Its wards", "treated", evidence.geography.ward_names, "Choose its wards")
    with first:
        start = choices.ask_one("First month", "start", named, first=f"{selection.month_from:%Y-%m}")
    with last:
        end = choices.ask_one("Last month", "end", {"": "Until now"} | named)
    return {"indicator": indicator, "treated": treated, "start": read_month(start), "end": _read_end(end)}


def _read_end(end: str) -> date | None:
    return read_month(end) if end else None


def _ask_comparison(evidence: Evidence, treated: tuple[str, ...], places: list[DeltaGenerator]) -> dict:
    others = {code: name for code, name in evidence.geography.ward_names.items() if code not in treated}
    with places[0]:
        before = choices.ask_one("Months before", "before", _BEFORE, first="24")
    with places[1]:
        near = choices.ask_one("Neighbouring wards", "neighbours", _NEIGHBOURS, first="among")
    with places[2]:
        comparison = choices.ask_many("Comparison wards", "comparison", others, "All other wards")
    return {"months_before": int(before), "comparison": comparison, "leaves_out_neighbours": near == "apart"}


def _offer_declared(declared: Mapping[str, Intervention]) -> None:
    """A button for each declared intervention; a link to the page one is on would leave its choice as it was."""
    for name, entry in declared.items():
        st.button(f"See: {entry.title}", key=f"see_{name}", on_click=_choose, args=(name,))


def _choose(name: str) -> None:
    st.session_state["intervention"] = name
