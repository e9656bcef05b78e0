"""How good each feed is, worked out by hand from three files and four faults."""

from datetime import date

import pandas as pd
import pytest

from svd.figures.faults import list_faults
from svd.figures.feeds import count_feeds, count_rules, word_feeds
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact

SELECTION = Selection(date(2026, 1, 1), date(2026, 3, 1), partners=("lfb", "icb", "mps"))


def _file(source: str, name: str, months: tuple[str, str], received_on: str, **others) -> dict:
    first, last = (pd.Timestamp(f"{month}-01") for month in months)
    ways = dict.fromkeys(("placed_by_point", "placed_by_postcode", "placed_by_small_area", "placed_by_ward"), 0)
    row = {"source": source, "extract": name, "period_from": first, "period_to": last, "status": "used"}
    return {**row, **ways, "unplaced": 0, "received_on": pd.Timestamp(received_on), **others}


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    rows = {"rows_read": 100, "rows_kept": 90, "rows_set_aside": 10, "fields_expected": 300, "fields_filled": 291}
    rows |= {"placed_by_point": 45, "placed_by_ward": 27, "unplaced": 18}
    back = _file("lfb_incidents", "old.csv", ("2024-01", "2025-12"), "2026-01-25", **rows)
    later = [
        _file("lfb_incidents", "jan.csv", ("2026-01", "2026-01"), "2026-02-20", **rows),
        _file("lfb_incidents", "feb.csv", ("2026-02", "2026-03"), "2026-04-29", **rows),
        _file("icb_returns", "health.csv", ("2026-01", "2026-03"), "2026-05-30", **rows),
    ]
    faults = _list_problems("icb_returns", "health.csv") + _list_problems("lfb_incidents", "jan.csv")
    fires = {"source": "lfb_incidents", "measure": "records", "offence": "deliberate_primary_fire"}
    months = {"2026-01-01": ("jan.csv", 1), "2026-02-01": ("feb.csv", 2), "2026-03-01": ("feb.csv", 2)}
    coverage, facts = [], []
    for month, (name, share) in months.items():
        coverage += covered(month, source="lfb_incidents", extract=name)
        facts += [fact(month, ward, n // share, **fires, extract=name) for ward, n in (("E05014053", 72), (None, 18))]
    rows = {"extracts": [back, *later], "problems": faults, "coverage": coverage, "facts": facts}
    return build_evidence(tmp_path_factory.mktemp("store"), **rows)


def _list_problems(source: str, name: str) -> list[dict]:
    fault = {"source": source, "file": name, "severity": "set_aside", "rows": 1, "message": "", "value": ""}
    return [
        {**fault, "row": 2, "rule": "bad_date", "column": "occurred_at"},
        {**fault, "row": 3, "rule": "bad_date", "column": "occurred_at"},
        {**fault, "row": 3, "rule": "bad_flag", "column": "is_knife"},
        {**fault, "row": 4, "rule": "outside_area", "column": "easting", "rows": 8},
        {**fault, "row": 5, "rule": "totals_row", "column": None},
    ]


@pytest.fixture(scope="module")
def feeds(evidence):
    return count_feeds(evidence, list_faults(evidence, SELECTION), SELECTION).set_index("source")


def test_days_late_are_of_the_newest_period_and_the_middle_of_the_year(feeds):
    fire = feeds.loc["lfb_incidents"]
    # December 5 days (the newest of a back series), January 0, February 40, March 9.
    assert (fire["newest_late"], fire["median_late"], fire["judged"]) == (9, 7, 4)
    health = feeds.loc["icb_returns"]
    assert (health["newest_late"], health["median_late"], health["judged"]) == (0, 0, 1), "A quarter is one period."


def test_shares_are_of_the_files_that_meet_the_period(feeds):
    health = feeds.loc["icb_returns"]
    assert (health["files"], health["rows_read"], health["rows_kept"]) == (1, 100, 90)
    assert health["filled"] == pytest.approx(97)


def test_shares_of_a_protected_feed_are_made_of_what_is_shown(feeds):
    """Kept 90 of 100 rows in each of two files, 72 of them placed: whole steps. 9 of its 300 fields were empty."""
    fire = feeds.loc["lfb_incidents"]
    assert (fire["files"], fire["rows_read"], fire["rows_kept"]) == (2, 200, 180)
    assert fire["fields_expected"] - fire["fields_filled"] in (10, 15, 20), "18, in steps of 5 for each file."
    assert fire["unplaced"] in (35, 40), "36, in steps of 5."
    assert fire["placed"] == pytest.approx(80, abs=2.5)


def test_rows_of_other_areas_and_of_totals_are_no_fault(feeds):
    health, fire = feeds.loc["icb_returns"], feeds.loc["lfb_incidents"]
    assert health["rows_faulty"] == 2, "Rows 2 and 3."
    assert health["usable"] == pytest.approx(90 / 92 * 100)
    assert fire["rows_faulty"] in (0, 5, 10), "Two rules, each in steps of 5; of other areas there are 8 more."


def test_faults_of_a_protected_feed_are_never_more_than_its_rows_set_aside(tmp_path):
    row = {"rows_read": 41, "rows_kept": 40, "rows_set_aside": 1, "fields_expected": 123, "fields_filled": 123}
    file = _file("lfb_incidents", "jan.csv", ("2026-01", "2026-01"), "2026-02-20", **row)
    fault = {"source": "lfb_incidents", "file": "jan.csv", "severity": "set_aside", "rows": 1, "message": "", "row": 2}
    faults = [{**fault, "rule": "bad_flag", "column": f"column {number}"} for number in range(40)]
    evidence = build_evidence(
        tmp_path,
        extracts=[file],
        problems=faults,
        coverage=covered("2026-01-01", source="lfb_incidents", extract="jan.csv"),
        facts=[fact("2026-01-01", None, 40, source="lfb_incidents", extract="jan.csv", measure="records")],
    )
    listed = list_faults(evidence, SELECTION)
    assert listed["rows"].sum() > 5, "One row with forty faults, shown fault by fault in steps: a fair test."
    fire = count_feeds(evidence, listed, SELECTION).set_index("source").loc["lfb_incidents"]
    assert fire["rows_faulty"] <= fire["rows_set_aside"] <= 5


def test_returns_have_no_places_and_what_is_published_is_never_late(feeds):
    assert pd.isna(feeds.loc["icb_returns", "placed"])
    published = feeds.loc["mps_ward"]
    assert pd.isna(published["newest_late"]) and pd.isna(published["filled"]), "Nothing came, which is not zero."


def test_rules_are_counted_feed_by_feed(evidence):
    rules = count_rules(list_faults(evidence, SELECTION))
    assert rules[rules["source"] == "icb_returns"].to_dict("records") == [
        {"source": "icb_returns", "rule": "bad_date", "rows": 2},
        {"source": "icb_returns", "rule": "bad_flag", "rows": 1},
    ]
    fires = rules[rules["source"] == "lfb_incidents"].set_index("rule")["rows"]
    assert set(fires.index) == {"bad_date", "bad_flag"} and fires.isin([0, 5]).all(), "2 and 1, in steps of 5."


def test_the_feeds_in_a_sentence(feeds):
    assert word_feeds(feeds.reset_index()) == (
        "1 of 2 feeds sent their newest file by the day agreed; the least filled is Health returns, at 97.0%."
    )
    assert word_feeds(feeds.loc[["mps_ward"]]).startswith("No file of these feeds can be judged late")
