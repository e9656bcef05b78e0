"""Rare events: limits for the time between them, in days (t-chart) or in months without one (g-chart); pure."""

from math import inf

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from svd.figures.over_time.control_charts import LEAST, LOCKED, find_limits

POWER = 3.6
"""Times between events that come at random, to the power 1/3.6, are spread nearly evenly about their mean."""
_BEYOND = 3
"""Standard errors from the mean to the limit of a g-chart."""


def limit_days(days: pd.Series, segments: pd.Series, *, locked: int = LOCKED, is_screened: bool = True) -> pd.DataFrame:
    """The columns of ``find_limits`` in days, for ``days`` between one event and the next; a row a value.

    Each time is raised to the power 1/3.6, given XmR limits, and its limits raised to 3.6; a lower limit below zero is
    zero. Null values take no part. Source: Nelson 1994, Journal of Quality Technology 26:239; Montgomery, Introduction
    to statistical quality control, chapter 7.
    """
    limits = find_limits(days ** (1 / POWER), segments, locked=locked, is_screened=is_screened, bounds=(0, inf))
    is_trial = limits.pop("is_trial")
    return (limits**POWER).assign(is_trial=is_trial)


def limit_months(months: pd.Series, segments: pd.Series, *, locked: int = LOCKED) -> pd.DataFrame:
    """The columns of ``find_limits`` in months, for whole ``months`` without an event between two that have one.

    Upper limit: g + 3 sqrt(g (g + 1)), g being the mean of the first ``locked`` values of each segment; there is no
    lower one. The centre is their median, for most values of so lopsided a spread lie below its mean. Null values take
    no part. Source: Kaminsky and others 1992, Journal of Quality Technology 24:63; Benneyan 2001, Health Care
    Management Science 4:305.
    """
    order = months.notna().groupby(segments).cumsum()
    points = order.groupby(segments).transform("max")
    base = months.where(months.notna() & (order <= locked) & (points >= min(LEAST, locked))).groupby(segments)
    mean, centre = base.transform("mean"), base.transform("median")
    upper = mean + _BEYOND * np.sqrt(mean * (mean + 1))
    # Between the centre and the limit there is no nearer limit: this spread has none that anybody has published.
    named = {"centre": centre, "lower": np.nan, "near_lower": np.nan, "near_upper": upper, "upper": upper}
    return pd.DataFrame({**named, "is_trial": points < locked})


def chance_of_spell(spell: ArrayLike, events: ArrayLike, months: ArrayLike) -> NDArray:
    """How likely the last ``spell`` of ``months`` are all without an event, where ``events`` of them have one.

    Exact, by how many orders of the same months end so: it needs no estimate of how often events come. Null where any
    is null. Source: the hypergeometric distribution.
    """
    g, n, whole = (np.asarray(part, dtype=float) for part in (spell, events, months))
    chance = stats.hypergeom.pmf(0, whole, n, g)
    return np.where(np.isnan(g) | np.isnan(n) | np.isnan(whole), np.nan, chance)
