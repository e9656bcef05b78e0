"""Contracts: each feed's own columns before its format's, and the faults that would let a wrong one through."""

from datetime import date

import pytest
from pydantic import ValidationError

from svd.catalogue.contract import Column
from svd.catalogue.load import load_catalogue
from svd.catalogue.schema import AGE_BANDS
from tests.catalogue.small import change, fault_of

OWN = """
[[column]]
reader_or_source = "police"
field = "sex"
name = "Gender"
type = "choice"
meaning = "As the police record it."
allowed = ["female", "male", "unknown"]
"""


def add(folder, name: str, text: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(text)


def make_column(**given) -> Column:
    return Column(**{"reader_or_source": "x", "field": "x", "name": "x", "type": "text", "meaning": "x"} | given)


def test_a_feed_has_its_formats_columns_and_its_own_instead(folder):
    add(folder, "contracts.toml", OWN)
    catalogue = load_catalogue(folder)

    assert [column.name for column in catalogue.list_columns(catalogue.sources["police"])] == ["record_id", "Gender"]


def test_a_feed_that_names_its_columns_has_only_those(folder):
    change(folder, "sources.toml", 'reader = "incidents"', 'reader = "incidents"\ncolumns = ["record_id"]')
    catalogue = load_catalogue(folder)

    assert [column.field for column in catalogue.list_columns(catalogue.sources["police"])] == ["record_id"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ('columns = ["shoe_size"]', "columns names shoe_size"),
        ('required_fields = ["shoe size"]', "required_fields names shoe size"),
        ('agreement = "handshake"', "agreement names handshake"),
    ],
)
def test_what_a_feed_names_and_nothing_declares_is_named(folder, key, words):
    change(folder, "sources.toml", 'reader = "incidents"', f'reader = "incidents"\n{key}')

    assert words in fault_of(folder)


def test_a_header_that_could_be_two_columns_is_named(folder):
    change(folder, "contracts.toml", 'aliases = ["reference"]', 'aliases = ["Sex"]')

    assert "'sex' stands for two columns of police" in fault_of(folder)


@pytest.mark.parametrize(
    "given",
    [{"type": "choice"}, {"type": "flag"}, {"allowed": ["a"], "also": {"b": "c"}}, {"allowed": ["a"], "example": "b"}],
)
def test_a_choice_lists_its_values_and_means_nothing_else(given):
    with pytest.raises(ValidationError):
        make_column(**given)


def test_every_feed_of_the_product_says_who_owns_it_for_how_long_and_under_what(catalogue):
    for source in catalogue.sources.values():
        assert source.owner and source.period_covered and source.agreement in catalogue.agreements
        assert source.is_public == (source.agreement == "open_licence") == (source.retention_months == 0)


def test_agreements_under_review_have_a_day_and_say_that_it_is_not_confirmed(catalogue):
    for agreement in catalogue.agreements.values():
        assert agreement.is_confirmed or (isinstance(agreement.review_on, date) and "placeholder" in agreement.words)


def test_identifiers_come_with_person_level_feeds_only(catalogue):
    for source in catalogue.sources.values():
        has_person = any(column.type == "person" for column in catalogue.list_columns(source))
        assert has_person == source.is_person_level


def test_the_contracts_age_bands_are_the_stores(catalogue):
    bands = {column.allowed for column in catalogue.columns if column.field == "age_band"}

    assert bands == {AGE_BANDS}


def test_every_column_that_is_used_can_be_renamed_to_an_alias(catalogue):
    assert [column.name for column in catalogue.columns if not column.aliases] == []


def test_every_feed_about_people_says_who_a_row_is(catalogue):
    for source in catalogue.sources.values():
        assert (source.people is not None) >= (source.has_age or source.is_person_level)
        assert source.people is None or source.people.note.startswith("A row is")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("has_age = true", "people is missing"),
        ("is_person_level = true", "people is missing"),
        ('people = { are = "victims", note = "Victims.", ages = ["10-17"] }', "people.ages names 10-17"),
    ],
)
def test_a_feed_about_people_that_does_not_say_who_they_are_is_named(folder, given, words):
    change(folder, "sources.toml", 'reader = "incidents"', f'reader = "incidents"\n{given}')

    assert "source 'police'" in fault_of(folder) and words in fault_of(folder)
