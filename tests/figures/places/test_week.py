"""Day and hour: blocks by hand, an even week, hidden blocks, and feeds without hours."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from svd.figures.places.located import PlaceQuestion
from svd.figures.places.week import count_days, count_week, find_busy, word_week
from svd.store.selection import Selection
from tests.builders import build_evidence, covered

MARCH = Selection(date(2026, 3, 1), date(2026, 3, 1))
"""It begins on a Sunday: five Sundays, Mondays and Tuesdays."""


def count(folder, moments: list[str], precision: str = "minute", source: str = "lfb_incidents"):
    offence = {"lfb_incidents": "deliberate_primary_fire", "police_uk": "robbery_all"}[source]
    row = {"source": source, "extract": "a.csv", "month": pd.Timestamp("2026-03-01"), "offence": offence}
    rows = [
        {**row, "row": number, "occurred_at": pd.Timestamp(at), "time_precision": precision}
        for number, at in enumerate(moments)
    ]
    evidence = build_evidence(folder, incidents=rows, coverage=covered("2026-03-01", source=source, extract="a.csv"))
    return count_week(PlaceQuestion(evidence, evidence.catalogue.sources[source], "", MARCH))


def test_blocks_by_hand(tmp_path):
    """10 on Saturday from 21:00 and 5 at its last minute, 6 on Sunday from midnight, 3 on Monday at noon: hidden."""
    moments = ["2026-03-07 21:00"] * 10 + ["2026-03-14 23:59"] * 5 + ["2026-03-08 00:00"] * 6 + ["2026-03-09 12:30"] * 3
    week = count(tmp_path, moments)
    blocks = week.blocks.set_index(["day", "hour"])
    assert blocks.loc[(5, 21), "count"] == 15 and blocks.loc[(5, 21), "is_busy"]
    assert blocks.loc[(0, 12), "status"] == "suppressed" and np.isnan(blocks.loc[(0, 12), "count"])
    assert np.isnan(blocks.loc[(6, 0), "count"]), "hidden too: the one hidden block could be worked out"
    assert blocks["count"].eq(0).sum() == 53 and week.events == 25
    assert word_week(week, "Fires") == (
        "Fires: most on Saturday 21:00 to 23:59; 1 of 56 blocks has more than an even week would: 60% of events in 2% "
        "of the week."
    )


def test_days_are_counted_as_the_period_has_them():
    assert count_days(MARCH.months).tolist() == [5, 5, 4, 4, 4, 4, 5]


def test_the_chance_is_the_exact_binomial():
    days = np.array([5, 5, 4, 4, 4, 4, 5])
    counts = np.full(56, 2)
    counts[0] = 12
    p = 2 * stats.binomtest(12, int(counts.sum()), 5 / 31 / 8, alternative="greater").pvalue
    assert p * 56 < 0.05 and find_busy(counts, days, 0.05).tolist() == [True] + [False] * 55
    assert not find_busy(counts, days, p * 56 * 0.99).any()


def test_an_even_week_seldom_has_a_busy_block():
    rng = np.random.default_rng(9)
    days = np.full(7, 52)
    false = sum(find_busy(rng.multinomial(900, [1 / 56] * 56), days, 0.05).any() for _ in range(400))
    assert false <= 32, "binomial: above 32 of 400 at a rate of 0.05 comes less than once in 100 times"


@pytest.mark.parametrize(("precision", "source"), [("day", "lfb_incidents"), ("month", "police_uk")])
def test_a_feed_without_hours_says_so(tmp_path, precision, source):
    week = count(tmp_path, ["2026-03-07"] * 40, precision, source)
    assert week.blocks.empty and week.untimed == 40
    assert word_week(week, "Fires") == "Fires: the hour can't be told, because this feed does not know it."


def test_an_even_month_has_no_busy_block(tmp_path):
    moments = [f"2026-03-{day:02d} {hour:02d}:10" for day in range(1, 29) for hour in range(1, 24, 3)]
    assert "no part of the week clearly has more events" in word_week(count(tmp_path, moments), "Fires")
