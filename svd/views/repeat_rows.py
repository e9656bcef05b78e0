"""Repeats as rows: for the chart of bars with their limits and marks, and for the table."""

import pandas as pd

from svd.figures.people.repeats import Concentration, Repeats, Share
from svd.measures.result import SUPPRESSED

NULL = float("nan")


def list_flagged(found: Repeats) -> pd.DataFrame:
    """A row for the period and one for that before, where there is one: records marked as repeats."""
    shares = [found.now, *([found.before] if found.before.period else [])]
    return pd.DataFrame([_row(f"Marked as a repeat, {share.period}", share) for share in shares])


def list_people(found: Concentration) -> pd.DataFrame:
    """People who came up twice or more, now and before, and the share of records that is theirs, beside chance."""
    now = found.people.now
    rows = [_row(f"People twice or more, {now.period}", now, found.chance_people)]
    if not pd.isna(now.value):
        status = SUPPRESSED if pd.isna(found.events) else now.status
        theirs = Share(NULL, NULL, found.events, NULL, NULL, status, now.period)
        rows.append(_row("Their share of records", theirs, found.chance_events))
    if not pd.isna(found.people.before.value):
        rows.append(_row(f"People twice or more, {found.people.before.period}", found.people.before))
    return pd.DataFrame(rows)


def _row(name: str, share: Share, chance: float = NULL) -> dict:
    figures = {"value": share.value, "lower": share.lower, "upper": share.upper, "benchmark": chance}
    return {
        "name": name,
        "count": share.count,
        "denominator": share.of,
        **figures,
        "compared": "",
        "status": share.status,
    }
