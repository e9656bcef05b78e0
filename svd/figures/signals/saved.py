"""Tables worked out at the end of a build, saved within the store's version so that no visitor waits for them."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import svd
from svd.catalogue.texts import list_declarations
from svd.measures.question import Evidence

_UNFINISHED, _SAVED = ".unfinished-", "signals-"


def find_saved(evidence: Evidence) -> Path:
    """The folder, there or not, of what is saved of this store under its catalogue, its geography and this program."""
    found = hashlib.sha256()
    for text in list_declarations(evidence.catalogue):
        found.update(text.encode())
    geography = evidence.geography
    found.update(geography.wards.to_json().encode())
    found.update(geography.residents_by_year.to_text().encode())
    found.update(geography.small_areas.to_text().encode())
    for path in sorted(Path(svd.__path__[0]).rglob("*.py")):
        found.update(path.read_bytes())
    return evidence.store.folder / f"{_SAVED}{found.hexdigest()[:16]}"


def read_saved(folder: Path, name: str) -> pd.DataFrame | None:
    """The table saved as ``name``, types and all; None where there is none that can be read."""
    try:
        table = pq.read_table(folder / _name_file(name))
    except (OSError, pa.ArrowException):
        return None
    about = json.loads(table.schema.metadata[b"pandas"])["columns"]
    # Texts are read as strings whatever they were; those that were objects compare otherwise where they are missing.
    objects = [column["name"] for column in about if column["numpy_type"] == "object"]
    return table.to_pandas().astype(dict.fromkeys(objects, object))


def save(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Save the tables by name in ``folder``, which is there whole or not at all; what was saved before it goes.

    Raises OSError where the store can't be written.
    """
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    try:
        for name, table in tables.items():
            table.to_parquet(unfinished / _name_file(name))
        os.replace(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    for other in folder.parent.iterdir():
        if other.name.startswith((_UNFINISHED, _SAVED)) and other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _name_file(name: str) -> str:
    return f"{name.replace(' ', '_')}.parquet"
