"""The People page's part on repeats: who comes up again within twelve months, where a feed can tell."""

import html
from functools import partial

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import Source
from svd.figures.people.records import find_feeds, find_feeds_without, has_field, name_people
from svd.figures.people.repeat_findings import word_concentration, word_flagged, word_no_codes, word_repeat_method
from svd.figures.people.repeats import Repeats
from svd.figures.periods import find_comparator
from svd.measures.people_years import MONTHS
from svd.measures.question import Evidence
from svd.measures.recipe import name_extracts
from svd.measures.result import NOT_APPLICABLE, SUPPRESSED
from svd.store.selection import Selection, move_month
from svd.ui import people_data, questions, show
from svd.ui.files import offer_table
from svd.ui.kept_chart import Picture
from svd.ui.lineage import trace
from svd.views.people_chart import draw_people
from svd.views.repeat_rows import list_flagged, list_people
from svd.views.tables import present_table

_CODE, _FLAG = "person_id", "is_repeat"
_COLUMNS = ("name", "count", "denominator", "value", "lower", "upper", "benchmark")


def show_repeats(evidence: Evidence, selection: Selection) -> None:
    """A chart for each feed that can tell who comes back, victims first, and why the others can't."""
    asked = Selection(
        selection.month_from, selection.month_to, compare=selection.compare, compare_from=selection.compare_from
    )
    feeds = find_feeds(evidence.catalogue, selection, _CODE, _FLAG)
    if not feeds:
        questions.stop_empty("**None of the partners chosen sends who comes back.** Clear *Partner* in the sidebar.")
    feeds.sort(key=lambda one: name_people(one).are != "victims")
    told = [_find(evidence, asked, source) for source in feeds]
    shown = [each for each in told if len(each[2])]
    if shown:
        show.show_finding(shown[0][1])
    for source, finding, rows in shown:
        if source is not shown[0][0]:
            st.html(f"<h3>{html.escape(finding)}</h3>")
        _show_feed(evidence, asked, source, finding, rows)
    if not shown:
        show.show_finding("No feed received tells who comes back.")
    _say_silent(evidence, selection, [(source, finding) for source, finding, rows in told if rows.empty])


def _find(evidence: Evidence, asked: Selection, source: Source) -> tuple[Source, str, pd.DataFrame]:
    """The feed, what it says of repeats, and the rows of its chart, none where there is nothing to draw.

    Codes tell more than marks: they count people.
    """
    said = word_no_codes(source, is_agreed=True)
    if has_field(evidence.catalogue, source, _CODE):
        people = people_data.measure_concentration(evidence, source.id, asked)
        if _can_show(people.people):
            return source, word_concentration(people, source), _label(list_people(people), evidence, source, asked)
        if people.people.now.status != NOT_APPLICABLE:
            said = word_concentration(people, source)
    if has_field(evidence.catalogue, source, _FLAG):
        flagged = people_data.measure_flagged(evidence, source.id, asked)
        if _can_show(flagged):
            return source, word_flagged(flagged, source), _label(list_flagged(flagged), evidence, source, asked)
    return source, said, pd.DataFrame()


def _can_show(found: Repeats) -> bool:
    """Whether there is a figure, or one that is hidden."""
    return found.now.status == SUPPRESSED or not pd.isna(found.now.value)


def _label(rows: pd.DataFrame, evidence: Evidence, source: Source, asked: Selection) -> pd.DataFrame:
    covered = evidence.coverage_of(source.id)
    extract = name_extracts(covered.loc[covered["month"].isin(_find_months(evidence, asked)), "extract"])
    return rows.assign(source=source.title, extract=extract, is_synthetic=evidence.store.is_synthetic)


def _find_months(evidence: Evidence, asked: Selection) -> pd.DatetimeIndex:
    """The months behind the figures: those asked for, those compared with, and two years to the last."""
    years = Selection(move_month(asked.month_to, 1 - 2 * MONTHS), asked.month_to)
    earlier = find_comparator(asked, evidence.catalogue).selection
    return asked.months.union(years.months).union(earlier.months if earlier else asked.months)


def _show_feed(evidence: Evidence, asked: Selection, source: Source, finding: str, rows: pd.DataFrame) -> None:
    place = evidence.catalogue.area.short_name
    subtitle = f"{source.title}, {name_people(source).are} who come up again, {place}"
    look = {"what": subtitle, "held_against": "by chance alone", "first": 1}
    picture = Picture(draw_people, rows, finding.removesuffix("."), subtitle, look, beside=subtitle)
    picture.show()
    line = f"Source: {source.title} | extract: {rows['extract'].iloc[0] or 'none received'}"
    st.html(f'<p class="svd-note">{html.escape(name_people(source).note)}</p>')
    st.html(f'<p class="svd-source">{html.escape(line)}</p>')
    rule = evidence.catalogue.rules[source.small_number_rule].words
    listed, name = rows.drop(columns="compared"), f"{source.title} repeats"
    files = offer_table(evidence, asked, name, listed, subtitle, lambda: picture.write(line))
    shown = partial(present_table, rows, columns=_COLUMNS)
    method = word_repeat_method(rule)
    key = f"people_repeats_{source.id}"
    behind = rows.assign(month=_find_months(evidence, asked)[0])
    show.show_actions(show.Actions(key, shown, method, files, trace(evidence, asked, behind)))


def _say_silent(evidence: Evidence, selection: Selection, silent: list[tuple[Source, str]]) -> None:
    """Which feeds can't tell who comes back, and what to ask for."""
    without = find_feeds_without(evidence.catalogue, selection, _CODE, _FLAG)
    words = [finding for _, finding in silent] + [word_no_codes(source, is_agreed=False) for source in without]
    if words:
        items = "".join(f"<li>{html.escape(word)}</li>" for word in words)
        st.html(f'<h3>Feeds that can\'t tell</h3><ul class="svd-note">{items}</ul>')
