"""What the product gives to somebody without clearance, put together, tells no count that rule 3 forbids."""

import numpy as np
import pandas as pd
import pytest

from tests.adversary import ask
from tests.adversary.answers import collect_answers, join_answers, read_figure, read_period
from tests.adversary.attack import Attack, attack
from tests.adversary.harvest import SORTS, gather, name_counts, read_chart
from tests.adversary.score import true_counts
from tests.adversary.shown_alone import BESIDE_A_CHANGE, BESIDE_A_FIGURE, find_unfounded
from tests.adversary.truth import Truth

A_TENTH = 300


@pytest.fixture(scope="module")
def product(sample_store) -> ask.Product:
    return ask.open_product(sample_store)


@pytest.fixture(scope="module")
def truth(product) -> Truth:
    return Truth(product.store, product.area, product.evidence.geography)


@pytest.fixture(scope="module")
def answers(product) -> pd.DataFrame:
    """A tenth of what the full run asks of the sorts that take no long time."""
    rng = np.random.default_rng(8)
    least = dict.fromkeys(("periods", "wholes", "verdicts", "cells", "hours"), A_TENTH)
    least |= {"ages": 60, "kinds": 60, "partners": 60, "definitions": 60, "charts": 60}
    return join_answers(gather(SORTS[sort], product, rng, number) for sort, number in least.items())


@pytest.fixture(scope="module")
def found(product, truth, answers) -> Attack:
    return attack(product, answers, truth, np.random.default_rng(1), programmes=5)


def test_every_answer_fits_what_its_protection_says(answers, found):
    assert set(answers["sort"]) == set(SORTS) - {"workbooks"}
    assert found.alone.wrong == 0 and found.together.wrong == 0


def test_no_count_is_told_that_may_not_be(found):
    assert found.forbidden == 0, found.describe()


def test_what_stands_beside_a_figure_follows_from_it(product):
    rng, names, rows = np.random.default_rng(2), list(ask.list_protected(product)), []
    for first in rng.integers(0, 30, size=3):
        rows += ask.measure(product, names, product.months[first], product.months[first + 5], "ward")
        rows += ask.measure(product, names, product.months[first], product.months[first + 5], "ward_month")

    assert len(rows) > 1000 and find_unfounded(rows, *BESIDE_A_FIGURE).empty


def test_what_is_said_of_a_change_follows_from_its_figures(product):
    rows = []
    for first in (6, 12, 18, 24):
        period = (product.months[first], product.months[first + 5])
        rows += ask.compare(product, name_counts(product), *period, "ward")

    assert len(rows) > 500 and find_unfounded(rows, *BESIDE_A_CHANGE).empty


def test_a_verdict_from_true_counts_is_found_out():
    said = {"indicator": "cases", "ward_code": "A", "count": 10, "count_before": 5, "spread": 1.0, "reason": ""}
    rows = [said | {"verdict": "rising", "p": 0.001}, said | {"verdict": "no clear change", "p": 0.02}]

    assert len(find_unfounded(rows, *BESIDE_A_CHANGE)) == 1
    assert find_unfounded([rows[0], rows[0]], *BESIDE_A_CHANGE).empty


@pytest.mark.parametrize(
    ("cell", "figure"),
    [(1155.0, (1155, False)), ("1,155 [low]", (1155, False)), ("about 10", (10, False)), ("[x]", None), (None, None)],
)
def test_a_figure_is_read_as_it_stands(cell, figure):
    assert read_figure(cell) == figure


@pytest.mark.parametrize("cell", ["[c]", "under 5", "under 10"])
def test_a_hidden_figure_is_read_as_hidden(cell):
    assert read_figure(cell)[1]


def test_a_period_is_read_from_its_words():
    assert read_period("Jul 2026 to Sep 2026") == (2026 * 12 + 6, 2026 * 12 + 8)
    assert read_period("December 2025") == (2025 * 12 + 11,) * 2


def test_a_chart_gives_its_months_and_those_it_hides(product):
    name, ward = "cctv_violence", next(iter(product.evidence.geography.ward_names))
    months = (product.months[0], product.months[-1])
    shown = ask.measure(product, [name], *months, "ward_month")
    of_ward = collect_answers("charts", [row for row in shown if row["ward_code"] == ward])
    told = read_chart(ask.draw(product, name, *months, ward), ask.list_protected(product)[name], ward)

    figures = [table.sort_values("first")[["first", "last", "shown", "is_hidden"]] for table in (told, of_ward)]
    assert len(told) == len(product.months) and told["is_hidden"].any()
    np.testing.assert_array_equal(*(table.to_numpy(float) for table in figures))


def test_the_truth_is_what_the_facts_say(product, truth):
    name = "cctv_violence"
    counted = ask.list_protected(product)[name]
    answers = collect_answers("x", ask.measure(product, [name], product.months[0], product.months[-1], "borough"))

    assert true_counts(answers, truth)[0] == pytest.approx(answers["shown"][0], abs=4 * 9)
    assert truth.totals(counted, product.area, np.array([truth.months[0]])) == [0]
