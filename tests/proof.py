"""How much a test tries: all of it under ``make prove``, otherwise a part, the same one each time."""

import os
import random
from collections.abc import Iterable
from typing import TypeVar

Case = TypeVar("Case")
IS_PROOF = os.environ.get("SVD_PROVE") == "1"


def some(number: int) -> int:
    """``number`` under ``make prove``, a tenth of it otherwise; the same ones each time, by the test's own seed."""
    return number if IS_PROOF else max(number // 10, 1)


def part(cases: Iterable[Case], of: int = 10) -> list[Case]:
    """``cases`` under ``make prove``, otherwise one in ``of`` drawn from a seed, in their order."""
    every = list(cases)
    drawn = random.Random(2026).sample(range(len(every)), max(round(len(every) / of), 1) if every else 0)
    return every if IS_PROOF else [every[place] for place in sorted(drawn)]


def above(rate: float, drawn: int, errors: float = 3.0) -> float:
    """The highest share that ``drawn`` worlds may show of what happens at ``rate``: that many standard errors above."""
    return rate + errors * (rate * (1 - rate) / drawn) ** 0.5
