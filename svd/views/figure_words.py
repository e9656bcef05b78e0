"""How a figure, its interval and its status read in a picture, its hover text and its description."""

from collections.abc import Iterable

import pandas as pd

from svd.catalogue.wording import add_unit, word_number
from svd.measures.result import INCOMPLETE, OK, SHORTHAND

STATUS_WORDS = {
    "suppressed": "hidden: a small number",
    "missing": "no data received",
    "cut_short": "not shown yet: the file ends inside the month",
    "not_applicable": "not applicable",
    "incomplete": "may be too low: some rows were set aside or the period is not complete",
}

LARGE = 1_000
"""Figures from which a decimal tells nothing."""


def mark_of(status: str) -> str:
    """The mark of a status, such as ``[c]``; empty where the figure stands for itself."""
    return SHORTHAND[status][0] if status in SHORTHAND else ""


def is_null(value: object) -> bool:
    """Whether there is no figure."""
    return value is None or value is pd.NA or value != value


def is_shown(value: float | None, status: str) -> bool:
    """Whether there is a number to draw: a figure that is there, and not one a status hides."""
    return status in (OK, INCOMPLETE) and not is_null(value)


def decimals_of(values: pd.Series | Iterable[float]) -> int:
    """None for whole numbers and thousands, else one; more where one decimal would show a figure above zero as zero."""
    if isinstance(values, pd.Series):
        values = (pd.to_numeric(values, errors="coerce") if values.dtype == object else values).tolist()
    numbers = [abs(number) for number in values if not is_null(number)]
    if all(number % 1 == 0 for number in numbers) or min(numbers) >= LARGE:
        return 0
    smallest = min(number for number in numbers if number > 0)
    return next((places for places in (1, 2, 3) if smallest >= 0.5 * 10**-places), 4)


def signed_words(value: float, decimals: int = 0) -> str:
    """A change with its sign, such as ``+8`` or ``−3``; zero has none."""
    text = word_number(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def figure_words(value: float | None, status: str, decimals: int = 0) -> str:
    """The number, with its mark where it has one, or the mark alone where it is not shown."""
    mark = mark_of(status)
    if not is_shown(value, status):
        return mark or mark_of("missing")
    return f"{word_number(value, decimals)} {mark}".strip()


def figure_with_unit(figure: str, unit: str) -> str:
    """The figure and its unit, as ``4.1 per 1,000 residents`` or ``19.5%``; empty where there is no figure."""
    if not figure:
        return ""
    return add_unit(figure, unit)


def sentence(words: str) -> str:
    """The words with a capital first letter and the rest as they are."""
    return words[:1].upper() + words[1:]
