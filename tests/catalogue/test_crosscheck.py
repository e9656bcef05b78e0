"""A small catalogue whose entries disagree in each way: the fault names file, entry and key."""

import pytest

from tests.catalogue.small import change, fault_of, repeat


def test_a_category_that_stands_twice_is_named_whatever_its_case_and_spacing(folder):
    repeat(folder, "offences.toml", "[[category]]")
    change(folder, "offences.toml", 'text = "Knife Crime"', 'text = "KNIFE  crime "')
    assert "offences.toml, category 'Knife Crime': text stands twice for police" in fault_of(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("area.toml", '["police"]', '["polis"]', ("break 'new_system'", "sources names polis")),
        ("strategy.toml", '["knife_crime"]', '["knives"]', ("priority 'knives'", "indicators names knives")),
        ("definitions.toml", '["knife_crime"]', '["axe"]', ("definition 'older-2020'", "offences names axe")),
        ("sources.toml", '"police_service"', '"fire"', ("source 'police'", "partner names fire")),
        ("sources.toml", '"under_5"', '"under_6"', ("source 'police'", "small_number_rule names under_6")),
        (
            "sources.toml",
            "due_days = 20",
            "due_days = 20\nprovisional_months = 2",
            ("source 'police'", "provisional_months needs its provisional_reason"),
        ),
        ("offences.toml", 'kind = "knife"', 'kind = "gun"', ("offence 'knife_crime'", "kind names gun")),
        ("offences.toml", 'kind = "knife"', 'kind = "knife"\nincludes = ["x"]', ("'knife_crime'", "includes names x")),
        (
            "offences.toml",
            'offence = "knife_crime"',
            'offence = "gun"',
            ("category 'Knife Crime'", "offence names gun"),
        ),
        ("offences.toml", '"police"', '"fire"', ("category 'Knife Crime'", "reader_or_source names fire")),
        ("indicators.toml", 'source = "police"', 'source = "fire"', ("indicator 'knife_crime'", "source names fire")),
        ("indicators.toml", '"under_5"', '"under_6"', ("'knife_crime'", "small_number_rule names under_6")),
        ("indicators.toml", '["knife_crime"]', '["gun"]', ("'knife_crime'", "calculation.offences names gun")),
        (
            "indicators.toml",
            "per = 1000",
            'residents = ["0-99"]',
            ("'knife_crime'", "calculation.residents names 0-99"),
        ),
        ("indicators.toml", "per = 1000", 'ages = ["10-17"]', ("'knife_crime'", "calculation.ages names 10-17")),
        ("indicators.toml", "per = 1000", 'quality_sources = ["x"]', ("'knife_crime'", "quality_sources names x")),
        ("indicators.toml", '"deter"', '"develop"', ("indicator 'knife_crime'", "five_d names develop")),
    ],
)
def test_a_name_that_nothing_declares_names_file_entry_and_key(folder, name, old, new, words):
    change(folder, name, old, new)
    fault = fault_of(folder)
    assert name in fault
    assert all(word in fault for word in words)


def test_every_unknown_name_is_listed_at_once(folder):
    change(folder, "sources.toml", '"police_service"', '"fire"')
    change(folder, "offences.toml", 'kind = "knife"', 'kind = "gun"')
    assert "fire" in fault_of(folder) and "gun" in fault_of(folder)


def test_a_tier_its_d_does_not_work_at_is_named(folder):
    change(folder, "indicators.toml", 'tier = "primary"', 'tier = "tertiary"')
    assert "indicators.toml, indicator 'knife_crime': tier 'tertiary'" in fault_of(folder)


def test_a_rule_laxer_than_the_sources_is_named(folder):
    change(folder, "indicators.toml", '"under_5"', '"published"')
    fault = fault_of(folder)
    assert "indicator 'knife_crime': small_number_rule published is laxer than under_5" in fault


def test_a_rule_that_would_not_be_carried_out_is_named(folder):
    change(folder, "sources.toml", '"under_5"', '"published"')
    fault = fault_of(folder)
    assert "indicator 'knife_crime': small_number_rule under_5 is stricter than published; put it on" in fault


def test_a_basis_the_sources_files_cannot_give_is_named(folder):
    change(folder, "indicators.toml", '"facts"', '"returns"')
    assert "indicator 'knife_crime': calculation.basis returns can't be read from police" in fault_of(folder)


def test_a_condition_on_a_category_nobody_lists_is_named(folder):
    change(folder, "offences.toml", 'text = "Knife Crime"', 'text = "Knife Crime"\nwhen_file_lacks = "Stalking"')
    assert "category 'Knife Crime': when_file_lacks" in fault_of(folder)


def test_a_catalogue_without_a_definition_is_refused(folder):
    (folder / "definitions.toml").write_text("", encoding="utf-8")
    assert "definitions.toml" in fault_of(folder)
