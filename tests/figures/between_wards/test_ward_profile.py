"""A ward's profile: every indicator with figures by ward, each compared as on its own page, and who lives there."""

from datetime import date

import pandas as pd
import pytest

from svd.figures.between_wards.compare import compare_wards
from svd.figures.between_wards.ward_profile import find_ward_indicators, profile_wards, share_residents, span_months
from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact

ABBEY = "E05014053"
YEAR = Selection(date(2025, 1, 1), date(2025, 12, 1))
MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2025-01-01", "2025-12-01", freq="MS")]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Evidence:
    """10 offences of violence a month in one ward, none elsewhere."""
    facts = [fact(month, ABBEY, 10) for month in MONTHS]
    return build_evidence(tmp_path_factory.mktemp("store"), facts=facts, coverage=covered(*MONTHS))


def test_each_indicator_is_compared_as_it_is_alone(evidence: Evidence) -> None:
    profile = profile_wards(evidence, YEAR)
    area = measure(evidence, "violence_with_injury", YEAR, "borough")
    alone = compare_wards(evidence, measure(evidence, "violence_with_injury", YEAR, "ward"), area)
    shown = profile[profile["indicator"] == "violence_with_injury"]

    assert shown["compared"].tolist() == alone["compared"].tolist()
    assert set(shown["area_value"]) == {area["value"].iloc[0]}
    assert shown.set_index("ward_code").loc[ABBEY, "compared"] == "higher"


def test_every_ward_has_every_indicator(evidence: Evidence) -> None:
    profile = profile_wards(evidence, YEAR)
    indicators = find_ward_indicators(evidence.catalogue, YEAR)

    assert len(profile) == len(indicators) * len(evidence.geography.ward_names)
    assert {one.calculation.basis for one in indicators} == {"facts"}


def test_filters_that_leave_no_indicator_give_an_empty_profile(evidence: Evidence) -> None:
    nothing = Selection(YEAR.month_from, YEAR.month_to, partners=("education",), kinds=("robbery",))

    profile = profile_wards(evidence, nothing)
    assert profile.empty and {"compared", "area_value", "status"} <= set(profile)


def test_shares_add_up_and_the_area_is_its_wards(evidence: Evidence) -> None:
    shares = share_residents(evidence.geography, ABBEY)

    assert shares["residents"].sum() == evidence.geography.residents_in()[ABBEY]
    assert shares["share"].sum() == pytest.approx(100) and shares["area_share"].sum() == pytest.approx(100)


def test_the_months_shown_end_with_the_selection_and_start_no_sooner_than_the_store(evidence: Evidence) -> None:
    assert span_months(evidence, YEAR).month_from == date(2025, 1, 1)
    assert span_months(evidence, YEAR.spanning(date(2027, 12, 1), date(2027, 12, 1))).month_from == date(2026, 1, 1)
