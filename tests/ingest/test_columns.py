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


def test_an_unlisted_column_is_a_warning_that_suggests(tmp_path):
    row = {"record_id": "1", "occurred_at": "2025-01-01", "category": "Noise", "sexx": "female"}

    extract = open_file(write_csv(tmp_path, "asb_2025-01_2025-01.csv", [row]))

    assert name_problems(extract) == [(None, "sexx", "It may be sex: if so, rename it.", "unlisted_column")]
    assert (extract.rows_kept, extract.rows_set_aside) == (1, 0)
