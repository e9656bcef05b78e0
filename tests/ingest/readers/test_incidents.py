"""Incident records: places, dates, flags, every rule, and what a row set aside leaves unknown."""

from dataclasses import replace
from datetime import date

import pytest

from svd.catalogue.schema import NOT_KEPT
from tests.ingest.builders import (
    ACROSS,
    ASH,
    BIRCH,
    ELSEWHERE,
    FAR_AWAY,
    IN_BIRCH,
    SMALL_AREA,
    incident_row,
    list_counts,
    make_catalogue,
    name_problems,
    open_file,
    write_csv,
)
from tests.ingest.tables.books import write_book

NAME = "asb_2025-01_2025-01.csv"


@pytest.fixture
def read(tmp_path):
    def read_rows(*rows, name=NAME, catalogue=None, received_on=date(2026, 1, 20)):
        return open_file(write_csv(tmp_path, name, rows), catalogue, received_on)

    return read_rows


def nowhere(**given):
    return {"easting": "", "northing": ""} | given


def test_the_cube_counts_by_ward_age_and_flags(read):
    extract = read(
        incident_row(1),
        incident_row(2),
        incident_row(3, is_knife="YES"),
        incident_row(4, age_band=""),
        incident_row(5, easting=IN_BIRCH[0], northing=IN_BIRCH[1], category="FIGHT"),
    )
    assert list_counts(extract.facts, "ward_code", "offence", "age_band", "is_knife", "measure") == [
        (ASH, "nuisance", "15-17", False, "records", 2),
        (ASH, "nuisance", "15-17", True, "records", 1),
        (ASH, "nuisance", None, False, "records", 1),
        (BIRCH, "harm", "15-17", False, "records", 1),
    ]
    assert (extract.rows_read, extract.rows_kept, extract.placed["point"]) == (5, 5, 5)


def test_repeats_are_counted_where_they_are_sent(read):
    extract = read(incident_row(1, is_repeat="1"), incident_row(2, is_repeat="no"), incident_row(3))
    assert list_counts(extract.facts, "measure") == [("records", 3), ("repeats", 1)]


def test_the_incident_keeps_row_time_and_precision(read):
    incidents = read(
        incident_row(1), incident_row(2, occurred_at="2025-01-06"), incident_row(3, occurred_at="2025-01")
    ).incidents
    assert incidents["row"].tolist() == [2, 3, 4]
    assert incidents["time_precision"].tolist() == ["minute", "day", "month"]
    assert incidents["occurred_at"].isna().tolist() == [False, False, True]
    assert incidents["easting"].tolist() == [545500.0] * 3
    assert incidents["sex"].tolist() == ["female"] * 3


@pytest.mark.parametrize(
    ("given", "ward", "way"),
    [
        ({"longitude": "0.0971", "latitude": "51.5496", **nowhere()}, ASH, "point"),
        (nowhere(small_area=SMALL_AREA), BIRCH, "small_area"),
        (nowhere(small_area=ACROSS), None, "unplaced"),
        (nowhere(small_area=ACROSS, ward_code=BIRCH), BIRCH, "ward"),
        (nowhere(ward_code=BIRCH.lower()), BIRCH, "ward"),
        (nowhere(), None, "unplaced"),
    ],
)
def test_ways_to_a_ward(read, given, ward, way):
    extract = read(incident_row(1, **given))
    assert list_counts(extract.facts, "ward_code") == [(ward, 1)]
    assert extract.placed[way] == 1


def test_optional_columns_may_be_absent_and_spelt_otherwise(read):
    extract = read({"Record ID": "R1", "OCCURRED_AT": "2025-01-02", "Category": "noise"})
    assert list_counts(extract.facts, "ward_code", "age_band", "is_knife") == [(None, None, None, 1)]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"record_id": ""}, ("record_id", "", "missing_value")),
        ({"occurred_at": ""}, ("occurred_at", "", "missing_value")),
        ({"category": ""}, ("category", "", "missing_value")),
        ({"occurred_at": "Friday"}, ("occurred_at", NOT_KEPT, "bad_date")),
        ({"occurred_at": "1999-12-31"}, ("occurred_at", NOT_KEPT, "bad_date")),
        ({"occurred_at": "2024-12-31"}, ("occurred_at", "2024-12-31", "outside_period")),
        ({"category": "Piracy"}, ("category", NOT_KEPT, "unmapped_category")),
        ({"age_band": "Oct-14"}, ("age_band", "Oct-14", "bad_age_band")),
        ({"record_id": "jo@example.org"}, ("record_id", NOT_KEPT, "personal_value")),
        ({"sex": "Q"}, ("sex", "Q", "bad_sex")),
        ({"is_knife": "maybe"}, ("is_knife", "maybe", "bad_flag")),
        ({"is_domestic": "2"}, ("is_domestic", "2", "bad_flag")),
        ({"is_repeat": "x"}, ("is_repeat", "x", "bad_flag")),
        ({"easting": "54550O"}, ("easting", "54550O", "bad_coordinates")),
        ({"easting": "0", "northing": "1"}, ("easting", "0", "bad_coordinates")),
        ({"northing": ""}, ("northing", "", "bad_coordinates")),
        ({"longitude": "51.5", "latitude": "51.5"}, ("longitude", "51.5", "bad_coordinates")),
        (nowhere(ward_code=ELSEWHERE), ("ward_code", ELSEWHERE, "unknown_ward")),
    ],
)
def test_bad_rows(read, given, problem):
    extract = read(incident_row(1), incident_row(2, **given))
    assert name_problems(extract) == [(3, *problem)]
    assert extract.problems["file"].tolist() == [NAME]
    assert extract.problems["severity"].tolist() == ["set_aside"]
    column, value, _ = problem
    assert column in extract.problems["message"][0]
    assert (extract.rows_read, extract.rows_kept, extract.rows_set_aside) == (2, 1, 1)
    assert len(extract.incidents) == 1


