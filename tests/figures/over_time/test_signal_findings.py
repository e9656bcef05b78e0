"""Sentences of a control chart: each rule, nothing found, trial limits, and none."""

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.over_time.control_charts import COMMON, CONCERN, NEAR_LIMIT, OUTSIDE, SHIFT, TREND
from svd.figures.over_time.controlled import Controlled
from svd.figures.over_time.seasons import NOT_FOUND, TAKEN_OUT, TOO_SHORT
from svd.figures.over_time.signal_findings import (
    judge_control,
    word_control,
    word_control_method,
    word_others,
    word_signals,
)
from tests.builders import PATHS

VIOLENCE = load_catalogue(PATHS.catalogue).indicators["violence_with_injury"]
NAME, NOTHING = (
    "violence with injury",
    "no month of this period stands out; ups and downs are what this series usually does.",
)


def make_period(*signals: tuple[str, int], run: int = 9, **more: object) -> Controlled:
    size = len(signals)
    months = pd.DataFrame(
        {
            "month": pd.date_range("2026-01", periods=size, freq="MS"),
            "value": [95.0] * size,
            "centre": 64.0,
            "lower": 40.0,
            "upper": 88.0,
            "is_trial": False,
            "is_provisional": False,
            "signal": [signal for signal, _ in signals],
            "run": run,
            "direction": [way for _, way in signals],
            "judgement": [CONCERN if way > 0 else COMMON for _, way in signals],
        }
    )
    return Controlled(months, **more)


@pytest.mark.parametrize(
    ("signal", "way", "sentence"),
    [
        (OUTSIDE, 1, f"In Jan 2026 {NAME} left its limits: 95, where 40 to 88 are usual."),
        (NEAR_LIMIT, 1, f"In Jan 2026 {NAME} was near its upper limit again: 95, where 40 to 88 are usual."),
        (NEAR_LIMIT, -1, f"In Jan 2026 {NAME} was near its lower limit again: 95, where 40 to 88 are usual."),
        (TREND, 1, f"Up to Jan 2026 {NAME} rose over 9 months in a row: 95, where 40 to 88 are usual."),
        (TREND, -1, f"Up to Jan 2026 {NAME} fell over 9 months in a row: 95, where 40 to 88 are usual."),
        (SHIFT, 1, f"Up to Jan 2026 {NAME} was above its mean for 9 months in a row: 95; the mean is 64."),
        (SHIFT, -1, f"Up to Jan 2026 {NAME} was below its mean for 9 months in a row: 95; the mean is 64."),
        ("", 0, f"Violence with injury: {NOTHING}"),
    ],
)  # fmt: skip
def test_each_rule_in_words(signal, way, sentence):
    assert word_control(make_period((signal, way)), VIOLENCE) == sentence


def test_a_month_early_in_its_run_is_not_said_to_end_it():
    for signal, way, words in (
        (TREND, -1, "a run of 7 months or more falling: 95, where 40 to 88 are usual."),
        (SHIFT, 1, "a run of 7 months or more above its mean: 95; the mean is 64."),
    ):
        assert word_control(make_period((signal, way), run=3), VIOLENCE) == f"In Jan 2026 {NAME} was in {words}"


def test_the_newest_month_is_named_and_the_others_are_counted():
    period = make_period((OUTSIDE, 1), ("", 0), (TREND, 1), (OUTSIDE, 1), ("", 0))
    assert word_control(period, VIOLENCE).startswith("In Apr 2026 ")
    assert word_others(period) == "2 other months stand out in this period."
    assert word_others(make_period((OUTSIDE, 1), (OUTSIDE, 1))) == "1 other month stands out in this period."
    assert word_others(make_period((OUTSIDE, 1))) == word_others(make_period(("", 0))) == ""
    assert judge_control(period) == (CONCERN, "rising")
    assert judge_control(make_period(("", 0))) == (COMMON, "")


def test_no_limits_and_trial_limits_say_why():
    assert word_control(make_period(("", 0), trial="7 whole months"), VIOLENCE) == (
        "Violence with injury: trial limits only, from 7 whole months."
    )
    assert "no control limits, because none." in word_control(make_period(("", 0), reason="none"), VIOLENCE)


def test_a_period_without_a_whole_month_is_not_said_to_be_steady():
    period = make_period(("", 0))
    bare = Controlled(period.months.assign(value=float("nan")))
    assert "no month of this period is whole" in word_control(bare, VIOLENCE)
    assert judge_control(bare) == ("not tested", "")


def test_each_month_says_its_signal_or_that_it_was_not_tested():
    months = make_period((OUTSIDE, 1), ("", 0), ("", 0)).months
    months.loc[2, "value"] = None
    assert word_signals(months).tolist() == ["outside its limits, up: concern", "none", "not tested"]
    months.loc[2, "is_provisional"] = True
    assert word_signals(months).iloc[2] == "not tested: provisional"


@pytest.mark.parametrize(
    ("season", "said"),
    [(TAKEN_OUT, "taken out, because"), (NOT_FOUND, "none is taken out"), (TOO_SHORT, "it takes 3 whole years")],
)
def test_the_method_names_its_sources_and_what_became_of_the_season(season, said):
    note = word_control_method(season)
    assert "Nelson 1982" in note and "3.267" in note
    assert said in note


def test_with_a_season_taken_out_what_is_usual_is_said_of_the_time_of_year():
    for signal in (OUTSIDE, TREND, NEAR_LIMIT, SHIFT):
        assert "for the time of year" in word_control(make_period((signal, 1), season=TAKEN_OUT), VIOLENCE)


def test_the_method_says_whether_the_months_are_like_their_neighbours_and_what_is_done():
    assert "autocorrelation without these is not above 0.25" in word_control_method(TAKEN_OUT)
    alike = word_control_method(TAKEN_OUT, 0.6)
    assert "its autocorrelation is 0.60" in alike and "limits are 1.6 times as wide" in alike
