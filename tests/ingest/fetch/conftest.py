"""A publisher on this computer, and a line that never really waits."""

import pytest

from svd.ingest.fetch import Line
from tests.ingest.fetch.publisher import serve


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def publisher():
    with serve() as publisher:
        yield publisher


@pytest.fixture
def waits():
    """The pauses asked for, in seconds."""
    return []


@pytest.fixture
def line(waits):
    return Line(sleep=waits.append)
