"""The correction for many tests: the published example, groups apart, and what was not tested never passes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from svd.figures.signals.chance import pass_tests
from tests.proof import some

PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590),
    1.0,
]
"""Benjamini and Hochberg 1995, section 3.2: at 0.05 the four smallest pass."""


def test_the_published_example():
    p = np.array(PUBLISHED)[::-1]
    assert list(np.sort(p[pass_tests(p, np.zeros(len(p)), 0.05)])) == PUBLISHED[:4]


def test_it_agrees_with_the_fields_package_on_a_thousand_random_cases():
    random = np.random.default_rng(1)
    for _ in range(some(1000)):
        p = random.uniform(0, 1, random.integers(1, 40)) ** random.integers(1, 5)
        adjusted = stats.false_discovery_control(p, method="bh")
        assert (pass_tests(p, np.zeros(len(p)), 0.1) == (adjusted <= 0.1)).all()


def test_each_group_is_corrected_for_its_own_number():
    p = np.array([0.04, *[0.9] * 9, 0.04])
    passed = pass_tests(p, np.array([0] * 10 + [1]), 0.05)
    assert list(np.flatnonzero(passed)) == [10], "0.04 is too much among ten, and not alone"


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=20))
def test_what_was_not_tested_does_not_pass_and_does_not_count(values):
    p = np.array([np.nan if value is None else value for value in values], dtype=float)
    passed = pass_tests(p, np.zeros(len(p)))
    known = ~np.isnan(p)
    assert not passed[~known].any()
    assert (passed[known] == pass_tests(p[known], np.zeros(known.sum()))).all()


@pytest.mark.parametrize("p", [[], [np.nan]])
def test_nothing_tested_passes_nothing(p):
    assert not pass_tests(np.array(p), np.zeros(len(p))).any()
