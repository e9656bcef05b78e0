"""An indicator now and before, with the test of the difference: both counts, never a lone percentage."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue.declarations import Indicator
from svd.figures.change import judge_change, judge_verdicts
from svd.figures.periods import find_break, find_comparator
from svd.figures.spread import measure_spread
from svd.figures.testable import word_testable
from svd.figures.trends import is_unsettled
from svd.figures.untested import LOGGED, SHARES, find_reasons, find_weakness, leave_unsteady
from svd.measures.measure import measure_arrays
from svd.measures.protect import variance_of
from svd.measures.quality import REVIEWED
from svd.measures.question import By, Evidence
from svd.measures.result import MISSING, OK
from svd.measures.seen import find_indicator
from svd.stats.change import limits_difference, p_proportions
from svd.stats.dispersion import p_change
from svd.stats.limits import limits_count
from svd.stats.protected import call_change, variance_of_difference
from svd.stats.ratio import p_ratios
from svd.store.selection import Selection

CHANGE_COLUMNS = (
    "indicator",
    "ward_code",
    "ward_name",
    "period",
    "period_before",
    "count",
    "count_before",
    "difference",
    "difference_lower",
    "difference_upper",
    "value",
    "value_before",
    "p",
    "spread",
    "verdict",
    "judgement",
    "reason",
    "instead",
    "unit",
    "source",
    "extract",
    "definition",
    "status",
    "status_now",
    "lower",
    "upper",
    "denominator",
    "denominator_year",
    "is_complete",
    "is_provisional",
    "is_synthetic",
)


def measure_change(evidence: Evidence, indicator_id: str, selection: Selection, by: By) -> pd.DataFrame:
    """The indicator in the selection and in the period it is compared with; a row a ward or one for the area.

    ``verdict``: rising or falling only where the test's p is below 0.0027, no clear change, or not tested with its
    ``reason``. ``difference_lower`` and ``difference_upper``: 95% limits of the difference of the counts (of a share,
    of the values), null where it is not tested. ``spread``: variance of the months as a multiple of chance alone, which
    the test allows for; null where it is not known. Figures that are hidden or missing in either period are not tested,
    nor periods broken between, nor a period of provisional months alone; ``is_provisional``: it holds some.
    ``instead``: the comparison that can be tested where a break cuts this one, in words.
    """
    return measure_changes(evidence, [indicator_id], selection, by)


def measure_changes(evidence: Evidence, indicator_ids: Iterable[str], selection: Selection, by: By) -> pd.DataFrame:
    """The changes of several indicators, one under the other, as ``measure_change`` gives each."""
    return pd.DataFrame(measure_change_arrays(evidence, indicator_ids, selection, by))


def measure_change_arrays(
    evidence: Evidence, indicator_ids: Iterable[str], selection: Selection, by: By
) -> dict[str, NDArray]:
    """``measure_changes`` as an array a column, for what works on."""
    names = list(indicator_ids)
    now = measure_arrays(evidence, names, selection, by)
    comparator = find_comparator(selection, evidence.catalogue)
    if comparator.selection is None:
        return _without_before(now, comparator.reason)
    found = [find_indicator(evidence.catalogue, name) for name in names]
    periods = (selection, comparator.selection)
    is_logged = np.array([one.calculation.quality == REVIEWED for one in found], dtype=bool)[now["number"]]
    compared = [one for one in names if one not in set(now["indicator"][is_logged])]
    both = _join(now, measure_arrays(evidence, compared, comparator.selection, by))
    number = both["number"]
    form = np.array([one.calculation.form for one in found], dtype=object)[number]
    spread, free = _take_spread(measure_spread(evidence, names, *periods, by), both, by)
    tests = _test(both, form, spread, free)
    breaks = np.array([find_break(*periods, one, evidence.catalogue) for one in found], dtype=object)
    unsettled = np.array([is_unsettled(evidence, one, selection) for one in found], dtype=bool)[number]
    reasons = np.where(is_logged, LOGGED, find_reasons(both, form, breaks[number], unsettled, tests.p))
    if by == "ward":
        reasons = leave_unsteady(both, reasons)
    reasons = np.where(reasons == "", find_weakness(both, form, spread, tests.p, tests.v), reasons)
    is_tested = reasons == ""
    p, lower, upper, spread = (
        np.where(is_tested, each, np.nan) for each in (tests.p, tests.lower, tests.upper, spread)
    )
    verdicts = judge_verdicts(p, both["value"] - both["value_before"])
    polarity = np.array([one.polarity for one in found], dtype=object)[number]
    earlier = np.where(is_logged, OK, both["status_before"])
    table = both | {
        "p": p,
        "spread": spread,
        "reason": reasons,
        "instead": _find_instead(evidence, found, breaks, selection)[number],
        "verdict": verdicts,
        "judgement": np.array([judge_change(*pair) for pair in zip(verdicts, polarity, strict=True)], dtype=object),
        "status_now": both["status"],
        "status": np.where(both["status"] != OK, both["status"], earlier),
        "difference": both["count"] - both["count_before"],
        "difference_lower": lower,
        "difference_upper": upper,
    }
    return {name: table[name] for name in CHANGE_COLUMNS}


_NOTHING = {"status": MISSING, "period": "", "month": np.datetime64("NaT"), "month_to": np.datetime64("NaT")}
_BEFORE = ("count", "denominator", "value", "lower", "upper", "base", "noise", "rest_noise", *_NOTHING)


def _join(now: dict[str, NDArray], before: dict[str, NDArray]) -> dict[str, NDArray]:
    """``now`` with what ``before`` says of the same indicator and ward, named with ``_before``; null where nothing."""
    keys = (
        [f"{name} {code}" for name, code in zip(each["indicator"], each["ward_code"], strict=True)]
        for each in (now, before)
    )
    of_now, of_before = keys
    place = {key: number for number, key in enumerate(of_before)}
    rows = np.array([place.get(key, len(of_before)) for key in of_now], dtype=int)
    earlier = {name: _append(before[name], _NOTHING.get(name, np.nan))[rows] for name in _BEFORE}
    return now | {f"{name}_before": array for name, array in earlier.items()}


def _append(array: NDArray, nothing: object) -> NDArray:
    values = np.asarray(array)
    return np.append(values, np.array([nothing], dtype=values.dtype))


def _take_spread(spread: tuple[NDArray, NDArray], both: dict[str, NDArray], by: By) -> tuple[NDArray, ...]:
    """How far the months behind each row scatter and its degrees of freedom; null where they are not known."""
    if by != "ward":
        return tuple(each[both["number"], 0] for each in spread)
    # Of what no ward is known of, nothing.
    wards = spread[0].shape[1]
    is_ward = both["place"] < wards
    place = np.where(is_ward, both["place"], 0)
    return tuple(np.where(is_ward, each[both["number"], place], np.nan) for each in spread)


class _Tests(NamedTuple):
    """p of each row and the 95% limits of its difference; ``v``: the variance that protection adds to it."""

    p: NDArray
    lower: NDArray
    upper: NDArray
    v: NDArray


def _test(both: dict[str, NDArray], form: NDArray, scale: NDArray, free: NDArray) -> _Tests:
    """Exact counts by the exact test, protected ones by the normal one with protection's variance, shares by theirs."""
    is_share = np.isin(form.astype(str), SHARES)
    v = _find_variance(both)
    count, earlier = both["count"], both["count_before"]
    exact = p_change(count, earlier, scale, free)
    rough = call_change(
        count, earlier, v, np.where(np.isnan(scale), 1, scale), free=np.where(np.isnan(free), np.inf, free)
    )
    of_shares = np.where(form == "ratio", _p_ratios(both, scale, free), _p_shares(both, scale, free))
    p = np.select([is_share, form == "mean", v > 0], [of_shares, np.nan, rough.p], exact)
    lower, upper = _limit_difference(both, is_share, np.where(np.isnan(scale), 1, scale))
    limits = (np.where((v > 0) & ~is_share, *pair) for pair in ((rough.lower, lower), (rough.upper, upper)))
    return _Tests(p, *limits, v)


