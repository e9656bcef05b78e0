"""An indicator now and before, with the test of the difference: both counts, never a lone percentage."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from svd.figures.change import judge_change, judge_verdicts
from svd.figures.periods import find_break, find_comparator
from svd.figures.spread import measure_spread
from svd.figures.testable import word_testable
from svd.figures.trends import is_unsettled
from svd.figures.untested import LOGGED, SHARES, find_reasons, find_weakness, leave_unsteady
from svd.measures.measure import measure_many
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
    names = list(indicator_ids)
    now = measure_many(evidence, names, selection, by)
    comparator = find_comparator(selection, evidence.catalogue)
    if comparator.selection is None:
        return _without_before(now, comparator.reason)
    found = {name: find_indicator(evidence.catalogue, name) for name in names}
    compared = [name for name, one in found.items() if one.calculation.quality != REVIEWED]
    before = measure_many(evidence, compared, comparator.selection, by)
    both = _join(now, before)
    form = both["indicator"].map({name: one.calculation.form for name, one in found.items()}).to_numpy(object)
    spread = _spread(evidence, both, selection, comparator.selection, by)
    tests = _test(both, form, spread)
    broken = {name: _break_of(evidence, name, selection, comparator.selection) for name in names}
    unsettled = {name for name, one in found.items() if is_unsettled(evidence, one, selection)}
    reasons = find_reasons(both, form, broken, unsettled, tests.p)
    reasons = np.where(~both["indicator"].isin(compared), LOGGED, reasons)
    if by == "ward":
        reasons = leave_unsteady(both, reasons)
    reasons = np.where(reasons == "", find_weakness(both, form, spread["spread"], tests.p, tests.v), reasons)
    is_tested = reasons == ""
    p = np.where(is_tested, tests.p, np.nan)
    difference = (both["value"] - both["value_before"]).to_numpy(float)
    verdicts = judge_verdicts(p, difference)
    polarity = both["indicator"].map({name: one.polarity for name, one in found.items()})
    earlier = both["status_before"].fillna(MISSING).where(both["indicator"].isin(compared), OK)
    status = both["status"].where(both["status"] != OK, earlier)
    return both.assign(
        p=p,
        spread=spread["spread"].where(is_tested).to_numpy(),
        reason=reasons,
        period_before=both["period_before"].fillna(""),
        instead=_find_instead(evidence, both, broken, selection),
        verdict=verdicts,
        judgement=[judge_change(*pair) for pair in zip(verdicts, polarity, strict=True)],
        status_now=both["status"],
        status=status,
        difference=both["count"] - both["count_before"],
        difference_lower=np.where(is_tested, tests.lower, np.nan),
        difference_upper=np.where(is_tested, tests.upper, np.nan),
    )[list(CHANGE_COLUMNS)]


def _join(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``now`` with those of ``before`` of the same indicator and ward beside them, null where none."""
    place = {key: number for number, key in enumerate(zip(before["indicator"], before["ward_code"], strict=True))}
    rows = [place.get(key, len(before)) for key in zip(now["indicator"], now["ward_code"], strict=True)]
    earlier = before.reset_index(drop=True).reindex(rows).set_axis(now.index).add_suffix("_before")
    return pd.concat([now, earlier.drop(columns=["indicator_before", "ward_code_before"])], axis=1)


def _break_of(evidence: Evidence, name: str, selection: Selection, earlier: Selection) -> str:
    return find_break(selection, earlier, find_indicator(evidence.catalogue, name), evidence.catalogue)


def _spread(evidence: Evidence, both: pd.DataFrame, now: Selection, before: Selection, by: By) -> pd.DataFrame:
    """How far the months behind each row scatter; null where they are not counted here by month."""
    hows = {name: find_indicator(evidence.catalogue, name).calculation for name in both["indicator"].unique()}
    counted = [name for name, how in hows.items() if how.basis == "facts" and how.form in ("rate", "count")]
    spread = measure_spread(evidence, counted, now, before, by)
    return spread.reindex(pd.MultiIndex.from_frame(both[["indicator", "ward_code"]])).set_axis(both.index)


class _Tests(NamedTuple):
    """p of each row and the 95% limits of its difference; ``v``: the variance that protection adds to it."""

    p: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    v: np.ndarray


