"""What changed since the last meeting: the signals raised since then, in sentences made from tests alone."""

from collections.abc import Sized
from datetime import date

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.wording import word_day, word_month
from svd.figures.signals.change_signals import CHANGE
from svd.figures.signals.raised import raise_signals
from svd.measures.question import Evidence
from svd.store.selection import Selection, move_month

_MONTHS = 3
"""Months looked back over where no meeting is declared."""
_MOST_CHOICES = 12


def list_since_choices(catalogue: Catalogue, selection: Selection) -> dict[date, str]:
    """The months to look back to, the one to begin with first, each in words; a meeting's month names the meeting."""
    end = selection.month_to
    meetings = {each.date.replace(day=1): each for each in sorted(catalogue.meetings, key=lambda each: each.date)}
    held = [month for month in meetings if month <= end]
    first = max(held) if held else move_month(end, 1 - _MONTHS)
    months = [first, *(month for by in range(_MOST_CHOICES) if (month := move_month(end, -by)) != first)]
    return {
        month: f"{word_month(month)} (meeting of {word_day(meetings[month].date)})"
        if month in meetings
        else word_month(month)
        for month in months
    }


def word_meetings(catalogue: Catalogue, selection: Selection) -> str:
    """What it is counted from where no meeting was held by the end of the months, and when the next one is."""
    later = [each for each in catalogue.meetings if each.date.replace(day=1) > selection.month_to]
    upcoming = min(later, key=lambda each: each.date, default=None)
    following = f"Next: {upcoming.title}, {word_day(upcoming.date)}." if upcoming else ""
    if len(later) < len(catalogue.meetings):
        return following
    none = "No meeting up to these months is declared in area.toml" if later else "No meeting is declared in area.toml"
    return f"{none}, so this begins with the last {_MONTHS} months. {following}".strip()


def list_since(evidence: Evidence, selection: Selection, since: date) -> pd.DataFrame:
    """The signals raised by the figures of the months from ``since`` to the selection's end, the newest first.

    What a year against the year before raises is new only where it did not do so before ``since``.
    """
    raised = raise_signals(evidence, selection.month_to)
    new = raised[raised["raised"] >= pd.Timestamp(since)]
    if (new["rule"] == CHANGE).any():
        known = raise_signals(evidence, move_month(since, -1))
        named = ["indicator", "ward_code", "rule", "way"]
        is_known = pd.MultiIndex.from_frame(new[named]).isin(pd.MultiIndex.from_frame(known[named]))
        new = new[~is_known | (new["rule"] != CHANGE)]
    return new.reset_index(drop=True)


def word_since(new: Sized, since: date) -> str:
    """That no new change is beyond chance since then, where that is so; empty where something did."""
    return "" if len(new) else f"No new change beyond chance since {word_month(since)}."
