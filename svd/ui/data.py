"""Figures for the pages, worked out once for each version of the data and each selection, then kept."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from svd.catalogue.declarations import Indicator
from svd.catalogue.schema import INFORMATION
from svd.figures import changes, explore, faults, receipts, record_counts, scorecard, trends
from svd.figures.between_wards import compare, comparison
from svd.figures.evaluation.design import Design
from svd.figures.evaluation.evaluate import Evaluation, evaluate
from svd.figures.opening import find_log, find_store
from svd.figures.over_time import assurance, between_events, controlled, recent_trend, rolling
from svd.figures.over_time.between_events import BetweenEvents
from svd.figures.over_time.controlled import Controlled
from svd.figures.over_time.recent_trend import RecentTrend
from svd.measures import measure as measures
from svd.measures.question import By, Evidence
from svd.measures.seen import find_indicator
from svd.store.selection import Selection
from svd.ui import ledger, turns
from svd.ui.keep import keep
from svd.ui.versions import Versions

_versions = Versions()
_NO_COMPARISON = {"compare": "previous", "compare_from": None}
_WITHOUT_WARDS: tuple[By, ...] = ("borough", "month")


def open_evidence() -> Evidence:
    """The version of the store that is shown, with its catalogue and geography, and what is said of signals by now."""
    return replace(_versions.find(find_store()), log=find_log())


def show_newest() -> None:
    """Show everybody the newest version from now on: for who built it, and waits to see it."""
    _versions.show_newest(find_store())


def _of_area(selection: Selection) -> Selection:
    """The part of the selection that figures of the whole area rest on, where they are compared with nothing."""
    return replace(selection, wards=(), **_NO_COMPARISON)


def _of_end(selection: Selection) -> Selection:
    """The same for figures of the months up to the selection's end, wherever it begins."""
    return _of_area(selection).spanning(selection.month_to, selection.month_to)


def measure(evidence: Evidence, indicator: str, selection: Selection, by: By) -> pd.DataFrame:
    """``measures.measure.measure``, kept, whatever the period is compared with."""
    asked = _of_area(selection) if by in _WITHOUT_WARDS else replace(selection, **_NO_COMPARISON)
    return _measure(evidence.version, indicator, asked, by, evidence)


@keep(150)
def _measure(version: str, indicator: str, selection: Selection, by: By, _evidence: Evidence) -> pd.DataFrame:
    return measures.measure(_evidence, indicator, selection, by)


def measure_harm(evidence: Evidence, indicator: str, selection: Selection) -> pd.Series:
    """``measures.measure.measure_harm`` of the whole area, kept."""
    return _measure_harm(evidence.store.version, indicator, replace(selection, wards=()), evidence)


@keep(100)
def _measure_harm(version: str, indicator: str, selection: Selection, _evidence: Evidence) -> pd.Series:
    return measures.measure_harm(_evidence, indicator, selection, "borough").iloc[0]


def control_series(evidence: Evidence, indicator: str, selection: Selection, *, is_number: bool) -> Controlled:
    """``figures.over_time.controlled.control_series``, kept: of the counts where ``is_number``, else of the values."""
    return _control(evidence.store.version, indicator, _of_area(selection), is_number, evidence)


@keep(50)
def _control(version: str, indicator: str, selection: Selection, is_number: bool, _evidence: Evidence) -> Controlled:
    series = read_months(_evidence, indicator, selection, is_number=is_number)
    declared = find_indicator(_evidence.catalogue, indicator)
    return controlled.control_series(series, declared, trends.find_restarts(_evidence, declared))


def measure_change(evidence: Evidence, indicator: str, selection: Selection, by: By) -> pd.DataFrame:
    """``figures.changes.measure_change``, kept."""
    asked = replace(selection, wards=()) if by in _WITHOUT_WARDS else selection
    return _measure_change(evidence.version, indicator, asked, by, evidence)


@keep(200)
def _measure_change(version: str, indicator: str, selection: Selection, by: By, _evidence: Evidence) -> pd.DataFrame:
    return changes.measure_change(_evidence, indicator, selection, by)


