"""The parts of the Trends page: the area's series, what changed beside it, and the wards chosen."""

import html
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import Indicator
from svd.figures.findings import word_change, word_many, word_rule, word_test
from svd.figures.trends import find_breaks, find_frequency, read_counts, span_trend
from svd.measures.question import By, Evidence
from svd.store.selection import Selection
from svd.ui import data, show
from svd.ui.files import offer_files
from svd.ui.kept_chart import Picture, show_drawn
from svd.ui.lineage import trace
from svd.ui.ways import add_weighed, ask_way
from svd.views.change_table import draw_change, present_changes
from svd.views.tables import present_table
from svd.views.trend_chart import draw_trend

_MOST_WARDS, _ACROSS = 6, 2
_COLUMNS = ("period", "count", "denominator", "value", "lower", "upper", "unit")


@dataclass(frozen=True)
class Trend:
    """What the page shows: an indicator's series over ``span``, as numbers or as the indicator's own rate or share."""

    evidence: Evidence
    indicator: Indicator
    selection: Selection
    span: Selection
    is_number: bool
    is_controlled: bool = False
    has_shifts: bool = False

    @property
    def key(self) -> tuple:
        """All that its figures and charts rest on."""
        asked = (self.selection, self.span, self.is_number, self.is_controlled, self.has_shifts)
        return (self.evidence.version, self.indicator.id, *asked)

    @cached_property
    def whole(self) -> Selection:
        """From the first month received, so that what rests on it doesn't move with the months that are shown."""
        return span_trend(self.evidence, self.indicator, self.selection, is_whole=True)

    def measure(self, by: By) -> pd.DataFrame:
        """The series as measured."""
        return data.measure(self.evidence, self.indicator.id, self.span, by)

    def read(self, series: pd.DataFrame) -> pd.DataFrame:
        """The series in the figure that is drawn."""
        return read_counts(series) if self.is_number else series

    def read_months(self, span: Selection) -> pd.DataFrame:
        """The area's months of ``span`` in the figure that is drawn."""
        return data.read_months(self.evidence, self.indicator.id, span, is_number=self.is_number)

    @property
    def look(self) -> dict:
        """What every chart of the trend shares."""
        return {
            "unit": self.unit,
            "frequency": find_frequency(self.indicator),
            "breaks": find_breaks(self.evidence, self.indicator),
        }

    @property
    def small_look(self) -> dict:
        """The same where there is no room for the names of breaks, which the large chart gives."""
        unnamed = [event.model_copy(update={"title": "Break"}) for event in find_breaks(self.evidence, self.indicator)]
        return {**self.look, "breaks": unnamed}

    @property
    def unit(self) -> str:
        return "number" if self.is_number else self.indicator.unit

    @property
    def subtitle(self) -> str:
        return f"{self.measured.removesuffix('.')}. Band: 95% limits."

    @property
    def measured(self) -> str:
        """What is drawn, its unit, its step and its area."""
        what = self.indicator.numerator if self.is_number else self.indicator.title
        area = self.evidence.catalogue.area.short_name
        said = f"{what}: {self.unit} by {find_frequency(self.indicator)}, {area}"
        return add_weighed(self.evidence, self.indicator, self.selection, said)

    @property
    def method(self) -> str:
        rule = self.evidence.catalogue.rules[self.indicator.small_number_rule].words
        reason = self.evidence.catalogue.sources[self.indicator.source].provisional_reason
        provisional = f"\n\n**Provisional months:** {reason}" if reason else ""
        return f"{show.word_method(self.indicator, rule)}{provisional}"


def ask_figure(evidence: Evidence, indicator: Indicator, selection: Selection) -> tuple[Indicator, bool]:
    """The indicator, weighed where harm or cost is chosen, and whether its numbers are drawn."""
    form = indicator.calculation.form
    offered = ("rate", "count") if form == "rate" else ("rate",)
    indicator, way = ask_way(evidence, indicator, selection, "show", offered, "count")
    return indicator, way == "count" or form == "count"


def ask_trend(evidence: Evidence, indicator: Indicator, selection: Selection, *, is_number: bool) -> Trend:
    """How to draw it: two years before the selection or every year, with limits, and with small shifts or without."""
    with st.container(horizontal=True, gap="medium"):
        is_whole = st.toggle("All years", key="years", bind="query-params", help="From the first month received")
        is_controlled = st.toggle(
            "Control limits",
            value=True,
            key="limits",
            bind="query-params",
            help="Which months are beyond the usual ups and downs",
        )
        has_shifts = is_controlled and st.toggle(
            "Small shifts that last",
            key="shifts",
            bind="query-params",
            help="A rise or fall too small for one month to show",
        )
    span = span_trend(evidence, indicator, selection, is_whole=is_whole)
    return Trend(evidence, indicator, selection, span, is_number, is_controlled, has_shifts)


