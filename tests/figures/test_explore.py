"""The tables an officer takes away: sources side by side, and no hidden number to be had by asking again."""

from datetime import date
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svd.figures.explore import measure_all, word_comparison, word_selection
from svd.figures.record_counts import RECORD_COLUMNS, count_records
from svd.measures.question import Evidence
from svd.measures.result import INCOMPLETE, MISSING, OK, SUPPRESSED
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact

ABBEY, ALIBON, BEAM, HEATH = "E05014053", "E05014054", "E05014056", "E05014063"
JAN, FEB = "2026-01-01", "2026-02-01"
BOTH = (date(2026, 1, 1), date(2026, 2, 1))
FIRE = {"source": "lfb_incidents", "extract": "fires.csv", "offence": "deliberate_primary_fire", "measure": "records"}
BIN_FIRE = {**FIRE, "offence": "deliberate_secondary_fire"}
STREET = {"source": "police_uk", "extract": "street.csv", "offence": "robbery_all"}


def _cover(*sources: str, months=(JAN, FEB)) -> list[dict]:
    return [row for source in sources for row in covered(*months, source=source)]


def _records(evidence: Evidence, by: str, **filters) -> pd.DataFrame:
    return count_records(evidence, Selection(*BOTH, **filters), by)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Evidence:
    facts = [
        fact(JAN, ABBEY, 3, **FIRE),
        fact(JAN, ALIBON, 12, **FIRE),
        fact(FEB, BEAM, 31, **FIRE),
        fact(FEB, HEATH, 52, **FIRE),
        fact(FEB, None, 20, **FIRE),
        fact(JAN, ABBEY, 6, **BIN_FIRE),
        fact(JAN, ABBEY, 2, offence="personal_robbery"),
        fact(FEB, ABBEY, 1, offence="personal_robbery"),
        fact(JAN, ABBEY, 4, **STREET),
    ]
    coverage = _cover("lfb_incidents", "mps_ward", "police_uk")
    return build_evidence(tmp_path_factory.mktemp("store"), facts=facts, coverage=coverage)


@pytest.mark.parametrize("by", ["borough", "ward", "month", "ward_month"])
def test_sources_stand_side_by_side_and_are_never_added(evidence, by):
    records = _records(evidence, by, kinds=("robbery",))
    assert tuple(records.columns) == RECORD_COLUMNS
    totals = records.groupby("source")["count"].sum().to_dict()
    sources = evidence.catalogue.sources
    assert totals == {sources["mps_ward"].title: 3, sources["police_uk"].title: 4}


def test_every_level_has_its_rows(evidence):
    fires = {by: _records(evidence, by, partners=("lfb",)) for by in ("borough", "ward", "month", "ward_month")}
    assert {by: len(rows) for by, rows in fires.items()} == {"borough": 2, "ward": 6, "month": 3, "ward_month": 6}
    assert set(fires["ward"]["ward_name"]) >= {"Abbey", "No ward known"}
    assert set(fires["borough"]["ward_name"]) == {evidence.catalogue.area.name}


def test_small_wards_are_hidden_with_the_next_smallest_and_the_rest_rounded(evidence):
    fires = _records(evidence, "ward", partners=("lfb",))
    primary = fires[fires["offence"].str.contains("building")].set_index("ward_code")
    assert list(primary.loc[[ABBEY, ALIBON], "status"]) == [SUPPRESSED] * 2
    assert primary.loc[[BEAM, HEATH, "unallocated"], "count"].to_list() == [30, 50, 20]


@pytest.mark.parametrize("by", ["ward", "ward_month"])
def test_whatever_wards_are_chosen_a_hidden_cell_stays_hidden(evidence, by):
    keys = ["source", "offence", "ward_code", "month"]
    whole = _records(evidence, by).set_index(keys)
    assert (whole["status"] == SUPPRESSED).sum() >= 2
    for size in (1, 2, 3):
        for wards in combinations((ABBEY, ALIBON, BEAM, HEATH), size):
            rows = _records(evidence, by, wards=wards).set_index(keys)
            assert set(rows.index.get_level_values("ward_code")) <= set(wards)
            pd.testing.assert_frame_equal(rows, whole.loc[list(rows.index)])


@pytest.mark.parametrize("wards", [(), (ABBEY,), (BEAM, HEATH)])
def test_wards_chosen_never_change_the_areas_records(evidence, wards):
    for by in ("borough", "month"):
        pd.testing.assert_frame_equal(_records(evidence, by, wards=wards), _records(evidence, by))


def test_a_category_cannot_be_had_by_taking_the_others_from_the_indicator(tmp_path):
    facts = [fact(JAN, ABBEY, 3, **FIRE), fact(JAN, ABBEY, 41, **BIN_FIRE)]
    evidence = build_evidence(tmp_path, facts=facts, coverage=_cover("lfb_incidents"))
    indicator = measure_all(evidence, Selection(*BOTH), "borough", ("deliberate_fires",)).iloc[0]
    records = _records(evidence, "borough", partners=("lfb",)).sort_values("count")
    assert indicator["count"] == 45, "44, to the nearest 5."
    assert list(records["status"]) == [OK, SUPPRESSED] and records["count"].iloc[0] == 40, "41 would give 3 away."


