"""Funnel limits against the field's package, over-dispersion against a slow loop, and what null worlds would call."""

import math

import numpy as np
import pandas as pd
import pytest
from PHStatsMethods.utils_funnel import poisson_funnel, sigma_adjustment
from scipy import stats

from svd.figures.between_wards.compare import compare_figures, find_nearest
from svd.figures.between_wards.funnel import (
    P_95,
    P_998,
    Funnel,
    build_funnel,
    place_in_funnel,
)
from svd.figures.between_wards.ranks import rank_wards
from svd.geography.wards import load_geography
from svd.stats.dispersion import measure_between
from svd.stats.limits import limits_count
from svd.stats.wards import limits_funnel, score_wards
from tests.builders import PATHS
from tests.proof import some
from tests.stats.worlds import draw

RESIDENTS = load_geography(PATHS.geo).residents_in().to_numpy(float)
PLAIN = {"form": "rate", "per": 1000.0, "phi": 1.0, "p": 1.0, "count": 19}


def make_compared(
    counts, residents=RESIDENTS, centre: float | None = None, rounding: int = 1, dispersion: float = 1
) -> pd.DataFrame:
    """Wards of these counts against the rate per 1,000 of all together, unless another is given."""
    lower, upper = limits_count(counts)
    figures = {"count": counts, "value": counts / residents * 1000}
    wards = pd.DataFrame({**figures, "lower": lower / residents * 1000, "upper": upper / residents * 1000})
    wards = wards.assign(denominator=residents, status="ok")
    pooled = np.sum(counts) / np.sum(residents) * 1000 if centre is None else centre
    return compare_figures(wards, pooled, "rate", 1000, "lower", rounding, dispersion)


def test_poisson_limits_are_the_field_package_s():
    chance = np.random.default_rng(11)
    for _ in range(some(1000)):
        observed, p = int(chance.integers(1, 80)), chance.choice([P_95, P_998])
        # The package says for which expected number a count is a limit; ours the limit for an expected number. It
        # halves steps in E / (1 + x + E) down to 1e-7, so that the two are held against each other there.
        tails = {"high": stats.chi2.isf(p, 2 * observed + 2) / 2, "low": stats.chi2.ppf(p, 2 * observed) / 2}
        for place, (side, expected) in enumerate(tails.items()):
            ours = limits_funnel(expected, 1.0, "rate", 1.0, p)[place] * expected
            theirs = poisson_funnel(observed, p, side)
            assert ours == pytest.approx(observed, abs=1e-6)
            assert theirs / (1 + observed + theirs) == pytest.approx(expected / (1 + ours + expected), abs=1e-6)


def test_wilson_limits_are_the_field_package_s():
    chance = np.random.default_rng(12)
    for _ in range(some(1000)):
        n, share = int(chance.integers(5, 2000)), chance.uniform(0.01, 0.99)
        for p, far in ((P_95, 0.975), (P_998, 0.999)):
            ours = limits_funnel(n, share * 100, "proportion", 100, p)
            theirs = [sigma_adjustment(far, n, share, side, 100) for side in ("low", "high")]
            assert ours == pytest.approx(np.clip(theirs, 0, 100), abs=1e-6)


@pytest.mark.parametrize(("expected", "low"), [(3.68, 0.0), (3.69, 0.0008), (10.0, 3.8336)])
def test_a_ward_of_which_none_is_expected_often_has_no_lower_limit(expected, low):
    # None at all has a chance of exp(-3.6889) = 0.025, the exact limit of the test vectors.
    assert limits_funnel(expected, 1.0, "rate", 1.0, P_95)[0] * expected == pytest.approx(low, abs=1e-3)


def test_a_whole_count_outside_the_limits_has_the_chance_promised():
    expected = np.arange(1.0, 60.0, 0.7)
    lower, upper = (limit * expected for limit in limits_funnel(expected, 1.0, "rate", 1.0, P_998))
    assert (stats.poisson.sf(np.floor(upper), expected) <= P_998 + 1e-9).all()
    assert (stats.poisson.cdf(np.ceil(lower) - 1, expected) <= P_998 + 1e-9).all()


