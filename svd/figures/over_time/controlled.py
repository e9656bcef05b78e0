"""Monthly series with their control limits and signals, or the reason why one has none; many at once, or one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from svd.catalogue.declarations import Break, Indicator
from svd.catalogue.wording import word_month
from svd.figures.over_time.alike_months import find_alike, widen_alike
from svd.figures.over_time.control_charts import COMMON, LEAST, LOCKED, find_limits, find_signals, judge_signals
from svd.figures.over_time.protected_months import chart_rough_series
from svd.figures.over_time.seasons import TOO_SHORT, find_seasons
from svd.figures.trends import find_frequency, find_restarts
from svd.measures.question import Evidence
from svd.measures.result import OK, SUPPRESSED
from svd.stats.change import can_carry_share

LEAST_MEAN = 5
"""Events a month below which chance is too lopsided for limits of equal width either way."""
_SERIES = ["indicator", "ward_code"]
_NO_FIGURE = "no month has a figure"
_READ = (
    *_SERIES,
    "month",
    "month_to",
    "count",
    "denominator",
    "value",
    "status",
    "is_complete",
    "is_provisional",
    "base",
    "noise",
    "rest_noise",
    "dispersion",
)
_LIMITS = ["centre", "lower", "near_lower", "near_upper", "upper"]


@dataclass(frozen=True)
class Controlled:
    """``months``: a row a month, month, segment, value tested, share, alike, limits, signal, direction, run, judgement.

    ``value`` is null where the month is not whole, or provisional. ``share``: the month's part of the season, 1 where
    none was taken out; limits follow it. ``alike``: the months' autocorrelation where it is so high that limits are
    widened by it and single months alone are called, else 0. ``reason`` says why there are no limits, or is empty.
    ``trial`` says why they are only trial limits, or is empty. ``season`` says whether one was taken out, was not
    found, or could not be looked for.
    """

    months: pd.DataFrame
    reason: str = ""
    trial: str = ""
    season: str = TOO_SHORT

    @property
    def alike(self) -> float:
        """The months' autocorrelation where it is too high for rules of independent months, else 0."""
        return float(self.months["alike"].max()) if len(self.months) else 0.0

    def within(self, series: pd.DataFrame) -> "Controlled":
        """The same for the months of ``series`` alone; its limits stay those of the whole series."""
        return replace(self, months=self.months[self.months["month"].isin(series["month"])])


@dataclass(frozen=True)
class ControlledMany:
    """``months``: a row a series and month, as in ``Controlled`` with indicator and ward_code before it.

    ``series``: a row a series, with indicator, ward_code, season, reason and trial. Where there is a reason,
    limits are null and no month has a signal.
    """

    months: pd.DataFrame
    series: pd.DataFrame

    def take(self, indicator: str, ward_code: str) -> Controlled:
        """One series of the many; raises KeyError where there is none."""
        months, series = self.months, self.series
        if len(series) != 1 or series.loc[0, _SERIES].tolist() != [indicator, ward_code]:
            months, series = (
                table[(table["indicator"] == indicator) & (table["ward_code"] == ward_code)]
                for table in (months, series)
            )
        if series.empty:
            raise KeyError(indicator, ward_code)
        (told,) = series[["reason", "trial", "season"]].to_numpy().tolist()
        return Controlled(months.drop(columns=_SERIES).reset_index(drop=True), *told)


def control_many(series: pd.DataFrame, evidence: Evidence) -> ControlledMany:
    """The control charts of all ``series``: what ``measure_many`` gives by month or ward_month.

    A series begins with its first month received, so that its limits don't move with what is shown. ``value`` is
    the figure tested. Months that are not whole, provisional, or may be too low, take no part. Limits start anew with
    the first month that begins on or after a break of the indicator's source, or an event that changed what is usual.
    A series with hidden months has none: the mean of the others would stand too high.
    """
    declared = {name: evidence.catalogue.indicators[name] for name in series["indicator"].unique()}
    return _control(series, declared, {name: find_restarts(evidence, each) for name, each in declared.items()})


def control_series(series: pd.DataFrame, indicator: Indicator, breaks: Sequence[Break]) -> Controlled:
    """The control chart of one whole monthly ``series``, as ``control_many`` makes it."""
    alone = series.assign(indicator=indicator.id, ward_code="")
    found = _control(alone, {indicator.id: indicator}, {indicator.id: breaks})
    if found.series.empty:
        return Controlled(found.months.drop(columns=_SERIES), reason=_NO_FIGURE)
    return found.take(indicator.id, "")


