"""Signals of the sample: what was planted is raised where and when it was, and nothing more than promised."""

from datetime import date

import pandas as pd
import pytest

from svd.figures.opening import open_evidence
from svd.figures.signals.raised import RAISED_COLUMNS, find_key, raise_signals
from svd.ingest.sample.answer_key import AnswerKey, read_answer_key
from svd.measures.question import Evidence
from svd.store.selection import move_month, read_month
from tests.builders import PATHS, build_evidence, covered, fact

KEY: AnswerKey = read_answer_key(PATHS.home / "data" / "sample")
CHANGES = {signal["id"]: signal for signal in KEY.find("change")}
LAST = read_month(KEY.last_month)
MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-04", "2026-03", freq="MS")]
ABBEY = "E05014053"


@pytest.fixture(scope="module")
def evidence(sample_store) -> Evidence:
    return open_evidence(sample_store)


def find_planted(raised: pd.DataFrame, evidence: Evidence, signal: dict) -> pd.DataFrame:
    ward = signal["ward"] or evidence.catalogue.area.code
    since = raised["raised"] >= pd.Timestamp(signal["since"])
    return raised[(raised["indicator"] == signal["indicator"]) & (raised["ward_code"] == ward) & since]


@pytest.mark.parametrize(
    ("name", "way", "judgement"), [("robbery_fall", "down", "improvement"), ("step", "up", "concern")]
)
def test_what_was_planted_is_raised_in_its_place_and_way(evidence, name, way, judgement):
    found = find_planted(raise_signals(evidence, LAST), evidence, CHANGES[name]).iloc[-1:]
    assert list(found[["way", "judgement"]].itertuples(index=False, name=None)) == [(way, judgement)]


def test_the_fall_is_raised_in_the_month_it_began_and_is_still_called(evidence):
    found = find_planted(raise_signals(evidence, LAST), evidence, CHANGES["robbery_fall"])
    assert len(found) == 1 and found["raised"].item() == pd.Timestamp(CHANGES["robbery_fall"]["since"])
    assert found["is_on"].item() and "34, where 43 to 90 are usual" in found["finding"].item()


def test_the_season_is_not_raised_and_false_ones_are_no_more_than_promised(evidence):
    raised = raise_signals(evidence, LAST)
    year = raised[raised["raised"] > pd.Timestamp(move_month(LAST, -12))]
    assert KEY.find("season")[0]["indicator"] not in set(year["indicator"])
    # What the planted changes move besides: robbery everywhere, and what happens in the wards of the others.
    wards = {signal["ward"] for signal in (*KEY.find("change"), *KEY.find("hot_spot")) if signal["ward"]}
    wards |= {ward for signal in KEY.find("intervention") for ward in signal["wards"]}
    moved = year["ward_code"].isin(wards) | year["indicator"].str.contains("robbery")
    assert len(year[~moved]) <= 1, list(year["finding"])


def test_later_figures_do_not_alter_what_was_raised_before(evidence):
    earlier = raise_signals(evidence, date(2026, 6, 1))
    assert earlier["raised"].max() <= pd.Timestamp("2026-06-01")
    assert find_planted(earlier, evidence, CHANGES["step"])["raised"].tolist() == [pd.Timestamp("2026-04-01")]


def test_a_signal_is_known_by_the_same_key_when_months_are_added(evidence):
    keys = [
        find_key(find_planted(raise_signals(evidence, month), evidence, CHANGES["step"]).iloc[0], evidence.catalogue)
        for month in (date(2026, 4, 1), LAST)
    ]
    assert keys[0].is_same(keys[1]) and keys[0].id == keys[1].id and keys[0].last < keys[1].last


def test_a_series_too_small_for_a_chart_is_raised_year_against_year(tmp_path):
    facts = [fact(month, ABBEY, 1 if month < "2025-04" else 4, offence="arson") for month in MONTHS]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*MONTHS))
    raised = raise_signals(evidence, date(2026, 3, 1)).query("indicator == 'arson'")
    assert set(raised["rule"]) == {"change"} and set(raised["way"]) == {"up"}
    assert raised["finding"].str.contains("48, from 12").all()


def test_nothing_received_raises_nothing(tmp_path):
    evidence = build_evidence(tmp_path, coverage=covered("2026-01-01"))
    raised = raise_signals(evidence, date(2026, 1, 1))
    assert raised.empty and tuple(raised) == RAISED_COLUMNS
