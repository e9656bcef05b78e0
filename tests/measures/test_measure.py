"""Measures on stores small enough to add up by eye, and the rules on missing, incomplete and wider categories."""

from datetime import date

import pandas as pd
import pytest

from svd.errors import UserError
from svd.measures.measure import measure
from svd.measures.result import EXTRA_COLUMNS, INCOMPLETE, MISSING, NOT_APPLICABLE, OK, RESULT_COLUMNS, SUPPRESSED
from svd.stats.limits import limits_count
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact, returned

ABBEY, ALIBON = "E05014053", "E05014054"
YEAR = Selection(date(2025, 1, 1), date(2025, 3, 1))
MONTHS = ("2025-01-01", "2025-02-01", "2025-03-01")


@pytest.fixture
def three_months(tmp_path):
    facts = [fact(MONTHS[0], ABBEY, 4), fact(MONTHS[1], ABBEY, 6), fact(MONTHS[2], ALIBON, 3), fact(MONTHS[2], None, 2)]
    return build_evidence(tmp_path, facts=facts, coverage=covered(*MONTHS))


def row_of(result: pd.DataFrame, ward: str) -> pd.Series:
    return result.set_index("ward_code").loc[ward]


def test_columns_are_the_contracts(three_months):
    for by in ("borough", "ward", "month", "ward_month"):
        result = measure(three_months, "violence_with_injury", YEAR, by)
        assert tuple(result.columns) == RESULT_COLUMNS + EXTRA_COLUMNS


def test_wards_and_what_has_no_ward_add_up_to_the_area(three_months):
    wards = measure(three_months, "violence_with_injury", YEAR, "ward")
    area = measure(three_months, "violence_with_injury", YEAR, "borough")
    assert len(wards) == 20
    assert row_of(wards, ABBEY)["count"] == 10 and row_of(wards, ALIBON)["count"] == 3
    assert row_of(wards, "unallocated")["count"] == 2
    assert wards["count"].sum() == area["count"].item() == 15


def test_a_ward_without_rows_in_a_covered_month_is_zero_not_missing(three_months):
    wards = measure(three_months, "violence_with_injury", YEAR, "ward")
    heath = row_of(wards, "E05014063")
    assert heath["count"] == 0 and heath["value"] == 0 and heath["status"] == OK
    assert heath["upper"] > 0


def test_rate_is_per_1000_residents_with_exact_or_byar_limits(tmp_path):
    facts = [fact(month, ABBEY, count) for month, count in zip(MONTHS, (4, 3, 3), strict=True)]
    steady = build_evidence(tmp_path, facts=facts, coverage=covered(*MONTHS))
    abbey = row_of(measure(steady, "violence_with_injury", YEAR, "ward"), ABBEY)
    assert abbey["denominator"] == 4199  # 759+427+288+890+1164+482+189, of mid-2022
    assert abbey["value"] == pytest.approx(10 / 4199 * 1000)
    assert abbey["lower"] == pytest.approx(4.7874 / 4199 * 1000, abs=1e-4)
    assert abbey["denominator_year"] == 2022 and abbey["dispersion"] == 1


def test_limits_allow_for_how_far_the_months_scatter(tmp_path):
    months = [f"{month:%Y-%m-%d}" for month in pd.date_range("2023-01-01", periods=24, freq="MS")]
    scattered = [fact(month, ABBEY, 2 + 16 * (number % 2)) for number, month in enumerate(months)]
    evidence = build_evidence(tmp_path, facts=scattered, coverage=covered(*months))
    year = Selection(date(2024, 1, 1), date(2024, 12, 1))
    area = measure(evidence, "violence_with_injury", year, "borough").iloc[0]
    # 12 months of 2 and 18 by turns: each differs from the next by 16, 256 / 20 = 12.8 times what chance would give.
    assert area["count"] == 120 and area["dispersion"] == pytest.approx(12.8, rel=0.05)
    narrow, wide = limits_count(120), limits_count(120, dispersion=area["dispersion"])
    assert (area["lower"], area["upper"]) == pytest.approx([limit / area["denominator"] * 1000 for limit in wide])
    assert wide[0] < 0.7 * narrow[0] and wide[1] > 1.4 * narrow[1]


def test_no_ward_has_a_count_but_no_rate(three_months):
    loose = row_of(measure(three_months, "violence_with_injury", YEAR, "ward"), "unallocated")
    assert loose["count"] == 2 and pd.isna(loose["value"])


