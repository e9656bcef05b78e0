"""Tables of weights: each with what it stands for, and every category left out with its reason."""

import pytest

from svd.catalogue import load_catalogue
from svd.views.weight_tables import UNCONFIRMED, list_weights, word_index
from tests.builders import PATHS

CATALOGUE = load_catalogue(PATHS.catalogue)


@pytest.mark.parametrize("index", CATALOGUE.indices.values(), ids=lambda index: index.id)
def test_each_weight_and_each_category_left_out_has_a_row(index):
    table = list_weights(CATALOGUE, index)
    weighed = [each for each in CATALOGUE.weights if each.index == index.id]
    left_out = [name for each in CATALOGUE.left_out if each.index == index.id for name in each.offences]
    assert len(table) == len(weighed) + len(left_out)
    assert not table.isin(["", "-"]).any(axis=None)  # a hyphen alone is drawn as the bullet of an empty list
    assert table["Category"].is_unique


def test_a_proxy_and_what_is_to_be_confirmed_say_so():
    table = list_weights(CATALOGUE, CATALOGUE.indices["css"]).set_index("Category")
    assert table.loc["Homicide", ["Weight", "How well"]].tolist() == ["7,979", "exact"]
    assert table.loc["Rape", "How well"] == "category proxy, to be confirmed"
    assert table.loc["Shoplifting", "Weight"] == "none" and table.loc["Shoplifting", "Note"].startswith("Because ")


@pytest.mark.parametrize("index", CATALOGUE.indices.values(), ids=lambda index: index.id)
def test_an_index_with_weights_to_be_confirmed_says_so_wherever_it_is_used(index):
    unsure = [each for each in CATALOGUE.weights if each.index == index.id and not each.is_confirmed]
    assert bool(unsure) == any(UNCONFIRMED in caveat.lower() for caveat in index.caveats)


def test_a_cost_that_no_account_bears_out_is_marked_and_those_of_businesses_are_left_out():
    table = list_weights(CATALOGUE, CATALOGUE.indices["cost"]).set_index("Category")
    unsure = table.index[table["How well"].str.contains(UNCONFIRMED)]
    offences = CATALOGUE.offences
    named = ("homicide", "violence_without_injury", "burglary_home")
    assert set(unsure) == {offences[name].title for name in named}
    assert (table.loc[unsure, "Note"] != "none").all()
    business = table.loc[[offences["business_robbery"].title, offences["burglary_business"].title]]
    assert set(business["Weight"]) == {"none"} and business["Note"].str.contains("could be checked").all()


def test_the_index_names_its_edition_its_source_and_the_sources_that_disagree():
    words = word_index(CATALOGUE.indices["css"])
    assert "November 2016" in words and "Office for National Statistics" in words
    assert "7,979" in words and "7,797" in words
