"""The protection that did not hold, kept so that the adversary is seen to win: each query hidden and rounded afresh."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tests.adversary.answers import ANSWER_COLUMNS
from tests.adversary.counted import Counted
from tests.adversary.truth import Truth

ROUND_TO = 5


def round_afresh(counts: NDArray, hide_up_to: int) -> tuple[NDArray, NDArray]:
    """One query's counts as they were shown, null where hidden, and which were: the small ones, and others beside."""
    is_hidden = (counts >= 1) & (counts <= hide_up_to)
    order = np.argsort(counts, kind="stable")
    for candidate in order[counts[order] > 0] if is_hidden.any() and len(counts) > 1 else ():
        if is_hidden.sum() > 1 and counts[is_hidden].sum() > hide_up_to:
            break
        is_hidden[candidate] = True
    shown = np.floor(counts / ROUND_TO + 0.5) * ROUND_TO
    return np.where(is_hidden, np.nan, shown), is_hidden


def ask_rounded(
    truth: Truth, counted: Counted, hide_up_to: int, periods: Iterable[tuple[int, int]], places: Sequence[str]
) -> pd.DataFrame:
    """What the old protection answered to a query of all ``places`` for each period."""
    months = np.arange(truth.months[0], truth.months[-1] + 2)
    totals = np.array([truth.totals(counted, place, months) for place in places])
    answers = []
    for first, last in periods:
        counts = totals[:, last + 1 - months[0]] - totals[:, first - months[0]]
        shown, is_hidden = round_afresh(counts, hide_up_to)
        answers += [
            ("periods", counted, place, first, last, figure, hidden, 0, 0)
            for place, figure, hidden in zip(places, shown, is_hidden, strict=True)
        ]
    return pd.DataFrame(answers, columns=list(ANSWER_COLUMNS))
