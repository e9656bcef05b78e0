"""Where harm lies, in words: the fewest wards that hold half, and who lives there."""

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.harm.harm_findings import word_concentration, word_gravest
from svd.measures.seen import find_indicator
from tests.builders import PATHS

CATALOGUE = load_catalogue(PATHS.catalogue)
HARM = CATALOGUE.indicators["serious_violence_harm"]
NAMES = ["Ash", "Birch", "Cedar", "Dell", "Elm", "Fern", "Glade", "Heath", "Iris", "Juniper"]


def _word(*totals: float | None, people: float = 1_000.0) -> str:
    wards = pd.DataFrame({"ward_name": NAMES[: len(totals)], "value": totals, "denominator": people}, dtype=object)
    return word_concentration(wards.astype({"value": float, "denominator": float}), HARM).removeprefix(HARM.short_title)


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ((60, 20, 10, 10), ": half of it is in 1 of 4 wards (Ash), where 25.0% of residents live."),
        ((10, 30, 30, 30), ": half of it is in 2 of 4 wards (Birch, Cedar), where 50.0% of residents live."),
        ((1,) * 10, ": half of it is in 5 of 10 wards, where 50.0% of residents live."),
        ((0, 0), ": none was recorded in any ward."),
        ((5, None), ": where half of it lies can't be said; 1 ward not known."),
    ],
)
def test_half_of_it_is_in_the_fewest_wards(totals, words):
    assert _word(*totals) == words


def test_the_gravest_offence_is_named_with_its_share():
    area = pd.Series({"gravest": "homicide", "gravest_count": 1.0, "gravest_share": 7_979 / 16_341})
    assert word_gravest(area, CATALOGUE.offences) == "The gravest, homicide (1 offence), is 48.8% of it."


def test_nothing_is_said_of_the_gravest_where_the_sum_is_hidden():
    assert word_gravest(pd.Series({"gravest": "", "gravest_share": float("nan")}), CATALOGUE.offences) == ""


def test_half_of_a_number_goes_by_the_number_itself():
    number = find_indicator(CATALOGUE, "violence_with_injury:number")
    wards = pd.DataFrame({"ward_name": ["Ash", "Birch"], "value": [9.0, 5.0], "denominator": [float("nan")] * 2})
    assert word_concentration(wards, number) == f"{number.short_title}: half of it is in 1 of 2 wards (Ash)."


def test_it_goes_by_days_in_all_and_not_by_the_rate():
    wards = pd.DataFrame({"ward_name": ["Ash", "Birch"], "value": [9.0, 5.0], "denominator": [1_000.0, 9_000.0]})
    assert "(Birch), where 90.0% of residents live" in word_concentration(wards, HARM)
