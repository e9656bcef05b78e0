"""The parts of the overview: headline cards, the scorecard and the list of changes."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from svd.catalogue.wording import word_period
from svd.figures.explore import word_comparison
from svd.figures.findings import word_changes, word_headlines, word_many, word_test, word_ward_change
from svd.figures.signals.since import list_since, list_since_choices, word_meetings, word_since
from svd.measures.question import Evidence
from svd.rows import list_rows
from svd.store.selection import Selection, read_month
from svd.ui import choices, data, links, show
from svd.ui.files import offer_files
from svd.ui.keep import keep
from svd.ui.lineage import trace
from svd.ui.rare import read_since
from svd.ui.signals import find_chart, narrow_signals
from svd.views.cards import draw_headline, draw_scorecard, word_figure, word_indicators
from svd.views.tables import present_table

_MOST_CHANGES, _MOST_SINCE = 4, 4


@dataclass(frozen=True)
class _Told:
    """What the scores say: rows of the headlines, sentences of what changed, how many were tested and listed."""

    headlines: list[Mapping]
    changes: list[tuple[str, str]]
    tested: int
    listed: str


@keep(24)
def _tell(version: str, selection: Selection, _evidence: Evidence, _scores: pd.DataFrame) -> _Told:
    return _Told(
        list_rows(_scores[_scores["is_headline"]]),
        word_changes(_scores, _evidence.catalogue),
        int((_scores["verdict"] != "not tested").sum()),
        word_indicators(_scores),
    )


def show_answer(evidence: Evidence, selection: Selection, scores: pd.DataFrame) -> None:
    """What the headlines say together, and what they are compared with."""
    show.show_finding(word_headlines(scores), word_comparison(evidence, selection))


def show_headlines(evidence: Evidence, selection: Selection, scores: pd.DataFrame) -> None:
    """A card a headline indicator, each with the way to its trend."""
    headlines = _tell(evidence.version, selection, evidence, scores).headlines
    courses = data.measure_courses(evidence, [score["indicator"] for score in headlines], selection)
    for column, score in zip(st.columns(max(len(headlines), 1), gap="small"), headlines, strict=False):
        indicator = evidence.catalogue.indicators[score["indicator"]]
        with column.container(border=True, height="stretch", gap=None, key=f"headline_{indicator.id}"):
            st.html(_draw_headline(evidence.version, selection, indicator.id, evidence, score, courses[indicator.id]))
            links.link_to_trend(indicator, "Trend")


@keep(200)
def _draw_headline(
    version: str, selection: Selection, name: str, _evidence: Evidence, _score: Mapping, _course: pd.DataFrame
) -> str:
    """``draw_headline``, kept: score and course of an indicator rest on the version and the selection alone."""
    indicator = _evidence.catalogue.indicators[name]
    since = read_since(_evidence, indicator, selection, word_figure(_score, indicator))
    asked = word_period(selection.month_from, selection.month_to)
    return draw_headline(_score, _course, indicator, since, asked)


def show_scorecard(evidence: Evidence, selection: Selection, scores: pd.DataFrame) -> None:
    """The scorecard with its method and its table of every indicator."""
    catalogue = evidence.catalogue
    st.html(draw_scorecard(scores, catalogue, _address_of_d))
    listed = _tell(evidence.version, selection, evidence, scores).listed
    method = (
        f"{listed}. {word_test()} An indicator is not tested where a figure is hidden, missing or not whole, or where "
        "its series has a break."
    )
    columns = ("indicator", "period", "count", "value", "lower", "upper", "unit", "count_before", "period_before")
    names = {name: indicator.title for name, indicator in catalogue.indicators.items()}

    def list_scores() -> pd.DataFrame:
        table = present_table(scores.assign(status=scores["status_now"]), names, columns)
        return table.assign(**{"Test of change": scores["verdict"].to_numpy()})

    files = offer_files(
        evidence, selection, "scorecard", lambda: {"borough": data.measure_all(evidence, selection, "borough")}
    )
    show.show_actions(show.Actions("scorecard", list_scores, method, files, trace(evidence, selection, scores)))


def _address_of_d(title: str) -> str:
    """The Five Ds page at the D of this title, with the filters as they stand in the URL."""
    return links.address_of("Five Ds", d=title)


def show_changes(evidence: Evidence, selection: Selection, scores: pd.DataFrame) -> None:
    """What passed the test of change, in the area and in its wards, each leading to its chart; then what is missing."""
    indicators = evidence.catalogue.indicators
    told = _tell(evidence.version, selection, evidence, scores)
    changes = [(name, sentence, "") for name, sentence in told.changes]
    of_wards = data.find_ward_changes(evidence, selection)
    for row in list_rows(of_wards):
        changes.append((row["indicator"], word_ward_change(row, indicators[row["indicator"]]), row["ward_name"]))
    _show_since(evidence, selection)
    st.html("<h2>Against the period before</h2>")
    tested = told.tested
    if not changes:
        none = f"No clear change in any of the {tested} indicators that could be tested."
        st.html(f'<p class="svd-note">{none if tested else "Nothing could be tested for change in this period."}</p>')
    for name, sentence, ward in changes[:_MOST_CHANGES]:
        months = (selection.month_from, selection.month_to)
        links.link_to_address(links.address_of_change(indicators[name], ward, months), sentence)
    if len(changes) > _MOST_CHANGES:
        st.page_link("pages/five_ds.py", label=f"{len(changes) - _MOST_CHANGES} more, on the Five Ds page")
    if tested:
        st.html(f'<p class="svd-small">{html.escape(word_many(tested + of_wards.attrs["tested"]))}</p>')
    links.link_to_partners(data.word_feeds(evidence, selection))


def _show_since(evidence: Evidence, selection: Selection) -> None:
    """The signals raised since the month chosen, each leading to its chart; that there is none, where so."""
    choices_of = list_since_choices(evidence.catalogue, selection)
    heading, choice = st.columns([3, 2], vertical_alignment="center")
    with heading:
        st.html("<h2>What changed since</h2>")
    with choice:
        names = {f"{month:%Y-%m}": words for month, words in choices_of.items()}
        since = read_month(choices.ask_one("Since", "since", names, is_bare=True))
    if words := word_meetings(evidence.catalogue, selection):
        st.html(f'<p class="svd-small">{html.escape(words)}</p>')
    new = _list_new(evidence.store.version, selection, since, evidence)
    if words := word_since(new, since):
        st.html(f'<p class="svd-note">{html.escape(words)}</p>')
    for signal in new[:_MOST_SINCE]:
        links.link_to_address(find_chart(evidence, selection, signal), signal["finding"])
    more = len(new) - _MOST_SINCE
    links.link_to_signals(f"{more} more, and what is done" if more > 0 else "All signals, and what is done about them")


@keep(50)
def _list_new(version: str, selection: Selection, since: date, _evidence: Evidence) -> list[Mapping]:
    """The signals raised since then that fit the filters, kept: they rest on the version and the selection alone."""
    return list_rows(narrow_signals(_evidence, selection, list_since(_evidence, selection, since)))
