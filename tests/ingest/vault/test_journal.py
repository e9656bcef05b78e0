"""The journal: lines are only added, what stands follows from them, and a line cut off never happened."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest

from svd.errors import FileError
from svd.ingest.vault.journal import KEPT, Entry, list_purged, list_standing, read_journal, write_journal

START = datetime(2026, 1, 1, tzinfo=UTC)


def make_entry(hour: int = 0, event: str = "accepted", ends: int | None = None, **given) -> Entry:
    told = {"by": "Ann", "file": "a.csv", "sha256": "hash", "kept": ""} | given
    return Entry(0, event, START + timedelta(hours=hour), ends=ends, **told)


def write(folder, *entries: Entry) -> list[Entry]:
    with write_journal(folder) as journal:
        return [journal.add(entry) for entry in entries]


def name_standing(folder, hour: int | None = None) -> list[str]:
    as_of = None if hour is None else START + timedelta(hours=hour)
    return [entry.file for entry in list_standing(read_journal(folder), as_of)]


def test_what_is_written_is_read_again(tmp_path):
    entry = make_entry(
        source="asb",
        received_on=date(2026, 1, 2),
        columns=(("Kind of thing", "category"),),
        reasons=(("Half of what was usual.", "Two stations closed – see minutes"),),
    )

    written = write(tmp_path, entry)

    assert read_journal(tmp_path) == written
    assert written[0].sequence == 1
    assert read_journal(tmp_path / "none") == []


def test_what_was_undone_stands_no_more_but_stood_before(tmp_path):
    write(tmp_path, make_entry(0, file="a.csv"), make_entry(1, file="b.csv"), make_entry(2, "undone", ends=1))

    assert name_standing(tmp_path) == ["b.csv"]
    assert name_standing(tmp_path, hour=1) == ["a.csv", "b.csv"]
    assert name_standing(tmp_path, hour=0) == ["a.csv"]


def test_what_was_purged_is_listed_apart(tmp_path):
    write(tmp_path, make_entry(0), make_entry(1, file="b.csv"), make_entry(2, "purged", ends=1))

    assert name_standing(tmp_path) == ["b.csv"]
    assert [entry.file for entry in list_purged(read_journal(tmp_path))] == ["a.csv"]


def test_a_line_cut_off_never_happened_and_the_next_is_whole(tmp_path):
    write(tmp_path, make_entry(0), make_entry(1, file="b.csv"))
    path = tmp_path / KEPT / "journal.jsonl"
    for cut in range(len(path.read_bytes().splitlines()[1])):
        torn = path.read_bytes().splitlines(keepends=True)[0] + path.read_bytes().splitlines()[1][:cut]
        copy = tmp_path / str(cut)
        (copy / KEPT).mkdir(parents=True)
        (copy / KEPT / "journal.jsonl").write_bytes(torn)
        assert name_standing(copy) == ["a.csv"]
    write(copy, make_entry(3, file="c.csv"))
    assert name_standing(copy) == ["a.csv", "c.csv"]


def test_a_line_nobody_can_read_is_named(tmp_path):
    write(tmp_path, make_entry())
    path = tmp_path / KEPT / "journal.jsonl"
    path.write_bytes(b"nonsense\n" + path.read_bytes())

    with pytest.raises(FileError, match="line 1"):
        read_journal(tmp_path)


def test_a_disk_that_is_full_is_a_plain_message(tmp_path, monkeypatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("svd.journal.lines.os.fsync", full)

    with pytest.raises(FileError, match="can't be written: the disk is full. Free space"):
        write(tmp_path, make_entry())


def test_officers_who_write_at_once_all_get_their_line(tmp_path):
    officers = [Thread(target=write, args=(tmp_path, make_entry(by=f"Officer {n}"))) for n in range(12)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()

    entries = read_journal(tmp_path)
    assert [entry.sequence for entry in entries] == list(range(1, 13))
    assert {entry.by for entry in entries} == {f"Officer {n}" for n in range(12)}


def test_a_name_that_is_no_unicode_is_written_and_read_again(tmp_path):
    write(tmp_path, make_entry(file="caf\udce9.csv"))

    assert [entry.file for entry in read_journal(tmp_path)] == ["caf\udce9.csv"]
