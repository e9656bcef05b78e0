"""An accept whose build the disk refuses does not count, and says so; the next one, with space, does."""

import errno
import json
import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from svd.cli import main
from svd.ingest.vault.accept import accept_file
from svd.ingest.vault.journal import KEPT, list_standing, read_journal
from svd.intake import accept as accepting
from svd.intake.accept import NotBuiltError, NotTakenInError, accept
from svd.intake.examine import examine_file
from svd.tasks import build
from tests.intake.next_month import NEXT, write_next_month

WRITES = ["svd.ingest.publish._write_table", "svd.ingest.parts._write_part", "svd.ingest.publish._write_text"]


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def list_store(area: Path) -> dict[str, bytes]:
    """All that readers go by: which version is current, and its tables."""
    current = (area / "store" / "CURRENT").read_text(encoding="utf-8")
    version = area / "store" / "versions" / current.strip()
    return {"CURRENT": current.encode()} | {path.name: path.read_bytes() for path in version.glob("*.parquet")}


def list_copies(area: Path) -> list[Path]:
    return [path for path in (area / "extracts" / KEPT).rglob("*") if path.is_file() and NEXT in path.name]


@pytest.mark.parametrize("write", WRITES)
def test_a_full_disk_takes_nothing_in_and_says_so(area, monkeypatch, write):
    before, examined = list_store(area), examine_file(write_next_month(area))
    with monkeypatch.context() as patched, pytest.raises(NotTakenInError) as fault:
        patched.setattr(write, full)
        accept(examined, "Ann")
    assert str(fault.value) == (
        f"{NEXT} was not taken in: the figures could not be built with it. The store can't be written: the disk is "
        "full. Free space on the disk; then try again."
    )
    assert read_journal(area / "extracts") == [] and list_copies(area) == [] and list_store(area) == before
    assert not list((area / "store" / "versions").glob(".unfinished*"))


def test_whoever_leaves_in_the_middle_takes_nothing_in_and_may_come_back(area):
    class Left(BaseException):
        """As Streamlit ends a visitor's run."""

    def leave(*_: object) -> None:
        raise Left

    before, examined = list_store(area), examine_file(write_next_month(area))
    with pytest.raises(Left):
        accept(examined, "Ann", progress=leave)
    assert read_journal(area / "extracts") == [] and list_store(area) == before

    entry, report = accept(examined, "Ann")
    assert entry.sequence == 1 and NEXT in set(report.extracts["extract"])


def test_a_fault_after_the_figures_were_built_takes_nothing_back(area, monkeypatch):
    def fail(_: object) -> None:
        raise RuntimeError("the signals could not be raised")

    examined = examine_file(write_next_month(area))
    with monkeypatch.context() as patched, pytest.raises(NotBuiltError, match="was taken in as number 1"):
        patched.setattr("svd.tasks.save_signals", fail)
        accept(examined, "Ann")
    (entry,) = list_standing(read_journal(area / "extracts"))
    assert NEXT in set(pq.read_table(_find_version(area) / "extracts.parquet")["extract"].to_pylist())
    assert entry.file == NEXT and not build(None, None).is_changed


def test_where_the_line_can_t_be_taken_back_either_it_says_that_it_stands(area, monkeypatch):
    examined = examine_file(write_next_month(area))
    with monkeypatch.context() as patched, pytest.raises(NotBuiltError, match="nor could that be taken back"):
        patched.setattr("svd.ingest.publish._write_table", full)
        patched.setattr("svd.ingest.vault.journal.drop_last_line", full)
        accept(examined, "Ann")
    assert len(list_standing(read_journal(area / "extracts"))) == 1
    assert NEXT in set(build(None, None).extracts["extract"])


def test_a_line_that_others_came_after_is_undone_and_not_cut_out(area, monkeypatch):
    examined, other = examine_file(write_next_month(area)), area / "SYNTHETIC council_asb_2026-11_2026-11.csv"
    other.write_text(examined.file.path.read_text(encoding="utf-8").replace("NEXT-", "MORE-"), encoding="utf-8")

    def busy_and_full(*_: object, **__: object) -> None:
        accept_file(area / "extracts", examine_file(other).file, "Bob")
        full()

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space"):
        patched.setattr(accepting, "build", busy_and_full)
        accept(examined, "Ann")
    entries = read_journal(area / "extracts")
    assert [(entry.event, entry.by) for entry in entries] == [
        ("accepted", "Ann"),
        ("accepted", "Bob"),
        ("undone", "Ann"),
    ]
    assert [entry.by for entry in list_standing(entries)] == ["Bob"]


def test_the_command_ends_with_one_sentence_and_status_2(area, monkeypatch):
    path = write_next_month(area)
    monkeypatch.setattr("svd.ingest.publish._write_table", full)
    done = CliRunner().invoke(main, ["accept", str(path), "--by", "Ann"])
    assert done.exit_code == 2 and done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"Error: {NEXT} was not taken in:")
    history = CliRunner().invoke(main, ["history", "--json"])
    assert json.loads(history.stdout) == []


def _find_version(area: Path) -> Path:
    return area / "store" / "versions" / (area / "store" / "CURRENT").read_text(encoding="utf-8").strip()
