"""The tiny app for the tests of the pages."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.pages.tiny_app import open_tiny_app

# Each run of a page looks through all packages for components, a seventh of these tests' time; they stay the same.
manifest_scanner.scan_component_manifests = lru_cache(manifest_scanner.scan_component_manifests)


@pytest.fixture
def run_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Runs a page of the app over a tiny store."""
    return open_tiny_app(tmp_path / "store", monkeypatch)
