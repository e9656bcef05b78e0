"""Seasons: the field's packages agree, noise has none, and no month takes part in what is expected of it."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from svd.figures.over_time.control_charts import OUTSIDE, find_limits, find_signals
from svd.figures.over_time.seasons import (
    NOT_FOUND,
    SEASON_P,
    TAKEN_OUT,
    TOO_SHORT,
    find_level,
    find_ratios,
    find_seasons,
    find_shares,
)
from svd.figures.over_time.seasons import test_season as p_of_season  # pytest would take it for a test
from tests.proof import some

SUMMER = np.array([0.8, 0.8, 0.9, 1, 1.05, 1.1, 1.3, 1.35, 0.95, 1, 0.9, 0.85])


def months_of(size: int) -> pd.DatetimeIndex:
    return pd.date_range("2016-01", periods=size, freq="MS")


def make_worlds(rng: np.random.Generator, size: int, count: int, mean: float, amplitude: float = 1) -> pd.DataFrame:
    """``count`` series of Poisson counts with a summer peak, amplitude 0 for none."""
    months = months_of(size)
    season = 1 + amplitude * (SUMMER / SUMMER.mean() - 1)[months.month - 1]
    return pd.DataFrame(rng.poisson(mean * season[:, None], (size, count)).astype(float), months)


def stack(worlds: pd.DataFrame) -> dict[str, pd.Series]:
    """What ``find_seasons`` takes, of worlds side by side."""
    size, count = worlds.shape
    return {
        "values": pd.Series(worlds.to_numpy().T.ravel()),
        "months": pd.Series(np.tile(worlds.index, count)),
        "segments": pd.Series(0, index=range(size * count)),
        "number": pd.Series(np.repeat(np.arange(count), size)),
    }


def whole(worlds: pd.DataFrame) -> pd.DataFrame:
    return find_ratios(worlds, pd.DataFrame(0, worlds.index, worlds.columns))


def call_months(worlds: pd.DataFrame, *, is_seasonal: bool = True) -> np.ndarray:
    """The rule each month meets, a row a world."""
    given = stack(worlds)
    share = find_seasons(**given)["share"] if is_seasonal else 1
    tested = given["values"] / share
    found = find_signals(tested, given["number"], find_limits(tested, given["number"]))
    return found["signal"].to_numpy().reshape(worlds.shape[::-1])


def test_the_level_is_that_of_statsmodels_on_a_thousand_series():
    from statsmodels.tsa.seasonal import seasonal_decompose

    worlds = make_worlds(np.random.default_rng(1), size=60, count=some(1000), mean=50)
    level = find_level(worlds)
    for name in worlds:
        theirs = seasonal_decompose(worlds[name], model="multiplicative", period=12)
        np.testing.assert_allclose(level[name], theirs.trend, atol=1e-6)
        np.testing.assert_allclose((worlds[name] / level[name])[6:-6], theirs.observed[6:-6] / theirs.trend[6:-6])


def test_the_test_is_scipys_analysis_of_variance_on_a_thousand_series():
    ratios = whole(make_worlds(np.random.default_rng(2), size=60, count=some(1000), mean=50, amplitude=0.3))
    theirs = [stats.f_oneway(*[ratios[name][ratios.index.month == month] for month in range(1, 13)]) for name in ratios]
    np.testing.assert_allclose(p_of_season(ratios), [each.pvalue for each in theirs], rtol=1e-6, atol=1e-12)


def test_the_shares_of_a_clear_season_are_those_of_robust_stl():
    from statsmodels.tsa.seasonal import STL

    worlds = make_worlds(np.random.default_rng(3), size=120, count=3, mean=5000)
    shares = find_shares(whole(worlds)).iloc[60:]
    for name in worlds:
        theirs = np.exp(STL(np.log(worlds[name]), period=12, robust=True).fit().seasonal)
        np.testing.assert_allclose(shares[name], theirs.iloc[60:] / theirs.mean(), rtol=0.04)


def test_gaps_of_two_months_are_bridged_and_longer_ones_not():
    worlds = pd.DataFrame({"a": np.arange(40, dtype=float)}, months_of(40))
    worlds.loc[worlds.index[[10, 20, 21]], "a"] = None
    assert find_level(worlds)["a"].iloc[6:-6].tolist() == pytest.approx(list(range(6, 34)))
    worlds.loc[worlds.index[22], "a"] = None
    assert find_level(worlds)["a"].iloc[14:29].isna().all()


def test_neither_a_month_nor_the_five_before_it_take_part_in_what_is_expected_of_it():
    worlds = make_worlds(np.random.default_rng(4), size=60, count=1, mean=300)
    before = find_shares(whole(worlds))
    changed = worlds.copy()
    changed.iloc[50] *= 3
    after = find_shares(whole(changed))
    np.testing.assert_allclose(before.iloc[36:56], after.iloc[36:56])


def test_early_years_borrow_from_later_ones_until_there_are_two():
    ratios = pd.DataFrame({"a": [1.0] * 12 + [2.0] * 12 + [4.0] * 12 + [8.0] * 12}, months_of(48))
    assert find_shares(ratios)["a"].iloc[::12].tolist() == [3, 2.5, 1.5, pytest.approx(7 / 3)]


def test_a_break_is_no_season_and_moves_no_share():
    worlds = make_worlds(np.random.default_rng(5), size=72, count=1, mean=400)
    stepped = worlds * np.where(np.arange(72) < 36, 1, 3)[:, None]
    parts = pd.DataFrame({0: np.where(np.arange(72) < 36, 0, 1)}, worlds.index)
    same = find_ratios(worlds, parts)
    np.testing.assert_allclose(find_ratios(stepped, parts), same)


def test_what_is_found_taken_out_and_not():
    rng = np.random.default_rng(6)
    worlds = [make_worlds(rng, 36, 1, 300), make_worlds(rng, 36, 1, 300, 0)]
    found = find_seasons(**stack(pd.concat(worlds, axis=1, ignore_index=True)))
    assert found["season"].iloc[[0, 36]].tolist() == [TAKEN_OUT, NOT_FOUND]
    assert found["share"].iloc[:36].max() > 1.2 and (found["share"].iloc[36:] == 1).all()
    short = find_seasons(**stack(worlds[0].iloc[:30]))
    assert (short["season"] == TOO_SHORT).all() and (short["share"] == 1).all()


def test_a_month_that_is_hardly_ever_there_is_not_tested():
    worlds = make_worlds(np.random.default_rng(7), 48, 1, 200)
    worlds[worlds.index.month == 8] = 0
    found = find_seasons(**stack(worlds))
    assert found["share"].isna().tolist() == (worlds.index.month == 8).tolist()


def test_nothing_in_gives_nothing_out():
    assert find_seasons(**stack(make_worlds(np.random.default_rng(7), 12, 1, 9).head(0))).empty


@pytest.mark.parametrize("size", [36, 60, 120])
@pytest.mark.parametrize("change", [1, 1.8, 0.6])
def test_a_season_is_seldom_found_where_there_is_none_not_even_with_a_step_or_a_trend(size, change):
    worlds = make_worlds(np.random.default_rng(8), size, 400, 60, amplitude=0)
    stepped = worlds * np.where(np.arange(size) < size * 2 // 3, 1, change)[:, None]
    drifting = worlds * np.linspace(1, change, size)[:, None]
    for each in (stepped, drifting):
        assert (p_of_season(whole(each)) < SEASON_P).mean() <= 0.01


@pytest.mark.parametrize(("size", "mean"), [(36, 60), (36, 300), (60, 60), (120, 300)])
def test_where_only_the_season_moves_as_few_months_are_called_as_the_method_note_promises(size, mean):
    worlds = make_worlds(np.random.default_rng(9), size, 200, mean)
    called = call_months(worlds)
    assert (called != "").mean() <= 0.13
    assert (called == OUTSIDE).mean() <= 0.025
    assert (call_months(worlds, is_seasonal=False) != "").mean() > 2 * (called != "").mean(), "the season is not small"


@pytest.mark.parametrize(("step", "least"), [(1.25, 0.75), (1.5, 0.97)])
def test_a_step_in_the_last_year_is_still_found_within_six_months(step, least):
    worlds = make_worlds(np.random.default_rng(10), 48, 200, 60)
    worlds.iloc[36:] = make_worlds(np.random.default_rng(11), 48, 200, 60 * step).iloc[36:].to_numpy()
    assert (call_months(worlds)[:, 36:42] != "").any(axis=1).mean() >= least


def test_stl_marks_far_more_months_where_nothing_moves_but_the_season():
    """Why it was ruled out: it follows the noise of the months it judges."""
    from statsmodels.tsa.seasonal import STL

    worlds = make_worlds(np.random.default_rng(12), 60, 30, 60)
    theirs = worlds.apply(lambda one: one * np.exp(-STL(np.log(one), period=12, robust=True).fit().seasonal))
    given = stack(theirs)
    found = find_signals(given["values"], given["number"], find_limits(given["values"], given["number"]))
    assert (found["signal"] != "").mean() > 3 * (call_months(worlds) != "").mean()
