"""Made-up series, and protection by rounded running totals written out plainly, to try the adversary against."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tests.adversary.answers import ANSWER_COLUMNS
from tests.adversary.counted import Counted
from tests.adversary.truth import Truth
from tests.adversary.within import close_bounds, empty_bounds


def draw_totals(rng: np.random.Generator, series: int, months: int, mean: float) -> NDArray:
    """True running totals of made-up series, nought at node 0, whose months have about ``mean`` events."""
    counts = rng.poisson(mean, size=(series, months))
    return np.concatenate([np.zeros((series, 1), dtype=int), np.cumsum(counts, axis=1)], axis=1)


def protect(totals: NDArray, base: int, offset: NDArray) -> NDArray:
    """Each running total rounded once: the block of ``base`` it has reached, from its series' secret ``offset``."""
    rounded = base * ((totals + offset[:, None]) // base)
    return rounded - rounded[:, :1]


def bound_all_periods(rounded: NDArray, slack: int) -> NDArray:
    """What the figures of all periods of each series say, put together."""
    nodes = rounded.shape[1]
    shown = rounded[:, None, :] - rounded[:, :, None]
    bounds = empty_bounds(len(rounded), nodes)
    after = np.triu(np.ones((nodes, nodes), dtype=bool), 1)
    bounds = np.where(after, np.minimum(bounds, shown + slack), bounds)
    least = np.maximum(shown - slack, 0).transpose(0, 2, 1)
    return close_bounds(np.where(after.T, np.minimum(bounds, -least), bounds))


@dataclass(frozen=True)
class Family:
    """Parts and their whole, true and as their protection shows them."""

    parts: NDArray
    shown_parts: NDArray
    shown_whole: NDArray
    base: int
    whole_base: int


def draw_family(rng: np.random.Generator, base: int, whole_base: int, months: int, most_parts: int = 20) -> Family:
    """A family of 2 to ``most_parts`` parts, of which some are rare."""
    parts = int(rng.integers(2, most_parts + 1))
    means = rng.choice([0.05, 0.2, 1, 4], size=parts)
    totals = np.concatenate([draw_totals(rng, 1, months, mean) for mean in means])
    return make_family(totals, base, whole_base, rng.integers(0, base, size=parts), int(rng.integers(0, whole_base)))


def make_family(totals: NDArray, base: int, whole_base: int, offsets: NDArray, whole_offset: int) -> Family:
    """The family of these true parts, protected with these secrets."""
    whole = protect(totals.sum(axis=0)[None, :], whole_base, np.array([whole_offset]))
    return Family(totals, protect(totals, base, offsets), whole, base, whole_base)


def ask_running_totals(
    truth: Truth, counted: Counted, base: int, periods: Sequence[tuple[int, int]], area: str, rng: np.random.Generator
) -> pd.DataFrame:
    """What rounded running totals answer for each period: of each place on the base, of the area on twice the base."""
    places = [*truth.list_places(counted), area]
    bases = np.where(np.array(places) == area, 2 * base, base)
    months = np.arange(truth.months[0], truth.months[-1] + 2)
    totals = np.array([truth.totals(counted, place, months) for place in places])
    shown = np.concatenate([protect(totals[[row]], int(b), rng.integers(0, b, 1)) for row, b in enumerate(bases)])
    answers = []
    for first, last in periods:
        figures = shown[:, last + 1 - months[0]] - shown[:, first - months[0]]
        for place, figure in zip(places, figures, strict=True):
            told = (float("nan"), True) if figure == 0 else (float(figure), False)
            answers.append(("periods", counted, place, first, last, *told, 0, 0))
    return pd.DataFrame(answers, columns=list(ANSWER_COLUMNS))
