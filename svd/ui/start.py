"""The first start: where there is no store yet, the first visitor has it built, and all see how far that is."""

import contextlib
import json
import logging
import time
from pathlib import Path
from threading import Lock, Thread

import streamlit as st

from svd.disk import put_in_place
from svd.errors import StoreError, UserError
from svd.figures.opening import find_store
from svd.journal.lock import lock_file
from svd.tasks import build

_LOCK, _PROGRESS = "first_build.lock", "first_build.json"
_LOOK_SECONDS, _WAIT_SECONDS = 0.2, 3600
_READING = 0.7
"""The share of a build's time that goes into its files."""
_BEGUN = (0.0, "Preparing the figures…")
_log = logging.getLogger(__name__)


class FirstBuild:
    """A build of a store that is not there yet, begun once a process; another process's is waited for instead."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self.fault: UserError | None = None
        self._thread = Thread(target=self._run, name="first build", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def read_progress(self) -> tuple[float, str]:
        """How much of the build is done and what it is at, whichever process does it."""
        try:
            share, words = json.loads((self._store / _PROGRESS).read_text(encoding="utf-8"))
            return float(share), str(words)
        except (OSError, ValueError, TypeError):
            return _BEGUN

    def _run(self) -> None:
        try:
            self._build()
        except UserError as fault:
            self.fault = fault
        except Exception:
            _log.exception("the first build failed")
            told = "The figures could not be built: the fault has been written to the log."
            self.fault = UserError(told, "Try again; if it stays, tell whoever looks after the dashboard.")

    def _build(self) -> None:
        held = StoreError("Another build is at work.", "Wait until it has ended.")
        try:
            with lock_file(self._store / _LOCK, held, _WAIT_SECONDS):
                if has_store(self._store):
                    return
                try:
                    build(None, self._store, self._tell, wait_seconds=_WAIT_SECONDS)
                finally:
                    (self._store / _PROGRESS).unlink(missing_ok=True)
        except OSError:
            # Where not even the lock can be written, the build itself says why.
            build(None, self._store, wait_seconds=_WAIT_SECONDS)

    def _tell(self, done: int, total: int, what: str) -> None:
        share = _READING * done / max(total, 1)
        words = f"Reading file {done + 1} of {total}" if done < total else "Working out the figures"
        part = self._store / f"{_PROGRESS}.part"
        with contextlib.suppress(OSError):  # a bar that stands still is no fault
            part.write_text(json.dumps([share, f"Preparing the figures… {words}"]), encoding="utf-8")
            put_in_place(part, self._store / _PROGRESS)


_builds: dict[Path, FirstBuild] = {}
_beginning = Lock()


def has_store(store: Path) -> bool:
    """Whether anything was ever built there."""
    return (store / "CURRENT").is_file()


def ensure_store() -> None:
    """Go on at once where there is a store; else have it built, show how far that is, and go on when it is there.

    Where it can't be built the run ends with one sentence and a way to try again.
    """
    store = find_store()
    with _beginning:
        first = _builds.get(store)
        # A build puts its tables in place before it has worked out their figures: who comes in between waits as well.
        if has_store(store) and not (first and first.is_running):
            return
        first = first or _builds.setdefault(store, FirstBuild(store))
    place = st.empty()
    with place.container():
        bar = st.progress(*_BEGUN)
        st.caption("This is done once, before the first page is shown; it takes a minute or so.")
    while first.is_running:
        bar.progress(*first.read_progress())
        time.sleep(_LOOK_SECONDS)
    place.empty()
    if first.fault is None:
        _builds.pop(store, None)
        return
    st.error(f"**{first.fault.message}**\n\n{first.fault.remedy}")
    st.button("Try again", on_click=_forget, args=(store, first))
    st.stop()


def _forget(store: Path, failed: FirstBuild) -> None:
    """Let the next run begin anew, unless another visitor's did so already."""
    with _beginning:
        if _builds.get(store) is failed:
            del _builds[store]
