"""Harm of a selection: summed by hand from tiny tables, hidden or missing where a part of it is."""

from datetime import date

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.catalogue.harm import weights_of
from svd.errors import UserError
from svd.figures.between_wards.compare import compare_wards
from svd.figures.changes import measure_change
from svd.figures.periods_seen import measure_windows
from svd.geography.wards import load_geography
from svd.measures.measure import measure, measure_harm, measure_many
from svd.measures.question import Evidence
from svd.measures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, UNALLOCATED
from svd.measures.seen import find_indicator, name_weighed
from svd.store.selection import Selection
from svd.store.store import open_store
from tests.builders import PATHS, build_evidence, covered, fact

ABBEY, ALIBON = "E05014053", "E05014054"
JANUARY = Selection(date(2026, 1, 1), date(2026, 1, 1))
QUARTER = Selection(date(2026, 1, 1), date(2026, 3, 1))
MONTHS = ("2026-01-01", "2026-02-01", "2026-03-01")
RESIDENTS = 4_199
"""Of Abbey."""


def _facts(**counts: int) -> list[dict]:
    """January in Abbey: so many offences of each category."""
    return [fact("2026-01-01", ABBEY, count, offence=offence) for offence, count in counts.items()]


@pytest.fixture
def evidence(tmp_path) -> Evidence:
    facts = _facts(homicide=1, rape=2, violence_with_injury=10, shoplifting=99)
    facts.append(fact("2026-01-01", None, 1, offence="personal_robbery"))
    return build_evidence(tmp_path, facts=facts, coverage=covered("2026-01-01"))


def _of(result: pd.DataFrame, ward: str) -> pd.Series:
    return result.set_index("ward_code").loc[ward]


def test_harm_is_the_sum_of_weighed_offences_per_1000_residents(evidence):
    # 1 x 7,979 + 2 x 3,261 + 10 x 184 = 16,341 days; shoplifting has no weight
    abbey = _of(measure_harm(evidence, "all_offences:css", JANUARY, "ward"), ABBEY)
    assert (abbey["count"], abbey["total"], abbey["status"]) == (13, 16_341, OK)
    assert abbey["value"] == pytest.approx(16_341 / RESIDENTS * 1_000)
    assert abbey["lower"] < abbey["value"] < abbey["upper"]
    assert (abbey["gravest"], abbey["gravest_count"]) == ("homicide", 1)
    assert abbey["gravest_share"] == pytest.approx(7_979 / 16_341)
    assert abbey["unit"] == "days per 1,000 residents"


def test_without_homicide_it_is_left_out_and_rape_is_the_gravest(evidence):
    abbey = _of(measure_harm(evidence, "all_offences:css:apart", JANUARY, "ward"), ABBEY)
    assert (abbey["count"], abbey["total"], abbey["gravest"]) == (12, 8_362, "rape")


def test_another_index_has_its_own_sum_and_never_a_weight_of_the_first(evidence):
    # 5,475 + 2 x 1,825 + 10 x 10
    assert _of(measure_harm(evidence, "all_offences:cchi", JANUARY, "ward"), ABBEY)["total"] == 9_225


def test_cost_is_per_resident_in_pounds(evidence):
    abbey = _of(measure_harm(evidence, "all_offences:cost", JANUARY, "ward"), ABBEY)
    assert abbey["total"] == 3_217_740 + 2 * 39_360 + 10 * 14_050
    assert abbey["value"] == pytest.approx(abbey["total"] / RESIDENTS)


def test_what_has_no_ward_is_in_the_areas_sum_alone(evidence):
    wards = measure_harm(evidence, "all_offences:css", JANUARY, "ward")
    area = measure_harm(evidence, "all_offences:css", JANUARY, "borough").iloc[0]
    assert _of(wards, UNALLOCATED)["total"] == 746
    assert area["total"] == wards["total"].sum() == 16_341 + 746


def test_a_ward_without_offences_has_no_harm_and_no_gravest(evidence):
    alibon = _of(measure_harm(evidence, "all_offences:css", JANUARY, "ward"), ALIBON)
    assert (alibon["value"], alibon["lower"], alibon["gravest"], alibon["status"]) == (0, 0, "", OK)
    assert alibon["upper"] > 0 and pd.isna(alibon["gravest_share"])


