"""How numbers, dates, units and marks read, in every sentence, table and picture of the product."""

from datetime import date

import pandas as pd

NOT_AVAILABLE = "[x]"
"""What stands for a value that is not there, unless the caller knows a truer mark such as ``[c]``."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUS = "\u2212"
_POUNDS = "£"
_MOST_DECIMALS = 4


def word_number(value: float | None, decimals: int = 0, mark: str = NOT_AVAILABLE) -> str:
    """The number with thousands separators and a true minus sign, as ``1,768``; ``mark`` where it is null."""
    if _is_null(value):
        return mark
    text = f"{value:,.{decimals}f}"
    if not any(digit in text for digit in "123456789"):
        text = text.lstrip("-")
    return text.replace("-", _MINUS)


def word_rate(value: float | None, mark: str = NOT_AVAILABLE) -> str:
    """The rate to one decimal, as ``8.3``; to more where one decimal would show a rate above zero as zero."""
    return word_number(value, _decimals(value), mark)


def word_share(value: float | None, mark: str = NOT_AVAILABLE) -> str:
    """A percentage, 0 to 100, to one decimal: ``19.5%``."""
    return mark if _is_null(value) else f"{word_number(value, 1)}%"


def word_range(low: float | None, high: float | None, decimals: int = 1, mark: str = NOT_AVAILABLE) -> str:
    """An interval, as ``3.2 to 5.2``; ``mark`` where either end is null."""
    if _is_null(low) or _is_null(high):
        return mark
    return f"{word_number(low, decimals)} to {word_number(high, decimals)}"


def word_month(month: date | None, mark: str = NOT_AVAILABLE) -> str:
    """The month, as ``Jan 2026``, whatever the machine's language."""
    return mark if _is_null(month) else f"{_MONTHS[month.month - 1]} {month.year}"


def word_day(day: date | None, mark: str = NOT_AVAILABLE) -> str:
    """The day, as ``28 Feb 2024``."""
    return mark if _is_null(day) else f"{day.day} {word_month(day)}"


def word_period(first: date | None, last: date | None, mark: str = NOT_AVAILABLE) -> str:
    """The months from first to last, as ``Jan 2025 to Dec 2025``; the month alone where they are the same."""
    if _is_null(first) or _is_null(last):
        return mark
    start, end = word_month(first), word_month(last)
    return start if start == end else f"{start} to {end}"


def word_value(value: float | None, unit: str, form: str, mark: str = NOT_AVAILABLE) -> str:
    """An indicator's value with its unit: ``8.3 per 1,000 residents``, ``19.5%``, ``3 homicides``, ``£4.2 a head``.

    ``form`` is the calculation's; the mark stands alone, without a unit.
    """
    if _is_null(value):
        return mark
    if form == "proportion":
        return word_share(value)
    if form == "count":
        return word_count_of(value, unit.removesuffix("s"), unit)
    return add_unit(word_rate(value), unit)


def add_unit(figure: str, unit: str) -> str:
    """The figure and its unit: ``4.1 per 1,000 residents``, ``19.5%``, and pounds before the number."""
    if unit.startswith(_POUNDS) and figure[:1].isdigit():
        return f"{_POUNDS}{figure}{unit.removeprefix(_POUNDS)}"
    return f"{figure}{unit}" if unit.startswith("%") else f"{figure} {unit}"


def word_count_of(number: float | None, singular: str, plural: str, mark: str = NOT_AVAILABLE) -> str:
    """How many of a thing, as ``1 ward`` or ``1,768 offences``."""
    return f"{word_number(number, 0, mark)} {singular if not _is_null(number) and number == 1 else plural}"


def word_ordinal(place: float) -> str:
    """A place in an order, as ``1st``, ``12th`` or ``23rd``."""
    number = int(place)
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _decimals(value: float | None) -> int:
    if _is_null(value) or value == 0:
        return 1
    return next((places for places in range(1, _MOST_DECIMALS) if abs(value) >= 0.5 * 10**-places), _MOST_DECIMALS)


def _is_null(value: object) -> bool:
    return value is None or value is pd.NA or bool(value != value)
