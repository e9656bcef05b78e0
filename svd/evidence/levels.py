"""The area's own levels, from which worlds are drawn: months of an indicator, wards of a year, events in cells."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from svd.evidence.worlds import Months, draw_counts
from svd.figures.opening import find_last_month
from svd.figures.trends import find_restarts
from svd.measures.measure import measure
from svd.measures.question import Evidence
from svd.measures.result import OK
from svd.stats.dependence import autocorrelation
from svd.stats.dispersion import find_spread
from svd.store.selection import Selection, move_month

_YEAR, _SEASON_YEARS = 12, 5
_MOST_ALIKE = 0.85
_LEAST = 5
"""Events a month below which there is no control chart to try."""


class Level(NamedTuple):
    """How many events a month, the variance of its months as a multiple of chance, and the shape of its year.

    ``season``: each calendar month's share of an average month, January first. ``alike``: the correlation of a month
    with the next, without the season and the levels between restarts, and ``wide`` their variance as a multiple of
    chance, both of five years.
    """

    indicator: str
    title: str
    mean: float
    spread: float
    season: tuple[float, ...] = (1.0,) * 12
    alike: float = 0.0
    wide: float = 1.0

    @property
    def months(self) -> Months:
        return Months(self.mean, self.spread, self.alike)


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
    season = _find_season(months.tail(_SEASON_YEARS * _YEAR))
    alike, wide = _find_alike(evidence, name, months, season)
    return Level(name, title, float(now.mean()), float(spread), season, alike, max(wide, float(spread)))


def _find_alike(evidence: Evidence, name: str, months: pd.DataFrame, season: tuple[float, ...]) -> tuple[float, float]:
    """Autocorrelation and dispersion of the last five years' months, over their season and their stretch's mean."""
    recent = months.tail(_SEASON_YEARS * _YEAR)
    days = [pd.Timestamp(event.date) for event in find_restarts(evidence, evidence.catalogue.indicators[name])]
    stretch = np.searchsorted(days, recent["month"].to_numpy(), side="right") if days else np.zeros(len(recent))
    plain = recent["count"].to_numpy(float) / np.array(season)[recent["month"].dt.month - 1]
    off = plain - pd.Series(plain).groupby(stretch).transform("mean").to_numpy()
    alike = float(np.clip(np.nan_to_num(autocorrelation(off)[0]), 0.0, _MOST_ALIKE))
    return alike, float((off**2).mean() / plain.mean())


def _find_season(months: pd.DataFrame) -> tuple[float, ...]:
    """The mean of each calendar month over the mean of all of them."""
    means = months.groupby(months["month"].dt.month)["count"].mean()
    return tuple((means / means.mean()).reindex(range(1, _YEAR + 1), fill_value=1.0))


def read_months(evidence: Evidence, name: str) -> pd.DataFrame:
    """The area's whole months of the indicator, from the first received to the last."""
    first, last = (month.date() for month in evidence.months)
    months = measure(evidence, name, Selection(first, last), "month")
    return months[(months["status"] == OK) & months["is_complete"].astype(bool)].sort_values("month")


def find_year(evidence: Evidence) -> Selection:
    """The twelve months that end with the last whole one."""
    last: date = find_last_month(evidence)
    return Selection(move_month(last, 1 - _YEAR), last)


def draw_months(
    random: np.random.Generator, level: Level, shape: tuple[int, int], factor: np.ndarray | float = 1.0
) -> np.ndarray:
    """Months about the level times ``factor``, a row a world, which scatter and follow one another as the level's."""
    return draw_counts(random, level.months, shape, factor)
