"""Why a change is not tested: each reason has its two words for a card."""

import pytest

from svd.figures.untested import LOGGED, TOO_FEW_FOR_SHARE, TOO_ROUGH, UNPLACED, UNSETTLED, WEIGHED, word_briefly
from svd.stats.power import explain_untested

REASONS = (LOGGED, TOO_FEW_FOR_SHARE, TOO_ROUGH, UNPLACED, UNSETTLED, WEIGHED)


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_its_two_words(reason):
    assert 0 < len(word_briefly(reason)) <= 20


def test_too_few_is_told_apart_from_too_rough():
    assert word_briefly(str(explain_untested(3.2))) == "too few"
    assert word_briefly(TOO_ROUGH) == "too rough"
    assert word_briefly("") == "" == word_briefly("something that is no reason")
