"""Holds what the adversary says against the truth: which counts rule 3 forbids it told, and whether it was right."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tests.adversary.lenses import Lens, RunningTotal, list_lenses
from tests.adversary.spots import find_list
from tests.adversary.truth import Truth
from tests.adversary.within import Series, Solved, solve_within

LEAST_WITHIN, LEAST_ACROSS = 5, 3
"""How many values must stay possible within one series, and whatever is put together."""


@dataclass(frozen=True)
class Score:
    """What was told of the periods of all series, in numbers of counts."""

    answers: int
    periods: int
    exact: int
    hidden_exact: int
    hidden_months_exact: int
    hidden_months: int
    under_five: int
    wrong: int
    """Periods whose truth the adversary's bounds leave out: a fault of the adversary."""

    def describe(self) -> str:
        """In a line, for a report."""
        return (
            f"{self.answers:,} answers; of {self.periods:,} periods {self.under_five:,} under five values, "
            f"{self.exact:,} exact ({self.hidden_exact:,} of them hidden); of {self.hidden_months:,} hidden months "
            f"{self.hidden_months_exact:,} exact; {self.wrong:,} wrong"
        )


def score_within(answers: pd.DataFrame, solved: Solved, truth: Truth) -> Score:
    """The periods of every series with fewer than five possible values, and the exact ones, beside the truth."""
    totals = true_totals(solved, truth)
    differences = totals[:, None, :] - totals[:, :, None]
    inside = solved.is_inside
    is_wrong = inside & ((differences > solved.most) | (differences < solved.least))
    is_exact = inside & (solved.values <= 1)
    hidden = find_hidden(answers, solved)
    month = np.eye(hidden.shape[1], k=1, dtype=bool)
    return Score(
        answers=len(answers),
        periods=int(inside.sum()),
        exact=int((is_exact & ~is_wrong).sum()),
        hidden_exact=int((is_exact & hidden & ~is_wrong).sum()),
        hidden_months_exact=int((is_exact & hidden & month & ~is_wrong).sum()),
        hidden_months=int((hidden & month).sum()),
        under_five=int((inside & (solved.values < LEAST_WITHIN)).sum()),
        wrong=int(is_wrong.sum()),
    )


def true_totals(solved: Solved, truth: Truth) -> NDArray:
    """The true running total of each series at each month end."""
    ends = solved.start + np.arange(solved.most.shape[1])
    return np.array([truth.totals(counted, place, ends) for counted, place in solved.series])


def find_hidden(answers: pd.DataFrame, solved: Solved) -> NDArray:
    """Which periods an answer hid, of series and months that anything is known of."""
    number = {one: row for row, one in enumerate(solved.series)}
    hidden = np.zeros(solved.most.shape, dtype=bool)
    named = zip(answers["counted"], answers["place"], strict=True)
    is_known = np.array([one in number for one in named], dtype=bool)
    is_within = (answers["first"] >= solved.start) & (answers["last"] + 1 - solved.start < hidden.shape[1])
    asked = answers[answers["is_hidden"] & is_known & is_within]
    rows = [number[one] for one in zip(asked["counted"], asked["place"], strict=True)]
    hidden[rows, asked["first"] - solved.start, asked["last"] + 1 - solved.start] = True
    return hidden


def choose_lenses(
    answers: pd.DataFrame, truth: Truth, protection: str, hides: Callable[[object], int], area: str
) -> dict[Series, Lens]:
    """The lens of each series: of those that the truth allows, the one that says most.

    A sum of several parts errs by more than one part does, and a reader may know of how many it is made: so all wards
    of one set of records share a lens, as do its cells and its hours, and the area has its own.
    """
    lenses: dict[Series, Lens] = {}
    lists = [find_list(place, area) for place in answers["place"]]
    groups = answers.assign(list=lists).groupby(["counted", "list"], sort=False)
    for (counted, _), part in groups:
        lens = _find_lens(part, true_counts(part, truth), list_lenses(protection, hides(counted)))
        lenses |= {(counted, place): lens for place in part["place"].unique()}
    return lenses


def true_counts(answers: pd.DataFrame, truth: Truth) -> NDArray:
    """The true count of each answer's months."""
    true = np.zeros(len(answers), dtype=int)
    for (counted, place), rows in answers.groupby(["counted", "place"], sort=False).indices.items():
        ends = [answers["last"].to_numpy()[rows] + 1, answers["first"].to_numpy()[rows]]
        after, before = (truth.totals(counted, place, end) for end in ends)
        true[rows] = after - before
    return true


def describe_slack(lenses: dict[Series, Lens]) -> dict[int, int]:
    """How many series are read with each slack, for a report: the wide ones are sums of many parts."""
    slacks = [lens.slack for lens in lenses.values() if isinstance(lens, RunningTotal)]
    return dict(sorted(pd.Series(slacks, dtype=int).value_counts().items()))


def _find_lens(part: pd.DataFrame, true: NDArray, lenses: object) -> Lens:
    lens = None
    for lens in lenses:
        least, most = lens.read(part["shown"].to_numpy(), part["is_hidden"].to_numpy())
        true_then = true + part["known"].to_numpy()
        if ((least <= true_then) & (true_then <= most)).all():
            return lens
    return lens


def solve_and_score(
    answers: pd.DataFrame, truth: Truth, protection: str, hides: Callable[[object], int], area: str
) -> tuple[Solved, Score]:
    """Lenses chosen, series solved and scored."""
    lenses = choose_lenses(answers, truth, protection, hides, area)
    solved = solve_within(answers, lenses)
    return solved, score_within(answers, solved, truth)
