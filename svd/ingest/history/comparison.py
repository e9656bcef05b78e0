"""A new file beside the history of its source: what every check against history asks of the two, and how it warns."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.catalogue.wording import word_month, word_number
from svd.ingest.extract import ReadExtract
from svd.ingest.history.held import History, find_standing, list_complete
from svd.ingest.problems import RULES, list_whole

CHANCE = 0.001
"""The share of sane counts that may be warned of, both ends together."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """``extract`` and the ``history`` of its ``source``."""

    extract: ReadExtract
    history: History
    source: Source
    catalogue: Catalogue

    @cached_property
    def standing(self) -> pd.DatetimeIndex:
        """The months for which the new file would stand."""
        return find_standing(self.extract, self.history)

    @cached_property
    def new_months(self) -> pd.DatetimeIndex:
        """Those of them that are complete."""
        return list_complete(self.extract.months, self.standing)

    @cached_property
    def held_months(self) -> pd.DatetimeIndex:
        """The complete months of the history."""
        return list_complete(self.history.coverage)

    def find_segments(self, months: pd.Series | pd.DatetimeIndex) -> np.ndarray:
        """For each month how many breaks of the source lie before it: months of one number may be compared."""
        days = [
            event.date
            for event in self.catalogue.breaks.values()
            if self.source.id in event.sources and not event.is_comparable
        ]
        breaks = np.sort(np.array(days, dtype="datetime64[us]"))
        return np.searchsorted(breaks, np.asarray(months, dtype="datetime64[us]"), side="right")

    def warn(self, rule: str, value: str, told: str, column: str | None = None, *, plain: str = "") -> pd.DataFrame:
        """The PROBLEMS row of a warning whose sentence says what is ``told``; ``value`` names it in few words.

        Of a source that hides small numbers it says what is ``plain``, without a number: a file made up to try it
        would learn from many of them how many are held.
        """
        is_hiding = self.catalogue.rules[self.source.small_number_rule].hide_up_to > 0
        message = RULES[rule].message.format(column=column, value=plain if plain and is_hiding else told)
        return list_whole(self.source.id, self.extract.name, rule, value, column, message=message)


def word_usual(low: float, high: float) -> str:
    """A usual range in words."""
    return f"{word_number(low)} to {word_number(high)} are usual"


def number_months(months: pd.Series | pd.DatetimeIndex) -> np.ndarray:
    """Months as numbers that count up by one."""
    index = pd.DatetimeIndex(months)
    return (index.year * 12 + index.month).to_numpy()


def name_months(months: pd.DatetimeIndex) -> str:
    """Sorted months in few words, as 'Feb 2025 and Apr 2025 to May 2025'."""
    number = pd.Series(number_months(months), index=months)
    runs = [run.index for _, run in number.groupby((number.diff() != 1).cumsum())]
    words = [word_month(run[0]) if len(run) == 1 else f"{word_month(run[0])} to {word_month(run[-1])}" for run in runs]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