def test_a_month_nobody_sent_is_missing_and_makes_the_period_incomplete(tmp_path):
    evidence = build_evidence(tmp_path, facts=[fact(MONTHS[0], ABBEY, 4)], coverage=covered(MONTHS[0], MONTHS[2]))
    months = measure(evidence, "violence_with_injury", YEAR, "month")
    assert list(months["status"]) == [OK, MISSING, OK]
    assert pd.isna(months["count"][1]) and months["count"][2] == 0
    assert measure(evidence, "violence_with_injury", YEAR, "borough")["status"].item() == INCOMPLETE


def test_nothing_received_is_missing_everywhere(tmp_path):
    evidence = build_evidence(tmp_path)
    wards = measure(evidence, "violence_with_injury", YEAR, "ward")
    assert len(wards) == 19 and set(wards["status"]) == {MISSING} and wards["count"].isna().all()


def test_a_row_set_aside_leaves_its_ward_unknown_and_the_total_low(tmp_path):
    facts = [fact(MONTHS[0], ABBEY, None), fact(MONTHS[0], ALIBON, 3), fact(MONTHS[1], ALIBON, None)]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*MONTHS))
    wards = measure(evidence, "violence_with_injury", YEAR, "ward")
    assert row_of(wards, ABBEY)["status"] == MISSING
    assert row_of(wards, ALIBON)["status"] == INCOMPLETE and row_of(wards, ALIBON)["count"] == 3
    assert measure(evidence, "violence_with_injury", YEAR, "borough")["status"].item() == INCOMPLETE


def test_a_category_nobody_mapped_makes_every_figure_of_the_source_low(tmp_path):
    facts = [fact(MONTHS[0], ABBEY, 8), fact(MONTHS[0], ABBEY, None, offence="unmapped")]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*MONTHS))
    assert measure(evidence, "violence_with_injury", YEAR, "borough")["status"].item() == INCOMPLETE
    assert row_of(measure(evidence, "violence_with_injury", YEAR, "ward"), ALIBON)["status"] == OK


@pytest.mark.parametrize(("kept", "status"), [(300, OK), (9, INCOMPLETE)])
def test_one_record_set_aside_of_hundreds_is_borne_and_one_of_ten_is_not(tmp_path, kept, status):
    street = {"source": "police_uk", "extract": "street.csv", "offence": "robbery_all"}
    facts = [fact(MONTHS[0], ABBEY, kept, **street), fact(MONTHS[0], ABBEY, None, **street)]
    evidence = build_evidence(
        tmp_path, facts=facts, coverage=covered(MONTHS[0], source="police_uk", extract="street.csv")
    )
    wards = measure(evidence, "police_uk_robbery", Selection(date(2025, 1, 1), date(2025, 1, 1)), "ward")
    assert row_of(wards, ABBEY)["status"] == status and row_of(wards, ABBEY)["count"] == kept


def test_an_incomplete_month_says_so(tmp_path):
    coverage = covered(MONTHS[0], MONTHS[1]) + covered(MONTHS[2], is_complete=False)
    months = measure(build_evidence(tmp_path, coverage=coverage), "violence_with_injury", YEAR, "month")
    assert list(months["is_complete"]) == [True, True, False]
    assert months["status"][2] == INCOMPLETE


def test_an_edition_that_held_the_category_in_a_wider_one_is_missing_not_zero(tmp_path):
    wider = fact(MONTHS[0], ABBEY, 9, offence="violence_without_injury_or_stalking", extract="old.csv")
    newer = fact(MONTHS[1], ABBEY, 5, offence="violence_without_injury", extract="new.csv")
    coverage = covered(MONTHS[0], extract="old.csv") + covered(MONTHS[1], extract="new.csv")
    months = measure(
        build_evidence(tmp_path, facts=[wider, newer], coverage=coverage), "violence_without_injury", YEAR, "month"
    )
    assert list(months["status"]) == [MISSING, OK, MISSING]
    assert months["count"][1] == 5


def test_all_offences_counts_every_category_once(tmp_path):
    facts = [fact(MONTHS[0], ABBEY, 9, offence="violence_without_injury_or_stalking"), fact(MONTHS[0], ABBEY, 2)]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(MONTHS[0]))
    month = Selection(date(2025, 1, 1), date(2025, 1, 1))
    assert measure(evidence, "all_offences", month, "borough")["count"].item() == 11