def test_dispersion_against_the_slow_loop():
    chance = np.random.default_rng(13)
    for _ in range(some(1000)):
        z = chance.normal(0, chance.uniform(0.5, 4), int(chance.integers(2, 40)))
        phi, p = measure_between(z)
        ordered = sorted(z)
        ends = []
        for share in (0.1, 0.9):
            at = share * (len(z) - 1)
            below = math.floor(at)
            above = min(below + 1, len(z) - 1)
            ends.append(ordered[below] + (at - below) * (ordered[above] - ordered[below]))
        squares = [min(max(score, ends[0]), ends[1]) ** 2 for score in z]
        assert phi == pytest.approx(sum(squares) / len(z), abs=1e-6)
        assert p == pytest.approx(stats.chi2.sf(sum(score**2 for score in z), len(z) - 1), abs=1e-9)


def test_one_outlier_does_not_widen_the_limits_it_is_held_against():
    counts = np.full(19, 100.0)
    counts[0] = 400
    funnel = build_funnel(make_compared(counts, np.full(19, 10_000.0), centre=10.0), "rate", 1000)
    assert funnel.is_uneven and not funnel.is_dispersed and funnel.widening == 1


def test_limits_widen_by_the_root_of_phi_made_good_and_stay_within_what_there_can_be():
    wide = Funnel(10.0, **{**PLAIN, "phi": 4.0, "p": 0.001})
    plain = Funnel(10.0, **PLAIN)
    (low, high), (wide_low, wide_high) = (one.limits(20_000, P_998) for one in (plain, wide))
    by = np.sqrt(4 / 0.65) * stats.t.isf(P_998, wide.count - 1) / stats.norm.isf(P_998)
    assert wide.widening == pytest.approx(by)
    assert wide_high - 10 == pytest.approx((high - 10) * by) and 10 - wide_low == pytest.approx(
        min((10 - low) * by, 10)
    )
    share = Funnel(90.0, "proportion", 100.0, 4.0, 0.001, 19)
    assert share.limits(10, P_998)[1] == 100 and wide.limits(200, P_998)[0] == 0


def test_few_wards_are_too_few_to_tell_and_none_has_no_funnel():
    few = build_funnel(make_compared(np.array([10.0, 500.0, 90.0]), np.full(3, 10_000.0)), "rate", 1000)
    none = build_funnel(make_compared(np.array([10.0]), np.array([10_000.0])).iloc[:0], "rate", 1000)
    assert not few.is_testable and few.widening == 1
    assert none.count == 0 and np.isnan(none.centre) and none.widening == 1


def test_wards_lie_above_below_between_and_inside():
    compared = make_compared(np.array([100.0, 121.0, 140.0, 80.0, 60.0]), np.full(5, 10_000.0), centre=10.0)
    placed = place_in_funnel(compared, Funnel(10.0, **PLAIN), "lower")
    assert list(placed["funnel"]) == ["inside", "may be above", "above", "may be below", "below"]
    assert list(placed["funnel_judgement"]) == ["similar", "worse", "worse", "better", "better"]


def test_a_hidden_ward_is_not_placed():
    compared = make_compared(np.array([100.0, 140.0]), np.full(2, 10_000.0), centre=10.0)
    compared.loc[1, ["count", "value", "compared"]] = [None, None, "not compared"]
    assert list(place_in_funnel(compared, Funnel(10.0, **PLAIN), "lower")["funnel"]) == ["inside", "not compared"]


@pytest.mark.parametrize("level", [0.5, 2.0, 8.0])
def test_where_all_wards_are_alike_no_more_are_called_than_promised(level):
    chance = np.random.default_rng(2005)
    worlds = some(2000)
    called = {"compared": 0, "maybe": 0, "funnel": 0, "widened": 0}
    for counts in chance.poisson(level * RESIDENTS / 1000, (worlds, len(RESIDENTS))).astype(float):
        compared = make_compared(counts)
        funnel = build_funnel(compared, "rate", 1000)
        placed = place_in_funnel(compared, funnel, "lower")["funnel"]
        called["compared"] += compared["compared"].isin(["higher", "lower"]).sum()
        called["maybe"] += (~compared["compared"].isin(["similar"])).sum()
        called["funnel"] += placed.isin(["above", "below"]).sum()
        called["widened"] += funnel.is_dispersed
    wards = worlds * len(RESIDENTS)
    # Two standard errors above the rates promised: 1 in 500, 1 in 20, 1 in 500, and 1 world in 20.
    promised = {"compared": (0.002, wards), "maybe": (0.05, wards), "funnel": (0.002, wards), "widened": (0.05, worlds)}
    for name, (rate, trials) in promised.items():
        assert called[name] <= rate * trials + 2 * math.sqrt(rate * trials), name


