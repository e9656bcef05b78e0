"""The ward file: layouts, missing rows, wide categories, editions and every rule a row can break."""

import pandas as pd
import pytest

from svd.ingest.dates import list_months
from svd.tasks import has_faults
from tests.ingest.builders import ASH, BIRCH, ELSEWHERE, list_counts, name_problems, open_file, ward_row, write_csv

NAME = "Ward Level Crime (most recent 24 months) 2025-02.csv"


@pytest.fixture
def read(tmp_path):
    return lambda *rows, name=NAME: open_file(write_csv(tmp_path, name, rows))


def counted(extract):
    return list_counts(extract.facts, "ward_code", "offence", "month")


def test_a_column_is_a_month(read):
    extract = read(ward_row(ASH, m202501=3, m202502=0), ward_row(BIRCH, "HOMICIDE", m202501=1, m202502="2"))
    assert counted(extract) == [
        (ASH, "robbery", "2025-01", 3),
        (ASH, "robbery", "2025-02", 0),
        (BIRCH, "homicide", "2025-01", 1),
        (BIRCH, "homicide", "2025-02", 2),
    ]
    assert set(extract.facts["measure"]) == {"offences"}
    assert extract.months["month"].dt.strftime("%Y-%m").tolist() == ["2025-01", "2025-02"]
    assert extract.months["is_complete"].all()
    assert (extract.rows_read, extract.rows_kept, extract.placed["ward"]) == (2, 2, 2)


def test_a_totals_row_is_read_set_aside_and_no_fault(read):
    total = ward_row("", "", "", m202501=4) | {"MajorText": "Total"}
    extract = read(ward_row(ASH, m202501=3), ward_row(BIRCH, m202501=1), total)
    assert name_problems(extract) == [(4, None, "Total, 4", "totals_row")]
    assert (extract.rows_read, extract.rows_kept, extract.rows_set_aside) == (3, 2, 1)
    assert counted(extract) == [(ASH, "robbery", "2025-01", 3), (BIRCH, "robbery", "2025-01", 1)]
    assert not has_faults(extract.problems)


def test_reordered_lower_case_columns_read_the_same(read):
    row = ward_row(ASH, m202501=3)
    other = {name.lower(): row[name] for name in reversed(row)}
    assert counted(read(other)) == counted(read(row))


def test_two_texts_cut_to_one_name_are_added_up_but_a_copy_is_not(read):
    assert counted(read(ward_row(m202501=3), ward_row(m202501=4))) == [(ASH, "robbery", "2025-01", 7)]
    extract = read(ward_row(m202501=3), ward_row(m202501=3))
    assert counted(extract) == [(ASH, "robbery", "2025-01", 3)]
    assert name_problems(extract) == [(3, "MinorText", "ROBBERY", "duplicate_record")]


@pytest.mark.parametrize(
    ("row", "problem", "unknown"),
    [
        (ward_row(m202501="few"), ("202501", "few", "not_a_number"), (ASH, "robbery")),
        (ward_row(m202501="n/a"), ("202501", "", "missing_value"), (ASH, "robbery")),
        (ward_row(m202501=""), ("202501", "", "missing_value"), (ASH, "robbery")),
        (ward_row(m202501=-1), ("202501", "-1", "negative_count"), (ASH, "robbery")),
        (ward_row(m202501=5001), ("202501", "5001", "absurd_count"), (ASH, "robbery")),
        (ward_row(m202501=1.5), ("202501", "1.5", "absurd_count"), (ASH, "robbery")),
        (ward_row(m202501="inf"), ("202501", "inf", "not_a_number"), (ASH, "robbery")),
        (ward_row(category="PIRACY", m202501=1), ("MinorText", "PIRACY", "unmapped_category"), (ASH, "unmapped")),
        (ward_row(category="", m202501=1), ("MinorText", "", "missing_value"), (ASH, "unmapped")),
        (ward_row(ELSEWHERE, m202501=1), ("WardCode", ELSEWHERE, "unknown_ward"), (None, "robbery")),
        (ward_row("", m202501=1), ("WardCode", "", "missing_value"), (None, "robbery")),
    ],
)
def test_a_bad_row_is_set_aside_and_leaves_its_months_unknown(read, row, problem, unknown):
    extract = read(ward_row(BIRCH, "HOMICIDE", m202501=1), row)
    assert name_problems(extract) == [(3, *problem)]
    assert (extract.rows_kept, extract.rows_set_aside) == (1, 1)
    assert (*unknown, "2025-01", None) in counted(extract)


def test_every_bad_cell_of_a_row_is_listed(read):
    extract = read(ward_row(category="PIRACY", m202501="x", m202502=-1))
    assert [problem[3] for problem in name_problems(extract)] == ["not_a_number", "negative_count", "unmapped_category"]
    assert extract.rows_set_aside == 1


