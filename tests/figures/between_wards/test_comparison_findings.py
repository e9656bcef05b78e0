"""What a comparison says: which wards differ, lie outside the funnel, and rank where; and that none does."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.between_wards.comparison import Comparison
from svd.figures.between_wards.comparison_findings import (
    word_benchmark,
    word_dispersion,
    word_funnel,
    word_intervals,
    word_ranks,
    word_rounding,
)
from svd.figures.between_wards.comparison_methods import (
    word_age_method,
    word_age_reason,
    word_comparison,
    word_funnel_method,
    word_ranks_method,
    word_spine_method,
)
from svd.figures.between_wards.funnel import Funnel
from tests.builders import PATHS

VIOLENCE = load_catalogue(PATHS.catalogue).indicators["violence_with_injury"]


def make_comparison(
    compared=("higher", "similar", "not compared"),
    funnel=("above", "inside", "not compared"),
    places=((1, 1), (2, 2), (np.nan, np.nan)),
    **more,
) -> Comparison:
    """Ash, Birch and so on; three wards unless told otherwise, the third of them hidden."""
    low, high = zip(*places, strict=True)
    names = ["Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir"][: len(compared)]
    wards = pd.DataFrame({"ward_code": names, "ward_name": names, "compared": compared, "funnel": funnel})
    wards = wards.assign(rank=low, rank_low=low, rank_high=high, benchmark=8.0)
    settings = {"area_value": 8.0, "is_for_age": False, "age_reason": ""} | more
    return Comparison(VIOLENCE, wards, Funnel(8.0, "rate", 1000.0, 1.0, 1.0, 19), **settings)


def say(word, comparison: Comparison, *codes: str) -> str:
    return word(comparison, comparison.of_wards(codes))


def test_wards_that_differ_are_named_and_the_others_counted():
    assert say(word_intervals, make_comparison()) == (
        "Violence with injury against the borough: Ash higher; 1 ward does not clearly differ; 1 ward not compared."
    )
    assert "Violence with injury, allowing for age, against" in say(word_intervals, make_comparison(is_for_age=True))


@pytest.mark.parametrize(
    ("funnel", "sentence"),
    [
        (("above", "inside", "not compared"), "Ash above the funnel; 1 ward within it; 1 ward not compared."),
        (("above", "below", "inside"), "Ash above the funnel; Birch below it; 1 ward within it."),
        (("below", "may be above", "inside"), "Ash below the funnel; 2 wards within it."),
        (("may be below", "inside", "inside"), "no ward lies outside the funnel."),
        (("not compared",) * 3, "no ward can be placed in a funnel."),
    ],
)
def test_wards_outside_the_funnel_are_named(funnel, sentence):
    compared = tuple("not compared" if one == "not compared" else "similar" for one in funnel)
    assert say(word_funnel, make_comparison(compared, funnel)) == f"Violence with injury: {sentence}"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"phi": 5.29, "p": 0.001}, "more than chance alone would make them, so the limits are widened 3.3 times"),
        ({"phi": 0.9, "p": 0.001}, "But for a few, the wards do not differ"),
        ({"phi": 1.4, "p": 0.2}, "do not clearly differ from one another"),
        ({"phi": 9.0, "p": 0.001, "count": 9}, "Too few wards can be compared"),
    ],
)
def test_over_dispersion_is_said_with_what_follows(settings, words):
    assert words in word_dispersion(Funnel(8.0, "rate", 1000.0, **({"phi": 1.0, "p": 1.0, "count": 19} | settings)))


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        (((1, 1), (2, 2), (3, 3)), "Ash ranks 1st (highest); Cedar ranks last; most wards' places are certain."),
        (((1, 2), (1, 3), (2, 3)), "2 wards could rank 1st (highest); 2 wards could rank last; a ward could typically"),
        (((1, 3),) * 3, "the order of the wards is all chance; each could rank anywhere from 1st to last."),
        (((1, 1), (np.nan,) * 2, (np.nan,) * 2), "the wards can't be put in an order."),
    ],
)
def test_ranks_are_said_with_their_uncertainty(places, sentence):
    comparison = make_comparison(("similar",) * 3, ("inside",) * 3, places)
    assert say(word_ranks, comparison).startswith(f"Violence with injury: {sentence}")


def test_a_few_wards_are_each_given_their_places():
    comparison = make_comparison(("similar",) * 3, ("inside",) * 3, ((1, 2), (1, 3), (3, 3)))
    assert say(word_ranks, comparison, "Ash", "Cedar") == (
        "Violence with injury: Ash ranks between 1st and 2nd; Cedar ranks 3rd of 3 wards."
    )


def test_what_the_wards_are_held_against_is_said_where_it_is_not_the_areas_figure():
    assert word_benchmark(make_comparison()) == ""
    assert "The line is 8.0" in word_benchmark(make_comparison(area_value=11.1)) and "it is 11.1" in word_benchmark(
        make_comparison(area_value=11.1)
    )
    assert "The line is 100" in word_benchmark(make_comparison(area_value=float("nan"), is_for_age=True))


def test_rounding_is_said_where_there_is_any():
    comparison = make_comparison()
    rounded = replace(comparison, funnel=replace(comparison.funnel, rounding=5))
    assert word_rounding(comparison) == "" and "rounded to 5" in word_rounding(rounded)


def test_methods_name_their_rule_and_their_source():
    comparison = make_comparison(age_reason="its source doesn't say how old people are")
    assert "99.8% limits" in word_comparison() and "a part of the borough" in word_comparison()
    assert "winsorised" in word_funnel_method(comparison) and "Spiegelhalter 2005" in word_funnel_method(comparison)
    assert "ratio" in word_spine_method() and "hidden" in word_spine_method()
    assert "10,000 times" in word_ranks_method() and "not the best" in word_ranks_method()
    assert "can't be allowed for" in word_age_method(comparison) and word_age_reason(comparison).endswith("are.")
    assert "Breslow and Day" in word_age_method(make_comparison(is_for_age=True)) and not word_age_reason(
        make_comparison()
    )
