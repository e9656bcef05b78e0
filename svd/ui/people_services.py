"""The People page's last part: police, hospital and ambulance side by side, over time and by ward, never added."""

import html
from functools import partial

import pandas as pd
import streamlit as st

from svd.figures.people.service_findings import (
    word_gaps,
    word_left_out,
    word_loose,
    word_service_method,
    word_ward_gaps,
    word_why,
)
from svd.figures.people.service_gaps import PER
from svd.figures.people.services import (
    AMBULANCE,
    COUNTED_AS,
    HOSPITAL,
    SERVICE_NAMES,
    SERVICES,
    Counted,
    find_services,
    find_strictest,
)
from svd.figures.trends import find_breaks, read_counts, span_trend
from svd.measures.question import Evidence
from svd.measures.recipe import name_extracts
from svd.store.selection import Selection
from svd.ui import choices, data, people_data, questions, show
from svd.ui.files import offer_table
from svd.ui.kept_chart import Picture, show_drawn
from svd.ui.lineage import trace
from svd.views.interval_chart import draw_intervals
from svd.views.tables import present_table
from svd.views.trend_chart import draw_trend

_WHOLE = "whole"
_VIEWS = {_WHOLE: "Whole area", HOSPITAL: "Hospital by ward", AMBULANCE: "Ambulance by ward"}
_WARD_COLUMNS = ("ward_name", "count", "police", "value", "lower", "upper", "compared")
_LACKING = (
    "**The three can't be set side by side in this period:** no month was sent whole by all of them. Choose another "
    "period, or see *Partners and data* for what is missing."
)


def show_services(evidence: Evidence, selection: Selection) -> None:
    """The whole area's three series with the two ratios, or one service against the police by ward."""
    if len(find_services(evidence)) < len(SERVICES):
        questions.stop_empty("**The catalogue lacks one of the three indicators** that this part sets side by side.")
    asked = Selection(
        selection.month_from, selection.month_to, compare=selection.compare, compare_from=selection.compare_from
    )
    view = choices.ask_way("Show", "people_view", _VIEWS)
    now, before, gaps = people_data.measure_gaps(evidence, asked)
    if now.months.empty:
        st.info(_LACKING)
        return
    if view != _WHOLE:
        _show_wards(evidence, asked, now, view)
        return
    finding, earlier = word_gaps(gaps, before)
    show.show_finding(finding, earlier)
    left_out = " ".join(word for word in (word_left_out(now), word_left_out(before) if before else "") if word)
    series = _show_series(evidence, asked)
    st.html(f'<p class="svd-note">{html.escape(" ".join(filter(None, [left_out, word_why()])))}</p>')
    _show_source(evidence, now)
    table = _list_months(series)
    heading = f"Police, hospital and ambulance by month, never added: {evidence.catalogue.area.short_name}"
    files = offer_table(evidence, asked, "police hospital and ambulance", series, heading)
    method = word_service_method(find_strictest(evidence))
    show.show_actions(show.Actions("people_services", table, method, files, trace(evidence, asked, series)))


def _show_series(evidence: Evidence, asked: Selection) -> pd.DataFrame:
    """A small chart a service, each from zero on its own scale, from 24 months before; gives their months."""
    shown = []
    for column, (service, indicator) in zip(st.columns(3), find_services(evidence).items(), strict=True):
        span = span_trend(evidence, indicator, asked, is_whole=False)
        series = data.measure(evidence, indicator.id, span, "month").assign(service=SERVICE_NAMES[service])
        shown.append(series)
        with column:
            st.html(f"<h3>{html.escape(f'{SERVICE_NAMES[service]}: {COUNTED_AS[service]}')}</h3>")
            if not series["value"].notna().any():
                st.info("Nothing was received, or every figure is hidden.")
                continue
            breaks = [event.model_copy(update={"title": "Break"}) for event in find_breaks(evidence, indicator)]
            look = {"unit": "events", "breaks": breaks, "height": 130, "is_narrow": True}
            subtitle = "A month. Band: 95% limits."
            name = SERVICE_NAMES[service]
            show_drawn(draw_trend, read_counts(series), before=name, title="", subtitle=subtitle, **look)
    return pd.concat(shown, ignore_index=True)


def _list_months(series: pd.DataFrame) -> pd.DataFrame:
    """The three counts of each month beside each other, in words."""
    worded = present_table(series, columns=("period", "count")).assign(service=series["service"], month=series["month"])
    wide = worded.pivot(index=["month", "Period"], columns="service", values="Count")[list(SERVICE_NAMES.values())]
    return wide.fillna("[x]").reset_index().drop(columns="month").rename_axis(columns=None)


def _show_wards(evidence: Evidence, asked: Selection, now: Counted, service: str) -> None:
    wards = people_data.compare_ward_gaps(evidence, asked, service)
    finding = word_ward_gaps(wards, service)
    place = f"{evidence.catalogue.area.short_name}, {now.ward_period}"
    what = f"{SERVICE_NAMES[service]}: {COUNTED_AS[service]} for every {PER} police offences of violence with injury"
    subtitle = f"{what}, {place}. {word_loose(now, service)}".strip()
    show.show_finding(finding, f"{subtitle} {word_left_out(now)}".strip())
    if not wards["value"].notna().any():
        st.info("**Every ward's numbers are small and hidden.** Choose a longer period.")
        return
    look = {"area_value": float(wards["benchmark"].iloc[0]), "area_name": "All wards", "unit": what}
    picture = Picture(draw_intervals, wards, finding.removesuffix("."), subtitle, look)
    picture.show()
    _show_source(evidence, now)
    told = {"source": _titles(evidence), "period": now.ward_period, "extract": _extracts(now)}
    listed = wards.assign(**told)
    name = f"{SERVICE_NAMES[service]} for each police offence by ward"
    files = offer_table(evidence, asked, name, listed, subtitle, lambda: picture.write(_source(evidence, now)))
    table = partial(present_table, wards, columns=_WARD_COLUMNS)
    method = word_service_method(find_strictest(evidence))
    show.show_actions(show.Actions("people_wards", table, method, files, trace(evidence, asked, listed)))


def _titles(evidence: Evidence) -> str:
    sources = evidence.catalogue.sources
    return "; ".join(sources[one.source].title for one in find_services(evidence).values())


def _extracts(counted: Counted) -> str:
    return name_extracts(pd.Series([name for named in counted.extracts.values() for name in named.split("; ") if name]))


def _source(evidence: Evidence, counted: Counted) -> str:
    return f"Source: {_titles(evidence)} | extract: {_extracts(counted)}"


def _show_source(evidence: Evidence, counted: Counted) -> None:
    st.html(f'<p class="svd-source">{html.escape(_source(evidence, counted))}</p>')
