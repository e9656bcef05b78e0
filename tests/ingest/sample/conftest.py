"""The synthetic partnership, written once for the tests that look at it."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from svd.catalogue import load_catalogue
from svd.geography.wards import load_geography
from svd.ingest.sample import write_sample
from svd.paths import read_paths

PATHS = read_paths()
LEVELS = PATHS.catalogue / "sample.toml"


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> SimpleNamespace:
    """A folder of made-up extracts and its answer key, with what it was drawn from."""
    folder = tmp_path_factory.mktemp("sample")
    catalogue, geography = load_catalogue(PATHS.catalogue), load_geography(PATHS.geo)
    key = write_sample(folder, catalogue, geography, LEVELS)
    return SimpleNamespace(folder=folder, key=key, catalogue=catalogue, geography=geography, levels=LEVELS)


@pytest.fixture
def edited_levels(tmp_path: Path):
    """A copy of the levels with one text put in place of another."""

    def edit(old: str, new: str) -> Path:
        text = LEVELS.read_text(encoding="utf-8")
        assert old in text
        copy = Path(shutil.copy(LEVELS, tmp_path / "sample.toml"))
        copy.write_text(text.replace(old, new, 1), encoding="utf-8")
        return copy

    return edit
