"""Why a change is not tested, row by row: what hides it, cuts it, or leaves a test unable to find a doubling."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from svd.measures.result import MISSING, NOT_APPLICABLE, OK, SUPPRESSED, UNALLOCATED
from svd.stats.change import LEAST_EACH, SIGNAL_P, can_carry_share, is_placing_steady
from svd.stats.power import can_test_change, explain_untested

Arrays = Mapping[str, NDArray]
"""A figure's columns and, with ``_before`` to their names, those of the period it is compared with, by their name."""
SHARES = ("proportion", "ratio")
WEIGHED = "one grave offence can move a weighed sum; the offences behind it are tested on their own"
"""Why harm and cost are not tested."""
UNPLACED = "a ward is known of {:.0f}% of events now and was of {:.0f}% before: wards can't be compared over it"
TOO_FEW_FOR_SHARE = "fewer than five events, or five without, in one of the periods: too few for a share"
TOO_ROUGH = "its months scatter, or its figures are rounded, too much for a doubling to be found"
UNSETTLED = "all of the period is provisional: its source may still revise it"
"""Why provisional months alone are not tested."""
LOGGED = "decisions are logged as they are made: an earlier period's are not compared"
"""Why the share of signals decided on is told of one period alone."""
_BRIEFLY = {
    "expected in the period": "too few",
    "too few for a share": "too few",
    TOO_ROUGH: "too rough",
    "is hidden": "hidden",
    "no such figure": "no such figure",
    "nothing was received": "no data",
    "is not whole": "not whole",
    "not equally long": "unequal periods",
    "the series has a break": "a break",
    "no newer figure": "nothing newer",
    WEIGHED: "weighed",
    UNSETTLED: "provisional",
    LOGGED: "one period",
    "a mean of": "a mean",
    "a ward is known of": "wards not known",
}
"""What a reason comes to where there is room for two words, by words that it holds."""


def word_briefly(reason: str) -> str:
    """The reason in two or three words, for a card; empty where it has none."""
    return next((brief for held, brief in _BRIEFLY.items() if held in reason), "")


def find_reasons(both: Arrays, form: NDArray, breaks: NDArray, is_unsettled: NDArray, p: NDArray) -> NDArray:
    """Why there is no test of each row, or an empty text where there is one.

    ``breaks``: the break that cuts each row's series, or an empty text; ``is_unsettled``: whether its source may still
    revise all of the period.
    """
    now, before = both["status"], both["status_before"]
    length = [_count_months(both[f"month{end}"], both[f"month_to{end}"]) for end in ("", "_before")]
    either = {status: (now == status) | (before == status) for status in (SUPPRESSED, NOT_APPLICABLE, MISSING)}
    conditions = {
        "no newer figure has been returned since": both["period"] == both["period_before"],
        "a small number is hidden": either[SUPPRESSED],
        "its source has no such figure, by age for one": either[NOT_APPLICABLE],
        "nothing was received for one of the periods": either[MISSING],
        "one of the periods is not whole": (now != OK) | (before != OK),
        "the two periods are not equally long": ~np.isin(form, SHARES) & (length[0] != length[1]),
    }
    reasons = np.select(list(conditions.values()), list(conditions), "").astype(object)
    later = [
        (breaks != "", np.array([f"the series has a break: {title}" for title in breaks], dtype=object)),
        (form == "weighed", WEIGHED),
        (is_unsettled, UNSETTLED),
        (np.isnan(p), "a mean of so few files has no test"),
    ]
    for condition, words in later:
        reasons = np.where((reasons == "") & condition, words, reasons)
    return reasons


def _count_months(first: NDArray, last: NDArray) -> NDArray:
    """Months of a figure, which may be others than were asked for; null where it has none."""
    months = [each.astype("datetime64[M]") for each in (first, last)]
    length = (months[1] - months[0]).astype("timedelta64[M]")
    return np.where(np.isnat(length), np.nan, length.astype(float))


def leave_unsteady(both: Arrays, reasons: NDArray) -> NDArray:
    """The reasons, with those of wards whose share of events placed moved by more than chance."""
    number, is_ward = both["number"], both["ward_code"] != UNALLOCATED
    shape = number.max(initial=-1) + 1
    (placed, whole), (placed_before, whole_before) = (
        [np.bincount(number, np.where(is_in, np.nan_to_num(both[name]), 0), shape) for is_in in (is_ward, True)]
        for name in ("count", "count_before")
    )
    noise = np.zeros(shape)
    np.maximum.at(noise, number, np.nan_to_num(both["noise"]))
    v = noise * len(set(both["ward_code"]))
    is_steady = is_placing_steady(placed, whole, placed_before, whole_before, v=v)
    said = np.full(shape, "", dtype=object)
    for row in np.flatnonzero(~is_steady & (whole > 0) & (whole_before > 0)):
        said[row] = UNPLACED.format(placed[row] / whole[row] * 100, placed_before[row] / whole_before[row] * 100)
    return np.where((reasons == "") & is_ward & (said[number] != ""), said[number], reasons)


def find_weakness(both: Arrays, form: NDArray, spread: NDArray, p: NDArray, v: NDArray) -> NDArray:
    """Why a test that calls nothing says nothing: too few events for it to find a doubling; empty where it would.

    Events count as that many fewer as their months scatter more than chance, or protection makes them rougher.
    """
    count, earlier = both["count"], both["count_before"]
    rest, rest_before = both["denominator"] - count, both["denominator_before"] - earlier
    carries = can_carry_share(count, rest) & can_carry_share(earlier, rest_before)
    expected = (count + earlier) / 2
    scale = np.where(np.isnan(spread), 1, spread) + v / np.maximum(2 * expected, 1)
    few = np.where(can_test_change(expected), TOO_ROUGH, explain_untested(expected))
    is_weak = ~can_test_change(expected / scale) & ~(p < SIGNAL_P)
    is_share = form == "proportion"
    is_weak |= (form == "ratio") & (np.minimum(count, earlier) < LEAST_EACH)
    return np.select([is_share & ~carries, is_share, is_weak], [TOO_FEW_FOR_SHARE, "", few], "").astype(object)