def measure_courses(evidence: Evidence, names: Sequence[str], selection: Selection) -> dict[str, pd.DataFrame]:
    """``figures.scorecard.measure_courses``, kept: the months that lead up to the selection's end."""
    months = _of_area(scorecard.span_course(evidence, selection))
    return _measure_courses(evidence.store.version, tuple(names), months, evidence)


@keep(24)
def _measure_courses(
    version: str, names: tuple[str, ...], months: Selection, _evidence: Evidence
) -> dict[str, pd.DataFrame]:
    return scorecard.measure_courses(_evidence, names, months)


def read_months(evidence: Evidence, indicator: str, selection: Selection, *, is_number: bool) -> pd.DataFrame:
    """The area's months of the selection, their counts in place of their values where ``is_number``, kept."""
    return _read_months(evidence.version, indicator, _of_area(selection), is_number, evidence)


@keep(100)
def _read_months(
    version: str, indicator: str, selection: Selection, is_number: bool, _evidence: Evidence
) -> pd.DataFrame:
    series = measure(_evidence, indicator, selection, "month")
    return trends.read_counts(series) if is_number else series


def sum_years(evidence: Evidence, indicator: Indicator, selection: Selection, *, is_number: bool) -> pd.DataFrame:
    """``figures.over_time.rolling.sum_years`` of the indicator's months of the selection, kept."""
    return _sum_years(evidence.version, indicator.id, _of_area(selection), is_number, evidence)


@keep(50)
def _sum_years(version: str, name: str, selection: Selection, is_number: bool, _evidence: Evidence) -> pd.DataFrame:
    indicator, series = find_indicator(_evidence.catalogue, name), measure(_evidence, name, selection, "month")
    return rolling.sum_years(series, indicator, trends.find_breaks(_evidence, indicator), is_number=is_number)


def judge_assurance(
    evidence: Evidence, indicator: Indicator, selection: Selection, level: float, *, is_number: bool
) -> str:
    """``figures.over_time.assurance.judge_assurance`` of the months that ``control_series`` gives, kept."""
    return _judge_assurance(evidence.version, indicator.id, _of_area(selection), level, is_number, evidence)


@keep(200)
def _judge_assurance(
    version: str, name: str, selection: Selection, level: float, is_number: bool, _evidence: Evidence
) -> str:
    whole = control_series(_evidence, name, selection, is_number=is_number)
    return assurance.judge_assurance(whole.months, level, find_indicator(_evidence.catalogue, name).polarity)


def space_events(evidence: Evidence, indicator: Indicator, selection: Selection) -> BetweenEvents:
    """``figures.over_time.between_events.space_events`` of the indicator's months of the selection, kept."""
    return _space_events(evidence.store.version, indicator.id, _of_area(selection), evidence)


@keep(50)
def _space_events(version: str, name: str, selection: Selection, _evidence: Evidence) -> BetweenEvents:
    indicator = find_indicator(_evidence.catalogue, name)
    series = measure(_evidence, name, selection, "month")
    return between_events.space_events(series, indicator, trends.find_breaks(_evidence, indicator))


def judge_years(evidence: Evidence, indicator: str, selection: Selection) -> pd.DataFrame:
    """``figures.over_time.assurance.judge_years`` of one indicator, kept."""
    return _judge_years(evidence.store.version, indicator, _of_end(selection), evidence)


