"""Police, hospital and ambulance side by side: the same months, one rule for all, and a change only by the test."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.figures.people.service_findings import (
    word_gaps,
    word_left_out,
    word_loose,
    word_service_method,
    word_ward_gaps,
    word_why,
)
from svd.figures.people.service_gaps import Gap, compare_ward_gaps, measure_gaps
from svd.figures.people.services import AMBULANCE, HOSPITAL, POLICE, Counted, count_services, find_runs, find_strictest
from svd.figures.untested import UNSETTLED
from svd.measures.result import MISSING, NOT_APPLICABLE, OK, SUPPRESSED, UNALLOCATED
from svd.stats.protected import variance_of_window
from svd.stats.ratio import limits_ratio
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact

ABBEY, ALIBON, HEATH = "E05014053", "E05014054", "E05014063"
YEAR = Selection(date(2025, 4, 1), date(2026, 3, 1))
MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-04-01", "2026-03-01", freq="MS")]
FEEDS = {
    POLICE: ("mps_ward", "violence_with_injury", "offences"),
    HOSPITAL: ("ed_istv", "ed_body_part", "records"),
    AMBULANCE: ("las_incidents", "ambulance_assault", "records"),
}


BLOCK, WHOLE = 10, 20
"""What counts of hospital and ambulance are multiples of: a ward's, and the whole area's."""

EARLIER = Counted(pd.DatetimeIndex([]), pd.DatetimeIndex([]), (), "2024", "2024", *[pd.DataFrame()] * 3, {})


def build(folder, counts: dict[str, dict[str | None, int | None]], *, later=None, missing=(), extracts=()):
    """A store where each service counts ``counts`` a ward in each month, ``later`` in the second year.

    A count of None was set aside.
    """
    facts, coverage = [], []
    for service, (source, offence, measure) in FEEDS.items():
        sent = [month for month in MONTHS if (service, month) not in missing]
        extract = f"SYNTHETIC {source}.csv"
        coverage += covered(*sent, source=source, extract=extract)
        for month in sent:
            a_month = (later or counts) if month >= "2025-04-01" else counts
            shared = {"source": source, "offence": offence, "measure": measure, "extract": extract}
            facts += [fact(month, ward, count, **shared) for ward, count in a_month[service].items() if count != 0]
    return build_evidence(folder, facts=facts, coverage=coverage, extracts=list(extracts))


EVEN = {
    POLICE: {ABBEY: 20, ALIBON: 20, HEATH: 20},
    HOSPITAL: {ABBEY: 10, ALIBON: 10, HEATH: 10, None: 5},
    AMBULANCE: {ABBEY: 15, ALIBON: 15, HEATH: 15},
}


def test_a_month_that_one_did_not_send_is_left_out_of_all_three(tmp_path):
    evidence = build(tmp_path, EVEN, missing={(AMBULANCE, "2025-06-01"), (AMBULANCE, "2025-07-01")})
    counted = count_services(evidence, YEAR)

    assert list(counted.left_out) == [pd.Timestamp("2025-06-01"), pd.Timestamp("2025-07-01")]
    assert counted.count_of(POLICE) == 600
    for service, truth in ((HOSPITAL, 350), (AMBULANCE, 450)):
        assert counted.count_of(service) % WHOLE == 0 and abs(counted.count_of(service) - truth) < WHOLE
    assert len(counted.by_month) == 30
    assert (
        word_left_out(counted)
        == "2 months are left out of all three in Apr 2025 to Mar 2026: not received whole from Ambulance."
    )


def test_the_period_told_is_that_of_the_counts_where_one_service_is_shown_by_longer_steps(tmp_path):
    few = EVEN | {AMBULANCE: {ABBEY: 1, ALIBON: 1, HEATH: 1}}
    counted = count_services(build(tmp_path, few), Selection(date(2025, 5, 1), date(2026, 2, 1)))

    first, last = (pd.Timestamp(word) for word in counted.period.split(" to "))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    assert counted.count_of(POLICE) == 60 * months and months % 3 == 0, "Ten months were asked for."
    by_ward = [pd.Timestamp(word) for word in counted.ward_period.split(" to ")]
    police = counted.wards[counted.wards["service"] == POLICE].set_index("ward_code")["count"]
    assert police[ABBEY] == 20 * ((by_ward[1].year - by_ward[0].year) * 12 + by_ward[1].month - by_ward[0].month + 1)


def test_what_has_no_known_ward_is_counted_in_words(tmp_path):
    counted = count_services(build(tmp_path, EVEN), YEAR)

    said = "In no ward's figure, for their ward is not known: 60 of 420 attendances."
    assert word_loose(counted, HOSPITAL) == said and word_loose(counted, AMBULANCE) == ""


def test_a_month_that_ends_early_is_left_out_too(tmp_path):
    evidence = build(tmp_path, EVEN)
    table = evidence.store.coverage
    table.loc[(table["source"] == "ed_istv") & (table["month"] == "2026-03-01"), "is_complete"] = False

    assert list(count_services(evidence, YEAR).left_out) == [pd.Timestamp("2026-03-01")]


def test_nothing_in_common_leaves_nothing_to_compare(tmp_path):
    evidence = build(tmp_path, EVEN, missing={(HOSPITAL, month) for month in MONTHS})
    now, _, gaps = measure_gaps(evidence, YEAR)

    assert now.months.empty and all(np.isnan(gap.value) and gap.verdict == "not tested" for gap in gaps)
    assert word_gaps(gaps, None)[0].endswith("a count is hidden, missing or zero.")


def test_the_months_are_stretches_without_a_gap():
    months = pd.DatetimeIndex(["2025-01-01", "2025-02-01", "2025-12-01", "2026-01-01"])

    assert [(run.month_from, run.month_to) for run in find_runs(months)] == [
        (date(2025, 1, 1), date(2025, 2, 1)),
        (date(2025, 12, 1), date(2026, 1, 1)),
    ]


def test_the_strictest_rule_of_the_three_is_as_strict_as_each(tmp_path):
    evidence = build_evidence(tmp_path)

    assert find_strictest(evidence).id == "health_1_to_7"
    for source, *_ in FEEDS.values():
        rule = evidence.catalogue.rules[evidence.catalogue.sources[source].small_number_rule]
        assert find_strictest(evidence).is_as_strict_as(rule)


@pytest.mark.parametrize("seed", range(4))
def test_no_small_count_of_a_ward_is_shown_or_follows_from_the_areas(tmp_path, seed):
    draw = np.random.default_rng(seed)
    wards = list(build_evidence(tmp_path).geography.ward_names)
    one = Selection(date(2026, 1, 1), date(2026, 1, 1))
    counts = {service: dict(zip([*wards, None], draw.integers(0, 14, 20), strict=True)) for service in FEEDS}
    counts[POLICE].pop(None)
    counted = count_services(build(tmp_path, counts), one)

    for service, lines in counted.wards.groupby("service"):
        exact = lines["ward_code"].map(
            lambda code, service=service: counts[service].get(None if code == UNALLOCATED else code)
        )
        is_hidden = lines["status"] == SUPPRESSED
        if service == POLICE:
            assert not is_hidden.any() and (lines["count"] == exact).all(), "published: exact"
            continue
        assert is_hidden[exact.between(0, 7)].all() and lines.loc[is_hidden, "count"].isna().all()
        shown = lines.loc[~is_hidden, "count"]
        assert len(shown) and (shown % BLOCK == 0).all() and (shown > 0).all()
        assert ((shown - exact[~is_hidden]).abs() < BLOCK).all()
        # The area's has a secret start of its own: taking wards from it leaves no ward's count.
        # It may be of two months, where no total of the area is shown between them: the police's is then of both.
        months, rest = divmod(counted.count_of(POLICE), sum(counts[POLICE].values()))
        area, truth = counted.count_of(service), months * sum(counts[service].values())
        assert rest == 0 and months in (1, 2)
        assert area % WHOLE == 0 and abs(area - truth) < WHOLE


def test_the_ratio_and_what_it_was_before(tmp_path):
    later = {**EVEN, HOSPITAL: {ABBEY: 20, ALIBON: 20, HEATH: 20, None: 10}}
    now, before, (hospital, ambulance) = measure_gaps(build(tmp_path, EVEN, later=later), YEAR)

    assert (hospital.count, hospital.police) == (840, 720) and hospital.value == pytest.approx(116.667, abs=1e-3)
    assert hospital.value_before == pytest.approx(58.333, abs=1e-3) and hospital.verdict == "rising"
    assert ambulance.value == 75 and ambulance.verdict == "no clear change"
    finding, earlier = word_gaps((hospital, ambulance), before)
    assert finding == (
        "For every 100 police offences of violence with injury, the emergency department saw 117 (105 to 129) people "
        "after an assault and ambulances went to 75 (67 to 84) assaults: emergency department attendances rising."
    )
    assert earlier == "Before, in Apr 2024 to Mar 2025: Emergency department 58 and Ambulance 75."


def test_nothing_is_tested_across_a_break(tmp_path):
    evidence = build(tmp_path, EVEN)
    _, _, gaps = measure_gaps(evidence, Selection(date(2024, 4, 1), date(2025, 3, 1)))

    assert {gap.verdict for gap in gaps} == {"not tested"} and all(
        "New police crime system" in gap.reason for gap in gaps
    )


def test_a_provisional_month_alone_is_not_tested(tmp_path):
    last = Selection(date(2026, 3, 1), date(2026, 3, 1))
    now, before, gaps = measure_gaps(build(tmp_path, EVEN), last)

    assert {(gap.verdict, gap.reason) for gap in gaps} == {("not tested", UNSETTLED)}
    assert word_gaps(gaps, before)[1] == f"Change not tested: {UNSETTLED}." and now.count_of(POLICE) == 60


def test_a_period_of_which_records_were_set_aside_is_not_tested(tmp_path):
    numbers = ("placed_by_point", "placed_by_postcode", "placed_by_small_area", "placed_by_ward")
    none = dict.fromkeys((*numbers, "unplaced", "fields_expected", "fields_filled"), 0)
    period = {"period_from": pd.Timestamp(MONTHS[0]), "period_to": pd.Timestamp(MONTHS[-1])}
    rows = {"rows_read": 1040, "rows_kept": 840, "rows_set_aside": 200}
    ledger = [{"source": "ed_istv", "extract": "SYNTHETIC ed_istv.csv", **period, **rows, **none}]
    _, _, (hospital, ambulance) = measure_gaps(build(tmp_path, EVEN, extracts=ledger), YEAR)

    assert hospital.verdict == "not tested" and "records of it were set aside" in hospital.reason
    assert ambulance.verdict == "no clear change"


def test_what_was_not_tested_is_not_said_to_show_no_change():
    tested = Gap(AMBULANCE, 50, 100, 50, 35, 70, 50, 100, 50, 0.9, 1, "no clear change", "")
    untested = Gap(HOSPITAL, 50, 100, 50, 35, 70, 50, 100, 50, float("nan"), 1, "not tested", "the series breaks")
    finding, earlier = word_gaps((untested, tested), EARLIER)

    assert finding.endswith("assaults: no clear change in ambulance call-outs.")
    assert earlier == "Before, in 2024: Ambulance 50. Emergency department not tested: the series breaks."


def test_a_ward_of_which_every_record_was_set_aside_is_missing_and_not_zero(tmp_path):
    evidence = build(tmp_path, {**EVEN, POLICE: {ABBEY: 20, HEATH: None}})
    wards = compare_ward_gaps(evidence, count_services(evidence, YEAR), HOSPITAL).set_index("ward_code")

    assert wards.loc[HEATH, "status"] == MISSING and np.isnan(wards.loc[HEATH, "police"])
    assert wards.loc[ALIBON, "police"] == 0 and wards.loc[ALIBON, "status"] == NOT_APPLICABLE
    assert wards.loc[ABBEY, "status"] == OK


def test_a_protected_ward_with_nothing_to_show_is_hidden_whatever_the_cause(tmp_path):
    evidence = build(tmp_path, {**EVEN, HOSPITAL: {ABBEY: 10, HEATH: None}})
    wards = compare_ward_gaps(evidence, count_services(evidence, YEAR), HOSPITAL).set_index("ward_code")

    assert wards.loc[ABBEY, "count"] == 120
    for ward in (HEATH, ALIBON, "E05014055"):
        assert wards.loc[ward, "status"] == SUPPRESSED and np.isnan(wards.loc[ward, "count"]), "no zero"


def test_without_a_period_before_the_figures_stand_alone():
    gap = Gap(HOSPITAL, 50, 100, 50, 35, 70, *[float("nan")] * 3, float("nan"), 1, "not tested", "there is none")

    assert word_gaps((gap,), None) == (
        "For every 100 police offences of violence with injury, the emergency department saw 50 (35 to 70) people "
        "after an assault.",
        "Change not tested: there is none.",
    )


def test_a_ward_where_ambulances_go_and_police_do_not_hear_is_found(tmp_path):
    later = {**EVEN, AMBULANCE: {ABBEY: 45, ALIBON: 15, HEATH: 15}}
    evidence = build(tmp_path, EVEN, later=later)
    wards = compare_ward_gaps(evidence, count_services(evidence, YEAR), AMBULANCE).set_index("ward_code")

    assert wards.loc[ABBEY, "compared"] == "higher" and wards.loc[ALIBON, "compared"] == "lower"
    assert wards.loc[ABBEY, "value"] == 225 and wards.loc[ABBEY, "benchmark"] == 125
    assert wards.loc["E05014055", "compared"] == "not compared", "a ward with no police offence has no ratio"
    assert word_ward_gaps(wards, AMBULANCE) == (
        "Ambulance for every 100 police offences: Abbey more; Alibon and Heath less than elsewhere."
    )


def test_rounding_alone_makes_no_ward_differ(tmp_path):
    """Ratios of rounded counts: 8 and 12 of them stand for 10, and the difference is held to be none."""
    counted = count_services(build(tmp_path, EVEN), YEAR)
    evidence = build_evidence(tmp_path)

    assert set(compare_ward_gaps(evidence, counted, HOSPITAL)["compared"]) == {"similar", "not compared"}


def test_the_limits_of_a_ratio_are_wider_by_what_protection_adds(tmp_path):
    now, _, (hospital, _) = measure_gaps(build(tmp_path, EVEN), YEAR)

    assert now.noise_of(HOSPITAL) == pytest.approx(variance_of_window(WHOLE)) and now.noise_of(POLICE) == 0
    plain = [float(limit) * 100 for limit in limits_ratio(hospital.count, hospital.police)]
    assert hospital.lower < plain[0] < hospital.value < plain[1] < hospital.upper


def test_the_scatter_of_a_service_shown_by_longer_steps_is_of_the_same_months_of_the_police(tmp_path):
    few = EVEN | {AMBULANCE: {ABBEY: 2, ALIBON: 1, HEATH: 1}}
    now, _, (_, ambulance) = measure_gaps(build(tmp_path, few), YEAR)
    steps = now.by_month[now.by_month["service"] == AMBULANCE]

    assert (steps["month_to"] > steps["month"]).all() and ambulance.scatter == 1, "the ratio is the same all the time"


def test_no_ward_that_differs_and_none_to_compare_are_told_apart():
    wards = pd.DataFrame({"ward_name": ["Ash", "Birch"], "compared": ["similar", "may be higher"]})

    assert word_ward_gaps(wards, AMBULANCE).endswith("no ward clearly differs from the others.")
    assert "no ward can be compared" in word_ward_gaps(wards.assign(compared="not compared"), HOSPITAL)


def test_it_is_said_that_no_figure_bounds_the_violence_there_is(tmp_path):
    assert "none is an upper or a lower bound" in word_why() and "never added together" in word_why()
    assert word_why() in word_service_method(find_strictest(build_evidence(tmp_path)))
