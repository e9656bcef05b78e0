"""What a declaration works out for itself: how texts are matched, and which small-number rule is the stricter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.catalogue.declarations import SmallNumberRule
from svd.catalogue.entry import fold_text

rules = st.builds(
    SmallNumberRule,
    id=st.just("rule"),
    title=st.just("Rule"),
    hide_up_to=st.integers(0, 10),
    words=st.just("Words."),
    authority=st.just("Somebody"),
)


def rule(**changes) -> SmallNumberRule:
    given = {"id": "rule", "title": "Rule", "hide_up_to": 4, "words": "Words.", "authority": "Somebody"}
    return SmallNumberRule(**{**given, **changes})


def test_texts_match_whatever_their_case_and_spacing():
    assert fold_text("  Violence  Against\tthe Person ") == fold_text("VIOLENCE AGAINST THE PERSON")
    assert fold_text("Robbery") != fold_text("Robbery of a person")


def test_a_rule_that_hides_less_is_laxer():
    assert not rule(hide_up_to=3).is_as_strict_as(rule())
    assert rule().is_as_strict_as(rule(hide_up_to=3))


@pytest.mark.parametrize(("hidden", "base"), [(0, 1), (2, 5), (4, 5), (5, 10), (7, 10), (9, 10), (10, 20)])
def test_a_step_is_five_at_least_and_beyond_what_is_hidden(hidden, base):
    assert rule(hide_up_to=hidden).base == base


@given(rules)
def test_a_rule_is_as_strict_as_itself(one):
    assert one.is_as_strict_as(one)


@given(rules, rules, rules)
def test_strictness_carries_over(one, two, three):
    if one.is_as_strict_as(two) and two.is_as_strict_as(three):
        assert one.is_as_strict_as(three)
