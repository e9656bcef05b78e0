"""The parts of the Five Ds page: the choice of a D, its strategy, its indicators and the card of one."""

from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from svd.catalogue import Catalogue
from svd.catalogue.declarations import FiveD, Indicator
from svd.catalogue.wording import word_period
from svd.figures.findings import word_change
from svd.figures.trends import find_breaks, find_frequency, read_counts
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import data, links, show
from svd.ui.files import offer_files
from svd.ui.keep import keep
from svd.ui.kept_chart import show_drawn
from svd.ui.lineage import trace
from svd.ui.recent import show_recent
from svd.views.badges import draw_badge
from svd.views.cards import word_figure, word_rate, word_verdict
from svd.views.chart_picture import draw_chart_picture
from svd.views.scorecard_rows import draw_rows
from svd.views.tables import present_table
from svd.views.trend_chart import draw_trend


def ask_five_d(catalogue: Catalogue) -> FiveD:
    """The D chosen, kept in the URL."""
    ds = catalogue.five_ds
    name = st.segmented_control(
        "Which D",
        list(ds),
        format_func=lambda name: ds[name].title,
        default=next(iter(ds)),
        required=True,
        key="d",
        bind="query-params",
        label_visibility="collapsed",
    )
    return ds[name]


def show_strategy(five_d: FiveD, catalogue: Catalogue) -> None:
    """What the strategy says of the D, and at which tiers it works."""
    tiers = ", ".join(catalogue.tiers[tier].title.lower() for tier in five_d.tiers)
    st.html(
        f"<h2>{escape(five_d.title)}</h2>"
        f'<p class="svd-note">{escape(five_d.summary)} <em>Tier: {escape(tiers)}.</em></p>'
    )
    with st.expander("What we do"):
        st.markdown("\n".join(f"- {deed}" for deed in five_d.what_we_do))


def show_rows(evidence: Evidence, selection: Selection, scores: pd.DataFrame) -> None:
    """The D's rows of the scorecard by tier, each leading to its card below."""
    d = st.query_params.get("d")
    wanted = {"d": d} if d else {}
    addresses = tuple(
        (name, links.address_of("Five Ds", indicator=evidence.catalogue.indicators[name].short_title, **wanted))
        for name in scores["indicator"]
    )
    st.html(_draw_rows(evidence.version, selection, addresses, evidence, scores))


@keep(50)
def _draw_rows(
    version: str,
    selection: Selection,
    addresses: tuple[tuple[str, str], ...],
    _evidence: Evidence,
    _scores: pd.DataFrame,
) -> str:
    """``draw_rows``, kept: the scores of these indicators rest on the version and the selection alone."""
    courses = data.measure_courses(_evidence, _scores["indicator"], selection)
    address_of = dict(addresses)
    asked = word_period(selection.month_from, selection.month_to)
    return draw_rows(_scores, courses, _evidence.catalogue, lambda indicator: address_of[indicator.id], asked)


def ask_indicator(scores: pd.DataFrame, catalogue: Catalogue) -> Indicator:
    """The indicator of the D whose card is shown."""
    name = st.radio(
        f"Indicators ({len(scores)})",
        list(scores["indicator"]),
        format_func=lambda name: catalogue.indicators[name].short_title,
        key="indicator",
        bind="query-params",
    )
    return catalogue.indicators[name]


def show_card(evidence: Evidence, selection: Selection, indicator: Indicator, scores: pd.DataFrame) -> None:
    """The one-page card: figure and verdict, history, and what members need to know to read it."""
    score = scores[scores["indicator"] == indicator.id].iloc[0]
    course = data.measure_courses(evidence, scores["indicator"], selection)[indicator.id]
    show.show_finding(word_change(score, indicator), f"{indicator.title}, {indicator.unit}, {score['period']}")
    st.html(
        f'<p class="svd-figure">{escape(word_figure(score, indicator))} '
        f'<span class="svd-small">{escape(word_rate(score, indicator))}</span></p>'
        f"{draw_badge(score['judgement'], score['verdict'], word_verdict(score))}"
    )
    _show_history(evidence, selection, indicator, course, word_change(score, indicator))
    if find_frequency(indicator) != "month":
        show_recent(evidence, indicator, selection, "card")
    for heading, text in _sections(indicator):
        st.html(f'<h3>{heading}</h3><p class="svd-note">{escape(text)}</p>')
    caveats = "".join(f"<li>{escape(caveat)}</li>" for caveat in indicator.caveats)
    st.html(f'<h3>Issues to consider</h3><ul class="svd-note">{caveats}</ul>')
    if indicator.calculation.basis != "quality":
        links.link_to_trend(indicator, "Open its trend")


def _sections(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    return (
        ("Definition", indicator.definition),
        ("How it works", indicator.how_it_works),
        ("What good looks like", indicator.what_good_looks_like),
        ("Why it matters", indicator.why_it_matters),
    )


def _word_no_history(indicator: Indicator) -> str:
    if indicator.calculation.basis == "quality":
        return "There is no history to draw: it is worked out from the files of the whole period, not month by month."
    return "There is no history to draw: no figure of the last 24 months may be shown or was received."


def _show_history(
    evidence: Evidence, selection: Selection, indicator: Indicator, course: pd.DataFrame, finding: str
) -> None:
    method = show.word_method(indicator, evidence.catalogue.rules[indicator.small_number_rule].words)
    if not course["value"].notna().any():
        st.info(_word_no_history(indicator))
        now = data.measure(evidence, indicator.id, selection, "borough")
        traced = trace(evidence, selection, now)
        show.show_actions(show.Actions(f"card_{indicator.id}", partial(present_table, now), method, trace=traced))
        return
    is_rate = indicator.calculation.form == "rate"
    series, unit = (read_counts(course), "number") if is_rate else (course, indicator.unit)
    frequency = find_frequency(indicator)
    look = {"frequency": frequency, "breaks": find_breaks(evidence, indicator), "height": 200}
    subtitle, said = f"{unit[0].upper()}{unit[1:]} by {frequency}", f"History of {indicator.title}"
    show_drawn(draw_trend, series, instead=said, title="", subtitle=subtitle, unit=unit, **look)
    show.show_source(course)
    files = offer_files(
        evidence,
        selection,
        f"{indicator.short_title} card",
        lambda: {"month": course},
        lambda: draw_chart_picture(
            draw_trend(series, title=finding, subtitle=indicator.title, unit=unit, **look),
            source_line=show.word_source(course),
        ),
    )
    traced = trace(evidence, selection, course)
    show.show_actions(show.Actions(f"card_{indicator.id}", partial(present_table, course), method, files, traced))