def _find_variance(both: dict[str, NDArray]) -> NDArray:
    """What protection adds to the variance of each difference of counts; 0 of exact ones."""
    noise, base = (np.fmax(both[name], both[f"{name}_before"]) for name in ("noise", "base"))
    is_next = both["month_to_before"].astype("datetime64[M]") + 1 == both["month"].astype("datetime64[M]")
    one = variance_of(np.where(base > 1, base, 2.0))
    found = variance_of_difference(base, noise / one, adjacent=is_next)
    return np.where(base > 1, found, 0.0)


def _p_shares(both: dict[str, NDArray], spread: NDArray, free: NDArray) -> NDArray:
    """p of two shares being one; the scatter of their months, and what protection adds, count as a dispersion."""
    parts = [both[name] for name in ("count", "denominator", "count_before", "denominator_before")]
    x1, n1, x0, n0 = parts
    noises = [[both[f"{name}{end}"] for name in ("noise", "rest_noise")] for end in ("", "_before")]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (x1 + x0) / (n1 + n0)
        added = sum(
            ((1 - share) ** 2 * noise + share**2 * rest) / n**2
            for (noise, rest), n in zip(noises, (n1, n0), strict=True)
        )
        more = added / (share * (1 - share) * (1 / n1 + 1 / n0))
    scale = np.where(np.isnan(spread), 1.0, spread) + np.where(np.isfinite(more), more, 0.0)
    return p_proportions(*parts, scale, np.where(np.isnan(free), np.inf, free))


