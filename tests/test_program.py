"""A hash of code: moved by what the code does, however far it is imported from, and by no comment or docstring."""

import shutil
from pathlib import Path

import pytest

from svd import program
from svd.program import find_modules, hash_code

PROJECT = Path(__file__).resolve().parents[1]
FILES = {
    "svd/__init__.py": "",
    "svd/top.py": '"""Top."""\nfrom svd.below import low\n\n\ndef add(a):\n    """Adds."""\n    return low.ONE + a\n',
    "svd/below/__init__.py": "WIDE = 1\n",
    "svd/below/low.py": 'ONE = 1\n"""What one is."""\n',
    "svd/other.py": "TWO = 2\n",
}


@pytest.fixture
def write(tmp_path):
    """Writes the files, those given in place of their own; gives the hash of the topmost."""

    def write_all(given: dict[str, str] | None = None) -> str:
        for name, text in (FILES | (given or {})).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        hash_code.cache_clear()
        return hash_code("svd.top", root=tmp_path)

    return write_all


@pytest.mark.parametrize(
    "same",
    [
        {"svd/top.py": FILES["svd/top.py"].replace("Adds.", "Adds one.")},
        {"svd/top.py": FILES["svd/top.py"].replace("Top.", "The top.")},
        {"svd/top.py": FILES["svd/top.py"].replace('    """Adds."""\n', "    # It adds.\n\n")},
        {"svd/below/low.py": 'ONE = 1\n"""What one is, said at length."""\n'},
        {"svd/below/low.py": "ONE = 1\n"},
        {"svd/other.py": "TWO = 3\n"},
    ],
)
def test_words_about_the_code_and_code_not_imported_change_nothing(write, same):
    assert write(same) == write()


@pytest.mark.parametrize(
    "changed",
    [
        {"svd/top.py": FILES["svd/top.py"].replace("+ a", "- a")},
        {"svd/below/low.py": "ONE = 2\n"},
        {"svd/below/__init__.py": "WIDE = 2\n"},
        {"svd/top.py": FILES["svd/top.py"].replace("return low.ONE", 'return "Adds." and low.ONE')},
    ],
)
def test_what_the_code_does_changes_it(write, changed):
    assert write(changed) != write()


def test_a_spoilt_memo_and_a_folder_that_cannot_be_written_change_nothing(write, tmp_path, monkeypatch):
    before = write()
    (memo,) = (tmp_path / "svd/__pycache__").iterdir()
    memo.write_text("[", encoding="utf-8")
    assert write() == before
    memo.unlink()
    monkeypatch.setattr(program.tempfile, "mkstemp", lambda **_: (_ for _ in ()).throw(PermissionError()))
    assert write() == before and not memo.exists()


def test_a_reader_s_docstring_re_reads_no_file_and_its_code_does(tmp_path):
    shutil.copytree(PROJECT / "svd", tmp_path / "svd", ignore=shutil.ignore_patterns("*.pyc"))
    reader = tmp_path / "svd/ingest/readers/incidents.py"
    text = reader.read_text(encoding="utf-8")

    def hash_reading_with(changed: str) -> str:
        assert changed != text
        reader.write_text(changed, encoding="utf-8")
        hash_code.cache_clear()
        return hash_code("svd.ingest.open", root=tmp_path)

    before = hash_reading_with(text + "\n")
    assert hash_reading_with(text.replace('"""Incident records', '# Told anew.\n"""All incident records')) == before
    assert (
        hash_reading_with(text.replace('count_rows(found.kept, "records")', 'count_rows(found.kept, "repeats")'))
        != before
    )


def test_reading_does_not_rest_on_what_is_made_of_it():
    names = set(find_modules(("svd.ingest.open",), PROJECT, {}))
    assert {"svd.ingest.readers.incidents", "svd.ingest.tables.workbook", "svd.geography.place"} <= names
    assert not [name for name in names if name.startswith(("svd.figures", "svd.ui", "svd.views", "svd.ingest.sample"))]
    signals = set(find_modules(("svd.figures.signals.prepare",), PROJECT, {}))
    assert "svd.figures.signals.signal_words" in signals and "svd.store.store" in signals
    assert not [name for name in signals if name.startswith(("svd.ui", "svd.views", "svd.ingest"))]
