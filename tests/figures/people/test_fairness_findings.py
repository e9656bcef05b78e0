"""Fairness in words: a ratio with its limits, or why there is none; the request is whole and lawful."""

import pytest

from svd.catalogue import load_catalogue
from svd.figures.people.disproportionality import judge_ratio
from svd.figures.people.fairness_findings import word_absence, word_fairness_method, word_ratio
from tests.builders import PATHS

CATALOGUE = load_catalogue(PATHS.catalogue)
SEARCHES = CATALOGUE.comparisons["stop_and_search"]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (
            (100, 10_000, 50, 20_000),
            "Rate ratio 4.00 (2.85 to 5.62): more often than the comparator, by more than chance",
        ),
        (
            (50, 20_000, 100, 10_000),
            "Rate ratio 0.25 (0.18 to 0.35): less often than the comparator, by more than chance",
        ),
        ((55, 10_000, 50, 10_000), "Rate ratio 1.10 (0.75 to 1.61): no clear difference from the comparator."),
        ((29, 10_000, 500, 10_000), "Not shown: each group needs 30 searches or more, and a number of people."),
    ],
)
def test_the_ratio_in_words(case, words):
    assert word_ratio(judge_ratio(*case, SEARCHES.least_events), SEARCHES).startswith(words)


def test_nothing_received_is_said_plainly():
    assert word_absence(SEARCHES) == "Fairness can't be told yet: no figures of searches by group are received."


def test_the_request_has_both_groups_numerators_and_denominators_and_its_legal_footing():
    names = {column.name for column in SEARCHES.columns}

    assert {"group_searches", "group_residents", "comparator_searches", "comparator_residents"} <= names
    assert any("Equality Act 2010" in words for words in SEARCHES.footing)
    assert any("Data Protection Act 2018" in words for words in SEARCHES.footing)
    assert "placeholder" in SEARCHES.authority


def test_no_contract_holds_ethnicity():
    fields = {column.field for column in CATALOGUE.columns}

    assert not fields & {"ethnicity", "ethnic_group", "race", "self_defined_ethnicity"}


def test_the_method_says_what_is_never_shown():
    assert "a rate of one group by itself, a map or a list by ethnicity" in word_fairness_method(SEARCHES)
