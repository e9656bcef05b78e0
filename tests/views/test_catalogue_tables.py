"""Tables of the catalogue: a row for each entry, and no cell left empty."""

from dataclasses import replace

import pytest

from svd.catalogue import load_catalogue
from svd.catalogue.schema import TABLES
from svd.views import catalogue_tables as tables
from svd.views.method_notes import list_methods
from tests.builders import PATHS

CATALOGUE = load_catalogue(PATHS.catalogue)


@pytest.mark.parametrize(
    ("list_entries", "entries"),
    [
        (tables.list_partners, CATALOGUE.partners),
        (tables.list_sources, CATALOGUE.sources),
        (tables.list_rules, CATALOGUE.rules),
        (tables.list_five_ds, CATALOGUE.five_ds),
        (tables.list_priorities, CATALOGUE.priorities),
        (tables.list_breaks, CATALOGUE.breaks),
        (tables.list_indicators, CATALOGUE.indicators),
    ],
)
def test_each_entry_has_a_row_and_no_cell_is_empty(list_entries, entries):
    table = list_entries(CATALOGUE)
    assert len(table) == len(entries)
    assert not table.isna().any(axis=None) and (table != "").all(axis=None)


def test_each_dated_event_names_where_it_can_be_read_and_only_those_of_a_feed_break_a_series():
    table = tables.list_breaks(CATALOGUE).set_index("Event")
    assert tables.NOT_NAMED not in set(table["Where it can be read"])
    across = table["Compared across"]
    assert across["New police crime system (CRIS to CONNECT)"] == "no"
    assert across["First lockdown"] == "yes, limits start anew"
    assert across["One crime counted for linked offences"] == across["New wards"] == "no series breaks"


def test_an_event_without_a_source_says_so():
    bare = CATALOGUE.breaks["wards_2022"].model_copy(update={"evidence": ""})
    table = tables.list_breaks(replace(CATALOGUE, breaks={bare.id: bare}))
    assert list(table["Where it can be read"]) == [tables.NOT_NAMED]


def test_a_partner_that_sends_nothing_says_so():
    partners = tables.list_partners(CATALOGUE).set_index("Partner")["Feeds"]
    assert partners["HM Prison Service"] == tables.NO_FEED


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_of_the_data_has_its_meaning(table):
    assert tables.list_columns(table)["Column"].to_list() == table.names


def test_methods_name_the_areas_own_years():
    methods = list_methods(CATALOGUE)
    assert str(CATALOGUE.area.residents_year) in methods["Rates"]
    assert str(CATALOGUE.area.baseline_year) in methods["Is it a real change?"]