def test_the_indicator_of_harm_counts_the_selected_definition(evidence):
    area = measure_harm(evidence, "serious_violence_harm", JANUARY, "borough").iloc[0]
    london = Selection(date(2026, 1, 1), date(2026, 1, 1), definition="london-minimum-2023")
    assert area["total"] == 16_341 + 746
    assert measure(evidence, "serious_violence_harm", london, "borough")["count"].iloc[0] == 14
    assert measure(evidence, "serious_violence:css", JANUARY, "borough")["value"].iloc[0] == area["value"]


def test_the_months_of_a_ward_add_up_to_the_wards_sum(tmp_path):
    facts = [fact(month, ABBEY, n, offence="rape") for n, month in enumerate(MONTHS, start=1)]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*MONTHS))
    months = measure_harm(evidence, "rape:css", QUARTER, "ward_month")
    assert months.loc[months["ward_code"] == ABBEY, "total"].tolist() == [3_261, 6_522, 9_783]
    assert measure_harm(evidence, "rape:css", QUARTER, "month")["total"].tolist() == [3_261, 6_522, 9_783]
    assert _of(measure_harm(evidence, "rape:css", QUARTER, "ward"), ABBEY)["total"] == 19_566


def test_it_stands_beside_other_indicators_in_one_table(evidence):
    both = measure_many(evidence, ["violence_with_injury", "serious_violence_harm"], JANUARY, "borough")
    assert both["count"].tolist() == [10, 14]
    assert both["value"].iloc[0] == pytest.approx(10 / both["denominator"].iloc[0] * 1_000)


def test_a_month_not_received_has_no_harm(tmp_path):
    evidence = build_evidence(tmp_path, facts=_facts(rape=1), coverage=covered("2026-01-01"))
    months = measure_harm(evidence, "rape:css", QUARTER, "month")
    assert months["status"].tolist() == [OK, MISSING, MISSING]
    assert months.loc[1:, ["count", "value", "lower", "upper", "total", "gravest_share"]].isna().all(axis=None)


def test_a_part_set_aside_whole_makes_the_sum_missing_and_not_low(tmp_path):
    facts = [*_facts(violence_with_injury=10), fact("2026-01-01", ABBEY, None, offence="homicide")]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered("2026-01-01"))
    abbey = _of(measure_harm(evidence, "serious_violence:css", JANUARY, "ward"), ABBEY)
    assert abbey["status"] == MISSING and pd.isna(abbey["total"]) and pd.isna(abbey["gravest_count"])


def test_a_part_that_may_be_too_low_marks_the_sum(tmp_path):
    facts = [*_facts(rape=3), fact("2026-01-01", ABBEY, None, offence="rape")]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered("2026-01-01"))
    assert _of(measure_harm(evidence, "rape:css", JANUARY, "ward"), ABBEY)["status"] == INCOMPLETE


def test_an_older_category_that_holds_several_has_no_weight_and_leaves_its_month_missing(tmp_path):
    facts = [fact("2026-01-01", ABBEY, 9, offence="violence_without_injury_or_stalking")]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered("2026-01-01"))
    assert measure_harm(evidence, "all_offences:css", JANUARY, "borough")["status"].iloc[0] == MISSING
    assert measure_harm(evidence, "serious_violence:css", JANUARY, "borough")["total"].iloc[0] == 0


def _hide(evidence: Evidence) -> Evidence:
    """The same evidence with the police's feed under the council's rule, which hides 1 to 4."""
    catalogue = evidence.catalogue
    police = catalogue.sources["mps_ward"].model_copy(update={"small_number_rule": "council_under_5"})
    changed = object.__new__(type(catalogue))
    changed.__dict__.update(catalogue.__dict__ | {"sources": {**catalogue.sources, "mps_ward": police}})
    return Evidence(evidence.store, changed, evidence.geography)


def test_a_feed_with_a_rule_has_no_weighed_sum_as_its_categories_are_not_shown_by_ward(tmp_path):
    facts = [*_facts(violence_with_injury=40, rape=2), fact("2026-01-01", ALIBON, 20)]
    evidence = _hide(build_evidence(tmp_path, facts=facts, coverage=covered("2026-01-01")))
    hidden = _of(measure_harm(evidence, "serious_violence:css", JANUARY, "ward"), ABBEY)
    assert hidden["status"] == NOT_APPLICABLE and hidden["gravest"] == ""
    assert hidden[["count", "value", "lower", "upper", "total", "gravest_count", "gravest_share"]].isna().all()


