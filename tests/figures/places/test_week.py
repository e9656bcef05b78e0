"""Day and hour: blocks by hand, an even week, feeds shown in blocks of five, and feeds without hours."""

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


def ask(folder, moments: list[str], precision: str = "minute", source: str = "police_uk", months=("2026-03-01",)):
    offence = {"lfb_incidents": "deliberate_primary_fire", "police_uk": "robbery_all"}[source]
    row = {"source": source, "extract": "a.csv", "offence": offence, "time_precision": precision}
    rows = [
        {**row, "row": number, "occurred_at": pd.Timestamp(at), "month": pd.Timestamp(at).to_period("M").to_timestamp()}
        for number, at in enumerate(moments)
    ]
    evidence = build_evidence(folder, incidents=rows, coverage=covered(*months, source=source, extract="a.csv"))
    selection = Selection(pd.Timestamp(months[0]).date(), pd.Timestamp(months[-1]).date())
    return PlaceQuestion(evidence, evidence.catalogue.sources[source], "", selection)


def test_blocks_by_hand(tmp_path):
    """10 on Saturday from 21:00 and 5 at its last minute, 6 on Sunday from midnight, 3 on Monday at noon."""
    moments = ["2026-03-07 21:00"] * 10 + ["2026-03-14 23:59"] * 5 + ["2026-03-08 00:00"] * 6 + ["2026-03-09 12:30"] * 3
    question = ask(tmp_path, moments)
    week = count_week(question)
    blocks = week.blocks.set_index(["day", "hour"])
    assert blocks.loc[(5, 21), "count"] == 15 and blocks.loc[(5, 21), "is_busy"]
    assert blocks.loc[(6, 0), "count"] == 6 and blocks.loc[(0, 12), "count"] == 3
    assert blocks["count"].eq(0).sum() == 53 and week.events == 24 and week.untimed == 0
    assert word_week(week, question) == (
        "Police crimes on the street map: most on Saturday 21:00 to 23:59; 2 of 56 blocks have more than an even week "
        "would: 88% of events in 4% of the week."
    )


def test_a_feed_with_a_rule_has_blocks_of_five_and_never_zero(tmp_path):
    months = [f"2026-{month:02d}-01" for month in range(1, 7)]
    rng = np.random.default_rng(4)
    moments = [f"{rng.choice(months)[:8]}{rng.integers(1, 29):02d} {rng.integers(0, 24):02d}:10" for _ in range(600)]
    moments += ["2026-03-07 21:15"] * 60
    week = count_week(ask(tmp_path, moments, source="lfb_incidents", months=tuple(months)))
    counts = week.blocks["count"]
    assert week.base == 5 and (counts.dropna() % 5 == 0).all() and counts.min() == 5
    assert (week.blocks["status"].eq("suppressed") == counts.isna()).all()
    assert week.blocks.loc[week.blocks["is_busy"], ["day", "hour"]].values.tolist() == [[5, 21]]


def test_a_feed_with_a_rule_and_few_events_is_not_told_by_hour(tmp_path):
    months = [f"2026-{month:02d}-01" for month in range(1, 7)]
    question = ask(tmp_path, ["2026-03-07 21:15"] * 60, source="lfb_incidents", months=tuple(months))
    assert count_week(question).blocks.empty
    assert word_week(count_week(question), question) == (
        "Fire brigade incidents: too few events to say at which hours they happen."
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


@pytest.mark.parametrize(("base", "events"), [(1, 900), (5, 800), (10, 1400)])
def test_an_even_week_seldom_has_a_busy_block(base, events):
    """Of a feed with a rule what is tested is a running total's blocks, from a start that may be any."""
    rng = np.random.default_rng(9)
    days, false = np.full(7, 52), 0
    for _ in range(400):
        start = rng.integers(0, base, 56)
        counts = base * ((rng.multinomial(events, [1 / 56] * 56) + start) // base)
        false += find_busy(counts, days, 0.05, base).any()
    assert false <= 32, "binomial: above 32 of 400 at a rate of 0.05 comes less than once in 100 times"


def test_blocks_tested_as_if_they_were_exact_would_cry_wolf():
    rng = np.random.default_rng(9)
    counts = [10 * ((rng.multinomial(1400, [1 / 56] * 56) + rng.integers(0, 10, 56)) // 10) for _ in range(400)]
    assert sum(find_busy(each, np.full(7, 52), 0.05).any() for each in counts) > 60


@pytest.mark.parametrize("precision", ["day", "month"])
def test_a_feed_without_hours_says_so(tmp_path, precision):
    question = ask(tmp_path, ["2026-03-07"] * 40, precision)
    week = count_week(question)
    assert week.blocks.empty
    assert word_week(week, question).endswith("the hour can't be told, because this feed does not know it.")


def test_an_even_month_has_no_busy_block(tmp_path):
    moments = [f"2026-03-{day:02d} {hour:02d}:10" for day in range(1, 29) for hour in range(1, 24, 3)]
    question = ask(tmp_path, moments)
    assert "no part of the week clearly has more events" in word_week(count_week(question), question)
