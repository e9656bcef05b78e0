"""The parts of the Evaluation page: the effect, what could refute it, what it assumes, and the synthetic control."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import Indicator
from svd.figures.evaluation import effect_findings as words
from svd.figures.evaluation.assumptions import list_assumptions, word_evaluation_method
from svd.figures.evaluation.evaluate import Evaluation
from svd.figures.event_counts import name_events
from svd.figures.question import Evidence
from svd.store.selection import Selection
from svd.ui import show
from svd.ui.files import offer_files
from svd.ui.lineage import trace
from svd.views.chart_picture import draw_chart_picture
from svd.views.csv_file import write_csv
from svd.views.effect_chart import draw_course, draw_placebos
from svd.views.effect_table import (
    draw_effect,
    list_results,
    present_months,
    present_placebos,
    present_weights,
)
from svd.views.file_names import name_file

_EXPECTED = "had they gone as the comparison wards did"
_MIXED = "the mix of wards that was nearest to them before"

_WARDS_ALONE = (
    "After over before against the other wards: 1 is no effect, 0.5 a half. Diamond: the intervention's wards. "
    "Discs: each comparison ward as if it had it. Lines: 95% limits."
)


@dataclass(frozen=True)
class Shown:
    """An evaluation with what its words and pictures need beside it."""

    evidence: Evidence
    found: Evaluation

    @property
    def indicator(self) -> Indicator:
        return self.evidence.catalogue.indicators[self.found.design.indicator]

    @property
    def wards(self) -> str:
        return words.word_wards(self.evidence, self.found.design.treated)

    @property
    def events(self) -> str:
        return name_events(self.indicator)

    @property
    def finding(self) -> str:
        return words.word_effect(self.found, self.indicator, self.wards)

    @property
    def subtitle(self) -> str:
        return f"{self.indicator.numerator}: {self.events} a month in {self.wards}. {words.word_span(self.found)}."

    @property
    def span(self) -> Selection:
        months = self.found.panel.measured["month"]
        return Selection(months.min().date(), months.max().date(), definition=self.found.design.definition)

    @property
    def method(self) -> str:
        rule = self.evidence.catalogue.rules[self.indicator.small_number_rule].words
        return f"{word_evaluation_method()}\n\n{show.word_method(self.indicator, rule)}"

    @property
    def look(self) -> dict:
        return {"start": self.found.design.start, "is_synthetic": self.evidence.store.is_synthetic}


def show_effect(shown: Shown) -> None:
    """The finding, the chart of the wards against what was to be expected, its source and its actions."""
    found = shown.found
    show.show_finding(shown.finding, shown.subtitle)
    picture, beside = st.columns([2, 1], gap="medium")
    titled = draw_course(found.months, title=shown.finding, subtitle=shown.subtitle, named=_EXPECTED, **shown.look)
    plain = draw_course(found.months, title="", subtitle="", named=_EXPECTED, **shown.look, height=280)
    with picture:
        show.show_chart(plain, titled.description)
        show.show_source(found.panel.measured)
        show.show_actions(
            show.Actions("effect", present_months(found), shown.method, _offer(shown, titled), _trace(shown))
        )
    with beside:
        st.html(draw_effect(found, words.judge_verdict(found, shown.indicator)))
        notes = [words.word_events(found, shown.events), words.word_least(found.effect), *_word_left_out(found)]
        st.html("".join(f'<p class="svd-note">{note}</p>' for note in notes))


def _word_left_out(found: Evaluation) -> list[str]:
    return [f"Left out: {'; '.join(found.panel.left_out)}."] if found.panel.left_out else []


def _offer(shown: Shown, titled: object) -> tuple[show.File, ...]:
    """The picture, the workbook of the counts, and the results of every test."""
    what = f"{shown.indicator.short_title} evaluation"
    source = show.word_source(shown.found.panel.measured)
    files = offer_files(
        shown.evidence,
        shown.span,
        what,
        lambda: {"ward_month": shown.found.panel.measured},
        lambda: draw_chart_picture(titled, source_line=source),
    )
    results = name_file(shown.evidence, f"{what} results", shown.span, "csv")
    is_synthetic = shown.evidence.store.is_synthetic
    made = show.File("Results (CSV)", results, "text/csv", lambda: write_csv(list_results(shown.found, is_synthetic)))
    return (*files, made)


def _trace(shown: Shown) -> object:
    return trace(shown.evidence, shown.span, shown.found.panel.measured)


def show_checks(shown: Shown) -> None:
    """What could refute the effect and what it takes for granted, in words, and each comparison ward as if treated."""
    found, names = shown.found, dict(shown.evidence.geography.ward_names)
    st.html("<h2>Could it be chance, or something else?</h2>")
    said, picture = st.columns([1, 1], gap="medium")
    with said:
        checks = [words.word_trend(found), words.word_in_place(found), words.word_singly(found)]
        items = "".join(f"<li>{check}</li>" for check in [*checks, words.word_in_time(found)])
        st.html(f'<ul class="svd-checks">{items}</ul>')
        st.html("<h2>What this takes for granted</h2>")
        st.markdown("\n".join(f"- {text}" for text in list_assumptions(shown.evidence, found)))
    with picture:
        st.html(f'<p class="svd-note">{_WARDS_ALONE}</p>')
        chart = draw_placebos(_list_ratios(shown, names), is_synthetic=shown.evidence.store.is_synthetic)
        show.show_chart(chart, chart.description)
        table = present_placebos(found, names)
        show.show_actions(show.Actions("placebos", table, word_evaluation_method()))


def _list_ratios(shown: Shown, names: dict[str, str]) -> pd.DataFrame:
    """The treated wards' ratio first, then the comparison wards' from low to high."""
    effect, placebos = shown.found.effect, shown.found.placebos.sort_values("ratio")
    real = {"name": shown.wards, "ratio": effect.ratio, "lower": effect.lower, "upper": effect.upper, "is_real": True}
    others = placebos[["ratio", "lower", "upper"]].assign(name=[names[code] for code in placebos.index], is_real=False)
    return pd.concat([pd.DataFrame([real]), others], ignore_index=True)


def show_synthetic(shown: Shown) -> None:
    """The synthetic control: what it says, its chart and its weights; or why it can't be used."""
    made = shown.found.synthetic
    mixed = "" if made.reason else f" {words.word_mix(shown.evidence, shown.found)}"
    st.html(f'<h2>Against a mix of wards</h2><p class="svd-note">{words.word_synthetic(shown.found)}{mixed}</p>')
    if made.reason:
        return
    chart = draw_course(made.months, title="", subtitle="", named=_MIXED, **shown.look, height=260)
    show.show_chart(chart, f"{words.word_synthetic(shown.found)} {chart.description}")
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
