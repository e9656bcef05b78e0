"""A file comes whole or not at all, and goes on where it broke off."""

import errno
import hashlib
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svd.errors import UserError
from svd.ingest.fetch import Line, download
from svd.ingest.received import may_be_extract
from tests.ingest.fetch.publisher import LONG, Answer, declare, fetch, serve

FILE = "police crime.csv"


def fetch_one(publisher, line, folder, *answers, report=None, **changed):
    entry = declare(publisher.offer("/crime.csv", *answers), **changed)
    return fetch(entry, folder, {}, line, report).files[0]


def list_visible(folder):
    """The files that a build would take for extracts."""
    return [path.name for path in folder.iterdir() if may_be_extract(path, folder)]


def test_a_file_that_breaks_off_goes_on_where_it_did(publisher, line, waits, tmp_path):
    file = fetch_one(publisher, line, tmp_path, Answer(LONG, cut_at=200_000), Answer(LONG))
    assert (tmp_path / FILE).read_bytes() == LONG
    assert file.sha256 == hashlib.sha256(LONG).hexdigest()
    held = int(publisher.asked[1][1]["Range"].removeprefix("bytes=").removesuffix("-"))
    assert 0 < held <= 200_000 and publisher.sent == [200_000, len(LONG) - held]
    assert publisher.asked[1][1]["If-Range"] == '"one"' and waits == [1]


def test_a_file_that_stalls_is_asked_for_again(publisher, waits, tmp_path):
    line = Line(sleep=waits.append, answer_within=0.3)
    fetch_one(publisher, line, tmp_path, Answer(LONG, stall_at=200_000), Answer(LONG))
    assert (tmp_path / FILE).read_bytes() == LONG and waits


def test_a_file_that_always_breaks_off_is_never_kept(publisher, line, tmp_path):
    with pytest.raises(UserError, match=r"broke off.*6 times over"):
        fetch_one(publisher, line, tmp_path, Answer(LONG, cut_at=100_000, takes_ranges=False))
    assert list_visible(tmp_path) == []


def test_a_server_that_ignores_ranges_sends_the_whole_again(publisher, line, tmp_path):
    fetch_one(publisher, line, tmp_path, Answer(LONG, cut_at=200_000), Answer(LONG, takes_ranges=False))
    assert (tmp_path / FILE).read_bytes() == LONG
    assert publisher.sent == [200_000, len(LONG)]


def test_an_edition_that_changed_meanwhile_is_begun_anew(publisher, line, tmp_path):
    newer = LONG.replace(b"W1", b"W9")
    fetch_one(publisher, line, tmp_path, Answer(LONG, cut_at=200_000), Answer(newer, etag='"two"'))
    assert (tmp_path / FILE).read_bytes() == newer


def test_a_part_of_another_edition_is_never_joined(publisher, line, tmp_path):
    """The server takes the range though the edition changed: two halves of two editions would be one wrong file."""
    newer = LONG.replace(b"W1", b"W9")
    fetch_one(
        publisher, line, tmp_path, Answer(LONG, cut_at=200_000), Answer(newer, etag='"two"', heeds_if_range=False)
    )
    assert (tmp_path / FILE).read_bytes() == newer
    assert publisher.sent[-1] == len(newer)


@pytest.mark.parametrize("offered", ["bytes 5-", "bytes", ""])
def test_a_part_that_begins_elsewhere_is_never_joined(publisher, line, tmp_path, offered):
    elsewhere = Answer(LONG[5:], 206, {"Content-Range": offered and f"{offered}{len(LONG) - 1}/{len(LONG)}"})
    fetch_one(publisher, line, tmp_path, Answer(LONG, cut_at=200_000), elsewhere, Answer(LONG))
    assert (tmp_path / FILE).read_bytes() == LONG


def test_a_range_beyond_the_end_begins_anew(publisher, line, tmp_path):
    fetch_one(publisher, line, tmp_path, Answer(LONG, cut_at=200_000), Answer(b"", 416), Answer(LONG))
    assert (tmp_path / FILE).read_bytes() == LONG


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_strong_mark_nothing_is_resumed(publisher, line, tmp_path, etag):
    fetch_one(publisher, line, tmp_path, Answer(LONG, cut_at=200_000, etag=etag), Answer(LONG, etag=etag))
    assert (tmp_path / FILE).read_bytes() == LONG
    assert "Range" not in publisher.asked[1][1]


