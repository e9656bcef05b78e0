"""Templates: made from each contract alone, they hold the words allowed, and their example passes the check."""

import csv
import re
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from svd.catalogue import load_catalogue
from svd.geography.wards import load_geography
from svd.ingest.columns import find_columns
from svd.ingest.curate import CheckReport, check_file
from svd.ingest.recognise import Sender
from svd.views.contract_examples import Feed, name_feed_file, name_headers
from svd.views.contract_tables import list_allowed
from svd.views.template_entry import EXAMPLE
from svd.views.template_workbook import name_template, write_template
from tests.builders import PATHS
from tests.proof import part

CATALOGUE, GEOGRAPHY = load_catalogue(PATHS.catalogue), load_geography(PATHS.geo)
FEEDS = {name: Feed(source, CATALOGUE, GEOGRAPHY) for name, source in CATALOGUE.sources.items()}
SENT = [name for name, feed in FEEDS.items() if not feed.source.is_public]
HEADERS = [(name, column) for name, feed in FEEDS.items() for column in feed.columns if column.type != "month_count"]
MADE_ON = date(2026, 2, 1)


@lru_cache
def open_template(name: str) -> Workbook:
    return openpyxl.load_workbook(BytesIO(write_template(FEEDS[name], MADE_ON)))


@lru_cache
def read_entry(name: str) -> list[list[str]]:
    """Header and example row as they stand on the sheet."""
    rows = open_template(name)["Data"].iter_rows(values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def check_rows(folder: Path, name: str, rows: list[list[str]]) -> CheckReport:
    path = folder / name_feed_file(FEEDS[name], "csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return check_file(path, CATALOGUE, GEOGRAPHY)


def count_rows(report: CheckReport) -> tuple[int, int, int]:
    return report.rows_read, report.rows_kept, report.rows_set_aside


@pytest.mark.parametrize("name", part(FEEDS, 4))
def test_the_example_row_passes_the_check(tmp_path: Path, name: str) -> None:
    report = check_rows(tmp_path, name, read_entry(name))

    assert report.source == name
    assert count_rows(report) == (1, 1, 0), list(report.problems["message"])
    rules = set(report.problems["rule"]) - {"empty_month"}  # one row can't fill every month of a quarter
    assert rules == ({"example_row"} if FEEDS[name].source.reader == "incidents" else set())


@pytest.mark.parametrize("name", part(FEEDS, 4))
def test_the_template_itself_passes_the_check_as_it_is_saved(tmp_path: Path, name: str) -> None:
    path = tmp_path / name_template(FEEDS[name])
    path.write_bytes(write_template(FEEDS[name], MADE_ON))

    report = check_file(path, CATALOGUE, GEOGRAPHY)

    assert report.source == name
    assert count_rows(report) == (1, 1, 0), list(report.problems["message"])
    rules = set(report.problems["rule"]) - {"empty_month"}
    has_record = FEEDS[name].source.reader == "incidents"
    assert rules == {"reading_note", *(["example_row"] if has_record else [])}, "Sheets not read are told."


@pytest.mark.parametrize(("name", "column"), part(HEADERS), ids=lambda each: getattr(each, "field", each))
def test_a_column_under_another_header_of_its_own_passes_too(tmp_path: Path, name: str, column) -> None:
    header, example = read_entry(name)
    renamed = [column.names[-1] if each == column.name else each for each in header]

    assert count_rows(check_rows(tmp_path, name, [renamed, example])) == (1, 1, 0)


@pytest.mark.parametrize("form", ["%Y-%m", "%b %Y", "%b-%y"])
def test_a_month_under_another_header_passes_too(tmp_path: Path, form: str) -> None:
    header, example = read_entry("mps_ward")
    renamed = [f"{datetime.strptime(each, '%Y%m'):{form}}" if each == "202602" else each for each in header]

    assert count_rows(check_rows(tmp_path, "mps_ward", [renamed, example])) == (1, 1, 0)


@pytest.mark.parametrize(("name", "column"), HEADERS, ids=lambda each: getattr(each, "field", each))
def test_every_other_header_of_a_column_is_found(name: str, column) -> None:
    header = read_entry(name)[0]
    sender = Sender(name, FEEDS[name].source, MADE_ON, columns=FEEDS[name].columns)

    for alias in column.aliases:
        renamed = [alias if each == column.name else each for each in header]
        assert find_columns(renamed, sender)[column.field] == alias


@pytest.mark.parametrize(
    ("name", "column"),
    part((name, column) for name, column in HEADERS if column.is_required),
    ids=lambda each: getattr(each, "field", each),
)
def test_a_required_column_that_is_missing_is_named(tmp_path: Path, name: str, column) -> None:
    header, example = read_entry(name)
    at = header.index(column.name)
    report = check_rows(tmp_path, name, [row[:at] + row[at + 1 :] for row in (header, example)])

    assert report.is_refused
    (problem,) = report.problems.itertuples()
    assert problem.rule == "missing_column" and repr(column.name) in problem.message


@pytest.mark.parametrize("name", FEEDS)
def test_the_headers_are_those_agreed(name: str) -> None:
    agreed = [header for column in FEEDS[name].columns for header in name_headers(column)]

    assert read_entry(name)[0] == agreed
    (table,) = open_template(name)["Data"].tables.values()
    assert table.column_names == agreed and table.ref.startswith("A1:")


@pytest.mark.parametrize("name", FEEDS)
def test_the_drop_downs_hold_the_words_allowed_and_no_others(name: str) -> None:
    book = open_template(name)
    limits = {str(limit.sqref).partition("2:")[0]: limit for limit in book["Data"].data_validations.dataValidation}
    for place, column in zip_columns(book, name):
        allowed = list_allowed(column, FEEDS[name])
        limit = limits[place]
        assert (limit.type == "list") == bool(allowed)
        if allowed:
            assert read_range(book, limit.formula1) == list(allowed)
            assert limit.showErrorMessage and limit.errorStyle == "stop" and not limit.showDropDown


def zip_columns(book: Workbook, name: str) -> list[tuple]:
    by_header = {header: column for column in FEEDS[name].columns for header in name_headers(column)}
    return [(cell.column_letter, by_header[cell.value]) for cell in book["Data"][1]]


def read_range(book: Workbook, formula: str) -> list[str]:
    sheet, cells = formula.split("!")
    return [row[0].value for row in book[sheet][cells.replace("$", "")]]


def test_every_category_of_a_feed_is_one_its_reader_knows() -> None:
    for name, feed in FEEDS.items():
        told = {
            one.text.casefold() for one in CATALOGUE.categories if one.reader_or_source in (name, feed.source.reader)
        }
        assert {text.casefold() for text in feed.categories} == told


def test_ages_and_codes_are_text_and_counts_are_numbers() -> None:
    book = open_template("las_incidents")
    shapes = book["Data"].column_dimensions
    by_field = {column.field: shapes[letter].number_format for letter, column in zip_columns(book, "las_incidents")}

    assert {by_field[field] for field in ("record_id", "occurred_at", "age_band", "ward_code")} == {"@"}
    assert by_field["age"] == "0"


@pytest.mark.parametrize(
    ("name", "field", "kind", "bounds"),
    [
        ("las_incidents", "longitude", "decimal", ("-9", "2.2")),
        ("las_incidents", "age", "whole", ("0", "120")),
        ("mps_knife", "count", "whole", ("0", "5000")),
        ("mps_ward", "month_count", "whole", ("0", "5000")),
        ("lfb_incidents", "small_area", "textLength", ("9", "9")),
    ],
)
def test_numbers_and_codes_have_limits_with_a_remedy(name: str, field: str, kind: str, bounds: tuple) -> None:
    limit = find_limit(name, field)

    assert (limit.type, limit.operator, (limit.formula1, limit.formula2)) == (kind, "between", bounds)
    assert limit.error.startswith("Write ") and limit.showErrorMessage


@pytest.mark.parametrize(("name", "field"), [("las_incidents", "occurred_at"), ("yjs_returns", "numerator")])
def test_dates_and_marked_numbers_are_checked_by_a_formula_excel_takes(name: str, field: str) -> None:
    limit = find_limit(name, field)

    assert limit.type == "custom" and len(limit.formula1) <= 255
    assert limit.formula1.count("(") == limit.formula1.count(")")
    assert not re.search(r"[{}]", limit.formula1), "Excel takes no lists of constants in a validation."


def find_limit(name: str, field: str):
    book = open_template(name)
    letter = next(letter for letter, column in zip_columns(book, name) if column.field == field)
    limits = book["Data"].data_validations.dataValidation
    return next(limit for limit in limits if str(limit.sqref).startswith(f"{letter}2:"))


@pytest.mark.parametrize("name", FEEDS)
def test_excel_accepts_the_texts_of_every_limit(name: str) -> None:
    for limit in open_template(name)["Data"].data_validations.dataValidation:
        assert len(limit.promptTitle) <= 32 and len(limit.prompt) <= 255
        assert limit.type is None or (len(limit.errorTitle) <= 32 and 0 < len(limit.error) <= 225)


@pytest.mark.parametrize("name", FEEDS)
def test_a_template_is_accessible(name: str) -> None:
    book = open_template(name)

    assert book.sheetnames == ["Instructions", "Data", "Columns", "Lists"]
    assert book.properties.title == f"{FEEDS[name].source.title}: what to send"
    assert book.properties.language == "en-GB"
    for sheet in book:
        (table,) = sheet.tables.values()
        assert sheet.freeze_panes and table.autoFilter.ref == table.ref and not sheet.merged_cells.ranges
    assert all(cell.comment and cell.comment.text.split(".")[0] in ("Required", "If known") for cell in book["Data"][1])
    assert book["Data"]["A2"].comment is None or book["Data"]["A2"].comment.text == EXAMPLE


@pytest.mark.parametrize("name", SENT)
def test_the_instructions_say_what_when_how_and_what_never(name: str) -> None:
    feed = FEEDS[name]
    source, agreement = feed.source, CATALOGUE.agreements[feed.source.agreement]
    told = dict(row[:2] for row in open_template(name)["Instructions"].iter_rows(min_row=3, values_only=True))

    assert told["What it holds"] == source.description
    assert f"within {source.due_days} days" in told["How often"]
    assert name_feed_file(feed) in told["How to name the file"]
    assert all(word in told["Never send"] for word in ("Names", "dates of birth", "addresses"))
    assert agreement.title in told["Agreement"] and "31 Mar 2027" in told["Agreement"]
    assert ("To be confirmed" in told["Agreement"]) == (not agreement.is_confirmed)
    assert CATALOGUE.rules[source.small_number_rule].words in told["Small numbers"]
    assert told["Kept for"].startswith("7 years after") and told["Period covered"] == source.period_covered


def test_a_published_feed_is_fetched_and_not_filled_in() -> None:
    told = dict(row[:2] for row in open_template("mps_ward")["Instructions"].iter_rows(min_row=3, values_only=True))

    assert "fetched from its publisher" in told["How to fill it in"]
    assert told["Agreement"] == "Open Government Licence v3.0."


def test_the_same_contract_and_day_give_the_same_bytes() -> None:
    assert write_template(FEEDS["ed_istv"], MADE_ON) == write_template(FEEDS["ed_istv"], MADE_ON)


@pytest.mark.parametrize("name", SENT)
def test_a_filled_in_template_is_recognised_even_under_its_own_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name_template(FEEDS[name]).replace(".xlsx", ".csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(read_entry(name))

    assert check_file(path, CATALOGUE, GEOGRAPHY).source == name
