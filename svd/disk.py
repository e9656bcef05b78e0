"""What the disk may refuse: a fault of it in words, and a file put in another's place where readers hold that open."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from svd.errors import FileError

_TRIES, _PAUSE_SECONDS = 20, 0.05
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def name_faults(what: str) -> Iterator[None]:
    """Raise FileError, in one sentence with its remedy, where the disk refuses the work on ``what``."""
    try:
        yield
    except OSError as fault:
        raise explain_fault(what, fault) from fault


def explain_fault(what: str, fault: OSError) -> FileError:
    """The fault as a person can mend it; it names ``what`` and no folder, so that a page may show it."""
    if fault.errno in _FULL:
        return FileError(f"{what} can't be written: the disk is full.", "Free space on the disk; then try again.")
    if isinstance(fault, FileNotFoundError):
        return FileError(f"{what} can't be used: a file or folder of it is missing.", "Put it back; then try again.")
    if isinstance(fault, PermissionError) or fault.errno == errno.EROFS:
        return FileError(f"{what} can't be written: it is not allowed.", "Ask who may write there; then try again.")
    why = fault.strerror or type(fault).__name__
    return FileError(f"{what} can't be read or written: {why}.", "Look to the disk; then try again.")


def put_in_place(source: Path | str, target: Path) -> None:
    """``os.replace``, tried again for a second: on Windows nothing takes the place of a file that is being read."""
    for left in reversed(range(_TRIES)):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE_SECONDS)


def put_folder_in_place(source: Path, target: Path) -> None:
    """``put_in_place`` of a folder, unless another process has put the same there meanwhile; ``source`` may be left."""
    try:
        if not target.is_dir():
            put_in_place(source, target)
    except OSError:
        if not target.is_dir():
            raise
