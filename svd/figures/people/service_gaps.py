"""What hospital and ambulance count for every 100 offences the police record: now, before, and ward by ward."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from svd.figures.between_wards.compare import NOT_COMPARED
from svd.figures.change import verdict_of
from svd.figures.people.services import AMBULANCE, HOSPITAL, POLICE, Counted, count_services, find_services
from svd.figures.periods import find_break, find_comparator
from svd.figures.trends import is_unsettled
from svd.figures.untested import UNSETTLED
from svd.measures.protect import variance_of
from svd.measures.question import Evidence
from svd.measures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED, UNALLOCATED
from svd.stats.limits import Z_95, Z_998
from svd.stats.protected import variance_of_difference
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

    Ratios, limits and test are worked out from the disclosed counts, and allow for what protection adds to their
    variance. A change is called below p 0.0027, as any other; the test allows for months whose shares scatter more than
    chance.
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
    noises = [now.noise_of(one) for one in (service, POLICE)]
    lower, upper = (float(limit) * PER for limit in limits_ratio(x, y, v=noises[0], v_to=noises[1]))
    scatter, free = _find_scatter([now, *([before] if before else [])], service)
    v = [find_variance(now, before, one) for one in (service, POLICE)]
    p = float(p_ratios(x, y, x0, y0, scatter, *v, free))
    if not reason and np.isnan(p):
        reason = "a count is hidden, missing or zero in one of the periods"
    if not reason and any(period.is_low(one) for period in (now, before) for one in (service, POLICE)):
        reason = "a count may be too low in one of the periods, for records of it were set aside"
    p = np.nan if reason else p
    return Gap(service, x, y, value, lower, upper, x0, y0, earlier, p, scatter, verdict_of(p, value - earlier), reason)


def find_variance(now: Counted, before: Counted | None, service: str) -> float:
    """What protection adds to the variance of each of the service's two counts in the test of their difference."""
    base = max(now.base_of(service), before.base_of(service)) if before else 1.0
    if base <= 1:
        return 0.0
    parts = max(now.noise_of(service), before.noise_of(service)) / float(variance_of(base))
    return float(variance_of_difference(base, parts)) / 2


def _find_scatter(periods: list[Counted], service: str) -> tuple[float, float]:
    """How far the months' shares scatter, of the months (or longer steps) in which both counts are shown, and its
    degrees of freedom.
    """
    months = pd.concat([_pair_months(period.by_month, service) for period in periods], keys=range(len(periods)))
    scatter, free = find_scatter(
        months[service].to_numpy(float),
        months[POLICE].to_numpy(float),
        months.index.get_level_values(0).to_numpy(),
        months["noise"].to_numpy(float),
    )
    return float(scatter), float(free)


def _pair_months(by_month: pd.DataFrame, service: str) -> pd.DataFrame:
    """The service's shown steps, each with its noise and the police's count of the very same months."""
    steps, police = (by_month[by_month["service"] == one] for one in (service, POLICE))
    counts = [
        police.loc[police["month"].between(step.month, step.month_to), "count"].sum(
            min_count=len(pd.period_range(step.month, step.month_to, freq="M"))
        )
        for step in steps.itertuples()
    ]
    paired = pd.DataFrame({service: steps["count"], POLICE: counts, "noise": steps["noise"]})
    return paired.astype(float).dropna()


def _divide(count: float, to: float) -> float:
    return count / to * PER if to > 0 else np.nan


def compare_ward_gaps(evidence: Evidence, counted: Counted, service: str) -> pd.DataFrame:
    """Each ward's events of the service for every 100 police offences there, against all wards with both figures.

    Columns: ward_code, ward_name, count, police, value, lower, upper, lower_998, upper_998, benchmark, compared (higher
    or lower where the 99.8% limits leave the benchmark out, may be where only the 95% limits do), judgement, leaning,
    status, not applicable where there is no police offence. The limits allow for what protection adds.
    """
    wide = counted.wards[counted.wards["ward_code"] != UNALLOCATED]
    names = evidence.geography.ward_names
    (x, y), noises = (_read_pair(wide, what, (service, POLICE), list(names)) for what in ("count", "noise"))
    has_both = ~np.isnan(x + y) & (y > 0)
    benchmark = x[has_both].sum() / y[has_both].sum() if has_both.any() else np.nan
    near, far = (limits_ratio(np.where(has_both, x, np.nan), y, z, 1, *noises) for z in (Z_95, Z_998))
    (lower, upper), (far_lower, far_upper) = near, far
    words = _compare(near, far, benchmark)
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


def _read_pair(wide: pd.DataFrame, what: str, services: tuple[str, str], wards: list[str]) -> tuple[np.ndarray, ...]:
    """A column of the two services' rows, an array a service, in the order of the wards; null where there is no row."""
    table = wide.pivot(index="ward_code", columns="service", values=what)
    return tuple(table.reindex(index=wards, columns=list(services))[one].to_numpy(float) for one in services)


def _compare(near: tuple[np.ndarray, ...], far: tuple[np.ndarray, ...], benchmark: float) -> np.ndarray:
    """Each ward's ratio against the benchmark, from its 95% and its 99.8% limits."""
    conditions = [far[0] > benchmark, far[1] < benchmark, near[0] > benchmark, near[1] < benchmark]
    return np.array(_WORDS, dtype=object)[np.select(conditions, [4, 0, 3, 1], 2)]
