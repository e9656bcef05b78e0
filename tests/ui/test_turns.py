"""Turns: pages that are asked for together are worked out one after another, long work steps aside, none waits long."""

from collections.abc import Callable
from threading import Barrier, Event, Thread

import pytest

from svd.ui import turns

SECONDS = 20


def _run_together(pages: int, work: Callable[[], None]) -> None:
    """Have so many threads begin at once and wait for all."""
    begin = Barrier(pages)

    def run() -> None:
        begin.wait(SECONDS)
        work()

    threads = [Thread(target=run, daemon=True) for _ in range(pages)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
        assert not thread.is_alive()


class _Watch:
    """How many pages are at work beside each other, and how many ever were."""

    def __init__(self) -> None:
        self.now, self.most, self.done = 0, 0, 0
        self._pause = Event()

    def work(self) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        self._pause.wait(0.01)  # others come in now, if they may
        self.now -= 1
        self.done += 1

    def work_in_turn(self) -> None:
        with turns.take_turn():
            self.work()


def test_pages_run_one_after_another() -> None:
    watch = _Watch()
    _run_together(8, watch.work_in_turn)
    assert (watch.most, watch.done) == (1, 8)


def test_without_turns_they_run_beside_each_other() -> None:
    watch = _Watch()
    _run_together(8, watch.work)
    assert watch.most > 1


def test_a_page_that_fails_gives_its_turn_back() -> None:
    for _ in range(3):
        with pytest.raises(ValueError, match="a fault"), turns.take_turn():
            raise ValueError("a fault")
    done = []
    with turns.take_turn():
        done.append(True)
    assert done


def test_who_steps_aside_lets_the_next_one_in() -> None:
    is_in, may_end = Event(), Event()

    def take_long() -> None:
        with turns.take_turn():
            turns.step_aside()
            is_in.set()
            assert may_end.wait(SECONDS)

    long = Thread(target=take_long, daemon=True)
    long.start()
    assert is_in.wait(SECONDS)
    watch = _Watch()
    _run_together(4, watch.work_in_turn)
    assert watch.most == 1, "its end must not give a turn that it no longer has"
    may_end.set()
    long.join(SECONDS)
    _run_together(4, watch.work_in_turn)
    assert (watch.most, watch.done) == (1, 8)


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_PATIENCE_SECONDS", 0.05)
    may_end, is_in, done = Event(), Event(), Event()

    def hang() -> None:
        with turns.take_turn():
            is_in.set()
            assert may_end.wait(SECONDS)

    def page() -> None:
        with turns.take_turn():
            done.set()

    held = Thread(target=hang, daemon=True)
    held.start()
    assert is_in.wait(SECONDS)
    Thread(target=page, daemon=True).start()
    assert done.wait(SECONDS), "a page that hangs holds up nobody for longer than the patience"
    may_end.set()
    held.join(SECONDS)
    watch = _Watch()
    _run_together(4, watch.work_in_turn)
    assert watch.most == 1, "who went on without a turn must not give one back"
