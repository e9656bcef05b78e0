"""The adversary is strong: with each query hidden and rounded afresh it tells thousands of counts, none wrong."""

import itertools

import numpy as np
import pytest

from tests.adversary import ask
from tests.adversary.answers import join_answers
from tests.adversary.attack import attack
from tests.adversary.lenses import find_base
from tests.adversary.made_up import ask_running_totals
from tests.adversary.old_rounding import ask_rounded, round_afresh
from tests.adversary.score import solve_and_score
from tests.adversary.truth import Truth


@pytest.fixture(scope="module")
def product(sample_store) -> ask.Product:
    return ask.open_product(sample_store)


@pytest.fixture(scope="module")
def truth(product) -> Truth:
    return Truth(product.store, product.area)


def rounded(product, truth, periods) -> object:
    counted = set(ask.list_protected(product).values())
    asked = [ask_rounded(truth, one, product.hides_up_to(one), periods, truth.list_places(one)) for one in counted]
    return join_answers(asked)


def all_periods(product) -> list[tuple[int, int]]:
    first = product.months[0].year * 12 + product.months[0].month - 1
    return list(itertools.combinations_with_replacement(range(first, first + len(product.months)), 2))


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((0, 5, 12, 13), (0, 5, 10, 15)),
        ((3, 6, 40, 0), (None, None, 40, 0)),
        ((4, 3, 9, 40), (None, None, 10, 40)),
    ],
)
def test_the_old_rounding_is_what_it_was(counts, shown):
    figures, is_hidden = round_afresh(np.array(counts), 4)

    assert [None if hidden else figure for figure, hidden in zip(figures, is_hidden, strict=True)] == list(shown)


def test_rounded_afresh_nearly_every_hidden_month_of_a_ward_is_told_exactly(product, truth):
    answers = rounded(product, truth, all_periods(product))
    _, score = solve_and_score(answers, truth, "afresh", product.hides_up_to, product.area)

    assert score.wrong == 0
    assert score.hidden_months > 3000 and score.hidden_months_exact >= 0.99 * score.hidden_months
    assert score.exact > 100_000


def test_a_tenth_of_the_periods_tells_more_than_a_thousand_counts(product, truth):
    rng = np.random.default_rng(5)
    periods = all_periods(product)
    some = [periods[place] for place in rng.permutation(len(periods))[:150]]
    _, score = solve_and_score(rounded(product, truth, some), truth, "afresh", product.hides_up_to, product.area)

    assert score.wrong == 0 and score.exact > 1000


def test_months_alone_tell_no_hidden_count(product, truth):
    months = [pair for pair in all_periods(product) if pair[0] == pair[1]]
    _, score = solve_and_score(rounded(product, truth, months), truth, "afresh", product.hides_up_to, product.area)

    assert score.wrong == 0 and score.hidden_exact == 0 and score.hidden_months > 3000


def test_the_same_periods_tell_nothing_forbidden_as_rounded_running_totals(product, truth):
    rng = np.random.default_rng(6)
    answers = join_answers(
        ask_running_totals(
            truth, counted, find_base(product.hides_up_to(counted)), all_periods(product), product.area, rng
        )
        for counted in dict.fromkeys(ask.list_protected(product).values())
    )
    found = attack(product, answers, truth, rng, programmes=3, protection="running_total")

    assert found.alone.wrong == found.together.wrong == 0
    assert found.families >= 10 and found.programmes == 3
    assert found.forbidden == 0, found.describe()


def test_bounds_that_leave_out_the_truth_are_counted_as_wrong(product, truth):
    answers = rounded(product, truth, all_periods(product)[:20])
    answers["shown"] += 10
    _, score = solve_and_score(answers, truth, "afresh", product.hides_up_to, product.area)

    assert score.wrong > 0
