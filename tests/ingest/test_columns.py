"""Headers are fields by the contract alone; what only looks like one is suggested and never taken."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from svd.ingest.columns import find_columns, list_unlisted, name_columns, suggest_columns
from svd.ingest.problems import UnusableFileError
from svd.ingest.read import SentTable
from svd.ingest.received import ReceivedFile
from svd.ingest.recognise import recognise_sender
from tests.ingest.builders import make_catalogue, name_problems, open_file, write_csv

HEADER = ("record_id", "occurred_at", "category")


def make_sender(name: str = "asb.csv", accepted: tuple = (), **asb):
    file = ReceivedFile(Path(name), name, date(2026, 1, 1), "hash", accepted=accepted)
    return recognise_sender(file, HEADER, make_catalogue(asb=asb))


def make_sent(*header: str) -> SentTable:
    frame = pd.DataFrame([[f"{name} 1" for name in header]], columns=list(header), index=pd.Index([2], name="row"))
    return SentTable("asb.csv", frame, pd.Series([], dtype="str"))


def test_agreed_names_and_aliases_are_fields_whatever_their_case_and_marks():
    found = find_columns(["Incident-ID", "DATE OF INCIDENT", "Category"], make_sender())

    assert found == {"record_id": "Incident-ID", "occurred_at": "DATE OF INCIDENT", "category": "Category"}


def test_the_agreed_name_goes_before_an_alias():
    assert find_columns(["type", "category"], make_sender())["category"] == "category"


def test_a_column_not_sent_is_empty_text():
    text, names = name_columns(make_sent(*HEADER), make_sender(), (*HEADER, "postcode"))

    assert list(text.loc[2]) == ["record_id 1", "occurred_at 1", "category 1", ""]
    assert "postcode" not in names


def test_every_missing_column_is_named_with_what_may_be_it():
    with pytest.raises(UnusableFileError) as refusal:
        name_columns(make_sent("record_id", "catgory"), make_sender(), HEADER)

    assert refusal.value.rule == "missing_column"
    assert "'occurred_at', 'category'" in refusal.value.message
    assert "'catgory' may be category" in refusal.value.remedy


def test_a_likeness_is_only_used_once_a_person_has_accepted_it():
    header = ["record_id", "occurred_at", "catgory"]

    assert {name: column.field for name, column in suggest_columns(header, make_sender()).items()} == {
        "catgory": "category"
    }
    assert "category" not in find_columns(header, make_sender())
    assert find_columns(header, make_sender(accepted=(("catgory", "category"),)))["category"] == "catgory"


def test_what_is_like_nothing_is_not_suggested():
    assert suggest_columns([*HEADER, "shoe size"], make_sender()) == {}


def test_a_column_outside_the_contract_is_not_used_and_said():
    sender = make_sender(columns=HEADER)

    assert list_unlisted([*HEADER, "sex", "shoe size"], sender) == ["sex", "shoe size"]
    assert "sex" not in find_columns([*HEADER, "sex"], sender)


def test_the_example_left_in_a_template_is_told_of(tmp_path):
    example = {"record_id": "A-00001", "occurred_at": "2026-01-31T14:05", "category": "Noise"}
    own = example | {"record_id": "B-1"}

    left = open_file(write_csv(tmp_path, "asb.csv", [example, own]), received_on=date(2026, 3, 1))
    gone = open_file(write_csv(tmp_path, "asb.csv", [own, example]), received_on=date(2026, 3, 1))

    assert [(row, rule) for row, _, _, rule in name_problems(left)] == [(2, "example_row")]
    assert left.rows_kept == 2
    assert name_problems(gone) == []


def test_metres_may_be_written_with_commas_between_thousands(tmp_path):
    row = {"record_id": "1", "occurred_at": "2025-01-01", "category": "Noise"}
    rows = [row | {"easting": "545,500", "northing": "185 500"}, row | {"record_id": "2", "easting": "545,50"}]

    extract = open_file(write_csv(tmp_path, "asb.csv", rows))

    assert (extract.placed["point"], extract.rows_kept) == (1, 1)


def test_an_unlisted_column_is_a_warning_that_suggests(tmp_path):
    row = {"record_id": "1", "occurred_at": "2025-01-01", "category": "Noise", "sexx": "female"}

    extract = open_file(write_csv(tmp_path, "asb_2025-01_2025-01.csv", [row]))

    assert name_problems(extract) == [(None, "sexx", "It may be sex: if so, rename it.", "unlisted_column")]
    assert (extract.rows_kept, extract.rows_set_aside) == (1, 0)


def test_a_second_column_for_one_field_is_told(tmp_path):
    row = dict.fromkeys(HEADER, "x") | {"occurred_at": "2025-01-05", "category": "Noise", "ward": "E05000002"}
    extract = open_file(write_csv(tmp_path, "asb.csv", [row | {"ward_code": "E05000001"}]))

    assert name_problems(extract) == [(None, "ward", "ward_code", "second_column")]
    assert extract.facts["ward_code"].tolist() == ["E05000001"]
