"""Classes: round breaks for all periods, each figure in the class its own words name, zero apart."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.views.map_classes import Scale, class_breaks
from svd.views.palette import SEQUENTIAL, ZERO


def test_breaks_are_round_and_reach_over_the_middle_of_the_figures() -> None:
    assert class_breaks(pd.Series([x / 10 for x in range(101)])) == (2, 4, 6, 8)
    assert class_breaks(pd.Series(range(101)), "count") == (20, 40, 60, 80)


def test_one_far_ward_does_not_leave_the_rest_in_one_class() -> None:
    values = pd.Series([*range(1, 101), 5_000])
    assert class_breaks(values, "count")[-1] <= 100


def test_nothing_to_go_by_still_gives_a_scale() -> None:
    for values in (pd.Series([], dtype=float), pd.Series([None, None], dtype=float), pd.Series([0, 0])):
        assert class_breaks(values, "count") == (2, 3, 4, 5)


def test_breaks_of_a_change_are_symmetric_about_zero() -> None:
    assert class_breaks(pd.Series([-25, 3, 8]), "change") == (-20, -10, 10, 20)


# A rate is never finer than a millionth; beyond ten decimals breaks are rounded into one.
@given(st.lists(st.floats(0, 1e5).map(lambda value: round(value, 6)), min_size=1, max_size=40))
def test_breaks_always_rise(values: list[float]) -> None:
    for measure in ("rate", "count", "change"):
        breaks = class_breaks(pd.Series(values), measure)
        assert list(breaks) == sorted(set(breaks))


def test_a_figure_on_a_break_belongs_to_the_class_above() -> None:
    scale = Scale((1.0, 2.0, 3.0, 4.0))
    assert [scale.face_of(value) for value in (0.9, 1.0, 2.5, 4.0, 40.0)] == ["0", "1", "2", "4", "4"]
    assert scale.face_of(1.96) == "2", "it reads 2.0, so it can't be in 1.0–1.9"


def test_zero_has_a_face_and_a_colour_of_its_own() -> None:
    scale = Scale((1.0, 2.0, 3.0, 4.0))
    assert scale.face_of(0.0) == "zero"
    assert scale.colour_of("zero") == ZERO not in SEQUENTIAL
    assert scale.face_of(0.02) == "0", "a rate above zero is not zero, however small"


@pytest.mark.parametrize(
    ("breaks", "measure", "words"),
    [
        ((1.0, 2.0, 3.0, 4.0), "rate", ("under 1.0", "1.0–1.9", "2.0–2.9", "3.0–3.9", "4.0 and over")),
        ((2, 3, 4, 5), "count", ("under 2", "2", "3", "4", "5 and over")),
        ((500, 1_000, 1_500, 2_000), "count", ("under 500", "500–999", "1,000–1,499", "1,500–1,999", "2,000 and over")),
        ((-4, -2, 2, 4), "change", ("down 4 or more", "down 2–3", "within 1 either way", "up 2–3", "up 4 or more")),
        ((-2, -1, 1, 2), "change", ("down 2 or more", "down 1", "no change", "up 1", "up 2 or more")),
    ],
)  # fmt: skip
def test_classes_in_words(breaks: tuple, measure: str, words: tuple) -> None:
    assert Scale(breaks, measure).class_words() == words


@given(st.integers(0, 400), st.integers(1, 30), st.integers(1, 10))
def test_a_count_lies_between_the_numbers_its_class_names(value: int, step: int, first: int) -> None:
    scale = Scale(tuple(step * (first + number) for number in range(4)), "count")
    face = scale.face_of(value)
    if face == "zero":
        assert value == 0
        return
    words = scale.class_words()[int(face)]
    numbers = [int(text.replace(",", "")) for text in re.findall(r"[\d,]+", words)]
    low, high = (0, numbers[0] - 1) if "under" in words else (numbers[0], numbers[-1])
    assert low <= value <= (10**9 if "over" in words else high)


@given(st.integers(-100, 100), st.integers(1, 20))
def test_a_fall_and_a_rise_of_one_size_are_opposite_classes(value: int, step: int) -> None:
    scale = Scale((-2 * step, -step, step, 2 * step), "change")
    assert int(scale.face_of(value)) + int(scale.face_of(-value)) == 4