def test_other_boroughs_are_listed_once_and_leave_nothing_unknown(read):
    others = [ward_row(ELSEWHERE, borough="Treetownside", m202501="x") for _ in range(3)]
    extract = read(*others, ward_row(m202501=1))
    assert name_problems(extract) == [(2, "LookUp_BoroughName", "Treetownside", "outside_area")]
    assert extract.problems["rows"].tolist() == [3]
    assert (extract.rows_read, extract.rows_kept, extract.rows_set_aside) == (4, 1, 3)
    assert counted(extract) == [(ASH, "robbery", "2025-01", 1)]


def test_a_file_of_another_borough_covers_its_months_with_nothing(read):
    extract = read(ward_row(ELSEWHERE, borough="Elsewhere", m202501=1))
    assert extract.facts.empty and len(extract.months) == 1


def test_a_ragged_row_could_have_said_anything(tmp_path):
    path = write_csv(tmp_path, NAME, [ward_row(m202501=1)] * 2)
    path.write_text(path.read_text().replace("ROBBERY", "ROBBERY,extra", 1), encoding="utf-8")
    extract = open_file(path)
    assert [problem[3] for problem in name_problems(extract)] == ["ragged_row"]
    assert (None, "unmapped", "2025-01", None) in counted(extract)


def months_of(*counts, first="2023-12"):
    start = pd.Timestamp(f"{first}-01")
    months = list_months(start, start + pd.DateOffset(months=len(counts) - 1))
    return {f"m{month:%Y%m}": count for month, count in zip(months, counts, strict=True)}


@pytest.mark.parametrize(("last", "is_complete"), [(4, False), (5, True)])
def test_a_last_month_under_half_the_usual_looks_incomplete(read, last, is_complete):
    extract = read(ward_row(**months_of(*[10] * 12, last)))
    assert extract.months["is_complete"].tolist() == [True] * 12 + [is_complete]
    assert name_problems(extract) == [] if is_complete else [(None, "202412", "4", "looks_incomplete")]
    assert extract.rows_set_aside == 0


def test_a_month_that_had_not_ended_is_not_complete(read):
    extract = read(ward_row(m202512=1, m202601=1))
    assert extract.months["is_complete"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("name", "months", "edition"),
    [
        ("Ward Level Crime 2025-02.csv", 2, "2025-02"),
        ("Ward Level Crime.csv", 2, "2024-01"),
        ("Ward Level Crime (Historical).csv", 25, "2027-11"),
    ],
)
def test_editions(read, name, months, edition):
    extract = read(ward_row(**months_of(*[1] * months)), name=name)
    assert f"{extract.edition:%Y-%m}" == edition


@pytest.mark.parametrize("column", ["202513", "199912"])
def test_a_month_column_that_is_none(read, column):
    extract = read(ward_row(**{f"m{column}": 1}))
    assert name_problems(extract) == [(None, column, None, "missing_column")]


@pytest.mark.parametrize("missing", ["MinorText", "WardCode"])
def test_missing_columns(read, missing):
    row = ward_row(m202501=1)
    del row[missing]
    extract = read(row)
    assert name_problems(extract) == [(None, missing, None, "missing_column")]
    assert extract.problems["severity"].tolist() == ["file"]
    assert extract.rows_read == 0


def test_required_cells_that_are_filled_and_valid(tmp_path):
    from tests.ingest.builders import make_catalogue

    catalogue = make_catalogue(wards={"required_fields": ("MinorText", "Ward Code", "nowhere")})
    rows = [ward_row(m202501=1), ward_row("", m202501=1), ward_row(ELSEWHERE, m202501=1)]
    extract = open_file(write_csv(tmp_path, NAME, rows), catalogue)
    assert (extract.fields_expected, extract.fields_filled) == (9, 4)


@pytest.mark.parametrize(
    ("header", "other"),
    [("2025-01", "2025-02"), ("Jan 2025", "Feb 2025"), ("Jan-25", "Feb-25"), ("2025-01-01", "202502")],
)
def test_months_are_known_by_the_other_headers_of_the_contract(read, header, other):
    extract = read(ward_row() | {header: 3, other: 4})

    assert counted(extract) == [(ASH, "robbery", "2025-01", 3), (ASH, "robbery", "2025-02", 4)]


def test_a_month_in_two_columns_has_the_file_refused(read):
    (problem,) = name_problems(read(ward_row(m202501=3) | {"Jan 2025": 3}))

    assert problem == (None, "Jan 2025", None, "wrong_format")


def test_a_month_to_come_is_refused(read):
    assert name_problems(read(ward_row(m202602=0))) == [(None, "202602", None, "future_date")]


def test_a_month_left_out_is_a_warning(read):
    assert name_problems(read(ward_row(m202501=3, m202503=4))) == [(None, None, "2025-02", "empty_month")]
