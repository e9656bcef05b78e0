"""Which of five classes each ward's figure falls in: one scale for every period, with zero and each status apart."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from svd.catalogue.wording import word_number
from svd.views.figure_words import LARGE, decimals_of
from svd.views.palette import NO_DATA, NOT_APPLICABLE, PAPER, SEQUENTIAL, ZERO, Polarity, diverging_colours

Measure = Literal["rate", "count", "change"]
COLUMNS: dict[Measure, str] = {"rate": "value", "count": "count", "change": "difference"}
"""The column of a result each measure is read from."""

ZERO_FACE = "zero"
FACE_COLOURS = {ZERO_FACE: ZERO, "suppressed": PAPER, "missing": NO_DATA, "not_applicable": NOT_APPLICABLE}
"""A ward's face is ``zero``, a status, or the number of its class from 0 to 4."""


@dataclass(frozen=True)
class Scale:
    """Five classes between four breaks, and how they are coloured and put in words."""

    breaks: tuple[float, ...]
    measure: Measure = "rate"
    polarity: Polarity = "lower"

    @cached_property
    def decimals(self) -> int:
        """Decimals of the figures and the breaks: whole counts and changes, else as many as the breaks need."""
        needed = decimals_of(pd.Series(self.breaks))
        is_large = min(map(abs, self.breaks)) >= LARGE
        return needed if self.measure != "rate" or is_large else max(1, needed, _places(self.breaks))

    @property
    def colours(self) -> tuple[str, ...]:
        return diverging_colours(self.polarity) if self.measure == "change" else SEQUENTIAL

    @property
    def step(self) -> float:
        """The smallest difference the figures show."""
        return 10**-self.decimals

    def face_of(self, value: float) -> str:
        """The face of a figure, judged as it is shown: 1.96 reads 2.0, so it is in the class that starts at 2.0."""
        shown = round(value, self.decimals)
        if self.measure == "change":
            low, fall, rise, high = self.breaks
            return str(int(shown > low) + int(shown > fall) + int(shown >= rise) + int(shown >= high))
        return ZERO_FACE if value == 0 else str(int(np.searchsorted(self.breaks, shown, side="right")))

    def colour_of(self, face: str) -> str:
        return FACE_COLOURS[face] if face in FACE_COLOURS else self.colours[int(face)]

    def class_words(self) -> tuple[str, ...]:
        """The five classes in words, low to high; no figure falls between two of them."""
        return self._change_words() if self.measure == "change" else self._level_words()

    def _level_words(self) -> tuple[str, ...]:
        edges = [self._words(edge) for edge in self.breaks]
        ends = [self._words(edge - self.step) for edge in self.breaks]
        between = [edge if edge == end else f"{edge}–{end}" for edge, end in zip(edges[:-1], ends[1:], strict=True)]
        return (f"under {edges[0]}", *between, f"{edges[-1]} and over")

    def _change_words(self) -> tuple[str, ...]:
        rise, high = self.breaks[2:]
        near, last = self._words(rise - self.step), self._words(high - self.step)
        middle = "no change" if rise <= self.step else f"within {near} either way"
        some = self._words(rise) if rise == high - self.step else f"{self._words(rise)}–{last}"
        much = f"{self._words(high)} or more"
        return (f"down {much}", f"down {some}", middle, f"up {some}", f"up {much}")

    def _words(self, value: float) -> str:
        return word_number(value, self.decimals)


def class_breaks(values: pd.Series, measure: Measure = "rate") -> tuple[float, float, float, float]:
    """Four round inner breaks from every period's ward figures, so that all periods share one scale.

    Of the round breaks that fit, those that share the figures out most evenly: one ward far from the rest doesn't leave
    the others in one class. Changes get breaks that are symmetric about zero.
    """
    numbers = pd.to_numeric(values, errors="coerce").dropna()
    is_whole = measure == "count" or decimals_of(numbers) == 0
    if measure == "change":
        step = round_step(_quantile(numbers.abs(), 0.95) / 2.5, is_whole)
        return (-2 * step, -step, step, 2 * step)
    # Zero has a class of its own.
    above = numbers[numbers > 0].to_numpy(dtype=float)
    return min(_list_breaks(above, is_whole), key=lambda breaks: _unevenness(above, breaks))


def _list_breaks(numbers: np.ndarray, is_whole: bool) -> list[tuple[float, float, float, float]]:
    """Round breaks over the figures' middle nine tenths, and finer or coarser ones."""
    low, high = np.quantile(numbers, [0.05, 0.95]) if len(numbers) else (0.0, 0.0)
    listed = []
    for factor in (1, 0.5, 0.25, 2):
        step = round_step((high - low) / 5 * factor, is_whole)
        # Zero stands apart, so a first class of whole numbers under 1 would hold nothing.
        lowest = max(math.floor(low / step), 2 if is_whole and step == 1 else 1)
        for first in range(lowest, max(math.floor(high / step), lowest) + 1):
            listed.append(tuple(round((first + number) * step, 10) for number in range(4)))
    return listed


def _unevenness(numbers: np.ndarray, breaks: tuple[float, ...]) -> int:
    """The sum of the squares of the classes' sizes: least where all are alike."""
    sizes = np.bincount(np.searchsorted(breaks, numbers, side="right"), minlength=len(breaks) + 1)
    return int((sizes**2).sum())


def round_step(width: float, is_whole: bool) -> float:
    """The 1, 2 or 5 times a power of ten nearest to ``width`` in ratio; at least 1 where steps must be whole."""
    if width <= 0:
        return 1.0
    power = math.floor(math.log10(width))
    rounds = [lead * 10.0**exponent for exponent in (power, power + 1) for lead in (1, 2, 5)]
    step = min(rounds, key=lambda candidate: abs(math.log(candidate / width)))
    return max(step, 1.0) if is_whole else step


def _quantile(numbers: pd.Series, share: float) -> float:
    return float(numbers.quantile(share)) if len(numbers) else 0.0


def _places(breaks: tuple[float, ...]) -> int:
    return next((places for places in range(4) if all(round(b, places) == round(b, 6) for b in breaks)), 4)
