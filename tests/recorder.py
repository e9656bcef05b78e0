"""Records which keys of which declarations some work looks at, so that a cache's key can be held against it."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from svd.catalogue.entry import Declaration


def list_kinds(kind: type[Declaration] = Declaration) -> Iterator[type[Declaration]]:
    """Every kind of declaration there is."""
    for each in kind.__subclasses__():
        yield each
        yield from list_kinds(each)


class Recorder:
    """What was looked at, by the kind's name, while ``is_on``."""

    def __init__(self) -> None:
        self.is_on = True
        self.seen: dict[str, set[str]] = defaultdict(set)


@contextmanager
def record_keys() -> Iterator[Recorder]:
    """Recording until the block ends."""
    recorder, plain = Recorder(), Declaration.__getattribute__
    keys = {kind: set(kind.model_fields) for kind in list_kinds()}

    def look(declared: Declaration, name: str) -> object:
        if recorder.is_on and name in keys[type(declared)]:
            recorder.seen[type(declared).__name__].add(name)
        return plain(declared, name)

    Declaration.__getattribute__ = look
    try:
        yield recorder
    finally:
        del Declaration.__getattribute__
