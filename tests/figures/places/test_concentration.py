"""Concentration: cases by hand, the even spread against a simulation, and shares of feeds that hide small numbers."""

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

MONTH = Selection(date(2026, 9, 1), date(2026, 9, 1))


def measure(folder, counts: dict[tuple[int, int], int], source: str = "police_uk"):
    offence = {"police_uk": "robbery_all", "las_incidents": "ambulance_assault"}[source]
    row = {"source": source, "extract": "a.csv", "month": pd.Timestamp("2026-09-01"), "offence": offence}
    rows = [
        {**row, "row": number, "easting": east, "northing": north, "time_precision": "month"}
        for (east, north), count in counts.items()
        for number in range(count)
    ]
    evidence = build_evidence(folder, incidents=rows, coverage=covered("2026-09-01", source=source, extract="a.csv"))
    return measure_concentration(PlaceQuestion(evidence, evidence.catalogue.sources[source], "", MONTH))


@pytest.mark.parametrize(
    ("counts", "gini"), [([1, 1, 1, 1], 0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25), ([0, 2, 4], 4 / 9)]
)
def test_gini_by_hand(counts, gini):
    assert find_gini(np.array(counts)) == pytest.approx(gini)


def test_gini_without_events_is_none():
    assert np.isnan(find_gini(np.zeros(5)))


def test_a_thousand_ginis_agree_with_the_slow_sum():
    rng = np.random.default_rng(1)
    for _ in range(1000):
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
    p = np.array([find_dispersion_p(rng.poisson(4, 573)) for _ in range(1000)])
    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.02)


def test_few_events_are_held_against_what_chance_gives_them(tmp_path):
    """30 events, each in a cell of its own: the worst 29 places hold 97%, and an even spread no less."""
    found = measure(tmp_path, {(547_100 + 250 * (at % 10), 185_100 + 250 * (at // 10)): 1 for at in range(30)})
    assert found.worst == pytest.approx(100 * 29 / 30) and found.chance > 95
    assert word_concentration(found, "Robbery").startswith("Robbery: no clear concentration:")


def test_events_in_one_place_are_concentrated(tmp_path):
    found = measure(tmp_path, {(548_100, 185_100): 300, (548_600, 185_100): 100})
    assert found.worst == 100 and found.curve["events"].iloc[1] == 100 and found.gini > 0.99
    words = word_concentration(found, "Robbery")
    assert words.startswith("Robbery: the worst 29 of 573 places hold 100% of events; an even spread would give them ")


def test_hidden_feeds_give_rounded_shares_and_few_events_none(tmp_path):
    (tmp_path / "few").mkdir(), (tmp_path / "more").mkdir()
    few = measure(tmp_path / "few", {(548_050, 185_050): 7}, "las_incidents")
    assert np.isnan(few.worst) and np.isnan(few.gini) and few.curve["events"].isna().all()
    assert "too few events" in word_concentration(few, "Calls")
    more = measure(tmp_path / "more", {(548_050, 185_050): 21, (549_850, 185_050): 11}, "las_incidents")
    assert set(more.curve["events"]) == {0.0, 100.0}


def test_not_even_the_even_spread_tells_a_hidden_feeds_total(tmp_path):
    """33 and 34 calls are 35 in either case: the dashed line, which depends on the total alone, is the same."""
    (tmp_path / "one").mkdir(), (tmp_path / "other").mkdir()
    one, other = (
        measure(tmp_path / name, {(548_050, 185_050): count}, "las_incidents")
        for name, count in (("one", 33), ("other", 34))
    )
    pd.testing.assert_frame_equal(one.curve, other.curve)
    assert (one.chance, one.chance_gini) == (other.chance, other.chance_gini)
