"""Tails of distributions: the same to the last digit as the library's, wherever the two are asked."""

import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from svd.stats import tails

CHANCES = np.array([-0.1, 0.0, 1e-12, 0.001, 0.025, 0.3, 0.5, 0.9, 0.999, 1.0, 1.1, np.nan])
VALUES = np.array([-np.inf, -3.0, -1e-9, 0.0, 1e-9, 0.4, 1.0, 2.5, 40.0, 1e6, np.inf, np.nan])
FREE = np.array([-1.0, 0.0, 0.3, 1.0, 2.0, 7.5, 35.0, 1e5, np.nan])


def assert_same(name: str, way: str, *given: np.ndarray) -> None:
    wanted = getattr(getattr(stats, name), way)(*given)
    found = getattr(getattr(tails, name), way)(*given)
    np.testing.assert_array_equal(found, wanted, strict=True)


@pytest.mark.parametrize(("way", "given"), [("cdf", VALUES), ("sf", VALUES), ("ppf", CHANCES), ("isf", CHANCES)])
def test_normal_tails_are_the_librarys(way, given):
    assert_same("norm", way, given)


@pytest.mark.parametrize(
    ("name", "way", "given"),
    [
        ("chi2", "cdf", VALUES),
        ("chi2", "sf", VALUES),
        ("chi2", "ppf", CHANCES),
        ("chi2", "isf", CHANCES),
        ("t", "sf", VALUES),
        ("t", "isf", CHANCES),
    ],
)
def test_tails_with_degrees_of_freedom_are_the_librarys(name, way, given):
    assert_same(name, way, *np.meshgrid(given, FREE))


@pytest.mark.parametrize("way", ["ppf", "isf"])
def test_quantiles_of_shares_are_the_librarys(way):
    assert_same("beta", way, *np.meshgrid(CHANCES, FREE, FREE))


def test_tails_of_ratios_of_variances_are_the_librarys():
    assert_same("f", "sf", *np.meshgrid(VALUES, FREE, FREE))


@pytest.mark.parametrize("way", ["sf", "cdf"])
def test_chances_of_events_drawn_without_return_are_the_librarys(way):
    rng = np.random.default_rng(1)
    whole = rng.integers(1, 5000, 4000)
    of_kind, drawn = rng.integers(0, whole + 1), rng.integers(0, whole + 1)
    about = np.round(of_kind * drawn / whole + rng.normal(0, 4, len(whole)))
    assert_same("hypergeom", way, about, whole, of_kind, drawn)
    assert_same("hypergeom", way, np.array([-1, 0]), np.array([0, 0]), np.array([0, 0]), np.array([0, 0]))


@pytest.mark.parametrize("number", [0, 1, 2, 50, 1001])
def test_corrected_chances_are_the_librarys(number):
    chances = np.random.default_rng(number).random(number) ** 3
    chances[: number // 3] = chances[number // 2 : number // 2 + number // 3]  # some alike
    np.testing.assert_array_equal(tails.control_false_discoveries(chances), stats.false_discovery_control(chances))


def test_a_single_answer_is_a_number():
    assert isinstance(tails.norm.isf(0.5), float) and isinstance(tails.chi2.isf(0.02, 1), float)


def test_without_the_named_parts_of_the_library_it_is_asked_itself(monkeypatch):
    monkeypatch.setattr(tails, "_beta_ppf", None)
    assert tails.beta.ppf(0.3, 2, 3) == stats.beta.ppf(0.3, 2, 3)
    ask = tails._ask_hypergeom(None, "sf")
    assert ask(3, 50, 20, 10) == stats.hypergeom.sf(3, 50, 20, 10)


def test_a_build_loads_no_library_of_statistics():
    listed = (
        "import sys, svd.tasks; print(*(name for name in ('scipy.stats', 'scipy.optimize') if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
