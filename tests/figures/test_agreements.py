"""Agreements and their reviews: near, past, not confirmed, none needed."""

from datetime import date

import pytest

from svd.catalogue.contract import Agreement
from svd.figures.agreements import list_agreements, list_terms, word_agreements, word_review, word_warning
from svd.store.selection import Selection
from tests.builders import build_evidence

SELECTION = Selection(date(2026, 1, 1), date(2026, 1, 1), partners=("lfb", "hospital"))


@pytest.fixture
def evidence(tmp_path):
    return build_evidence(tmp_path)


@pytest.mark.parametrize(
    ("today", "state", "warning"),
    [
        (date(2026, 12, 30), "fine", ""),
        (date(2026, 12, 31), "soon", "its review is due on 31 Mar 2027, to be confirmed, in 90 days."),
        (date(2027, 3, 31), "soon", "in 0 days."),
        (date(2027, 4, 1), "past", "its review was due on 31 Mar 2027, to be confirmed, 1 day ago."),
    ],
)
def test_a_review_is_warned_of_from_90_days_before(evidence, today, state, warning):
    agreements = list_agreements(evidence, SELECTION, today)
    assert list(agreements["state"]) == [state, state], "Fire's and the hospital's."
    assert warning in word_warning(agreements.iloc[0])
    assert bool(word_warning(agreements.iloc[0])) == bool(warning)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 1, 1), "No agreement is to be reviewed within 90 days; 2 review dates are yet to be confirmed."),
        (date(2027, 3, 1), "2 agreements are to be reviewed within 90 days; 2 review dates are yet to be confirmed."),
        (date(2027, 6, 1), "2 agreements are past their reviews; 2 review dates are yet to be confirmed."),
    ],
)
def test_the_reviews_in_a_sentence(evidence, today, words):
    assert word_agreements(list_agreements(evidence, SELECTION, today)) == words


@pytest.mark.parametrize(
    ("review_on", "is_confirmed", "words"),
    [
        (date(2027, 3, 31), False, "31 Mar 2027, to be confirmed"),
        (date(2027, 3, 31), True, "31 Mar 2027"),
        (None, True, "no review needed"),
        (None, False, "no review date set"),
    ],
)
def test_a_review_says_whether_it_is_confirmed(review_on, is_confirmed, words):
    agreement = Agreement(id="a", title="A", words="A.", review_on=review_on, is_confirmed=is_confirmed)
    assert word_review(agreement) == words


def test_each_feed_has_its_terms(evidence):
    terms = list_terms(evidence, SELECTION)
    assert list(terms["review"]) == ["31 Mar 2027, to be confirmed"] * 2
    assert terms.loc[0, "agreement"].endswith("police, fire and council") and terms.loc[0, "owner"]
