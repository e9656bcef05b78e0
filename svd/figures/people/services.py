"""Violence as police, emergency department and ambulance each count it, side by side and never added."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Indicator, SmallNumberRule
from svd.catalogue.wording import word_period
from svd.figures.counted import count_facts, name_extracts
from svd.figures.disclosure import find_rounding, hide_small_numbers
from svd.figures.question import By, Evidence, Question
from svd.figures.result import INCOMPLETE, MISSING, OK
from svd.store.selection import Selection

POLICE, HOSPITAL, AMBULANCE = "police", "hospital", "ambulance"
SERVICES = {POLICE: "violence_with_injury", HOSPITAL: "ed_assault_attendances", AMBULANCE: "ambulance_assaults"}
"""The indicator by which each service counts people hurt by violence."""

SERVICE_NAMES = {POLICE: "Police", HOSPITAL: "Emergency department", AMBULANCE: "Ambulance"}

COUNTED_AS = {POLICE: "offences", HOSPITAL: "attendances", AMBULANCE: "call-outs"}


@dataclass(frozen=True)
class Counted:
    """What the three services count in the months that all of them sent whole.

    ``months``: the common months. ``left_out``: those asked for that a service did not send whole, and ``lacking`` the
    services that did not. ``area``: service, count and status. ``wards``: ward_code, service, count, status, and a row
    a service for what has no known ward. ``by_month``: month, service, count, status. All disclosed.
    """

    months: pd.DatetimeIndex
    left_out: pd.DatetimeIndex
    lacking: tuple[str, ...]
    period: str
    area: pd.DataFrame
    wards: pd.DataFrame
    by_month: pd.DataFrame
    extracts: dict[str, str]

    @property
    def is_synthetic(self) -> bool:
        return any("SYNTHETIC" in extract for extract in self.extracts.values())

    def count_of(self, service: str) -> float:
        """The whole area's count of a service; null where it is hidden or no month is common."""
        return float(self.area.set_index("service")["count"].get(service, np.nan))

    def is_low(self, service: str) -> bool:
        """Whether more of the service's records were set aside than a count can bear."""
        return self.area.set_index("service")["status"].get(service, OK) == INCOMPLETE


def find_services(evidence: Evidence) -> dict[str, Indicator]:
    """The indicators of the three services that the catalogue declares, by service."""
    indicators = evidence.catalogue.indicators
    return {service: indicators[name] for service, name in SERVICES.items() if name in indicators}


def find_strictest(evidence: Evidence) -> SmallNumberRule:
    """The one rule of the three services' that hides and rounds what any of them would."""
    rules = [evidence.catalogue.rules[one.small_number_rule] for one in find_services(evidence).values()]
    highest = max(rules, key=lambda rule: (rule.hide_up_to, rule.round_to, rule.round_wards_to))
    return highest.model_copy(
        update={
            "round_to": max(rule.round_to for rule in rules),
            "round_wards_to": max(rule.round_wards_to for rule in rules),
            "is_secondary": any(rule.is_secondary for rule in rules),
        }
    )


def count_services(evidence: Evidence, selection: Selection) -> Counted:
    """What each service counts in the months of the selection that all three sent whole.

    A month that one of them did not send is left out of all, so that the counts are of the same months. The strictest
    of their small-number rules governs all three, for they stand in one table.
    """
    asked = Selection(selection.month_from, selection.month_to)
    services = find_services(evidence)
    months = {service: count_facts(Question(evidence, one, asked, "month")) for service, one in services.items()}
    whole = {service: set(_find_whole(table)["month"]) for service, table in months.items()}
    common = pd.DatetimeIndex(sorted(set.intersection(*whole.values()))) if whole else asked.months[:0]
    rule = find_strictest(evidence)
    wards = _count(evidence, services, find_runs(common), "ward")
    by_month = pd.concat([table[table["month"].isin(common)].assign(service=name) for name, table in months.items()])
    return Counted(
        months=common,
        left_out=asked.months.difference(common),
        lacking=tuple(name for name, sent in whole.items() if set(asked.months) - sent),
        period=word_period(asked.month_from, asked.month_to),
        area=_hide(
            _count(evidence, services, find_runs(common), "borough").drop(columns="ward_code"), rule, ["service"]
        ),
        wards=_hide(wards, rule, ["service"]),
        by_month=_hide(by_month[["service", "month", "count", "status"]], rule, ["service"]),
        extracts={
            name: name_extracts(table.loc[table["month"].isin(common), "extract"]) for name, table in months.items()
        },
    )


def find_runs(months: pd.DatetimeIndex) -> list[Selection]:
    """The months as stretches without a gap, each a selection."""
    numbers = pd.Series(months.year * 12 + months.month, months) - np.arange(len(months))
    return [Selection(run.index[0].date(), run.index[-1].date()) for _, run in numbers.groupby(numbers)]


def _find_whole(table: pd.DataFrame) -> pd.DataFrame:
    """The months that were received to their end."""
    return table[table["is_complete"].astype(bool) & (table["status"] != MISSING)]


def _count(evidence: Evidence, services: dict[str, Indicator], runs: list[Selection], by: By) -> pd.DataFrame:
    """Exact counts by ward_code and service over all runs: low where one of them lacks some, missing where all do."""
    parts = [
        count_facts(Question(evidence, one, run, by))[["ward_code", "count", "status"]].assign(service=service)
        for run in runs
        for service, one in services.items()
    ]
    if not parts:
        return pd.DataFrame({"ward_code": [], "service": [], "count": [], "status": []})
    table = pd.concat(parts, ignore_index=True)
    known = table.assign(count=table["count"].where(table["status"] != MISSING), is_low=table["status"] != OK)
    grouped = known.groupby(["ward_code", "service"], sort=False)
    sums = pd.DataFrame({"count": grouped["count"].sum(min_count=1), "is_low": grouped["is_low"].max()})
    status = np.select([sums["count"].isna(), sums["is_low"]], [MISSING, INCOMPLETE], OK)
    return sums.assign(status=status).drop(columns="is_low").reset_index()


def _hide(table: pd.DataFrame, rule: SmallNumberRule, line: list[str]) -> pd.DataFrame:
    """The table disclosed; rows that share ``line`` add up to a sum that is shown."""
    parts = [part.assign(denominator=np.nan) for _, part in table.groupby(line, sort=False)]
    shown = [hide_small_numbers(part.reset_index(drop=True), rule, is_share=False, is_fine=True) for part in parts]
    return pd.concat(shown, ignore_index=True).drop(columns="denominator") if shown else table


def round_of(evidence: Evidence) -> int:
    """What the counts of ``count_services`` are multiples of."""
    return find_rounding(find_strictest(evidence), is_fine=True)
