"""A result for people: plain names, marks instead of hidden numbers, months in words."""

import pandas as pd

from svd.measures.result import EXTRA_COLUMNS, RESULT_COLUMNS
from svd.views.tables import present_table, result_sheet, word_source

STATUSES = ["ok", "suppressed", "missing", "incomplete"]


def make_result(**changes: object) -> pd.DataFrame:
    told = {
        "indicator": "knife_crime",
        "period": "Jan 2026",
        "ward_code": ["W1", "W2", "W3", "W4"],
        "ward_name": ["Ash", "Birch", "Cedar", "Elm"],
        "count": [1234.0, None, None, 3.0],
        "denominator": 10_000.0,
        "denominator_year": 2021,
        "value": [123.44, None, None, 0.3],
        "lower": [110.0, None, None, 0.06],
        "upper": [130.0, None, None, 0.9],
        "unit": "per 1,000 residents",
        "source": "Police",
        "extract": ["a.csv", "a.csv", "", "a.csv"],
        "definition": "v2",
        "month": pd.Timestamp("2026-01-01"),
        "month_to": pd.Timestamp("2026-01-01"),
        "status": STATUSES,
        "is_complete": [True, True, True, False],
        "is_provisional": False,
        "is_estimated": False,
        "share_placed": 1.0,
        "base": 1.0,
        "noise": 0.0,
        "rest_noise": 0.0,
        "dispersion": 1.0,
        "is_synthetic": False,
    }
    return pd.DataFrame({**told, **changes})[[*RESULT_COLUMNS, *EXTRA_COLUMNS]]


def test_hidden_missing_and_low_figures_carry_their_marks() -> None:
    table = present_table(make_result())
    assert table["Count"].tolist() == ["1,234", "[c]", "[x]", "3 [low]"]
    assert table["Figure"].tolist() == ["123.4", "[c]", "[x]", "0.3 [low]"]
    assert table["Upper limit"].tolist() == ["130.0", "[c]", "[x]", "0.9"]
    assert table["Residents of"].tolist() == ["2021"] * 4


def test_zero_is_zero_and_a_figure_that_has_no_meaning_is_marked_so() -> None:
    table = present_table(make_result(count=[0.0, 1, 2, 3], lower=None, status="ok"))
    assert table["Count"].tolist() == ["0", "1", "2", "3"]
    assert table["Lower limit"].tolist() == ["[z]"] * 4


def test_columns_have_plain_names_and_the_indicator_its_title() -> None:
    table = present_table(make_result(), {"knife_crime": "Knife crime"})
    assert table["Indicator"].unique().tolist() == ["Knife crime"]
    assert not {"Status", "Synthetic", "Month"} & set(table)
    assert not any("_" in title for title in table)


def test_picked_columns_keep_their_order_and_index() -> None:
    result = make_result().set_index(pd.Index([4, 3, 2, 1]))
    table = present_table(result, columns=("month", "ward_name", "count"))
    assert list(table) == ["Month", "Area", "Count"]
    assert table.index.tolist() == [4, 3, 2, 1]
    assert table["Month"].iloc[0] == "Jan 2026"


def test_a_month_is_shown_where_no_period_is() -> None:
    assert "Month" in present_table(make_result().drop(columns="period"))


def test_unknown_columns_are_named_after_themselves() -> None:
    table = present_table(
        pd.DataFrame({"rows_set_aside": [1200], "is_late": [True], "day": pd.to_datetime(["2026-01-05"])})
    )
    assert table.iloc[0].to_dict() == {"Rows set aside": "1,200", "Late": "yes", "Day": "5 Jan 2026"}


def test_no_rows_give_no_rows() -> None:
    assert present_table(make_result().iloc[:0]).empty


def test_a_result_becomes_a_sheet_with_every_column() -> None:
    sheet = result_sheet(make_result(), "Wards", "Knife crime by ward", {"knife_crime": "Knife crime"})
    assert list(sheet.columns) == [*RESULT_COLUMNS, *EXTRA_COLUMNS]
    assert sheet.table["indicator"].unique().tolist() == ["Knife crime"]
    assert sheet.source_line == "Source: Police | Extract: a.csv | Definition: v2"


def test_many_extracts_are_counted_not_listed() -> None:
    assert word_source(pd.DataFrame({"extract": list("abcd")})) == "Extract: 4, named in each row"
