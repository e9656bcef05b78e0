"""What hospital and ambulance count for every 100 offences the police record: now, before, and ward by ward."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from svd.figures.between_wards.compare import NOT_COMPARED
from svd.figures.change import verdict_of
from svd.figures.people.services import AMBULANCE, HOSPITAL, POLICE, Counted, count_services, find_services, round_of
from svd.figures.periods import find_break, find_comparator
from svd.figures.trends import is_unsettled
from svd.figures.untested import UNSETTLED
from svd.measures.question import Evidence
from svd.measures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED, UNALLOCATED
from svd.stats.limits import Z_998
from svd.stats.ratio import find_scatter, limits_ratio, p_ratios
from svd.store.selection import Selection

PER = 100
_WORDS = ("lower", "may be lower", "similar", "may be higher", "higher")


class Gap(NamedTuple):
    """One service's events for every 100 police offences now and before, with limits, and the test of its change.

    Figures are null where a count is hidden or no month is common; ``reason`` says why there is no test.
    """

    service: str
    count: float
    police: float
    value: float
    lower: float
    upper: float
    count_before: float
    police_before: float
    value_before: float
    p: float
    scatter: float
    verdict: str
    reason: str


def measure_gaps(evidence: Evidence, selection: Selection) -> tuple[Counted, Counted | None, tuple[Gap, ...]]:
    """The three services' counts now and before (None where there is no period before), and the gaps between them.

    Ratios, limits and test are worked out from the disclosed counts. A change is called below p 0.0027, as any other;
    the test allows for months whose shares scatter more than chance.
    """
    now = count_services(evidence, selection)
    comparator = find_comparator(selection, evidence.catalogue)
    before = count_services(evidence, comparator.selection) if comparator.selection else None
    gaps = []
    for service in (HOSPITAL, AMBULANCE):
        reason = (
            comparator.reason if before is None else _find_reason(evidence, selection, comparator.selection, service)
        )
        gaps.append(_measure_gap(now, before, service, reason))
    return now, before, tuple(gaps)


def _find_reason(evidence: Evidence, selection: Selection, earlier: Selection, service: str) -> str:
    """A break of either service's series between or inside the two periods, or that all of one's may be revised."""
    declared = [find_services(evidence)[one] for one in (POLICE, service)]
    found = (find_break(selection, earlier, one, evidence.catalogue) for one in declared)
    broken = next((f"the series breaks: {title}" for title in found if title), "")
    is_provisional = any(is_unsettled(evidence, one, selection) for one in declared)
    return broken or (UNSETTLED if is_provisional else "")


def _measure_gap(now: Counted, before: Counted | None, service: str, reason: str) -> Gap:
    x, y = now.count_of(service), now.count_of(POLICE)
    x0, y0 = (before.count_of(service), before.count_of(POLICE)) if before else (np.nan, np.nan)
    value, earlier = _divide(x, y), _divide(x0, y0)
    lower, upper = (float(limit) * PER for limit in limits_ratio(x, y))
    scatter = _find_scatter([now, *([before] if before else [])], service)
    p = float(p_ratios(x, y, x0, y0, scatter))
    if not reason and np.isnan(p):
        reason = "a count is hidden, missing or zero in one of the periods"
    if not reason and any(period.is_low(one) for period in (now, before) for one in (service, POLICE)):
        reason = "a count may be too low in one of the periods, for records of it were set aside"
    p = np.nan if reason else p
    return Gap(service, x, y, value, lower, upper, x0, y0, earlier, p, scatter, verdict_of(p, value - earlier), reason)


def _find_scatter(periods: list[Counted], service: str) -> float:
    """How far the months' shares scatter, of the months in which both counts are shown."""
    wide = [
        period.by_month.pivot(index="month", columns="service", values="count").reindex(columns=[service, POLICE])
        for period in periods
    ]
    months = pd.concat(wide, keys=range(len(wide))).dropna()
    return find_scatter(
        months[service].to_numpy(), months[POLICE].to_numpy(), months.index.get_level_values(0).to_numpy()
    )


