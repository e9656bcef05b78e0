"""The ledger of files as tables and as a workbook."""

from datetime import date
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from svd.figures.faults import count_faults, list_faults
from svd.figures.receipts import list_extracts
from svd.store.selection import Selection
from svd.views.ledger_tables import present_counted, present_faults, present_files, write_ledger
from tests.builders import build_evidence

SELECTION = Selection(date(2026, 1, 1), date(2026, 1, 1))
FILE = {
    "source": "lfb_incidents",
    "partner": "lfb",
    "extract": "fires.csv",
    "edition": pd.Timestamp("2026-01-01"),
    "received_on": pd.Timestamp("2026-02-25"),
    "period_from": pd.Timestamp("2025-12-01"),
    "period_to": pd.Timestamp("2026-01-01"),
    "rows_read": 1200,
    "status": "used",
}
PROBLEM = {
    "source": "lfb_incidents",
    "file": "fires.csv",
    "row": 5,
    "column": "category",
    "severity": "set_aside",
    "rows": 1,
}
UNKEPT = {
    **PROBLEM,
    "rule": "unmapped_category",
    "value": "not kept",
    "message": "=category is [not kept: see row 5 of the file]",
}
WHOLE = {
    **PROBLEM,
    "rule": "unknown_file",
    "value": None,
    "row": None,
    "severity": "file",
    "message": "Not known.",
    "rows": 0,
}


@pytest.fixture
def evidence(tmp_path):
    refused = {"extract": "holiday.csv", "received_on": pd.Timestamp("2026-02-26"), "status": "refused"}
    return build_evidence(tmp_path, extracts=[FILE, refused], problems=[UNKEPT, WHOLE])


def test_files_read_as_words(evidence):
    files = present_files(list_extracts(evidence, SELECTION), is_brief=False)

    assert files.loc[0, ["Feed", "Edition", "Received on", "Days late", "Rows read"]].to_list() == [
        "Fire brigade incidents", "Jan 2026", "25 Feb 2026", "5", "1,200",
    ]  # fmt: skip
    assert files.loc[1, ["Feed", "Edition", "Days late", "State"]].to_list() == ["Not recognised", "–", "–", "refused"]


def test_faults_read_as_words(evidence):
    faults = list_faults(evidence, SELECTION)

    counted = present_counted(count_faults(faults))
    assert counted["Rule"].to_list() == ["Unknown file", "Unmapped category"], "A file refused is graver than a row."
    listed = present_faults(faults).set_index("Rule")
    assert listed["Row"].to_dict() == {"Unmapped category": "5", "Unknown file": "whole file"}


def test_the_workbook_holds_every_file_and_keeps_what_is_not_kept(evidence):
    extracts, faults = list_extracts(evidence, SELECTION), list_faults(evidence, SELECTION)
    book = openpyxl.load_workbook(BytesIO(write_ledger(evidence, SELECTION, extracts, faults, date(2026, 3, 1))))

    assert book.sheetnames == ["Cover", "Contents", "Notes", "Files received", "Problems"]
    text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "fires.csv" in text and "holiday.csv" in text
    assert "not kept" in text
