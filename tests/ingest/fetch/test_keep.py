"""Nothing that was there is lost, and every fetch is written down."""

import csv
import os
from datetime import datetime

import pytest

from svd.ingest.fetch import keep
from svd.ingest.received import may_be_extract
from svd.ingest.vault.kept import find_files
from tests.ingest.fetch.publisher import CSV, Answer, declare, declare_zip, fetch, pack

FILE = "police crime.csv"
NEWER = CSV + b"2026-02,W1,4\n"


def fetch_one(publisher, line, folder, answer, **changed):
    return fetch(declare(publisher.offer("/crime.csv", answer), **changed), folder, {}, line).files[0]


def read_fetches(folder):
    with (folder / "fetched.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def put_back(path, day):
    moment = datetime.fromisoformat(day).timestamp()
    os.utime(path, (moment, moment))


def test_the_same_content_is_unchanged(publisher, line, tmp_path):
    fetch_one(publisher, line, tmp_path, Answer(etag=""))
    put_back(tmp_path / FILE, "2026-01-05")
    assert fetch_one(publisher, line, tmp_path, Answer(etag="")).status == "unchanged"
    assert [file.name for file in find_files(tmp_path)] == [FILE]
    assert find_files(tmp_path)[0].received_on.isoformat() == "2026-01-05", "it was received once"


def test_a_known_edition_is_not_sent_again(publisher, line, tmp_path):
    fetch_one(publisher, line, tmp_path, Answer())
    assert fetch_one(publisher, line, tmp_path, Answer()).status == "unchanged"
    assert publisher.sent == [len(CSV), 0]
    assert [row["status"] for row in read_fetches(tmp_path)] == ["new", "unchanged"]


@pytest.mark.parametrize("lose", [lambda path: path.unlink(), lambda path: path.write_bytes(b"changed")])
def test_a_known_edition_that_was_lost_here_is_sent_again(publisher, line, tmp_path, lose):
    fetch_one(publisher, line, tmp_path, Answer())
    lose(tmp_path / FILE)
    assert fetch_one(publisher, line, tmp_path, Answer()).status in ("new", "replaced")
    assert (tmp_path / FILE).read_bytes() == CSV


def test_an_older_edition_is_kept_under_its_day(publisher, line, tmp_path):
    fetch_one(publisher, line, tmp_path, Answer())
    put_back(tmp_path / FILE, "2026-01-05")
    file = fetch_one(publisher, line, tmp_path, Answer(NEWER, etag='"two"'))
    assert (file.status, file.older) == ("replaced", f"(of 20260105) {FILE}")
    assert (tmp_path / file.older).read_bytes() == CSV and (tmp_path / FILE).read_bytes() == NEWER
    assert find_files(tmp_path)[0].received_on.isoformat() == "2026-01-05", "the older keeps its day"


def test_several_editions_of_one_day_are_all_kept_in_order(publisher, line, tmp_path):
    for count in range(4):
        fetch_one(publisher, line, tmp_path, Answer(CSV + b"2026-03,W1,%d\n" % count, etag=f'"{count}"'))
    names = sorted(path.name for path in tmp_path.iterdir() if may_be_extract(path, tmp_path))
    assert len(names) == 4 and names[-1] == FILE
    assert [(tmp_path / name).read_bytes()[-2:-1] for name in names] == [b"0", b"1", b"2", b"3"]


def test_without_hard_links_the_older_is_copied(publisher, line, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError("not here")

    monkeypatch.setattr(keep.os, "link", fail)
    fetch_one(publisher, line, tmp_path, Answer())
    put_back(tmp_path / FILE, "2026-01-05")
    older = fetch_one(publisher, line, tmp_path, Answer(NEWER, etag='"two"')).older
    assert older == f"(of 20260105) {FILE}" and (tmp_path / older).read_bytes() == CSV
    assert {file.received_on.isoformat() for file in find_files(tmp_path)} > {"2026-01-05"}


def test_a_row_says_where_a_file_came_from(publisher, line, tmp_path):
    day = "Tue, 06 Jan 2026 09:00:00 GMT"
    fetch_one(publisher, line, tmp_path, Answer(headers={"Last-Modified": day}))
    (row,) = read_fetches(tmp_path)
    assert row["address"] == f"{publisher.base}/crime.csv" and row["licence"] == "Open Government Licence v3.0"
    assert (row["id"], row["file"], row["status"], row["bytes"]) == ("crime", FILE, "new", str(len(CSV)))
    assert (row["etag"], row["last_modified"]) == ('"one"', day) and len(row["sha256"]) == 64
    assert datetime.fromisoformat(row["fetched_at"]).tzinfo


def test_a_listing_that_someone_cut_does_no_harm(publisher, line, tmp_path):
    (tmp_path / "fetched.csv").write_text("id,file\ncrime,police crime.csv\n", encoding="utf-8")
    assert fetch_one(publisher, line, tmp_path, Answer()).status == "new"


def test_an_archive_already_unpacked_is_not_sent_again(publisher, line, tmp_path):
    body = pack({"2026-01/2026-01-upham-street.csv": CSV, "2026-02/2026-02-upham-street.csv": NEWER})
    entry = declare_zip(publisher.offer("/archive.zip", Answer(body)))
    fetch(entry, tmp_path, {"force": "upham"}, line)
    again = fetch(entry, tmp_path, {"force": "upham"}, line)
    assert [file.status for file in again.files] == ["unchanged", "unchanged"] and publisher.sent[-1] == 0
    (tmp_path / "2026-01-upham-street.csv").unlink()
    again = fetch(entry, tmp_path, {"force": "upham"}, line)
    assert [file.status for file in again.files] == ["new", "unchanged"]
