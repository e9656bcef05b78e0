"""Last step of the wing: the tables -> a new version of the store, there whole or not at all."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from svd.catalogue.whole import find_lacking
from svd.disk import put_in_place
from svd.ingest.parts import UNFINISHED

CURRENT, VERSIONS, ABOUT = "CURRENT", "versions", "about.json"
_AGAIN = "-again-"


def read_current(store: Path) -> str | None:
    """The version CURRENT names, if all of it is there."""
    try:
        version = (store / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return version if version and _is_whole(store / VERSIONS / version) else None


def publish_version(
    store: Path,
    tables: Mapping[str, pd.DataFrame],
    about: Mapping[str, object],
    be_ready: Callable[[], object] = lambda: None,
) -> tuple[str, bool]:
    """The version that holds ``tables`` and whether it is new; equal tables are one version, and nothing is rewritten.

    The version before it is kept for those who are still reading it. ``be_ready`` is called once the tables are written
    and before anything changes: what it raises leaves the store as it was.
    """
    versions = store / VERSIONS
    versions.mkdir(parents=True, exist_ok=True)
    before = read_current(store)
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=versions))
    try:
        version = _write_tables(unfinished, tables)
        be_ready()
        if version == before:
            shutil.rmtree(unfinished)
            return version, False
        _write_text(unfinished / ABOUT, json.dumps({"version": version, **about}, indent=2))
        _sync_folder(unfinished)
        _move_version(unfinished, versions / version)
        _write_text(store / f"{UNFINISHED}{CURRENT}", version + "\n")
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)  # on a full disk it would take the last of the space
        raise
    put_in_place(store / f"{UNFINISHED}{CURRENT}", store / CURRENT)
    with contextlib.suppress(OSError):  # from here on the version is built: nothing may say that it is not
        _sync_folder(store)
        _prune(versions, {version, before})
    return version, True


def publish_again(store: Path) -> str:
    """The current version once more, under a name of its own, without what was worked out of it; gives the name.

    Who shows the one before finds a newer version and opens that. What was worked out of any other version goes.
    """
    before = read_current(store)
    assert before, "there is a version to publish again"
    stem, _, number = before.partition(_AGAIN)
    version, versions = f"{stem}{_AGAIN}{int(number or 0) + 1}", store / VERSIONS
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=versions))
    for path in (versions / before).iterdir():
        if path.is_file():
            shutil.copy2(path, unfinished)
    about = json.loads((unfinished / ABOUT).read_text(encoding="utf-8")) | {"version": version}
    _write_text(unfinished / ABOUT, json.dumps(about, indent=2))
    _sync_folder(unfinished)
    _move_version(unfinished, versions / version)
    _write_text(store / f"{UNFINISHED}{CURRENT}", version + "\n")
    put_in_place(store / f"{UNFINISHED}{CURRENT}", store / CURRENT)
    _sync_folder(store)
    _prune(versions, {version, before})
    for folder in (versions / before).iterdir():
        if folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
    return version


def forget_older(store: Path) -> None:
    """Remove every version but the current one: what was purged must not lie in the one before it."""
    _prune(store / VERSIONS, {read_current(store)})


def sweep(store: Path) -> None:
    """Remove what builds that were killed left behind."""
    for folder in (store, store / VERSIONS, store / "parts"):
        for left in folder.glob(f"{UNFINISHED}*"):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()


def _write_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> str:
    """Write each table; gives the version, a hash of all that was written."""
    found = hashlib.sha256()
    for name, frame in sorted(tables.items()):
        path = folder / f"{name}.parquet"
        _write_table(path, frame)
        _sync_file(path)
        found.update(name.encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _write_table(path: Path, frame: pd.DataFrame) -> None:
    """Write ``frame``; its categories are read back as the texts they are."""
    frame = _hold_texts_alike(frame)
    # One chunk a column, so that the same rows give the same bytes however they were put together.
    table = pa.Table.from_pandas(frame, preserve_index=False).combine_chunks()
    if frame.empty:  # texts of no rows have the type that those who hold them give them, or none
        table = table.cast(pa.schema([_type_texts(field) for field in table.schema], table.schema.metadata))
    encoded = dict.fromkeys(frame.select_dtypes("category"), pd.StringDtype("pyarrow"))
    as_texts = pa.Schema.from_pandas(frame.iloc[:0].astype(encoded), preserve_index=False)
    with pq.ParquetWriter(path, table.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"pandas": as_texts.metadata[b"pandas"].decode()})


def _type_texts(field: pa.Field) -> pa.Field:
    is_text = pa.types.is_null(field.type) or pa.types.is_dictionary(field.type) or pa.types.is_large_string(field.type)
    return field.with_type(pa.string()) if is_text else field


def _hold_texts_alike(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with its texts in Arrow's form: a server's pages hold theirs otherwise, and a version is its bytes."""
    alike = {}
    for name, column in frame.items():
        if isinstance(column.dtype, pd.StringDtype):
            alike[name] = column.astype(_in_arrow(column.dtype))
        elif isinstance(column.dtype, pd.CategoricalDtype) and isinstance(column.cat.categories.dtype, pd.StringDtype):
            texts = column.cat.categories
            alike[name] = column.cat.rename_categories(texts.astype(_in_arrow(texts.dtype)))
    return frame.assign(**alike)


def _in_arrow(text: pd.StringDtype) -> pd.StringDtype:
    return pd.StringDtype("pyarrow", na_value=text.na_value)


def _is_whole(folder: Path) -> bool:
    return (folder / ABOUT).is_file() and find_lacking(folder) is None


def _move_version(unfinished: Path, target: Path) -> None:
    if _is_whole(target):  # an earlier version with these tables is still there
        shutil.rmtree(unfinished)
        return
    if target.exists():
        shutil.rmtree(target)
    put_in_place(unfinished, target)
    _sync_folder(target.parent)


def _prune(versions: Path, kept: set[str | None]) -> None:
    for folder in versions.iterdir():
        if folder.name not in kept:
            # On Windows a file that is being read can't go; the next build tries again.
            shutil.rmtree(folder, ignore_errors=True)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    _sync_file(path)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename outlast a power cut; Windows can't open folders and needs no such thing."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
