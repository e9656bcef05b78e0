"""The first start: whoever comes first has the store built, all see how far it is and then their page, or why not."""

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from streamlit.testing.v1 import AppTest

from svd.errors import FileError
from svd.journal.lock import lock_file
from svd.ui import start
from tests.builders import PATHS
from tests.pages.tiny_app import open_tiny_app

SECONDS = 60


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a store that is not there yet; a build of it takes the tiny one."""
    open_tiny_app(tmp_path / "tiny", monkeypatch)
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    monkeypatch.setattr(start, "_LOOK_SECONDS", 0.01)
    return tmp_path / "store"


class Building:
    """Stands for the build: it goes on when told, and fails where told."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.calls = 0
        self.goes_on, self.is_half, self.is_placed, self.ends = Event(), Event(), Event(), Event()
        self.ends.set()
        self.fault: Exception | None = None

    def __call__(self, extracts: object, store: Path, progress: Callable | None = None, **_: object) -> None:
        self.calls += 1
        assert extracts is None and store == self.store
        if progress:
            progress(20, 40, "a file")
        self.is_half.set()
        assert self.goes_on.wait(SECONDS)
        if self.fault is not None:
            raise self.fault
        shutil.copytree(store.parent / "tiny", store, dirs_exist_ok=True)
        self.is_placed.set()
        assert self.ends.wait(SECONDS)


@pytest.fixture
def building(store, monkeypatch) -> Building:
    building = Building(store)
    building.goes_on.set()
    monkeypatch.setattr(start, "build", building)
    return building


def open_app() -> AppTest:
    app = AppTest.from_file(str(PATHS.home / "app.py"), default_timeout=SECONDS)
    app.switch_page("pages/about.py")
    return app.run()


def test_the_first_visitor_has_the_store_built_and_gets_the_page(building):
    app = open_app()
    assert [title.value for title in app.title] == ["About"] and not app.error and building.calls == 1
    assert not app.get("progress"), "The bar is gone once the page is there."
    open_app()
    assert building.calls == 1


def test_who_comes_while_the_figures_are_still_worked_out_waits_for_them(building):
    building.ends.clear()
    got = []
    visitors = [Thread(target=lambda: got.append(open_app())) for _ in range(2)]
    visitors[0].start()
    assert building.is_placed.wait(SECONDS)
    visitors[1].start()
    visitors[1].join(4)
    assert got == [], "The tables are in place, and no figure is."
    building.ends.set()
    for visitor in visitors:
        visitor.join()
    assert [[title.value for title in app.title] for app in got] == [["About"]] * 2 and building.calls == 1


def test_many_at_once_on_a_fresh_server_share_one_build(building):
    building.goes_on.clear()
    got = []
    visitors = [Thread(target=lambda: got.append(open_app())) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    assert building.is_half.wait(SECONDS)
    building.goes_on.set()
    for visitor in visitors:
        visitor.join()
    assert [[title.value for title in app.title] for app in got] == [["About"]] * 4
    assert building.calls == 1 and not any(app.error for app in got)


def test_what_fails_is_one_sentence_and_can_be_tried_again(building):
    building.fault = FileError("The store can't be written: the disk is full.", "Free space on the disk.")
    app = open_app()
    assert [each.value for each in app.error] == [
        "**The store can't be written: the disk is full.**\n\nFree space on the disk."
    ]
    assert not app.title and [button.label for button in app.button] == ["Try again"]
    building.fault = None
    app.button[0].click().run()
    assert not app.error and building.calls == 2
    assert [title.value for title in app.title] == ["About"]


def test_a_fault_nobody_foresaw_names_no_folder_and_is_logged(building, store, caplog):
    building.fault = RuntimeError(f"{store} broke")
    app = open_app()
    (told,) = [each.value for each in app.error]
    assert "could not be built" in told and str(store) not in told and f"{store} broke" in caplog.text


def test_how_far_it_is_is_told_while_it_is_built(building, store):
    building.goes_on.clear()
    first = start.FirstBuild(store)
    assert building.is_half.wait(SECONDS)
    share, words = first.read_progress()
    assert share == pytest.approx(start._READING * 20 / 40) and words == "Preparing the figures… Reading file 21 of 40"
    building.goes_on.set()
    first._thread.join(SECONDS)
    assert not first.is_running and start.has_store(store) and first.read_progress() == start._BEGUN


def test_what_another_process_builds_is_waited_for_and_not_built_again(building, store, monkeypatch):
    with lock_file(store / start._LOCK, FileError("held")):
        (store / start._PROGRESS).write_text('[0.5, "Reading file 3 of 6"]', encoding="utf-8")
        first = start.FirstBuild(store)
        assert first.is_running and first.read_progress() == (0.5, "Reading file 3 of 6")
        shutil.copytree(store.parent / "tiny", store, dirs_exist_ok=True)
    first._thread.join(SECONDS)
    assert not first.is_running and first.fault is None and building.calls == 0


def test_a_folder_that_can_t_be_written_says_so(building, store, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(start, "lock_file", refuse)
    building.fault = FileError("The store can't be written: it is not allowed.", "Ask who may write there.")
    assert "it is not allowed" in open_app().error[0].value
