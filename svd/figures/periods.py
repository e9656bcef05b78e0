"""The period a figure is compared with, and whether the two may be compared at all."""

from dataclasses import dataclass
from datetime import date

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_month, word_period
from svd.store.selection import Selection, move_month

COMPARATORS = {
    "previous": "the period before",
    "last_year": "the same months a year before",
    "baseline": "the baseline year",
    "chosen": "a baseline I choose",
}


@dataclass(frozen=True)
class Comparator:
    """The earlier period, or the reason why there is none."""

    selection: Selection | None
    reason: str = ""


def find_comparator(selection: Selection, catalogue: Catalogue) -> Comparator:
    """The earlier selection of equal length that the selection's ``compare`` asks for."""
    length = selection.length
    if selection.compare == "previous":
        return Comparator(_moved(selection, -length))
    if selection.compare == "last_year":
        if length > 12:
            return Comparator(None, "the period is longer than a year, so a year before would overlap it")
        return Comparator(_moved(selection, -12))
    if selection.compare == "chosen":
        return _chosen(selection, length)
    return _baseline(selection, catalogue.area.baseline_year, length)


def _baseline(selection: Selection, year: int, length: int) -> Comparator:
    if selection.month_from.year <= year:
        return Comparator(None, f"the period does not lie after the baseline year {year}")
    if length == 12:
        return Comparator(selection.spanning(date(year, 1, 1), date(year, 12, 1)))
    if length > 12 or selection.month_from.year != selection.month_to.year:
        return Comparator(None, "a baseline needs twelve months, or months of one calendar year")
    return Comparator(_moved(selection, -12 * (selection.month_from.year - year)))


def _chosen(selection: Selection, length: int) -> Comparator:
    """The months from ``compare_from`` on, as many as the period has; all of them must lie before it."""
    start = selection.compare_from
    if start is None:
        return Comparator(None, "no first month of a baseline is chosen")
    end = move_month(start, length - 1)
    span = word_period(start, end)
    if start > selection.month_to:
        return Comparator(None, f"the baseline chosen ({span}) lies after the period")
    if end >= selection.month_from:
        return Comparator(None, f"the baseline chosen ({span}, as long as the period) overlaps the period")
    return Comparator(selection.spanning(start, end))


def _moved(selection: Selection, by: int) -> Selection:
    return selection.spanning(move_month(selection.month_from, by), move_month(selection.month_to, by))


def find_break(selection: Selection, earlier: Selection, indicator: Indicator, catalogue: Catalogue) -> str:
    """The title and month of a break of the indicator's series between or inside the two periods, or an empty text."""
    for event in sorted(catalogue.breaks.values(), key=lambda event: event.date):
        if event.cuts(indicator) and earlier.month_from < event.date < move_month(selection.month_to, 1):
            return f"{event.title}, {word_month(event.date)}"
    return ""
