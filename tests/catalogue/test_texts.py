"""The text of a catalogue: the same however often it is read, another where any declaration is."""

from dataclasses import replace
from types import MappingProxyType

from svd.catalogue import load_catalogue
from svd.catalogue.texts import list_declarations
from tests.builders import PATHS


def test_a_catalogue_read_twice_has_one_text():
    first, again = (load_catalogue.__wrapped__(PATHS.catalogue) for _ in range(2))
    assert first is not again
    assert list(list_declarations(first)) == list(list_declarations(again))


def test_a_declaration_changed_anywhere_changes_the_text():
    catalogue = load_catalogue(PATHS.catalogue)
    changed = {"area": catalogue.area.model_copy(update={"short_name": "Another"})}
    for name in ("indicators", "targets", "interventions"):
        entries = dict(getattr(catalogue, name))
        entries.popitem()
        changed[name] = MappingProxyType(entries)
    changed["weights"] = catalogue.weights[:-1]
    texts = {tuple(list_declarations(replace(catalogue, **{name: value}))) for name, value in changed.items()}
    assert len(texts | {tuple(list_declarations(catalogue))}) == len(changed) + 1