def test_the_day_of_change_is_a_mark_too(publisher, line, tmp_path):
    day = {"Last-Modified": "Tue, 06 Jan 2026 09:00:00 GMT"}
    answers = (Answer(LONG, headers=day, cut_at=200_000, etag=""), Answer(LONG, headers=day, etag=""))
    fetch_one(publisher, line, tmp_path, *answers)
    assert publisher.asked[1][1]["If-Range"] == day["Last-Modified"]
    assert (tmp_path / FILE).read_bytes() == LONG


def test_a_length_not_told_beforehand_is_no_fault(publisher, line, tmp_path):
    fetch_one(publisher, line, tmp_path, Answer(LONG, headers={"Content-Length": ""}))
    assert (tmp_path / FILE).read_bytes() == LONG


def test_ctrl_c_leaves_the_part_and_the_next_run_goes_on(publisher, line, tmp_path):
    def stop(done, *_):
        if done > 100_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_one(publisher, line, tmp_path, Answer(LONG), report=stop)
    assert (tmp_path / ".crime.part").stat().st_size > 100_000 and list_visible(tmp_path) == []

    fetch_one(publisher, line, tmp_path, Answer(LONG))
    assert (tmp_path / FILE).read_bytes() == LONG and "Range" in publisher.asked[1][1]
    assert list_visible(tmp_path) == [FILE]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".fetch.lock", "fetched.csv", FILE]


def test_a_part_of_another_address_is_not_gone_on_with(publisher, line, tmp_path):
    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_one(publisher, line, tmp_path, Answer(LONG), report=stop)
    fetch(declare(publisher.offer("/other.csv")), tmp_path, {}, line)
    assert "Range" not in publisher.asked[1][1]


def test_a_note_that_makes_no_sense_is_as_none(publisher, line, tmp_path):
    (tmp_path / ".crime.part").write_bytes(b"left")
    (tmp_path / ".crime.part.json").write_bytes(b"[]")
    assert fetch_one(publisher, line, tmp_path).status == "new"


@pytest.mark.parametrize(
    ("headers", "words"),
    [({}, "offers 1.2 MB, more than the 1 MB expected"), ({"Content-Length": ""}, "sends more than the 1 MB expected")],
)
def test_a_file_larger_than_expected_is_refused(publisher, line, tmp_path, headers, words):
    with pytest.raises(UserError, match=words):
        fetch_one(publisher, line, tmp_path, Answer(b"a,b\n" * 300_000, headers=headers), largest_mb=1)
    assert list_visible(tmp_path) == []


def test_a_full_disk_is_named_and_nothing_is_kept(publisher, line, tmp_path, monkeypatch):
    def fail(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(download.os, "fsync", fail)
    with pytest.raises(UserError, match=r"can't be written: No space left") as caught:
        fetch_one(publisher, line, tmp_path)
    assert "--out" in caught.value.remedy and list_visible(tmp_path) == []


def test_a_folder_that_is_a_file_is_named(publisher, line, tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="taken can't be written"):
        fetch_one(publisher, line, tmp_path / "taken")


def test_of_two_fetches_at_once_the_second_is_told_to_wait(publisher, line, tmp_path):
    entry = declare(publisher.offer("/crime.csv", Answer(LONG, stall_at=10)))
    first = threading.Thread(target=lambda: pytest.raises(UserError, fetch, entry, tmp_path, {}, Line(tries=1)))
    first.start()
    while not publisher.asked:
        time.sleep(0.005)
    with pytest.raises(UserError, match="Another fetch is saving"):
        fetch(entry, tmp_path, {}, line)
    publisher.stop.set()
    first.join()


@settings(max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(0, len(LONG)), max_size=5), takes_ranges=st.booleans())
def test_however_often_it_breaks_off_the_file_is_whole(cuts, takes_ranges):
    with serve() as publisher, TemporaryDirectory() as folder:
        answers = [Answer(LONG, cut_at=cut, takes_ranges=takes_ranges) for cut in cuts]
        fetch_one(publisher, Line(sleep=lambda _: None), Path(folder), *answers, Answer(LONG))
        assert (Path(folder) / FILE).read_bytes() == LONG


def test_progress_counts_bytes(publisher, line, tmp_path):
    seen = []
    fetch_one(publisher, line, tmp_path, Answer(LONG), report=lambda *each: seen.append(each))
    assert seen[-1] == (len(LONG), len(LONG), "crime")
    assert [done for done, _, _ in seen] == sorted(done for done, _, _ in seen)
