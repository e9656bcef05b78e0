"""One build at a time: the operating system's own lock on a file, which a killed process can't leave behind."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from svd.errors import StoreError

LOCK = "build.lock"

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def lock_store(store: Path) -> Iterator[None]:
    """Hold ``store`` for one build; raises StoreError where another build holds it. Closing the file lets it go."""
    store.mkdir(parents=True, exist_ok=True)
    with (store / LOCK).open("wb") as file:
        try:
            _lock(file)
        except OSError:
            raise StoreError(f"Another build is writing {store}.", "Wait until it has ended.") from None
        yield
