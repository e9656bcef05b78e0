"""What the Compare wards page asks for and shows: intervals, a funnel, ranks or a summary of one indicator's wards."""

from dataclasses import dataclass
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import Indicator
from svd.figures.between_wards.age_standardised import find_age_reason
from svd.figures.between_wards.comparison import Comparison
from svd.figures.between_wards.comparison_methods import word_age_reason
from svd.figures.between_wards.footfall import mark_names, word_footfall
from svd.measures.question import By, Evidence
from svd.measures.seen import find_indicator, name_number
from svd.store.selection import Selection
from svd.ui import choices, data, show
from svd.ui.comparison_parts import PARTS, Part
from svd.ui.files import offer_files
from svd.ui.kept_chart import show_drawn
from svd.ui.lineage import trace
from svd.ui.ward_view import ask_indicator
from svd.ui.ways import add_weighed, ask_way
from svd.views.chart_picture import draw_chart_picture
from svd.views.tables import present_table
from svd.views.vega import LayerChart
from svd.views.ward_view import word_absence


@dataclass(frozen=True)
class Asked:
    """An indicator, one of the parts, and whether ages are to be allowed for."""

    indicator: Indicator
    part: str
    is_for_age: bool


def ask_comparison(evidence: Evidence, selection: Selection) -> Asked:
    """What the page asks for; the switch for ages only where they can be allowed for."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        indicator = ask_indicator(evidence, selection, is_bare=True)
        indicator = _ask_figure(evidence, indicator, selection)
        part = choices.ask_way("Shown as", "comparison", {name: part.title for name, part in PARTS.items()})
        is_for_age = not find_age_reason(evidence, indicator, selection) and st.toggle(
            "Allow for age", key="for_age", bind="query-params", help="As if each ward had the borough's mix of ages"
        )
    return Asked(indicator, part, is_for_age)


def _ask_figure(evidence: Evidence, indicator: Indicator, selection: Selection) -> Indicator:
    """The indicator as it is, as a number of events, or weighed."""
    form = indicator.calculation.form
    indicator, way = ask_way(
        evidence, indicator, selection, "measure", ("rate", "count") if form == "rate" else ("rate",), "rate"
    )
    return find_indicator(evidence.catalogue, name_number(indicator)) if way == "count" else indicator


def show_comparison(evidence: Evidence, selection: Selection, asked: Asked) -> None:
    """The part asked for: its finding, picture or table, what is to be borne in mind, its source and its actions."""
    comparison = data.compare_each_way(evidence, asked.indicator, selection, is_for_age=asked.is_for_age)
    wards, part = comparison.of_wards(selection.wards), PARTS[asked.part]
    subtitle = add_weighed(evidence, asked.indicator, selection, _word_subtitle(evidence, comparison))
    named, finding = mark_names(wards), part.word(comparison, wards)
    show.show_finding(finding, subtitle)
    reason = _find_absence(comparison, wards, part)
    if reason:
        st.info(reason)
        return
    footfall = word_footfall(wards, evidence.catalogue.area)
    notes = [*part.notes(comparison), footfall, word_age_reason(comparison)]
    if part.draw is None:
        show.show_table(present_table(named, columns=part.columns))
    else:
        title = finding.removesuffix(".")
        show_drawn(_draw_part, named, before=title, comparison=comparison, part=asked.part)
    st.html("".join(f'<p class="svd-note">{escape(note)}</p>' for note in notes if note))
    show.show_source(wards)
    _show_actions(evidence, selection, comparison, wards, part, subtitle)


def _show_actions(
    evidence: Evidence, selection: Selection, comparison: Comparison, wards: pd.DataFrame, part: Part, subtitle: str
) -> None:
    indicator = comparison.indicator

    def draw() -> bytes:
        named, footfall = mark_names(wards), word_footfall(wards, evidence.catalogue.area)
        told = "\n".join(filter(None, (subtitle, footfall)))
        chart = part.draw(comparison, named, part.word(comparison, wards).removesuffix("."), told)
        return draw_chart_picture(chart, source_line=show.word_source(wards))

    def read() -> dict[By, pd.DataFrame]:
        return {"borough": data.measure(evidence, indicator.id, selection, "borough"), "ward": wards}

    what = f"{indicator.short_title} by ward {part.title.lower()}{' for age' if comparison.is_for_age else ''}"
    files = offer_files(evidence, selection, what, read, None if part.draw is None else draw)
    rule = evidence.catalogue.rules[indicator.small_number_rule].words
    method = "\n\n".join([*part.methods(comparison), show.word_method(indicator, rule)])
    table, traced = partial(present_table, wards, columns=part.columns), trace(evidence, selection, wards)
    show.show_actions(show.Actions("comparison", table, method, files, traced))


def _draw_part(wards: pd.DataFrame, *, comparison: Comparison, part: str) -> LayerChart:
    return PARTS[part].draw(comparison, wards, "", "")


def _find_absence(comparison: Comparison, wards: pd.DataFrame, part: Part) -> str:
    """Why there is nothing to show, and what to do; empty where there is something."""
    if not wards["value"].notna().any():
        return word_absence(wards["status"])
    return part.find_absence(comparison)


def _word_subtitle(evidence: Evidence, comparison: Comparison) -> str:
    """Measure, unit, area and period."""
    first = comparison.wards.iloc[0]
    unit = "percentage" if first["unit"] == "%" else first["unit"]
    area = evidence.catalogue.area.short_name
    return f"{comparison.indicator.short_title}, {unit}, wards of {area}, {first['period']}"
