"""The parts of a ward's profile: its indicators against the borough, its residents, its months and its records."""

from dataclasses import replace
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_period
from svd.figures.between_wards.comparison_methods import word_comparison, word_spine_method
from svd.figures.between_wards.footfall import word_profile_footfall
from svd.figures.between_wards.ward_findings import word_profile, word_residents
from svd.figures.between_wards.ward_profile import find_ward_indicators, profile_wards, share_residents, span_months
from svd.figures.event_counts import as_counts, name_events
from svd.figures.findings import word_change
from svd.figures.trends import find_breaks
from svd.measures.question import By, Evidence
from svd.store.selection import Selection
from svd.ui import choices, data, show
from svd.ui.files import offer_files
from svd.ui.keep import keep
from svd.ui.kept_chart import Picture
from svd.ui.lineage import trace
from svd.views.chart_picture import draw_chart_picture
from svd.views.record_lists import draw_records, list_marks
from svd.views.resident_table import draw_residents
from svd.views.spine_chart import draw_spine
from svd.views.spine_table import draw_spine_table
from svd.views.tables import present_table
from svd.views.trend_chart import draw_trend
from svd.views.ward_view import word_absence

_MONTHS_SMALL = "One ward's months are small numbers: most of what goes up and down from month to month is chance."
_SPINE_SOURCES = "Source: each indicator's own feed, as the page and its workbook list them"
_SPINE_COLUMNS = ("indicator", "count", "value", "lower", "upper", "unit", "benchmark", "compared")


def ask_ward(evidence: Evidence) -> str:
    """The code of the ward chosen."""
    names = evidence.geography.ward_names
    return choices.ask_one("Ward", "ward", names)


def show_spine(evidence: Evidence, selection: Selection, ward: str) -> None:
    """Every indicator with figures by ward against the borough."""
    indicators = {one.id: one for one in find_ward_indicators(evidence.catalogue, selection)}
    whole = replace(selection, wards=())
    profile = _profile_wards(evidence.store.version, whole, evidence)
    own = profile[profile["ward_code"] == ward]
    titles = {name: one.short_title for name, one in indicators.items()}
    name, of_ward = evidence.geography.ward_names[ward], replace(selection, wards=(ward,))
    finding = word_profile(own, titles, name)
    subtitle = f"All indicators with figures by ward, {_word_period(selection)}"
    show.show_finding(finding, subtitle)
    if footfall := evidence.catalogue.area.footfall.get(ward):
        st.html(f'<p class="svd-note">{escape(word_profile_footfall(name, footfall))}</p>')
    st.html(_draw_spine_table(evidence.store.version, whole, ward, evidence))
    _explain_marks(own["status"])

    def read() -> dict[By, pd.DataFrame]:
        months = data.measure_all(evidence, of_ward, "ward_month", tuple(own["indicator"]))
        return {"ward": own, "ward_month": months}

    def draw() -> bytes:
        chart = draw_spine(profile, ward, indicators, title=finding.removesuffix("."), subtitle=subtitle)
        return draw_chart_picture(chart, source_line=_SPINE_SOURCES, width=560)

    files = offer_files(evidence, of_ward, f"{name} profile", read, draw if len(own) else None)
    table = partial(present_table, own, titles, _SPINE_COLUMNS)
    method = f"{word_comparison()}\n\n{word_spine_method()}"
    show.show_actions(show.Actions("profile", table, method, files, trace(evidence, of_ward, own)))


@keep(24)
def _profile_wards(version: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return profile_wards(_evidence, selection)


@keep(50)
def _draw_spine_table(version: str, selection: Selection, ward: str, _evidence: Evidence) -> str:
    indicators = {one.id: one for one in find_ward_indicators(_evidence.catalogue, selection)}
    groups = {one: five_d.title for one, five_d in _evidence.catalogue.five_ds.items()}
    profile = _profile_wards(version, selection, _evidence)
    has_counts = ward in _evidence.catalogue.area.footfall
    return draw_spine_table(profile, ward, indicators, groups, _word_period(selection), has_counts=has_counts)


def show_residents(evidence: Evidence, ward: str) -> None:
    """Residents by age band against the borough's."""
    area = evidence.catalogue.area
    shares = share_residents(evidence.geography, ward)
    show.show_finding(
        word_residents(shares, evidence.geography.ward_names[ward]), f"Residents by age, {area.residents_year}"
    )
    st.html(draw_residents(shares))
    st.html(f'<p class="svd-source">Source: {area.residents_source}</p>')


def show_months(evidence: Evidence, selection: Selection, indicator: Indicator, ward: str) -> None:
    """The ward's last 24 months of one indicator, in events."""
    of_ward = replace(selection, wards=(ward,))
    months = as_counts(data.measure(evidence, indicator.id, span_months(evidence, of_ward), "ward_month"), indicator)
    change = data.measure_change(evidence, indicator.id, of_ward, "ward").iloc[0]
    name, events = evidence.geography.ward_names[ward], name_events(indicator)
    subtitle = f"{indicator.short_title}, {events} a month, {name}"
    finding = word_change(change, indicator)
    show.show_finding(finding, subtitle)
    if not months["value"].notna().any():
        st.info(word_absence(months["status"]))
        return
    look = {"unit": events, "breaks": find_breaks(evidence, indicator)}
    picture = Picture(draw_trend, months, finding, subtitle, look)
    picture.show(height=230)
    st.html(f'<p class="svd-note">{_MONTHS_SMALL}</p>')
    show.show_source(months)
    rule = evidence.catalogue.rules[indicator.small_number_rule].words
    files = offer_files(
        evidence,
        of_ward,
        f"{name} {indicator.short_title}",
        lambda: {"ward_month": months},
        lambda: picture.write(show.word_source(months)),
    )
    table = partial(present_table, months, columns=("month", "count", "lower", "upper", "unit"))
    method, traced = show.word_method(indicator, rule), trace(evidence, of_ward, months)
    show.show_actions(show.Actions("months", table, method, files, traced))


def show_records(evidence: Evidence, selection: Selection, ward: str) -> None:
    """What was recorded in the ward, source by source."""
    of_ward = replace(selection, wards=(ward,))
    records = data.count_records(evidence, of_ward, "ward")
    name = evidence.geography.ward_names[ward]
    show.show_finding(
        f"What was recorded in {name}",
        f"{_word_period(selection)}, by source and category: each counts in its own way, none is added to another",
    )
    if records.empty:
        st.info("**Nothing was recorded here.** Clear *Kind of violence*, *Partner* or *Age* in the sidebar.")
        return
    st.html(_draw_records(evidence.store.version, of_ward, records))
    _explain_marks(records["status"])
    columns = ("source", "kind", "offence", "period", "count", "extract")
    table = partial(present_table, records, columns=columns)
    method = (
        "Counts of what each source recorded in the period, as placed in this ward, by the source's own categories."
    )
    show.show_actions(show.Actions("records", table, method, trace=trace(evidence, selection, records)))


@keep(50)
def _draw_records(version: str, selection: Selection, _records: pd.DataFrame) -> str:
    return draw_records(_records, _word_period(selection))


def _explain_marks(statuses: pd.Series) -> None:
    """What the marks above stand for, where there are any."""
    notes = " · ".join(list_marks(statuses))
    if notes:
        st.html(f'<p class="svd-note">{notes}</p>')


def _word_period(selection: Selection) -> str:
    return word_period(selection.month_from, selection.month_to)
