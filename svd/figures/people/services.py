"""Violence as police, emergency department and ambulance each count it, side by side and never added."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Indicator, SmallNumberRule
from svd.catalogue.wording import word_period
from svd.measures.alike import measure_alike
from svd.measures.measure import measure_many
from svd.measures.question import By, Evidence
from svd.measures.recipe import name_extracts
from svd.measures.result import INCOMPLETE, MISSING, OK, SUPPRESSED
from svd.store.selection import Selection

POLICE, HOSPITAL, AMBULANCE = "police", "hospital", "ambulance"
SERVICES = {POLICE: "violence_with_injury", HOSPITAL: "ed_assault_attendances", AMBULANCE: "ambulance_assaults"}
"""The indicator by which each service counts people hurt by violence."""

SERVICE_NAMES = {POLICE: "Police", HOSPITAL: "Emergency department", AMBULANCE: "Ambulance"}

COUNTED_AS = {POLICE: "offences", HOSPITAL: "attendances", AMBULANCE: "call-outs"}


_NOTHING = pd.DataFrame({"service": [], "month": [], "count": [], "status": [], "noise": [], "base": []})


@dataclass(frozen=True)
class Counted:
    """What the three services count in the months that all of them sent whole.

    ``months``: the common months. ``left_out``: those asked for that a service did not send whole, and ``lacking`` the
    services that did not. ``period`` and ``ward_period``: the months that the counts of the area and of the wards are
    of, others than were asked for where a service is shown by quarter or longer. ``area``: service, count and status.
    ``wards``: ward_code, service, count, status, and a row a service for what has no known ward. ``by_month``: month,
    service, count, status. All disclosed.
    """

    months: pd.DatetimeIndex
    left_out: pd.DatetimeIndex
    lacking: tuple[str, ...]
    period: str
    ward_period: str
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

    def noise_of(self, service: str) -> float:
        """The variance that protection adds to the whole area's count; 0 of a service whose counts are exact."""
        return float(self.area.set_index("service")["noise"].get(service, 0.0))

    def base_of(self, service: str) -> float:
        """How wide the blocks of the whole area's count are; 1 of a service whose counts are exact."""
        return float(self.area.set_index("service")["base"].get(service, 1.0))

    def is_low(self, service: str) -> bool:
        """Whether more of the service's records were set aside than a count can bear."""
        return self.area.set_index("service")["status"].get(service, OK) == INCOMPLETE


def find_services(evidence: Evidence) -> dict[str, Indicator]:
    """The indicators of the three services that the catalogue declares, by service."""
    indicators = evidence.catalogue.indicators
    return {service: indicators[name] for service, name in SERVICES.items() if name in indicators}


def find_strictest(evidence: Evidence) -> SmallNumberRule:
    """The rule of the three services' that hides most: as coarse as any of their counts is."""
    rules = [evidence.catalogue.rules[one.small_number_rule] for one in find_services(evidence).values()]
    return max(rules, key=lambda rule: rule.hide_up_to)


def count_services(evidence: Evidence, selection: Selection) -> Counted:
    """What each service counts in the months of the selection that all three sent whole.

    A month that one of them did not send is left out of all, so that the counts are of the same months. Each count is
    shown under its own feed's small-number rule.
    """
    asked = Selection(selection.month_from, selection.month_to)
    services = find_services(evidence)
    whole = {service: _find_whole(evidence, one, asked) for service, one in services.items()}
    common = pd.DatetimeIndex(sorted(set.intersection(*whole.values()))) if whole else asked.months[:0]
    runs = find_runs(common)
    by_month, area, wards = (
        [_count(evidence, services, run, by) for run in runs] for by in ("month", "borough", "ward")
    )
    return Counted(
        months=common,
        left_out=asked.months.difference(common),
        lacking=tuple(name for name, sent in whole.items() if set(asked.months) - sent),
        period=_word_span(area, asked),
        ward_period=_word_span(wards, asked),
        area=_add_up(area).drop(columns="ward_code"),
        wards=_add_up(wards),
        by_month=pd.concat(by_month, ignore_index=True)[[*_NOTHING, "month_to"]]
        if by_month
        else _NOTHING.assign(month_to=[]),
        extracts={name: _name_extracts(evidence, one, common) for name, one in services.items()},
    )


def find_runs(months: pd.DatetimeIndex) -> list[Selection]:
    """The months as stretches without a gap, each a selection."""
    numbers = pd.Series(months.year * 12 + months.month, months) - np.arange(len(months))
    return [Selection(run.index[0].date(), run.index[-1].date()) for _, run in numbers.groupby(numbers)]


def _find_whole(evidence: Evidence, indicator: Indicator, asked: Selection) -> set[pd.Timestamp]:
    """The months asked for that were received to their end."""
    cube = evidence.cube
    row = cube.source_rows.get(indicator.source)
    return set() if row is None else set(cube.months[cube.complete[row] & cube.months.isin(asked.months)])


def _name_extracts(evidence: Evidence, indicator: Indicator, months: pd.DatetimeIndex) -> str:
    cube = evidence.cube
    row = cube.source_rows.get(indicator.source)
    numbers = [] if row is None else cube.extract[row][cube.months.isin(months)]
    return name_extracts([cube.extracts_named[number] for number in numbers if number >= 0])


def _count(evidence: Evidence, services: dict[str, Indicator], run: Selection, by: By) -> pd.DataFrame:
    """ward_code, service, months, count, status, noise and base of the run, of the same months for all services."""
    names = {one.id: service for service, one in services.items()}
    measure = measure_many if by == "month" else measure_alike
    found = measure(evidence, list(names), run, by)
    return found.assign(service=found["indicator"].map(names))[["ward_code", *_NOTHING, "month_to"]]


def _word_span(parts: list[pd.DataFrame], asked: Selection) -> str:
    """The first and the last month counted."""
    counted = [part for part in parts if len(part)]
    if not counted:
        return word_period(asked.month_from, asked.month_to)
    return word_period(min(part["month"].min() for part in counted), max(part["month_to"].max() for part in counted))


def _add_up(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The runs' counts as one: hidden where all of them are, low where one of them lacks some, missing where all do.

    Each run that is shown brings the noise of both its ends.
    """
    if not parts:
        return _NOTHING.drop(columns="month").assign(ward_code="")
    table = pd.concat(parts, ignore_index=True)
    known = table.assign(
        is_low=table["status"] != OK,
        is_hidden=table["status"] == SUPPRESSED,
        is_missing=table["status"] == MISSING,
        noise=table["noise"].where(table["count"].notna(), 0.0),
    )
    grouped = known.groupby(["ward_code", "service"], sort=False)
    sums = pd.DataFrame({"count": grouped["count"].sum(min_count=1), "noise": grouped["noise"].sum()}).join(
        grouped[["is_low", "is_hidden", "is_missing", "base"]].max()
    )
    status = np.select(
        [sums["count"].isna() & sums["is_hidden"], sums["count"].isna(), sums["is_low"]],
        [SUPPRESSED, MISSING, INCOMPLETE],
        OK,
    )
    return sums.assign(status=status)[["count", "status", "noise", "base"]].reset_index()
