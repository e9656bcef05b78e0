"""XmR control charts: is a month beyond what this series usually does? Limits, signals and what they mean; pure."""

from math import inf

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

LOCKED, LEAST = 12, 6
"""Points that fix a segment's limits for good, and those below which even trial limits would say nothing."""
RUN = 7
"""Points in a row that make a trend or a shift."""
_OUTER, _NEAR, _SCREEN = 2.66, 1.773, 3.267
"""3, and 2, standard errors and the upper limit of moving ranges, as multiples of the mean moving range."""
_EQUAL = 1e-9
"""Share of the centre below which two figures are one: rates that are equal differ in their last binary digit."""

_LINES = ("centre", "lower", "near_lower", "near_upper", "upper")

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
    figures, group = values.to_numpy(float), _Groups(segments)
    known = ~np.isnan(figures)
    is_base = known & (group.count_up(known) <= locked)
    points = group.sum(known)
    ranges = np.where(is_base, np.abs(group.step(figures)), np.nan)
    spread = group.mean(ranges)
    if is_screened:
        spread = group.mean(np.where(ranges <= _SCREEN * spread, ranges, np.nan))
    centre = group.mean(np.where(is_base, figures, np.nan))
    has_width = spread > _EQUAL * group.max(np.abs(figures))
    centre = np.where(has_width & (points >= min(LEAST, locked)), centre, np.nan)
    spread = np.where(has_width, spread, np.nan)
    limits = {
        "lower": centre - _OUTER * spread,
        "near_lower": centre - _NEAR * spread,
        "near_upper": centre + _NEAR * spread,
        "upper": centre + _OUTER * spread,
    }
    bounded = {name: np.clip(limit, *map(np.asarray, bounds)) for name, limit in limits.items()}
    return pd.DataFrame({"centre": centre, **bounded, "is_trial": points < locked}, index=values.index)


class _Groups:
    """Values that belong together, wherever they stand: what holds for each group, told of every value."""

    def __init__(self, names: pd.Series) -> None:
        self._code, _ = pd.factorize(names)
        self._order = np.argsort(self._code, kind="stable")
        ordered = self._code[self._order]
        self._starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])

    def sum(self, values: NDArray) -> NDArray:
        return np.bincount(self._code, values)[self._code]

    def mean(self, values: NDArray) -> NDArray:
        """Of those that are known; null where none is."""
        known = ~np.isnan(values)
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.sum(np.where(known, values, 0.0)) / self.sum(known)

    def max(self, values: NDArray) -> NDArray:
        """Of those that are known; null where none is."""
        return np.fmax.reduceat(values[self._order], self._starts)[self._code] if len(values) else values

    def count_up(self, marks: NDArray) -> NDArray:
        """How many marks up to each value."""
        running = np.cumsum(marks[self._order])
        before = np.append(0, running)[self._starts]
        return self._back(running - before[self._code[self._order]])

    def step(self, values: NDArray) -> NDArray:
        """The difference from the one before; null of the first."""
        steps = np.diff(values[self._order], prepend=np.nan)
        steps[self._starts] = np.nan
        return self._back(steps)

    def _back(self, ordered: NDArray) -> NDArray:
        """What is told in the groups' order, in the values' own."""
        told = np.empty_like(ordered)
        told[self._order] = ordered
        return told


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
    chart = _Chart(values, segments, limits, as_it_came)
    rules = {
        OUTSIDE: chart.side("upper", "lower"),
        TREND: chart.find_trend(),
        NEAR_LIMIT: chart.find_two_of_three(),
        SHIFT: chart.find_shift(),
    }
    if is_alike is not None:
        alone = np.asarray(is_alike, dtype=bool)
        rules = {name: side if name == OUTSIDE else np.where(alone, 0, side) for name, side in rules.items()}
    is_met = [side != 0 for side in rules.values()]
    signal = np.select(is_met, list(rules), default="")
    direction = np.select(is_met, list(rules.values()), default=0)
    run = chart.count_run(signal, direction)
    return pd.DataFrame({"signal": signal, "direction": direction.astype(int), "run": run}, index=values.index)


