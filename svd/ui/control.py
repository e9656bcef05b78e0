"""The Trends page's control chart: which months of the area's series are beyond what it usually does."""

import html

import streamlit as st

from svd.figures.over_time.control_charts import NEUTRAL
from svd.figures.over_time.controlled import Controlled, control_series
from svd.figures.over_time.signal_findings import (
    judge_control,
    word_control,
    word_control_method,
    word_others,
    word_signals,
)
from svd.figures.trends import find_breaks, find_frequency, span_trend
from svd.ui import data, show
from svd.ui.files import offer_files
from svd.ui.lineage import trace
from svd.ui.rare import read_between, show_between
from svd.ui.trend import Trend, show_series
from svd.views.badges import draw_badge
from svd.views.chart_picture import draw_chart_picture
from svd.views.figure_words import decimals_of
from svd.views.tables import present_table
from svd.views.trend_chart import draw_trend

_COLUMNS = ("period", "value", "unit", "centre", "limit_low", "limit_high", "signal")
_BADGE_WORDS = {NEUTRAL: "neither good nor bad"}


def show_control(trend: Trend) -> None:
    """The area's series with its control limits, what they found as its title; the plain series where it has none."""
    whole = _control_whole(trend)
    if whole.reason and (between := read_between(trend)) is not None:
        show_between(trend, between)
        return
    if whole.reason:
        st.info(f"**No control limits:** {whole.reason}.")
        show_series(trend)
        return
    drawn = trend.read(trend.measure("month")).assign(unit=trend.unit).sort_values("month", ignore_index=True)
    control = whole.within(drawn)
    decimals = decimals_of(drawn["value"])
    period = whole.within(drawn[drawn["month"] >= str(trend.selection.month_from)])
    finding = word_control(period, trend.indicator, decimals)
    judgement, direction = judge_control(period)
    badge = draw_badge(judgement, direction, _BADGE_WORDS.get(judgement))
    if whole.trial:
        badge = draw_badge("", word="trial limits")
    show.show_finding(finding, f"{trend.measured}.", f"{badge}<span>{html.escape(word_others(period))}</span>")
    look = {**trend.look, "control": control.months}
    titled = draw_trend(drawn, title=finding.removesuffix("."), subtitle=f"{trend.measured}.", **look)
    plain = draw_trend(drawn, title="", subtitle="", **look, height=290)
    show.show_chart(plain, titled.description)
    show.show_source(drawn)
    months = control.months.rename(columns={"lower": "limit_low", "upper": "limit_high"})
    months = months.assign(signal=word_signals(control.months))
    table = drawn.merge(months[["month", "centre", "limit_low", "limit_high", "signal"]], on="month")
    files = offer_files(
        trend.evidence,
        trend.span,
        f"{trend.indicator.short_title} control limits",
        lambda: {"month": table},
        lambda: draw_chart_picture(titled, source_line=show.word_source(drawn)),
    )
    method = f"{trend.method}\n\n{word_control_method(whole.season)}"
    traced = trace(trend.evidence, trend.selection, drawn)
    show.show_actions(show.Actions("control", present_table(table, columns=_COLUMNS), method, files, traced))


def _control_whole(trend: Trend) -> Controlled:
    """The limits of every month received, so that they don't move with the months that are shown."""
    span = span_trend(trend.evidence, trend.indicator, trend.selection, is_whole=True)
    series = trend.read(data.measure(trend.evidence, trend.indicator.id, span, "month"))
    frequency = find_frequency(trend.indicator)
    if frequency != "month":
        return Controlled(series, f"this series has a figure a {frequency}, and limits need one a month")
    if not series["value"].notna().any():
        return Controlled(series, "no month has a figure")
    return control_series(series, trend.indicator, find_breaks(trend.evidence, trend.indicator))
