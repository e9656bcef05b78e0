"""Which indicators fit the filters, their scores and course, and the wards in which a headline changed."""

from datetime import date

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.findings import word_headlines
from svd.figures.scorecard import find_indicators, find_ward_changes, measure_courses, score_indicators
from svd.store.selection import Selection
from tests.builders import PATHS, build_evidence, covered, fact

CATALOGUE = load_catalogue(PATHS.catalogue)
ABBEY, ALIBON, BEAM = "E05014053", "E05014054", "E05014056"
LATER, NOW, BEFORE = "2026-02-01", "2026-01-01", "2025-12-01"
JANUARY = Selection(date(2026, 1, 1), date(2026, 1, 1))
QUALITY = {
    "extract_timeliness",
    "field_completeness",
    "placed_to_ward",
    "ed_usable_location",
    "rows_set_aside",
    "signals_reviewed",
}


def _names(**filters) -> set[str]:
    selection = Selection(JANUARY.month_from, JANUARY.month_to, **filters)
    return {indicator.id for indicator in find_indicators(CATALOGUE, selection)}


def test_without_filters_every_indicator_in_the_catalogues_order():
    assert [indicator.id for indicator in find_indicators(CATALOGUE, JANUARY)] == list(CATALOGUE.indicators)


@pytest.mark.parametrize(
    ("partners", "names"),
    [
        (("lfb",), {"deliberate_fires"}),
        (("probation",), {"order_completion", "settled_accommodation", "employment_after_release", "probation_cases"}),
        (("lfb", "las"), {"deliberate_fires", "ambulance_assaults"}),
        (("prisons",), set()),
    ],
)
def test_partners_keep_their_own_and_what_is_about_every_file(partners, names):
    assert _names(partners=partners) == names | QUALITY


@pytest.mark.parametrize(
    ("kinds", "names"),
    [
        (("fire",), {"deliberate_fires"}),
        (("robbery",), {"personal_robbery", "business_robbery", "police_uk_robbery"}),
        (("asb",), {"asb_incidents"}),
        (("fire", "asb"), {"deliberate_fires", "asb_incidents"}),
    ],
)
def test_kinds_keep_the_indicators_that_count_an_offence_of_theirs(kinds, names):
    assert names <= _names(kinds=kinds)
    others = _names(kinds=kinds) - names
    for name in others:
        offences = CATALOGUE.indicators[name].calculation.offences
        assert any(CATALOGUE.offences[offence].kind in kinds for offence in offences), name
    assert "rape" not in _names(kinds=kinds)


def test_partner_and_kind_hold_together():
    assert _names(partners=("mps",), kinds=("fire",)).isdisjoint({"deliberate_fires", "personal_robbery"})
    assert _names(partners=("lfb",), kinds=("fire",)) == {"deliberate_fires"}


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    return build_changes(tmp_path_factory.mktemp("store"), 90, 10)


def build_changes(folder, loose_now: int, loose_before: int):
    facts = [fact(NOW, ABBEY, 120), fact(BEFORE, ABBEY, 60), fact(NOW, ALIBON, 20), fact(BEFORE, ALIBON, 90)]
    facts += [fact(NOW, BEAM, 30), fact(BEFORE, BEAM, 30), fact(NOW, None, loose_now)]
    facts += [fact(BEFORE, None, loose_before)]
    robbery = {"offence": "personal_robbery"}
    facts += [fact(NOW, BEAM, 10, **robbery), fact(BEFORE, BEAM, 80, **robbery)]
    coverage = covered("2025-06-01", "2025-07-01", BEFORE, NOW, LATER)
    return build_evidence(folder, facts=facts, coverage=coverage)


def test_a_score_has_its_indicators_words(evidence):
    scores = score_indicators(evidence, JANUARY).set_index("indicator")
    assert list(scores.index) == list(CATALOGUE.indicators)
    violence = scores.loc["violence_with_injury"]
    assert (violence["count"], violence["count_before"], violence["verdict"]) == (260, 190, "rising")
    for name, row in scores.iterrows():
        declared = CATALOGUE.indicators[name]
        assert (row["five_d"], row["tier"], row["short_title"], row["form"]) == (
            declared.five_d,
            declared.tier,
            declared.short_title,
            declared.calculation.form,
        )


def test_filters_that_fit_nothing_give_no_scores_and_can_still_be_told(evidence):
    none = Selection(JANUARY.month_from, JANUARY.month_to, partners=("lfb",), kinds=("robbery",))
    scores = score_indicators(evidence, none)
    assert scores.empty and word_headlines(scores).startswith("No headline figure could be tested")
    assert find_ward_changes(evidence, none).empty


def test_wards_that_changed_the_clearest_first(tmp_path):
    found = find_ward_changes(build_changes(tmp_path, 30, 30), JANUARY)
    told = list(zip(found["indicator"], found["ward_code"], found["verdict"], strict=True))
    assert told == [
        ("personal_robbery", BEAM, "falling"),  # 10 from 80
        ("violence_with_injury", ALIBON, "falling"),  # 20 from 90
        ("violence_with_injury", ABBEY, "rising"),  # 120 from 60
    ]
    assert found["p"].is_monotonic_increasing


def test_no_ward_known_is_no_ward_and_calls_none_where_its_share_moved(evidence):
    """Of violence 90 of 260 have no known ward, after 10 of 190: a ward may have lost its records alone."""
    found = find_ward_changes(evidence, JANUARY)
    assert list(zip(found["indicator"], found["ward_code"], strict=True)) == [("personal_robbery", BEAM)]


def test_a_course_starts_with_the_first_month_received(evidence):
    course = measure_courses(evidence, ["violence_with_injury"], JANUARY)["violence_with_injury"]
    assert [f"{month:%Y-%m}" for month in course["month"]] == [
        f"{m:%Y-%m}" for m in pd.date_range("2025-06", NOW, freq="MS")
    ]
    assert list(course["count"].iloc[[0, -2, -1]]) == [0, 190, 260] and course["count"].isna().sum() == 4


def test_a_course_is_24_months_or_the_selection_where_that_is_longer(tmp_path):
    evidence = build_evidence(tmp_path, coverage=covered("2019-01-01", NOW))
    assert len(measure_courses(evidence, ["violence_with_injury"], JANUARY)["violence_with_injury"]) == 24
    longer = Selection(date(2023, 1, 1), date(2026, 1, 1))
    assert len(measure_courses(evidence, ["violence_with_injury"], longer)["violence_with_injury"]) == 37
