"""When in the week events happen: seven days by eight blocks of three hours, tested against an even week."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from svd.catalogue.declarations import SmallNumberRule
from svd.figures.disclosure import hide_small_numbers
from svd.figures.places.located import PlaceQuestion, Provenance, describe_provenance, locate_records, round_sums
from svd.measures.result import OK, SUPPRESSED

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = 3
_BLOCKS = 24 // HOURS


@dataclass(frozen=True)
class Week:
    """``blocks`` has a row a block: day (0 Monday), hour (the first), count, status and is_busy; empty without hours.

    ``busy_share`` is the percentage of events in the busy blocks; null where none is.
    """

    blocks: pd.DataFrame
    events: float
    busy_share: float
    untimed: float
    """Events of the period whose hour is not known; null where hidden."""
    provenance: Provenance


def count_week(question: PlaceQuestion) -> Week:
    """The question's events whose minute is known, wherever they were, by day and hours, disclosed."""
    records, months = locate_records(question)
    timed = records[(records["time_precision"] == "minute") & records["occurred_at"].notna()]
    rule, rate = question.rule, question.evidence.catalogue.hot_spots.false_calls
    provenance = describe_provenance(question, months)
    untimed = len(records) - len(timed)
    if len(timed) <= rule.hide_up_to:
        return Week(pd.DataFrame(), 0, np.nan, float(round_sums(untimed, rule)), provenance)
    day, block = timed["occurred_at"].dt.dayofweek.to_numpy(), timed["occurred_at"].dt.hour.to_numpy() // HOURS
    counts = np.bincount(day * _BLOCKS + block, minlength=len(DAYS) * _BLOCKS)
    busy = find_busy(counts, count_days(months), rate)
    return _describe(counts, busy, rule, untimed, provenance)


def count_days(months: pd.DatetimeIndex) -> np.ndarray:
    """How many Mondays, Tuesdays and so on the months hold."""
    days = np.concatenate([pd.date_range(month, periods=month.days_in_month).dayofweek for month in months])
    return np.bincount(days, minlength=len(DAYS))


def find_busy(counts: np.ndarray, days: np.ndarray, rate: float) -> np.ndarray:
    """Blocks with more events than an even week would give them: exact binomial, one correction for all blocks.

    ``counts``: by day, then block; ``days``: how often the period has each day. Two-sided (Benjamini, Hochberg 1995).
    """
    share = np.repeat(days / days.sum(), _BLOCKS) / _BLOCKS
    whole = counts.sum()
    above, below = stats.binom.sf(counts - 1, whole, share), stats.binom.cdf(counts, whole, share)
    p = np.minimum(1, 2 * np.minimum(above, below))
    return (stats.false_discovery_control(p) <= rate) & (above < below)


def _describe(
    counts: np.ndarray, busy: np.ndarray, rule: SmallNumberRule, untimed: int, provenance: Provenance
) -> Week:
    day, block = np.divmod(np.arange(len(counts)), _BLOCKS)
    raw = pd.DataFrame({"day": day, "hour": block * HOURS, "count": counts.astype(float), "is_busy": busy})
    raw = raw.assign(status=OK, denominator=np.nan)
    blocks = hide_small_numbers(raw, rule, is_share=False, is_fine=True).drop(columns="denominator")
    blocks["is_busy"] &= blocks["status"] != SUPPRESSED
    held, whole, without = round_sums([counts[blocks["is_busy"]].sum(), counts.sum(), untimed], rule).tolist()
    return Week(blocks, whole, 100 * held / whole if blocks["is_busy"].any() else np.nan, without, provenance)


def word_week(week: Week, title: str) -> str:
    """The finding as a sentence: the busiest block, and what the busy ones hold; or that none stands out."""
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
