"""The version of the store that visitors are shown: a newer one is opened and warmed before they are switched to it."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from svd.errors import StoreError
from svd.figures.opening import default_selection, open_evidence
from svd.measures.measure import measure_many
from svd.measures.question import Evidence

_AGAIN_SECONDS = 30
"""How long a version that could not be opened is left alone."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Shown:
    """What all visitors see: the store's folder, the name its CURRENT had, and the evidence, opened once."""

    store: Path
    current: str
    evidence: Evidence


def open_whole(store: Path) -> Evidence:
    """The newest version with its figures read; raises StoreError where it is not whole."""
    evidence = open_evidence(store)
    default_selection(evidence)
    return evidence


def warm(evidence: Evidence) -> None:
    """Have all that every page needs at hand: those who look at an older version do not wait for it."""
    selection = default_selection(evidence)
    for by in ("borough", "ward"):
        measure_many(evidence, evidence.catalogue.indicators, selection, by)


class Versions:
    """One for all visitors of a server: who asks gets what is shown, and never waits while a newer one is opened."""

    def __init__(
        self, open_it: Callable[[Path], Evidence] = open_whole, warm_it: Callable[[Evidence], None] = warm
    ) -> None:
        self._open, self._warm = open_it, warm_it
        self._shown: Shown | None = None
        self._opening, self._starting = Lock(), Lock()
        self._beside: Thread | None = None
        self._refused: tuple[str, float] = ("", 0.0)

    def find(self, store: Path) -> Evidence:
        """What is shown of ``store``; the first to ask opens it, and the others wait for that.

        Where a newer version stands, it is opened beside, and whoever asks after that gets it. One that can't be opened
        is logged, and what was shown stays. Raises StoreError where nothing can be shown.
        """
        shown = self._shown
        if shown is None or shown.store != store:
            return self.show_newest(store)
        if _read_current(store) not in ("", shown.current):
            self._open_beside(store)
        return shown.evidence

    def show_newest(self, store: Path) -> Evidence:
        """Show the newest version from now on, once it is open; raises StoreError, all as it was, where it can't be."""
        with self._opening:
            current, shown = _read_current(store), self._shown
            if shown is None or (shown.store, shown.current) != (store, current):
                newer = Shown(store, current, self._open(store))
                if shown is not None and shown.store == store:
                    self._warm(newer.evidence)  # who comes first waits for what the page needs alone
                shown = self._shown = newer
            return shown.evidence

    def _open_beside(self, store: Path) -> None:
        with self._starting:
            name, since = self._refused
            is_refused = name == _read_current(store) and time.monotonic() < since + _AGAIN_SECONDS
            if is_refused or (self._beside is not None and self._beside.is_alive()):
                return
            self._beside = Thread(target=self._try_newest, args=(store,), name="newer version", daemon=True)
            self._beside.start()

    def _try_newest(self, store: Path) -> None:
        try:
            self.show_newest(store)
        except Exception as fault:  # visitors keep what they have, whatever it was
            self._refused = (_read_current(store), time.monotonic())
            is_known = isinstance(fault, StoreError)
            _log.error("a newer version can't be shown, so the one before stays: %s", fault, exc_info=not is_known)


def _read_current(store: Path) -> str:
    """The name of the newest version; empty where there is none, or it is just being replaced."""
    try:
        return (store / "CURRENT").read_text(encoding="utf-8").strip()
    except OSError:
        return ""
