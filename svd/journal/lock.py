"""One at a time: the operating system's own lock on a file, which a killed process can't leave behind."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from svd.errors import StoreError, UserError

LOCK = "build.lock"
_PAUSE_SECONDS = 0.1

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def lock_file(path: Path, held: UserError, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the file ``path``; raises ``held`` where another holds it for longer than that. Closing it lets it go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + wait_seconds
    with path.open("wb") as file:
        while True:
            try:
                _lock(file)
                break
            except OSError:
                if time.monotonic() >= end:
                    raise held from None
                time.sleep(_PAUSE_SECONDS)
        yield


@contextmanager
def lock_folder(folder: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Hold ``folder``; raises StoreError where another build holds it for longer than that."""
    held = StoreError("Another build is at work.", "Wait until it has ended.")
    with lock_file(folder / LOCK, held, wait_seconds):
        yield