def test_sources_that_count_the_same_crimes_are_never_added(tmp_path):
    police_uk = fact(MONTHS[0], ABBEY, 50, source="police_uk", extract="street.csv", offence="robbery_all")
    coverage = covered(MONTHS[0]) + covered(MONTHS[0], source="police_uk", extract="street.csv")
    evidence = build_evidence(tmp_path, facts=[police_uk, fact(MONTHS[0], ABBEY, 7)], coverage=coverage)
    month = Selection(date(2025, 1, 1), date(2025, 1, 1))
    assert measure(evidence, "all_offences", month, "borough")["count"].item() == 7
    assert measure(evidence, "police_uk_crimes", month, "borough")["count"].item() == 50


def test_the_figure_names_its_extract(three_months):
    assert set(measure(three_months, "violence_with_injury", YEAR, "ward")["extract"]) == {"wards 2026-01.csv"}


def test_age_asked_of_a_source_without_ages_has_no_figure(three_months):
    young = Selection(date(2025, 1, 1), date(2025, 3, 1), ages=("18-24",))
    result = measure(three_months, "violence_with_injury", young, "ward")
    assert set(result["status"]) == {NOT_APPLICABLE} and result["count"].isna().all()


def test_a_ward_filter_takes_rows_away_only(three_months):
    one = Selection(date(2025, 1, 1), date(2025, 3, 1), wards=(ALIBON,))
    assert list(measure(three_months, "violence_with_injury", one, "ward")["ward_code"]) == [ALIBON]
    assert measure(three_months, "violence_with_injury", one, "borough")["count"].item() == 15


def test_positive_outcomes_are_a_ratio_which_may_pass_a_hundred(tmp_path):
    knife = {"source": "mps_knife", "extract": "knife.csv", "offence": "knife_crime"}
    facts = [fact(MONTHS[0], ABBEY, 20, **knife), fact(MONTHS[0], ABBEY, 3, **knife, measure="positive_outcomes")]
    facts += [fact(MONTHS[1], ABBEY, 1, **knife), fact(MONTHS[1], ABBEY, 3, **knife, measure="positive_outcomes")]
    coverage = covered(*MONTHS[:2], source="mps_knife", extract="knife.csv")
    months = measure(build_evidence(tmp_path, facts=facts, coverage=coverage), "knife_positive_outcomes", YEAR, "month")
    assert months["value"].tolist()[:2] == pytest.approx([15, 300]) and months["unit"][0] == "for every 100 offences"
    # Clopper-Pearson of 3 in 23: 0.02775 to 0.33589, which are 0.02854 and 0.50578 to one.
    assert months.loc[0, ["lower", "upper"]].tolist() == pytest.approx([2.854, 50.58], abs=0.01)


def test_returns_pool_the_periods_inside_the_selection(tmp_path):
    quarters = [returned("2025-01-01", "2025-03-01", 20, 28_000), returned("2025-04-01", "2025-06-01", 10, 28_000)]
    evidence = build_evidence(tmp_path, returns=quarters)
    half = Selection(date(2025, 1, 1), date(2025, 6, 1))
    area = measure(evidence, "first_time_entrants", half, "borough").iloc[0]
    assert area["count"] == 30 and area["denominator"] == 28_000 and area["period"] == "Jan 2025 to Jun 2025"
    assert list(measure(evidence, "first_time_entrants", half, "month")["count"]) == [20, 10]


def test_a_return_older_than_the_period_is_shown_with_its_own_period(tmp_path):
    evidence = build_evidence(tmp_path, returns=[returned("2024-07-01", "2024-09-01", 20, 28_000)])
    area = measure(evidence, "first_time_entrants", YEAR, "borough").iloc[0]
    assert area["count"] == 20 and area["period"] == "Jul 2024 to Sep 2024"


def test_a_numerator_hidden_by_its_sender_stays_hidden(tmp_path):
    hidden = returned("2025-01-01", "2025-03-01", None, 28_000, is_suppressed=True)
    area = measure(build_evidence(tmp_path, returns=[hidden]), "first_time_entrants", YEAR, "borough").iloc[0]
    assert area["status"] == SUPPRESSED and pd.isna(area["value"])


def test_an_unknown_indicator_is_named(three_months):
    with pytest.raises(UserError, match="no indicator 'knives'"):
        measure(three_months, "knives", YEAR, "ward")
