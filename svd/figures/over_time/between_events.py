"""A series of rare events as the time between them, from its disclosed months alone, or why it can't be read so."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from svd.catalogue.declarations import Break, Indicator
from svd.catalogue.wording import word_count_of
from svd.figures.over_time.control_charts import LOCKED, OUTSIDE, find_signals, judge_signals
from svd.figures.over_time.rare_events import chance_of_spell, limit_months
from svd.figures.trends import find_frequency
from svd.measures.result import OK

_MOST_SHARE = 0.5
"""Share of months with an event above which months without one say little: the figure by month then says more."""
_HIDDEN = "its small numbers are hidden, so a month of few can't be told from one of none"
_LONGER_IS_BETTER = {"lower": "higher", "higher": "lower", "neutral": "neutral"}


@dataclass(frozen=True)
class BetweenEvents:
    """``spells``: a row a spell, in order of time; the last one still open.

    Columns: since and until (months with an event; of the open spell, the last month known), months without an event
    between, null where one of them is not known or a break lies between; events in ``until``, null in the open one;
    is_open, segment, and the limits, signal, direction and judgement of ``months``. ``chance`` is how likely chance
    alone leaves as long an open spell, null without one. ``known`` counts the months known of the last segment.
    ``reason`` says why there are no spells to read, and ``trial`` why limits are only trial ones; else both are empty.
    """

    spells: pd.DataFrame
    chance: float = np.nan
    known: int = 0
    reason: str = ""
    trial: str = ""

    @property
    def open_spell(self) -> pd.Series:
        """The spell since the last month with an event; raises IndexError where there was none."""
        return self.spells.iloc[-1]

    def span_days(self) -> tuple[int, int]:
        """Fewest and most days from the last event to the end of the last month known: its day is not known."""
        spell = self.open_spell
        end = spell["until"] + pd.offsets.MonthEnd(1)
        return (end - (spell["since"] + pd.offsets.MonthEnd(1))).days, (end - spell["since"]).days


def is_countable(indicator: Indicator) -> bool:
    """Whether the indicator counts events by month, so that time between them has a meaning."""
    return find_frequency(indicator) == "month" and indicator.calculation.form in ("count", "rate")


def space_events(series: pd.DataFrame, indicator: Indicator, breaks: Sequence[Break]) -> BetweenEvents:
    """The time between the events of a whole monthly ``series``, as ``measure`` gives it for the area.

    A month has an event where its count is above zero. Whether a hidden month has one is not known, for what is hidden
    may be zero; a series that protection rounds is not read at all, as its months without an event are all hidden.
    Nothing finer than the month is read, and several events in one month count as one.
    """
    none = _list_spells(_read_months(series.iloc[:0], ()))
    if not is_countable(indicator):
        return BetweenEvents(none, reason="it does not count events by month")
    if (series["base"] > 1).any():
        return BetweenEvents(none, reason=_HIDDEN)
    months = _read_months(series, breaks)
    spells = _list_spells(months)
    recent = months[months["is_known"] & (months["segment"] == months["segment"].max())]
    events = int(recent["has_event"].sum())
    if recent.empty:
        return BetweenEvents(spells, reason="no month has a figure")
    if events > _MOST_SHARE * len(recent):
        return BetweenEvents(spells, reason="most months have an event, so the months between them say little")
    if spells.empty or not events:
        return BetweenEvents(spells.iloc[:0], known=len(recent))
    limited = _limit_spells(spells, indicator)
    last = limited.iloc[-1]
    lived = int((recent["month"] <= last["until"]).sum())
    closed = limited[~limited["is_open"] & (limited["segment"] == last["segment"])]
    chance = float(chance_of_spell(last["months"], events, lived))
    return BetweenEvents(limited, chance, len(recent), trial=_word_trial(int(closed["months"].notna().sum())))


def _read_months(series: pd.DataFrame, breaks: Sequence[Break]) -> pd.DataFrame:
    """month, count, has_event, is_known and segment, in the order of time."""
    series = series.sort_values("month", ignore_index=True)
    has_event = series["count"] > 0
    is_empty = (series["status"] == OK) & series["is_complete"].astype(bool) & (series["count"] == 0)
    days = np.array(sorted(pd.Timestamp(event.date) for event in breaks), dtype="datetime64[ns]")
    segment = np.searchsorted(days, series["month"].to_numpy(dtype="datetime64[ns]"), side="right")
    named = {"has_event": has_event, "is_known": has_event | is_empty, "segment": segment}
    return series[["month", "count"]].assign(**named)


def _list_spells(months: pd.DataFrame) -> pd.DataFrame:
    """A row from each month with an event to the next, and one from the last of them to the last month known."""
    at, segment = np.flatnonzero(months["has_event"]), months["segment"].to_numpy()
    unknown = np.concatenate([[0], np.cumsum(~months["is_known"])])
    after = ~months["is_known"].to_numpy()[at[-1] + 1 :] if len(at) else np.array([], dtype=bool)
    # The open spell ends where the first month after the last event is not known.
    last = at[-1:] + (np.argmax(after) if after.any() else len(after))
    until, is_open = np.concatenate([at[1:], last]), np.arange(len(at)) == len(at) - 1
    end = until + is_open
    is_whole = (unknown[end] == unknown[at + 1]) & (segment[until] == segment[at])
    return pd.DataFrame(
        {
            "since": months["month"].to_numpy()[at],
            "until": months["month"].to_numpy()[until],
            "months": np.where(is_whole, end - at - 1.0, np.nan),
            "events": np.where(is_open, np.nan, months["count"].to_numpy(float)[until]),
            "is_open": is_open,
            "segment": segment[until],
        }
    )


def _limit_spells(spells: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """With limits from the spells that are over, their signals, and the open one's where it is beyond its limit."""
    closed = spells["months"].where(~spells["is_open"])
    limits = limit_months(closed, spells["segment"])
    signals = find_signals(closed, spells["segment"], limits)
    is_beyond = spells["is_open"] & (spells["months"] > limits["upper"]) & ~limits["is_trial"]
    signals.loc[is_beyond, ["signal", "direction"]] = [OUTSIDE, 1]
    judged = judge_signals(signals["direction"], _LONGER_IS_BETTER[indicator.polarity])
    return spells.join([limits, signals]).assign(judgement=judged)


def _word_trial(gaps: int) -> str:
    """Why the limits are only trial ones or not there at all; empty where they stand."""
    if gaps >= LOCKED:
        return ""
    return f"{word_count_of(gaps, 'gap', 'gaps')} so far, and {LOCKED} are needed to call one unusual"


def join_spells(series: pd.DataFrame, between: BetweenEvents, words: pd.Series) -> pd.DataFrame:
    """The months of ``series`` with months_without, limit_high and signal where a gap ends; ``words`` word each."""
    spells = between.spells.assign(signal=words).rename(columns={"until": "month", "months": "months_without"})
    named = spells.rename(columns={"upper": "limit_high"})[["month", "months_without", "limit_high", "signal"]]
    return series.merge(named, on="month", how="left")