def test_a_date_after_the_file_came_is_in_the_future(read):
    rows = [incident_row(1), incident_row(2, occurred_at="2025-01-16"), incident_row(3, occurred_at="2025-01-15T23:59")]
    extract = read(*rows, received_on=date(2025, 1, 15))
    assert name_problems(extract) == [(3, "occurred_at", "2025-01-16", "future_date")]


def test_the_second_record_of_an_id_is_set_aside(read):
    extract = read(incident_row(1), incident_row(1), incident_row(1, category="Fight"))
    assert name_problems(extract) == [(row, "record_id", NOT_KEPT, "duplicate_record") for row in (3, 4)]
    # The copy says nothing new; the other one might have been another event.
    assert list_counts(extract.facts, "offence") == [("harm", None), ("nuisance", 1)]


def test_what_a_row_set_aside_would_have_said_is_unknown(read):
    extract = read(incident_row(1), incident_row(2, category="Piracy", age_band="18-24"))
    unknown = extract.facts[extract.facts["count"].isna()]
    assert list_counts(unknown, "month", "ward_code", "offence", "age_band", "measure") == [
        ("2025-01", ASH, "unmapped", "18-24", "records", None)
    ]


def test_a_row_without_a_date_leaves_every_month_unknown(read):
    rows = [incident_row(1), incident_row(2, occurred_at="2025-02-01"), incident_row(3, occurred_at="?")]
    extract = read(*rows, name="asb_2025-01_2025-02.csv")
    unknown = extract.facts[extract.facts["count"].isna()]
    assert list_counts(unknown, "month", "offence") == [("2025-01", "nuisance", None), ("2025-02", "nuisance", None)]


def test_repeats_are_unknown_too_unless_the_row_was_none(read):
    bad = {"category": "Piracy"}
    extract = read(
        incident_row(1, is_repeat="no"), incident_row(2, **bad), incident_row(3, is_repeat="no", age_band="0-9", **bad)
    )
    unknown = extract.facts[extract.facts["count"].isna()]
    assert list_counts(unknown, "measure", "age_band") == [
        ("records", "0-9", None),
        ("records", "15-17", None),
        ("repeats", "15-17", None),
    ]


def test_dates_with_the_month_first_refuse_the_file(read):
    extract = read(incident_row(1, occurred_at="01/02/2025"), incident_row(2, occurred_at="01/31/2025"))
    assert name_problems(extract) == [(None, "occurred_at", None, "us_dates")]
    assert "'01/31/2025'" in extract.problems["message"][0]
    both = read(incident_row(1, occurred_at="31/01/2025"), incident_row(2, occurred_at="01/31/2025"))
    assert name_problems(both) == [(3, "occurred_at", "01/31/2025", "bad_date")]


def test_dates_a_workbook_has_turned_round_refuse_the_file(tmp_path):
    rows = [incident_row(1, occurred_at=date(2025, 1, 2)), incident_row(2, occurred_at="31/01/2025")]
    path = write_book(tmp_path / "asb.xlsx", {"Data": [list(rows[0]), *(list(row.values()) for row in rows)]})
    assert name_problems(open_file(path)) == [(None, "occurred_at", None, "us_dates")]


def test_rows_outside_are_listed_once_whatever_else_is_wrong_with_them(read):
    away = {"easting": FAR_AWAY[0], "northing": FAR_AWAY[1]}
    extract = read(incident_row(1), incident_row(2, **away), incident_row(3, sex="Q", **away))
    assert name_problems(extract) == [(3, "easting", FAR_AWAY[0], "outside_area")]
    assert (extract.rows_kept, extract.rows_set_aside) == (1, 2)
    assert extract.facts["count"].notna().all()


