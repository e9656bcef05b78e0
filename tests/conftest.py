"""What tests of several folders share: how Hypothesis runs, a key, and a store built from the sample."""

import gc
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from svd.journal.lock import lock_folder
from tests.browser.served_app import PROJECT, build_sample_store
from tests.proof import some

# The same examples every time, and no deadline: a busy computer must not turn a passing test into a failing one.
settings.register_profile("house", deadline=None, derandomize=True, database=None, max_examples=some(300))
settings.load_profile("house")
# Templates' example rows hold a code for a person; no test depends on the key of the computer it runs on.
# Thousands of tests leave much that lasts, and looking through all of it again and again would take minutes.
gc.set_threshold(100_000, 50, 100)
# As in the server and in a build of small files: of a few texts each step takes half as long.
pd.options.mode.string_storage = "python"
os.environ["SVD_PROTECTION_KEY"] = "a secret start for the tests alone, of 50 letters"
os.environ["SVD_KEY"] = "a key for the tests alone, of 40 letters"


_SMALL = ("council_asb_*", "lfb_incidents_*", "yjs_returns_*", "MPS Ward Level Crime*", "2026-09-*street")
"""Files of the sample that make up the small one: two feeds of records, one of returns, the police's two."""


@pytest.hookimpl(tryfirst=True)  # those of the browser go last all the same
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets one process build the sample's store while another goes on: files that need it come after the others."""
    needs = {item.path for item in items if "sample_store" in item.fixturenames}
    first = next((item.path for item in items if item.path in needs), None)
    items.sort(key=lambda item: item.path in needs and item.path != first)


def share_folder(tmp_path_factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], None]) -> Path:
    """A folder filled once for all processes that share the tests: who comes second finds it filled."""
    folder = tmp_path_factory.getbasetemp()
    shared = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / name
    with lock_folder(shared, 600):
        if not (shared / "filled").exists():
            fill(shared)
            (shared / "filled").touch()
    return shared


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the sample."""
    return share_folder(tmp_path_factory, "sample", lambda folder: build_sample_store(folder / "store")) / "store"


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the product's catalogue and geography, a few feeds of its sample, and a store built from these."""
    return share_folder(tmp_path_factory, "small", _fill_home)


def _fill_home(home: Path) -> None:
    shutil.copytree(PROJECT / "geo", home / "geo")
    shutil.copytree(PROJECT / "data" / "catalogue", home / "data" / "catalogue")
    sample = PROJECT / "data" / "sample"
    (home / "data" / "sample").mkdir()
    for path in [
        sample / "received.csv",
        *(found for name in _SMALL for found in sample.glob(f"SYNTHETIC {name}.csv")),
    ]:
        shutil.copy(path, home / "data" / "sample")
    build_sample_store(home / "store", home)


@pytest.fixture
def no_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds save no signals, which takes most of their time: tests/test_tasks.py and test_saved.py are of those."""
    for builder in ("svd.tasks", "svd.intake.restate"):
        monkeypatch.setattr(f"{builder}.save_signals", lambda _evidence: None)


@pytest.fixture
def area(tmp_path: Path, small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place with the folders ``extracts`` and ``store``, both the test's own; the store is that of the small home."""
    shutil.copytree(small_home / "store", tmp_path / "store")
    monkeypatch.setenv("SVD_HOME", str(small_home))
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("SVD_EXTRACTS", str(tmp_path / "extracts"))
    return tmp_path
