"""The parts of the Partners and data page about quality: the feeds, the Data indicators, and the agreements."""

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_number, word_period, word_value
from svd.figures.agreements import list_agreements, list_terms, word_agreements, word_warning
from svd.figures.feeds import count_rules, word_feeds
from svd.measures.question import Evidence
from svd.measures.result import SHORTHAND
from svd.store.selection import Selection
from svd.ui import data, ledger, links, show
from svd.views.csv_file import write_csv
from svd.views.feed_table import draw_feed_table, present_agreements, present_feeds
from svd.views.file_names import name_file

_METHOD = (
    "Days late are counted from the day agreed to the day the first file with the month came, for the newest period "
    "judged; the median is of the periods judged in the 12 months to the end of the period chosen. The shares are of "
    "the files in use that meet that period. **Fields filled:** of the cells the agreement requires, those filled and "
    "valid. **Rows usable:** of the rows about this area, those that broke no rule; rows of other areas and "
    "of totals are no fault. "
    "**In a ward:** of the rows kept, those placed by a point, else a postcode, else a small area, else the ward they "
    "name. Returns of indicators have no places, and what is published has no day agreed."
)


def show_feeds(evidence: Evidence, selection: Selection) -> None:
    """How good each feed is: days late, fields filled, rows usable, and how they were placed."""
    feeds = ledger.count_feeds(evidence, selection)
    if feeds.empty:
        return
    period = word_period(selection.month_from, selection.month_to)
    show.show_finding(word_feeds(feeds), f"Files in use for {period}, feed by feed")
    st.html(draw_feed_table(feeds))
    rules = count_rules(ledger.list_faults(evidence, selection))
    table = present_feeds(feeds, rules, list_terms(evidence, selection))
    name = name_file(evidence, "quality of feeds", selection, "csv")
    files = (show.File("This table (CSV)", name, "text/csv", lambda: write_csv(table)),)
    show.show_actions(show.Actions("feeds", table, _METHOD, files))


def show_indicators(evidence: Evidence, selection: Selection) -> None:
    """The Data indicators worked out from the files, each with the way to its card."""
    worked_out = [one for one in evidence.catalogue.indicators.values() if one.calculation.basis == "quality"]
    if not worked_out:
        return
    show.show_finding("The same, as indicators of the strategy", "Over the files partners send; each leads to its card")
    for column, indicator in zip(st.columns(len(worked_out), gap="small"), worked_out, strict=True):
        figure = data.measure(evidence, indicator.id, selection, "borough").iloc[0]
        with column.container(border=True, height="stretch", gap=None):
            st.html(_draw_figure(figure, indicator))
            links.link_to_card(indicator, evidence.catalogue.five_ds[indicator.five_d], "Its card")


def _draw_figure(figure: pd.Series, indicator: Indicator) -> str:
    mark, meaning = SHORTHAND.get(figure["status"], ("", ""))
    value = mark or word_value(figure["value"], indicator.unit, indicator.calculation.form)
    detail = meaning or f"{word_number(figure['count'])} of {word_number(figure['denominator'])}"
    if indicator.calculation.form == "mean" and not mark:
        detail = f"mean of {word_number(figure['denominator'])} files"
    return (
        f'<div class="svd-card"><h3 class="svd-card-title">{escape(indicator.short_title)}</h3>'
        f'<p class="svd-figure">{escape(value)}</p><p class="svd-small">{escape(detail)}</p></div>'
    )


def show_agreements(evidence: Evidence, selection: Selection) -> None:
    """What the feeds are shared under, who answers for them, and which reviews are near or past."""
    agreements = list_agreements(evidence, selection, date.today())
    if agreements.empty:
        return
    show.show_finding(word_agreements(agreements), "What the feeds are shared under")
    for _, agreement in agreements.iterrows():
        if warning := word_warning(agreement):
            st.warning(warning)
    show.show_table(present_agreements(agreements))
