"""The Data dictionary page: every feed's contract in words, column by column, with its template to download."""

import pytest

from svd.catalogue import load_catalogue
from tests.builders import PATHS
from tests.pages.tiny_app import read_html

CATALOGUE = load_catalogue(PATHS.catalogue)


def label(name: str) -> str:
    """The feed as the list names it, which is how the address holds it."""
    source = CATALOGUE.sources[name]
    return f"{CATALOGUE.partners[source.partner].short_name}: {source.title}"


def test_the_page_opens_on_a_feed_with_its_files(run_page):
    app = run_page("data_dictionary")

    assert [title.value for title in app.title] == ["Data dictionary"]
    assert len(app.get("download_button")) == 2 and not app.error and not app.exception


@pytest.mark.parametrize("name", ["council_asb", "yjs_returns", "mps_ward", "marac_cases"])
def test_a_feed_is_told_at_a_glance_and_column_by_column(run_page, name):
    app = run_page("data_dictionary", contract=label(name))
    source = CATALOGUE.sources[name]
    terms, columns = (table.value for table in app.table[:2])

    assert source.title in read_html(app)
    assert list(columns.index) == [column.name for column in CATALOGUE.list_columns(source)]
    assert {"Sent by", "How often", "Period covered", "Agreement", "Kept for", "Small numbers"} <= set(terms.index)
    assert CATALOGUE.rules[source.small_number_rule].words in terms.loc["Small numbers", "Terms"]


def test_what_is_not_confirmed_says_so_and_what_is_does_not(run_page):
    assert "To be confirmed by the partnership" in read_html(run_page("data_dictionary", contract=label("council_asb")))
    assert "confirmed" not in read_html(run_page("data_dictionary", contract=label("mps_ward")))


def test_the_files_are_named_after_the_feed(run_page):
    buttons = run_page("data_dictionary", contract=label("ed_istv")).get("download_button")

    assert [button.proto.label for button in buttons] == ["Template (Excel)", "Dictionary (CSV)"]
