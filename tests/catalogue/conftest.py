"""The product's own catalogue, and a small one written where a test may break it."""

from pathlib import Path

import pytest

from svd.catalogue import Catalogue, load_catalogue
from tests.catalogue.small import FILES


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(Path(__file__).resolve().parents[2] / "data" / "catalogue")


@pytest.fixture
def folder(tmp_path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path
