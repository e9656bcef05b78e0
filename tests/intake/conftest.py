"""What the tests of taking in ask of the store."""

import pytest

from svd.store.store import open_store


@pytest.fixture(autouse=True)
def _no_signals(no_signals):
    """What is taken in doesn't depend on signals."""


@pytest.fixture
def read_version(area):
    """The store's version now."""
    return lambda: open_store(area / "store").version
