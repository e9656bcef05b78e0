"""A small catalogue that loads, and one broken in each way: the fault names file, entry and key."""

import shutil

import pytest
from pydantic import ValidationError

from svd.catalogue import load_catalogue
from svd.errors import UserError
from tests.catalogue.small import FILES, change, fault_of, repeat


def test_the_small_catalogue_loads(folder):
    catalogue = load_catalogue(folder)
    assert catalogue.area.ward_count == 2
    assert list(catalogue.indicators) == ["knife_crime"]
    assert catalogue.categories[0].offence == "knife_crime"


def test_the_definition_adopted_last_is_the_latest(folder):
    assert load_catalogue(folder).latest_definition.id == "newer-2023"


def test_a_byte_order_mark_does_no_harm(folder):
    text = (folder / "partners.toml").read_text(encoding="utf-8")
    (folder / "partners.toml").write_text(text, encoding="utf-8-sig")
    assert "police_service" in load_catalogue(folder).partners


def test_nothing_changes_a_catalogue_once_read(folder):
    catalogue = load_catalogue(folder)
    with pytest.raises(ValidationError):
        catalogue.area.name = "Elsewhere"
    with pytest.raises(TypeError):
        catalogue.partners["new"] = catalogue.partners["police_service"]
    with pytest.raises(AttributeError):
        catalogue.partners = {}


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    assert name in fault_of(folder) and "missing" in fault_of(folder)


@pytest.mark.parametrize("name", FILES)
def test_broken_toml_names_file_and_line(folder, name):
    (folder / name).write_text("[area\n", encoding="utf-8")
    assert name in fault_of(folder) and "line 1" in fault_of(folder)


def test_a_file_of_another_encoding_is_named(folder):
    (folder / "partners.toml").write_bytes("# caf\u00e9".encode("latin-1"))
    assert "partners.toml is not UTF-8" in fault_of(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("area.toml", "ward_count = 2\n", "", ("area", "'The Borough'", "ward_count")),
        ("area.toml", "ward_count = 2", 'ward_count = "many"', ("area", "'The Borough'", "ward_count")),
        ("partners.toml", 'sector = "Police"\n', "", ("partner", "'police_service'", "sector")),
        ("partners.toml", 'sector = "Police"', 'sektor = "Police"', ("partner", "'police_service'", "sektor")),
        ("partners.toml", '"specified"', '"boss"', ("partner", "'police_service'", "role")),
        ("sources.toml", "due_days = 20", "due_days = -1", ("source", "'police'", "due_days")),
        ("small_numbers.toml", 'title = "Under 5"', 'title = ""', ("rule", "'under_5'", "title")),
        ("offences.toml", 'text = "Knife Crime"\n', "", ("category", "text")),
        ("indicators.toml", "per = 1000", "pre = 1000", ("indicator", "'knife_crime'", "calculation.pre")),
        ("indicators.toml", 'measure = "records"\n', "", ("indicator", "'knife_crime'", "calculation", "measure")),
        ("indicators.toml", '"facts"', '"quality"', ("indicator", "'knife_crime'", "calculation", "quality")),
        ("indicators.toml", '"rate"', '"proportion"', ("indicator", "'knife_crime'", "denominator_measure")),
        ("indicators.toml", '"lower"', '"down"', ("indicator", "'knife_crime'", "polarity")),
    ],
)
def test_a_wrong_missing_or_unknown_key_names_file_entry_and_key(folder, name, old, new, words):
    change(folder, name, old, new)
    fault = fault_of(folder)
    assert fault.startswith(name)
    assert all(word in fault for word in words)


def test_every_wrong_key_of_an_entry_is_listed_at_once(folder):
    change(folder, "partners.toml", 'sector = "Police"\n', "")
    change(folder, "partners.toml", '"specified"', '"boss"')
    assert "sector" in fault_of(folder) and "role" in fault_of(folder)


@pytest.mark.parametrize(
    ("name", "entry", "given"),
    [
        ("area.toml", "[[break]]", "break 'new_system'"),
        ("partners.toml", "[[partner]]", "partner 'police_service'"),
        ("sources.toml", "[[source]]", "source 'police'"),
        ("indicators.toml", "[[indicator]]", "indicator 'knife_crime'"),
    ],
)
def test_an_id_that_stands_twice_is_named(folder, name, entry, given):
    repeat(folder, name, entry)
    assert f"{name}, {given}" in fault_of(folder) and "twice" in fault_of(folder)


def test_a_misspelt_table_is_named_and_not_passed_over(folder):
    change(folder, "partners.toml", "[[partner]]", "[[partners]]")
    assert "partners.toml: partners is not a table" in fault_of(folder)


def test_a_list_headed_as_a_single_table_is_named(folder):
    change(folder, "partners.toml", "[[partner]]", "[partner]")
    assert "partners.toml, partner" in fault_of(folder) and "[[partner]]" in fault_of(folder)


def test_an_area_headed_as_a_list_is_named(folder):
    change(folder, "area.toml", "[area]", "[[area]]")
    assert "area.toml, area" in fault_of(folder)


def test_a_fault_is_one_a_person_can_mend(folder):
    shutil.rmtree(folder)
    with pytest.raises(UserError):
        load_catalogue(folder)