@keep(100)
def _judge_years(version: str, indicator: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return assurance.judge_years(_evidence, [indicator], selection)


def measure_recent(evidence: Evidence, indicator: Indicator, selection: Selection) -> RecentTrend:
    """``figures.over_time.recent_trend.measure_recent``, kept."""
    return _measure_recent(evidence.store.version, indicator.id, _of_end(selection), evidence)


@keep(50)
def _measure_recent(version: str, indicator: str, selection: Selection, _evidence: Evidence) -> RecentTrend:
    return recent_trend.measure_recent(_evidence, find_indicator(_evidence.catalogue, indicator), selection)


def score_indicators(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """``figures.scorecard.score_indicators``, kept."""
    return _score(evidence.version, replace(selection, wards=()), evidence)


@keep(24)
def _score(version: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return scorecard.score_indicators(_evidence, selection)


def compare_wards(evidence: Evidence, indicator: str, selection: Selection) -> pd.DataFrame:
    """All wards of the indicator against the area, with ``compared`` and ``judgement``, kept."""
    plain = replace(selection, compare="previous", compare_from=None)
    return _compare_wards(evidence.version, indicator, plain, evidence)


@keep(50)
def _compare_wards(version: str, indicator: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    wards, area = (measure(_evidence, indicator, selection, by) for by in ("ward", "borough"))
    return compare.compare_wards(_evidence, wards, area)


def compare_each_way(
    evidence: Evidence, indicator: Indicator, selection: Selection, *, is_for_age: bool
) -> comparison.Comparison:
    """``figures.between_wards.comparison.compare_each_way``, kept: all wards, whichever are asked for."""
    whole = replace(selection, wards=())
    return _compare_each_way(evidence.store.version, indicator.id, whole, is_for_age, evidence)


@keep(50)
def _compare_each_way(
    version: str, indicator: str, selection: Selection, is_for_age: bool, _evidence: Evidence
) -> comparison.Comparison:
    results = tuple(measure(_evidence, indicator, selection, by) for by in ("ward", "borough"))
    declared = find_indicator(_evidence.catalogue, indicator)
    return comparison.compare_each_way(_evidence, declared, selection, results, is_for_age=is_for_age)


def measure_all(evidence: Evidence, selection: Selection, by: By, indicators: tuple[str, ...] = ()) -> pd.DataFrame:
    """``figures.explore.measure_all``, kept."""
    return _measure_all(evidence.version, selection, by, indicators, evidence)


@keep(8)
def _measure_all(
    version: str, selection: Selection, by: By, indicators: tuple[str, ...], _evidence: Evidence
) -> pd.DataFrame:
    return explore.measure_all(_evidence, selection, by, indicators)


def count_records(evidence: Evidence, selection: Selection, by: By) -> pd.DataFrame:
    """``figures.record_counts.count_records``, kept."""
    return _count_records(evidence.store.version, selection, by, evidence)


@keep(24)
def _count_records(version: str, selection: Selection, by: By, _evidence: Evidence) -> pd.DataFrame:
    return record_counts.count_records(_evidence, selection, by)


def find_ward_changes(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """``figures.scorecard.find_ward_changes``, kept."""
    return _find_ward_changes(evidence.store.version, selection, evidence)


@keep(50)
def _find_ward_changes(version: str, selection: Selection, _evidence: Evidence) -> pd.DataFrame:
    return scorecard.find_ward_changes(_evidence, selection)


def word_feeds(evidence: Evidence, selection: Selection) -> str:
    """The state of the feeds in a sentence, kept by all that it rests on: the last month and the partners."""
    asked = Selection(selection.month_to, selection.month_to, partners=selection.partners)
    return _word_feeds(evidence.store.version, asked, evidence)


@keep(50)
def _word_feeds(version: str, selection: Selection, _evidence: Evidence) -> str:
    listed = faults.list_faults(_evidence, selection)
    aside = listed[~listed["rule"].isin(INFORMATION) & (listed["severity"] == "set_aside")]
    rows = faults.count_rows(aside) or (None if len(aside) else 0)
    return receipts.word_receipts(ledger.list_receipts(_evidence, selection), rows)


def count_placed(evidence: Evidence, selection: Selection) -> tuple[int, int]:
    """``figures.receipts.count_placed``, kept: records with a known ward, and records in all."""
    return _count_placed(evidence.store.version, selection, evidence)


@keep(50)
def _count_placed(version: str, selection: Selection, _evidence: Evidence) -> tuple[int, int]:
    return receipts.count_placed(_evidence, receipts.list_extracts(_evidence, selection), selection)


def evaluate_design(evidence: Evidence, design: Design) -> Evaluation:
    """``figures.evaluation.evaluate``, kept."""
    turns.step_aside()
    return _evaluate(evidence.store.version, design, evidence)


@st.cache_resource(max_entries=200, show_spinner="Comparing wards…", hash_funcs={Design: repr})
def _evaluate(version: str, design: Design, _evidence: Evidence) -> Evaluation:
    return evaluate(_evidence, design)
