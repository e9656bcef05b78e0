"""The message to a partner: what is missing, late, not whole or faulty; no value of a record; or nothing to send."""

from datetime import date

import pandas as pd
import pytest

from svd.catalogue.schema import INFORMATION, TABLES
from svd.figures.faults import list_faults
from svd.figures.messages import Message, write_message
from svd.figures.receipts import list_receipts
from svd.store.selection import Selection
from tests.builders import build_evidence, covered

SELECTION = Selection(date(2025, 11, 1), date(2026, 2, 1))
TODAY = date(2026, 3, 30)
MONTHS = ("2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01")
FILE = {
    "source": "lfb_incidents",
    "extract": "fires.csv",
    "status": "used",
    "period_from": pd.Timestamp(MONTHS[0]),
    "period_to": pd.Timestamp(MONTHS[-1]),
    **{name: 50 for name in TABLES["extracts"].names if name.startswith(("rows_", "fields_", "placed_"))},
}
FAULT = {"source": "lfb_incidents", "file": "fires.csv", "column": "category", "severity": "set_aside", "rows": 1}


def _write(
    tmp_path, *months: str, received_on: str = "2026-03-20", faults=(), files=(), source="lfb_incidents", **cover
) -> Message | None:
    """The message about fires, of which one file came; the days agreed are the 20th of each next month."""
    extracts = [{**FILE, "source": source, "received_on": pd.Timestamp(received_on)}, *files]
    coverage = covered(*months, source=source, extract="fires.csv", **cover)
    evidence = build_evidence(tmp_path, coverage=coverage, extracts=extracts, problems=list(faults))
    known = list_receipts(evidence, SELECTION), list_faults(evidence, SELECTION)
    return write_message(evidence, evidence.catalogue.sources[source], *known, SELECTION, TODAY)


def test_nothing_is_sent_when_all_is_well(tmp_path):
    no_faults = [{**FAULT, "row": row, "rule": rule} for row, rule in enumerate(INFORMATION, start=2)]
    assert _write(tmp_path, *MONTHS, faults=no_faults) is None, "Rows of other areas and of totals are no fault."


def test_months_missing_are_named_with_the_day_agreed_and_the_days_since(tmp_path):
    message = _write(tmp_path, *MONTHS[:2])

    assert message.subject == "Fire brigade incidents: 2 months missing"
    assert (
        "- Jan 2026: agreed for 20 Feb 2026, 38 days ago\n- Feb 2026: agreed for 20 Mar 2026, 10 days ago"
        in message.body
    )
    assert message.body.startswith("Dear colleague at London Fire Brigade,\n"), "Nobody has been named yet."
    assert "such as lfb_incidents_2026-01_2026-02" in message.body and "template is at Data dictionary" in message.body
    assert "[Your name" in message.body and "mended" not in message.body


def test_a_month_cut_short_is_asked_for_whole(tmp_path):
    message = _write(tmp_path, *MONTHS, is_complete=False)

    assert message.subject == "Fire brigade incidents: 4 months not complete"
    assert "not complete" in message.body and "Please send the months named above, whole" in message.body


def test_the_newest_file_that_came_late_is_told_and_no_file_is_asked_for(tmp_path):
    message = _write(tmp_path, *MONTHS, received_on="2026-03-23")

    assert message.subject == "Fire brigade incidents: 1 month late"
    assert "- Feb 2026: agreed for 20 Mar 2026, came 3 days later" in message.body
    assert "Please send the next file by the day agreed." in message.body and "workbook" not in message.body


def test_faults_are_counted_by_rule_and_no_value_is_named(tmp_path):
    words = {"value": "fire at Jo Bloggs's", "message": 'category is "fire at Jo Bloggs\'s"'}
    faults = [
        {**FAULT, "row": 2, "rule": "unmapped_category", **words},
        {**FAULT, "row": 3, "rule": "unmapped_category", **words},
        {**FAULT, "row": 3, "rule": "bad_date", "value": "2025-13-40", "message": "no date"},
        {**FAULT, "row": 4, "rule": "bad_date", "file": "older.csv", "message": "of a file not in use"},
    ]
    faults = [{**fault, "source": "mps_returns"} for fault in faults]
    message = _write(tmp_path, *MONTHS, faults=faults, source="mps_returns")

    assert message.subject == "Police returns: 2 rows to mend", "Row 3 is one row with two faults."
    assert "- Unmapped category: 2 rows\n- Bad date: 1 row\n" in message.body
    assert "Bloggs" not in message.body and "2025-13-40" not in message.body
    assert "by file, row and column" in message.body and "again, whole and mended" in message.body


def test_faults_of_a_protected_feed_are_told_in_steps(tmp_path):
    many = [{**FAULT, "row": row, "rule": "unmapped_category", "value": "Jo", "message": "Jo"} for row in range(2, 28)]
    message = _write(tmp_path, *MONTHS, faults=many)
    assert any(f"- Unmapped category: about {rows} rows\n" in message.body for rows in (25, 30)), "26, in steps of 5."
    assert message.subject in [f"Fire brigade incidents: {rows} rows to mend" for rows in (25, 30)]
    assert "by file and column" in message.body and "Jo" not in message.body


def test_faults_that_have_not_reached_a_step_are_asked_to_be_mended_too(tmp_path):
    messages = [
        _write(tmp_path / name, *MONTHS, faults=[{**FAULT, "row": 2, "rule": "bad_date", "column": name}])
        for name in ("age", "sex", "occurred_at", "category", "postcode", "easting")
    ]
    few = [message for message in messages if "- Bad date: fewer than 5 rows\n" in message.body]
    assert few and all(message.subject == "Fire brigade incidents: rows to mend" for message in few)
    assert all("again, whole and mended" in message.body for message in messages)


@pytest.mark.parametrize(("received_on", "is_told"), [("2026-03-25", True), ("2026-03-01", False)])
def test_a_file_refused_is_told_until_another_has_come(tmp_path, received_on, is_told):
    refused = {"source": "lfb_incidents", "extract": "locked.xlsx", "status": "refused"}
    fault = {**FAULT, "file": "locked.xlsx", "rule": "missing_column", "severity": "file", "rows": 0, "message": "no"}
    files = [{**refused, "received_on": pd.Timestamp(received_on)}]
    message = _write(tmp_path, *MONTHS, files=files, faults=[fault])

    assert (message is not None) == is_told
    if message:
        assert message.subject.endswith("1 file refused") and "- locked.xlsx: missing column" in message.body


def test_what_is_published_has_no_one_to_write_to(tmp_path):
    evidence = build_evidence(tmp_path, extracts=[{**FILE, "received_on": pd.Timestamp("2026-03-20")}])
    receipts = list_receipts(evidence, SELECTION)
    public = evidence.catalogue.sources["mps_ward"]
    assert write_message(evidence, public, receipts, list_faults(evidence, SELECTION), SELECTION, TODAY) is None


def test_an_owner_who_is_named_is_greeted(tmp_path):
    evidence = build_evidence(tmp_path, extracts=[{**FILE, "received_on": pd.Timestamp("2026-03-20")}])
    source = evidence.catalogue.sources["lfb_incidents"].model_copy(update={"owner": "Data Officer"})
    known = list_receipts(evidence, SELECTION), list_faults(evidence, SELECTION)
    assert write_message(evidence, source, *known, SELECTION, TODAY).body.startswith("Dear Data Officer,\n")
