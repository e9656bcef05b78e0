"""Why a change is not tested, row by row: what hides it, cuts it, or leaves a test unable to find a doubling."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from svd.measures.result import MISSING, NOT_APPLICABLE, OK, SUPPRESSED, UNALLOCATED
from svd.stats.change import LEAST_EACH, SIGNAL_P, can_carry_share, is_placing_steady
from svd.stats.power import can_test_change, explain_untested

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


def find_reasons(
    both: pd.DataFrame, form: np.ndarray, broken: Mapping[str, str], unsettled: set[str], p: np.ndarray
) -> np.ndarray:
    """Why there is no test of each row, or an empty text where there is one.

    ``broken``: the break that cuts each indicator's series, or an empty text; ``unsettled``: the indicators whose
    source may still revise all of the period.
    """
    now, before = both["status"].to_numpy(object).astype(str), both["status_before"].fillna(MISSING).to_numpy(object)
    breaks = both["indicator"].map(broken).to_numpy(object)
    length = [_count_months(both[f"month{end}"], both[f"month_to{end}"]) for end in ("", "_before")]
    either = {status: (now == status) | (before == status) for status in (SUPPRESSED, NOT_APPLICABLE, MISSING)}
    conditions = {
        "no newer figure has been returned since": (both["period"] == both["period_before"]).to_numpy(),
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
        (both["indicator"].isin(unsettled).to_numpy(), UNSETTLED),
        (np.isnan(p), "a mean of so few files has no test"),
    ]
    for condition, words in later:
        reasons = np.where((reasons == "") & condition, words, reasons)
    return reasons


def _count_months(first: pd.Series, last: pd.Series) -> np.ndarray:
    """Months of a figure, which may be others than were asked for."""
    return ((last.dt.year - first.dt.year) * 12 + last.dt.month - first.dt.month).to_numpy(float)


def leave_unsteady(both: pd.DataFrame, reasons: np.ndarray) -> np.ndarray:
    """The reasons, with those of wards whose share of events placed moved by more than chance."""
    is_ward = (both["ward_code"] != UNALLOCATED).to_numpy()
    counts = {}
    for suffix in ("", "_before"):
        count = both[f"count{suffix}"].fillna(0).groupby(both["indicator"]).sum()
        placed = both[f"count{suffix}"].where(is_ward).fillna(0).groupby(both["indicator"]).sum()
        counts[suffix] = (placed, count)
    v = both["noise"].groupby(both["indicator"]).max() * len(set(both["ward_code"]))
    (placed, whole), (placed_before, whole_before) = counts[""], counts["_before"]
    is_steady = is_placing_steady(placed, whole, placed_before, whole_before, v=v)
    named = whole.index[~is_steady & (whole > 0) & (whole_before > 0)]
    words = {
        name: UNPLACED.format(placed[name] / whole[name] * 100, placed_before[name] / whole_before[name] * 100)
        for name in named
    }
    said = both["indicator"].map(words).fillna("").to_numpy(object)
    return np.where((reasons == "") & is_ward & (said != ""), said, reasons)


def find_weakness(both: pd.DataFrame, form: np.ndarray, spread: pd.Series, p: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Why a test that calls nothing says nothing: too few events for it to find a doubling; empty where it would.

    Events count as that many fewer as their months scatter more than chance, or protection makes them rougher.
    """
    count, earlier = both["count"].to_numpy(float), both["count_before"].to_numpy(float)
    rest, rest_before = (
        both[f"denominator{end}"].to_numpy(float) - n for end, n in (("", count), ("_before", earlier))
    )
    carries = can_carry_share(count, rest) & can_carry_share(earlier, rest_before)
    expected = (count + earlier) / 2
    scale = spread.fillna(1).to_numpy(float) + v / np.maximum(2 * expected, 1)
    few = np.where(can_test_change(expected), TOO_ROUGH, explain_untested(expected))
    is_weak = ~can_test_change(expected / scale) & ~(p < SIGNAL_P)
    is_share = form == "proportion"
    is_weak |= (form == "ratio") & (np.minimum(count, earlier) < LEAST_EACH)
    return np.select([is_share & ~carries, is_share, is_weak], [TOO_FEW_FOR_SHARE, "", few], "").astype(object)
