"""Each kind of misleading figure with its rule off, which gives the old figure, and on; and the document that tells."""

import re
from pathlib import Path

import pytest

from tests.kinds.kept import Kind
from tests.kinds.table import HEADER, KINDS, render

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "kinds.md"
NUMBERS = {
    "ratio_as_share": ([300], [3, 1, 300, 100]),
    "few_cases": ([36.7], [0, 300]),
    "rounded_counts": ([63.0], [11.3]),
    "wide_months": ([69.2], [94.8]),
    "untestable_default": ([6, 6, 12, 2026], [0, 6, 11, 2026]),
    "stock_as_flow": ([740, 23628, 2.92, 3.36], [188, 5907, 2.76, 3.66]),
    "one_year_of_residents": ([71.45, 1000, 4199], [75.28, 1000, 3985]),
    "year_by_its_months": ([], [8.2, 7.8, 8.6, 7.28]),
    "alike_months": ([46.4], [10.4]),
    "records_unplaced": ([19, 19], [0, 19, 19]),
    "old_wards": ([0, 19, 0, 0, 0.9, 1000], [19]),
    "no_category": ([0], []),
    "number_without_mark": ([1614], [1614]),
    "small_area_in_one_ward": ([35, 0, 218840], [0, 44881, 218840]),
    "untried_claims": ([0.2], [8.0, 0.2]),
}
"""The numbers of the wrong figure and of the right one."""


def read_rows() -> dict[str, list[str]]:
    """The cells of each row of the document's table, by the name of the function that it says tries it."""
    lines = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [line.strip("| ").split(" | ") for line in lines]
    assert tuple(cells[0]) == HEADER
    return {re.search(r"\.(\w+)`", row[-1])[1]: row for row in cells[2:]}


def find_numbers(words: str) -> list[float]:
    return [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", words)]


def name_of(kind: Kind) -> str:
    return kind.find.__name__


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_with_its_rule_off_the_old_wrong_figure_comes_back_and_with_it_on_the_right_one(kind, tmp_path):
    wrong, right = kind.tell(tmp_path)
    assert (find_numbers(wrong), find_numbers(right)) == NUMBERS[name_of(kind)]
    assert wrong != right
    assert read_rows()[name_of(kind)] == [kind.misled, wrong, right, kind.rule, read_rows()[name_of(kind)][-1]]


def test_the_document_has_every_kind_and_no_other():
    assert list(read_rows()) == [name_of(kind) for kind in KINDS] == list(NUMBERS)


def test_a_figure_that_has_changed_would_be_seen():
    told = {name: ("1", "2") for name in NUMBERS}
    assert render(told) not in DOCUMENT.read_text(encoding="utf-8")
    assert find_numbers("740 of 23,628 (2.92% to 3.36%)") == [740, 23628, 2.92, 3.36]
