"""From a zip archive only the members wanted are kept, and from one not to be trusted none."""

import zipfile

import pytest

from svd.errors import UserError
from svd.ingest.fetch import archive as limits
from svd.ingest.received import may_be_extract
from tests.ingest.fetch.publisher import CSV, Answer, declare_zip, fetch, pack

VALUES = {"force": "upham", "month": "2026-01"}
JANUARY, FEBRUARY = "2026-01/2026-01-upham-street.csv", "2026-02/2026-02-upham-street.csv"


def fetch_zip(publisher, line, folder, body, *members, **changed):
    entry = declare_zip(publisher.offer("/archive.zip", Answer(body)), *members, **changed)
    return fetch(entry, folder, VALUES, line)


def fault_of(publisher, line, folder, body, *members):
    with pytest.raises(UserError) as caught:
        fetch_zip(publisher, line, folder, body, *members)
    assert not any(may_be_extract(path, folder) for path in folder.iterdir())
    assert [path.name for path in folder.iterdir()] == [".fetch.lock"]
    return caught.value.message


def test_only_the_forces_own_files_are_kept(publisher, line, tmp_path):
    others = {"2026-01/2026-01-upham-outcomes.csv": b"x", "2026-01/2026-01-downley-street.csv": CSV, "readme.txt": b"x"}
    fetched = fetch_zip(publisher, line, tmp_path, pack({JANUARY: CSV, FEBRUARY: CSV + b"2026-02,W1,1\n"} | others))
    assert [file.file for file in fetched.files] == ["2026-01-upham-street.csv", "2026-02-upham-street.csv"]
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(".")) == [
        "2026-01-upham-street.csv",
        "2026-02-upham-street.csv",
        "fetched.csv",
    ]
    assert (tmp_path / "2026-01-upham-street.csv").read_bytes() == CSV


def test_one_month_may_be_asked_for(publisher, line, tmp_path):
    body = pack({JANUARY: CSV, FEBRUARY: CSV})
    fetched = fetch_zip(publisher, line, tmp_path, body, "*/{month}-{force}-street.csv")
    assert [file.file for file in fetched.files] == ["2026-01-upham-street.csv"]


@pytest.mark.parametrize(
    "name", ["../2026-01-upham-street.csv", "/tmp/2026-01-upham-street.csv", "a/../../b.csv", "C:/b.csv", "..\\b.csv"]
)
def test_a_member_that_leads_out_of_the_folder_condemns_the_archive(publisher, line, tmp_path, name):
    folder = tmp_path / "extracts"
    assert "unsafe file name" in fault_of(publisher, line, folder, pack({JANUARY: CSV, name: CSV}))
    assert [path.name for path in tmp_path.iterdir()] == ["extracts"]


def test_a_zip_bomb_is_not_unpacked(publisher, line, tmp_path):
    bomb = pack({JANUARY: CSV + b"0" * 20_000_000})
    assert len(bomb) < 100_000
    assert "would unpack to 20 MB" in fault_of(publisher, line, tmp_path, bomb)


def test_a_member_larger_than_any_month_is_not_unpacked(publisher, line, tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_MEMBER", 10)
    assert "would unpack to" in fault_of(publisher, line, tmp_path, pack({JANUARY: CSV}))


def test_an_archive_of_too_many_files_is_refused(publisher, line, tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_MEMBERS", 1)
    assert "of 2 files" in fault_of(publisher, line, tmp_path, pack({JANUARY: CSV, FEBRUARY: CSV}))


def test_a_bomb_that_lies_about_its_size_stops_there(publisher, line, tmp_path):
    honest = pack({JANUARY: CSV + b"0" * 5_000_000})
    declared = len(CSV + b"0" * 5_000_000).to_bytes(4, "little")
    assert honest.count(declared) == 2
    lying = honest.replace(declared, (len(CSV) + 100).to_bytes(4, "little"))
    assert "damaged zip archive" in fault_of(publisher, line, tmp_path, lying)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>Not found</html>", "sends a web page, not a zip archive"),
        (CSV, "sends text, not a zip archive"),
        (b"PK\x03\x04 and no more", "sends a damaged zip archive"),
        (pack({JANUARY: CSV})[:-30], "sends a damaged zip archive"),
        (pack({}), "without *-upham-street.csv"),
        (pack({"2026-01/2026-01-downley-street.csv": CSV}), "without *-upham-street.csv"),
        (pack({JANUARY: CSV, "copy/2026-01-upham-street.csv": CSV}), "holds 2026-01-upham-street.csv twice"),
        (pack({JANUARY: CSV, FEBRUARY: b"<html>"}), "sends a web page, not a CSV, as " + FEBRUARY),
        (pack({JANUARY: b"a,b\n1,2\n"}), "without the columns Month, Ward code, COUNT"),
        (pack({JANUARY: CSV}, lambda info: setattr(info, "compress_type", zipfile.ZIP_BZIP2)), "can't be read"),
    ],
)
def test_what_is_no_such_archive_is_refused(publisher, line, tmp_path, body, words):
    assert words in fault_of(publisher, line, tmp_path, body)


def test_a_locked_member_is_named(publisher, line, tmp_path):
    body = bytearray(pack({JANUARY: CSV}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + offset] |= 1
    assert "needs a password" in fault_of(publisher, line, tmp_path, bytes(body))


def test_a_member_whose_bytes_were_changed_is_not_kept(publisher, line, tmp_path):
    """The change lies so far back that header and first rows are right, and part of the member is written already."""
    body = pack({JANUARY: CSV * 50_000}, lambda info: setattr(info, "compress_type", zipfile.ZIP_STORED))
    last = body.rindex(b"W2,0\n")
    changed = body[:last] + b"W2,9\n" + body[last + 5 :]
    assert len(body) == len(changed) and "damaged zip archive" in fault_of(publisher, line, tmp_path, changed)
