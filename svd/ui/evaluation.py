"""The parts of the Evaluation page: the effect, what could refute it, what it assumes, and the synthetic control."""

import html
from collections.abc import Callable

import pandas as pd
import streamlit as st

from svd.figures.evaluation import effect_findings as words
from svd.figures.evaluation.assumptions import list_assumptions, word_evaluation_method
from svd.figures.evaluation.evaluate import Evaluation
from svd.ui import links, show
from svd.ui.evaluation_charts import Shown, draw_titled, show_course, show_mix, show_placebos
from svd.ui.files import offer_files
from svd.ui.lineage import trace
from svd.views.chart_picture import draw_chart_picture
from svd.views.csv_file import write_csv
from svd.views.effect_table import draw_effect, list_results, present_months, present_placebos, present_weights
from svd.views.file_names import name_file

_WARDS_ALONE = (
    "After over before against the other wards: 1 is no effect, 0.5 a half. Diamond: the intervention's wards. "
    "Discs: each comparison ward as if it had it. Lines: 95% limits."
)


def show_effect(shown: Shown) -> None:
    """The finding, the chart of the wards against what was to be expected, its source and its actions."""
    found = shown.found
    show.show_finding(shown.finding, shown.subtitle)
    picture, beside = st.columns([2, 1], gap="medium")
    with picture:
        show_course(shown)
        show.show_source(found.panel.measured)
        show.show_actions(show.Actions("effect", present_months(found), shown.method, _offer(shown), _trace(shown)))
    with beside:
        st.html(draw_effect(found, words.judge_verdict(found, shown.indicator)))
        notes = [words.word_events(found, shown.events), words.word_least(found.effect), *_word_left_out(found)]
        st.html("".join(f'<p class="svd-note">{html.escape(note)}</p>' for note in notes))


def _word_left_out(found: Evaluation) -> list[str]:
    return [f"Left out: {'; '.join(found.panel.left_out)}."] if found.panel.left_out else []


def _offer(shown: Shown) -> tuple[show.File, ...]:
    """The picture, the workbook of the counts, and the results of every test."""
    what = f"{shown.indicator.short_title} evaluation"
    source = show.word_source(shown.found.panel.measured)
    files = offer_files(
        shown.evidence,
        shown.span,
        what,
        lambda: {"ward_month": shown.found.panel.measured},
        lambda: draw_chart_picture(draw_titled(shown), source_line=source),
    )
    results = name_file(shown.evidence, f"{what} results", shown.span, "csv")
    is_synthetic = shown.evidence.store.is_synthetic
    made = show.File("Results (CSV)", results, "text/csv", lambda: write_csv(list_results(shown.found, is_synthetic)))
    return (*files, made)


def _trace(shown: Shown) -> Callable[[], pd.DataFrame]:
    return trace(shown.evidence, shown.span, shown.found.panel.measured)


def show_checks(shown: Shown) -> None:
    """What could refute the effect and what it takes for granted, in words, and each comparison ward as if treated."""
    found, names = shown.found, dict(shown.evidence.geography.ward_names)
    st.html("<h2>Could it be chance, or something else?</h2>")
    said, picture = st.columns([1, 1], gap="medium")
    with said:
        checks = [words.word_trend(found), words.word_in_place(found), words.word_singly(found)]
        items = "".join(f"<li>{html.escape(check)}</li>" for check in [*checks, words.word_in_time(found)])
        st.html(f'<ul class="svd-checks">{items}</ul>')
        st.html("<h2>What this takes for granted</h2>")
        st.markdown("\n".join(f"- {text}" for text in list_assumptions(shown.evidence, found)))
    with picture:
        st.html(f'<p class="svd-note">{_WARDS_ALONE}</p>')
        show_placebos(shown)
        table = present_placebos(found, names)
        show.show_actions(show.Actions("placebos", table, word_evaluation_method()))


def show_synthetic(shown: Shown) -> None:
    """The synthetic control: what it says, its chart and its weights; or why it can't be used."""
    made = shown.found.synthetic
    mixed = "" if made.reason else f" {words.word_mix(shown.evidence, shown.found)}"
    said = html.escape(f"{words.word_synthetic(shown.found)}{mixed}")
    st.html(f'<h2>Against a mix of wards</h2><p class="svd-note">{said}</p>')
    if made.reason:
        return
    show_mix(shown)
    names = dict(shown.evidence.geography.ward_names)
    show.show_actions(show.Actions("synthetic", present_weights(shown.found, names), word_evaluation_method()))


def show_reason(shown: Shown) -> None:
    """Why nothing can be tested, and what to try."""
    show.show_finding(shown.finding)
    left_out = " ".join(_word_left_out(shown.found))
    st.info(
        "**Nothing is tested here.** Choose other wards, an earlier start, more months before, or an indicator with "
        f"more events. {left_out}"
    )
    links.link_to_trend(
        shown.indicator, f"{shown.indicator.short_title}, before and after, without a comparison: Trends"
    )
