"""A contract in words and tables, and examples that lie inside any area, shown on a tiny made-up partnership."""

from dataclasses import replace
from datetime import date

import pytest

from svd.catalogue.contract import Agreement, People
from svd.catalogue.declarations import SmallNumberRule
from svd.ingest.reference import Reference
from svd.views.contract_examples import Feed, find_examples, find_period, name_feed_file, name_headers
from svd.views.contract_tables import (
    describe_contract,
    list_allowed,
    list_contract_columns,
    list_words,
    word_contract,
    word_retention,
    word_state,
)
from tests.ingest.builders import ASH, BIRCH, make_catalogue, make_geography

RULE = SmallNumberRule(id="rule", title="Under 5", hide_up_to=4, words="1 to 4 are hidden.", authority="made up")
AGREED = Agreement(id="deal", title="The deal", words="made up", review_on=date(2027, 3, 31), is_confirmed=True)


def make_feed(name: str = "asb", agreements: tuple[Agreement, ...] = (AGREED,), **given: object) -> Feed:
    catalogue = make_catalogue(**{name: {"agreement": "deal", "due_days": 15} | given})
    catalogue = replace(catalogue, rules={"rule": RULE}, agreements={one.id: one for one in agreements})
    return Feed(catalogue.sources[name], catalogue, make_geography())


def test_who_a_row_is_stands_with_what_is_known_of_people() -> None:
    people = People(are="victims", note="A row is a victim.")

    assert describe_contract(make_feed(people=people))["People"] == (
        "A row is a victim. No code of a person is part of this feed."
    )
    assert describe_contract(make_feed())["People"] == "No code of a person is part of this feed."


def test_the_terms_are_told_in_words() -> None:
    told = describe_contract(make_feed(retention_months=30, location_precision="ward"))

    assert told["How often"] == "Every month, within 15 days of its end."
    assert told["Kept for"] == "2 years and 6 months after the last month a file covers."
    assert told["Place"] == "The ward is the finest place kept."
    assert told["Agreement"] == "The deal. Review by 31 Mar 2027."
    assert told["Small numbers"] == "Under 5: 1 to 4 are hidden."


def test_a_feed_without_places_says_nothing_of_them() -> None:
    assert "Place" not in describe_contract(make_feed("team_returns"))


def test_what_is_not_confirmed_or_not_named_says_so() -> None:
    draft = AGREED.model_copy(update={"is_confirmed": False})

    assert word_state(make_feed()) == "Agreement: The deal. Review by 31 Mar 2027."
    assert "To be confirmed by the partnership" in word_state(make_feed(agreements=(draft,)))
    assert "None is named yet" in word_state(make_feed(agreements=()))


@pytest.mark.parametrize(
    ("months", "words"),
    [(0, "Kept for good: the figures are public."), (1, "1 month after"), (12, "1 year after"), (84, "7 years after")],
)
def test_how_long_a_file_is_kept(months: int, words: str) -> None:
    assert word_retention(make_feed(retention_months=months).source).startswith(words)


def test_the_contract_in_a_sentence() -> None:
    feed = make_feed(columns=("record_id", "occurred_at", "category", "sex"))

    assert word_contract(feed) == ("asb: 4 columns, 3 of them required, from x. Every month, within 15 days of its end")


def test_a_column_is_a_row_and_nothing_stands_empty() -> None:
    table = list_contract_columns(make_feed())

    assert len(table) == len(make_feed().columns) and not (table == "").any(axis=None)
    ward = table.set_index("Column").loc["ward_code"]
    assert (ward["Needed"], ward["Allowed"], ward["Example"]) == ("if known", f"{ASH}; {BIRCH}", ASH)


def test_words_allowed_are_the_feeds_own() -> None:
    feed = make_feed()
    by_field = {column.field: list_allowed(column, feed) for column in feed.columns}

    assert by_field["category"] == {"Noise": "nuisance", "Fight": "harm"}
    assert by_field["ward_code"] == {ASH: "Ash", BIRCH: "Birch"}
    assert by_field["record_id"] == {}
    returned = {
        column.field: list_allowed(column, make_feed("team_returns")) for column in make_feed("team_returns").columns
    }
    assert list(returned["indicator"]) == ["held", "entrants"]
    assert list(returned["area_code"]) == ["E09000001", ASH, BIRCH]


def test_the_words_of_a_column_stand_together() -> None:
    columns = list(list_words(make_feed())["column"])

    assert [name for name, before in zip(columns, [None, *columns], strict=False) if name != before] == list(
        dict.fromkeys(columns)
    )


def test_an_example_lies_inside_the_area_whatever_the_area() -> None:
    feed = make_feed()
    example = find_examples(feed)

    assert example["ward_code"] == ASH
    assert 545_000 < float(example["easting"]) < 546_000 and 185_000 < float(example["northing"]) < 186_000
    assert Reference(feed.catalogue, feed.geography).geography.ward_names[example["ward_code"]] == "Ash"


@pytest.mark.parametrize(
    ("frequency", "first", "last"),
    [("month", "2026-01", "2026-01"), ("quarter", "2026-01", "2026-03"), ("year", "2025-02", "2026-01")],
)
def test_the_period_of_the_examples_is_the_feeds_own_and_past(frequency: str, first: str, last: str) -> None:
    feed = make_feed("team_returns", frequency=frequency)

    assert [f"{month:%Y-%m}" for month in find_period(feed)] == [first, last]
    assert (find_examples(feed)["period_from"], find_examples(feed)["period_to"]) == (first, last)
    assert name_feed_file(feed) == f"team_returns_{first}_{last}.xlsx"


def test_a_share_is_shown_before_a_count_and_a_count_has_no_denominator() -> None:
    feed = make_feed("team_returns")
    counts = replace(feed.catalogue, indicators={"entrants": feed.catalogue.indicators["entrants"]})

    assert (find_examples(feed)["indicator"], find_examples(feed)["denominator"]) == ("held", "48")
    only = find_examples(replace(feed, catalogue=counts))
    assert (only["indicator"], only["denominator"]) == ("entrants", "")


def test_a_column_a_month_stands_for_a_few() -> None:
    (months,) = (column for column in make_feed("wards").columns if column.type == "month_count")

    assert name_headers(months) == ("202601", "202602", "202603")
    assert name_feed_file(make_feed("street")) == "2026-01-street.xlsx"
