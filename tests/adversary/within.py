"""One series: every answer bounds a difference of two running totals, and shortest paths put them together."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tests.adversary.lenses import UNBOUNDED, Lens

Series = tuple[object, str]
"""What is counted, and where."""


@dataclass(frozen=True)
class Solved:
    """What is known of each series: ``most[s, a, b]`` bounds P[b] - P[a], a running total at two month ends."""

    series: list[Series]
    start: int
    """The month before which every running total begins: node 0."""
    most: NDArray
    is_asked: NDArray
    """Which periods a < b an answer was of."""
    is_inside: NDArray
    """Which periods lie within the months that any answer of the series was of."""

    @property
    def least(self) -> NDArray:
        """The least that P[b] - P[a] can be."""
        return -self.most.transpose(0, 2, 1)

    @property
    def values(self) -> NDArray:
        """How many values stay possible for each period a < b; very many elsewhere."""
        many = np.minimum(self.most - self.least + 1, UNBOUNDED)
        return np.where(np.triu(np.ones(many.shape[1:], dtype=bool), 1), many, UNBOUNDED)


def solve_within(answers: pd.DataFrame, lenses: dict[Series, Lens]) -> Solved:
    """The tightest bounds that the answers of each series give on every period, all series at once."""
    series = list(dict.fromkeys(zip(answers["counted"], answers["place"], strict=True)))
    number = {one: place for place, one in enumerate(series)}
    row = np.array([number[one] for one in zip(answers["counted"], answers["place"], strict=True)], dtype=int)
    start, end = int(answers["first"].min()), int(answers["last"].max()) + 1
    a, b = answers["first"].to_numpy() - start, answers["last"].to_numpy() + 1 - start
    least, most = read_all(answers, lenses)
    bounds = empty_bounds(len(series), end - start + 1)
    np.minimum.at(bounds, (row, a, b), most)
    np.minimum.at(bounds, (row, b, a), -least)
    asked = np.zeros(bounds.shape, dtype=bool)
    asked[row, a, b] = True
    if answers[["known", "known_before"]].any(axis=None):
        closed = _close_editions(bounds, answers, lenses, (row, a, b))
    else:
        closed = close_bounds(bounds)
    return Solved(series, start, closed, asked, _find_inside(asked))


def _close_editions(bounds: NDArray, answers: pd.DataFrame, lenses: dict[Series, Lens], where: tuple) -> NDArray:
    """All that follows where editions differ by known events: they share the rounded running total at a period's start.

    A node more for each month end stands for that total, Q[a]: P[b] and the events known lie from Q[a] and the figure
    up to the slack above, and P[a] from Q[a] up to the slack above.
    """
    series, nodes = bounds.shape[:2]
    wide = np.full((series, 2 * nodes, 2 * nodes), UNBOUNDED)
    wide[:, :nodes, :nodes] = bounds
    wide[:, np.arange(nodes), np.arange(nodes) + nodes] = 0
    wide[:, np.arange(2 * nodes), np.arange(2 * nodes)] = 0
    slacks = [
        getattr(lenses[one], "slack", UNBOUNDED) for one in zip(answers["counted"], answers["place"], strict=True)
    ]
    slack, known, is_first = np.array(slacks), answers["known"].to_numpy(), answers["known_before"].to_numpy() == 0
    shown = np.where(answers["is_hidden"], 0, answers["shown"]).astype(int)
    is_read = is_first & (slack < UNBOUNDED)
    row, a, b = (part[is_read] for part in where)
    slack, known, shown = (part[is_read] for part in (slack, known, shown))
    np.minimum.at(wide, (row, a + nodes, a), slack)
    np.minimum.at(wide, (row, a + nodes, b), shown + slack - known)
    np.minimum.at(wide, (row, b, a + nodes), known - shown)
    return close_bounds(wide)[:, :nodes, :nodes]


def read_all(answers: pd.DataFrame, lenses: dict[Series, Lens]) -> tuple[NDArray, NDArray]:
    """The bounds of each answer, read through the lens of its series."""
    least, most = np.zeros(len(answers), dtype=int), np.zeros(len(answers), dtype=int)
    for one, rows in answers.groupby(["counted", "place"], sort=False, dropna=False).indices.items():
        part = answers.iloc[rows]
        least[rows], most[rows] = lenses[one].read(part["shown"].to_numpy(), part["is_hidden"].to_numpy())
    known = answers["known"].to_numpy()
    return np.maximum(least - known, 0), most - known


def empty_bounds(series: int, nodes: int) -> NDArray:
    """What is known before any answer: running totals never fall."""
    bounds = np.full((series, nodes, nodes), UNBOUNDED)
    bounds[:, np.arange(nodes), np.arange(nodes)] = 0
    bounds[:, np.arange(1, nodes), np.arange(nodes - 1)] = 0
    return bounds


def close_bounds(bounds: NDArray) -> NDArray:
    """All that follows from the bounds: Floyd and Warshall's shortest paths, over all series at once."""
    closed = bounds.copy()
    for middle in range(closed.shape[1]):
        through = closed[:, :, middle, None] + closed[:, middle, None, :]
        np.minimum(closed, through, out=closed)
    return np.minimum(closed, UNBOUNDED)


def are_consistent(solved: Solved) -> NDArray:
    """Whether some truth fits the answers of each series; where none does, they were read by a wrong lens."""
    return (np.einsum("saa->sa", solved.most) >= 0).all(axis=1)


def _find_inside(asked: NDArray) -> NDArray:
    nodes = np.arange(asked.shape[1])
    is_end = asked.any(axis=1) | asked.any(axis=2)
    first = np.argmax(is_end, axis=1)
    last = asked.shape[1] - 1 - np.argmax(is_end[:, ::-1], axis=1)
    within = (nodes >= first[:, None]) & (nodes <= last[:, None])
    return within[:, :, None] & within[:, None, :] & np.triu(np.ones(asked.shape[1:], dtype=bool), 1)
