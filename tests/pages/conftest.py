"""The tiny app for the tests of the pages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.tiny_app import open_tiny_app


@pytest.fixture
def run_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Runs a page of the app over a tiny store."""
    return open_tiny_app(tmp_path / "store", monkeypatch)
