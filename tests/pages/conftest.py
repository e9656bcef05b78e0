"""The tiny app for the tests of the pages."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.pages.tiny_app import show_tiny_app, write_tiny_store

# Each run of a page looks through all packages for components, a seventh of these tests' time; they stay the same.
manifest_scanner.scan_component_manifests = lru_cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(scope="session")
def tiny_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny store, written once: no test of it writes into it."""
    return write_tiny_store(tmp_path_factory.mktemp("tiny") / "store")


@pytest.fixture
def run_page(tiny_store: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Runs a page of the app over the tiny store."""
    return show_tiny_app(tiny_store, monkeypatch)
