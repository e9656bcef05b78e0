"""The trends before the start: against a published regression package, and found where they do differ."""

import numpy as np
import pytest
import statsmodels.api as sm

from svd.evidence.worlds import Months, draw_counts
from svd.figures.evaluation.difference import disperse_months
from svd.figures.evaluation.parallel import compare_trends, follow_months
from tests.figures.evaluation.worlds import draw_small, draw_world
from tests.proof import above, some


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
        of_treated = model.predict(fitted.params).reshape(counts.shape)[is_treated].sum(axis=0) / counts.sum(axis=0)
        spread *= follow_months(counts, is_treated, of_treated)
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


def test_wards_whose_months_follow_one_another_are_not_taken_to_draw_apart():
    """Without the widening more than 1 in 10 of such would be."""
    random, is_treated, called, plain = np.random.default_rng(84), np.arange(19) < 2, [], []
    for _ in range(some(4000)):
        counts = draw_counts(random, Months(8.0, 2.0, 0.25), (19, 24))
        found = compare_trends(counts, is_treated)
        widened = follow_months(counts, is_treated, counts[is_treated].sum(axis=0) / counts.sum(axis=0))
        called.append(found.p < 0.05)
        plain.append(abs(np.log(found.ratio)) * np.sqrt(widened) > np.log(found.upper / found.ratio))
    assert np.mean(called) <= above(0.05, len(called)) and np.mean(plain) > 0.07


@pytest.mark.parametrize("counts", [np.zeros((3, 6)), np.array([[0.0] * 6, [4.0] * 6, [5.0] * 6]), np.ones((3, 2))])
def test_no_events_or_too_few_months_give_no_trend(counts):
    assert np.isnan(compare_trends(counts, np.array([True, False, False])).p)