def _test(both: pd.DataFrame, form: np.ndarray, spread: pd.DataFrame) -> _Tests:
    """Exact counts by the exact test, protected ones by the normal one with protection's variance, shares by theirs."""
    is_share = np.isin(form, SHARES)
    scale, free = spread["spread"].to_numpy(float), spread["free"].to_numpy(float)
    v = _find_variance(both)
    count, earlier = both["count"].to_numpy(float), both["count_before"].to_numpy(float)
    exact = p_change(count, earlier, scale, free)
    rough = call_change(
        count, earlier, v, np.where(np.isnan(scale), 1, scale), free=np.where(np.isnan(free), np.inf, free)
    )
    of_shares = np.where(form == "ratio", _p_ratios(both, scale), _p_shares(both))
    p = np.select([is_share, form == "mean", v > 0], [of_shares, np.nan, rough.p], exact)
    lower, upper = _limit_difference(both, is_share, spread["spread"])
    limits = (np.where((v > 0) & ~is_share, *pair) for pair in ((rough.lower, lower), (rough.upper, upper)))
    return _Tests(p, *limits, v)


def _find_variance(both: pd.DataFrame) -> np.ndarray:
    """What protection adds to the variance of each difference of counts; 0 of exact ones."""
    noise = np.fmax(both["noise"].to_numpy(float), both["noise_before"].to_numpy(float))
    base = np.fmax(both["base"].to_numpy(float), both["base_before"].to_numpy(float))
    is_next = (both["month_to_before"] + pd.DateOffset(months=1)).to_numpy() == both["month"].to_numpy()
    one = variance_of(np.where(base > 1, base, 2.0))
    found = variance_of_difference(base, noise / one, adjacent=is_next)
    return np.where(base > 1, found, 0.0)


def _p_shares(both: pd.DataFrame) -> np.ndarray:
    """p of two shares being one; what protection adds to either counts as a dispersion of both."""
    parts = [both[name].to_numpy(float) for name in ("count", "denominator", "count_before", "denominator_before")]
    x1, n1, x0, n0 = parts
    # As numbers: of an indicator without any figure before, the columns are of no type.
    noises = [[both[f"{name}{end}"].to_numpy(float) for name in ("noise", "rest_noise")] for end in ("", "_before")]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (x1 + x0) / (n1 + n0)
        added = sum(
            ((1 - share) ** 2 * noise + share**2 * rest) / n**2
            for (noise, rest), n in zip(noises, (n1, n0), strict=True)
        )
        scale = 1 + added / (share * (1 - share) * (1 / n1 + 1 / n0))
    return p_proportions(*parts, np.where(np.isfinite(scale), scale, 1.0))


def _p_ratios(both: pd.DataFrame, scale: np.ndarray) -> np.ndarray:
    """p of two ratios being one."""
    parts = [both[name].to_numpy(float) for name in ("count", "denominator", "count_before", "denominator_before")]
    return p_ratios(*parts, np.where(np.isnan(scale), 1.0, scale))


def _limit_difference(both: pd.DataFrame, is_share: np.ndarray, spread: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """95% limits of the difference, which allow for the scatter of the months where that is known."""
    parts = {"": [], "_before": []}
    for suffix, limits in parts.items():
        value, count = both[f"value{suffix}"], both[f"count{suffix}"]
        figures = (value, both[f"lower{suffix}"], both[f"upper{suffix}"])
        counts = (count, *limits_count(count))
        limits += [np.where(is_share, *pair) for pair in zip(figures, counts, strict=True)]
    (now, *limits_now), (before, *limits_before) = parts.values()
    return limits_difference(now, limits_now, before, limits_before, spread.fillna(1))


def _find_instead(
    evidence: Evidence, both: pd.DataFrame, broken: Mapping[str, str], selection: Selection
) -> np.ndarray:
    """The comparison that can be tested where a break cuts the one asked for, in words."""
    catalogue = evidence.catalogue
    words, told = {}, {}
    for name in (name for name, title in broken.items() if title):
        indicator = find_indicator(catalogue, name)
        cuts = tuple(number for number, event in catalogue.breaks.items() if event.cuts(indicator))
        if cuts not in told:
            told[cuts] = word_testable(catalogue, indicator, selection)
        words[name] = told[cuts]
    return both["indicator"].map(words).fillna("").to_numpy(object)


def _without_before(now: pd.DataFrame, reason: str) -> pd.DataFrame:
    differences = ("difference", "difference_lower", "difference_upper")
    empty = dict.fromkeys(("count_before", "value_before", *differences, "p", "spread"), np.nan)
    nothing = {"period_before": "", **empty}
    untested = {"reason": reason, "instead": "", "verdict": "not tested", "judgement": "not tested"}
    return now.assign(**nothing, **untested, status_now=now["status"])[list(CHANGE_COLUMNS)]
