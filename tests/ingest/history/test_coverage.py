"""A file sent before, an unfinished period, months lost, a gap and foreign ward codes are warned of; sane files not."""

from datetime import date

import pandas as pd
import pytest

from svd.ingest.history.sanity import compare_history
from svd.ingest.problems import list_whole
from tests.ingest.builders import ASH, make_catalogue
from tests.ingest.history.builders import make_history, make_months, make_read, name_rules, warn


def read_from(first: str, months: int, **more):
    return make_read(make_months(first, *[40] * months), **more)


def hold(first: str, months: int, name: str = "held.csv"):
    return read_from(first, months, name=name, received_on=date(2026, 10, 12))


def test_a_file_sent_before_is_told_of_and_no_more():
    found = warn(read_from("2026-01", 1, incomplete=("2026-01",)), hold("2024-01", 3), sha256="held.csv")
    assert name_rules(found) == [("sent_before", "held.csv")]
    assert "The same file was sent before: 'held.csv', received on 12 Oct 2026." in found["message"].iloc[0]


def test_a_file_that_was_refused_may_be_sent_again():
    catalogue, history = make_catalogue(), make_history(hold("2024-01", 3))
    history.extracts["status"] = "refused"
    found = compare_history(read_from("2024-04", 1), history, catalogue.sources["asb"], catalogue, "held.csv")
    assert name_rules(found) == []


def test_another_file_is_not_sent_before():
    assert name_rules(warn(read_from("2024-04", 1), hold("2024-01", 3))) == []


def test_a_first_file_of_a_source_is_sane():
    assert name_rules(warn(read_from("2024-01", 3))) == []


def test_a_month_that_was_not_over_is_not_complete():
    new = read_from("2024-04", 2, incomplete=("2024-05",))
    assert name_rules(warn(new, hold("2024-01", 3))) == [("period_incomplete", "May 2024")]
    judged = list_whole("asb", "new.csv", "looks_incomplete", 4, "202405").to_dict("records")
    told = read_from("2024-04", 2, incomplete=("2024-05",), problems=judged)
    assert name_rules(warn(told, hold("2024-01", 3))) == []


def read_days(*days: str, each: int = 2):
    rows = [{"occurred_at": pd.Timestamp(day)} for day in days for _ in range(each)]
    return make_read({"2024-04": {"harm": len(rows)}}, incidents=rows)


def test_a_month_without_records_on_its_last_days_is_not_complete():
    days = [f"2024-04-{day:02}" for day in range(1, 31)]
    found = warn(read_days(*days[:25]))
    assert name_rules(found) == [("period_incomplete", "Apr 2024")]
    assert "Apr 2024 has no record after 25 Apr 2024." in found["message"].iloc[0]
    assert name_rules(warn(read_days(*days))) == []


def test_a_silent_end_is_usual_where_records_are_rare_or_such_gaps_stand_before_it():
    days = [f"2024-04-{day:02}" for day in range(1, 31)]
    assert name_rules(warn(read_days(*days[:25], each=1))) == []
    assert name_rules(warn(read_days(*days[:9], *days[15:25]))) == []


def test_an_edition_that_covers_fewer_months_than_the_one_it_replaces():
    found = warn(read_from("2024-03", 4), hold("2024-01", 6))
    assert name_rules(found) == [("coverage_shrank", "2 months")]
    assert "Jan 2024 to Feb 2024 left out." in found["message"].iloc[0]


def test_a_window_that_moves_on_has_not_shrunk():
    assert name_rules(warn(read_from("2024-03", 6), hold("2024-01", 6))) == []


def test_months_past_their_retention_may_be_left_out():
    new, held = read_from("2024-03", 4), hold("2024-01", 6)
    kept = make_catalogue(asb={"retention_months": 4})
    assert name_rules(warn(new, held, catalogue=kept)) == []
    longer = make_catalogue(asb={"retention_months": 5})
    assert name_rules(warn(new, held, catalogue=longer)) == [("coverage_shrank", "1 month")]


def test_the_edition_replaced_is_the_one_of_which_most_months_are_taken():
    new = read_from("2025-01", 3)
    assert name_rules(warn(new, hold("2024-01", 13, "long.csv"), hold("2025-02", 2, "short.csv"))) == []


def test_months_between_what_is_held_and_the_file_are_a_gap():
    found = warn(read_from("2024-06", 1), hold("2024-01", 3))
    assert name_rules(found) == [("coverage_gap", "Apr 2024")]
    assert "No file covers Apr 2024 to May 2024, between" in found["message"].iloc[0]


def test_a_gap_inside_what_was_held_already_is_not_the_new_file_s():
    held = hold("2024-01", 1, "one.csv"), hold("2024-03", 1, "two.csv")
    assert name_rules(warn(read_from("2024-04", 1), *held)) == []


def test_between_school_terms_a_month_may_lie():
    catalogue = make_catalogue(asb={"frequency": "term"})
    assert name_rules(warn(read_from("2024-05", 1), hold("2024-01", 3), catalogue=catalogue)) == []
    assert name_rules(warn(read_from("2024-06", 1), hold("2024-01", 3), catalogue=catalogue)) == [
        ("coverage_gap", "Apr 2024")
    ]


def send_codes(*codes: str, first: int = 1, **more):
    problems = [
        {"rule": "unknown_ward", "value": code, "column": "Ward code", "severity": "warning", "rows": 0}
        for code in codes
    ]
    return read_from("2024-04", first, problems=problems, **more)


def test_a_few_ward_codes_the_area_lacks_are_named():
    catalogue = make_catalogue()
    area = catalogue.area.model_copy(update={"ward_count": 19, "ward_vintage": "May 2022"})
    vars(catalogue)["area"] = area
    new = send_codes("E05000026", "e05000026", "E05000031")
    new.facts["ward_code"] = ASH
    vars(new)["facts"] = pd.concat([new.facts.assign(ward_code=f"E0500000{number}") for number in range(9)])
    found = warn(new, catalogue=catalogue)
    assert name_rules(found) == [("old_ward_codes", "E05000026")]
    told = (
        "Ward codes are not among the area's: 2 codes, as E05000026, E05000031; the area's wards are those of May 2022."
    )
    assert found["message"].iloc[0].startswith(told)
    assert found["column"].iloc[0] == "Ward code"


def test_a_file_of_other_wards_is_known_by_most_of_its_codes():
    found = warn(send_codes("E05000026", "E05000027", "E05000028", "E05000029"))
    assert name_rules(found) == [("other_wards", "E05000026")]
    assert "4 codes, as E05000026, E05000027, E05000028 and so on" in found["message"].iloc[0]


@pytest.mark.parametrize("value", ["Ash", "E09000001", "E0500002", ""])
def test_what_is_no_ward_code_is_no_old_one(value):
    assert name_rules(warn(send_codes(value))) == []
