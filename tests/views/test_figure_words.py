"""A figure in a picture reads as it does in a sentence, and a hidden one as its mark."""

import pandas as pd
import pytest

from svd.views.figure_words import decimals_of, figure_with_unit, figure_words, is_shown, signed_words


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([1, 2], 0), ([1.0, None], 0), ([1.25, 2], 1), ([0.04, 3.5], 2), ([], 0), ([None], 0), ([0.0, 0.5], 1)],
)
def test_decimals_are_as_many_as_the_smallest_figure_needs(values: list, decimals: int) -> None:
    assert decimals_of(pd.Series(values, dtype=float)) == decimals


@pytest.mark.parametrize(
    ("value", "status", "words"),
    [
        (1234.0, "ok", "1,234"),
        (0.0, "ok", "0"),
        (12.0, "incomplete", "12 [low]"),
        (None, "suppressed", "[c]"),
        (3.0, "suppressed", "[c]"),
        (None, "missing", "[x]"),
        (None, "ok", "[x]"),
        (None, "not_applicable", "[z]"),
    ],
)
def test_a_figure_that_is_not_shown_reads_as_its_mark(value: float | None, status: str, words: str) -> None:
    assert figure_words(value, status) == words


def test_a_number_under_a_status_that_hides_it_is_not_shown() -> None:
    assert not is_shown(3.0, "suppressed")
    assert is_shown(0.0, "ok")


def test_a_change_has_its_sign_and_zero_has_none() -> None:
    assert [signed_words(value) for value in (8, 0, -3)] == ["+8", "0", "\u22123"]
    assert signed_words(0.04, 1) == "0.0"


def test_a_percentage_stands_close() -> None:
    assert figure_with_unit("19.5", "%") == "19.5%"
    assert figure_with_unit("4.1", "per 1,000 residents") == "4.1 per 1,000 residents"
    assert figure_with_unit("4.1", "£ per resident") == "£4.1 per resident"
    assert figure_with_unit("[x]", "£ per resident") == "[x] £ per resident"
    assert figure_with_unit("", "%") == ""
