"""What is asked for: a period of whole months and the filters every page and command shares."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd

from svd.errors import UserError

Comparator = Literal["previous", "last_year", "baseline", "chosen"]


@dataclass(frozen=True)
class Selection:
    """A question to the store; an empty tuple means all, and both months are included, whole.

    ``compare_from``: the first month of the earlier period, where ``compare`` is chosen.
    """

    month_from: date
    month_to: date
    wards: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    definition: str = ""
    compare: Comparator = "previous"
    compare_from: date | None = None

    def __post_init__(self) -> None:
        if self.month_from > self.month_to:
            raise UserError(
                f"The period starts in {self.month_from:%Y-%m}, after its end in {self.month_to:%Y-%m}.",
                "Choose a start that is not after the end.",
            )

    @property
    def months(self) -> pd.DatetimeIndex:
        """The first day of each month asked for."""
        return _list_months(self.month_from, self.month_to)

    @property
    def length(self) -> int:
        """How many months are asked for."""
        return (self.month_to.year - self.month_from.year) * 12 + self.month_to.month - self.month_from.month + 1

    def spanning(self, month_from: date, month_to: date) -> "Selection":
        """The same question over another period."""
        return replace(self, month_from=month_from, month_to=month_to)


@lru_cache(maxsize=4096)
def _list_months(first: date, last: date) -> pd.DatetimeIndex:
    months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 1)
    return pd.DatetimeIndex(months.astype("datetime64[us]"))


def read_month(text: str) -> date:
    """The first day of the month written YYYY-MM; raises UserError."""
    try:
        return pd.Timestamp(pd.Period(_checked(text), freq="M").start_time).date()
    except ValueError:
        raise UserError(f"{text!r} is not a month.", "Write it as YYYY-MM, such as 2026-01.") from None


def _checked(text: str) -> str:
    if len(text) != 7 or text[4] != "-" or not text[:4].isdigit():
        raise ValueError(text)
    return text


def move_month(month: date, by: int) -> date:
    """The month ``by`` months later, or earlier where it is negative."""
    year, at = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(year, at + 1, 1)
