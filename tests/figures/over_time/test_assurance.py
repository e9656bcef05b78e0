"""Assurance: the three answers on either side of the limits, by which way is good; none where none can be given."""

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.over_time.assurance import (
    FAILING,
    HIT_AND_MISS,
    NO_TARGET,
    NOT_JUDGED,
    PASSING,
    assure_many,
    judge_assurance,
    judge_yearly_level,
)
from svd.figures.over_time.assurance_findings import NO_TARGET_WORDS, word_assurance, word_assurance_method
from svd.figures.over_time.controlled import control_many
from tests.builders import PATHS, build_evidence

CATALOGUE = load_catalogue(PATHS.catalogue)
VIOLENCE = CATALOGUE.find_target("violence_with_injury")


def make_limits(lower: list[float], upper: list[float], **more: object) -> pd.DataFrame:
    months = pd.date_range("2025-01", periods=len(lower), freq="MS")
    limits = {"month": months, "segment": 0, "centre": 10.0, "lower": lower, "upper": upper, "is_trial": False}
    return pd.DataFrame({**limits, **more})


@pytest.mark.parametrize(
    ("level", "polarity", "found"),
    [
        (16, "lower", PASSING),
        (4, "lower", FAILING),
        (10, "lower", HIT_AND_MISS),
        (16, "higher", FAILING),
        (4, "higher", PASSING),
        (10, "higher", HIT_AND_MISS),
        (15, "lower", HIT_AND_MISS),
        (5, "lower", HIT_AND_MISS),
        (float("nan"), "lower", NO_TARGET),
        (None, "lower", NO_TARGET),
    ],
)
def test_the_target_against_limits_of_5_to_15(level, polarity, found):
    assert judge_assurance(make_limits([5.0] * 14, [15.0] * 14), level, polarity) == found


@pytest.mark.parametrize(
    ("limits", "polarity", "found"),
    [
        ((130.0, 170.0), "lower", ("above", False)),
        ((130.0, 170.0), "higher", ("above", True)),
        ((80.0, 110.0), "lower", ("below", True)),
        ((80.0, 130.0), "lower", ("cannot tell", None)),
        ((130.0, 170.0), "neutral", ("above", None)),
        ((float("nan"),) * 2, "lower", ("cannot tell", None)),
    ],
)
def test_a_yearly_level_is_judged_by_the_year_and_the_chart_stands_beside_it(limits, polarity, found):
    """120 a year is 10 a month, which lies within the chart's limits: by its months alone it would be hit and miss."""
    judged = judge_yearly_level(limits, 120, make_limits([5.0] * 14, [15.0] * 14), 10, polarity)
    assert (judged.year, judged.is_reached) == found and judged.months == HIT_AND_MISS


def test_limits_that_follow_a_season_must_all_lie_on_one_side():
    limits = make_limits([5.0] * 12, [15.0] * 11 + [18.0])
    assert judge_assurance(limits, 16, "lower") == HIT_AND_MISS
    assert judge_assurance(limits, 19, "lower") == PASSING


def test_only_the_last_twelve_months_of_the_last_segment_count():
    limits = make_limits([5.0] * 18, [99.0] * 6 + [15.0] * 12)
    assert judge_assurance(limits, 16, "lower") == PASSING
    assert judge_assurance(limits.assign(segment=[0] * 13 + [1] * 5), 16, "lower") == PASSING


def test_without_limits_or_with_trial_ones_nothing_is_judged():
    limits = make_limits([5.0] * 14, [15.0] * 14)
    assert judge_assurance(limits.assign(is_trial=True), 16, "lower") == NOT_JUDGED
    assert judge_assurance(limits.assign(centre=float("nan")), 16, "lower") == NOT_JUDGED


def test_many_series_are_judged_each_by_its_own_target(tmp_path):
    evidence = build_evidence(tmp_path)
    names = {"violence_with_injury": [0.5, 0.7], "knife_positive_outcomes": [20.0, 22.0], "burglary": [3.0, 4.0]}
    months = pd.date_range("2024-03", periods=24, freq="MS")
    series = [
        pd.DataFrame({"indicator": name, "ward_code": ward, "month": months, "value": values * 12, "count": 99.0})
        for name, values in names.items()
        for ward in ("W1", "W2")
    ]
    series = pd.concat(series, ignore_index=True).assign(status="ok", is_complete=True, denominator=500.0)
    series.loc[(series["ward_code"] == "W2") & (series["indicator"] == "violence_with_injury"), "value"] /= 10
    found = assure_many(control_many(series, evidence), evidence).set_index(["indicator", "ward_code"])
    assert found["assurance"].to_dict() == {
        ("violence_with_injury", "W1"): HIT_AND_MISS,
        ("violence_with_injury", "W2"): PASSING,
        ("knife_positive_outcomes", "W1"): NOT_JUDGED,  # A ratio has no limits.
        ("knife_positive_outcomes", "W2"): NOT_JUDGED,
        ("burglary", "W1"): NO_TARGET,
        ("burglary", "W2"): NO_TARGET,
    }
    assert found.loc[("violence_with_injury", "W1"), "target"] == pytest.approx(7.28 / 12)


def test_the_words_say_what_it_means_who_set_it_and_that_there_is_none():
    assert "only a change would make one miss" in word_assurance(PASSING, VIOLENCE, 133, 0)
    assert "Benchmark: 133 a month" in word_assurance(FAILING, VIOLENCE, 133, 0)
    assert "yet to adopt it" in word_assurance(HIT_AND_MISS, VIOLENCE, 133, 0)
    assert "no limits yet" in word_assurance(NOT_JUDGED, VIOLENCE, 133, 0)
    assert word_assurance(NO_TARGET, None, float("nan"), 0) == NO_TARGET_WORDS
    assert NO_TARGET_WORDS in word_assurance_method(None)
    assert VIOLENCE.source in word_assurance_method(VIOLENCE) and "Making Data Count" in word_assurance_method(VIOLENCE)
