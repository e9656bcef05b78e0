"""What the disk refuses: one sentence with its remedy and without a folder; a file that is being read is replaced."""

import errno
import os

import pytest

from svd.disk import explain_fault, name_faults, put_folder_in_place, put_in_place
from svd.errors import FileError


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/srv/data/x"), "the disk is full. Free space"),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/data/x"), "it is not allowed. Ask who may write"),
        (OSError(errno.EROFS, "Read-only file system", "/srv/data/x"), "it is not allowed. Ask who may write"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/srv/data/x"), "is missing. Put it back"),
        (OSError(errno.EIO, "Input/output error", "/srv/data/x"), "Input/output error. Look to the disk"),
        (OSError(), "OSError. Look to the disk"),
    ],
)
def test_a_fault_is_one_sentence_and_its_remedy_and_names_no_folder(fault, said):
    with pytest.raises(FileError) as found, name_faults("The store"):
        raise fault
    assert said in str(found.value) and str(found.value).startswith("The store can't be")
    assert "/srv" not in str(found.value) and str(explain_fault("The store", fault)) == str(found.value)


def test_another_fault_is_let_through():
    with pytest.raises(KeyError), name_faults("The store"):
        raise KeyError("store")


def test_a_file_that_is_being_read_is_replaced_once_it_is_let_go(tmp_path, monkeypatch):
    (tmp_path / "new").write_text("new")
    (tmp_path / "old").write_text("old")
    replace, tries = os.replace, []

    def refuse_twice(*given):
        tries.append(given)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        replace(*given)

    monkeypatch.setattr("svd.disk.os.replace", refuse_twice)
    put_in_place(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text() == "new" and len(tries) == 3


def test_one_that_is_never_let_go_is_a_fault_in_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr("svd.disk.os.replace", lambda *_: (_ for _ in ()).throw(PermissionError()))
    monkeypatch.setattr("svd.disk._PAUSE_SECONDS", 0)
    with pytest.raises(PermissionError):
        put_in_place(tmp_path / "new", tmp_path / "old")


def make_folder(path, text):
    path.mkdir()
    (path / "table").write_text(text)
    return path


def test_a_folder_is_put_in_place_once(tmp_path):
    target = tmp_path / "target"
    put_folder_in_place(make_folder(tmp_path / "one", "one"), target)
    put_folder_in_place(make_folder(tmp_path / "two", "two"), target)
    assert (target / "table").read_text() == "one"


def test_who_is_just_too_late_finds_the_others_folder_and_no_fault(tmp_path, monkeypatch):
    target = tmp_path / "target"

    def be_late(source, place):
        make_folder(target, "the other's")
        raise OSError(errno.ENOTEMPTY, "Directory not empty", str(place))

    monkeypatch.setattr("svd.disk.os.replace", be_late)
    put_folder_in_place(make_folder(tmp_path / "one", "one"), target)
    assert (target / "table").read_text() == "the other's"


def test_what_keeps_a_folder_from_its_place_is_told(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("svd.disk.os.replace", refuse)
    with pytest.raises(OSError, match="No space"):
        put_folder_in_place(make_folder(tmp_path / "one", "one"), tmp_path / "target")
