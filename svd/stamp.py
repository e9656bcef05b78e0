"""A build that would change nothing is known by what it would look at, and answered before anything else is loaded.

The stamp of a build lies in its store: what every file it rests on looked like, and what it says when built again.
"""

import contextlib
import hashlib
import json
import os
import secrets
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from svd.disk import put_in_place
from svd.paths import find_store, read_paths

NAME, FORMAT = "unchanged.json", 1
CODE = Path(__file__).resolve().parent
_SETTING = "SVD_"
_SOON_NS = 2_000_000_000
"""A file written this shortly before it is looked at may be written again and look the same: its content is read."""
_ROUNDS = 50_000
_LEFT = ".unfinished-"

Look = Mapping[str, Sequence[int | str]]
"""What each file looks like, by its path: size, when it was written and changed, its number, a new one's hash."""


class Answer(NamedTuple):
    """What a build that changes nothing prints, and its exit status."""

    text: str
    status: int


class Told(NamedTuple):
    """The same of a build just done, in words and as JSON, which holds from ``since`` up to the day ``until``."""

    words: str
    as_json: str
    status: int
    since: date
    until: date | None


def answer_build(words: Sequence[str], today: date | None = None) -> Answer | None:
    """The answer to ``build`` with the options ``words``; None where only the build itself can tell."""
    asked = _read_options(words)
    if asked is None:
        return None
    extracts, store, as_json = asked
    folder = find_store(store)
    try:
        stamp = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if not _holds(stamp, extracts, folder, today or date.today()):
            return None
        return Answer(str(stamp["json" if as_json else "words"]), int(stamp["status"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def forget(store: Path) -> None:
    """No stamp holds while a build is at work, nor after one that failed."""
    with contextlib.suppress(OSError):
        (store / NAME).unlink(missing_ok=True)


def look_at_inputs(extracts: Path | None, before: Look | None = None) -> dict[str, Sequence[int | str]]:
    """What every file that a build of ``extracts`` may look at looks like now; raises OSError.

    Of those that were new when ``before`` was taken the contents are looked at too.
    """
    paths = read_paths()
    folders = [extracts] if extracts else [paths.sample, paths.extracts]
    found = [*_list_files(paths.catalogue), *_list_files(paths.geo)]
    found += [path for folder in folders for path in _list_files(folder)]
    found += [path for path in _list_files(CODE) if path.suffix == ".py"]
    named = os.environ.get("SVD_KEY_FILE")
    secret = [paths.home / ".streamlit" / "secrets.toml", *([Path(named).expanduser()] if named else [])]
    return _look([*found, *(path for path in secret if path.is_file())], before)


def write_stamp(store: Path, extracts: Path | None, inputs: Look, version: str, told: Told) -> None:
    """Keep what a build of ``inputs``, as they were before it, made of ``store``, unless another was built meanwhile.

    Where it can't be kept, the next build does all again.
    """
    with contextlib.suppress(OSError):
        if (store / "CURRENT").read_text(encoding="utf-8").strip() != version:
            return
        salt = secrets.token_hex(16)
        stamp = {
            "format": FORMAT,
            "asked": _name(extracts),
            "inputs": inputs,
            "built": _look_at_store(store, None),
            "salt": salt,
            "settings": _hash_settings(salt),
            "program": _describe_program(),
            "since": told.since.isoformat(),
            "until": told.until and told.until.isoformat(),
            "words": told.words,
            "json": told.as_json,
            "status": told.status,
        }
        part = store / f"{_LEFT}{NAME}"
        part.write_text(json.dumps(stamp), encoding="utf-8")
        put_in_place(part, store / NAME)


def _read_options(words: Sequence[str]) -> tuple[Path | None, Path | None, bool] | None:
    """``--extracts``, ``--store`` and ``--json``; None where anything else is asked."""
    found: dict[str, str] = {}
    left = list(words)
    while left:
        name, mark, value = left.pop(0).partition("=")
        if name == "--json" and not mark:
            found[name] = "yes"
        elif name in ("--extracts", "--store") and (mark or left):
            found[name] = value if mark else left.pop(0)
        else:
            return None
    if any(not value or value.startswith("-") for value in found.values()):
        return None
    extracts, store = (Path(found[name]) if name in found else None for name in ("--extracts", "--store"))
    return extracts, store, "--json" in found


def _holds(stamp: Mapping, extracts: Path | None, store: Path, today: date) -> bool:
    """Whether everything the stamp was taken of is as it was; what costs least is looked at first."""
    is_in_time = date.fromisoformat(stamp["since"]) <= today and (
        stamp["until"] is None or today < date.fromisoformat(stamp["until"])
    )
    return (
        stamp["format"] == FORMAT
        and stamp["asked"] == _name(extracts)
        and is_in_time
        and stamp["program"] == _describe_program()
        and stamp["built"] == _look_at_store(store, stamp["built"])
        and stamp["inputs"] == look_at_inputs(extracts, stamp["inputs"])
        and secrets.compare_digest(stamp["settings"], _hash_settings(stamp["salt"]))
    )


def _name(extracts: Path | None) -> str | None:
    return str(extracts.resolve()) if extracts else None


def _list_files(folder: Path) -> Iterator[Path]:
    """Every file below ``folder``; raises OSError at a link to a folder, behind which anything may change."""
    for place, folders, files in os.walk(folder):
        if any(os.path.islink(os.path.join(place, name)) for name in folders):
            raise OSError("a folder is linked")
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(place, name) for name in files)


def _look(paths: Sequence[Path], before: Look | None) -> dict[str, Sequence[int | str]]:
    found: dict[str, Sequence[int | str]] = {}
    soon = time.time_ns() - _SOON_NS
    for path in paths:
        name = str(path.absolute())
        state = path.stat()
        told: list[int | str] = [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino]
        is_new = state.st_mtime_ns > soon if before is None else len(before.get(name, ())) > len(told)
        found[name] = [*told, hashlib.sha256(path.read_bytes()).hexdigest()] if is_new else told
    return found


def _look_at_store(store: Path, before: Look | None) -> dict[str, Sequence[int | str]]:
    """The same of the version in use, whole, and of what stands beside it; raises OSError where a build was killed."""
    version = store / "versions" / (store / "CURRENT").read_text(encoding="utf-8").strip()
    for folder in (store, version.parent, store / "parts"):
        if any(name.startswith(_LEFT) and name != f"{_LEFT}{NAME}" for name in os.listdir(folder)):
            raise OSError("a build was killed")
    beside = [store / name for name in ("CURRENT", "book.parquet", "parts/built")]
    return _look([*_list_files(version), *(path for path in beside if path.is_file())], before)


def _hash_settings(salt: str) -> str:
    """A hash of all settings of the environment, keys among them, from which none can be guessed."""
    told = sorted((name, value) for name, value in os.environ.items() if name.startswith(_SETTING) or name == "TZ")
    return hashlib.pbkdf2_hmac("sha256", json.dumps(told).encode(), salt.encode(), _ROUNDS).hex()


def _describe_program() -> list[str]:
    """What runs the program: Python, the clock's zone, and every package there with its version."""
    folders = {folder for folder in sys.path if folder.endswith("-packages")}
    packages = {name for folder in folders if os.path.isdir(folder) for name in os.listdir(folder)}
    named = sorted(name for name in packages if name.endswith((".dist-info", ".egg-info")))
    told = json.dumps([sys.version, time.tzname, time.timezone, named])
    return [hashlib.sha256(told.encode()).hexdigest()]
