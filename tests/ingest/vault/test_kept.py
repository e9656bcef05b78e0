"""Files as sent: kept under their hash, counted while they stand, and known again for any past moment."""

import shutil
from datetime import date

import pytest

from svd.errors import FileError, UserError
from svd.ingest.received import ReceivedFile, hash_file
from svd.ingest.vault.accept import accept_file, undo_entry
from svd.ingest.vault.journal import KEPT, list_standing, read_journal
from svd.ingest.vault.kept import find_files, keep_loose, name_counting, tidy_name
from svd.journal.lines import now


def send(folder, name: str = "asb_2025-01_2025-01.csv", text: str = "a,b\n1,2\n", **given) -> ReceivedFile:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return ReceivedFile(path, name, date(2026, 1, 5), hash_file(path), **given)


def name_files(*folders, **given) -> list[str]:
    return [file.name for file in find_files(*folders, **given)]


@pytest.fixture
def extracts(tmp_path):
    folder = tmp_path / "extracts"
    folder.mkdir()
    return folder


def test_an_accepted_file_counts_with_what_was_said_of_it(extracts, tmp_path):
    sent = send(tmp_path / "inbox", source="asb", accepted=(("Sort", "category"),))

    accept_file(extracts, sent, " Ann  Other ", [("Odd.", "Known")])
    sent.path.unlink()
    (found,) = find_files(extracts)

    assert (found.name, found.sha256, found.received_on) == (sent.name, sent.sha256, date(2026, 1, 5))
    assert (found.source, found.accepted, found.sequence) == ("asb", (("Sort", "category"),), 1)
    (entry,) = read_journal(extracts)
    assert (entry.by, entry.reasons) == ("Ann Other", (("Odd.", "Known"),))


def test_an_undone_file_is_kept_and_counts_no_more(extracts, tmp_path):
    send(extracts, "loose.csv")
    entry = accept_file(extracts, send(tmp_path, text="x,y\n"), "Ann")
    before = now()

    undo_entry(extracts, entry.sequence, "Bob", "Wrong month")

    assert name_files(extracts) == ["loose.csv"]
    assert (extracts / KEPT / entry.kept).is_file()
    assert [e.file for e in list_standing(read_journal(extracts), before)] == [entry.file]
    with pytest.raises(UserError, match="number 1"):
        undo_entry(extracts, entry.sequence, "Bob")


def test_a_corrected_file_of_the_same_name_counts_beside_the_first_and_is_the_newer(extracts, tmp_path):
    accept_file(extracts, send(tmp_path, text="a\n"), "Ann")
    accept_file(extracts, send(tmp_path, text="b\n"), "Ann")

    first, second = sorted(find_files(extracts), key=lambda file: file.sequence)

    assert (first.name, second.name) == ("asb_2025-01_2025-01.csv", "2/asb_2025-01_2025-01.csv")
    assert first.sequence < second.sequence


def test_a_file_that_counts_already_is_not_taken_in_twice(extracts, tmp_path):
    accept_file(extracts, send(tmp_path), "Ann")

    with pytest.raises(UserError, match="number 1, on .* by Ann"):
        accept_file(extracts, send(tmp_path, "another name.csv"), "Bob")


@pytest.mark.parametrize(("by", "reasons"), [("  ", []), ("Ann", [("Odd.", " ")])])
def test_nothing_is_kept_without_a_name_and_reasons(extracts, tmp_path, by, reasons):
    with pytest.raises(UserError):
        accept_file(extracts, send(tmp_path), by, reasons)

    assert read_journal(extracts) == []


def test_a_kept_file_that_is_no_longer_what_was_sent_is_named(extracts, tmp_path):
    entry = accept_file(extracts, send(tmp_path), "Ann")
    (extracts / KEPT / entry.kept).write_text("changed", encoding="utf-8")
    with pytest.raises(FileError, match="no longer what was sent"):
        find_files(extracts)

    (extracts / KEPT / entry.kept).unlink()
    with pytest.raises(FileError, match="missing"):
        find_files(extracts)


def test_a_file_that_changes_on_the_way_in_is_not_taken(extracts, tmp_path):
    sent = send(tmp_path)
    sent.path.write_text("a,b\n1,3\n", encoding="utf-8")

    with pytest.raises(FileError, match="changed while"):
        accept_file(extracts, sent, "Ann")

    assert read_journal(extracts) == []
    assert not list((extracts / KEPT).rglob("*.csv"))


def test_files_lying_in_the_folder_are_kept_so_that_the_past_is_known(extracts):
    send(extracts, "a.csv", "1\n")
    keep_loose(extracts)
    first = now()
    send(extracts, "a.csv", "2\n")
    send(extracts, "b.csv", "3\n")
    keep_loose(extracts)
    second = now()
    (extracts / "a.csv").unlink()
    keep_loose(extracts)

    assert [path.read_text() for path in [f.path for f in find_files(extracts, as_of=first)]] == ["1\n"]
    assert [path.read_text() for path in [f.path for f in find_files(extracts, as_of=second)]] == ["2\n", "3\n"]
    assert name_files(extracts) == name_files(extracts, as_of=now()) == ["b.csv"]


def test_nothing_is_written_where_nothing_changed(extracts):
    send(extracts, "a.csv")
    keep_loose(extracts)
    before = read_journal(extracts)

    keep_loose(extracts)

    assert read_journal(extracts) == before


def test_a_copy_no_line_tells_of_is_swept_away(extracts, tmp_path):
    accept_file(extracts, send(tmp_path), "Ann")
    stray = extracts / KEPT / "files" / "0123" / "half.csv"
    stray.parent.mkdir(parents=True)
    stray.write_text("half", encoding="utf-8")

    accept_file(extracts, send(tmp_path, text="other\n"), "Ann")

    assert not stray.exists()
    assert len(find_files(extracts)) == 2


def test_files_of_one_name_in_two_folders_are_told_apart(extracts, tmp_path):
    send(extracts, "a.csv", "1\n")
    send(tmp_path / "sample", "a.csv", "2\n")

    assert name_files(tmp_path / "sample", extracts) == ["a.csv", "extracts/a.csv"]


def test_names_are_told_without_opening_a_file(extracts, tmp_path):
    send(extracts, "a.csv")
    accept_file(extracts, send(tmp_path, "SYNTHETIC b.csv", "2\n"), "Ann")

    assert sorted(name_counting(extracts)) == ["SYNTHETIC b.csv", "a.csv"]
    shutil.rmtree(extracts)
    assert name_counting(extracts) == []


@pytest.mark.parametrize(
    ("name", "tidy"), [("C:\\Users\\a\\x.csv", "x.csv"), ("../../x.csv", "x.csv"), ("a:b?.csv", "a_b_.csv")]
)
def test_a_name_keeps_no_folder(name, tidy):
    assert tidy_name(name) == tidy


def test_a_name_of_nothing_is_refused():
    with pytest.raises(FileError):
        tidy_name("../..")
