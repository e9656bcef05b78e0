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
from svd.measures.result import CUT_SHORT, INCOMPLETE, MISSING, OK, SUPPRESSED
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
    assert {by: len(rows) for by, rows in fires.items()} == {"borough": 4, "ward": 39, "month": 8, "ward_month": 77}
    assert {by: int(rows["count"].notna().sum()) for by, rows in fires.items()} == {
        **{"borough": 1, "ward": 4},
        **{"month": 2, "ward_month": 4},
    }
    assert set(fires["ward"]["ward_name"]) >= {"Abbey", "No ward known"}
    assert set(fires["borough"]["ward_name"]) == {evidence.catalogue.area.name}


def test_a_wards_fires_stand_together_as_the_step_they_have_reached(evidence):
    fires = _records(evidence, "ward", partners=("lfb",))
    both = fires[fires["offence"].str.contains("building.*outdoors")].set_index("ward_code")
    assert both.loc[ABBEY, "status"] == SUPPRESSED, "9 in two months: shown by the quarter, which has not ended."
    assert both.loc[[ALIBON, BEAM, HEATH, "unallocated"], "count"].to_list() == [10, 30, 50, 20]
    assert not fires["offence"].str.fullmatch("[^;]*building[^;]*").any(), "No kind of fire is shown by ward alone."


def test_nothing_that_has_no_ward_has_no_row(evidence):
    helped = _records(evidence, "ward", partners=("lfb",), kinds=("other",))
    assert len(helped) == 19 and set(helped["status"]) == {SUPPRESSED}


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
    assert indicator["count"] in (40, 50), "44, in steps of 10."
    assert list(records["status"]) == [OK, *[SUPPRESSED] * 3] and records["count"].iloc[0] in (40, 45)


def test_a_category_set_aside_is_missing_and_one_that_may_be_low_says_so(tmp_path):
    facts = [fact(JAN, ABBEY, None, **STREET), fact(JAN, ALIBON, 40, **STREET), fact(JAN, ALIBON, None, **STREET)]
    facts += [fact(JAN, BEAM, 400, **STREET), fact(JAN, BEAM, None, **STREET)]
    facts += [fact(JAN, BEAM, None, **{**STREET, "offence": "unmapped"})]
    evidence = build_evidence(tmp_path, facts=facts, coverage=_cover("police_uk"))
    records = _records(evidence, "ward").set_index(["offence", "ward_code"])
    robberies = records.xs("Robbery, all")
    assert list(robberies.loc[[ABBEY, ALIBON, BEAM], "status"]) == [MISSING, INCOMPLETE, OK]
    assert pd.isna(robberies.loc[ABBEY, "count"]), "Missing is never zero."
    assert records.loc[("Category not known", BEAM), "status"] == MISSING


def test_a_month_not_received_or_cut_short_makes_the_period_incomplete(tmp_path):
    sources = ("lfb_incidents", "police_uk")
    facts = [fact(month, ABBEY, 40, **one) for month in (JAN, FEB) for one in (FIRE, STREET)] + [fact(JAN, ABBEY, 9)]
    coverage = [row for one in sources for row in covered(FEB, source=one, is_complete=False)]
    evidence = build_evidence(tmp_path, facts=facts, coverage=_cover(*sources, months=(JAN,)) + coverage + covered(JAN))
    whole = _records(evidence, "borough")
    counted = whole[whole["count"].notna()]
    assert counted["count"].to_list() == [9, 80, 40], "Of a feed in steps the month cut short is left out."
    assert set(counted["status"]) == {INCOMPLETE}
    rows = _records(evidence, "month").set_index(["offence", "month"])["status"]
    fires = rows[rows.index.get_level_values("offence").str.contains("building")].droplevel("offence")
    assert (fires[JAN], fires[FEB]) == (OK, CUT_SHORT)
    assert (rows["Robbery, all", JAN], rows["Robbery, all", FEB]) == (OK, INCOMPLETE)


def test_ages_leave_out_sources_that_say_none(tmp_path):
    ambulance = {"source": "las_incidents", "extract": "las.csv", "offence": "ambulance_assault", "measure": "records"}
    facts = [fact(JAN, ABBEY, 40, **FIRE, age_band="18-24"), fact(JAN, ABBEY, 23, **ambulance, age_band="18-24")]
    facts += [fact(JAN, ABBEY, 50, **ambulance, age_band="35+")]
    evidence = build_evidence(tmp_path, facts=facts, coverage=_cover("lfb_incidents", "las_incidents"))
    young = _records(evidence, "borough", ages=("18-24",))
    assert young["count"].to_list() == [30], "23, in steps of 10, and no fire."


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
def test_no_count_is_told_nearer_than_its_step(tmp_path_factory, counts, wards):
    codes = (ABBEY, ALIBON, BEAM, HEATH)
    facts = [fact(JAN, ward, count, **FIRE) for ward, count in zip(codes, counts, strict=True)]
    evidence = build_evidence(tmp_path_factory.mktemp("any"), facts=facts, coverage=_cover("lfb_incidents"))
    shown = _records(evidence, "ward", kinds=("fire",)).set_index("ward_code")
    few = tuple(codes[place] for place in sorted(wards))
    chosen = _records(evidence, "ward", wards=few, kinds=("fire",)).set_index("ward_code")
    assert len(chosen) == len(few) and chosen["status"].equals(shown.loc[chosen.index, "status"])
    area = _records(evidence, "borough", kinds=("fire",))["count"].dropna()
    rounded = [(count, shown["count"].get(ward), 5) for ward, count in zip(codes, counts, strict=True)]
    for count, told, step in [*rounded, *[(sum(counts), told, 5) for told in area]]:
        if pd.notna(told):
            assert told > 0 and told % step == 0 and abs(told - count) < step
        # What averages under a step a month is shown by the quarter at most.
        assert pd.notna(told) or count < 4 * step


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