@pytest.mark.parametrize("level", [0.8, 1.6, 4.0])
def test_counts_rounded_to_five_call_no_more_than_promised(level):
    chance = np.random.default_rng(5)
    called, maybe, widened, wards, worlds = 0, 0, 0, 0, some(1000)
    for counts in chance.poisson(level * RESIDENTS / 1000, (worlds, len(RESIDENTS))):
        shown, residents = np.floor(counts / 5 + 0.5)[counts > 4] * 5, RESIDENTS[counts > 4]
        compared = make_compared(shown, residents, level, rounding=5)
        funnel = build_funnel(compared, "rate", 1000, rounding=5)
        placed = place_in_funnel(compared, funnel, "lower")["funnel"]
        called += compared["compared"].isin(["higher", "lower"]).sum() + placed.isin(["above", "below"]).sum()
        maybe += (compared["compared"] != "similar").sum()
        widened += funnel.is_dispersed
        wards += len(shown)
    assert called <= 2 * (0.002 * wards + 2 * math.sqrt(0.002 * wards))
    assert maybe <= 0.05 * wards + 2 * math.sqrt(0.05 * wards) and widened <= 0.05 * worlds + 2 * math.sqrt(
        0.05 * worlds
    )


@pytest.mark.parametrize(
    ("count", "form", "nearest"),
    [(15, "rate", 13), (5, "rate", 7), (10, "rate", 10), (0, "rate", 0), (15, "proportion", 12.8)],
)
def test_the_nearest_count_behind_a_rounded_one(count, form, nearest):
    # The benchmark, 10 of 100, would give 10.
    found = find_nearest(np.array([float(count)]), np.array([100.0]), 10.0, form, 100.0, rounding=5)
    assert found[0] == pytest.approx(nearest)


def test_where_wards_differ_limits_are_widened():
    chance = np.random.default_rng(7)
    widened = 0
    for _ in range(100):
        levels = 8 * chance.lognormal(0, 0.3, len(RESIDENTS))
        compared = make_compared(chance.poisson(levels * RESIDENTS / 1000).astype(float))
        widened += build_funnel(compared, "rate", 1000).is_dispersed
    assert widened >= 95


def test_scores_of_a_share_and_of_none_expected():
    assert score_wards([40], [100], 30.0, "proportion", 100)[0] == pytest.approx(10 / math.sqrt(21))
    assert score_wards([130], [1000], 100.0, "rate", 1000)[0] == pytest.approx(3.0)
    assert np.isnan(score_wards([0], [1000], 0.0, "rate", 1000)[0])


def test_where_months_scatter_no_more_wards_are_called_than_promised_by_their_dispersion():
    """Beside it the power: a ward with twice the rate of the others is called in most worlds."""
    chance, worlds, dispersion, level = np.random.default_rng(2006), some(1000), 3.0, 8.0
    called = {"compared": 0, "funnel": 0, "without": 0, "widened": 0, "found": 0}
    for number, counts in enumerate(draw(chance, level * RESIDENTS / 1000, dispersion, (worlds, len(RESIDENTS)))):
        plain, compared = make_compared(counts), make_compared(counts, dispersion=dispersion)
        funnel = build_funnel(compared, "rate", 1000, dispersion=dispersion)
        called["without"] += plain["compared"].isin(["higher", "lower"]).sum()
        called["compared"] += compared["compared"].isin(["higher", "lower"]).sum()
        called["funnel"] += place_in_funnel(compared, funnel, "lower")["funnel"].isin(["above", "below"]).sum()
        called["widened"] += funnel.is_dispersed
        if number < 50:
            counts[9] = draw(chance, 2 * level * RESIDENTS[9] / 1000, dispersion, 1)[0]
            called["found"] += make_compared(counts, dispersion=dispersion)["compared"].iloc[9] == "higher"
    wards = worlds * len(RESIDENTS)
    limit = 0.002 * wards + 3 * math.sqrt(0.002 * wards)
    assert called["compared"] <= limit and called["funnel"] <= limit < called["without"] / 4
    assert called["widened"] <= 0.07 * worlds and called["found"] > 40


def test_a_ward_of_wide_months_could_hold_more_places():
    compared = make_compared(np.linspace(60, 160, 19), np.full(19, 10_000.0))
    narrow, wide = (rank_wards(compared, "rate", dispersion=each) for each in (1.0, 4.0))
    spans = [(ranks["rank_high"] - ranks["rank_low"]).mean() for ranks in (narrow, wide)]
    assert spans[1] > 1.4 * spans[0] and narrow["rank"].equals(wide["rank"])
