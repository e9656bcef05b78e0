"""The About page: everything the catalogue declares has its place on it."""

import pytest

from svd.catalogue import load_catalogue
from svd.catalogue.schema import TABLES
from tests.builders import PATHS
from tests.pages.tiny_app import read_html

CATALOGUE = load_catalogue(PATHS.catalogue)


def _read(app) -> str:
    return " ".join([read_html(app), *(table.value.reset_index().to_csv() for table in app.table)])


def test_the_duty_leads_to_a_page_for_each_requirement(run_page):
    app = run_page("about")

    assert [title.value for title in app.title] == ["About"]
    shown = _read(app)
    assert all(requirement.title in shown for requirement in CATALOGUE.requirements.values())
    links = {link.proto.label for link in app.get("page_link")}
    assert {requirement.page for requirement in CATALOGUE.requirements.values()} <= links


@pytest.mark.parametrize(
    ("section", "declared"),
    [
        ("Definitions", [each.title for each in CATALOGUE.definitions.values()]),
        ("Partners and feeds", [each.name for each in CATALOGUE.partners.values()]),
        ("Partners and feeds", [each.title for each in CATALOGUE.sources.values()]),
        ("Indicators", [each.title for each in CATALOGUE.indicators.values()]),
        ("Methods", [each.title for each in CATALOGUE.breaks.values()]),
        ("Methods", [each.title for each in CATALOGUE.indices.values()]),
        ("Methods", [each.stands_for for each in CATALOGUE.weights]),
        ("Methods", ["[c]", "[x]", "[z]", "[low]"]),
        ("Tables", [column.name for table in TABLES.values() for column in table.columns]),
    ],
)
def test_all_that_is_declared_is_shown(run_page, section, declared):
    shown = _read(run_page("about", section=section)).replace('""', '"')
    assert [each for each in declared if each not in shown] == []


def test_the_boundaries_are_attributed(run_page):
    assert "Open Government Licence" in _read(run_page("about"))
