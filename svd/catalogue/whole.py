"""Whether a version of the store is there whole: every table of the schema, none cut off."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from svd.catalogue.schema import TABLES


def find_lacking(version: Path) -> str | None:
    """The name of the first table that is missing from the folder or cut off, None where none is.

    Parquet ends with its own list of contents, so that a file that was cut off anywhere has none.
    """
    for name in TABLES:
        try:
            pq.read_metadata(version / f"{name}.parquet")
        except (OSError, ValueError, pa.ArrowException):
            return name
    return None
