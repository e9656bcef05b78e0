"""How good each feed is, worked out by hand from three files and four faults."""

from datetime import date

import pandas as pd
import pytest

from svd.figures.faults import list_faults
from svd.figures.feeds import count_feeds, count_rules, word_feeds
from svd.store.selection import Selection
from tests.builders import build_evidence

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
    fault = {
        "source": "lfb_incidents",
        "file": "jan.csv",
        "severity": "set_aside",
        "rows": 1,
        "message": "",
        "value": "",
    }
    faults = [
        {**fault, "row": 2, "rule": "bad_date", "column": "occurred_at"},
        {**fault, "row": 3, "rule": "bad_date", "column": "occurred_at"},
        {**fault, "row": 3, "rule": "bad_flag", "column": "is_knife"},
        {**fault, "row": 4, "rule": "outside_area", "column": "easting", "rows": 8},
        {**fault, "row": 5, "rule": "totals_row", "column": None},
    ]
    return build_evidence(tmp_path_factory.mktemp("store"), extracts=[back, *later], problems=faults)


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
    fire = feeds.loc["lfb_incidents"]
    assert (fire["files"], fire["rows_read"], fire["rows_kept"]) == (2, 200, 180)
    assert (fire["filled"], fire["placed"]) == (pytest.approx(97), pytest.approx(80))


def test_rows_of_other_areas_and_of_totals_are_no_fault(feeds):
    fire = feeds.loc["lfb_incidents"]
    assert fire["rows_faulty"] == 2, "Rows 2 and 3."
    assert fire["usable"] == pytest.approx(180 / 182 * 100)


def test_returns_have_no_places_and_what_is_published_is_never_late(feeds):
    assert pd.isna(feeds.loc["icb_returns", "placed"])
    published = feeds.loc["mps_ward"]
    assert pd.isna(published["newest_late"]) and pd.isna(published["filled"]), "Nothing came, which is not zero."


def test_rules_are_counted_feed_by_feed(evidence):
    rules = count_rules(list_faults(evidence, SELECTION))
    assert rules.to_dict("records") == [
        {"source": "lfb_incidents", "rule": "bad_date", "rows": 2},
        {"source": "lfb_incidents", "rule": "bad_flag", "rows": 1},
    ]


def test_the_feeds_in_a_sentence(feeds):
    assert word_feeds(feeds.reset_index()) == (
        "1 of 2 feeds sent their newest file by the day agreed; the least filled is Fire brigade incidents, at 97.0%."
    )
    assert word_feeds(feeds.loc[["mps_ward"]]).startswith("No file of these feeds can be judged late")
