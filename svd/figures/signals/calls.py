"""What control charts call, month by month as the figures came, and how likely chance alone makes each call; pure."""

import numpy as np
import pandas as pd

from svd.figures.over_time.control_charts import LOCKED, NEAR_LIMIT, OUTSIDE, RUN, SHIFT, TREND, find_signals
from svd.stats.change import p_counts, p_proportions

_SERIES = ["indicator", "ward_code"]
_LENGTHS = {OUTSIDE: 1, NEAR_LIMIT: 3, TREND: RUN, SHIFT: RUN}
"""Months that make up what each rule calls."""
_TRIES = len(set(_LENGTHS.values()))
"""A month is looked at over that many lengths, so its p counts that many times."""
_RANGE_TO_SPREAD = 1.128
"""Mean moving range of independent normal values as a multiple of their standard deviation. Source: Nelson 1982."""
_LIMIT_TO_RANGE = 2.66
_LIMITS = ["centre", "lower", "near_lower", "near_upper", "upper"]


def find_calls(months: pd.DataFrame) -> pd.DataFrame:
    """``months`` with signal and direction as they came, ``p`` of each call and ``p_year`` against the year before.

    ``months``: what ``control_many`` gives, with count, denominator, is_share and level (area or ward).
    p is 1 where a month is tested and nothing is called, null where it is not tested: trial limits, or among the
    months that fix the limits.
    The months a rule calls are held against those that fix the limits, by the exact test of two counts (or of two
    shares) on what their counts are worth: divided by how many times wider than by chance they scatter.
    """
    part = months.groupby([*_SERIES, "segment"], sort=False).ngroup()
    # Limits follow the season, so both are looked at without it.
    plain = months[_LIMITS].div(months["share"], axis=0).assign(is_trial=months["is_trial"])
    came = find_signals(months["value"] / months["share"], part, plain, as_it_came=True, is_alike=months["alike"] > 0)
    is_whole = months["value"].notna()
    order = is_whole.groupby(part).cumsum().where(is_whole, 0)
    is_tested = is_whole & months["centre"].notna() & ~months["is_trial"] & (order > LOCKED)
    found = months.assign(**came, part=part, order=order)
    found["signal"] = found["signal"].where(is_tested, "")
    found["direction"] = found["direction"].where(is_tested, 0)
    found["p"], found["p_year"] = np.where(is_tested, 1.0, np.nan), np.nan
    rows = np.flatnonzero(found["signal"] != "")
    if len(rows):
        sums = _Sums(found)
        calls = found.iloc[rows]
        length = calls["signal"].map(_LENGTHS).to_numpy()
        now, worth = sums.read_now(calls, length), _find_worth(calls, found)
        p = _test(now, sums.read_base(calls, length), worth, calls["is_share"])
        found.iloc[rows, found.columns.get_loc("p")] = np.minimum(1.0, _TRIES * p)
        p_year = _test(now, sums.read_year(calls, length), worth, calls["is_share"])
        found.iloc[rows, found.columns.get_loc("p_year")] = p_year
    return found


class _Sums:
    """Running sums of counts, denominators and lengths, a month as long as its share of the season, along each part."""

    def __init__(self, found: pd.DataFrame) -> None:
        whole = found[found["order"] > 0]
        self._running = whole.groupby("part")[["count", "denominator", "share"]].cumsum().to_numpy()
        self._places = pd.Series(np.arange(len(whole)), pd.MultiIndex.from_frame(whole[["part", "order"]]))
        self._months = pd.Series(whole["order"].to_numpy(), pd.MultiIndex.from_frame(whole[["part", "month"]]))

    def read(self, part: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Count, denominator and length of the whole months after ``first`` up to ``last``; null where none."""
        ends = [self._up_to(part, order) for order in (last, first)]
        summed = ends[0] - ends[1]
        summed[(last <= first) | (first < 0)] = np.nan
        return summed

    def _up_to(self, part: np.ndarray, order: np.ndarray) -> np.ndarray:
        place = self._places.reindex(pd.MultiIndex.from_arrays([part, order])).to_numpy()
        sums = self._running[np.nan_to_num(place).astype(int)]
        return np.where((order == 0)[:, None], 0.0, np.where(np.isnan(place)[:, None], np.nan, sums))

    def read_now(self, calls: pd.DataFrame, length: np.ndarray) -> np.ndarray:
        """The months that are called."""
        order = calls["order"].to_numpy()
        return self.read(calls["part"].to_numpy(), order - length, order)

    def read_base(self, calls: pd.DataFrame, length: np.ndarray) -> np.ndarray:
        """The months that fix the limits, less those that are called themselves."""
        before = calls["order"].to_numpy() - length
        return self.read(calls["part"].to_numpy(), np.zeros(len(calls), dtype=int), np.minimum(before, LOCKED))

    def read_year(self, calls: pd.DataFrame, length: np.ndarray) -> np.ndarray:
        """The same months a year before, null where they were not whole or lie across a break."""
        earlier = calls["month"] - pd.DateOffset(years=1)
        order = self._months.reindex(pd.MultiIndex.from_arrays([calls["part"], earlier])).fillna(-1).to_numpy(int)
        return self.read(calls["part"].to_numpy(), np.where(order < 0, -1, order - length), order)


def _test(now: np.ndarray, before: np.ndarray, worth: np.ndarray, is_share: pd.Series) -> np.ndarray:
    """Two-sided p of the months called against the months ``before``, null where there are none."""
    x, n, months = now.T
    x0, n0, months0 = before.T
    counts = p_counts(np.round(x / worth), np.round(x0 / worth), months / (months + months0))
    shares = p_proportions(x / worth, n / worth, x0 / worth, n0 / worth)
    return np.where(is_share, shares, counts)


def _find_worth(calls: pd.DataFrame, found: pd.DataFrame) -> np.ndarray:
    """How many times wider than by chance alone the call's indicator scatters from month to month, at least 1.

    Over all series of the indicator at the level: twelve months of one series say too little of it. The chart that
    calls a month goes by the series' own spread.
    """
    parts = found[found["order"] > 0].drop_duplicates("part", keep="last")
    # The one limit or the other may be cut off at zero or at 100%.
    reach = np.maximum(parts["upper"] - parts["centre"], parts["centre"] - parts["lower"])
    spread = (reach / _LIMIT_TO_RANGE / _RANGE_TO_SPREAD) ** 2
    share = parts["centre"] / 100
    chance = np.where(parts["is_share"], 100**2 * share * (1 - share) / parts["denominator"], parts["centre"])
    told = pd.DataFrame({"spread": spread, "chance": chance}, index=parts.index)
    sums = told[np.isfinite(told).all(axis=1)].groupby([parts["indicator"], parts["level"]]).sum()
    worth = (sums["spread"] / sums["chance"]).clip(lower=1).fillna(1)
    return worth.reindex(pd.MultiIndex.from_frame(calls[["indicator", "level"]])).fillna(1).to_numpy()
