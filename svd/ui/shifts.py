"""The Trends page's small shifts that last: too small for a month to stand out, and found by adding months up."""

import html
from functools import partial

import streamlit as st

from svd.figures.over_time.shift_findings import judge_shifts, word_shift_method, word_shifts, word_size
from svd.figures.over_time.small_shifts import SmallShifts, find_shifts
from svd.figures.trends import find_frequency
from svd.measures.result import SUPPRESSED
from svd.ui import data, show
from svd.ui.files import offer_files
from svd.ui.kept_chart import Picture
from svd.ui.lineage import trace
from svd.ui.trend import Trend, show_series
from svd.views.badges import draw_badge
from svd.views.shift_chart import draw_shifts
from svd.views.tables import present_table

_COLUMNS = ("period", "count", "sum_up", "sum_down", "limit_up", "limit_down", "shift")
_WAYS = {1: "lasting rise", -1: "lasting fall", 0: "none"}


def show_shifts(trend: Trend) -> None:
    """The sums of the area's series with what they found as the title, its size, its table, method and files."""
    whole = data.measure(trend.evidence, trend.indicator.id, trend.whole, "month")
    shifts = _find(trend, bool((whole["status"] == SUPPRESSED).any()))
    finding = word_shifts(shifts, trend.indicator, trend.selection.month_from)
    if shifts.reason:
        show_series(trend)
        st.html(f'<p class="svd-note">{html.escape(finding)}</p>')
        return
    area = trend.evidence.catalogue.area.short_name
    subtitle = f"{trend.indicator.numerator}: running sums above and below what is usual, {area}. {word_size(shifts)}"
    judgement, direction = judge_shifts(shifts)
    word = None if direction else "no small shift"
    show.show_finding(finding, subtitle, draw_badge(judgement, direction, word))
    look = {"is_synthetic": bool(whole["is_synthetic"].any())}
    picture = Picture(draw_shifts, shifts, finding.removesuffix("."), subtitle, look)
    picture.show(height=290)
    show.show_source(whole)
    sums = shifts.months.rename(columns={"up": "sum_up", "down": "sum_down"})
    sums = sums.assign(shift=sums["direction"].map(_WAYS)).drop(columns=["value", "share", "since", "judgement"])
    table = whole.merge(sums.drop(columns="direction"), on="month")
    files = offer_files(
        trend.evidence,
        trend.span,
        f"{trend.indicator.short_title} small shifts",
        lambda: {"month": table},
        lambda: picture.write(show.word_source(whole)),
    )
    method = f"{trend.method}\n\n{word_shift_method()}"
    traced = trace(trend.evidence, trend.selection, whole)
    show.show_actions(show.Actions("shifts", partial(present_table, table, columns=_COLUMNS), method, files, traced))


def _find(trend: Trend, is_hidden: bool) -> SmallShifts:
    if find_frequency(trend.indicator) != "month":
        return SmallShifts(reason="its figures do not come by month")
    control = data.control_series(trend.evidence, trend.indicator.id, trend.whole, is_number=True)
    return find_shifts(control, trend.indicator, is_hidden=is_hidden)
