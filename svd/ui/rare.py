"""The Trends page's chart of rare events: the time between them, in place of limits that would mean nothing."""

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import Indicator
from svd.figures.over_time.between_events import BetweenEvents, is_countable, join_spells
from svd.figures.over_time.rare_findings import (
    judge_rare,
    word_days,
    word_rare,
    word_rare_method,
    word_spell_signals,
    word_spells,
    word_wait,
)
from svd.figures.trends import span_trend
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import data, show
from svd.ui.files import offer_files
from svd.ui.kept_chart import Picture
from svd.ui.lineage import trace
from svd.ui.trend import Trend
from svd.views.badges import draw_badge
from svd.views.spell_chart import draw_spells
from svd.views.tables import present_table

_COLUMNS = ("period", "count", "months_without", "limit_high", "signal")


def read_between(evidence: Evidence, indicator: Indicator, selection: Selection) -> BetweenEvents | None:
    """The time between the indicator's events over every month received; None where it says less than the months."""
    if not is_countable(indicator):
        return None
    whole = span_trend(evidence, indicator, selection, is_whole=True)
    between = data.space_events(evidence, indicator, whole)
    return None if between.reason else between


def read_since(
    evidence: Evidence, indicator: Indicator, selection: Selection, figure: str
) -> tuple[str, str, str] | None:
    """Days since the last of an indicator's rare events for its card, beside its ``figure`` of the period.

    None where it counts no rare events, or has had none.
    """
    between = read_between(evidence, indicator, selection) if indicator.calculation.form == "count" else None
    if between is None or between.spells.empty:
        return None
    badge = draw_badge(*judge_rare(between, selection.month_from))
    return word_days(between).removesuffix(" days"), f"days since the last; {figure} in this period", badge


def _measure_whole(trend: Trend) -> pd.DataFrame:
    span = span_trend(trend.evidence, trend.indicator, trend.selection, is_whole=True)
    return data.measure(trend.evidence, trend.indicator.id, span, "month")


def show_between(trend: Trend, between: BetweenEvents) -> None:
    """The gaps between events as a chart whose title is what they say, with its table, method and files."""
    indicator, series = trend.indicator, _measure_whole(trend)
    since = trend.selection.month_from
    finding = word_rare(between, indicator, since)
    area = trend.evidence.catalogue.area.short_name
    subtitle = f"{word_spells(indicator)}, {area}. {word_wait(between)}".strip()
    show.show_finding(finding, subtitle, draw_badge(*judge_rare(between, since)))
    if between.spells.empty:
        st.info("**There is no gap to draw** where no month has an event.")
        return
    look = {"is_synthetic": bool(series["is_synthetic"].any()), "is_trial": bool(between.trial)}
    picture = Picture(draw_spells, between.spells, finding.removesuffix("."), subtitle, look)
    picture.show(height=290)
    show.show_source(series)
    table = join_spells(series, between, word_spell_signals(between.spells))
    files = offer_files(
        trend.evidence,
        trend.span,
        f"{indicator.short_title} time between",
        lambda: {"month": table},
        lambda: picture.write(show.word_source(series)),
    )
    method = f"{trend.method}\n\n{word_rare_method()}"
    ended = present_table(table[table["months_without"].notna()], columns=_COLUMNS)
    traced = trace(trend.evidence, trend.selection, series)
    show.show_actions(show.Actions("between", ended, method, files, traced))
