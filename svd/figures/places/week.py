"""When in the week events happen: seven days by eight blocks of three hours, tested against an even week."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from svd.figures.places.located import PlaceQuestion, Provenance, count_parts, describe_provenance, hide_sum
from svd.measures.places import BLOCKS, HOURS
from svd.measures.result import OK, SUPPRESSED

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BLOCKS = BLOCKS // len(DAYS)


@dataclass(frozen=True)
class Week:
    """``blocks`` has a row a block: day (0 Monday), hour (the first), count, status and is_busy; empty without hours.

    Counts are multiples of ``base``, and null where under one above 1. ``busy_share`` is the percentage of events in
    the busy blocks; null where none is.
    """

    blocks: pd.DataFrame
    events: float
    busy_share: float
    untimed: float
    """Events of the period whose hour is not known; null where under a base above 1."""
    provenance: Provenance
    base: int = 1


def count_week(question: PlaceQuestion) -> Week:
    """The question's events whose minute is known, wherever they were, by day and hours."""
    feed = question.feed
    counted = count_parts(question, feed.hours) if feed is not None and feed.hours is not None else None
    if counted is None or not counted.spans:
        return Week(pd.DataFrame(), 0, np.nan, np.nan, describe_provenance(question, pd.DatetimeIndex([])))
    counts = counted.count(counted.spans[0][0], counted.spans[-1][1])
    provenance = describe_provenance(question, counted.months)
    untimed = hide_sum(counted.count_rest(), feed.base)
    if not counts.any():
        return Week(pd.DataFrame(), 0, np.nan, untimed, provenance, feed.base)
    rate = question.evidence.catalogue.hot_spots.false_calls
    busy = find_busy(counts, count_days(counted.months), rate, feed.base)
    share = 100 * counts[busy].sum() / counts.sum() if busy.any() else np.nan
    blocks = _describe(counts, busy, feed.base)
    return Week(blocks, hide_sum(counts.sum(), feed.base), share, untimed, provenance, feed.base)


def count_days(months: pd.DatetimeIndex) -> np.ndarray:
    """How many Mondays, Tuesdays and so on the months hold."""
    days = np.concatenate([pd.date_range(month, periods=month.days_in_month).dayofweek for month in months])
    return np.bincount(days, minlength=len(DAYS))


def find_busy(counts: np.ndarray, days: np.ndarray, rate: float, base: int = 1) -> np.ndarray:
    """Blocks with more events than an even week would give them: exact binomial, one correction for all blocks.

    ``counts``: by day, then block; ``days``: how often the period has each day. Two-sided (Benjamini, Hochberg 1995).
    Counts that are multiples of ``base`` reached from a start that may be any are held against the binomial so rounded:
    the mean of its chances over all starts.
    """
    share = np.repeat(days / days.sum(), _BLOCKS) / _BLOCKS
    whole, starts = counts.sum(), np.arange(base)[:, None]
    above = stats.binom.sf(counts - starts - 1, whole, share).mean(axis=0)
    below = stats.binom.cdf(counts + base - 1 - starts, whole, share).mean(axis=0)
    p = np.minimum(1, 2 * np.minimum(above, below))
    return (stats.false_discovery_control(p) <= rate) & (above < below)


def _describe(counts: np.ndarray, busy: np.ndarray, base: int) -> pd.DataFrame:
    day, block = np.divmod(np.arange(len(counts)), _BLOCKS)
    is_under = (counts < base) & (base > 1)
    count = np.where(is_under, np.nan, counts.astype(float))
    status = np.where(is_under, SUPPRESSED, OK)
    return pd.DataFrame({"day": day, "hour": block * HOURS, "count": count, "status": status, "is_busy": busy})


def word_week(week: Week, question: PlaceQuestion) -> str:
    """The finding as a sentence: the busiest block, and what the busy ones hold; or that none stands out."""
    title = question.title
    if week.blocks.empty and question.feed is not None and question.feed.knows_hours:
        return f"{title}: too few events to say at which hours they happen."
    if week.blocks.empty:
        return f"{title}: the hour can't be told, because this feed does not know it."
    busy = week.blocks[week.blocks["is_busy"]]
    if busy.empty:
        return f"{title}: no part of the week clearly has more events than an even week would."
    top = busy.loc[busy["count"].idxmax()]
    number = (
        f"{len(busy)} of {len(week.blocks)} blocks have" if len(busy) > 1 else f"1 of {len(week.blocks)} blocks has"
    )
    share = f"{week.busy_share:.0f}% of events in {100 * len(busy) / len(week.blocks):.0f}% of the week"
    return f"{title}: most on {word_block(top)}; {number} more than an even week would: {share}."


def word_block(block: pd.Series) -> str:
    """A block in words, as ``Saturday 21:00 to 23:59``."""
    return f"{DAYS[int(block['day'])]} {int(block['hour']):02d}:00 to {int(block['hour']) + HOURS - 1:02d}:59"
