"""The street file: points shared by design, no key, the month only, and rows far away."""

import pytest

from tests.ingest.builders import ASH, BIRCH, SMALL_AREA, list_counts, name_problems, open_file, street_row, write_csv

AWAY = ("-1.5", "53.0")


@pytest.fixture
def read(tmp_path):
    return lambda *rows: open_file(write_csv(tmp_path, "2025-01-force-street.csv", rows))


def test_equal_rows_are_separate_crimes(read):
    extract = read(street_row(), street_row(), street_row(crime="Anti-social behaviour", **{"Crime ID": ""}))
    assert list_counts(extract.facts, "ward_code", "offence", "measure") == [
        (ASH, "nuisance", "offences", 1),
        (ASH, "robbery", "offences", 2),
    ]
    assert (extract.rows_read, extract.rows_kept) == (3, 3)


def test_only_the_month_is_known(read):
    incident = read(street_row()).incidents.iloc[0]
    assert incident["time_precision"] == "month"
    assert incident.isna()["occurred_at"]
    assert f"{incident['month']:%Y-%m}" == "2025-01"
    assert (incident["row"], incident["placed_by"]) == (2, "point")


def test_a_row_without_a_point_is_placed_by_its_small_area(read):
    extract = read(street_row(("", ""), **{"LSOA code": SMALL_AREA}))
    assert extract.incidents["ward_code"].tolist() == [BIRCH]
    assert extract.placed["small_area"] == 1


def test_rows_far_away_are_listed_once(read):
    extract = read(street_row(AWAY), street_row(), street_row(AWAY))
    assert name_problems(extract) == [(2, "Longitude", "-1.5", "outside_area")]
    assert extract.problems["rows"].tolist() == [2]
    assert extract.facts["count"].tolist() == [1]


def test_a_row_without_any_place_counts_in_a_file_of_the_area_only(read):
    assert read(street_row(), street_row(), street_row(("", ""))).placed["unplaced"] == 1
    whole_force = read(street_row(), street_row(AWAY), street_row(AWAY), street_row(("", "")))
    assert (whole_force.rows_kept, whole_force.rows_set_aside) == (1, 3)


def test_a_file_of_rows_without_any_place_is_kept(read):
    extract = read(street_row(("", "")))
    assert (extract.rows_kept, extract.placed["unplaced"]) == (1, 1)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (street_row(Month="2025-02"), ("Month", "2025-02", "outside_period")),
        (street_row(Month="May"), ("Month", "May", "bad_date")),
        (street_row(Month=""), ("Month", "", "missing_value")),
        (street_row(crime="Piracy"), ("Crime type", "Piracy", "unmapped_category")),
        (street_row(crime=""), ("Crime type", "", "missing_value")),
        (street_row(("x", "51.5")), ("Longitude", "x", "bad_coordinates")),
        (street_row(("0.09", "")), ("Latitude", "", "bad_coordinates")),
    ],
)
def test_bad_rows(read, row, problem):
    extract = read(street_row(), row)
    assert name_problems(extract) == [(3, *problem)]
    assert (extract.rows_kept, extract.rows_set_aside) == (1, 1)
    is_of_other_month = problem[2] == "outside_period"
    assert extract.facts["count"].isna().any() != is_of_other_month
