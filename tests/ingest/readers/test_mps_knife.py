"""The knife dashboard: borough and ward rows in one file, never added up."""

import pytest

from tests.ingest.builders import ASH, BIRCH, ELSEWHERE, knife_row, list_counts, name_problems, open_file, write_csv

BOROUGH = "E09000001"


@pytest.fixture
def read(tmp_path):
    return lambda *rows: open_file(write_csv(tmp_path, "Monthly Crime Dashboard.csv", rows))


def counted(extract):
    return list_counts(extract.facts, "ward_code", "month", "measure")


def test_the_sum_over_all_rows_is_the_borough_s(read):
    extract = read(knife_row(BOROUGH, 10), knife_row(f"{ASH} ", 6), knife_row(BIRCH, 3))
    assert counted(extract) == [
        (ASH, "2025-01", "offences", 6),
        (BIRCH, "2025-01", "offences", 3),
        (None, "2025-01", "offences", 1),
    ]
    assert extract.placed == {"point": 0, "postcode": 0, "small_area": 0, "ward": 2, "unplaced": 1}


def test_nothing_is_unallocated_where_the_wards_add_up(read):
    assert counted(read(knife_row(BOROUGH, 6), knife_row(ASH, 6))) == [(ASH, "2025-01", "offences", 6)]


def test_offences_and_outcomes_are_two_measures(read):
    extract = read(knife_row(BOROUGH, 2), knife_row(BOROUGH, 1, measure="Positive Outcomes"))
    assert counted(extract) == [(None, "2025-01", "offences", 2), (None, "2025-01", "positive_outcomes", 1)]


def test_a_borough_below_its_wards_is_a_warning(read):
    extract = read(knife_row(BOROUGH, 1), knife_row(ASH, 3))
    assert counted(extract) == [(ASH, "2025-01", "offences", 3)]
    told = "knife, offences, 2025-01: 2 fewer"
    assert name_problems(extract) == [(None, "count", told, "borough_below_wards")]
    assert extract.problems["severity"].tolist() == ["warning"]


def test_a_borough_row_set_aside_leaves_the_rest_unknown_without_a_warning(read):
    extract = read(knife_row(BOROUGH, "many"), knife_row(ASH, 3))
    assert counted(extract) == [(ASH, "2025-01", "offences", 3), (None, "2025-01", "offences", None)]
    assert name_problems(extract) == [(2, "count", "many", "not_a_number")]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (knife_row(ASH, ""), ("count", "", "missing_value")),
        (knife_row(ASH, -2), ("count", "-2", "negative_count")),
        (knife_row(ASH, 6000), ("count", "6000", "absurd_count")),
        (knife_row(ASH, month="soon"), ("month_year", "soon", "bad_date")),
        (knife_row(ASH, month="2026-02-01"), ("month_year", "2026-02-01", "future_date")),
        (knife_row(ELSEWHERE), ("area_code", ELSEWHERE, "unknown_ward")),
        (knife_row(ASH, crime_subtype="Swords"), ("crime_subtype", "Swords", "unmapped_category")),
        (knife_row(ASH, measure="Arrests"), ("measure", "Arrests", "unmapped_category")),
    ],
)
def test_bad_rows(read, row, problem):
    extract = read(knife_row(BOROUGH, 5), row)
    assert name_problems(extract) == [(3, *problem)]
    assert (extract.rows_kept, extract.rows_set_aside) == (1, 1)
    assert extract.facts["count"].isna().any()


def test_a_row_of_no_known_measure_leaves_both_unknown(read):
    extract = read(knife_row(BOROUGH, 5), knife_row(ASH, measure="Arrests"))
    unknown = extract.facts[extract.facts["count"].isna()]
    assert set(unknown["measure"]) == {"offences", "positive_outcomes"}


def test_other_boroughs_and_the_whole_force_are_outside(read):
    other = knife_row("E09000002", 50, borough_snt="Elsewhere", area_name="Elsewhere")
    their_ward = knife_row(ELSEWHERE, 50, borough_snt="Elsewhere Oak", area_name="Oak")
    force = knife_row("X1", 99, borough_snt="All", area_name="All", area_type="Force")
    extract = read(knife_row(BOROUGH, 2), other, their_ward, force)
    assert name_problems(extract) == [(3, "area_code", "E09000002", "outside_area")]
    assert extract.rows_set_aside == 3
    assert counted(extract) == [(None, "2025-01", "offences", 2)]


def test_a_copy_is_set_aside(read):
    extract = read(knife_row(BOROUGH, 2), knife_row(ASH, 1), knife_row(ASH, 1))
    assert name_problems(extract) == [(4, "crime_subtype", "Knife Crime", "duplicate_record")]
    assert extract.facts["count"].notna().all()


def test_the_edition_is_the_refresh_and_a_month_it_cut_is_not_complete(read):
    extract = read(knife_row(BOROUGH, month="2025-05-01"), knife_row(BOROUGH, month="2025-06-01"))
    assert f"{extract.edition:%Y-%m}" == "2025-06"
    assert extract.months["is_complete"].tolist() == [True, False]


def test_first_days_of_months_with_the_month_first_are_refused(read):
    sent = [knife_row(month=month) for month in ("1/1/2025", "2/1/2025", "3/1/2025")]
    assert name_problems(read(*sent)) == [(None, "month_year", None, "us_dates")]
    british = read(*(knife_row(BOROUGH, month=month) for month in ("01/01/2025", "01/02/2025")))
    assert name_problems(british) == []
    assert british.months["month"].dt.month.tolist() == [1, 2]
