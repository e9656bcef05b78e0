"""Two periods of one indicator: what is tested, what is not and why, and that wards chosen never change the area."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from svd.figures.changes import CHANGE_COLUMNS, measure_change, measure_changes
from svd.measures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact, returned

ABBEY, ALIBON, BEAM = "E05014053", "E05014054", "E05014056"
LATER, NOW, BEFORE = "2026-02-01", "2026-01-01", "2025-12-01"
JANUARY = Selection(date(2026, 1, 1), date(2026, 1, 1))
FIRE = {"source": "lfb_incidents", "extract": "fires.csv", "offence": "deliberate_primary_fire", "measure": "records"}


def change(evidence, selection=JANUARY, *, indicator="violence_with_injury", by="borough") -> pd.Series:
    return measure_change(evidence, indicator, selection, by).iloc[0]


def police(tmp_path, now: int | None, before: int | None, **others):
    facts = [fact(NOW, ABBEY, now), fact(BEFORE, ABBEY, before)]
    return build_evidence(tmp_path, facts=facts, **{"coverage": covered(LATER, NOW, BEFORE), **others})


@pytest.mark.parametrize(
    ("now", "before", "verdict", "judgement"),
    [
        (120, 60, "rising", "worsening"),
        (60, 120, "falling", "improving"),
        (25, 16, "no clear change", "no clear change"),
        (0, 12, "falling", "improving"),
    ],
)
def test_both_counts_their_difference_and_the_exact_test(tmp_path, now, before, verdict, judgement):
    row = change(police(tmp_path, now, before))
    assert (row["count"], row["count_before"], row["difference"]) == (now, before, now - before)
    assert row["p"] == pytest.approx(stats.binomtest(now, now + before).pvalue)
    assert (row["verdict"], row["judgement"], row["reason"]) == (verdict, judgement, "")
    assert (row["period"], row["period_before"]) == ("Jan 2026", "Dec 2025")


@pytest.mark.parametrize(
    ("now", "before", "expected"), [(0, 0, "fewer than one"), (4, 0, "about 2"), (20, 19, "about 19")]
)
def test_so_few_events_that_a_doubling_would_not_be_found_are_not_tested(tmp_path, now, before, expected):
    row = change(police(tmp_path, now, before))
    assert (row["count"], row["count_before"], row["difference"]) == (now, before, now - before)
    assert (row["verdict"], row["judgement"]) == ("not tested", "not tested") and pd.isna(row["p"])
    assert row["reason"] == f"{expected} expected in the period, and a change is tested from 20"


@pytest.mark.parametrize(
    ("sent", "reason"), [((NOW, BEFORE), "all of the period is provisional"), ((LATER, NOW, BEFORE), "")]
)
def test_a_period_of_provisional_months_alone_is_not_tested(tmp_path, sent, reason):
    row = change(police(tmp_path, 120, 60, coverage=covered(*sent)))
    assert row["reason"].startswith(reason) and (row["verdict"] == "not tested") == bool(reason)
    assert bool(row["is_provisional"]) == bool(reason) and row["difference"] == 60


def test_a_longer_period_is_tested_and_marked_where_its_last_month_is_provisional(tmp_path):
    months = [f"{month:%Y-%m-%d}" for month in pd.date_range("2025-01-01", "2026-01-01", freq="MS")]
    facts = [fact(month, ABBEY, 20 if month >= BEFORE else 10) for month in months]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*months))
    row = change(evidence, Selection(date(2025, 12, 1), date(2026, 1, 1)))
    assert (row["count"], row["count_before"], row["reason"], row["is_provisional"]) == (40, 20, "", True)


def test_columns_are_the_contracts_with_and_without_an_earlier_period(tmp_path):
    evidence = police(tmp_path, 5, 5)
    for selection in (JANUARY, Selection(date(2019, 1, 1), date(2019, 1, 1), compare="baseline")):
        assert tuple(measure_change(evidence, "violence_with_injury", selection, "ward").columns) == CHANGE_COLUMNS


@pytest.mark.parametrize("by", ["borough", "ward"])
def test_no_indicator_has_no_change(tmp_path, by):
    nothing = measure_changes(police(tmp_path, 5, 5), [], JANUARY, by)
    assert nothing.empty and tuple(nothing.columns) == CHANGE_COLUMNS


def test_a_neutral_indicator_is_changed_and_neither_better_nor_worse(tmp_path):
    assert change(police(tmp_path, 120, 60), indicator="all_offences")["judgement"] == "changed"


def test_several_indicators_stand_one_under_the_other_each_with_its_own(tmp_path):
    facts = [fact(NOW, ABBEY, 120), fact(BEFORE, ABBEY, 60), fact(NOW, ABBEY, 4, offence="homicide")]
    both = measure_changes(
        build_evidence(tmp_path, facts=facts, coverage=covered(LATER, NOW, BEFORE)),
        ["violence_with_injury", "homicide"],
        JANUARY,
        "borough",
    )
    assert list(both["verdict"]) == ["rising", "not tested"]
    assert list(both["count_before"]) == [60, 0]


def test_the_baseline_year_2019_is_found(tmp_path):
    months = [f"2019-{month:02}-01" for month in range(1, 13)]
    later = [f"{day:%Y-%m-%d}" for day in pd.date_range("2020-04-01", "2021-03-01", freq="MS")]
    facts = [fact(month, ABBEY, 10) for month in months] + [fact(month, ABBEY, 20) for month in later]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*months, *later))
    row = change(evidence, Selection(date(2020, 4, 1), date(2021, 3, 1), compare="baseline"))
    assert (row["count"], row["count_before"], row["verdict"]) == (240, 120, "rising")
    assert row["period_before"] == "Jan 2019 to Dec 2019"


def test_periods_with_a_break_between_are_not_tested_and_say_which(tmp_path):
    months = ("2024-02-01", "2024-03-01")
    facts = [fact(months[0], ABBEY, 60), fact(months[1], ABBEY, 120)]
    row = change(
        build_evidence(tmp_path, facts=facts, coverage=covered(*months)), Selection(date(2024, 3, 1), date(2024, 3, 1))
    )
    assert (row["verdict"], row["judgement"]) == ("not tested", "not tested")
    assert row["reason"] == "the series has a break: New police crime system (CRIS to CONNECT), Feb 2024"
    assert pd.isna(row["p"]) and row["difference"] == 60 and row["status"] == OK


def test_without_an_earlier_period_the_figure_stands_and_the_reason_is_told(tmp_path):
    evidence = police(tmp_path, 25, 16)
    row = change(evidence, Selection(date(2025, 11, 1), date(2026, 1, 1), compare="baseline"))
    assert row["verdict"] == "not tested" and "months of one calendar year" in row["reason"]
    assert row["count"] == 41 and pd.isna(row["count_before"]) and row["period_before"] == ""


@pytest.mark.parametrize(("now", "before"), [((NOW,), ()), ((), (BEFORE,))], ids=["nothing before", "nothing now"])
def test_nothing_received_for_either_period_is_not_tested(tmp_path, now, before):
    row = change(police(tmp_path, 120, 60, coverage=covered(*now, *before)))
    assert (row["verdict"], row["status"]) == ("not tested", MISSING)
    assert row["reason"] == "nothing was received for one of the periods"
    assert pd.isna(row["count"]) == (not now) and pd.isna(row["count_before"]) == (not before)


@pytest.mark.parametrize("cut_short", [NOW, BEFORE])
def test_a_month_cut_short_in_either_period_is_not_tested(tmp_path, cut_short):
    whole = BEFORE if cut_short == NOW else NOW
    row = change(police(tmp_path, 120, 60, coverage=covered(whole) + covered(cut_short, is_complete=False)))
    assert (row["verdict"], row["reason"]) == ("not tested", "one of the periods is not whole")
    assert row["status"] == INCOMPLETE and row["status_now"] == (INCOMPLETE if cut_short == NOW else OK)
    assert row["count"] == 120


def fires(tmp_path, now: dict[str, int], before: dict[str, int]):
    facts = [fact(month, ward, n, **FIRE) for month, all in ((NOW, now), (BEFORE, before)) for ward, n in all.items()]
    return build_evidence(
        tmp_path, facts=facts, coverage=covered(LATER, NOW, BEFORE, source="lfb_incidents", extract="fires.csv")
    )


@pytest.mark.parametrize(("now", "before"), [(3, 40), (40, 3)])
def test_a_small_number_in_either_period_is_not_tested_nor_its_difference_told(tmp_path, now, before):
    evidence = fires(tmp_path, {ABBEY: now}, {ABBEY: before})
    rows = measure_change(evidence, "deliberate_fires", JANUARY, "ward").set_index("ward_code")
    row = rows.loc[ABBEY]
    assert (row["verdict"], row["reason"], row["status"]) == ("not tested", "a small number is hidden", SUPPRESSED)
    assert pd.isna(row["p"]) and pd.isna(row["difference"])
    assert pd.isna(row["count" if now == 3 else "count_before"])
    assert row["count" if now == 40 else "count_before"] in (40, 45, 35)


def test_ages_asked_of_a_source_without_ages(tmp_path):
    young = Selection(date(2026, 1, 1), date(2026, 1, 1), ages=("18-24",))
    row = change(police(tmp_path, 120, 60), young)
    assert (row["status"], row["reason"]) == (NOT_APPLICABLE, "its source has no such figure, by age for one")


@pytest.mark.parametrize("wards", [(), (ABBEY,), (ALIBON, BEAM)])
def test_wards_chosen_change_neither_the_area_nor_what_is_hidden(tmp_path, wards):
    evidence = fires(tmp_path, {ABBEY: 3, ALIBON: 12, BEAM: 30}, {ABBEY: 20, ALIBON: 25, BEAM: 30})
    chosen = Selection(date(2026, 1, 1), date(2026, 1, 1), wards=wards)
    area = change(evidence, chosen, indicator="deliberate_fires")
    shown = (area["count"], area["count_before"])
    # The area's own total has steps of 10.
    assert shown == (40, 80) and abs(shown[0] - 45) < 10 and abs(shown[1] - 75) < 10

    all_wards = measure_change(evidence, "deliberate_fires", JANUARY, "ward").set_index("ward_code")
    assert list(all_wards.loc[[ABBEY, ALIBON, BEAM], "status_now"]) == [SUPPRESSED, OK, OK]
    rows = measure_change(evidence, "deliberate_fires", chosen, "ward").set_index("ward_code")
    pd.testing.assert_frame_equal(rows, all_wards.loc[list(rows.index)])
    assert set(rows.index) == set(wards or all_wards.index)


def quarters(**numerators: float) -> list[dict]:
    """Returns of first-time entrants by quarter, as q2025_1=20."""
    ends = {1: ("01", "03"), 2: ("04", "06"), 3: ("07", "09"), 4: ("10", "12")}
    return [
        returned(f"{name[1:5]}-{ends[int(name[-1])][0]}-01", f"{name[1:5]}-{ends[int(name[-1])][1]}-01", number, 28_000)
        for name, number in numerators.items()
    ]


def entrants(tmp_path, month_from: date, month_to: date, **numerators: float) -> pd.Series:
    evidence = build_evidence(tmp_path, returns=quarters(**numerators))
    return change(evidence, Selection(month_from, month_to), indicator="first_time_entrants")


def test_returns_of_equal_periods_are_tested(tmp_path):
    row = entrants(tmp_path, date(2025, 7, 1), date(2025, 12, 1), q2025_1=20, q2025_2=20, q2025_3=60, q2025_4=60)
    assert (row["count"], row["count_before"], row["verdict"]) == (120, 40, "rising")


def test_two_quarters_are_not_tested_against_one(tmp_path):
    # March to September holds two whole quarters, August to February before it only one.
    row = entrants(tmp_path, date(2025, 3, 1), date(2025, 9, 1), q2024_4=50, q2025_1=50, q2025_2=50, q2025_3=50)
    assert (row["count"], row["count_before"]) == (100, 50)
    assert (row["verdict"], row["reason"]) == ("not tested", "the two periods are not equally long")


def test_a_quarter_never_returned_makes_its_period_less_than_whole(tmp_path):
    year = {f"q2025_{quarter}": 50 for quarter in (1, 2, 3, 4)}
    row = entrants(tmp_path, date(2025, 1, 1), date(2025, 12, 1), q2024_1=20, q2024_2=20, q2024_4=20, **year)
    assert row["period_before"] == "Jan 2024 to Dec 2024"
    assert (row["verdict"], row["reason"]) == ("not tested", "one of the periods is not whole")


def test_the_same_old_return_twice_is_no_change(tmp_path):
    row = entrants(tmp_path, date(2025, 8, 1), date(2025, 8, 1), q2025_1=20)
    assert (row["verdict"], row["reason"]) == ("not tested", "no newer figure has been returned since")


def test_august_between_terms_is_no_gap(tmp_path):
    terms = [("2024-09", "2024-12"), ("2025-01", "2025-03"), ("2025-04", "2025-07"), ("2025-09", "2025-12")]
    rows = [
        returned(f"{a}-01", f"{b}-01", 10, 43_000, source="education_returns", indicator="permanent_exclusions")
        for a, b in terms
    ]
    evidence = build_evidence(tmp_path, returns=rows)
    row = change(evidence, Selection(date(2025, 1, 1), date(2025, 12, 1)), indicator="permanent_exclusions")
    assert (row["count"], row["status_now"]) == (30, OK)


def knife(tmp_path):
    """30 positive outcomes in the months of 100 offences, after 20 of 100."""
    shared = {"source": "mps_knife", "extract": "knife.csv", "offence": "knife_crime"}
    facts = [
        fact(month, ABBEY, count, **shared, measure=measure)
        for month, parts in ((NOW, (100, 30)), (BEFORE, (100, 20)))
        for count, measure in zip(parts, ("offences", "positive_outcomes"), strict=True)
    ]
    return build_evidence(
        tmp_path, facts=facts, coverage=covered(LATER, NOW, BEFORE, source="mps_knife", extract="knife.csv")
    )


def set_aside(tmp_path):
    """30 of 100 rows of a partner's returns set aside, after 20 of 100: a share that no rule makes rough."""
    shared = {"source": "mps_returns", "partner": "mps", "status": "used", "rows_read": 100}
    rows = [
        {"extract": f"{month}.csv", "period_from": pd.Timestamp(month), "period_to": pd.Timestamp(month)}
        | {"received_on": pd.Timestamp(LATER), "rows_set_aside": number, **shared}
        for month, number in ((NOW, 30), (BEFORE, 20))
    ]
    return build_evidence(tmp_path, extracts=rows)


