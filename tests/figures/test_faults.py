"""Rows that could not be used: counted once each, and shown as the store has them."""

from datetime import date

import pandas as pd

from svd.figures.faults import count_faults, count_rows, list_faults
from svd.store.selection import Selection
from tests.builders import build_evidence, covered

SELECTION = Selection(date(2026, 1, 1), date(2026, 1, 1))


def _problem(rule: str, value: str | None, **others) -> dict:
    row = {
        "source": "icb_returns",
        "file": "health.csv",
        "row": 5,
        "column": "category",
        "severity": "set_aside",
        "rows": 1,
    }
    return {**row, "rule": rule, "value": value, "message": f"category is {value!r}. Mend it.", **others}


def _list(tmp_path, *problems: dict, **filters) -> pd.DataFrame:
    coverage = covered("2026-01-01", source="lfb_incidents", extract="fires.csv")
    evidence = build_evidence(tmp_path, problems=list(problems), coverage=coverage)
    return list_faults(evidence, Selection(date(2026, 1, 1), date(2026, 1, 1), **filters))


def test_a_value_and_its_message_are_shown_as_the_store_has_them(tmp_path):
    fault = _list(tmp_path, _problem("bad_date", "2025-13-40")).iloc[0]

    assert (fault["value"], fault["message"]) == ("2025-13-40", "category is '2025-13-40'. Mend it.")


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
        _problem("totals_row", "Total, 70", row=9),
        _problem("empty_month", "2026-01", row=None, rows=0, severity="warning"),
    )

    assert count_rows(faults) == 9
    counted = count_faults(faults).set_index("rule")["rows"]
    assert list(counted.items())[:3] == [("bad_date", 1), ("bad_sex", 1), ("empty_month", 0)]
    assert list(counted.items())[3:] == [("outside_area", 7), ("totals_row", 1)], "They stand last: no fault."


def test_faults_of_a_protected_feed_are_told_without_rows_and_values_and_counted_in_steps(tmp_path):
    fires = {"source": "lfb_incidents", "file": "fires.csv"}
    faults = _list(tmp_path, *[_problem("bad_date", "x", **fires, row=row) for row in range(2, 14)])

    (fault,) = faults.to_dict("records")
    assert pd.isna(fault["row"]) and fault["value"] == ""
    assert fault["rows"] % 5 == 0 and abs(fault["rows"] - 12) < 5
    assert count_rows(faults) == fault["rows"]


def test_a_file_nobody_recognised_is_listed_unless_a_partner_is_chosen(tmp_path):
    unknown = _problem("unknown_file", None, source=None, severity="file", message="holiday.csv is no known feed.")

    (tmp_path / "all").mkdir()
    (tmp_path / "fire").mkdir()
    assert _list(tmp_path / "all", unknown)["title"].to_list() == ["Not recognised"]
    assert _list(tmp_path / "fire", unknown, partners=("lfb",)).empty
