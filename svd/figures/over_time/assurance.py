"""Assurance: did the year reach its level, and would the series, as it now runs, every month, in none, or by chance?"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from svd.figures.over_time.controlled import ControlledMany
from svd.measures.measure import measure_many
from svd.measures.question import Evidence
from svd.measures.result import OK
from svd.stats.limits import ABOVE, BELOW, CANNOT_TELL, judge_year
from svd.store.selection import Selection, move_month

PASSING, FAILING, HIT_AND_MISS = "consistently passing", "consistently failing", "hit and miss"
NO_TARGET, NOT_JUDGED = "no target", "not judged"
REACHED, MISSED, CANT_TELL = "reached", "missed", "can't tell"
YEAR_COLUMNS = ("yearly", "period", "value", "lower", "upper", "year")
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
    return judge_levels(alone, pd.Series([level]), pd.Series([polarity])).get(0, NOT_JUDGED)


def judge_years(evidence: Evidence, names: Iterable[str], selection: Selection) -> pd.DataFrame:
    """The area's twelve months to the selection's end against the yearly level, a row an indicator that has one.

    By indicator: ``yearly`` (the level), ``period``, ``value``, ``lower``, ``upper`` and ``year``: reached or missed
    where the year's limits lie wholly on that side of the level, else can't tell. The year comes before its months: a
    rate may reach a twelfth of its level in a month of twelve and still lie wholly above it.
    """
    catalogue = evidence.catalogue
    levels = {name: target.value for name in names if (target := catalogue.find_target(name)) is not None}
    if not levels:
        return pd.DataFrame(columns=list(YEAR_COLUMNS), index=pd.Index([], name="indicator", dtype=object))
    year = selection.spanning(move_month(selection.month_to, -11), selection.month_to)
    measured = measure_many(evidence, levels, replace(year, wards=()), "borough").set_index("indicator")
    is_whole = (measured["status"] == OK) & measured["is_complete"].astype(bool)
    yearly = pd.Series(levels)
    side = judge_year(measured["lower"].where(is_whole), measured["upper"].where(is_whole), yearly[measured.index])
    good = [{"higher": ABOVE, "lower": BELOW}[catalogue.indicators[name].polarity] for name in measured.index]
    sides = zip(side, good, strict=True)
    words = [CANT_TELL if at == CANNOT_TELL else REACHED if at == best else MISSED for at, best in sides]
    return measured.assign(yearly=yearly, year=words)[list(YEAR_COLUMNS)]


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
    assurance = judge_levels(months, level, polarity).reindex(series.index).fillna(NOT_JUDGED)
    return series.assign(target=level, assurance=assurance.mask(level.isna(), NO_TARGET).astype(object))


def judge_levels(months: pd.DataFrame, level: pd.Series, polarity: pd.Series) -> pd.Series:
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
