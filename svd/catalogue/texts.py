"""What a result rests on of all that a catalogue declares, as text: the result stands as long as the text does."""

from collections.abc import Iterator, Mapping, Set

from svd.catalogue.entry import Declaration
from svd.catalogue.load import Catalogue

Used = Mapping[str, Set[str] | Mapping[str, object]]
"""Kinds of declaration by their name in the catalogue, with the keys used of each; of a key that holds a declaration
of its own, ``{key: {inner key, ...}}``."""


def list_used(catalogue: Catalogue, used: Used) -> Iterator[str]:
    """Each kind of declaration by name, then what is ``used`` of each as JSON, in the order of the catalogue."""
    for name, keys in sorted(used.items()):
        yield name
        declared = getattr(catalogue, name)
        entries = declared.values() if isinstance(declared, Mapping) else declared
        include = dict(keys) if isinstance(keys, Mapping) else set(keys)
        for entry in [declared] if isinstance(declared, Declaration) else entries:
            yield entry.model_dump_json(include=include)
