"""Indicator returns: areas, periods, suppressed numerators and every rule."""

import pandas as pd
import pytest

from tests.ingest.builders import ASH, ELSEWHERE, name_problems, open_file, return_row, write_csv

NAME = "team_returns_2025-01_2025-12.csv"


@pytest.fixture
def read(tmp_path):
    return lambda *rows, name=NAME: open_file(write_csv(tmp_path, name, rows))


def test_a_row_is_an_indicator_area_and_period(read):
    extract = read(return_row(), return_row(area_code=ASH, numerator="2.5"))
    returned = extract.returns
    assert returned["indicator"].tolist() == ["held", "held"]
    assert returned["ward_code"].isna().tolist() == [True, False]
    assert returned["numerator"].tolist() == [3.0, 2.5]
    assert returned["period_to"].dt.strftime("%Y-%m").tolist() == ["2025-03", "2025-03"]
    assert extract.months["month"].dt.strftime("%Y-%m").tolist() == ["2025-01", "2025-02", "2025-03"]
    assert extract.months["rows"].tolist() == [2, 2, 2]
    assert extract.placed["ward"] == extract.placed["unplaced"] == 1
    assert f"{extract.edition:%Y-%m}" == "2025-12"


@pytest.mark.parametrize("hidden", ["*", "<5", "< 8", "[c]"])
def test_a_numerator_the_sender_hid(read, hidden):
    returned = read(return_row(numerator=hidden)).returns.iloc[0]
    assert pd.isna(returned["numerator"]) and returned["is_suppressed"]


def test_a_plain_count_has_no_denominator(read):
    returned = read(return_row(indicator="entrants", denominator="")).returns.iloc[0]
    assert returned["numerator"] == 3 and pd.isna(returned["denominator"]) and not returned["is_suppressed"]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"indicator": "x"}, ("indicator", "x", "unknown_indicator")),
        ({"indicator": ""}, ("indicator", "", "missing_value")),
        ({"area_code": ELSEWHERE}, ("area_code", ELSEWHERE, "unknown_ward")),
        ({"period_from": "2025-13"}, ("period_from", "2025-13", "bad_date")),
        ({"period_from": "January"}, ("period_from", "January", "bad_date")),
        ({"period_from": "2025-01-15"}, ("period_from", "2025-01-15", "part_of_month")),
        ({"period_from": "2025-04"}, ("period_to", "2025-03", "period_reversed")),
        ({"period_from": "2024-12"}, ("period_from", "2024-12", "outside_period")),
        ({"numerator": ""}, ("numerator", "", "missing_value")),
        ({"numerator": "tbc"}, ("numerator", "tbc", "not_a_number")),
        ({"denominator": "all"}, ("denominator", "all", "not_a_number")),
        ({"denominator": ""}, ("denominator", "", "missing_value")),
        ({"numerator": "-1"}, ("numerator", "-1", "negative_count")),
        ({"numerator": "11"}, ("numerator", "11", "over_denominator")),
    ],
)
def test_bad_rows(read, given, problem):
    extract = read(return_row(indicator="entrants"), return_row(**given))
    assert name_problems(extract) == [(3, *problem)]
    assert (extract.rows_kept, extract.rows_set_aside, len(extract.returns)) == (1, 1, 1)


def test_only_a_share_can_not_exceed_its_denominator(read):
    assert read(return_row(indicator="entrants", numerator="11")).rows_kept == 1


def test_a_period_that_has_not_begun(read):
    extract = read(return_row(), return_row(period_from="2026-02", period_to="2026-02"), name="team_returns.csv")
    assert name_problems(extract) == [(3, "period_to", "2026-02", "future_date")]


def test_the_same_indicator_area_and_period_twice(read):
    extract = read(return_row(), return_row(numerator="4"), return_row(area_code=ASH))
    assert name_problems(extract) == [(3, "indicator", "held", "duplicate_record")]
    assert extract.returns["numerator"].tolist() == [3.0, 3.0]


@pytest.mark.parametrize("period", [("2025-01-01", "2025-03-31"), ("Jan-25", "Mar 2025"), ("01/2025", "01/03/2025")])
def test_periods_as_a_spreadsheet_leaves_them(read, period):
    extract = read(return_row(period_from=period[0], period_to=period[1]))
    assert name_problems(extract) == []
    assert extract.months["month"].dt.strftime("%Y-%m").tolist() == ["2025-01", "2025-02", "2025-03"]