def test_an_unknown_ward_is_only_a_warning_where_the_point_says_more(read):
    extract = read(incident_row(1, ward_code=ELSEWHERE), incident_row(2, ward_code=ELSEWHERE))
    assert name_problems(extract) == [(2, "ward_code", ELSEWHERE, "unknown_ward")]
    assert extract.problems["severity"].tolist() == ["warning"]
    assert extract.rows_kept == 2


@pytest.mark.parametrize(
    "given", [nowhere(), nowhere(ward_code=ELSEWHERE), dict(zip(("easting", "northing"), FAR_AWAY, strict=True))]
)
def test_a_record_of_a_small_area_that_lies_across_wards_counts_for_the_whole(read, given):
    extract = read(incident_row(1), incident_row(2, small_area=ACROSS, **given))
    assert (extract.rows_read, extract.rows_kept, extract.rows_set_aside) == (2, 2, 0)
    assert list_counts(extract.facts, "ward_code") == [(ASH, 1), (None, 1)]
    assert set(extract.problems["severity"]) <= {"warning"}


def test_a_declared_month_without_rows_was_not_received(read):
    extract = read(incident_row(1), incident_row(2, occurred_at="2025-04"), name="asb_2025-01_2025-05.csv")
    assert extract.months["month"].dt.strftime("%Y-%m").tolist() == ["2025-01", "2025-04"]
    assert name_problems(extract) == [
        (None, None, "2025-02 to 2025-03", "empty_month"),
        (None, None, "2025-05", "empty_month"),
    ]
    assert f"{extract.edition:%Y-%m}" == "2025-05"


def test_unless_its_source_says_that_empty_is_zero(read):
    catalogue = make_catalogue(asb={"are_empty_months_zero": True})
    extract = read(incident_row(1), name="asb_2025-01_2025-02.csv", catalogue=catalogue)
    assert extract.months["rows"].tolist() == [1, 0]
    assert name_problems(extract) == []


@pytest.mark.parametrize("is_zero", [True, False])
def test_months_to_come_are_neither_zero_nor_missing(read, is_zero):
    catalogue = make_catalogue(asb={"are_empty_months_zero": is_zero})
    extract = read(incident_row(1), name="asb_2025-01_2062-03.csv", catalogue=catalogue)
    months = extract.months["month"].dt.strftime("%Y-%m").tolist()
    assert (len(months), months[-1]) == ((13, "2026-01") if is_zero else (1, "2025-01"))
    assert [problem[2] for problem in name_problems(extract)] == ([] if is_zero else ["2025-02 to 2026-01"])


def test_a_header_alone_is_refused_unless_empty_is_zero(tmp_path):
    path = tmp_path / NAME
    path.write_text(",".join(incident_row()) + "\n", encoding="utf-8")
    assert [problem[3] for problem in name_problems(open_file(path))] == ["empty_file"]
    nothing_happened = open_file(path, make_catalogue(asb={"are_empty_months_zero": True}))
    assert nothing_happened.months["rows"].tolist() == [0]


def test_without_a_declared_period_the_data_s_own_is_taken(read):
    extract = read(incident_row(1), incident_row(2, occurred_at="2025-03-01"), name="asb.csv")
    assert [problem[2] for problem in name_problems(extract)] == ["2025-02"]
    assert f"{extract.edition:%Y-%m}" == "2025-03"


def test_a_month_that_had_not_ended_is_not_complete(read):
    extract = read(incident_row(1), received_on=date(2025, 1, 31))
    assert extract.months["is_complete"].tolist() == [False]


def test_required_cells(read):
    extract = read(incident_row(1), incident_row(2, age_band=""), incident_row(3, occurred_at="?"))
    assert (extract.fields_expected, extract.fields_filled) == (9, 7)


@pytest.mark.parametrize("missing", ["record_id", "occurred_at", "category"])
def test_missing_columns(read, missing):
    row = incident_row()
    del row[missing]
    assert name_problems(read(row)) == [(None, missing, None, "missing_column")]


def test_an_age_gives_its_band_where_none_is_sent(read):
    ages = {"9": "0-9", "14": "10-14", "17.0": "15-17", "24": "18-24", "34": "25-34", "35": "35+", "120": "35+"}
    extract = read(*(incident_row(number, age=age, age_band="") for number, age in enumerate(ages)))
    assert extract.incidents["age_band"].tolist() == list(ages.values())
    assert name_problems(extract) == []


def test_a_band_that_was_sent_goes_before_an_age(read):
    extract = read(incident_row(1, age="20"), incident_row(2, age="?"))
    assert extract.incidents["age_band"].tolist() == ["15-17", "15-17"]


