"""How seldom, at most, each claim is made where nothing changes: what pages promise in words, and trials try."""

from typing import NamedTuple

MOST_ALIKE = 0.8
"""The autocorrelation up to which something is promised of months that follow one another: that of any published series
of the police, and a little more."""


class Rate(NamedTuple):
    """So many times in so many."""

    times: int
    of: int

    @property
    def share(self) -> float:
        return self.times / self.of

    def __str__(self) -> str:
        return f"{self.times} in {self.of:,}"


FOLLOWING = f"where months follow one another (autocorrelation up to {MOST_ALIKE})"
"""The condition of which most claims promise less; beyond it nothing is promised."""


class Promise(NamedTuple):
    """``usual``: where months are independent of one another, and wards alike; ``otherwise``: where they are not."""

    usual: Rate
    otherwise: Rate | None = None


CHANGE = Promise(Rate(1, 370), Rate(1, 10))
"""Comparisons of two periods called a change."""
RANGE = Promise(Rate(5, 100), Rate(5, 100))
"""95% ranges that leave out the level: of months that follow one another, that of the very period."""
TREND = Promise(Rate(1, 500), Rate(1, 2))
"""Series of five years called a trend."""
OUTSIDE = Promise(Rate(1, 30), Rate(1, 6))
"""Months outside their control limits."""
MARKED = Promise(Rate(1, 6), Rate(1, 2))
"""Months marked by any rule of the control chart."""
SHIFTS = Promise(Rate(1, 20), Rate(3, 5))
"""Series called a small shift that lasts, within three years."""
FUNNEL = Promise(Rate(1, 500), Rate(1, 200))
"""Wards beyond the funnel's 99.8% limits; otherwise: where wards differ and limits are widened."""
SIGNALS = Promise(Rate(1, 1), Rate(3, 1))
"""Signals raised in a year, in all series together."""
