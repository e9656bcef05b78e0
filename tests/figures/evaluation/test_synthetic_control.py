"""Synthetic control: weights against a general optimiser, the rule of a poor fit, and placebo groups."""

import numpy as np
import pytest
from scipy import optimize

from svd.figures.evaluation.synthetic_control import find_weights, judge_fit, mix_group, mix_wards, rank_miss
from tests.figures.evaluation.worlds import BEFORE, WARDS, draw_world
from tests.proof import some


def test_a_mix_that_fits_exactly_is_found():
    rng = np.random.default_rng(1)
    others = rng.uniform(1, 9, (5, 30))
    weights = np.array([0.5, 0, 0.3, 0.2, 0])
    assert find_weights(weights @ others, others) == pytest.approx(weights, abs=1e-6)


def test_no_other_weights_come_nearer_on_a_thousand_worlds():
    """At the best mix no weight can move to another ward and come nearer (Karush, Kuhn and Tucker)."""
    rng = np.random.default_rng(84)
    for _ in range(some(1000)):
        wards, months = rng.integers(2, 18), rng.integers(3, 30)
        others = rng.poisson(rng.uniform(2, 20, (wards, months))).astype(float)
        treated = rng.poisson(rng.uniform(2, 20, months)).astype(float)
        weights = find_weights(treated, others)
        assert weights.sum() == pytest.approx(1) and (weights >= 0).all()
        pull = others @ (others.T @ weights - treated)
        kept = weights > 1e-9
        scale = max(1.0, np.abs(pull).max())
        assert np.ptp(pull[kept]) < 1e-6 * scale
        assert (pull >= pull[kept].min() - 1e-6 * scale).all()


def test_a_general_optimiser_comes_no_nearer():
    rng = np.random.default_rng(85)
    for _ in range(30):
        others = rng.uniform(1, 9, (6, 12))
        treated = rng.uniform(1, 9, 12)
        solved = optimize.minimize(
            lambda w, y=treated, x=others: ((y - w @ x) ** 2).sum(),
            np.full(6, 1 / 6),
            bounds=[(0, 1)] * 6,
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
            method="SLSQP",
            options={"ftol": 1e-12, "maxiter": 500},
        )
        ours = ((treated - find_weights(treated, others) @ others) ** 2).sum()
        assert ours <= solved.fun + 1e-6


def test_the_gap_after_is_set_against_the_gap_before():
    """Half of each ward comes nearest: 2 and 2, a tenth short of both months; after the start it lacks 1 and 3."""
    others = np.array([[1.0, 3, 2, 0], [3.0, 1, 2, 2]])
    mix = mix_wards(np.array([2.1, 2.1, 3, 4]), others, 2)
    assert mix.weights == pytest.approx([0.5, 0.5]) and mix.path == pytest.approx([2, 2, 2, 1])
    assert (mix.miss_before, mix.miss_after) == (pytest.approx(0.1), pytest.approx(np.sqrt(5)))
    assert mix.miss_ratio == pytest.approx(10 * np.sqrt(5))


def test_a_ward_above_all_others_is_a_poor_fit_and_one_among_them_is_not():
    rng = np.random.default_rng(2)
    counts, is_treated, is_after = draw_world(rng)
    people = counts[:, ~is_after].sum(axis=1)
    events = counts[is_treated][:, ~is_after].sum(axis=0)

    def judge(factor: float) -> str:
        rate = counts[is_treated].sum(axis=0) * factor / people[is_treated].sum()
        others = counts[~is_treated] / people[~is_treated, None]
        return judge_fit(rate, mix_wards(rate, others, BEFORE), events * factor)

    assert judge(1) == ""
    assert "above any mix" in judge(3)
    assert "below any mix" in judge(0.3)


@pytest.mark.parametrize("treated", [1, 2])
def test_chance_is_rare_as_rarely_as_promised(treated):
    rng = np.random.default_rng([86, treated])
    rare = []
    for _ in range(100):
        counts, is_treated, _ = draw_world(rng, treated=treated)
        rare.append(rank_miss(counts, np.ones(WARDS), is_treated, BEFORE).is_rare)
    assert np.mean(rare) <= 0.11


def test_a_large_effect_is_among_the_widest_gaps():
    counts, is_treated, _ = draw_world(np.random.default_rng(87), treated=2, ratio=0.5)
    found = rank_miss(counts, np.ones(WARDS), is_treated, BEFORE)
    assert found.groups == 171 and found.is_rare
    mix = mix_group(counts, np.ones(WARDS), is_treated, BEFORE)
    assert mix.miss_ratio > 1