def _divide(count: float, to: float) -> float:
    return count / to * PER if to > 0 else np.nan


def compare_ward_gaps(evidence: Evidence, counted: Counted, service: str) -> pd.DataFrame:
    """Each ward's events of the service for every 100 police offences there, against all wards with both figures.

    Columns: ward_code, ward_name, count, police, value, lower, upper, lower_998, upper_998, benchmark, compared (higher
    or lower where the 99.8% limits leave the benchmark out, may be where only the 95% limits do), judgement, leaning,
    status, not applicable where there is no police offence. Counts that are rounded are tested as the counts nearest to
    the benchmark that they may stand for.
    """
    wide = counted.wards[counted.wards["ward_code"] != UNALLOCATED]
    table = wide.pivot(index="ward_code", columns="service", values="count").reindex(columns=[service, POLICE])
    names = evidence.geography.ward_names
    x, y = (table[one].reindex(list(names)).to_numpy(float) for one in (service, POLICE))
    has_both = ~np.isnan(x + y) & (y > 0)
    benchmark = x[has_both].sum() / y[has_both].sum() if has_both.any() else np.nan
    lower, upper = limits_ratio(np.where(has_both, x, np.nan), y)
    far_lower, far_upper = limits_ratio(np.where(has_both, x, np.nan), y, Z_998)
    words = _compare(x, y, benchmark, (round_of(evidence) - 1) / 2)
    limits = {"lower": lower, "upper": upper, "lower_998": far_lower, "upper_998": far_upper}
    return pd.DataFrame(
        {
            "ward_code": list(names),
            "ward_name": list(names.values()),
            "count": x,
            "police": y,
            "value": np.where(has_both, x / np.where(y > 0, y, np.nan) * PER, np.nan),
            **{name: limit * PER for name, limit in limits.items()},
            "benchmark": benchmark * PER,
            "compared": np.where(has_both, words, NOT_COMPARED),
            "judgement": np.where(np.isin(words, ["higher", "lower"]) & has_both, "neutral", "similar"),
            "leaning": np.where((words != "similar") & has_both, "neutral", "similar"),
            "status": _find_status(wide, [service, POLICE], list(names), y),
            "is_synthetic": counted.is_synthetic,
        }
    )


def _find_status(counts: pd.DataFrame, services: list[str], wards: list[str], police: np.ndarray) -> np.ndarray:
    """The graver of the two counts' statuses; not applicable where there is no police offence to divide by."""
    statuses = counts.pivot(index="ward_code", columns="service", values="status").reindex(wards)[services].to_numpy()
    is_hidden, is_missing, is_low = ((statuses == one).any(axis=1) for one in (SUPPRESSED, MISSING, INCOMPLETE))
    words = [SUPPRESSED, MISSING, NOT_APPLICABLE, INCOMPLETE]
    return np.select([is_hidden, is_missing, police == 0, is_low], words, OK).astype(object)


def _compare(x: np.ndarray, y: np.ndarray, benchmark: float, half: float) -> np.ndarray:
    """Each ward's ratio against the benchmark, from the counts nearest to it of those that round to the same."""
    is_above = x > benchmark * y
    near = np.where(is_above, np.maximum(x - half, 0), x + half)
    to = np.where(is_above, y + half, np.maximum(y - half, 0))
    # A rounding that reaches over the benchmark leaves nothing to tell the two apart.
    is_over = is_above != (near > benchmark * to)
    low, high = limits_ratio(near, to)
    far_low, far_high = limits_ratio(near, to, Z_998)
    conditions = [is_over, far_low > benchmark, far_high < benchmark, low > benchmark, high < benchmark]
    return np.array(_WORDS, dtype=object)[np.select(conditions, [2, 4, 0, 3, 1], 2)]
