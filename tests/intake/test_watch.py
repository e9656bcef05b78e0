"""A watched folder: sound files are taken in, others are put aside with what to mend, and none is lost."""

import pytest

from svd.errors import StoreError, UserError
from svd.ingest.vault.journal import read_journal
from svd.intake import watch
from svd.intake.watch import watch_folder
from tests.intake.next_month import NEXT, read_next_month, write_next_month, write_rows


@pytest.fixture
def inbox(area):
    folder = area / "inbox"
    folder.mkdir()
    return folder


def look(inbox) -> list[str]:
    told = []
    watch_folder(inbox, told.append, is_once=True)
    return told


def name_files(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_sound_file_is_taken_in(area, inbox):
    write_next_month(inbox)

    assert look(inbox) == [f"{NEXT}: taken in as number 1."]
    assert name_files(inbox / "taken in") == [NEXT]
    assert [(entry.by, entry.file) for entry in read_journal(area / "extracts")] == [("watched folder", NEXT)]
    assert look(inbox) == []


def test_a_file_with_faults_is_put_aside_with_what_to_mend(area, inbox):
    rows = read_next_month()
    rows[0]["occurred_at"] = "2026-10-77"
    write_rows(inbox, rows)

    (told,) = look(inbox)

    assert "not taken in" in told
    assert name_files(inbox / "to mend") == [NEXT, f"{NEXT} - marked.xlsx", f"{NEXT} - what to mend.txt"]
    words = (inbox / "to mend" / f"{NEXT} - what to mend.txt").read_text(encoding="utf-8")
    assert "bad date: 1 cell in column B, B2" in words
    assert read_journal(area / "extracts") == []


def test_a_file_with_which_no_figures_could_be_built_stays_and_does_not_count(area, inbox, monkeypatch):
    write_next_month(inbox)

    def busy(*_, **__):
        raise StoreError("Another build is writing.", "Wait until it has ended.")

    monkeypatch.setattr("svd.intake.accept.build", busy)
    (told,) = look(inbox)

    assert f"{NEXT} was not taken in: the figures could not be built with it. Another build is writing." in told
    assert name_files(inbox) == [NEXT]
    assert read_journal(area / "extracts") == []


def test_the_same_file_again_is_put_aside_and_counts_once(area, inbox):
    write_next_month(inbox)
    look(inbox)
    write_next_month(inbox)

    (told,) = look(inbox)

    assert "not taken in" in told
    assert len(read_journal(area / "extracts")) == 1


def test_a_second_bad_file_of_one_name_does_not_write_over_the_first(inbox):
    for words in ("one", "two"):
        (inbox / "notes.csv").write_text(f"{words},b\n", encoding="utf-8")
        look(inbox)

    kept = [path.read_text(encoding="utf-8") for path in sorted((inbox / "to mend").glob("notes*.csv"))]
    assert sorted(kept) == ["one,b\n", "two,b\n"]


def test_a_file_still_being_written_is_left_alone(inbox, monkeypatch):
    path = inbox / NEXT
    path.write_text("record_id", encoding="utf-8")
    told, looks = [], []

    def write_more(_: float) -> None:
        looks.append(1)
        if len(looks) == 3:
            raise KeyboardInterrupt
        path.write_text("record_id," * (len(looks) + 1), encoding="utf-8")

    monkeypatch.setattr(watch.time, "sleep", write_more)
    with pytest.raises(KeyboardInterrupt):
        watch_folder(inbox, told.append)

    assert told == []


def test_a_folder_that_is_missing_is_named(tmp_path):
    with pytest.raises(UserError, match="nowhere"):
        watch_folder(tmp_path / "nowhere", print, is_once=True)


def test_a_file_moved_away_before_its_turn_keeps_nothing_else_from_coming(area, inbox, monkeypatch):
    write_next_month(inbox)
    (inbox / "A.csv").write_text("x\n1\n")
    examine = watch.examine_file

    def move_first(path, **given):
        if path.name == "A.csv":
            path.unlink()
        return examine(path, **given)

    monkeypatch.setattr(watch, "examine_file", move_first)

    assert look(inbox) == ["A.csv: gone before it was looked at.", f"{NEXT}: taken in as number 1."]


def test_a_file_that_can_not_be_moved_keeps_nothing_else_from_coming(area, inbox, monkeypatch):
    write_next_month(inbox)
    (inbox / "A.csv").write_text("x\n1\n")
    move = watch._move

    def refuse(path, folder):
        if path.name == "A.csv":
            raise PermissionError(13, "Permission denied")
        return move(path, folder)

    monkeypatch.setattr(watch, "_move", refuse)

    blocked, taken = look(inbox)
    assert blocked == "A.csv: can't be moved: Permission denied. Close it in any other program."
    assert taken == f"{NEXT}: taken in as number 1."