def test_a_share_is_tested_as_two_proportions(tmp_path):
    row = change(set_aside(tmp_path), indicator="rows_set_aside")
    assert (row["value"], row["value_before"]) == (30, 20)
    assert row["p"] == pytest.approx(0.10247, abs=1e-5), "30 and 20 of 100, as in test_change."


def test_a_ratio_of_two_counts_is_tested_by_its_logarithm(tmp_path):
    row = change(knife(tmp_path), indicator="knife_positive_outcomes")
    # log(1.5) / sqrt(1/30 + 1/100 + 1/20 + 1/100) is 1.2614: wider than two shares, for all four counts are by chance.
    assert row["p"] == pytest.approx(0.20719, abs=1e-5)
    assert (row["verdict"], row["value"], row["value_before"]) == ("no clear change", 30, 20)


@pytest.mark.parametrize(("wide", "spread"), [(0, 1), (12, 5.337)])
def test_the_test_of_a_ratio_allows_for_how_far_its_months_scatter(tmp_path, wide, spread):
    """Outcomes 30 or so for 100 offences a month, after 20 or so: in turn ``wide`` more and as many fewer."""
    shared = {"source": "mps_knife", "extract": "knife.csv", "offence": "knife_crime"}
    months = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-03-01", "2026-02-01", freq="MS")]
    facts = [
        fact(month, ABBEY, count, **shared, measure=measure)
        for at, month in enumerate(months)
        for count, measure in ((100, "offences"), (20 + 10 * (at >= 12) + wide * (-1) ** at, "positive_outcomes"))
    ]
    known = covered(*months, "2026-03-01", source="mps_knife", extract="knife.csv")
    evidence = build_evidence(tmp_path, facts=facts, coverage=known)
    row = change(evidence, Selection(date(2025, 3, 1), date(2026, 2, 1)), indicator="knife_positive_outcomes")
    assert row["spread"] == pytest.approx(spread, abs=0.001)
    z = np.log(1.5) / np.sqrt(row["spread"] * (1 / 360 + 1 / 240 + 2 / 1200))
    assert row["p"] == pytest.approx(2 * stats.t.sf(z, 22 + 12), rel=1e-6)
    assert row["verdict"] == ("no clear change" if wide else "rising")


