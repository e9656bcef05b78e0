"""The problems table repeats codes, numbers and recent dates of private records, and nothing that could be personal."""

from datetime import date

import pytest

from svd.ingest.private.repeatable import may_repeat, word_header

RECEIVED = date(2026, 2, 1)


@pytest.mark.parametrize(
    ("rule", "field", "value"),
    [
        ("bad_date", "occurred_at", "2025-13-40"),
        ("bad_date", "occurred_at", "31/02/2024 22:15"),
        ("bad_date", "occurred_at", "31 Feb 2025"),
        ("future_date", "occurred_at", "2026-10-29T18:40"),
        ("unknown_ward", "ward_code", "E05000099"),
        ("outside_area", "easting", "531200"),
        ("outside_area", "longitude", "-0.127758"),
        ("bad_coordinates", "easting", "54936O"),
        ("bad_coordinates", "longitude", "51.5"),
        ("bad_age_band", "age_band", "Oct-14"),
        ("bad_age_band", "age_band", "14-Oct"),
        ("bad_age_band", "age_band", "36-40"),
        ("bad_sex", "sex", "Q"),
        ("bad_flag", "is_knife", "maybe"),
        ("missing_value", "record_id", ""),
        ("ragged_row", None, "31 characters"),
    ],
)
def test_a_code_a_number_or_a_date_is_repeated(rule, field, value):
    assert may_repeat(value, rule, field, RECEIVED)


@pytest.mark.parametrize(
    ("rule", "field", "value"),
    [
        ("bad_date", "occurred_at", "Jo Bloggs"),
        ("bad_sex", "sex", "Bloggs"),
        ("bad_age_band", "age_band", "teenager"),
        ("unmapped_category", "category", "7"),
        ("duplicate_record", "record_id", "7"),
        ("totals_row", None, "7"),
        ("outside_area", "postcode", "7"),
        ("outside_area", "small_area", "E01000001"),
        ("bad_age", "age", "19.5"),
        ("unknown_ward", "ward_code", "AB1 2CD"),
        ("outside_period", "occurred_at", "2012-05-06"),
        ("bad_date", "occurred_at", "12/05/1987"),
        ("bad_date", "occurred_at", "12/05/87"),
        ("bad_date", "occurred_at", "6 May 2012"),
        ("bad_date", "occurred_at", "31544"),
        ("bad_flag", "is_knife", "120587"),
        ("bad_coordinates", "longitude", "51.543219"),
        ("bad_coordinates", "latitude", "0.134567"),
        ("bad_coordinates", "easting", "12051987"),
        ("bad_coordinates", "easting", "9434765919"),
        ("bad_coordinates", "easting", "07700900123"),
        ("bad_sex", "sex", "QQ123456C"),
        ("bad_sex", "sex", "jo@example.org"),
    ],
)
def test_words_postcodes_birthdays_and_long_numbers_are_not(rule, field, value):
    assert not may_repeat(value, rule, field, RECEIVED)


@pytest.mark.parametrize("header", ["Forename", "address line 1", "is_knife", "Outcome of the case"])
def test_a_header_is_shown(header):
    assert word_header(header) == header


@pytest.mark.parametrize("cell", ["jo@example.org", "12/05/1987", "AB1 2CD", "9434765919", "a" * 41])
def test_a_header_that_looks_like_a_cell_is_not(cell):
    assert word_header(cell) == f"a header of {len(cell)} characters"
