"""Limits against published vectors and against the public-health reference package."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PHStatsMethods import ph_proportion, ph_rate

from svd.stats.limits import Z_95, Z_998, limits_count, limits_proportion, limits_rate


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        (0, 0, 3.6889),
        (1, 0.0253, 5.5716),
        (3, 0.6187, 8.7673),
        (5, 1.6235, 11.6683),
        (9, 4.1154, 17.0848),
        (10, 4.7874, 18.3915),
        (25, 16.1743, 36.9065),
        (100, 81.3621, 121.6279),
    ],
)
def test_count_limits_are_the_published_ones(count, lower, upper):
    assert limits_count(count) == (pytest.approx(lower, abs=1e-4), pytest.approx(upper, abs=1e-4))


def test_rate_of_25_in_12_500():
    assert limits_rate(25, 12_500, 1000) == (pytest.approx(1.2939, abs=1e-4), pytest.approx(2.9525, abs=1e-4))


@pytest.mark.parametrize(
    ("count", "total", "lower", "upper"), [(0, 20, 0, 0.16113), (3, 20, 0.05237, 0.36042), (45, 120, 0.29352, 0.46423)]
)
def test_wilson_limits_are_the_published_ones(count, total, lower, upper):
    assert limits_proportion(count, total) == (pytest.approx(lower, abs=1e-5), pytest.approx(upper, abs=1e-5))


def test_no_total_has_no_limits():
    lower, upper = limits_proportion([0], [0])
    assert np.isnan(lower).all() and np.isnan(upper).all()


@pytest.mark.parametrize(("confidence", "z"), [(0.95, Z_95), (0.998, Z_998)])
@pytest.mark.parametrize(("low", "high"), [(1, 10), (10, 2000)], ids=["exact", "Byar"])
def test_agrees_with_the_reference_package(low, high, confidence, z):
    random = np.random.default_rng(7)
    frame = pd.DataFrame({"x": random.integers(low, high, 1000), "n": random.integers(2000, 50_000, 1000)})
    rates = ph_rate(frame, "x", "n", multiplier=1000, metadata=False, confidence=confidence)
    shares = ph_proportion(frame, "x", "n", metadata=False, confidence=confidence)
    ours = limits_rate(frame.x, frame.n, 1000, z), limits_proportion(frame.x, frame.n, z)
    for found, oracle in zip(ours, (rates, shares), strict=True):
        columns = [name for name in oracle.columns if "ci" in name.lower()]
        np.testing.assert_allclose(np.column_stack(found), oracle[columns].to_numpy(float), atol=1e-6)


@given(st.integers(0, 100_000))
def test_limits_hold_the_count_between_them(count):
    lower, upper = limits_count(count)
    assert lower <= count <= upper


def test_an_unknown_count_has_no_limits():
    assert all(np.isnan(limit) for limit in limits_count(np.nan))
