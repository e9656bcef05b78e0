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
from tests.builders import build_evidence, covered, fact

SELECTION = Selection(date(2026, 1, 1), date(2026, 1, 1))
PLACED = (
    "rows_set_aside", "placed_by_point", "placed_by_postcode", "placed_by_small_area", "placed_by_ward",
    "fields_expected", "fields_filled",
)  # fmt: skip
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
    **dict.fromkeys(PLACED, 0),
}
PROBLEM = {
    "source": "lfb_incidents",
    "file": "fires.csv",
    "row": 5,
    "column": "category",
    "severity": "set_aside",
    "rows": 1,
}
OPEN = {"source": "mps_ward", "partner": "mps", "extract": "wards.csv", "rows_read": 1200, "status": "used"}
OLD = {**FILE, "extract": "old fires.csv", "status": "superseded"}
UNKEPT = {
    **PROBLEM,
    "rule": "unmapped_category",
    "value": "not kept",
    "message": "=category is [not kept: see row 5 of the file]",
}
NAMED = {**UNKEPT, "source": "mps_ward", "file": "wards.csv", "rule": "unknown_ward"}
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
    months = ("2025-12-01", "2026-01-01")
    sent = {
        "source": "lfb_incidents",
        "extract": "fires.csv",
        "measure": "records",
        "offence": "deliberate_primary_fire",
    }
    return build_evidence(
        tmp_path,
        extracts=[FILE, OPEN, OLD, refused],
        problems=[UNKEPT, UNKEPT | {"row": 9}, NAMED, WHOLE],
        facts=[fact(month, "E05014053", 600, **sent) for month in months],
        coverage=covered(*months, source="lfb_incidents", extract="fires.csv"),
    )


def test_files_read_as_words(evidence):
    files = present_files(list_extracts(evidence, SELECTION), is_brief=False).set_index("File")

    assert files.loc["fires.csv", ["Feed", "Edition", "Received on", "Days late"]].to_list() == [
        "Fire brigade incidents", "Jan 2026", "25 Feb 2026", "5",
    ]  # fmt: skip
    assert files.loc["holiday.csv", ["Feed", "Edition", "Days late", "State"]].to_list() == [
        "Not recognised", "–", "–", "refused",
    ]  # fmt: skip


def test_rows_are_told_in_steps_of_a_feed_with_a_rule_and_not_of_a_file_that_stands_for_no_month(evidence):
    read = present_files(list_extracts(evidence, SELECTION), is_brief=False).set_index("File")["Rows read"]

    assert read["wards.csv"] == "1,200"
    shown = int(read["fires.csv"].replace(",", ""))
    assert shown % 5 == 0 and abs(shown - 1200) < 10 and read["old fires.csv"] == "–"


def test_faults_read_as_words(evidence):
    faults = list_faults(evidence, SELECTION)

    counted = present_counted(count_faults(faults))
    assert counted["Rule"].iloc[0] == "Unknown file", "A file refused is graver than a row."
    assert set(counted["Rule"].iloc[1:]) == {"Unmapped category", "Unknown ward"}
    listed = present_faults(faults).set_index("Rule")
    assert listed["Row"].to_dict() == {
        "Unmapped category": "some rows",
        "Unknown file": "whole file",
        "Unknown ward": "5",
    }, "Of a feed with a rule no row is named, and one fault stands for both."
    examples = counted.set_index("Rule")["Example"]
    assert examples["Unmapped category"].startswith("fires.csv, some rows: ")
    assert examples["Unknown ward"].startswith("wards.csv, row 5: ")


def test_the_workbook_holds_every_file_and_keeps_what_is_not_kept(evidence):
    extracts, faults = list_extracts(evidence, SELECTION), list_faults(evidence, SELECTION)
    book = openpyxl.load_workbook(BytesIO(write_ledger(evidence, SELECTION, extracts, faults, date(2026, 3, 1))))

    assert book.sheetnames == ["Cover", "Contents", "Notes", "Files received", "Problems"]
    text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "fires.csv" in text and "holiday.csv" in text
    assert "not kept" in text