def judge_signals(direction: pd.Series, polarity: pd.Series | str) -> pd.Series:
    """improvement, concern, neutral (neither way is good) or common cause, by direction and the way that is good."""
    way = pd.Series(polarity, direction.index).to_numpy(object)
    good = np.where(way == "lower", -1, 1)
    called = direction.to_numpy()
    rules = {COMMON: called == 0, NEUTRAL: way == "neutral", IMPROVEMENT: called == good}
    return pd.Series(np.select(list(rules.values()), list(rules), default=CONCERN), direction.index)


class _Chart:
    """Values that may be called, in stretches without a gap, and on which side of its limits each lies.

    A side is 1 where the figure is above by more than the slack, -1 where below, else 0.
    """

    def __init__(self, values: pd.Series, segments: pd.Series, limits: pd.DataFrame, as_it_came: bool) -> None:
        self._limits = {name: limits[name].to_numpy(float) for name in _LINES}
        may_be_called = ~np.isnan(self._limits["centre"]) & ~limits["is_trial"].to_numpy(bool)
        self._tested = np.where(may_be_called, values.to_numpy(float), np.nan)
        is_gap, part = np.isnan(self._tested), segments.to_numpy()
        stretch = np.cumsum(is_gap | _is_new(part))
        self._stretch = np.where(is_gap, -1, stretch)
        self._slack = _EQUAL * np.fmax(np.abs(self._limits["centre"]), np.abs(self._limits["upper"]))
        self._as_it_came = as_it_came

    def side(self, above: str, below: str) -> NDArray:
        """Beyond which of the two lines each value lies."""
        return self._tell(self._tested - self._limits[above], self._limits[below] - self._tested)

    def _tell(self, above: NDArray, below: NDArray) -> NDArray:
        return (above > self._slack).astype(int) - (below > self._slack).astype(int)

    def _way(self) -> NDArray:
        """Whether each value is above or below the one before."""
        step = self._tested - self._shift(self._tested, 1, np.nan)
        return self._tell(step, -step)

    def count_run(self, signal: NDArray, direction: NDArray) -> NDArray:
        """A trend begins with the value before its first step."""
        way = self._way()
        trend = np.where(way == direction, self._run_lengths(way, True) + 1, 1)
        shift = self._run_lengths(self.side("centre", "centre"), True)
        return np.select([signal == TREND, signal == SHIFT], [trend, shift], default=0)

    def find_shift(self) -> NDArray:
        side = self.side("centre", "centre")
        return np.where(self._run_lengths(side, self._as_it_came) >= RUN, side, 0)

    def find_trend(self) -> NDArray:
        """A turning point that two trends share belongs to the earlier."""
        way = self._way()
        ending = np.where(self._run_lengths(way, self._as_it_came) >= RUN - 1, way, 0)
        return ending if self._as_it_came else np.where(ending != 0, ending, self._shift(ending, -1, 0))

    def find_two_of_three(self) -> NDArray:
        """Of the threes that a value is in (as it came: that it ends), one with two near a limit, all on its side."""
        near = np.where(self.side("upper", "lower") == 0, self.side("near_upper", "near_lower"), 0)
        side = self.side("centre", "centre")
        two, all_three = (sum(self._shift(each, back, 0) for back in range(3)) for each in (near, side))
        way = np.sign(all_three)
        three = np.where((np.abs(all_three) == 3) & (two * way >= 2), way, 0)
        is_in = three == near
        if not self._as_it_came:
            is_in |= (self._shift(three, -1, 0) == near) | (self._shift(three, -2, 0) == near)
        return np.where(is_in, near, 0)

    def _shift(self, values: NDArray, back: int, beyond: float) -> NDArray:
        """The value so many places back in each one's stretch, or ``beyond`` where the stretch has none."""
        told, held = np.full_like(values, beyond), slice(max(back, 0), len(values) + min(back, 0))
        source = slice(max(-back, 0), len(values) - max(back, 0))
        told[held] = np.where(self._stretch[held] == self._stretch[source], values[source], beyond)
        return told

    def _run_lengths(self, side: NDArray, as_it_came: bool) -> NDArray:
        """How many neighbours in a row share each value's side within its stretch; up to it where ``as_it_came``."""
        is_new = _is_new(side) | _is_new(self._stretch)
        run, starts = np.cumsum(is_new) - 1, np.flatnonzero(is_new)
        if as_it_came:
            return np.arange(len(side)) - starts[run] + 1
        return np.diff(np.append(starts, len(side)))[run]


def _is_new(values: NDArray) -> NDArray:
    """Whether each differs from the one before; the first does."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]
