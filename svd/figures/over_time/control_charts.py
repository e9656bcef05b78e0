"""XmR control charts: is a month beyond what this series usually does? Limits, signals and what they mean; pure."""

from math import inf

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

LOCKED, LEAST = 12, 6
"""Points that fix a segment's limits for good, and those below which even trial limits would say nothing."""
RUN = 7
"""Points in a row that make a trend or a shift."""
_OUTER, _NEAR, _SCREEN = 2.66, 1.773, 3.267
"""3, and 2, standard errors and the upper limit of moving ranges, as multiples of the mean moving range."""
_EQUAL = 1e-9
"""Share of the centre below which two figures are one: rates that are equal differ in their last binary digit."""

OUTSIDE, TREND, NEAR_LIMIT, SHIFT = "outside its limits", "trend", "two of three near a limit", "shift"
IMPROVEMENT, CONCERN, NEUTRAL, COMMON = "improvement", "concern", "neutral", "common cause"


def find_limits(
    values: pd.Series,
    segments: pd.Series,
    *,
    locked: int = LOCKED,
    is_screened: bool = True,
    bounds: tuple[float, ArrayLike] = (-inf, inf),
) -> pd.DataFrame:
    """centre, lower, near_lower, near_upper, upper and is_trial of each value; a row a value, in the order of time.

    The mean and 2.66 (near: 1.773) mean moving ranges either way, from the first ``locked`` values of each segment.
    ``is_screened``: moving ranges above 3.267 times their mean are left out once, and the mean taken again. Null values
    take no part, and there is no moving range over a gap. ``is_trial``: the segment has fewer than ``locked`` values;
    limits are null where it has fewer than six, and where they would have no width: that is no chart.
    ``bounds``: what the figure can't go beyond, nor can its limits.
    Source: Nelson 1982, Journal of Quality Technology 14:172.
    """
    order = values.notna().groupby(segments).cumsum()
    is_base = values.notna() & (order <= locked)
    points = order.groupby(segments).transform("max")
    ranges = values.groupby(segments).diff().abs().where(is_base)
    spread = ranges.groupby(segments).transform("mean")
    if is_screened:
        spread = ranges.where(ranges <= _SCREEN * spread).groupby(segments).transform("mean")
    centre = values.where(is_base).groupby(segments).transform("mean")
    has_width = spread > _EQUAL * values.abs().groupby(segments).transform("max")
    centre = centre.where(has_width & (points >= min(LEAST, locked)))
    spread = spread.where(has_width)
    limits = {
        "lower": centre - _OUTER * spread,
        "near_lower": centre - _NEAR * spread,
        "near_upper": centre + _NEAR * spread,
        "upper": centre + _OUTER * spread,
    }
    bounded = {name: limit.clip(*bounds) for name, limit in limits.items()}
    return pd.DataFrame({"centre": centre, **bounded, "is_trial": points < locked})


def find_signals(
    values: pd.Series,
    segments: pd.Series,
    limits: pd.DataFrame,
    *,
    as_it_came: bool = False,
    is_alike: pd.Series | None = None,
) -> pd.DataFrame:
    """signal (empty: none), direction (1 up, -1 down, 0 none) and run of each value: the first rule in order it meets.

    Outside the limits; seven rising or falling; two of three in a row between the near and the outer limit on one side,
    with all three on that side of the mean; seven on one side of the mean. Every value of a run is marked. A null value
    or a new segment ends a run, and trial limits call nothing. ``run``: how many values in a row, up to this one, rise
    or fall, or lie on its side, where that is the rule; else 0. ``as_it_came`` marks only what a value meets with those
    before it: the call that was made when it was the newest. ``is_alike``: of a series whose months are so like their
    neighbours that runs come by themselves; single months outside the limits alone are called.
    Source: NHS England, Making Data Count; the rules as NHSRplotthedots puts them in order.
    """
    tested = values.where(limits["centre"].notna() & ~limits["is_trial"])
    stretch = (tested.isna() | (segments != segments.shift())).cumsum().where(tested.notna(), -1)
    slack = _EQUAL * limits[["centre", "upper"]].abs().max(axis=1)
    rules = {
        OUTSIDE: _side(tested - limits["upper"], limits["lower"] - tested, slack),
        TREND: _find_trend(tested, stretch, slack, as_it_came),
        NEAR_LIMIT: _find_two_of_three(tested, stretch, limits, slack, as_it_came),
        SHIFT: _find_shift(tested, stretch, limits["centre"], slack, as_it_came),
    }
    if is_alike is not None:
        rules = {name: side if name == OUTSIDE else side.mask(is_alike, 0) for name, side in rules.items()}
    is_met = [side != 0 for side in rules.values()]
    signal = np.select(is_met, list(rules), default="")
    direction = np.select(is_met, list(rules.values()), default=0)
    run = _count_run(signal, direction, tested, stretch, limits["centre"], slack)
    return pd.DataFrame({"signal": signal, "direction": direction.astype(int), "run": run}, index=values.index)


