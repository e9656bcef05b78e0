"""Rows that could not be used: counted once each, and without what they might say of a person."""

from datetime import date

import pandas as pd
import pytest

from svd.figures.faults import NOT_SHOWN, count_faults, count_rows, list_faults
from svd.store.selection import Selection
from tests.builders import build_evidence

SELECTION = Selection(date(2026, 1, 1), date(2026, 1, 1))


def _problem(rule: str, value: str | None, **others) -> dict:
    row = {
        "source": "lfb_incidents",
        "file": "fires.csv",
        "row": 5,
        "column": "category",
        "severity": "set_aside",
        "rows": 1,
    }
    return {**row, "rule": rule, "value": value, "message": f"category is {value!r}. Mend it.", **others}


def _list(tmp_path, *problems: dict, **filters) -> pd.DataFrame:
    evidence = build_evidence(tmp_path, problems=list(problems))
    return list_faults(evidence, Selection(date(2026, 1, 1), date(2026, 1, 1), **filters))


@pytest.mark.parametrize(
    ("rule", "value", "is_shown"),
    [
        ("bad_date", "2025-13-40", True),
        ("bad_date", "31 Juli 2025", True),
        ("bad_date", "Jo Bloggs", False),
        ("unknown_ward", "E05000099", True),
        ("bad_age_band", "teenager", True),
        ("unmapped_category", "assault on Jo", False),
        ("duplicate_record", "CASE-1234", False),
    ],
)
def test_a_records_value_is_shown_only_where_it_is_a_code_a_number_or_a_date(tmp_path, rule, value, is_shown):
    fault = _list(tmp_path, _problem(rule, value)).iloc[0]

    assert fault["value"] == (value if is_shown else NOT_SHOWN)
    assert (value in fault["message"]) == is_shown


@pytest.mark.parametrize("source", ["mps_ward", "yjs_returns"])
def test_published_files_and_returns_hold_no_records_to_hide(tmp_path, source):
    fault = _list(tmp_path, _problem("unmapped_category", "ROBBERY OF CARS", source=source)).iloc[0]
    assert fault["value"] == "ROBBERY OF CARS"


def test_a_long_value_is_cut_in_the_message_too(tmp_path):
    fault = _list(tmp_path, _problem("bad_date", "9" * 60)).iloc[0]

    assert fault["value"] == "9" * 40 + "…"
    assert "9" * 41 not in fault["message"]


def test_a_row_with_two_faults_is_one_row_and_alike_rows_count_as_many(tmp_path):
    faults = _list(
        tmp_path,
        _problem("bad_date", "x"),
        _problem("bad_sex", "Q"),
        _problem("outside_area", "7", row=None, rows=7),
        _problem("empty_month", "2026-01", row=None, rows=0, severity="warning"),
    )

    assert count_rows(faults) == 8
    counted = count_faults(faults).set_index("rule")["rows"]
    assert list(counted.items()) == [("bad_date", 1), ("bad_sex", 1), ("empty_month", 0), ("outside_area", 7)], (
        "Other areas' rows stand last: they are no fault."
    )


def test_a_file_nobody_recognised_is_listed_unless_a_partner_is_chosen(tmp_path):
    unknown = _problem("unknown_file", None, source=None, severity="file", message="holiday.csv is no known feed.")

    (tmp_path / "all").mkdir()
    (tmp_path / "fire").mkdir()
    assert _list(tmp_path / "all", unknown)["title"].to_list() == ["Not recognised"]
    assert _list(tmp_path / "fire", unknown, partners=("lfb",)).empty