def test_what_the_index_does_not_weigh_has_no_harm(evidence):
    area = measure_harm(evidence, "weapon_possession:cchi", JANUARY, "borough").iloc[0]
    assert area["status"] == NOT_APPLICABLE and pd.isna(area["value"])


def test_no_ward_is_called_higher_and_no_change_real(evidence):
    wards, area = (measure(evidence, "all_offences:css", JANUARY, by) for by in ("ward", "borough"))
    assert set(compare_wards(evidence, wards, area)["compared"]) == {"not compared"}
    both = Selection(date(2026, 1, 1), date(2026, 1, 1), compare="previous")
    assert set(measure_change(evidence, "all_offences:css", both, "borough")["verdict"]) == {"not tested"}


def test_a_change_gives_its_own_reason(tmp_path):
    facts = [fact(month, ABBEY, 5, offence="rape") for month in MONTHS]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*MONTHS))
    march = Selection(date(2026, 3, 1), date(2026, 3, 1), compare="previous")
    row = measure_change(evidence, "rape:css", march, "borough").iloc[0]
    assert row["verdict"] == "not tested" and "one grave offence" in row["reason"]
    assert row["value"] == row["value_before"] > 0


def test_every_period_of_a_scale_has_the_sums_that_measure_gives(tmp_path):
    facts = [
        fact(month, ward, n + 1, offence=offence)
        for n, month in enumerate(MONTHS)
        for ward in (ABBEY, ALIBON)
        for offence in ("rape", "homicide")
    ]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*MONTHS))
    windows = measure_windows(evidence, "serious_violence:css", Selection(date(2026, 1, 1), date(2026, 2, 1)))
    for start in (date(2026, 1, 1), date(2026, 2, 1)):
        shown = measure(evidence, "serious_violence:css", Selection(start, date(2026, start.month + 1, 1)), "ward")
        drawn = windows[windows["month_from"] == start].set_index("ward_code")["value"]
        assert drawn[ABBEY] == pytest.approx(_of(shown, ABBEY)["value"])


@pytest.mark.parametrize("name", ["nothing", "rape:nothing", "rape:css:twice", "nothing:css"])
def test_an_unknown_name_is_refused(evidence, name):
    with pytest.raises(UserError):
        measure(evidence, name, JANUARY, "borough")


def test_names_lead_to_the_indicator_they_were_made_from(evidence):
    catalogue = evidence.catalogue
    css, harm = catalogue.indices["css"], catalogue.indicators["serious_violence_harm"]
    assert name_weighed(harm, css) == harm.id
    assert name_weighed(harm, css, is_apart=True) == "serious_violence_harm:css:apart"
    assert find_indicator(catalogue, "homicide:css").calculation.form == "weighed"
    assert find_indicator(catalogue, "rape:css:apart").title.endswith("harm without homicide")
    assert (
        find_indicator(catalogue, "serious_violence_harm:css:apart").title
        == "Harm from serious violence: without homicide"
    )


def test_the_slow_sum_agrees_on_the_sample(sample_store):
    """Every ward of the sample's last year, one fact at a time."""
    store = open_store(sample_store)
    whole = Evidence(store, load_catalogue(PATHS.catalogue), load_geography(PATHS.geo))
    first, last = date(2025, 10, 1), date(2026, 9, 1)
    weights, counted = weights_of(whole.catalogue, "css"), whole.catalogue.latest_definition.offences
    expected = dict.fromkeys(whole.geography.ward_names, 0.0)
    for row in store.table("facts").to_pandas().itertuples():
        is_of_year = row.source == "mps_ward" and row.measure == "offences" and first <= row.month.date() <= last
        if is_of_year and row.offence in counted and not pd.isna(row.ward_code):
            expected[row.ward_code] += row.count * weights[row.offence]
    wards = measure_harm(whole, "serious_violence_harm", Selection(first, last), "ward")
    shown = wards[wards["ward_code"] != UNALLOCATED].set_index("ward_code")["total"]
    assert shown.to_dict() == pytest.approx(expected)