def test_a_category_set_aside_is_missing_and_one_that_may_be_low_says_so(tmp_path):
    facts = [fact(JAN, ABBEY, None, **FIRE), fact(JAN, ALIBON, 40, **FIRE), fact(JAN, ALIBON, None, **FIRE)]
    facts += [fact(JAN, BEAM, 400, **FIRE), fact(JAN, BEAM, None, **FIRE)]
    facts += [fact(JAN, BEAM, None, **{**FIRE, "offence": "unmapped"})]
    evidence = build_evidence(tmp_path, facts=facts, coverage=_cover("lfb_incidents"))
    records = _records(evidence, "ward").set_index(["offence", "ward_code"])
    fires = records.xs(records.index[0][0]) if "building" in records.index[0][0] else records.iloc[:3].droplevel(0)
    assert list(fires.loc[[ABBEY, ALIBON, BEAM], "status"]) == [MISSING, INCOMPLETE, OK]
    assert pd.isna(fires.loc[ABBEY, "count"]), "Missing is never zero."
    assert records.loc[("Category not known", BEAM), "status"] == MISSING


def test_a_month_not_received_or_cut_short_makes_the_period_incomplete(tmp_path):
    facts = [fact(JAN, ABBEY, 40, **FIRE), fact(FEB, ABBEY, 40, **FIRE), fact(JAN, ABBEY, 9)]
    coverage = covered(JAN, source="lfb_incidents") + covered(FEB, source="lfb_incidents", is_complete=False)
    evidence = build_evidence(tmp_path, facts=facts, coverage=coverage + covered(JAN))
    assert set(_records(evidence, "borough")["status"]) == {INCOMPLETE}
    months = _records(evidence, "month", partners=("lfb",)).set_index("month")["status"]
    assert (months[JAN], months[FEB]) == (OK, INCOMPLETE)


def test_ages_leave_out_sources_that_say_none(tmp_path):
    ambulance = {"source": "las_incidents", "extract": "las.csv", "offence": "ambulance_assault", "measure": "records"}
    facts = [fact(JAN, ABBEY, 40, **FIRE, age_band="18-24"), fact(JAN, ABBEY, 23, **ambulance, age_band="18-24")]
    facts += [fact(JAN, ABBEY, 50, **ambulance, age_band="35+")]
    evidence = build_evidence(tmp_path, facts=facts, coverage=_cover("lfb_incidents", "las_incidents"))
    young = _records(evidence, "borough", ages=("18-24",))
    assert young["count"].to_list() == [25], "23 to the nearest 5, and no fire."


def test_repeats_are_no_further_records(tmp_path):
    marac = {"source": "marac_cases", "extract": "marac.csv", "offence": "marac_case"}
    facts = [fact(JAN, ABBEY, 60, **marac, measure="records"), fact(JAN, ABBEY, 20, **marac, measure="repeats")]
    evidence = build_evidence(tmp_path, facts=facts, coverage=_cover("marac_cases"))
    assert _records(evidence, "borough")["count"].to_list() == [60]


def test_nothing_that_fits_is_an_empty_table_with_its_columns(evidence):
    nothing = _records(evidence, "ward", kinds=("sexual",))
    assert nothing.empty and list(nothing.columns) == list(RECORD_COLUMNS)


def test_indicators_one_under_the_other(evidence):
    fires = measure_all(evidence, Selection(*BOTH, partners=("lfb",), kinds=("fire",)), "ward")
    assert set(fires["indicator"]) == {"deliberate_fires"}
    named = measure_all(evidence, Selection(*BOTH), "borough", ("homicide", "personal_robbery"))
    assert list(zip(named["indicator"], named["count"], strict=True)) == [("homicide", 0), ("personal_robbery", 3)]


@settings(max_examples=12)
@given(counts=st.lists(st.integers(0, 30), min_size=4, max_size=4), wards=st.sets(st.integers(0, 3), min_size=1))
def test_no_small_count_is_shown_or_left_over_from_the_area(tmp_path_factory, counts, wards):
    codes = (ABBEY, ALIBON, BEAM, HEATH)
    facts = [fact(JAN, ward, count, **FIRE) for ward, count in zip(codes, counts, strict=True)]
    evidence = build_evidence(tmp_path_factory.mktemp("any"), facts=facts, coverage=_cover("lfb_incidents"))
    shown = _records(evidence, "ward").set_index("ward_code")
    chosen = _records(evidence, "ward", wards=tuple(codes[place] for place in sorted(wards))).set_index("ward_code")
    assert chosen["status"].equals(shown.loc[chosen.index, "status"])
    assert not shown["count"].between(1, 4).any()
    hidden = [count for ward, count in zip(codes, counts, strict=True) if shown.loc[ward, "status"] == SUPPRESSED]
    others = [count for ward, count in zip(codes, counts, strict=True) if shown.loc[ward, "status"] == OK and count]
    if hidden and others:
        assert len(hidden) > 1 and sum(hidden) > 4


def test_the_filters_in_words(evidence):
    assert word_selection(evidence, Selection(*BOTH)) == {
        "Period": "Jan 2026 to Feb 2026",
        "Wards": "all wards",
        "Kind of violence": "all kinds",
        "Partner": "all partners",
        "Age": "all ages",
        "Definition of serious violence": evidence.catalogue.latest_definition.title,
    }
    chosen = Selection(*BOTH, wards=(ABBEY, ALIBON), kinds=("fire",), partners=("lfb",), ages=("10-14", "15-17"))
    words = word_selection(evidence, chosen)
    assert (words["Wards"], words["Kind of violence"], words["Age"]) == ("Abbey, Alibon", "Fire", "10-14, 15-17")


def test_what_is_compared_with_what_in_words(evidence):
    assert word_comparison(evidence, Selection(*BOTH, wards=(ABBEY,))).endswith(
        ", Jan 2026 to Feb 2026, compared with Nov 2025 to Dec 2025."
    )
    long = Selection(date(2024, 1, 1), date(2026, 1, 1), compare="last_year")
    assert "compared with nothing: the period is longer than a year" in word_comparison(evidence, long)
