"""Concentration: cases by hand, the even spread against a simulation, and why blocks have none."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.figures.places.concentration import (
    expect_gini,
    expect_shares,
    find_dispersion_p,
    find_gini,
    measure_concentration,
    word_concentration,
)
from svd.figures.places.located import PlaceQuestion
from svd.store.selection import Selection
from tests.builders import build_evidence, covered
from tests.proof import IS_PROOF, some

MONTH = Selection(date(2026, 9, 1), date(2026, 9, 1))


def ask(folder, counts: dict[tuple[int, int], int], source: str = "police_uk") -> PlaceQuestion:
    offence = {"police_uk": "robbery_all", "las_incidents": "ambulance_assault"}[source]
    row = {"source": source, "extract": "a.csv", "month": pd.Timestamp("2026-09-01"), "offence": offence}
    rows = [
        {**row, "row": number, "easting": east, "northing": north, "time_precision": "month"}
        for (east, north), count in counts.items()
        for number in range(count)
    ]
    evidence = build_evidence(folder, incidents=rows, coverage=covered("2026-09-01", source=source, extract="a.csv"))
    return PlaceQuestion(evidence, evidence.catalogue.sources[source], "robbery_all" * (source == "police_uk"), MONTH)


@pytest.mark.parametrize(
    ("counts", "gini"), [([1, 1, 1, 1], 0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25), ([0, 2, 4], 4 / 9)]
)
def test_gini_by_hand(counts, gini):
    assert find_gini(np.array(counts)) == pytest.approx(gini)


def test_gini_without_events_is_none():
    assert np.isnan(find_gini(np.zeros(5)))


def test_a_thousand_ginis_agree_with_the_slow_sum():
    rng = np.random.default_rng(1)
    for _ in range(some(1000)):
        counts = rng.negative_binomial(0.7, 0.2, rng.integers(2, 40)) + 0
        counts[0] += 1
        slow = np.abs(counts[:, None] - counts).sum() / (2 * len(counts) ** 2 * counts.mean())
        assert find_gini(counts) == pytest.approx(slow, abs=1e-6)


@pytest.mark.parametrize("mean", [0.2, 1.5, 12, 40])
def test_the_even_spread_agrees_with_throwing_events_at_cells(mean):
    rng = np.random.default_rng(2)
    drawn = np.sort(rng.multinomial(round(mean * 573), [1 / 573] * 573, size=300), axis=1)[:, ::-1]
    share = (drawn[:, :29].sum(axis=1) / drawn.sum(axis=1)).mean()
    assert expect_shares(mean, np.array([29 / 573]))[0] == pytest.approx(share, abs=0.01)
    assert expect_gini(mean) == pytest.approx(np.mean([find_gini(each) for each in drawn]), abs=0.01)


@given(st.floats(0.01, 200))
def test_the_fuller_places_never_hold_less_than_their_share(mean):
    places = np.linspace(0, 1, 21)
    shares = expect_shares(mean, places)
    assert (shares >= places - 1e-9).all() and (np.diff(shares) >= -1e-9).all()
    assert shares[-1] == pytest.approx(1, abs=1e-6)


def test_an_even_spread_is_seldom_called_concentrated():
    rng = np.random.default_rng(3)
    p = np.array([find_dispersion_p(rng.poisson(4, 573)) for _ in range(some(1000))])
    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.02 if IS_PROOF else 0.065)


def test_few_events_are_held_against_what_chance_gives_them(tmp_path):
    """30 events, each in a cell of its own: the worst 29 places hold 97%, and an even spread no less."""
    question = ask(tmp_path, {(547_100 + 250 * (at % 10), 185_100 + 250 * (at // 10)): 1 for at in range(30)})
    found = measure_concentration(question)
    assert found.worst == pytest.approx(100 * 29 / 30) and found.chance > 95
    assert word_concentration(found, question).startswith("Robbery, all: no clear concentration:")


def test_events_in_one_place_are_concentrated(tmp_path):
    question = ask(tmp_path, {(548_100, 185_100): 300, (548_600, 185_100): 100})
    found = measure_concentration(question)
    assert found.worst == 100 and found.curve["events"].iloc[1] == 100 and found.gini > 0.99
    words = word_concentration(found, question)
    assert ": the worst 29 of 573 places hold 100% of events; an even spread would give them " in words


def test_nothing_counted_has_no_concentration(tmp_path):
    question = ask(tmp_path, {})
    assert "no events of which to say" in word_concentration(measure_concentration(question), question)


def test_a_feed_with_a_rule_has_none(tmp_path):
    question = ask(tmp_path, {(548_050, 185_050): 900, (549_850, 185_050): 300}, "las_incidents")
    assert measure_concentration(question) is None
    assert "counts are in blocks" in word_concentration(None, question)


def test_an_even_spread_in_blocks_would_pass_for_concentrated():
    """Why: 7 events a cell, alike everywhere, as blocks of 5 from starts of their own."""
    rng = np.random.default_rng(5)
    called = np.zeros(2)
    for _ in range(200):
        true = rng.poisson(7, 400)
        blocks = 5 * ((true + rng.integers(0, 5, 400)) // 5)
        called += [find_dispersion_p(each) < 1 / 370 for each in (true, blocks)]
    assert called[0] <= 4 and called[1] > 150
