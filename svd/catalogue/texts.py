"""All that a catalogue declares, as text: what is worked out under it stands as long as the text does."""

from collections.abc import Iterator, Mapping

from svd.catalogue.entry import Declaration
from svd.catalogue.load import Catalogue


def list_declarations(catalogue: Catalogue) -> Iterator[str]:
    """Each kind of declaration by name, then its declarations as JSON; equal catalogues give equal texts."""
    for name, declared in sorted(vars(catalogue).items()):
        yield name
        entries = declared.values() if isinstance(declared, Mapping) else declared
        yield from (entry.model_dump_json() for entry in ([declared] if isinstance(declared, Declaration) else entries))
