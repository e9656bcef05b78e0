"""Power: the chance told is the chance simulated, and what is too little is said in words."""

import numpy as np
import pytest

from svd.stats.power import can_test_change, explain_untested, find_power, has_power
from svd.stats.protected import call_change, variance_of_difference
from tests.stats.worlds import draw_pair


@pytest.mark.parametrize("ratio", [0.5, 1.6, 2])
@pytest.mark.parametrize(("dispersion", "base"), [(1, 1), (2, 1), (1, 5), (2, 5)])
def test_the_chance_told_is_the_chance_simulated(ratio, dispersion, base):
    random, v = np.random.default_rng(81), variance_of_difference(base)
    for mean in (20, 50, 100, 200):
        before, after = draw_pair(random, (mean, ratio * mean), base, 8000, dispersion=dispersion)
        found = call_change(after, before, v, dispersion)
        called = (found.is_called & (np.sign(found.difference) == np.sign(ratio - 1))).mean()
        assert float(find_power(mean, ratio, dispersion, v)) == pytest.approx(called, abs=0.06)


def test_power_grows_with_events_and_shrinks_with_scatter_and_protection():
    power = find_power([5, 20, 30, 60, 200])
    assert (np.diff(power) > 0).all() and power[1] == pytest.approx(0.33, abs=0.01)
    assert find_power(50, dispersion=2) < find_power(50) and find_power(50, v=99) < find_power(50)
    assert find_power(0) < 0.01 and find_power(50, 1) < 0.01


def test_from_about_thirty_events_a_doubling_is_rather_called_than_not():
    assert has_power([20, 26, 30, 100]).tolist() == [False, False, True, True]
    assert has_power(50) and not has_power(50, dispersion=3)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (20, ""),
        (1768, ""),
        (19.7, "about 19 expected in the period, and a change is tested from 20"),
        (0.4, "fewer than one expected in the period, and a change is tested from 20"),
        (np.nan, "how many events to expect is not known"),
    ],
)
def test_too_few_events_are_said_in_words(expected, said):
    assert explain_untested(expected) == said and bool(can_test_change(expected)) == (said == "")


def test_many_at_once():
    assert explain_untested([[20, 3], [np.nan, 50]]).shape == (2, 2) and can_test_change([[20, 3]]).tolist() == [
        [True, False]
    ]
