"""Problems as people mend them: grouped, counted, and told with the value that stands in the file."""

import pandas as pd

from svd.catalogue.schema import PROBLEMS
from svd.ingest.conform import conform
from svd.ingest.read import SentTable
from svd.views.fault_groups import group_faults, word_groups

SENT = SentTable(
    "asb.csv",
    pd.DataFrame({"when": ["x", "y", ""], "what": ["Noise"] * 3}, index=pd.Index([4, 5, 9], name="row"), dtype="str"),
    pd.Series([], dtype="str"),
    letters={"when": "B", "what": "C"},
    header_row=3,
)


def group(*problems: dict, sent: SentTable | None = SENT, most: int = 3):
    told = {"source": "asb", "file": "f", "message": "It is wrong. Mend it.", "severity": "set_aside", "rows": 1}
    return group_faults(conform(pd.DataFrame([told | one for one in problems]), PROBLEMS), sent, most)


def fault(row: int | None, column: str | None = "when", rule: str = "bad_date", **given: object) -> dict:
    return {"row": row, "column": column, "rule": rule, "value": None, **given}


def test_faults_of_one_rule_and_column_are_one_group_with_its_first_cells() -> None:
    (dates,) = group(*(fault(row) for row in (4, 5, 9, 10)))

    assert dates.words == "bad date: 4 cells in column B, first B4, B5, B9"
    assert len(dates.faults) == 3


def test_the_value_is_read_from_the_file_and_an_empty_one_is_said_to_be_empty() -> None:
    (dates,) = group(fault(4), fault(9))

    assert [one.wrong.split(",")[0] for one in dates.faults] == ["when is 'x'", "when is empty"]
    assert dates.faults[0].remedy.startswith("Write it as")


def test_the_largest_group_comes_first_and_what_need_not_be_mended_last() -> None:
    outside = fault(4, "what", "outside_area", rows=70)
    groups = group(outside, fault(None, None, "empty_month", severity="warning", rows=0), fault(4), fault(5))

    assert [one.rule for one in groups] == ["bad_date", "outside_area", "empty_month"]
    assert groups[1].words == "outside area: 70 cells in column C, first C4"
    assert groups[2].words == "empty month: the whole file"


def test_without_the_file_rows_are_named_and_nothing_is_made_up() -> None:
    (dates,) = group(fault(4), fault(5), sent=None)

    assert dates.words == "bad date: 2 rows, first 4, 5"
    assert dates.faults[0].cell == "" and dates.faults[0].value == ""


def test_a_rule_of_the_whole_row_is_told_by_its_own_message() -> None:
    (ragged,) = group(fault(4, None, "ragged_row"))

    assert (ragged.faults[0].cell, ragged.faults[0].wrong, ragged.faults[0].remedy) == (
        "B4",
        "It is wrong.",
        "Mend it.",
    )


def test_more_kinds_than_are_worded_are_counted() -> None:
    lines = list(word_groups(group(fault(4), fault(5, "what", "unmapped_category")), most=1))

    assert lines[-1] == "  and 1 more kind of fault."
    assert len(lines) == 3
