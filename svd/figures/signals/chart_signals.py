"""Signals of control charts: every monthly series of the area and its wards, called on what was known each month."""

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.figures.over_time.controlled import control_many
from svd.figures.signals.calls import find_calls
from svd.figures.signals.chance import pass_tests
from svd.figures.signals.kept import keep
from svd.figures.signals.signal_words import word_chart_signal
from svd.figures.trends import find_frequency
from svd.measures.measure import measure_many
from svd.measures.question import Evidence
from svd.measures.result import UNALLOCATED
from svd.stats.change import SIGNAL_P
from svd.store.selection import Selection

CHART = "chart"
WAYS = {1: "up", -1: "down"}
_SERIES = ["indicator", "ward_code"]
_APART = 3
"""Calls up to so many months apart are one signal, as the rule of two of three looks over three."""


def find_chart_signals(evidence: Evidence) -> pd.DataFrame:
    """Every signal of a control chart in the store, a row each with RAISED_COLUMNS, and ``called``: its month's call.

    A month is called by one of the chart's rules as the figures came. It is raised where the months called differ from
    those that fix the limits by a test that keeps false ones among all series of the month to a small share, and from
    the same months a year before, so that no season is raised. Later calls the same way belong to it.
    """
    months = read_charts(evidence)
    found = mark_passed(find_calls(months))
    newest = found[found["value"].notna()].groupby(_SERIES)["month"].max().rename("newest").reset_index()
    raised = join_calls(found[found["signal"] != ""]).merge(newest, on=_SERIES)
    names, indicators = name_places(evidence), evidence.catalogue.indicators
    words = [word_chart_signal(row, indicators[row["indicator"]], names) for _, row in raised.iterrows()]
    return raised.assign(
        ward_name=raised["ward_code"].map(names),
        rule=CHART,
        way=raised["direction"].map(WAYS),
        first=raised["month"],
        is_on=count_months(raised["newest"]) - count_months(raised["last"]) < _APART,
        finding=pd.Series(words, raised.index, dtype=object),
    )


def mark_passed(found: pd.DataFrame) -> pd.DataFrame:
    """``found`` with is_passed: the correction over all series of the month and level, and the year before."""
    month = count_months(found["month"])
    passed = pass_tests(found["p"].to_numpy(), month.where(found["level"] == "area", -month).to_numpy())
    return found.assign(is_passed=passed & (found["p_year"] < SIGNAL_P).to_numpy())


def name_places(evidence: Evidence) -> dict[str, str]:
    """The name of each ward, and the area's, by code."""
    area = evidence.catalogue.area
    return {**evidence.geography.ward_names, area.code: area.short_name}


def read_charts(evidence: Evidence) -> pd.DataFrame:
    """The control charts of every monthly series of the area and its wards, with what their months count; kept.

    A row a series and month as ``control_many`` gives it, with count, denominator, is_share and level; a rate is
    charted as its count. Series without limits have none, and are there all the same.
    """
    return keep(evidence, "charts", lambda: _read_charts(evidence))


def list_charted(evidence: Evidence) -> pd.MultiIndex:
    """The series (indicator, ward_code) that have limits, so that their charts judge them."""
    has_limits = read_charts(evidence).groupby(_SERIES)["centre"].last().notna()
    return has_limits.index[has_limits]


def list_chartable(evidence: Evidence) -> list[str]:
    """The indicators that have a figure a month and of which anything was received."""
    return [name for name in list_received(evidence) if _is_monthly(evidence.catalogue.indicators[name])]


def _read_charts(evidence: Evidence) -> pd.DataFrame:
    indicators = {name: evidence.catalogue.indicators[name] for name in list_chartable(evidence)}
    rules, declared = evidence.catalogue.rules, evidence.catalogue.indicators
    exact = [name for name in indicators if not rules[declared[name].small_number_rule].hide_up_to]
    levels = [measure_area(evidence), measure_many(evidence, exact, _span_store(evidence), "ward_month")]
    series = pd.concat([level for level in levels if len(level)] or levels, ignore_index=True)
    # Months that protection rounds are too rough for rules that look at one, two or three of them at a time.
    series = series[(series["ward_code"] != UNALLOCATED) & (series["base"] <= 1)].reset_index(drop=True)
    form = series["indicator"].map({name: each.calculation.form for name, each in indicators.items()})
    series["value"] = series["count"].where(form == "rate", series["value"]).astype(float)
    series["month"] = pd.to_datetime(series["month"]).dt.as_unit("us")  # an empty level has no type of its own
    series["is_share"] = form == "proportion"
    series["level"] = np.where(series["ward_code"] == evidence.catalogue.area.code, "area", "ward")
    kept = [*_SERIES, "month", "count", "denominator", "is_share", "level"]
    return control_many(series, evidence).months.merge(series[kept], on=[*_SERIES, "month"])


def measure_area(evidence: Evidence) -> pd.DataFrame:
    """Every month of those indicators for the whole area, as measured; kept."""
    names = list_chartable(evidence)
    return keep(evidence, "area months", lambda: measure_many(evidence, names, _span_store(evidence), "month"))


def _span_store(evidence: Evidence) -> Selection:
    first, last = (month.date() for month in evidence.months)
    return Selection(first, last, definition=evidence.catalogue.latest_definition.id)


def _is_monthly(indicator: Indicator) -> bool:
    """Whether the indicator has a figure a month that a chart can judge."""
    return indicator.calculation.form not in ("mean", "weighed", "ratio") and find_frequency(indicator) == "month"


def list_received(evidence: Evidence) -> list[str]:
    """The indicators of which anything was received; what is about files is not received itself."""
    sources, returned = set(evidence.coverage["source"]), set(evidence.returns["indicator"])
    held = {"facts": lambda one: one.source in sources, "returns": lambda one: one.id in returned}
    indicators = evidence.catalogue.indicators
    return [
        name for name, one in indicators.items() if one.calculation.basis in held and held[one.calculation.basis](one)
    ]


def join_calls(calls: pd.DataFrame) -> pd.DataFrame:
    """The first passed call of each run of calls one way, with the run's last month: a row a signal."""
    calls = calls.assign(number=count_months(calls["month"]))
    named = [*_SERIES, "segment", "direction"]
    is_same = (calls[named] == calls[named].shift()).all(axis=1) & (calls["number"].diff() <= _APART)
    spell = (~is_same).cumsum()
    passed = calls.assign(spell=spell, last=calls.groupby(spell)["month"].transform("max"))[calls["is_passed"]]
    return passed.drop_duplicates("spell").reset_index(drop=True)


def count_months(months: pd.Series) -> pd.Series:
    """Each month as a number that grows by one a month."""
    return months.dt.year * 12 + months.dt.month
