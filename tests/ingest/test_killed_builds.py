"""A build that is killed, at whatever step, leaves the store as it was or as it was to be; the next one cleans up."""

import contextlib

import pandas as pd
import pytest

from svd import disk
from svd.ingest import curate, parts, publish
from svd.ingest.curate import build_store
from tests.ingest.builders import incident_row, make_catalogue, make_geography, ward_row, write_csv
from tests.proof import part


@pytest.fixture
def build(tmp_path):
    """Builds, and gives the report and the facts."""
    write_csv(tmp_path / "extracts", "Ward Level Crime 2025-03.csv", [ward_row(m202502=20, m202503=30)])

    def build_once():
        report = build_store(tmp_path / "extracts", tmp_path / "store", make_catalogue(), make_geography())
        return report, pd.read_parquet(report.path / "facts.parquet")

    return build_once


class Killed(BaseException):
    """What no handler of ours may catch."""


STEPS = [
    (curate, "open_extract", 1),
    (curate, "save_part", 1),
    (disk.os, "replace", 1),
    (disk.os, "replace", 2),
    (disk.os, "replace", 3),
    (curate, "assemble_tables", 1),
    (publish.pq, "write_table", 3),
    (publish, "_write_table", 1),
    (publish, "_write_table", 6),
    (publish, "_sync_file", 1),
    (publish, "_write_text", 1),
    (publish, "_write_text", 2),
    (publish, "_move_version", 1),
    (publish, "_sync_folder", 2),
    (publish, "_prune", 1),
    (curate, "prune_parts", 1),
    (curate, "note_build", 1),
]


@pytest.mark.parametrize(("where", "name", "call"), part(STEPS, 4))
def test_a_build_killed_at_any_step_leaves_a_whole_store(build, tmp_path, monkeypatch, where, name, call):
    before = build()[0].version
    write_csv(tmp_path / "extracts", "asb_2025-01_2025-01.csv", [incident_row()])
    original, calls = getattr(where, name), []

    def killed_at_its_turn(*given, **more):
        calls.append(name)
        if len(calls) == call:
            raise Killed
        return original(*given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(where, name, killed_at_its_turn)
        with contextlib.suppress(Killed):
            build()
    now = tmp_path / "store" / "versions" / publish.read_current(tmp_path / "store")
    assert len(pd.read_parquet(now / "facts.parquet")) == (2 if now.name == before else 3)
    report, facts = build()
    assert len(facts) == 3
    assert not [path for path in (tmp_path / "store").rglob("*") if path.name.startswith(parts.UNFINISHED)]
    assert before in {path.name for path in report.path.parent.iterdir()}
