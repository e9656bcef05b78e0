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
    round_to=st.sampled_from([1, 5, 10]),
    round_wards_to=st.sampled_from([1, 5, 10]),
    is_secondary=st.booleans(),
    words=st.just("Words."),
    authority=st.just("Somebody"),
)


def rule(**changes) -> SmallNumberRule:
    given = {"id": "rule", "title": "Rule", "hide_up_to": 4, "words": "Words.", "authority": "Somebody"}
    return SmallNumberRule(**{**given, **changes})


def test_texts_match_whatever_their_case_and_spacing():
    assert fold_text("  Violence  Against\tthe Person ") == fold_text("VIOLENCE AGAINST THE PERSON")
    assert fold_text("Robbery") != fold_text("Robbery of a person")


@pytest.mark.parametrize(
    "laxer", [{"hide_up_to": 3}, {"round_to": 1, "round_wards_to": 5}, {"is_secondary": False}, {"round_wards_to": 1}]
)
def test_a_rule_that_hides_or_rounds_less_is_laxer(laxer):
    strict = rule(round_to=5 if "round_to" in laxer else 1, round_wards_to=5)
    assert not rule(**{"round_wards_to": 5, **laxer}).is_as_strict_as(strict)
    assert strict.is_as_strict_as(rule(**{"round_wards_to": 5, **laxer}))


def test_rounding_everything_rounds_wards_too():
    assert rule(round_to=5).is_as_strict_as(rule(round_to=1, round_wards_to=5))


@given(rules)
def test_a_rule_is_as_strict_as_itself(one):
    assert one.is_as_strict_as(one)


@given(rules, rules, rules)
def test_strictness_carries_over(one, two, three):
    if one.is_as_strict_as(two) and two.is_as_strict_as(three):
        assert one.is_as_strict_as(three)
