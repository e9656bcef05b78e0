"""A build that would change nothing is answered from its stamp, and by nothing else: any change leads to the build."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from svd import stamp, tasks
from svd.errors import UserError
from svd.paths import find_store, read_paths

TODAY = date(2026, 11, 30)
TOLD = stamp.Told("as before", '{"as": "before"}', 1, TODAY, date(2027, 1, 1))
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def kept_home(tmp_path_factory, small_home):
    home = tmp_path_factory.mktemp("kept") / "home"
    shutil.copytree(small_home, home)
    return home


@pytest.fixture
def home(tmp_path, kept_home, monkeypatch):
    """A home of the test's own with a stamped store; its files are old, so that their looks alone tell of a change."""
    folder = tmp_path / "home"
    shutil.copytree(kept_home, folder)
    shutil.move(folder / "store", folder / "data" / "curated")
    (folder / "data" / "extracts").mkdir()
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "program.py").write_text("one = 1\n")
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    monkeypatch.setattr(stamp, "CODE", tmp_path / "code")
    monkeypatch.setenv("SVD_HOME", str(folder))
    for name in ("SVD_STORE", "SVD_EXTRACTS", "SVD_SIGNALS", "SVD_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    write()
    return folder


def write(told=TOLD):
    store = find_store()
    version = (store / "CURRENT").read_text().strip()
    stamp.write_stamp(store, None, stamp.look_at_inputs(None), version, told)


def ask(*words, today=TODAY):
    return stamp.answer_build(words, today)


def first(folder, pattern):
    return next(path for path in sorted(folder.rglob(pattern)) if path.is_file())


def change_but_for_looks(path):
    """Another text of the same length, with the times of the one before."""
    state = path.stat()
    content = path.read_bytes()
    path.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def test_nothing_changed_is_answered_in_words_and_as_json(home):
    assert ask() == ("as before", 1)
    assert ask("--json") == ('{"as": "before"}', 1)
    assert ask(f"--store={home / 'data' / 'curated'}") == ("as before", 1)


@pytest.mark.parametrize("words", [["--as-of", "2026-01-01"], ["--help"], ["more"], ["--store"], ["--json=yes"]])
def test_what_else_is_asked_is_for_the_command(home, words):
    assert ask(*words) is None


def test_another_folder_of_extracts_has_no_stamp(home):
    assert ask("--extracts", str(read_paths().sample)) is None


def append(path):
    path.write_bytes(path.read_bytes() + b"\n")


CHANGES = {
    "an extract edited": lambda home: append(first(home / "data" / "sample", "*council_asb*")),
    "an extract edited, its looks as before": lambda home: change_but_for_looks(
        first(home / "data" / "sample", "*council_asb*")
    ),
    "an extract touched: the day it came may be its own": lambda home: os.utime(
        first(home / "data" / "sample", "*council_asb*")
    ),
    "a day of receipt edited": lambda home: append(home / "data" / "sample" / "received.csv"),
    "a new extract": lambda home: (home / "data" / "sample" / "new.csv").write_text("a,b\n1,2\n"),
    "an extract gone": lambda home: first(home / "data" / "sample", "*council_asb*").unlink(),
    "a file of the area's own": lambda home: (home / "data" / "extracts" / "new.csv").write_text("a,b\n1,2\n"),
    "a line of the journal, as a purge writes": lambda home: (home / "data" / "extracts" / "journal").write_text("{}"),
    "a catalogue edited": lambda home: append(first(home / "data" / "catalogue", "*.toml")),
    "a ward moved": lambda home: append(home / "geo" / "wards.geojson"),
    "residents gone": lambda home: (home / "geo" / "residents.csv").unlink(),
    "code edited": lambda home: append(stamp.CODE / "program.py"),
    "new code": lambda home: (stamp.CODE / "more.py").write_text(""),
    "a secret added": lambda home: [
        (home / ".streamlit").mkdir(),
        (home / ".streamlit" / "secrets.toml").write_text('protection_key = "x"\n'),
    ],
    "a table of the store cut off": lambda home: os.truncate(
        first(home / "data" / "curated" / "versions", "facts.parquet"), 100
    ),
    "a table of the store gone": lambda home: first(home / "data" / "curated" / "versions", "facts.parquet").unlink(),
    "a saved figure gone": lambda home: first(home / "data" / "curated" / "versions", "arrays.npz").unlink(),
    "the book gone": lambda home: (home / "data" / "curated" / "book.parquet").unlink(),
    "another version": lambda home: (home / "data" / "curated" / "CURRENT").write_text("other\n"),
    "a build was killed": lambda home: (home / "data" / "curated" / "versions" / ".unfinished-x").mkdir(),
    "the stamp cut off": lambda home: os.truncate(home / "data" / "curated" / stamp.NAME, 30),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_leads_to_the_build(home, change):
    change(home)
    assert ask() is None


@pytest.mark.parametrize("name", ["SVD_KEY", "SVD_PROTECTION_KEY", "SVD_SIGNALS", "TZ"])
def test_another_setting_leads_to_the_build(home, monkeypatch, name):
    monkeypatch.setenv(name, "another, of forty letters or more than that")
    assert ask() is None


def test_another_package_leads_to_the_build(home, tmp_path, monkeypatch):
    packages = tmp_path / "site-packages"
    (packages / "pandas-9.9.9.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])
    assert ask() is None


def test_it_holds_until_totals_are_written_anew_and_not_before_it_was_written(home):
    assert ask(today=TOLD.until - timedelta(days=1)) is not None
    assert ask(today=TOLD.until) is None
    assert ask(today=TODAY - timedelta(days=1)) is None
    write(replace_until(None))
    assert ask(today=date(2030, 1, 1)) is not None


def replace_until(day):
    return TOLD._replace(until=day)


def test_a_file_just_written_is_known_by_its_content(home, monkeypatch):
    path = first(home / "data" / "sample", "*council_asb*")
    append(path)
    write()
    assert ask() is not None
    state = path.stat()
    change_but_for_looks(path)
    monkeypatch.setattr(Path, "stat", lambda self, **more: state if self == path else os.stat(self, **more))
    assert ask() is None


def test_another_version_built_meanwhile_gets_no_stamp(home):
    stamp.forget(find_store())
    stamp.write_stamp(find_store(), None, stamp.look_at_inputs(None), "older", TOLD)
    assert ask() is None and not (find_store() / stamp.NAME).exists()


def test_no_key_can_be_read_from_the_stamp(home):
    told = (find_store() / stamp.NAME).read_text()
    assert os.environ["SVD_KEY"] not in told and os.environ["SVD_PROTECTION_KEY"] not in told


def test_a_build_leaves_the_stamp_of_what_the_next_would_say(home):
    first_report = tasks.build(None, None)
    answer = ask(today=date.today())
    again = tasks.build(None, None)
    assert not again.is_changed and answer.text == tasks.word_build(again)
    assert answer.text == tasks.word_build(
        replace(first_report, is_changed=False, files_read=0, files_reused=again.files_reused)
    )
    assert answer.status == int(tasks.has_faults(again.problems))


def test_a_build_that_fails_leaves_no_stamp(home):
    for path in (home / "data" / "sample").glob("SYNTHETIC*"):
        path.unlink()
    with pytest.raises(UserError):
        tasks.build(None, None)
    assert not (find_store() / stamp.NAME).exists()


def test_the_answer_loads_nothing_that_builds(home, monkeypatch):
    monkeypatch.setattr(stamp, "CODE", ROOT / "svd")
    write(TOLD._replace(since=date.today() - timedelta(days=1), until=None))
    told = "import sys, runpy\nsys.argv = ['svd', 'build']\ntry:\n    runpy.run_module('svd', run_name='__main__')\n"
    told += "finally:\n    print(sorted({'pandas', 'duckdb', 'ibis', 'numpy', 'svd.cli'} & set(sys.modules)))\n"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["as before", "[]"] and done.returncode == 1
