"""Which comparison can be tested: the longest that no break cuts, for what is asked or for a page's start."""

from collections.abc import Iterable
from dataclasses import replace

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.catalogue.wording import word_period
from svd.figures.periods import find_break, find_comparator
from svd.store.selection import Selection, move_month

_LEAST_MONTHS = 3
_WAYS = ("previous", "last_year")


def find_testable(catalogue: Catalogue, indicators: Iterable[Indicator], selection: Selection) -> Selection | None:
    """The last months of the selection, as many as a comparison can be tested of; None where none of three can.

    Compared with the months before them, else with the same months a year before: the longer, and of two as long the
    former. Tested is what no break of the indicators' series lies in or between.
    """
    named = list(indicators)
    for length in range(selection.length, _LEAST_MONTHS - 1, -1):
        months = selection.spanning(move_month(selection.month_to, 1 - length), selection.month_to)
        for way in _WAYS:
            asked = replace(months, compare=way, compare_from=None)
            earlier = find_comparator(asked, catalogue).selection
            if earlier and not any(find_break(asked, earlier, one, catalogue) for one in named):
                return asked
    return None


def word_testable(catalogue: Catalogue, indicator: Indicator, selection: Selection) -> str:
    """The comparison that can be tested in place of the selection's, in words; empty where there is none."""
    found = find_testable(catalogue, [indicator], selection)
    earlier = found and find_comparator(found, catalogue).selection
    if not found or not earlier:
        return ""
    now = word_period(found.month_from, found.month_to)
    return f"{now} with {word_period(earlier.month_from, earlier.month_to)}"
