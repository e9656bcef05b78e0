"""The sample's planted courses through control charts: the step and the fall are found, the summer is no concern."""

import pandas as pd
import pytest

from svd.figures.opening import open_evidence
from svd.figures.over_time.control_charts import CONCERN, IMPROVEMENT
from svd.figures.over_time.controlled import ControlledMany, control_many
from svd.figures.over_time.seasons import TAKEN_OUT
from svd.ingest.sample.answer_key import read_answer_key
from svd.measures.measure import measure_many
from svd.measures.question import By, Evidence
from svd.store.selection import Selection, read_month
from tests.builders import PATHS

KEY = read_answer_key(PATHS.home / "data" / "sample")
CHANGES = {signal["id"]: signal for signal in KEY.find("change")}
(SEASON,) = KEY.find("season")


@pytest.fixture(scope="module")
def evidence(sample_store) -> Evidence:
    return open_evidence(sample_store)


def control(evidence: Evidence, indicator: str, by: By) -> ControlledMany:
    whole = Selection(evidence.store.months[0].date(), read_month(KEY.last_month))
    return control_many(measure_many(evidence, [indicator], whole, by), evidence)


def since(months: pd.DataFrame, signal: dict) -> pd.DataFrame:
    return months[months["month"] >= signal["since"]]


def test_the_step_is_a_concern_in_its_ward_within_a_year_and_none_before(evidence):
    step = CHANGES["step"]
    months = control(evidence, step["indicator"], "ward_month").take(step["indicator"], step["ward"]).months
    after = since(months, step)
    assert after.head(12)["judgement"].eq(CONCERN).any()
    assert not months[months["month"] < step["since"]]["judgement"].eq(CONCERN).any()


def test_the_fall_in_robbery_is_an_improvement_at_once(evidence):
    fall = CHANGES["robbery_fall"]
    months = control(evidence, fall["indicator"], "month").take(fall["indicator"], evidence.catalogue.area.code).months
    after = since(months, fall)
    assert after.head(3)["judgement"].eq(IMPROVEMENT).any() and not after["judgement"].eq(CONCERN).any()


def test_the_planted_season_is_taken_out_and_no_summer_is_a_concern(evidence):
    area = control(evidence, SEASON["indicator"], "month").take(SEASON["indicator"], evidence.catalogue.area.code)
    received = area.months[area.months["value"].notna()]
    summer = received[received["month"].dt.month.isin([6, 7, 8])]
    assert area.season == TAKEN_OUT
    assert len(summer) == 9 and summer["share"].mean() > 1.1, "a fair test"
    assert not summer["judgement"].eq(CONCERN).any()
