"""The trends before the start: against a published regression package, and found where they do differ."""

import numpy as np
import pytest
import statsmodels.api as sm

from svd.figures.evaluation.difference import disperse_months
from svd.figures.evaluation.parallel import compare_trends
from tests.figures.evaluation.worlds import draw_small, draw_world
from tests.proof import some


def test_it_is_the_regression_of_the_fields_package_on_a_thousand_worlds():
    rng = np.random.default_rng(82)
    compared = 0
    while compared < 1000:
        counts, is_treated, _ = draw_small(rng)
        wards, months = counts.shape
        if months < 3:
            continue
        years = np.arange(months) / 12
        by_ward = np.kron(np.eye(wards), np.ones((months, 1)))
        by_month = np.tile(np.eye(months)[:, 1:], (wards, 1))
        term = np.outer(is_treated, years - years.mean()).reshape(-1, 1)
        model = sm.GLM(counts.ravel(), np.hstack([by_ward, by_month, term]), family=sm.families.Poisson())
        fitted = model.fit(tol=1e-14, maxiter=200)
        found = compare_trends(counts, is_treated)
        spread = max(1, disperse_months(counts, is_treated, np.zeros(months, dtype=bool)))
        assert np.log(found.ratio) == pytest.approx(fitted.params[-1], rel=1e-6, abs=1e-6)
        reach = np.log(found.upper / found.ratio) / 1.959964
        assert reach == pytest.approx(fitted.bse[-1] * np.sqrt(spread), rel=1e-6)
        compared += 1


def test_wards_that_draw_apart_are_found():
    months = np.arange(24)
    counts = np.vstack([20 * 0.5 ** (months / 12), *[np.full(24, 20.0)] * 9]).round()
    found = compare_trends(counts, np.arange(10) == 0)
    assert found.ratio == pytest.approx(0.5, abs=0.02) and found.p < 0.001


def test_alike_trends_are_called_unlike_about_once_in_twenty():
    rng = np.random.default_rng(83)
    called = []
    for _ in range(some(1000)):
        counts, is_treated, is_after = draw_world(rng, treated=2)
        called.append(compare_trends(counts[:, ~is_after], is_treated).p < 0.05)
    assert 0.02 < np.mean(called) < 0.065


@pytest.mark.parametrize("counts", [np.zeros((3, 6)), np.array([[0.0] * 6, [4.0] * 6, [5.0] * 6]), np.ones((3, 2))])
def test_no_events_or_too_few_months_give_no_trend(counts):
    assert np.isnan(compare_trends(counts, np.array([True, False, False])).p)
