"""How many made-up worlds a test draws: all of them under ``make prove``, the first tenth otherwise."""

import os

IS_PROOF = os.environ.get("SVD_PROVE") == "1"


def some(number: int) -> int:
    """``number`` under ``make prove``, a tenth of it otherwise; the same ones each time, by the test's own seed."""
    return number if IS_PROOF else max(number // 10, 1)


def above(rate: float, drawn: int, errors: float = 3.0) -> float:
    """The highest share that ``drawn`` worlds may show of what happens at ``rate``: that many standard errors above."""
    return rate + errors * (rate * (1 - rate) / drawn) ** 0.5