def _control(
    series: pd.DataFrame, indicators: Mapping[str, Indicator], breaks: Mapping[str, Sequence[Break]]
) -> ControlledMany:
    series = series[[name for name in _READ if name in series]]  # what stands beside would be copied at each step
    series = series.assign(month=pd.to_datetime(series["month"])).sort_values([*_SERIES, "month"], ignore_index=True)
    number = series.groupby(_SERIES, sort=False).ngroup()
    is_provisional = series.get("is_provisional", pd.Series(False, series.index)).astype(bool)
    is_whole = series["is_complete"].astype(bool) & (series["status"] == OK) & ~is_provisional
    values = series["value"].astype(float).where(is_whole)
    segment = _number_segments(series, breaks)
    seasons = find_seasons(values, series["month"], segment, number)
    tested = values / seasons["share"]
    parts = number * (segment.max() + 1) + segment if len(series) else segment
    bounds = (0, _find_most(series, indicators) / seasons["share"])
    alike = find_alike(tested, parts, number, _find_noise(series))
    limits = widen_alike(find_limits(tested, parts, bounds=bounds), alike, bounds)
    signals = find_signals(tested, parts, limits, is_alike=alike > 0)
    rough = series.assign(value=values)
    share = pd.Series(seasons["share"], series.index)
    limits, signals = chart_rough_series(rough, parts, share, limits, signals, alike)
    polarity = series["indicator"].map({name: each.polarity for name, each in indicators.items()})
    judged = judge_signals(signals["direction"], polarity)
    limits[_LIMITS] = limits[_LIMITS].mul(seasons["share"], axis=0)
    named = {**series[[*_SERIES, "month"]], "segment": segment, "value": values, "share": seasons["share"]}
    named["alike"] = alike
    months = pd.DataFrame({**named, "is_provisional": is_provisional, **limits, **signals, "judgement": judged})
    known = _Known(*(each.to_numpy() for each in (number, segment, tested.notna(), limits["centre"].notna())))
    told = _tell_series(series, known, indicators, breaks)
    told.insert(len(_SERIES), "season", seasons["season"].to_numpy()[known.starts])
    has_none = (told["reason"] != "").to_numpy()[number]
    if has_none.any():
        months.loc[has_none, _LIMITS] = np.nan
        months.loc[has_none, ["signal", "direction", "run", "judgement"]] = ["", 0, 0, COMMON]
    return ControlledMany(months, told)


def _find_noise(series: pd.DataFrame) -> pd.Series | None:
    """The variance that protection adds to each value; none where all of them are exact."""
    if "noise" not in series or not (series["noise"] > 0).any():
        return None
    unit = (series["value"] / series["count"]).replace([np.inf, -np.inf], np.nan)
    return series["noise"] * unit**2


