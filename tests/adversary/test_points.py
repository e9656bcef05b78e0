"""A hidden figure is read as less than a step only where both its ends are shown, as a reader can tell."""

import numpy as np
import pandas as pd
import pytest

from tests.adversary.answers import ANSWER_COLUMNS
from tests.adversary.points import leave_out_untold

AREA = "area"


def kept(place: str, *figures: tuple) -> list[tuple[int, int]]:
    rows = [("test", "cases", place, first, last, shown, np.isnan(shown), 0, 0) for first, last, shown in figures]
    left = leave_out_untold(pd.DataFrame(rows, columns=list(ANSWER_COLUMNS)), AREA)
    return list(zip(left.loc[left["is_hidden"], "first"], left.loc[left["is_hidden"], "last"], strict=True))


def test_a_hidden_quarter_between_shown_quarters_is_told_and_its_months_are_not():
    shown = [(0, 2, 5.0), (6, 8, 10.0)]

    assert kept("A", *shown, (3, 5, np.nan), (3, 3, np.nan), (4, 5, np.nan)) == [(3, 5)]


def test_a_series_shown_by_month_tells_every_hidden_month_between():
    assert kept("A", (0, 0, 5.0), (5, 5, 5.0), (2, 2, np.nan), (7, 7, np.nan)) == [(2, 2)]


def test_of_an_areas_own_total_only_ends_of_shown_figures_are_sure():
    figures = ((0, 0, 10.0), (5, 5, 10.0), (1, 4, np.nan), (2, 2, np.nan))

    assert kept(AREA, *figures) == [(1, 4)]


@pytest.mark.parametrize("place", ["A", AREA])
def test_a_series_of_which_nothing_is_shown_tells_nothing(place):
    assert kept(place, (0, 35, np.nan), (3, 3, np.nan)) == []
