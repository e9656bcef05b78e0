"""How far months scatter: by hand, against statsmodels, on worlds of known scatter, and through the measures."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from svd.figures.changes import measure_change
from svd.stats.change import SIGNAL_P, p_counts
from svd.stats.dispersion import LEAST_PAIRS, find_spread, p_change, p_spread_counts
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact
from tests.proof import some

ABBEY = "E05014053"
YEAR = Selection(date(2025, 3, 1), date(2026, 2, 1))
LAST = Selection(date(2026, 2, 1), date(2026, 2, 1))
MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-03-01", "2026-02-01", freq="MS")]


def draw(random: np.random.Generator, mean: float, spread: float, worlds: int) -> np.ndarray:
    """A year of months with a season, whose variance is ``spread`` times their mean."""
    means = np.broadcast_to(mean * (1 + 0.3 * np.sin(np.arange(12) / 12 * 2 * np.pi)), (worlds, 12))
    return random.poisson(means if spread == 1 else random.gamma(means / (spread - 1), spread - 1))


def p_of(now: np.ndarray, before: np.ndarray) -> np.ndarray:
    """The p that a comparison of the two years gets."""
    return p_change(now.sum(axis=1), before.sum(axis=1), *find_spread(now, before))


def measured(tmp_path, counts: list[int], selection: Selection = YEAR) -> pd.Series:
    facts = [fact(month, ABBEY, count) for month, count in zip(MONTHS, counts, strict=True)]
    evidence = build_evidence(tmp_path, facts=facts, coverage=covered(*MONTHS, "2026-03-01"))
    return measure_change(evidence, "violence_with_injury", selection, "borough").iloc[0]


def test_six_pairs_by_hand():
    # Shares all 12 of 20, so nothing scatters: (0 + 6) / (5 + 6) is below 1, and 1 stands.
    assert [float(part) for part in find_spread([12] * 6, [8] * 6)] == [1, 11]
    # Half of 20 expected, 10 more or fewer each time: chi-squared 6 * 100 / (20 * 0.25) = 120.
    spread, free = find_spread([20, 0] * 3, [0, 20] * 3)
    assert (spread, free) == (pytest.approx(120 / 5), 5), "Clearly wider than chance: the months speak for themselves."
    # Two of 20 more or fewer: chi-squared 6 * 4 / 5 = 4.8.
    spread, free = find_spread([12, 8, 12, 8, 8, 12], [8, 12, 8, 12, 12, 8])
    assert (spread, free) == (1, 11)


def test_rounded_counts_are_not_taken_for_scatter():
    # Variance 20 * 0.25 by chance and (25 - 1) / 12 * 0.5 by rounding to 5.
    spread, _ = find_spread([20, 0] * 3, [0, 20] * 3, rounded_to=5)
    assert spread == pytest.approx(600 / 6 / 5)


def test_fewer_pairs_say_nothing_of_the_scatter():
    now, before = [3.0] * LEAST_PAIRS, [5.0] * (LEAST_PAIRS - 1) + [np.nan]
    spread, free = find_spread(now, before)
    assert np.isnan(spread) and np.isnan(free) and np.isnan(p_spread_counts(18, 25, spread, free))


def test_months_without_events_or_not_known_take_no_part():
    whole = find_spread([9, 4, 7, 5, 8, 6], [6, 6, 9, 4, 5, 7])
    assert find_spread([9, 4, 7, 5, 8, 6, 0, np.nan], [6, 6, 9, 4, 5, 7, 0, 9]) == whole


def test_it_is_pearsons_chi_squared_of_a_binomial_model():
    random = np.random.default_rng(20221)
    for _ in range(some(1000)):
        now, before = random.poisson(random.uniform(3, 60), 12), random.poisson(random.uniform(3, 60), 12)
        is_pair = now + before > 0
        pairs = np.column_stack([now, before])[is_pair]
        fitted = sm.GLM(pairs, np.ones(len(pairs)), family=sm.families.Binomial()).fit()
        spread, free = find_spread(now, before)
        chi_squared, least = fitted.pearson_chi2, fitted.df_resid
        prior = 0 if stats.chi2.sf(chi_squared, least) < 0.02 else 6
        assert spread == pytest.approx(max(1, (chi_squared + prior) / (least + prior)), abs=1e-6)
        assert free == least + prior


@pytest.mark.parametrize("mean", [5, 40, 150])
@pytest.mark.parametrize("spread", [1, 1.5, 2, 5])
def test_chance_is_seldom_called_a_change_however_widely_months_scatter(mean, spread):
    random = np.random.default_rng(7)
    called = (p_of(draw(random, mean, spread, 20_000), draw(random, mean, spread, 20_000)) < SIGNAL_P).mean()
    assert called <= {1: SIGNAL_P, 1.5: SIGNAL_P, 2: 2 * SIGNAL_P, 5: 3 * SIGNAL_P}[spread]


def test_the_exact_test_alone_would_call_chance_a_change():
    random = np.random.default_rng(7)
    now, before = (draw(random, 40, 5, 20_000).sum(axis=1) for _ in range(2))
    assert (p_counts(now, before) < SIGNAL_P).mean() > 0.1


def test_a_real_change_of_an_even_series_is_still_found():
    random = np.random.default_rng(7)
    called = p_of(draw(random, 60, 1, 5000), draw(random, 40, 1, 5000)) < SIGNAL_P
    assert called.mean() > 0.99


def test_a_change_that_even_months_bear_out_is_called_and_one_of_few_wild_months_is_not(tmp_path):
    even, wild = tmp_path / "even", tmp_path / "wild"
    even.mkdir()
    wild.mkdir()
    row = measured(even, [20] * 12 + [30] * 12)
    assert (row["verdict"], row["spread"]) == ("rising", 1)
    row = measured(wild, [20] * 12 + [15] * 10 + [105] * 2)
    assert row["count"] == 360 and row["verdict"] == "no clear change" and row["spread"] > 5


def test_a_short_period_borrows_the_scatter_of_the_year_before(tmp_path):
    even, wild = tmp_path / "even", tmp_path / "wild"
    even.mkdir()
    wild.mkdir()
    row = measured(even, [20] * 23 + [60], LAST)
    assert (row["verdict"], row["spread"]) == ("rising", 1)
    row = measured(wild, [20] * 11 + [60, 5] * 6 + [60], LAST)
    assert (row["count"], row["count_before"], row["verdict"]) == (60, 5, "not tested")
    assert row["reason"].startswith("its months scatter"), "Eleven times as many, and yet not rising."


def test_where_no_scatter_is_known_the_exact_test_stands_alone(tmp_path):
    june = Selection(date(2024, 6, 1), date(2024, 6, 1))
    row = measured(tmp_path, [20] * 24, june)
    assert np.isnan(row["spread"]) and row["p"] == 1
