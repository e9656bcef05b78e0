"""The Data indicators worked out by hand from a ledger of four files."""

from datetime import date

import pandas as pd
import pytest

from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.measures.result import MISSING, NOT_APPLICABLE, OK
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact

ABBEY = "E05014053"
WHOLE = Selection(date(2025, 10, 1), date(2026, 3, 1))


def _extract(name: str, source: str, period: tuple[str, str], received_on: str, **others) -> dict:
    first, last = (pd.Timestamp(f"{month}-01") for month in period)
    row = {"source": source, "extract": name, "status": "used", "received_on": pd.Timestamp(received_on)}
    nothing = dict.fromkeys(("placed_by_point", "placed_by_postcode", "placed_by_small_area", "placed_by_ward"), 0)
    return {**row, **nothing, "unplaced": 0, "period_from": first, "period_to": last, **others}


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Evidence:
    fire = {"rows_read": 100, "rows_set_aside": 3, "fields_expected": 300, "fields_filled": 270}
    fire |= {"placed_by_point": 50, "placed_by_postcode": 20, "placed_by_small_area": 7, "placed_by_ward": 3}
    hospital = {"rows_read": 50, "rows_set_aside": 0, "fields_expected": 100, "fields_filled": 90}
    hospital |= {"placed_by_ward": 10, "unplaced": 40}
    returns = {"rows_read": 10, "rows_set_aside": 1, "fields_expected": 50, "fields_filled": 50}
    extracts = [
        _extract("fires.csv", "lfb_incidents", ("2025-10", "2025-12"), "2026-01-20", **fire, **{"unplaced": 17}),
        _extract("hospital.csv", "ed_istv", ("2026-01", "2026-01"), "2026-02-10", **hospital),
        _extract("returns.csv", "icb_returns", ("2026-01", "2026-03"), "2026-03-25", **returns),
        _extract("police.csv", "mps_ward", ("2025-10", "2026-03"), "2027-01-01", **{**fire, "rows_set_aside": 99}),
        _extract("old.csv", "lfb_incidents", ("2025-10", "2025-12"), "2027-01-01", **fire, status="superseded"),
    ]
    records = {
        "measure": "records",
        "source": "lfb_incidents",
        "offence": "deliberate_primary_fire",
        "extract": "fires.csv",
    }
    attended = {**records, "source": "ed_istv", "offence": "ed_body_part", "extract": "hospital.csv"}
    facts = [fact("2025-11-01", ABBEY, 80, **records), fact("2025-11-01", None, 17, **records)]
    facts += [fact("2026-01-01", ABBEY, 10, **attended), fact("2026-01-01", None, 40, **attended)]
    months = ("2025-10-01", "2025-11-01", "2025-12-01")
    coverage = covered(*months, source="lfb_incidents", extract="fires.csv")
    coverage += covered("2026-01-01", source="ed_istv", extract="hospital.csv")
    return build_evidence(tmp_path_factory.mktemp("store"), extracts=extracts, facts=facts, coverage=coverage)


def _area(evidence, indicator: str, selection: Selection = WHOLE) -> pd.Series:
    return measure(evidence, indicator, selection, "borough").iloc[0]


def test_days_are_exact(evidence):
    # 31 December to 20 January is 20 days, 31 January to 10 February 10; 25 March is before 31 March, so none.
    area = _area(evidence, "extract_timeliness")
    assert (area["count"], area["denominator"], area["value"], area["base"]) == (30, 3, 10, 1)


@pytest.mark.parametrize(
    ("indicator", "count", "denominator", "step"),
    [
        # Rows read: 97 kept and 3 not, 50 and none, 10; their required fields: three, two and as the file says.
        ("field_completeness", 270 + 90 + 50, 300 + 100 + 50, 3 * 20 + 3 * 20),
        ("placed_to_ward", 80 + 10, 97 + 50, 10 + 20),
        ("ed_usable_location", 10, 50, 20),
        ("rows_set_aside", 3 + 0 + 1, 100 + 50 + 10, 10 + 20 + 5),
    ],
)
def test_each_is_worked_out_from_what_is_shown_of_partners_files(evidence, indicator, count, denominator, step):
    area = _area(evidence, indicator)
    assert abs(area["count"] - count) < step and abs(area["denominator"] - denominator) < step
    assert area["value"] == pytest.approx(area["count"] / area["denominator"] * 100)
    assert area["status"] == OK and "police.csv" not in area["extract"] and "old.csv" not in area["extract"]
    assert area["base"] == 5, "no number of a partner's records is exact"


def test_the_files_of_returns_are_counted_exactly(evidence):
    returns = Selection(date(2026, 2, 1), date(2026, 3, 1))
    area = _area(evidence, "rows_set_aside", returns)
    assert (area["count"], area["denominator"], area["value"], area["base"]) == (1, 10, 10, 1)


def test_a_correction_makes_no_file_late(tmp_path):
    fire = {"rows_read": 1, "rows_set_aside": 0, "fields_expected": 1, "fields_filled": 1}
    first = _extract("a.csv", "lfb_incidents", ("2025-10", "2025-12"), "2026-01-10", **fire, status="superseded")
    again = _extract("b.csv", "lfb_incidents", ("2025-12", "2025-12"), "2026-03-01", **fire)
    refused = _extract("c.csv", "lfb_incidents", ("2025-12", "2025-12"), "2026-01-01", **fire, status="refused")

    area = _area(build_evidence(tmp_path, extracts=[first, again, refused]), "extract_timeliness")

    assert (area["count"], area["denominator"]) == (10, 1), "31 December to 10 January."


def test_a_mean_has_no_limits_and_a_share_has(evidence):
    assert pd.isna(_area(evidence, "extract_timeliness")["lower"])
    share = _area(evidence, "rows_set_aside")
    assert share["lower"] < share["value"] < share["upper"]


@pytest.mark.parametrize(
    ("partners", "days"), [(("lfb",), 20), (("hospital",), 10), (("icb",), 0), (("lfb", "hospital"), 15)]
)
def test_only_the_partners_asked_for(evidence, partners, days):
    selection = Selection(WHOLE.month_from, WHOLE.month_to, partners=partners)
    assert _area(evidence, "extract_timeliness", selection)["value"] == days


@pytest.mark.parametrize(("month", "rows_read"), [(date(2025, 12, 1), 100), (date(2026, 1, 1), 60)])
def test_only_files_whose_period_meets_the_selection(evidence, month, rows_read):
    assert abs(_area(evidence, "rows_set_aside", Selection(month, month))["denominator"] - rows_read) < 25


@pytest.mark.parametrize(
    "selection",
    [Selection(date(2025, 1, 1), date(2025, 9, 1)), Selection(WHOLE.month_from, WHOLE.month_to, partners=("yjs",))],
)
def test_no_file_is_missing_and_not_a_perfect_score(evidence, selection):
    area = _area(evidence, "rows_set_aside", selection)
    assert area["status"] == MISSING and pd.isna(area["value"])


@pytest.mark.parametrize(("by", "rows"), [("ward", 19), ("month", 6), ("ward_month", 114)])
def test_files_have_no_wards_and_no_months(evidence, by, rows):
    result = measure(evidence, "rows_set_aside", WHOLE, by)
    assert len(result) == rows and set(result["status"]) == {NOT_APPLICABLE} and result["value"].isna().all()
