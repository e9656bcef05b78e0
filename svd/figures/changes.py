"""An indicator now and before, with the test of the difference: both counts, never a lone percentage."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from svd.figures.change import judge_change, limits_difference, p_proportions, verdict_of
from svd.figures.periods import find_break, find_comparator
from svd.figures.spread import measure_spread, p_change
from svd.figures.trends import is_unsettled
from svd.measures.measure import measure_many
from svd.measures.question import By, Evidence
from svd.measures.result import MISSING, NOT_APPLICABLE, OK, SUPPRESSED
from svd.measures.seen import find_indicator
from svd.stats.rates import limits_count
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


WEIGHED = "one grave offence can move a weighed sum; the offences behind it are tested on their own"
"""Why harm and cost are not tested."""

UNSETTLED = "all of the period is provisional: its source may still revise it"
"""Why provisional months alone are not tested."""


def measure_change(evidence: Evidence, indicator_id: str, selection: Selection, by: By) -> pd.DataFrame:
    """The indicator in the selection and in the period it is compared with; a row a ward or one for the area.

    ``verdict``: rising or falling only where the test's p is below 0.0027, no clear change, or not tested with its
    ``reason``. ``difference_lower`` and ``difference_upper``: 95% limits of the difference of the counts (of a share,
    of the values), null where it is not tested. ``spread``: variance of the months as a multiple of chance alone, which
    the test allows for; null where it is not known. Figures that are hidden or missing in either period are not tested,
    nor periods broken between, nor a period of provisional months alone; ``is_provisional``: it holds some.
    """
    return measure_changes(evidence, [indicator_id], selection, by)


def measure_changes(evidence: Evidence, indicator_ids: Iterable[str], selection: Selection, by: By) -> pd.DataFrame:
    """The changes of several indicators, one under the other, as ``measure_change`` gives each."""
    names = list(indicator_ids)
    now = measure_many(evidence, names, selection, by)
    comparator = find_comparator(selection, evidence.catalogue)
    if comparator.selection is None:
        return _without_before(now, comparator.reason)
    before = measure_many(evidence, names, comparator.selection, by)
    both = now.merge(before, on=["indicator", "ward_code"], how="left", suffixes=("", "_before"))
    found = {name: find_indicator(evidence.catalogue, name) for name in names}
    declared = [found[name] for name in both["indicator"]]
    broken = {name: _break_of(evidence, name, selection, comparator.selection) for name in names}
    spread = _spread(evidence, both, selection, comparator.selection, by)
    p = _p(both, np.array([indicator.calculation.form for indicator in declared]), spread)
    both["is_share"] = [indicator.calculation.form == "proportion" for indicator in declared]
    both["is_weighed"] = [indicator.calculation.form == "weighed" for indicator in declared]
    unsettled = {name for name in names if is_unsettled(evidence, found[name], selection)}
    both["is_unsettled"] = both["indicator"].isin(unsettled)
    reasons = [_reason(row, chance, broken[row.indicator]) for row, chance in zip(both.itertuples(), p, strict=True)]
    p = np.where([bool(reason) for reason in reasons], np.nan, p)
    verdicts = [verdict_of(*pair) for pair in zip(p, both["value"] - both["value_before"], strict=True)]
    judgements = [judge_change(word, one.polarity) for word, one in zip(verdicts, declared, strict=True)]
    lower, upper = _limit_difference(both, spread["spread"], ~np.isnan(p))
    status = both["status"].where(both["status"] != OK, both["status_before"].fillna(MISSING))
    return both.assign(
        p=p,
        spread=spread["spread"].where(~np.isnan(p)).to_numpy(),
        reason=reasons,
        verdict=verdicts,
        judgement=judgements,
        status_now=both["status"],
        status=status,
        difference=both["count"] - both["count_before"],
        difference_lower=lower,
        difference_upper=upper,
    )[list(CHANGE_COLUMNS)]


def _break_of(evidence: Evidence, name: str, selection: Selection, earlier: Selection) -> str:
    return find_break(selection, earlier, find_indicator(evidence.catalogue, name), evidence.catalogue)


def _spread(evidence: Evidence, both: pd.DataFrame, now: Selection, before: Selection, by: By) -> pd.DataFrame:
    """How far the months behind each row scatter; null where they are not counted here by month."""
    hows = {name: find_indicator(evidence.catalogue, name).calculation for name in both["indicator"].unique()}
    counted = [name for name, how in hows.items() if how.basis == "facts" and how.form in ("rate", "count")]
    spread = measure_spread(evidence, counted, now, before, by)
    return spread.reindex(pd.MultiIndex.from_frame(both[["indicator", "ward_code"]])).set_axis(both.index)


def _p(both: pd.DataFrame, form: np.ndarray, spread: pd.DataFrame) -> np.ndarray:
    counts = p_change(both["count"], both["count_before"], spread["spread"], spread["free"])
    parts = ("count", "denominator", "count_before", "denominator_before")
    shares = p_proportions(*(both[part] for part in parts))
    return np.select([form == "proportion", form == "mean"], [shares, np.nan], counts)


def _limit_difference(both: pd.DataFrame, spread: pd.Series, is_tested: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """95% limits of the difference, which allow for the scatter of the months where that is known."""
    parts = {"": [], "_before": []}
    for suffix, limits in parts.items():
        value, count = both[f"value{suffix}"], both[f"count{suffix}"]
        figures = (value, both[f"lower{suffix}"], both[f"upper{suffix}"])
        counts = (count, *limits_count(count))
        limits += [np.where(both["is_share"], *pair) for pair in zip(figures, counts, strict=True)]
    (now, *limits_now), (before, *limits_before) = parts.values()
    found = limits_difference(now, limits_now, before, limits_before, spread.fillna(1))
    return tuple(np.where(is_tested, limit, np.nan) for limit in found)


def _reason(row: Any, p: float, break_title: str) -> str:
    """Why there is no test, or an empty text where there is one."""
    if row.period == row.period_before:
        return "no newer figure has been returned since"
    for status in (row.status, row.status_before):
        if status == SUPPRESSED:
            return "a small number is hidden"
        if status == NOT_APPLICABLE:
            return "its source has no such figure, by age for one"
        if status == MISSING or status != status:
            return "nothing was received for one of the periods"
        if status != OK:
            return "one of the periods is not whole"
    if not row.is_share and _count_months(row.period) != _count_months(row.period_before):
        return "the two periods are not equally long"
    if break_title:
        return f"the series has a break: {break_title}"
    if row.is_weighed:
        return WEIGHED
    if row.is_unsettled:
        return UNSETTLED
    return "a mean of so few files has no test" if np.isnan(p) else ""


def _count_months(period: str) -> int:
    """Months in a period as a result words it: partners' returns may fill less of it than was asked for."""
    first, last = (pd.Period(month, freq="M") for month in (period.split(" to ") * 2)[:2])
    return (last - first).n


def _without_before(now: pd.DataFrame, reason: str) -> pd.DataFrame:
    differences = ("difference", "difference_lower", "difference_upper")
    empty = dict.fromkeys(("count_before", "value_before", *differences, "p", "spread"), np.nan)
    nothing = {"period_before": "", **empty}
    untested = {"reason": reason, "verdict": "not tested", "judgement": "not tested"}
    return now.assign(**nothing, **untested, status_now=now["status"])[list(CHANGE_COLUMNS)]
