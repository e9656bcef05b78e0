"""Shortest paths find what answers tell together, no less and no more, and protection by running totals withstands."""

import numpy as np
import pandas as pd
import pytest

from tests.adversary.answers import ANSWER_COLUMNS
from tests.adversary.lenses import Afresh, RunningTotal, find_base
from tests.adversary.made_up import bound_all_periods, draw_totals, protect
from tests.adversary.within import are_consistent, solve_within

ONE = ("cases", "A")


def answers(*figures: tuple) -> pd.DataFrame:
    rows = [
        ("test", *ONE, first, last, np.nan if shown is None else shown, shown is None, known, before)
        for first, last, shown, known, before in ((*figure, 0, 0)[:5] for figure in figures)
    ]
    return pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))


def solve(lens, *figures: tuple):
    return solve_within(answers(*figures), {ONE: lens})


def interval(solved, first: int, last: int) -> tuple[int, int]:
    a, b = first - solved.start, last + 1 - solved.start
    return int(solved.least[0, a, b]), int(solved.most[0, a, b])


def test_a_hidden_month_is_what_two_rounded_periods_leave():
    # True: 4, then 8. Alone the first month is hidden; 4 + 8 = 12 rounds to 10, and 8 to 10.
    solved = solve(Afresh(4), (0, 0, None), (1, 1, 10), (0, 1, 10))

    assert interval(solved, 0, 0) == (1, 4) and interval(solved, 1, 1) == (8, 11)


def test_nothing_inside_a_period_of_none_is_more_than_none():
    solved = solve(Afresh(7), (0, 5, 0), (2, 3, 0))

    assert interval(solved, 1, 4) == (0, 0)


def test_overlapping_periods_tell_a_month_that_none_was_of():
    # P: 0, 6, 9, 15. Rounded afresh each period of two months and all three; the middle month is nobody's answer.
    alone = solve(Afresh(4), (0, 1, 10), (1, 2, 10))
    more = solve(Afresh(4), (0, 1, 10), (1, 2, 10), (0, 2, 15), (0, 0, 5), (2, 2, 5))

    assert interval(alone, 1, 1) == (0, 12) and interval(more, 1, 1) == (1, 7)


def test_the_events_that_the_adversary_put_in_are_taken_off_again():
    # What 5 rows more would make of a count, one after another, shows where the step lies: 13, 14 and 15, 16, 17, 18.
    steps = [(0, 0, 5 * np.floor((13 + rows) / 5 + 0.5), rows) for rows in range(6)]

    assert interval(solve(Afresh(4), *steps), 0, 0) == (13, 13)


def test_answers_that_no_truth_fits_are_told_apart():
    assert are_consistent(solve(Afresh(4), (0, 0, 10), (0, 1, 15))).all()
    assert not are_consistent(solve(Afresh(4), (0, 0, 20), (0, 1, 5))).any()


@pytest.mark.parametrize("hide_up_to", [2, 4, 7])
@pytest.mark.parametrize("mean", [0.1, 0.7, 3, 12])
def test_every_period_of_a_rounded_running_total_keeps_five_values(hide_up_to, mean):
    rng, base = np.random.default_rng(7), find_base(hide_up_to)
    totals = draw_totals(rng, 100, 36, mean)
    most = bound_all_periods(protect(totals, base, rng.integers(0, base, size=100)), base - 1)

    after = np.triu(np.ones(most.shape[1:], dtype=bool), 1)
    values = (most + most.transpose(0, 2, 1) + 1)[:, after]
    true = (totals[:, None, :] - totals[:, :, None])[:, after]
    assert values.min() >= base >= 5
    assert (true <= most[:, after]).all() and (true >= -most.transpose(0, 2, 1)[:, after]).all()


def test_all_periods_of_a_running_total_say_no_more_than_each_of_them():
    rng = np.random.default_rng(3)
    shown = protect(draw_totals(rng, 50, 24, 2), 5, rng.integers(0, 5, size=50))
    figures = shown[:, None, :] - shown[:, :, None]
    after = np.triu(np.ones(figures.shape[1:], dtype=bool), 1)
    most = bound_all_periods(shown, 4)

    assert (most[:, after] == (figures + 4)[:, after]).all()
    assert (-most.transpose(0, 2, 1)[:, after] == np.maximum(figures - 4, 0)[:, after]).all()


def rounded(total: int, offset: int) -> int:
    return 5 * ((total + offset) // 5)


def test_steps_that_move_with_each_preview_are_found():
    # Were running totals shown as they would become, 1 to 5 rows more would show on which side of a step each lies.
    totals, offset = (13, 16), 2
    shown = [(0, end, rounded(total + rows, offset), rows) for end, total in enumerate(totals) for rows in range(6)]
    solved = solve(RunningTotal(4), *shown)
    today = solve(RunningTotal(4), *(figure for figure in shown if figure[3] == 0))

    assert interval(solved, 1, 1) == (3, 3)
    assert interval(today, 1, 1) == (0, 8)


def test_late_records_that_are_known_tell_counts_where_closed_months_are_written_again():
    # One late record of month 0 after another, each known, with the same offset: Q moves where the truth passes a step.
    totals, offset = (11, 14, 20), 3
    ends = list(enumerate(totals))
    shown = [(0, end, rounded(total + late, offset), late) for end, total in ends for late in range(5)]
    solved = solve(RunningTotal(4), *shown)
    book = solve(RunningTotal(4), *(figure for figure in shown if figure[3] == 0))

    assert interval(solved, 1, 1) == (3, 3) and interval(solved, 2, 2) == (6, 6)
    assert min(high - low + 1 for low, high in (interval(book, month, month) for month in (0, 1, 2))) >= 5
