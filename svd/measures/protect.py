"""Protection, once: running totals shown only as the block they have reached, from a secret starting point.

A count is the difference of two shown totals, so that no set of questions says more than the totals themselves: at
least as many values as the block is wide stay possible for every period.
"""

import hashlib
import hmac
import json

import numpy as np
from numpy.typing import NDArray

from svd.catalogue.declarations import SmallNumberRule

LEAST_BASE = 5
STEPS = (1, 3, 6, 12)
"""Months from one shown total to the next: the shortest at which the steps average a block is taken."""


def find_base(rule: SmallNumberRule) -> int:
    """How wide a block is under the rule: 1 where nothing is hidden."""
    return rule.base


def identify(*parts: object) -> str:
    """The name of a set of records: what was sent under which categories, flags, age and place; no title, no id."""
    return json.dumps(parts, sort_keys=True, default=str)


def hash_series(key: bytes, identity: str) -> str:
    """The series' name in the book: 32 hex digits that tell nothing of it without the key."""
    return hmac.new(key, f"series|{identity}".encode(), hashlib.sha256).hexdigest()[:32]


def find_offset(key: bytes, identity: str, base: int) -> int:
    """The secret start of the blocks, 0 to ``base`` - 1, the same for the same records whatever they are called."""
    digest = hmac.new(key, f"offset|{identity}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % base


def round_totals(totals: NDArray, offset: NDArray | int, base: NDArray | int) -> NDArray:
    """The blocks that running totals have reached: ``base`` times the whole part of (total + offset) / base."""
    return base * np.floor((totals + offset) / base)


def find_step(monthly_mean: float, base: int) -> int:
    """The months a series is shown by: the finest at which its steps average ``base``; 0 where not even a year does."""
    return next((step for step in STEPS if monthly_mean * step >= base), 0)


def variance_of(base: NDArray | float) -> NDArray | float:
    """Variance that protection adds to the count of any period, however long: both its ends are rounded."""
    return (np.square(base) - 1.0) / 6


def list_points(months: int, step: int, origin: int) -> NDArray:
    """The boundaries (0: before the first month) at which a series of this step is shown, counted from its origin."""
    if not step:
        return np.array([], dtype=int)
    every = np.arange(months + 1)
    return every[(every - origin) % step == 0]


def widen_limits(count: NDArray, lower: NDArray, upper: NDArray, noise: NDArray, z: float) -> tuple[NDArray, NDArray]:
    """Limits of a protected count, wider by what protection adds; the same where ``noise`` is 0."""
    extra = z**2 * np.asarray(noise, dtype=float)
    below = count - np.sqrt((count - lower) ** 2 + extra)
    return np.maximum(below, 0.0), count + np.sqrt((upper - count) ** 2 + extra)
