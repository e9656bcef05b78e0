"""Numbers as partners write them, and no others."""

import pandas as pd
import pytest

from svd.ingest.numbers import parse_counts, parse_numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("1,234", 1234), ("1 234 567", 1_234_567), ("'12", 12), ("1,234.5", 1234.5), ("-3", -3), ("12.0", 12)],
)
def test_numbers(text, number):
    assert parse_numbers(pd.Series([text], index=[7], dtype="str")).to_dict() == {7: number}


@pytest.mark.parametrize("text", ["", "1,5", "12,34", "1,2345", "*", "<5", "inf", "nan", "few", "1 2"])
def test_no_numbers(text):
    assert parse_numbers(pd.Series([text], dtype="str")).isna().all()


def test_counts_and_the_rule_each_wrong_one_breaks():
    number, rule = parse_counts(pd.Series(["1,200", "1.5", "5001", "-1", "few", ""], dtype="str"))
    assert number.fillna(-9).tolist() == [1200, -9, -9, -9, -9, -9]
    assert rule.fillna("none").tolist() == [
        "none",
        "absurd_count",
        "absurd_count",
        "negative_count",
        "not_a_number",
        "missing_value",
    ]
