"""Beside a monthly series: the twelve months to each month, and the same month of earlier years."""

import html

import pandas as pd
import streamlit as st

from svd.catalogue.wording import word_month
from svd.figures.over_time.rolling import list_same_months
from svd.figures.trends import find_breaks, find_frequency
from svd.ui import data
from svd.ui.kept_chart import show_drawn
from svd.ui.trend import Trend
from svd.views.figure_words import decimals_of, figure_words
from svd.views.rolling_chart import draw_rolling


def show_years(trend: Trend) -> None:
    """A small chart of rolling years and the last month beside its own earlier years; nothing for other periods."""
    if find_frequency(trend.indicator) != "month" or trend.indicator.calculation.basis == "quality":
        return
    whole = data.measure(trend.evidence, trend.indicator.id, trend.whole, "month")
    if not whole["value"].notna().any():
        return
    _show_rolling(trend, whole)
    _show_same_months(trend, trend.read_months(trend.whole))


def _show_rolling(trend: Trend, whole: pd.DataFrame) -> None:
    breaks = find_breaks(trend.evidence, trend.indicator)
    years = data.sum_years(trend.evidence, trend.indicator, trend.whole, is_number=trend.is_number)
    years = years[years["month"] >= str(trend.span.month_from)]
    st.html("<h3>Twelve months to each month</h3>")
    if not years["value"].notna().any():
        st.html('<p class="svd-note">No twelve months in a row are whole, shown and free of a break.</p>')
        return
    is_synthetic = bool(whole["is_synthetic"].any())
    show_drawn(
        draw_rolling, years, key=("rolling", *trend.key), unit=trend.unit, breaks=breaks, is_synthetic=is_synthetic
    )
    base = whole["base"].max()
    if base > 1:
        st.html(f'<p class="svd-note">Shown in steps of {base:.0f}; a year is no rougher than a month.</p>')


def _show_same_months(trend: Trend, series: pd.DataFrame) -> None:
    last = pd.Timestamp(trend.selection.month_to)
    same = list_same_months(series, last)
    if len(same) < 2:
        return
    decimals = decimals_of(same["value"])
    years = "".join(f'<th scope="col">{month.year}</th>' for month in same["month"])
    shown = zip(same["value"].tolist(), same["status"].tolist(), strict=True)
    figures = [figure_words(value, status, decimals) for value, status in shown]
    cells = "".join(f"<td>{html.escape(words)}</td>" for words in figures)
    name = html.escape(word_month(last).split()[0])
    st.html(
        f'<h3>{name} of earlier years</h3><table class="svd-change"><thead><tr>{years}</tr></thead>'
        f"<tbody><tr>{cells}</tr></tbody></table>{_draw_break(trend, same)}"
    )


def _draw_break(trend: Trend, same: pd.DataFrame) -> str:
    """A line that names what the years must not be compared across, where one lies between them."""
    first, last = same["month"].min(), same["month"].max()
    breaks = find_breaks(trend.evidence, trend.indicator)
    between = [event for event in breaks if first < pd.Timestamp(event.date) <= last]
    words = "; ".join(f"{event.title}, {word_month(event.date)}" for event in between)
    return f'<p class="svd-note">Not to be compared across: {html.escape(words)}.</p>' if between else ""
