"""A build the disk refuses at any step is one sentence and leaves the store as it was; a spoilt store is mended."""

import errno
import os
import shutil

import pytest
from click.testing import CliRunner

from svd import disk
from svd.catalogue.schema import TABLES
from svd.cli import main
from svd.errors import FileError
from svd.ingest import curate, parts, publish
from svd.ingest.curate import build_store
from tests.ingest.builders import incident_row, make_catalogue, make_geography, ward_row, write_csv

STEPS = [
    (curate, "save_part", 1),
    (parts, "_write_part", 1),
    (disk.os, "replace", 1),
    (disk.os, "replace", 2),
    (disk.os, "replace", 3),
    (publish.pq, "ParquetWriter", 2),
    (publish, "_write_table", 6),
    (publish, "_sync_file", 1),
    (publish, "_write_text", 1),
    (publish, "_write_text", 2),
    (curate, "sweep", 1),
]
AFTER = [(publish, "_prune", 1), (curate, "prune_parts", 1), (curate, "note_build", 1)]
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def build(tmp_path):
    """Builds; gives the report."""
    write_csv(tmp_path / "extracts", "Ward Level Crime 2025-03.csv", [ward_row(m202502=20, m202503=30)])
    return lambda: build_store(tmp_path / "extracts", tmp_path / "store", make_catalogue(), make_geography())


def refuse(monkeypatch, where, name: str, call: int, fault: OSError) -> None:
    """Have the function fail the so many-th time it is called."""
    original, calls = getattr(where, name), []

    def refused_at_its_turn(*given, **more):
        calls.append(name)
        if len(calls) == call:
            raise fault
        return original(*given, **more)

    monkeypatch.setattr(where, name, refused_at_its_turn)


@pytest.mark.parametrize(("where", "name", "call"), STEPS)
def test_a_full_disk_leaves_the_store_as_it_was(build, tmp_path, monkeypatch, where, name, call):
    before = build().version
    write_csv(tmp_path / "extracts", "asb_2025-01_2025-01.csv", [incident_row()])
    with monkeypatch.context() as patched, pytest.raises(FileError) as found:
        refuse(patched, where, name, call, FULL)
        build()
    assert str(found.value) == "The store can't be written: the disk is full. Free space on the disk; then try again."
    assert publish.read_current(tmp_path / "store") == before
    left = [path for path in (tmp_path / "store").rglob(f"{parts.UNFINISHED}*") if path.is_dir()]
    assert not left, "What can't be ended takes no space."
    assert build().is_changed


@pytest.mark.parametrize(("where", "name", "call"), AFTER)
def test_what_fails_once_the_version_stands_fails_no_build(build, tmp_path, monkeypatch, where, name, call):
    build()
    write_csv(tmp_path / "extracts", "asb_2025-01_2025-01.csv", [incident_row()])
    refuse(monkeypatch, where, name, call, FULL)
    report = build()
    assert report.is_changed and publish.read_current(tmp_path / "store") == report.version


def test_a_folder_that_may_not_be_written_is_one_sentence(build, tmp_path, monkeypatch):
    refuse(monkeypatch, publish.tempfile, "mkdtemp", 2, PermissionError(errno.EACCES, "Permission denied"))
    with pytest.raises(FileError, match="^The store can't be written: it is not allowed. Ask who may write there"):
        build()


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("left", [None, 100])
def test_a_table_that_is_missing_or_cut_off_is_built_again(build, tmp_path, name, left):
    report = build()
    path = report.path / f"{name}.parquet"
    whole = path.read_bytes()
    path.unlink()
    if left:
        path.write_bytes(whole[:left])
    again = build()
    assert again.version == report.version and path.read_bytes() == whole and again.files_read == 0


@pytest.mark.parametrize("left", [None, 100])
def test_a_command_on_a_spoilt_store_ends_with_one_sentence_and_status_2(tmp_path, sample_store, left):
    store = shutil.copytree(sample_store, tmp_path / "store")
    (path,) = store.glob("versions/*/facts.parquet")
    content = path.read_bytes()
    path.unlink()
    if left:
        path.write_bytes(content[:left])
    done = CliRunner().invoke(main, ["measure", "knife_crime", "--store", str(store)])
    said = "The store is not whole: its table facts is missing or cut off. Build it again: python -m svd build"
    assert (done.exit_code, done.stderr, done.stdout) == (2, f"Error: {said}\n", "")


def test_a_command_the_disk_refuses_ends_with_one_sentence_and_status_2(tmp_path, monkeypatch):
    monkeypatch.setattr("svd.tasks.build", lambda *_, **__: (_ for _ in ()).throw(FULL))
    done = CliRunner().invoke(main, ["build", "--store", str(tmp_path)])
    assert done.exit_code == 2 and done.stderr.startswith("Error: A file can't be written: the disk is full.")
