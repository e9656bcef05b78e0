"""What was read from each file, kept beside the store so that only what changed is read again."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa

import svd.geography
from svd.catalogue import Catalogue, schema
from svd.catalogue.texts import list_declarations
from svd.geography.wards import Geography
from svd.ingest.extract import ReadExtract
from svd.ingest.private.identity import fingerprint_key
from svd.ingest.received import ReceivedFile

UNFINISHED = ".unfinished-"
_TABLES = ("facts", "incidents", "returns", "months", "problems")
_ABOUT, _BUILT = "extract.json", "built"
_NO_READERS = {"fetch", "history", "sample", "vault"}
"""Folders of this wing that have no part in reading a file."""


def hash_reading(catalogue: Catalogue, geography: Geography) -> str:
    """A hash of all but the file that decides what reading gives: the catalogue, the geography, this code, the key."""
    found = hashlib.sha256()
    for text in list_declarations(catalogue):
        found.update(text.encode())
    found.update(geography.wards.to_json().encode())
    found.update(geography.small_areas.to_text().encode())
    found.update(json.dumps(dict(geography.ward_names), sort_keys=True).encode())
    for path in _list_code():
        found.update(path.read_bytes())
    found.update(fingerprint_key().encode())
    return found.hexdigest()


def key_part(file: ReceivedFile, reading: str) -> str:
    """The name of the file's part: another file, name, day received, instruction or reading is another part."""
    told = repr((file.name, file.received_on.isoformat(), file.source, file.accepted, file.sequence))
    return hash_texts([file.sha256, told, reading])


def hash_texts(texts: Iterable[str]) -> str:
    """One short hash of all ``texts`` in their order."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:32]


def load_part(folder: Path) -> ReadExtract | None:
    """The extract kept in ``folder``; None where there is none or it can't be read, and the file is read again."""
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in _TABLES}
    except (OSError, ValueError, pa.ArrowException):
        return None
    edition = pd.Timestamp(about.pop("edition")) if about["edition"] else about.pop("edition")
    received_on = date.fromisoformat(about.pop("received_on"))
    return ReadExtract(**about, **tables, edition=edition, received_on=received_on)


def find_parts(folder: Path, source: str) -> dict[str, list[Path]]:
    """Where readings of the source's files are kept, by the files' names; two of one name are of two builds."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob(f"[!.]*/{_ABOUT}")):
        try:
            about = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue  # pruned meanwhile by a build, or cut off: read again
        if about["source"] == source:
            found.setdefault(about["name"], []).append(path.parent)
    return found


def save_part(extract: ReadExtract, folder: Path) -> None:
    """Keep ``extract`` in ``folder``, which is there whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder.parent))
    for name in _TABLES:
        table = getattr(extract, name)
        # Points and moments are nearly all different: looking for those that are the same takes as long as the rest.
        words = list(table.select_dtypes(exclude=["number", "datetime"]))
        table.to_parquet(unfinished / f"{name}.parquet", index=False, use_dictionary=words)
    fields = {name: value for name, value in vars(extract).items() if name not in _TABLES}
    about = fields | {
        "placed": dict(extract.placed),
        "edition": None if extract.edition is None else extract.edition.isoformat(),
        "received_on": extract.received_on.isoformat(),
    }
    (unfinished / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
    if folder.exists():
        shutil.rmtree(folder)
    os.replace(unfinished, folder)


def note_build(parts: Path, made_of: str, version: str) -> None:
    """Remember that the parts ``made_of`` stands for gave ``version``."""
    parts.mkdir(exist_ok=True)
    (parts / _BUILT).write_text(f"{made_of} {version}", encoding="utf-8")


def is_built(parts: Path, made_of: str, version: str | None) -> bool:
    """Whether ``version`` was built from the very parts ``made_of`` stands for."""
    try:
        return (parts / _BUILT).read_text(encoding="utf-8") == f"{made_of} {version}"
    except OSError:
        return False


def prune_parts(folder: Path, keys: Collection[str]) -> None:
    """Remove every part but those named ``keys``."""
    for part in folder.iterdir() if folder.is_dir() else ():
        if part.is_dir() and part.name not in keys:
            shutil.rmtree(part, ignore_errors=True)


def _list_code() -> list[Path]:
    ingest, geography = Path(__file__).parent, Path(svd.geography.__path__[0])
    readers = [path for path in ingest.rglob("*.py") if not _NO_READERS & set(path.relative_to(ingest).parts)]
    return sorted([*readers, *geography.rglob("*.py"), Path(schema.__file__)])
