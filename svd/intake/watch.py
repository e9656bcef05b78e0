"""A watched folder: a file that lands in it is taken in where nobody need look, and put aside with a note if not."""

import contextlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from svd.errors import UserError
from svd.ingest.received import may_be_extract
from svd.intake.accept import NotBuiltError, NotTakenInError, accept
from svd.intake.examine import Examination, examine_file
from svd.intake.words import word_examination
from svd.tasks import write_file
from svd.views.marked_copy import mark_copy

TAKEN, TO_MEND = "taken in", "to mend"
_BY = "watched folder"
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Seen:
    """A file's size and time of change: one that has both as at the last look is no longer being written."""

    size: int
    changed: float


def watch_folder(
    folder: Path, tell: Tell, *, seconds: float = 10, is_once: bool = False, store: Path | None = None
) -> None:
    """Look into ``folder`` every so many seconds, or once; ``tell`` is told what was done with each file."""
    if not folder.is_dir():
        raise UserError(f"The folder {folder} is missing.", "Create it, or name another.")
    before: dict[Path, Seen] = {}
    while True:
        now = _look(folder)
        for path, seen in now.items():
            if is_once or before.get(path) == seen:
                tell(_try_take_in(path, store))
        if is_once:
            return
        before = now
        time.sleep(seconds)


def _try_take_in(path: Path, store: Path | None) -> str:
    """The same as ``take_in`` says, or why the file could not be touched: it is looked at again, and so are others."""
    try:
        return take_in(path, store)
    except OSError as fault:
        if not path.exists():
            return f"{path.name}: gone before it was looked at."
        return f"{path.name}: can't be moved: {fault.strerror}. Close it in any other program."


def take_in(path: Path, store: Path | None = None) -> str:
    """What was done with ``path``, in a sentence; the file itself is moved to one of the two folders beside it.

    One that is sound but with which no figures could be built stays, to be tried again.
    """
    examined = None
    try:
        examined = examine_file(path, store=store)
        if not examined.is_clean:
            return _put_aside(path, examined, word_examination(examined))
        entry, _ = accept(examined, _BY, store=store)
    except NotTakenInError as fault:
        return f"{fault} The file stays where it is and is tried again."
    except NotBuiltError as fault:
        _move(path, path.parent / TAKEN)
        return str(fault)
    except UserError as fault:
        return _put_aside(path, examined, str(fault))
    _move(path, path.parent / TAKEN)
    return f"{path.name}: taken in as number {entry.sequence}."


def _put_aside(path: Path, examined: Examination | None, words: str) -> str:
    folder = path.parent / TO_MEND
    moved = _move(path, folder)
    write_file(folder / f"{moved.name} - what to mend.txt", f"{words}\n".encode())
    if examined is not None and examined.extract.rows_read:
        marked = mark_copy(moved, examined.extract.problems, examined.headers)
        write_file(folder / f"{moved.name} - marked.xlsx", marked)
    return f"{path.name}: not taken in; see {folder.name}/{moved.name} - what to mend.txt."


def _move(path: Path, folder: Path) -> Path:
    """Move ``path`` into ``folder``, under a name of its own where one of that name lies there."""
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 2
    while target.exists():
        target, number = folder / f"{path.stem} ({number}){path.suffix}", number + 1
    return Path(shutil.move(path, target))


def _look(folder: Path) -> dict[Path, Seen]:
    paths = [path for path in sorted(folder.iterdir()) if may_be_extract(path, folder)]
    seen = {}
    for path in paths:
        with contextlib.suppress(FileNotFoundError):  # moved away meanwhile
            seen[path] = Seen(path.stat().st_size, path.stat().st_mtime)
    return seen
