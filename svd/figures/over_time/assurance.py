"""Assurance: would a series, as it now runs, reach its target every month, in no month, or by chance?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from svd.figures.over_time.controlled import ControlledMany
from svd.measures.question import Evidence
from svd.stats.limits import ABOVE, BELOW, CANNOT_TELL, judge_year

PASSING, FAILING, HIT_AND_MISS = "consistently passing", "consistently failing", "hit and miss"
NO_TARGET, NOT_JUDGED = "no target", "not judged"
_RECENT = 12
"""Months whose limits are held against the target: a whole year, for limits may follow a season."""
_SERIES = ["indicator", "ward_code"]


def judge_assurance(months: pd.DataFrame, level: float | None, polarity: str) -> str:
    """Whether one series passes or fails ``level`` consistently, by its limits of the last twelve months that have any.

    Passing: the level lies beyond the limits on the side that is not good, so that only a change would miss it;
    failing: beyond them on the good side, so that only a change would reach it; hit and miss: between. Not judged
    where there are no limits, or only trial ones; ``months`` as in ``Controlled``. Source: NHS England, Making Data
    Count, the assurance icons.
    """
    if level is None or np.isnan(level):
        return NO_TARGET
    alone = months.assign(number=0)
    return _judge(alone, pd.Series([level]), pd.Series([polarity])).get(0, NOT_JUDGED)


@dataclass(frozen=True)
class YearJudged:
    """A yearly level judged: ``year`` is above, below or cannot tell; ``is_reached``: whether it is the good side, null
    where it can't be told or neither side is better. ``months``: the chart's assurance beside it.
    """

    year: str
    is_reached: bool | None
    months: str


def judge_yearly_level(
    limits: tuple[float, float], level: float, months: pd.DataFrame, level_a_month: float, polarity: str
) -> YearJudged:
    """A yearly level against the year's own ``limits``, in one unit, and its month's share against the control chart.

    The year comes first: a rate may reach a yearly level in one month of twelve and still lie wholly above it.
    """
    year = str(judge_year(*limits, level))
    good = {"higher": ABOVE, "lower": BELOW}.get(polarity)
    is_reached = None if year == CANNOT_TELL or good is None else year == good
    return YearJudged(year, is_reached, judge_assurance(months, level_a_month, polarity))


def assure_many(controlled: ControlledMany, evidence: Evidence) -> pd.DataFrame:
    """A row a series of ``controlled``: indicator, ward_code, target (a month's, in the indicator's unit), assurance.

    ``controlled`` is made from the indicators' own values, as measured. An area's level is held against wards too,
    where the indicator is a rate or a share; a count of events has none in a ward.
    """
    catalogue, series = evidence.catalogue, controlled.series[_SERIES].reset_index(drop=True)
    levels = {}
    for name in series["indicator"].unique():
        target = catalogue.find_target(name)
        levels[name] = np.nan if target is None else target.level_a_month(catalogue.indicators[name])
    level = series["indicator"].map(levels).astype(float)
    is_count = series["indicator"].map(lambda name: catalogue.indicators[name].calculation.form == "count")
    level = level.mask(is_count.astype(bool) & (series["ward_code"] != catalogue.area.code))
    polarity = series["indicator"].map(lambda name: catalogue.indicators[name].polarity)
    months = controlled.months.merge(series.assign(number=series.index), on=_SERIES)
    assurance = _judge(months, level, polarity).reindex(series.index).fillna(NOT_JUDGED)
    return series.assign(target=level, assurance=assurance.mask(level.isna(), NO_TARGET).astype(object))


def _judge(months: pd.DataFrame, level: pd.Series, polarity: pd.Series) -> pd.Series:
    """The verdict of each ``number`` that has limits; level and polarity are by number."""
    usable = months[months["centre"].notna() & ~months["is_trial"].astype(bool)].sort_values("month")
    usable = usable[usable["segment"] == usable.groupby("number")["segment"].transform("max")]
    recent = usable.groupby("number").tail(_RECENT)
    of_row, is_low_good = recent["number"].map(level), recent["number"].map(polarity) == "lower"
    is_above, is_below = of_row > recent["upper"], of_row < recent["lower"]
    sides = {PASSING: is_above.where(is_low_good, is_below), FAILING: is_below.where(is_low_good, is_above)}
    always = {name: side.groupby(recent["number"]).all() for name, side in sides.items()}
    found = always[PASSING]
    words = np.select([found, always[FAILING]], [PASSING, FAILING], default=HIT_AND_MISS)
    return pd.Series(words, index=found.index, dtype=object)
