"""How often each test calls something where nothing changes, through the code that the pages run."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from svd.evidence.levels import Level, WardLevels, draw_months
from svd.figures.between_wards.compare import compare_wards
from svd.figures.over_time.control_charts import LOCKED, OUTSIDE
from svd.figures.over_time.controlled import control_many
from svd.measures.question import Evidence
from svd.measures.result import OK
from svd.stats.change import SIGNAL_P
from svd.stats.dispersion import find_spread, p_change
from svd.stats.limits import limits_rate

TESTED, SEASONAL = 24, 36
"""Months that are tested at a world's end, and those before them where the year has a shape, to tell a season by."""
_YEAR = 12
_LAST = 12


class Share(NamedTuple):
    """How many of so many were called."""

    called: int
    of: int

    @property
    def rate(self) -> float:
        return self.called / self.of if self.of else float("nan")


def chart_worlds(evidence: Evidence, level: Level, counts: np.ndarray) -> pd.DataFrame:
    """The signals of the control chart of each world: what ``control_many`` gives, the world as ward_code.

    ``counts``: a row a world and a column a month, January first.
    """
    worlds, months = counts.shape
    when = pd.period_range(_find_start(evidence), periods=months, freq="M").to_timestamp().as_unit("us")
    series = pd.DataFrame(
        {
            "indicator": level.indicator,
            "ward_code": np.repeat([f"{world:05d}" for world in range(worlds)], months),
            "month": np.tile(when, worlds),
            "count": counts.ravel().astype(float),
            "value": counts.ravel().astype(float),
            "denominator": np.nan,
            "status": OK,
            "is_complete": True,
        }
    )
    return control_many(series, evidence).months


def _find_start(evidence: Evidence) -> pd.Period:
    """The first January after the last break, so that a world's limits never start anew."""
    last = max((event.date.year for event in evidence.catalogue.breaks.values()), default=2000)
    return pd.Period(year=last + 1, month=1, freq="M")


def try_limits(evidence: Evidence, level: Level, random: np.random.Generator, worlds: int) -> dict[str, Share]:
    """Months called where nothing changes: outside the limits, by any rule; and years with any month called."""
    before = LOCKED if len(set(level.season)) == 1 else SEASONAL
    factor = np.resize(level.season, before + TESTED)
    charted = chart_worlds(evidence, level, draw_months(random, level, (worlds, before + TESTED), factor))
    after = charted[charted.groupby("ward_code").cumcount() >= before]
    is_called = after["signal"] != ""
    last = after.groupby("ward_code").tail(_LAST)
    years = (last["signal"] != "").groupby(last["ward_code"]).any()
    return {
        "outside": Share(int((after["signal"] == OUTSIDE).sum()), len(after)),
        "any": Share(int(is_called.sum()), len(after)),
        "year": Share(int(years.sum()), len(years)),
    }


def try_change(level: Level, random: np.random.Generator, worlds: int) -> Share:
    """Years called a change from the year before where nothing changes."""
    now, before = (draw_months(random, level, (worlds, _YEAR)) for _ in range(2))
    return Share(int((p_of_years(now, before) < SIGNAL_P).sum()), worlds)


def p_of_years(now: np.ndarray, before: np.ndarray) -> np.ndarray:
    """The p of each row's later months against its earlier ones, as the test of change gives it."""
    return p_change(now.sum(axis=1), before.sum(axis=1), *find_spread(now, before))


def try_wards(evidence: Evidence, levels: WardLevels, random: np.random.Generator, worlds: int) -> tuple[Share, Share]:
    """Wards called higher or lower, and called that or may be, where every ward has the area's rate."""
    residents = levels.wards["denominator"].to_numpy()
    drawn = random.poisson(levels.events * residents / residents.sum(), (worlds, len(residents)))
    clear = likely = 0
    for counts in drawn:
        words = _compare(evidence, levels, counts)
        clear += int(words.isin(["higher", "lower"]).sum())
        likely += int((words != "similar").sum())
    return Share(clear, drawn.size), Share(likely, drawn.size)


def _compare(evidence: Evidence, levels: WardLevels, counts: np.ndarray) -> pd.Series:
    wards = _with_counts(levels.wards, counts, evidence, levels.indicator)
    whole = levels.wards.iloc[[0]].assign(denominator=levels.wards["denominator"].sum())
    area = _with_counts(whole, np.array([counts.sum()]), evidence, levels.indicator)
    return compare_wards(evidence, wards, area)["compared"]


def _with_counts(frame: pd.DataFrame, counts: np.ndarray, evidence: Evidence, name: str) -> pd.DataFrame:
    per = evidence.catalogue.indicators[name].calculation.per
    lower, upper = limits_rate(counts, frame["denominator"].to_numpy(), per)
    value = counts / frame["denominator"] * per
    return frame.assign(count=counts.astype(float), value=value, lower=lower, upper=upper, status=OK)