def _find_most(series: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.Series:
    """The most each value can be: 100 for a share, else no end."""
    most = {name: 100 if each.calculation.form == "proportion" else np.inf for name, each in indicators.items()}
    return series["indicator"].map(most).astype(float)


def _number_segments(series: pd.DataFrame, breaks: Mapping[str, Sequence[Break]]) -> pd.Series:
    """How many breaks of its indicator each month begins on or after."""
    segment, months = np.zeros(len(series), dtype=int), series["month"].to_numpy(dtype="datetime64[ns]")
    for name, rows in series.groupby("indicator", sort=False).indices.items():
        days = np.array(sorted(pd.Timestamp(event.date) for event in breaks[name]), dtype="datetime64[ns]")
        segment[rows] = np.searchsorted(days, months[rows], side="right")
    return pd.Series(segment, index=series.index)


@dataclass(frozen=True, eq=False)
class _Known:
    """Of each month its series and stretch by number, whether it takes part in the chart, and whether it has limits."""

    number: NDArray
    segment: NDArray
    is_tested: NDArray
    has_limits: NDArray

    @property
    def starts(self) -> NDArray:
        """The first row of each series: its months follow each other."""
        return np.flatnonzero(np.append(True, self.number[1:] != self.number[:-1])[: len(self.number)])


class _Facts(NamedTuple):
    """What a series' reason rests on; ``points``, ``mean``, ``rest`` and ``has_limits`` are of its last stretch."""

    points: int
    mean: float
    rest: float
    hidden: bool
    longer: bool
    figures: bool
    has_limits: bool


def _tell_series(
    series: pd.DataFrame, known: _Known, indicators: Mapping[str, Indicator], breaks: Mapping[str, Sequence[Break]]
) -> pd.DataFrame:
    """A row a series, in order: indicator, ward_code, and the reason why it has no limits, or why only trial ones."""
    starts, named = known.starts, series[_SERIES].to_numpy(object)
    facts = _list_facts(series, known)
    told = []
    for row, end, each in zip(starts, np.append(starts[1:], len(series))[: len(starts)], facts, strict=True):
        name = named[row, 0]
        told.append(_tell(each, indicators[name], _word_since(breaks[name], series["month"].iloc[end - 1])))
    columns = [*_SERIES, "reason", "trial"]
    rows = [[*names, *words] for names, words in zip(named[starts].tolist(), told, strict=True)]
    return pd.DataFrame(rows, columns=columns, dtype=object).astype(series[_SERIES].dtypes.to_dict())


def _list_facts(series: pd.DataFrame, known: _Known) -> Iterator[_Facts]:
    starts, number = known.starts, known.number
    if not len(starts):
        return
    is_last = known.segment == np.maximum.reduceat(known.segment, starts)[number]
    counts = series["count"].to_numpy(float, na_value=np.nan)
    rests = series["denominator"].to_numpy(float, na_value=np.nan) - counts
    months, ends = (
        pd.to_datetime(series[name]).to_numpy("datetime64[M]")
        for name in ("month", "month_to" if "month_to" in series else "month")
    )
    is_point = known.is_tested & is_last
    any_of = {
        "hidden": (series["status"] == SUPPRESSED).to_numpy(bool),
        "longer": ends > months,
        "figures": series["value"].notna().to_numpy(bool),
        "has_limits": known.has_limits & is_last,
    }
    found = {name: np.logical_or.reduceat(each, starts).tolist() for name, each in any_of.items()}
    points = np.add.reduceat(is_point.astype(int), starts).tolist()
    means = {name: _average(each, is_point, number) for name, each in (("mean", counts), ("rest", rests))}
    for row in range(len(starts)):
        yield _Facts(points[row], *(each[row] for each in means.values()), *(each[row] for each in found.values()))


def _average(values: NDArray, is_taken: NDArray, number: NDArray) -> list[float]:
    """The mean of each series' known values that are taken; null where there is none."""
    is_taken = is_taken & ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return (np.bincount(number, np.where(is_taken, values, 0.0)) / np.bincount(number, is_taken)).tolist()


def _tell(facts: _Facts, indicator: Indicator, since: str) -> tuple[str, str]:
    """Why a series has no limits, and why only trial ones; both empty where it has limits."""
    frequency, form, points = find_frequency(indicator), indicator.calculation.form, facts.points
    if frequency != "month":
        return f"this series has a figure a {frequency}, and limits need one a month", ""
    if form == "weighed":
        return "one grave offence can move a weighed sum beyond any limits", ""
    if form == "ratio":
        return "a ratio of two counts that go up and down by themselves has no limits of its own", ""
    if facts.longer:
        return "this series is shown by longer periods than a month, and limits need one a month", ""
    if facts.hidden:
        return "some months are hidden as small numbers, so the others' mean is too high", ""
    if not facts.figures:
        return _NO_FIGURE, ""
    if points < LEAST:
        return f"there are {points} whole months{since}, and limits need {LOCKED}", ""
    if form in ("count", "rate") and facts.mean < LEAST_MEAN:
        return f"there are fewer than {LEAST_MEAN} a month, too few for limits to mean anything", ""
    if form == "proportion" and not can_carry_share(facts.mean, facts.rest):
        return f"fewer than {LEAST_MEAN} a month are among those counted, or among the rest: too few for a share", ""
    if not facts.has_limits:
        return "its figures hardly differ from month to month, so that limits would have no width", ""
    if points < LOCKED:
        return "", f"{points} whole months{since}; {LOCKED} are needed before a month is called"
    return "", ""


def _word_since(breaks: Sequence[Break], until: pd.Timestamp) -> str:
    """Since which break the last segment runs, or an empty text where there is none."""
    passed = [event for event in breaks if pd.Timestamp(event.date) <= until]
    if not passed:
        return ""
    last = max(passed, key=lambda event: event.date)
    return f" since the break of {word_month(last.date)} ({last.title})"
