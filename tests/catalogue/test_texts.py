"""What a result rests on, as text: the same however often it is read, another where any of it is, and only there."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from svd.catalogue import load_catalogue
from svd.catalogue.texts import list_used
from tests.builders import PATHS

USED = {
    "area": {"code"},
    "indicators": {"id": True, "calculation": {"basis": True}},
    "weights": {"value", "offence"},
}


def test_a_catalogue_read_twice_has_one_text():
    first, again = (load_catalogue.__wrapped__(PATHS.catalogue) for _ in range(2))
    assert first is not again
    assert list(list_used(first, USED)) == list(list_used(again, USED))


@pytest.mark.parametrize(
    ("name", "change", "is_another"),
    [
        ("area", lambda area: area.model_copy(update={"code": "E09000099"}), True),
        ("area", lambda area: area.model_copy(update={"short_name": "Another"}), False),
        ("indicators", lambda all_of_them: MappingProxyType(dict(list(all_of_them.items())[1:])), True),
        ("indicators", lambda all_of_them: MappingProxyType(dict(reversed(all_of_them.items()))), True),
        ("targets", lambda _: {}, False),
        ("weights", lambda weights: weights[:-1], True),
        ("weights", lambda weights: tuple(each.model_copy(update={"note": "x"}) for each in weights), False),
    ],
)
def test_what_is_used_changes_the_text_and_nothing_else_does(name, change, is_another):
    catalogue = load_catalogue(PATHS.catalogue)
    changed = replace(catalogue, **{name: change(getattr(catalogue, name))})
    assert (list(list_used(changed, USED)) != list(list_used(catalogue, USED))) == is_another