@pytest.mark.parametrize("age", ["121", "-1", "19.5", "teen"])
def test_no_age_and_no_band(read, age):
    extract = read(incident_row(1, age_band="", age="19"), incident_row(2, age_band="", age=age))
    assert name_problems(extract) == [(3, "age", NOT_KEPT, "bad_age")]
    assert age not in extract.problems["message"][0]


def test_words_are_what_the_contract_says(read):
    catalogue = make_catalogue()
    own = {"reader_or_source": "asb", "allowed": ("one", "two"), "also": {"first": "one"}, "is_required": True}
    sex = next(
        column for column in catalogue.columns if column.field == "sex" and column.reader_or_source == "incidents"
    )
    catalogue = replace(catalogue, columns=(*catalogue.columns, sex.model_copy(update=own)))
    extract = read(
        *(incident_row(n, sex=sex) for n, sex in enumerate(["FIRST", "two", "", "male"])), catalogue=catalogue
    )
    assert extract.incidents["sex"].tolist() == ["one", "two"]
    assert [(row, rule) for row, _, _, rule in name_problems(extract)] == [(4, "missing_value"), (5, "bad_sex")]


@pytest.mark.parametrize(
    ("precision", "points"),
    [
        ("point", [545512.0, 185599.0]),
        ("hundred_metres", [545550.0, 185550.0]),
        ("small_area", None),
        ("ward", None),
    ],
)
def test_a_place_is_kept_only_as_exactly_as_the_contract_allows(read, precision, points):
    catalogue = make_catalogue(asb={"location_precision": precision})
    kept = read(incident_row(1, easting="545512", northing="185599"), catalogue=catalogue).incidents.iloc[0]
    assert kept["ward_code"] == ASH
    assert (kept[["easting", "northing"]].tolist() == points) if points else kept[["easting", "northing"]].isna().all()


def test_a_person_is_a_hash_where_the_feed_is_of_people(read, monkeypatch):
    monkeypatch.setenv("SVD_KEY", "k" * 32)
    rows = [incident_row(1, person_id="P-1"), incident_row(2, person_id=" p-1"), incident_row(3, person_id="")]
    hashes = read(*rows, catalogue=make_catalogue(asb={"is_person_level": True})).incidents["person_hash"]
    assert hashes[0] == hashes[1] and len(hashes[0]) == 32 and hashes.isna().tolist() == [False, False, True]
    assert read(*rows).incidents["person_hash"].isna().all()


def test_without_a_key_only_a_file_that_identifies_people_is_refused(read, monkeypatch, tmp_path):
    monkeypatch.setenv("SVD_HOME", str(tmp_path))
    monkeypatch.delenv("SVD_KEY", raising=False)
    catalogue = make_catalogue(asb={"is_person_level": True})
    extract = read(incident_row(1, person_id="P-1"), catalogue=catalogue)
    assert name_problems(extract) == [(None, "person_id", None, "missing_key")]
    assert "python -m svd key" in extract.problems["message"][0]
    assert read(incident_row(1, person_id=""), catalogue=catalogue).rows_kept == 1
    assert read(incident_row(1), catalogue=catalogue).rows_kept == 1


def test_columns_of_personal_data_are_refused_by_name(read):
    extract = read(incident_row(1) | {"Forename": "Jo", "D.O.B.": "2010-01-02", "note": "x"})
    assert name_problems(extract) == [(None, "Forename", None, "personal_column")]
    assert "'Forename', 'D.O.B.'" in extract.problems["message"][0] and "Jo" not in extract.problems["message"][0]


def test_a_header_that_is_someone_s_own_data_is_not_repeated(read):
    address = "12 High Street 34 home address"
    told = "a header of 30 characters"
    assert name_problems(read(incident_row(1) | {address: "x"})) == [(None, told, None, "personal_column")]
    renamed = {{"record_id": "record id AB1 2CD"}.get(name, name): cell for name, cell in incident_row(1).items()}
    for extract in (read(incident_row(1) | {address: "x"}), read(renamed)):
        assert not extract.problems["message"].str.contains("High Street|AB1").any()


def test_unless_the_contract_drops_them_unread(read):
    catalogue = make_catalogue(asb={"drops": ("forename",)})
    extract = read(incident_row(1) | {"Forename": "Jo"}, catalogue=catalogue)
    assert name_problems(extract) == [(None, "Forename", "", "dropped_column")]
    assert extract.rows_kept == 1


def test_a_ward_that_reads_as_words_is_not_repeated_in_a_warning(read):
    extract = read(incident_row(1, ward_code="Jo Bloggs"))
    assert name_problems(extract) == [(2, "ward_code", NOT_KEPT, "unknown_ward")]
    assert "see row 2" in extract.problems["message"][0]
