"""The area's own levels, from which worlds are drawn: months of an indicator, wards of a year, events in cells."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from svd.figures.opening import find_last_month
from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.measures.result import OK, UNALLOCATED
from svd.stats.dispersion import find_spread
from svd.store.selection import Selection, move_month

_YEAR, _SEASON_YEARS = 12, 5
_LEAST = 5
"""Events a month below which there is no control chart to try."""


class Level(NamedTuple):
    """How many events a month, the variance of its months as a multiple of chance, and the shape of its year.

    ``season``: each calendar month's share of an average month, January first.
    """

    indicator: str
    title: str
    mean: float
    spread: float
    season: tuple[float, ...] = (1.0,) * 12


class WardLevels(NamedTuple):
    """An indicator's events of a year, and the residents of each ward."""

    indicator: str
    title: str
    events: float
    wards: pd.DataFrame


def read_levels(evidence: Evidence, names: tuple[str, ...]) -> list[Level]:
    """The level of each indicator named over its last twelve whole months; those with too few events are left out."""
    found = [_read_level(evidence, name) for name in names]
    return [level for level in found if level is not None]


def _read_level(evidence: Evidence, name: str) -> Level | None:
    months = read_months(evidence, name)
    counts = months["count"].to_numpy()
    now, before = counts[-_YEAR:], counts[-2 * _YEAR : -_YEAR]
    if len(now) < _YEAR or now.mean() < _LEAST:
        return None
    spread, _ = find_spread(now, before) if len(before) == _YEAR else (1.0, 0)
    title = evidence.catalogue.indicators[name].short_title
    return Level(name, title, float(now.mean()), float(spread), _find_season(months.tail(_SEASON_YEARS * _YEAR)))


def _find_season(months: pd.DataFrame) -> tuple[float, ...]:
    """The mean of each calendar month over the mean of all of them."""
    means = months.groupby(months["month"].dt.month)["count"].mean()
    return tuple((means / means.mean()).reindex(range(1, _YEAR + 1), fill_value=1.0))


def read_months(evidence: Evidence, name: str) -> pd.DataFrame:
    """The area's whole months of the indicator, from the first received to the last."""
    first, last = (month.date() for month in evidence.months)
    months = measure(evidence, name, Selection(first, last), "month")
    return months[(months["status"] == OK) & months["is_complete"].astype(bool)].sort_values("month")


def read_wards(evidence: Evidence, name: str) -> WardLevels:
    """The year that ends with the last whole month, by ward."""
    year = find_year(evidence)
    wards = measure(evidence, name, year, "ward")
    wards = wards[wards["ward_code"] != UNALLOCATED].reset_index(drop=True)
    return WardLevels(name, evidence.catalogue.indicators[name].short_title, float(wards["count"].sum()), wards)


def find_year(evidence: Evidence) -> Selection:
    """The twelve months that end with the last whole one."""
    last: date = find_last_month(evidence)
    return Selection(move_month(last, 1 - _YEAR), last)


def draw_months(
    random: np.random.Generator, level: Level, shape: tuple[int, int], factor: np.ndarray | float = 1.0
) -> np.ndarray:
    """Months about the level times ``factor``, a row a world: Poisson, or negative binomial where they scatter more."""
    mean = np.broadcast_to(np.asarray(level.mean * factor, dtype=float), shape)
    if level.spread <= 1:
        return random.poisson(mean)
    return random.poisson(random.gamma(mean / (level.spread - 1), level.spread - 1))
