"""Assurance: the three answers on either side of the limits, by which way is good; none where none can be given."""

from datetime import date

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.latest import judge_latest
from svd.figures.over_time.assurance import (
    CANT_TELL,
    FAILING,
    HIT_AND_MISS,
    MISSED,
    NO_TARGET,
    NOT_JUDGED,
    PASSING,
    REACHED,
    assure_many,
    judge_assurance,
    judge_years,
)
from svd.figures.over_time.assurance_findings import NO_TARGET_WORDS, word_assurance, word_assurance_method
from svd.figures.over_time.controlled import control_many
from svd.measures.question import Evidence
from svd.store.selection import Selection
from tests.builders import PATHS, build_evidence, covered, fact

CATALOGUE = load_catalogue(PATHS.catalogue)
VIOLENCE = CATALOGUE.find_target("violence_with_injury")
NO_YEAR = pd.Series({"yearly": 7.28, "period": "2025", "value": float("nan"), "year": CANT_TELL})


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


def build_year(folder, counts: list[int]) -> Evidence:
    """Violence with injury of 24 months in one ward; its yearly benchmark is 7.28 per 1,000 residents."""
    months = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-04", periods=24, freq="MS")]
    facts = [fact(month, "E05014053", count) for month, count in zip(months, counts, strict=True)]
    return build_evidence(folder, facts=facts, coverage=covered(*months))


YEAR = Selection(date(2026, 1, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("monthly", "found"), [(100, REACHED), (132, CANT_TELL), (134, CANT_TELL), (148, MISSED)], ids=str
)
def test_a_yearly_level_is_judged_by_the_year_whatever_part_of_it_is_shown(tmp_path, monthly, found):
    """Of 219,992 residents 7.28 per 1,000 is 1,602 a year: 133.5 a month."""
    evidence = build_year(tmp_path, [monthly + 6 * (number % 2 * 2 - 1) for number in range(24)])
    year = judge_years(evidence, ["violence_with_injury", "burglary"], YEAR)
    assert year.index.tolist() == ["violence_with_injury"] and year["year"].item() == found
    assert year["period"].item() == "Apr 2025 to Mar 2026" and year["yearly"].item() == 7.28
    residents = 12 * monthly / year["value"].item() * 1000
    assert residents == pytest.approx(220_000, rel=0.02)


def test_a_month_of_twelve_that_reaches_its_twelfth_does_not_reach_the_year(tmp_path):
    """Kind 7: judged by its months it is hit and miss, and chance decides; the year lies wholly above its level."""
    evidence = build_year(tmp_path, [145, 160] * 11 + [145, 130])
    year = judge_years(evidence, ["violence_with_injury"], YEAR).iloc[0]
    assert year["year"] == MISSED and year["lower"] > 7.28
    latest = judge_latest(evidence, YEAR).loc["violence_with_injury"]
    assert (latest["year"], latest["assurance"]) == (MISSED, HIT_AND_MISS)
    said = word_assurance(latest["assurance"], VIOLENCE, 133, 0, year)
    assert said.startswith("In Apr 2025 to Mar 2026 the year was 8.") and "of 7.28 is missed. Month by month:" in said


def test_a_year_that_is_not_whole_is_not_judged(tmp_path):
    evidence = build_year(tmp_path, [148] * 24)
    later = Selection(date(2026, 1, 1), date(2026, 4, 1))
    year = judge_years(evidence, ["violence_with_injury"], later).iloc[0]
    assert year["year"] == CANT_TELL
    assert judge_years(evidence, ["burglary"], later).empty


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
    assert "only a change would make one miss" in word_assurance(PASSING, VIOLENCE, 133, 0, NO_YEAR)
    assert "Benchmark: 133 a month" in word_assurance(FAILING, VIOLENCE, 133, 0, NO_YEAR)
    assert "yet to adopt it" in word_assurance(HIT_AND_MISS, VIOLENCE, 133, 0, NO_YEAR)
    assert "no limits yet" in word_assurance(NOT_JUDGED, VIOLENCE, 133, 0, NO_YEAR)
    assert word_assurance(NO_TARGET, None, float("nan"), 0, None) == NO_TARGET_WORDS
    assert NO_TARGET_WORDS in word_assurance_method(None)
    assert VIOLENCE.source in word_assurance_method(VIOLENCE) and "Making Data Count" in word_assurance_method(VIOLENCE)