def test_means_have_no_test(tmp_path):
    row = change(build_evidence(tmp_path, extracts=_fires_received()), indicator="extract_timeliness")
    assert row["verdict"] == "not tested" and "no test" in row["reason"]
    assert (row["value"], row["value_before"]) == (10, 4)


def _fires_received() -> list[dict]:
    shared = {"source": "lfb_incidents", "partner": "lfb", "status": "used"}
    return [
        {**shared, "extract": name, "period_from": day, "period_to": day, "received_on": pd.Timestamp(received)}
        for name, day, received in (
            ("jan.csv", pd.Timestamp(NOW), "2026-02-10"),
            ("dec.csv", pd.Timestamp(BEFORE), "2026-01-04"),
        )
    ]


def chosen(month_from: date) -> Selection:
    return Selection(date(2026, 1, 1), date(2026, 1, 1), compare="chosen", compare_from=month_from)


def test_a_baseline_one_chooses_is_compared_with_its_difference_and_limits(tmp_path):
    facts = [fact(NOW, ABBEY, 25), fact("2025-03-01", ABBEY, 16), fact(BEFORE, ABBEY, 99)]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(LATER, NOW, BEFORE, "2025-03-01"))
    row = change(evidence, chosen(date(2025, 3, 1)))
    assert (row["count_before"], row["period_before"], row["verdict"]) == (16, "Mar 2025", "no clear change")
    limits = (row["difference_lower"], row["difference_upper"])
    assert limits == pytest.approx((-4.326, 22.742), abs=0.001)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (date(2024, 1, 1), "the series has a break: New police crime system (CRIS to CONNECT), Feb 2024"),
        (date(2025, 6, 1), "one of the periods is not whole"),
        (date(2025, 7, 1), "nothing was received for one of the periods"),
        (date(2026, 1, 1), "the baseline chosen (Jan 2026, as long as the period) overlaps the period"),
    ],
)
def test_a_baseline_that_cannot_be_compared_is_not_tested_and_has_no_limits(tmp_path, start, reason):
    months = (NOW, "2024-01-01")
    facts = [fact(month, ABBEY, 60) for month in (*months, "2025-06-01")]
    coverage = covered(*months) + covered("2025-06-01", is_complete=False)
    row = change(build_evidence(tmp_path, facts=facts, coverage=coverage), chosen(start))
    assert (row["verdict"], row["reason"]) == ("not tested", reason)
    assert pd.isna(row["difference_lower"]) and pd.isna(row["difference_upper"])


def test_the_difference_of_two_shares_has_limits_in_points(tmp_path):
    row = change(set_aside(tmp_path), indicator="rows_set_aside")
    # Wilson: 30 of 100 (21.89, 39.58), 20 of 100 (13.34, 28.88); 10 - hypot(8.11, 8.88), 10 + hypot(9.58, 6.66).
    assert (row["difference_lower"], row["difference_upper"]) == pytest.approx((-2.03, 21.67), abs=0.02)


def test_the_difference_of_two_ratios_has_limits_in_points(tmp_path):
    row = change(knife(tmp_path), indicator="knife_positive_outcomes")
    # Exact: 30 to 100 (19.25, 45.51), 20 to 100 (11.72, 32.56); 10 - hypot(10.75, 12.56), 10 + hypot(15.51, 8.28).
    assert (row["difference_lower"], row["difference_upper"]) == pytest.approx((-6.53, 27.58), abs=0.01)
