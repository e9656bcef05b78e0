"""The open data that can be fetched: each entry whole, safe, and recognised by its source."""

from urllib.parse import urlsplit

import pytest

from svd.catalogue import load_catalogue
from svd.catalogue.open_data import PLACEHOLDERS, list_expected
from tests.catalogue.small import change, fault_of

PUBLISHERS = {
    "data.london.gov.uk",
    "data.police.uk",
    "geoportal.statistics.gov.uk",
    "services1.arcgis.com",
    "www.nomisweb.co.uk",
}


def test_every_public_source_can_be_fetched(catalogue):
    public = {source.id for source in catalogue.sources.values() if source.is_public}
    assert public == {entry.source for entry in catalogue.downloads.values() if entry.source}


def test_addresses_are_the_publishers_own(catalogue):
    for entry in catalogue.downloads.values():
        assert {urlsplit(text).hostname for text in (entry.page, entry.address)} <= PUBLISHERS, entry.id
        assert "Open Government Licence" in entry.licence


def test_an_entry_names_no_area_of_its_own(catalogue):
    for entry in catalogue.downloads.values():
        texts = " ".join((entry.address, entry.file, *entry.members))
        assert catalogue.area.code not in texts and catalogue.area.police_force_id not in texts


def test_what_is_recognised_has_all_that_its_contract_requires(catalogue):
    for entry in catalogue.downloads.values():
        columns = catalogue.list_columns(catalogue.sources[entry.source]) if entry.source else ()
        required = {column.name for column in columns if column.is_required and column.type != "month_count"}
        assert required <= set(entry.columns), entry.id


def test_a_column_may_bear_any_name_its_contract_knows(catalogue):
    expected = list_expected(catalogue, catalogue.downloads["mps_ward"])
    assert [names[0] for names in expected] == ["MinorText", "WardCode", "LookUp_BoroughName"]
    assert "BoroughName" in expected[2]
    assert list_expected(catalogue, catalogue.downloads["ons_wards"]) == (("WD22CD",), ("WD22NM",))


def test_needs_are_the_placeholders_of_address_file_and_members(folder):
    assert load_catalogue(folder).downloads["crime"].needs == {"month"} < set(PLACEHOLDERS)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"https://example.org/crime/', '"http://example.org/crime/', "address: Value error, it is no https address"),
        ('page = "https:', 'page = "ftp:', "page: Value error, it is no https address"),
        ('file = "police', 'file = "../police', "file: Value error, it is no plain file name"),
        ("{month}.csv", "{moth}.csv", "moth in braces is not one of"),
        ('kind = "csv"', 'kind = "zip"', "a zip has members"),
        ('file = "police {month}.csv"\n', "", "any other kind has file"),
        ('source = "police"\n', "", "saved to extracts has a source"),
        ('saves_to = "extracts"', 'saves_to = "downloads"', "what is not has none"),
        ('kind = "csv"', 'kind = "csv"\nsha256 = "abc"', "sha256"),
        ("largest_mb = 1", "largest_mb = 0", "largest_mb"),
        ('source = "police"', 'source = "polis"', "source names polis, which nothing declares"),
        (
            'columns = ["record_id"]',
            'columns = ["moth"]',
            "names moth, which the contract of police does not list",
        ),
        ('file = "police', 'file = "fire', "fire {month}.csv fits none of the files of source police"),
    ],
)
def test_a_wrong_entry_is_named(folder, old, new, words):
    change(folder, "open_data.toml", old, new)
    fault = fault_of(folder)
    assert "open_data.toml, download 'crime'" in fault and words in fault
