"""What tests of several folders share: how Hypothesis runs, a key, and a store built from the sample."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from svd.journal.lock import lock_folder
from tests.browser.served_app import build_sample_store
from tests.proof import some

# The same examples every time, and no deadline: a busy computer must not turn a passing test into a failing one.
settings.register_profile("house", deadline=None, derandomize=True, database=None, max_examples=some(300))
settings.load_profile("house")
# Templates' example rows hold a code for a person; no test depends on the key of the computer it runs on.
os.environ["SVD_PROTECTION_KEY"] = "a secret start for the tests alone, of 50 letters"
os.environ["SVD_KEY"] = "a key for the tests alone, of 40 letters"


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the sample, once for all processes that share the tests: who comes second finds it built."""
    folder = tmp_path_factory.getbasetemp()
    shared = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "sample"
    with lock_folder(shared, 600):
        return shared / "store" if (shared / "store").exists() else build_sample_store(shared / "store")


@pytest.fixture
def no_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds save no signals, which takes most of their time: tests/test_tasks.py and test_saved.py are of those."""
    for builder in ("svd.tasks", "svd.intake.restate"):
        monkeypatch.setattr(f"{builder}.save_signals", lambda _evidence: None)


@pytest.fixture
def area(tmp_path: Path, sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place with the folders ``extracts`` and ``store``, both the test's own; the store is that of the sample."""
    shutil.copytree(sample_store, tmp_path / "store")
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("SVD_EXTRACTS", str(tmp_path / "extracts"))
    return tmp_path
