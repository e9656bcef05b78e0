"""Tables worked out at the end of a build, saved within the store's version so that no visitor waits for them."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from svd.catalogue.texts import Used, list_used
from svd.disk import put_folder_in_place
from svd.measures.book import find_restatement
from svd.measures.build import find_cube
from svd.measures.question import Evidence
from svd.program import hash_code

_UNFINISHED, _SAVED = ".unfinished-", "signals-"
_CODE = ("svd.figures.signals.prepare", "svd.figures.signals.saved")
"""Where the code begins that works out what is saved."""
USED: Used = {
    "area": {"code", "name", "short_name"},
    "breaks": {"date", "is_comparable", "sources", "spares", "title"},
    "categories": {"offence", "reader_or_source"},
    "definitions": {"adopted", "id", "offences"},
    "indicators": {
        "calculation",
        "frequency",
        "id",
        "polarity",
        "short_title",
        "small_number_rule",
        "source",
        "unit",
    },
    "offences": {"id", "includes"},
    "rules": {"id", "hide_up_to"},
    "sources": {"id", "provisional_months", "reader", "title"},
    "targets": {"indicator", "value"},
    "weights": {"index", "offence", "value"},
}
"""What signals rest on of the catalogue beside their counts; the titles among it are printed in the sentences."""


def find_saved(evidence: Evidence) -> Path:
    """The folder, there or not, of what is saved of this store.

    Its name stands for all else that signals rest on, and for nothing more: the counts, which are written anew on fixed
    days, see USED, residents, the wards' names, and what the code does.
    """
    found, catalogue, geography = hashlib.sha256(), evidence.catalogue, evidence.geography
    restated = find_restatement(catalogue.area.restated_in, evidence.opened_on)
    found.update(find_cube(evidence.store, catalogue, geography, restated).name.encode())
    for text in list_used(catalogue, USED):
        found.update(text.encode())
    found.update(geography.residents_by_year.to_text().encode())
    found.update(json.dumps(dict(geography.ward_names), sort_keys=True).encode())
    found.update(hash_code(*_CODE).encode())
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
        put_folder_in_place(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    for other in folder.parent.iterdir():
        if other.name.startswith((_UNFINISHED, _SAVED)) and other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _name_file(name: str) -> str:
    return f"{name.replace(' ', '_')}.parquet"
