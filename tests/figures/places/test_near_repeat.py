"""Near repeats: pairs countable by hand, the slow sum, worlds without repeats, and feeds without days."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.figures.places.located import PlaceQuestion
from svd.figures.places.near_repeat import find_near_repeats, find_pairs, permute_days, word_near_repeats
from svd.store.selection import Selection
from tests.builders import build_evidence, covered
from tests.proof import some

METRES, SPANS = np.array([0, 200, 400]), np.array([0, 8, 15, 29])
QUARTER = Selection(date(2026, 7, 1), date(2026, 9, 1))
MONTHS = [f"{month:%Y-%m-%d}" for month in QUARTER.months]


def ask(folder, records: list[tuple[float, float, str | None]], source: str = "police_uk") -> PlaceQuestion:
    """Records at a place and moment; without a moment only the month, July, is known."""
    offence = {"lfb_incidents": "deliberate_primary_fire", "police_uk": "robbery_all"}[source]
    rows = [
        {
            "source": source, "extract": "a.csv", "row": number, "offence": offence, "easting": east, "northing": north,
            "occurred_at": pd.Timestamp(at) if at else pd.NaT, "time_precision": "minute" if at else "month",
            "month": pd.Timestamp(at or "2026-07-01").to_period("M").to_timestamp(),
        }
        for number, (east, north, at) in enumerate(records)
    ]  # fmt: skip
    evidence = build_evidence(folder, incidents=rows, coverage=covered(*MONTHS, source=source, extract="a.csv"))
    return PlaceQuestion(evidence, evidence.catalogue.sources[source], "", QUARTER)


def test_pairs_by_hand():
    """Three in a row 150 m apart on days 0, 3 and 20, and one far away: 0-1 and 1-2 are near, 0-2 is 300 m off."""
    points = np.array([[0, 0], [150, 0], [300, 0], [5000, 0]], dtype=float)
    pairs, near = find_pairs(points, METRES)
    assert {tuple(pair): band for pair, band in zip(pairs.tolist(), near.tolist(), strict=True)} == {
        (0, 1): 0,
        (1, 2): 0,
        (0, 2): 1,
    }
    observed, drawn = permute_days(pairs, near, np.array([0, 3, 20, 60]), SPANS, 2, 20)
    assert observed.tolist() == [[1, 0, 1], [0, 0, 1]] and drawn.shape == (20, 2, 3)


def test_an_edge_belongs_to_the_band_beyond_it():
    pairs, near = find_pairs(np.array([[0.0, 0], [200, 0], [600, 0]]), METRES)
    assert near.tolist() == [1], "200 m is in the second band, 400 m in none"
    observed, _ = permute_days(pairs, near, np.array([0, 8, 0]), SPANS, 2, 1)
    assert observed.tolist() == [[0, 0, 0], [0, 1, 0]]


def test_a_thousand_cases_agree_with_the_slow_sum():
    rng = np.random.default_rng(7)
    for _ in range(some(1000)):
        number = rng.integers(2, 12)
        points, days = rng.uniform(0, 900, (number, 2)).round(), rng.integers(0, 40, number)
        slow = np.zeros((2, 3), dtype=int)
        for one in range(number):
            for other in range(one):
                apart, time = np.hypot(*(points[one] - points[other])), abs(days[one] - days[other])
                for row, column in ((r, c) for r in range(2) for c in range(3)):
                    is_in = METRES[row] <= apart < METRES[row + 1] and SPANS[column] <= time < SPANS[column + 1]
                    slow[row, column] += is_in
        observed, _ = permute_days(*find_pairs(points, METRES), days, SPANS, 2, 1)
        assert observed.tolist() == slow.tolist()


def test_the_mean_of_the_shuffles_is_that_of_all_orders():
    """Each pair is equally likely to be any two days: of the 6 pairs of 0, 1, 30, 60 one is within a week."""
    pairs, near = find_pairs(np.array([[0.0, 0], [1, 0], [2, 0], [3, 0]]), METRES)
    _, drawn = permute_days(pairs[:1], near[:1], np.array([0, 1, 30, 60]), SPANS, 2, 20_000)
    assert drawn[:, 0, 0].mean() == pytest.approx(1 / 6, abs=0.01)


def test_repeats_are_found_and_events_without_them_are_not(tmp_path):
    rng = np.random.default_rng(8)
    places = np.column_stack([rng.uniform(546_000, 550_000, 150), rng.uniform(184_000, 187_000, 150)]).round()
    first = pd.Timestamp("2026-07-01 12:00") + pd.to_timedelta(rng.integers(0, 80, 150), "D")
    alone = [(*place, str(at)) for place, at in zip(places, first, strict=True)]
    repeated = [(east + 40, north, str(pd.Timestamp(at) + pd.Timedelta(days=2))) for east, north, at in alone]
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    lone, echoed = ask(tmp_path / "a", alone), ask(tmp_path / "b", alone + repeated)
    none, found = find_near_repeats(lone), find_near_repeats(echoed)
    assert not none.bands["is_repeat"].any() and "no sign" in word_near_repeats(none, lone)
    first_band = found.bands.iloc[0]
    assert first_band["is_repeat"] and first_band["ratio"] > 1.8
    assert "under 200 m and 0 to 7 days apart" in word_near_repeats(found, echoed)
    pd.testing.assert_frame_equal(found.bands, find_near_repeats(echoed).bands)


def test_a_feed_with_a_rule_shows_no_point_and_so_no_repeats(tmp_path):
    records = [(548_000, 185_000 + 50 * at, f"2026-07-{1 + at % 28:02d}") for at in range(400)]
    question = ask(tmp_path, records, "lfb_incidents")
    found = find_near_repeats(question)
    assert found.bands.empty and question.feed.dated.empty
    assert "of this feed only blocks of events are shown" in word_near_repeats(found, question)


def test_a_feed_that_knows_only_months_says_so(tmp_path):
    question = ask(tmp_path, [(548_000, 185_000, None)] * 50)
    found = find_near_repeats(question)
    assert found.bands.empty and "knows only the month" in word_near_repeats(found, question)
