"""Which version visitors see: opened once for all, a newer one beside while they go on, and none that is not whole."""

import logging
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from svd.errors import StoreError
from svd.ui.versions import Versions
from tests.builders import covered, fact, write_store


def publish(store: Path, name: str, count: int = 4) -> Path:
    """A version of that name, with one fact, which CURRENT names."""
    facts = [fact("2025-01-01", "A", count)]
    published = write_store(store, version=name, facts=facts, coverage=covered("2025-01-01"))
    (store / "CURRENT").write_text(name, encoding="utf-8")
    return published.folder


class Opened:
    """Opens versions by name, slowly where told, and counts how often."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.may_end = Event()
        self.may_end.set()
        self.fault: Exception | None = None

    def __call__(self, store: Path) -> str:
        self.names.append((store / "CURRENT").read_text())
        assert self.may_end.wait(10)
        if self.fault is not None:
            raise self.fault
        return self.names[-1]


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def warmed() -> list[str]:
    return []


@pytest.fixture
def versions(opened, warmed) -> Versions:
    return Versions(opened, warmed.append)


def wait_for_newer(versions: Versions) -> None:
    versions._beside.join(10)


def test_many_who_come_at_once_get_one_version_opened_once(tmp_path, opened, versions):
    (tmp_path / "CURRENT").write_text("one")
    begin, got = Barrier(16), []

    def come() -> None:
        begin.wait()
        got.append(versions.find(tmp_path))

    visitors = [Thread(target=come) for _ in range(16)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert got == ["one"] * 16 and opened.names == ["one"]


def test_a_newer_version_is_opened_beside_and_then_shown(tmp_path, opened, versions):
    (tmp_path / "CURRENT").write_text("one")
    versions.find(tmp_path)
    (tmp_path / "CURRENT").write_text("two")
    opened.may_end.clear()
    assert [versions.find(tmp_path) for _ in range(5)] == ["one"] * 5
    opened.may_end.set()
    wait_for_newer(versions)
    assert versions.find(tmp_path) == "two" and opened.names == ["one", "two"]


def test_a_newer_version_is_warmed_first_and_who_comes_first_waits_for_no_other_page(
    tmp_path, opened, versions, warmed
):
    (tmp_path / "CURRENT").write_text("one")
    assert versions.find(tmp_path) == "one" and warmed == []
    (tmp_path / "CURRENT").write_text("two")
    versions.find(tmp_path)
    wait_for_newer(versions)
    assert versions.find(tmp_path) == "two" and warmed == ["two"]
    other = tmp_path / "other"
    other.mkdir()
    (other / "CURRENT").write_text("three")
    assert versions.find(other) == "three" and warmed == ["two"]


def test_who_built_it_waits_and_sees_it(tmp_path, versions):
    (tmp_path / "CURRENT").write_text("one")
    versions.find(tmp_path)
    (tmp_path / "CURRENT").write_text("two")
    assert versions.show_newest(tmp_path) == "two" == versions.find(tmp_path)


def test_a_newer_one_that_can_t_be_opened_changes_nothing_and_is_logged(tmp_path, opened, versions, caplog):
    (tmp_path / "CURRENT").write_text("one")
    versions.find(tmp_path)
    (tmp_path / "CURRENT").write_text("two")
    opened.fault = StoreError("The store is not whole.", "Build it again.")
    with caplog.at_level(logging.ERROR):
        assert versions.find(tmp_path) == "one"
        wait_for_newer(versions)
    assert "the one before stays: The store is not whole." in caplog.text
    assert [versions.find(tmp_path) for _ in range(3)] == ["one"] * 3
    assert opened.names == ["one", "two"], "It is left alone for a while."
    opened.fault = None
    (tmp_path / "CURRENT").write_text("three")
    versions.find(tmp_path)
    wait_for_newer(versions)
    assert versions.find(tmp_path) == "three"


def test_a_store_that_goes_away_or_is_being_switched_is_shown_as_it_was(tmp_path, versions):
    (tmp_path / "CURRENT").write_text("one")
    versions.find(tmp_path)
    (tmp_path / "CURRENT").unlink()
    assert versions.find(tmp_path) == "one"


def test_what_is_shown_is_whole_and_a_table_cut_off_is_never_shown(tmp_path, caplog):
    versions = Versions()
    with pytest.raises(StoreError, match="There is no store yet"):
        versions.find(tmp_path)
    first = publish(tmp_path, "one")
    shown = versions.find(tmp_path)
    assert {"coverage", "extracts", "problems", "returns"} <= set(vars(shown.store))
    second = publish(tmp_path, "two")
    whole = (second / "facts.parquet").read_bytes()
    (second / "facts.parquet").write_bytes(whole[:100])
    assert versions.find(tmp_path) is shown
    wait_for_newer(versions)
    assert versions.find(tmp_path) is shown and "its table facts is missing or cut off" in caplog.text
    with pytest.raises(StoreError, match="facts is missing or cut off") as fault:
        Versions().find(tmp_path)
    assert str(tmp_path) not in str(fault.value)
    (second / "facts.parquet").write_bytes(whole)
    assert versions.show_newest(tmp_path).store.folder == second != first
