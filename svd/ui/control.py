"""The Trends page's control chart: which months of the area's series are beyond what it usually does."""

import html
from functools import partial

import pandas as pd
import streamlit as st

from svd.catalogue.target import Target
from svd.catalogue.wording import word_number
from svd.figures.over_time.assurance_findings import word_assurance, word_assurance_method
from svd.figures.over_time.control_charts import NEUTRAL
from svd.figures.over_time.controlled import Controlled
from svd.figures.over_time.rolling import add_earlier_years
from svd.figures.over_time.signal_findings import (
    judge_control,
    word_control,
    word_control_method,
    word_others,
    word_signals,
)
from svd.figures.trends import find_restarts
from svd.rows import list_rows
from svd.ui import data, show
from svd.ui.files import offer_files
from svd.ui.kept_chart import Picture
from svd.ui.lineage import trace
from svd.ui.rare import read_between, show_between
from svd.ui.shifts import show_shifts
from svd.ui.trend import Trend, show_series
from svd.views.badges import draw_badge
from svd.views.figure_words import decimals_of
from svd.views.tables import present_table
from svd.views.trend_chart import draw_trend

_EARLIER = ("year_1_before", "year_2_before", "year_3_before")
_COLUMNS = ("period", "value", "earlier", "centre", "limit_low", "limit_high", "target", "signal")
_BADGE_WORDS = {NEUTRAL: "neither good nor bad"}


def show_control(trend: Trend) -> None:
    """The area's series with its control limits, what they found as its title; the plain series where it has none."""
    if trend.has_shifts:
        show_shifts(trend)
        return
    series = trend.read_months(trend.whole)
    whole = data.control_series(trend.evidence, trend.indicator.id, trend.whole, is_number=trend.is_number)
    if whole.reason and (between := read_between(trend.evidence, trend.indicator, trend.selection)) is not None:
        show_between(trend, between)
        return
    if whole.reason:
        show_series(trend)
        st.html(f'<p class="svd-note">No control limits: {html.escape(whole.reason)}.</p>')
        return
    drawn = trend.read_months(trend.span).assign(unit=trend.unit).sort_values("month", ignore_index=True)
    decimals = decimals_of(drawn["value"])
    target = trend.evidence.catalogue.find_target(trend.indicator.id)
    level = _read_level(target, trend, series)
    control = _add_target(whole.within(drawn), target, level)
    period = whole.within(drawn[drawn["month"] >= str(trend.selection.month_from)])
    finding = word_control(period, trend.indicator, decimals)
    assurance = data.judge_assurance(trend.evidence, trend.indicator, trend.whole, level, is_number=trend.is_number)
    years = data.judge_years(trend.evidence, trend.indicator.id, trend.selection)
    year = None if years.empty else years.iloc[0]
    measured = f"{trend.measured.removesuffix('.')}."
    show.show_finding(finding, measured, _draw_badges(whole, period, target, year))
    look = {**trend.look, "control": control, "breaks": find_restarts(trend.evidence, trend.indicator)}
    said = word_assurance(assurance, target, level, decimals, year)
    picture = Picture(draw_trend, drawn, finding.removesuffix("."), measured, look)
    picture.show(key=("control", *trend.key), after=f" {said}", height=290)
    st.html(f'<p class="svd-note">{html.escape(said)}</p>')
    show.show_source(drawn)
    columns = tuple(name for name in _COLUMNS if name != "target" or target is not None)
    list_months = partial(_list_months, drawn, control, series)
    files = offer_files(
        trend.evidence,
        trend.span,
        f"{trend.indicator.short_title} control limits",
        lambda: {"month": list_months()},
        lambda: picture.write(show.word_source(drawn)),
    )
    method = f"{trend.method}\n\n{word_control_method(whole.season, whole.alike)}\n\n{word_assurance_method(target)}"
    traced = trace(trend.evidence, trend.selection, drawn)

    def show_months() -> pd.DataFrame:
        return present_table(list_months(), columns=columns)

    show.show_actions(show.Actions("control", show_months, method, files, traced))


def _read_level(target: Target | None, trend: Trend, series: pd.DataFrame) -> float:
    """What the target comes to in a month, in the figure that is drawn; null where there is none."""
    if target is None:
        return float("nan")
    level = target.level_a_month(trend.indicator)
    if trend.is_number and trend.indicator.calculation.form == "rate":
        return float(level * series["denominator"].iloc[-1] / trend.indicator.calculation.per)
    return level


def _add_target(control: Controlled, target: Target | None, level: float) -> pd.DataFrame:
    """The months with ``target``, null before its first day, and ``kind``, what it is called in the chart."""
    months = control.months
    if target is None:
        return months.assign(target=float("nan"), kind="")
    held = pd.Series(level, months.index).where(months["month"] >= str(target.since))
    return months.assign(target=held, kind=target.kind)


def _draw_badges(whole: Controlled, period: Controlled, target: Target | None, year: pd.Series | None) -> str:
    """What the newest signal means, how many others there are, and whether the year reached its target."""
    judgement, direction = judge_control(period)
    badge = draw_badge(judgement, direction, _BADGE_WORDS.get(judgement))
    if whole.trial:
        badge = draw_badge("", word="trial limits")
    reached = "no target" if year is None else year["year"]
    held = reached if target is None else f"yearly {target.kind} {reached}"
    return f"{badge}<span>{html.escape(word_others(period))}</span>{draw_badge(reached, word=held)}"


def _word_earlier(row: dict, decimals: int) -> str:
    """The figures of the same month in earlier years that there are, as ``2025: 132; 2024: 140``."""
    told = [(row["month"].year - by, row[name]) for by, name in enumerate(_EARLIER, start=1)]
    return "; ".join(f"{year}: {word_number(figure, decimals)}" for year, figure in told if figure == figure) or "none"


def _list_months(drawn: pd.DataFrame, control: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """The months drawn, with the same month of earlier years, limits, target and signal."""
    months = control.rename(columns={"lower": "limit_low", "upper": "limit_high"}).assign(signal=word_signals(control))
    years = add_earlier_years(series.sort_values("month"))
    decimals = decimals_of(series["value"])
    words = [_word_earlier(row, decimals) for row in list_rows(years)]
    earlier = years.assign(earlier=words)[["month", "earlier", *_EARLIER]]
    limits = months[["month", "centre", "limit_low", "limit_high", "target", "signal"]]
    return drawn.merge(earlier, on="month").merge(limits, on="month")