def judge_signals(direction: pd.Series, polarity: pd.Series | str) -> pd.Series:
    """improvement, concern, neutral (neither way is good) or common cause, by direction and the way that is good."""
    way = pd.Series(polarity, direction.index)
    good = np.where(way == "lower", -1, 1)
    rules = {COMMON: direction == 0, NEUTRAL: way == "neutral", IMPROVEMENT: direction == good}
    return pd.Series(np.select(list(rules.values()), list(rules), default=CONCERN), direction.index)


def _side(above: pd.Series, below: pd.Series, slack: pd.Series) -> pd.Series:
    """1 where the figure is above by more than the slack, -1 where below, else 0."""
    return (above > slack).astype(int) - (below > slack).astype(int)


def _count_run(
    signal: np.ndarray,
    direction: np.ndarray,
    values: pd.Series,
    stretch: pd.Series,
    centre: pd.Series,
    slack: pd.Series,
) -> np.ndarray:
    """A trend begins with the value before its first step."""
    step = values.groupby(stretch).diff()
    way = _side(step, -step, slack)
    trend = (_run_lengths(way, stretch, True) + 1).where(way == direction, 1)
    shift = _run_lengths(_side(values - centre, centre - values, slack), stretch, True)
    return np.select([signal == TREND, signal == SHIFT], [trend, shift], default=0)


def _find_shift(
    values: pd.Series, stretch: pd.Series, centre: pd.Series, slack: pd.Series, as_it_came: bool
) -> pd.Series:
    side = _side(values - centre, centre - values, slack)
    return side.where(_run_lengths(side, stretch, as_it_came) >= RUN, 0)


def _find_trend(values: pd.Series, stretch: pd.Series, slack: pd.Series, as_it_came: bool) -> pd.Series:
    """A turning point that two trends share belongs to the earlier."""
    step = values.groupby(stretch).diff()
    way = _side(step, -step, slack)
    ending = way.where(_run_lengths(way, stretch, as_it_came) >= RUN - 1, 0)
    if as_it_came:
        return ending
    starting = ending.groupby(stretch).shift(-1, fill_value=0)
    return ending.where(ending != 0, starting)


def _find_two_of_three(
    values: pd.Series, stretch: pd.Series, limits: pd.DataFrame, slack: pd.Series, as_it_came: bool
) -> pd.Series:
    """Of the threes that a value is in (as it came: that it ends), one with two near a limit and all on its side."""
    is_inside = _side(values - limits["upper"], limits["lower"] - values, slack) == 0
    near = _side(values - limits["near_upper"], limits["near_lower"] - values, slack).where(is_inside, 0)
    side = _side(values - limits["centre"], limits["centre"] - values, slack)
    two, all_three = (
        sum(each.groupby(stretch).shift(back, fill_value=0) for back in range(3)) for each in (near, side)
    )
    three = np.sign(all_three).where((all_three.abs() == 3) & (two * np.sign(all_three) >= 2), 0)
    is_in = three == near
    if not as_it_came:
        is_in |= three.groupby(stretch).shift(-1, fill_value=0) == near
        is_in |= three.groupby(stretch).shift(-2, fill_value=0) == near
    return near.where(is_in, 0)


def _run_lengths(side: pd.Series, stretch: pd.Series, as_it_came: bool) -> pd.Series:
    """How many neighbours in a row share each value's side within its stretch; up to it where ``as_it_came``."""
    run = ((side != side.shift()) | (stretch != stretch.shift())).cumsum()
    return side.groupby(run).cumcount() + 1 if as_it_came else side.groupby(run).transform("size")
