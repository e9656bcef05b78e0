"""Who sent what, when: a month is received, cut short, missing, not yet due, or nothing was due."""

from datetime import date

import pandas as pd
import pytest

from svd.figures.receipts import count_placed, list_extracts, list_receipts, word_receipts
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact

SELECTION = Selection(date(2025, 4, 1), date(2026, 3, 1), partners=("lfb",))
FIRES = {"source": "lfb_incidents", "partner": "lfb", "status": "used", "extract": "fires.csv"}
PLACED = {"placed_by_point": 5, "placed_by_postcode": 0, "placed_by_small_area": 1, "placed_by_ward": 2, "unplaced": 3}


def _extract(received_on: str, **others) -> dict:
    months = {"period_from": pd.Timestamp("2025-10-01"), "period_to": pd.Timestamp("2026-01-01")}
    return {
        **FIRES,
        **months,
        **PLACED,
        "edition": months["period_to"],
        "received_on": pd.Timestamp(received_on),
        **others,
    }


def _states(evidence) -> dict[str, str]:
    receipts = list_receipts(evidence, SELECTION)
    return {f"{month:%Y-%m}": state for month, state in zip(receipts["month"], receipts["state"], strict=True)}


def test_each_month_of_a_feed_has_its_state(tmp_path):
    coverage = covered("2025-10-01", "2025-12-01", source="lfb_incidents")
    coverage += covered("2026-01-01", source="lfb_incidents", is_complete=False)
    evidence = build_evidence(tmp_path, coverage=coverage, extracts=[_extract("2026-03-25")])

    states = _states(evidence)
    assert len(states) == 18
    assert states["2025-09"] == "nothing due", "Before the first month that was ever sent."
    assert (states["2025-10"], states["2025-11"], states["2026-01"]) == ("received", "missing", "not complete")
    assert (states["2026-02"], states["2026-03"]) == ("missing", "not due yet"), "Due 20 March and 20 April."


def test_a_month_that_came_whole_but_late_is_its_own_state(tmp_path):
    months = {"period_from": pd.Timestamp("2026-02-01"), "period_to": pd.Timestamp("2026-02-01")}
    files = [_extract("2026-02-20"), _extract("2026-03-21", extract="feb.csv", **months)]
    coverage = covered("2026-01-01", "2026-02-01", source="lfb_incidents")
    receipts = list_receipts(build_evidence(tmp_path, coverage=coverage, extracts=files), SELECTION)

    last = receipts.set_index("month")[["state", "days_late"]].loc["2026-01-01":"2026-02-01"]
    assert last.to_numpy().tolist() == [["received", 0], ["received late", 1]], "Due 20 February and 20 March."


def test_no_school_term_is_missed_in_august(tmp_path):
    coverage = covered("2024-09-01", "2025-09-01", source="school_exclusions")
    evidence = build_evidence(tmp_path, coverage=coverage, extracts=[_extract("2026-12-01")])
    receipts = list_receipts(evidence, Selection(date(2025, 1, 1), date(2025, 9, 1), partners=("education",)))

    exclusions = receipts[receipts["source"] == "school_exclusions"].set_index("month")["state"]
    assert (exclusions["2025-07-01"], exclusions["2025-08-01"]) == ("missing", "nothing due")


def test_days_late_count_from_the_day_due(tmp_path):
    extracts = [_extract("2026-02-25"), _extract("2026-02-01", extract="early.csv"), _published()]
    ledger = list_extracts(build_evidence(tmp_path, extracts=extracts), Selection(date(2026, 1, 1), date(2026, 1, 1)))

    late = dict(zip(ledger["extract"], ledger["days_late"], strict=True))
    assert (late["fires.csv"], late["early.csv"]) == (5, 0), "Due 20 February."
    assert pd.isna(late["wards.csv"]), "Nobody sends what is published, so nobody is late."


def _published() -> dict:
    return _extract("2026-06-01", source="mps_ward", partner="mps", extract="wards.csv")


def test_records_with_a_known_ward_are_counted(tmp_path):
    numbers = {"rows_set_aside": 0, "fields_expected": 330, "fields_filled": 330, "placed_by_point": 55}
    numbers |= {"placed_by_small_area": 10, "placed_by_ward": 20, "unplaced": 25}
    extracts = [_extract("2026-02-25", **numbers), _published()]
    extracts.append(_extract("2026-02-25", extract="old.csv", status="superseded", **numbers))
    fires = {
        "source": "lfb_incidents",
        "extract": "fires.csv",
        "measure": "records",
        "offence": "deliberate_primary_fire",
    }
    facts = [fact("2025-10-01", ward, n, **fires) for ward, n in (("E05014053", 85), (None, 25))]
    coverage = covered("2025-10-01", source="lfb_incidents", extract="fires.csv")
    evidence = build_evidence(tmp_path, extracts=extracts, facts=facts, coverage=coverage)
    ledger = list_extracts(evidence, SELECTION)

    told = "55 + 10 + 20 of those and 25, of the one file in use, all of them whole steps."
    assert count_placed(evidence, ledger, SELECTION) == (85, 110), told
    assert count_placed(evidence, ledger, Selection(date(2024, 1, 1), date(2024, 2, 1))) == (0, 0)


def _receipts(**states: str) -> pd.DataFrame:
    """Feeds by title; a letter a month: r received, p not complete, m missing, n not due yet."""
    words = {"r": "received", "p": "not complete", "m": "missing", "n": "not due yet"}
    return pd.DataFrame([{"title": title, "state": words[letter]} for title, row in states.items() for letter in row])


@pytest.mark.parametrize(
    ("receipts", "words"),
    [
        (_receipts(Fire="rrr", Police="rrn"), "The newest due of all 2 feeds has come; 0 rows were set aside."),
        (
            _receipts(Fire="rmr", Police="rrp"),
            "The newest due of all 2 feeds has come; earlier months are missing from Fire; a month is not complete in",
        ),
        (_receipts(Fire="rrm", Police="rrr"), "1 of 2 feeds are in; the newest due is missing from Fire; 0 rows"),
    ],
)
def test_the_state_of_the_feeds_is_one_sentence(receipts, words):
    assert word_receipts(receipts, 0).startswith(words)
