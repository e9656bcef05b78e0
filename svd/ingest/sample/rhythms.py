"""When made-up events happen: the expected events of a day, and days and hours drawn by a rhythm."""

import numpy as np
import pandas as pd

from svd.ingest.sample.levels import Levels, Rhythm

_DAYS_A_YEAR = 365.25


def expect_days(a_year: float, days: pd.DatetimeIndex, rhythm: Rhythm, levels: Levels) -> np.ndarray:
    """Expected events on each of ``days``, so that the sample's own period averages ``a_year`` in a year."""
    usual = _weigh_days(_days_of(levels.period.first, levels.period.last), rhythm, levels)
    return a_year / _DAYS_A_YEAR * _weigh_days(days, rhythm, levels) / usual.mean()


def expect_months(a_year: float, months: pd.PeriodIndex, rhythm: Rhythm, levels: Levels) -> np.ndarray:
    """Expected events in each of ``months``; longer months have more."""
    days = _days_of(str(months[0]), str(months[-1]))
    by_month = pd.Series(expect_days(a_year, days, rhythm, levels)).groupby(days.to_period("M")).sum()
    return by_month.loc[months].to_numpy()


def draw_hours(days: pd.DatetimeIndex, rhythm: Rhythm, rng: np.random.Generator) -> pd.DatetimeIndex:
    """Each day with an hour and minute; the small hours belong to the night before, so Saturday's 02:00 is Sunday."""
    weights = np.array(rhythm.hours)
    hours = rng.choice(24, size=len(days), p=weights / weights.sum())
    minutes = rng.integers(0, 60, size=len(days))
    return days + pd.to_timedelta(hours * 60 + minutes, unit="min")


def _days_of(first: str, last: str) -> pd.DatetimeIndex:
    return pd.date_range(pd.Period(first, "M").start_time, pd.Period(last, "M").end_time.normalize())


def _weigh_days(days: pd.DatetimeIndex, rhythm: Rhythm, levels: Levels) -> np.ndarray:
    weights = np.array(rhythm.months)[days.month - 1] * np.array(rhythm.weekdays)[days.day_of_week]
    for holiday in levels.holidays:
        factor = rhythm.holidays.get(holiday.kind, 1)
        is_off = (days >= pd.Timestamp(holiday.first)) & (days <= pd.Timestamp(holiday.last))
        weights = np.where(is_off, weights * factor, weights)
    return weights