def _p_ratios(both: dict[str, NDArray], scale: NDArray, free: NDArray) -> NDArray:
    """p of two ratios being one, which allows for the scatter of their months."""
    parts = [both[name] for name in ("count", "denominator", "count_before", "denominator_before")]
    return p_ratios(*parts, np.where(np.isnan(scale), 1.0, scale), free=np.where(np.isnan(free), np.inf, free))


def _limit_difference(both: dict[str, NDArray], is_share: NDArray, spread: NDArray) -> tuple[NDArray, NDArray]:
    """95% limits of the difference, which allow for the scatter of the months where that is known."""
    parts = {"": [], "_before": []}
    for suffix, limits in parts.items():
        value, count = both[f"value{suffix}"], both[f"count{suffix}"]
        figures = (value, both[f"lower{suffix}"], both[f"upper{suffix}"])
        counts = (count, *limits_count(count))
        limits += [np.where(is_share, *pair) for pair in zip(figures, counts, strict=True)]
    (now, *limits_now), (before, *limits_before) = parts.values()
    return limits_difference(now, limits_now, before, limits_before, spread)


def _find_instead(evidence: Evidence, found: Sequence[Indicator], breaks: NDArray, selection: Selection) -> NDArray:
    """Of each indicator the comparison that can be tested, where a break cuts the one asked for, in words."""
    catalogue = evidence.catalogue
    words, told = np.full(len(found), "", dtype=object), {}
    for number in np.flatnonzero(breaks != ""):
        indicator = found[number]
        cuts = tuple(name for name, event in catalogue.breaks.items() if event.cuts(indicator))
        if cuts not in told:
            told[cuts] = word_testable(catalogue, indicator, selection)
        words[number] = told[cuts]
    return words


def _without_before(now: dict[str, NDArray], reason: str) -> dict[str, NDArray]:
    rows = len(now["number"])
    differences = ("difference", "difference_lower", "difference_upper")
    nothing = {name: np.full(rows, np.nan) for name in ("count_before", "value_before", *differences, "p", "spread")}
    words = {"period_before": "", "reason": reason, "instead": "", "verdict": "not tested", "judgement": "not tested"}
    told = {name: np.full(rows, word, dtype=object) for name, word in words.items()}
    table = now | nothing | told | {"status_now": now["status"]}
    return {name: table[name] for name in CHANGE_COLUMNS}