def show_series(trend: Trend) -> None:
    """The area's series: the finding as its title, the chart, its source and its actions."""
    indicator = trend.indicator
    series = trend.measure("month")
    change = data.measure_change(trend.evidence, indicator.id, trend.selection, "borough").iloc[0]
    finding = word_change(change, indicator)
    show.show_finding(finding, trend.subtitle)
    if not series["value"].notna().any():
        st.info(_word_nothing(series, indicator))
        return
    picture = Picture(draw_trend, trend.read(series), finding.removesuffix("."), trend.subtitle, trend.look)
    picture.show(key=("series", *trend.key), height=340)
    show.show_source(series)
    files = offer_files(
        trend.evidence,
        trend.span,
        indicator.short_title,
        lambda: {"month": series},
        lambda: picture.write(show.word_source(series)),
    )
    table = partial(present_table, series, columns=_COLUMNS)
    show.show_actions(show.Actions("trend", table, trend.method, files, trace(trend.evidence, trend.selection, series)))


def _word_nothing(series: pd.DataFrame, indicator: Indicator) -> str:
    """Why there is no series, and what to do."""
    if indicator.calculation.basis == "quality":
        return (
            "**This indicator has no series by month.** It is worked out from the files of the whole period: "
            "its figure is in the table beside this, and the files are listed on the page *Partners and data*."
        )
    statuses = set(series["status"])
    if "suppressed" in statuses:
        return "**Every figure of this series is hidden:** each is a small number. Clear the age filter, if one is set."
    if statuses == {"not_applicable"}:
        return "**This source doesn't say how old people are.** Clear the age filter in the sidebar to see its series."
    return "**Nothing was received for these months.** Choose a longer period, or see the page *Partners and data*."


def show_change(trend: Trend) -> None:
    """Now and before for the area, with the test's verdict and what the test is."""
    change = data.measure_change(trend.evidence, trend.indicator.id, trend.selection, "borough").iloc[0]
    st.html(f"<h2>Now and before</h2>{draw_change(change, trend.indicator)}")
    with st.expander("How it is tested"):
        st.markdown(f"{word_test()} {word_rule(change, trend.indicator)}".strip())


def show_wards(trend: Trend) -> None:
    """A small chart for each ward chosen in the sidebar, up to six on one scale, and all of them against before."""
    st.html("<h2>The wards chosen</h2>")
    wards = trend.selection.wards
    if not wards:
        st.html('<p class="svd-note">Choose up to six wards in the sidebar to see the series of each here.</p>')
        return
    series = trend.measure("ward_month")
    if not series["value"].notna().any():
        st.info("**No series by ward can be shown:** this indicator has none, or every figure is a small number.")
        return
    changes = data.measure_change(trend.evidence, trend.indicator.id, trend.selection, "ward")
    tested = int((changes["verdict"] != "not tested").sum())
    if tested > 1:
        st.html(f'<p class="svd-note">{html.escape(word_many(tested))}</p>')
    if len(wards) > _MOST_WARDS:
        st.html(f'<p class="svd-note">The first {_MOST_WARDS} of {len(wards)}; the table has them all.</p>')
    drawn = trend.read(series[series["ward_code"].isin(wards[:_MOST_WARDS])])
    top = float(drawn[["value", "upper"]].max().max())
    columns = st.columns(_ACROSS)
    for place, (ward, of_ward) in enumerate(drawn.groupby("ward_code", sort=False)):
        with columns[place % _ACROSS]:
            _show_ward(trend, of_ward, changes[changes["ward_code"] == ward], top)
    show.show_source(series)
    table = present_changes(changes, trend.indicator)
    traced = trace(trend.evidence, trend.selection, series, changes)
    show.show_actions(show.Actions("ward_trends", table, trend.method, trace=traced))


def _show_ward(trend: Trend, series: pd.DataFrame, change: pd.DataFrame, top: float) -> None:
    name = series["ward_name"].iloc[0]
    said = word_change(change.iloc[0], trend.indicator) if len(change) else ""
    st.html(f'<h3>{html.escape(name)}</h3><p class="svd-note">{html.escape(said)}</p>')
    show_drawn(draw_trend, series, before=name, title="", subtitle="", **trend.small_look, height=210, top=top)
