"""One address asked: statuses, redirects, pauses and proxies, each as a plain sentence where it fails."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests

from svd.errors import UserError
from svd.ingest.fetch import Line
from svd.ingest.fetch.request import word_status
from tests.ingest.fetch.publisher import CSV, Answer, declare, fetch


def fetch_one(publisher, line, folder, *answers, **changed):
    entry = declare(publisher.offer("/crime.csv", *answers), **changed)
    return fetch(entry, folder, {}, line).files[0]


def fault_of(publisher, line, folder, *answers, **changed):
    with pytest.raises(UserError) as caught:
        fetch_one(publisher, line, folder, *answers, **changed)
    assert not (folder / "police crime.csv").exists()
    assert "https://example.org/crime" in caught.value.remedy and str(folder) in caught.value.remedy
    return caught.value.message


def test_a_good_answer_is_kept(publisher, line, waits, tmp_path):
    assert fetch_one(publisher, line, tmp_path).status == "new"
    assert (tmp_path / "police crime.csv").read_bytes() == CSV
    assert waits == []
    assert publisher.asked[0][1]["Accept-Encoding"] == "identity", "compressed, its length could not be checked"


def test_a_redirect_is_followed(publisher, line, tmp_path):
    publisher.offer("/moved.csv")
    fetch_one(publisher, line, tmp_path, Answer(b"", 302, {"Location": "/moved.csv"}))
    assert [path for path, _ in publisher.asked] == ["/crime.csv", "/moved.csv"]


def test_a_redirect_in_a_circle_ends(publisher, line, tmp_path):
    fault = fault_of(publisher, line, tmp_path, Answer(b"", 301, {"Location": "/crime.csv"}))
    assert f"{publisher.base}/crime.csv leads on from address to address, more than 5 times" in fault
    assert len(publisher.asked) == 6


@pytest.mark.parametrize("target", ["http://example.org/crime.csv", "file:///etc/passwd", "ftp://127.0.0.1/a"])
def test_a_redirect_to_an_unsafe_address_is_not_followed(publisher, line, tmp_path, target):
    assert f"leads to {target}, which is no https" in fault_of(
        publisher, line, tmp_path, Answer(b"", 302, {"Location": target})
    )


@pytest.mark.parametrize(
    ("status", "words"), [(404, "Not Found (404)"), (403, "Forbidden (403)"), (410, "Gone (410)"), (204, "(204)")]
)
def test_a_refusal_is_said_in_words_and_not_tried_again(publisher, line, waits, tmp_path, status, words):
    assert words in fault_of(publisher, line, tmp_path, Answer(b"no", status))
    assert len(publisher.asked) == 1 and waits == []


def test_a_month_not_yet_published_is_hinted_at(publisher, line, tmp_path):
    with pytest.raises(UserError, match="Not Found") as caught:
        fetch(declare(publisher.base + "/{month}.csv"), tmp_path, {"month": "2026-01"}, line)
    assert "an earlier --month" in caught.value.remedy


def test_a_status_without_a_name_keeps_its_number():
    assert word_status(599) == "with the status 599"


def test_too_many_requests_waits_as_long_as_is_asked(publisher, line, waits, tmp_path):
    fetch_one(publisher, line, tmp_path, Answer(b"", 429, {"Retry-After": "7"}), Answer())
    assert waits == [7]


def test_a_wait_may_be_given_as_a_date(publisher, line, waits, tmp_path):
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    fetch_one(publisher, line, tmp_path, Answer(b"", 503, {"Retry-After": later}), Answer())
    assert 30 < waits[0] <= 60


def test_a_wait_that_can_not_be_read_is_ours(publisher, line, waits, tmp_path):
    fetch_one(publisher, line, tmp_path, Answer(b"", 429, {"Retry-After": "soon"}), Answer())
    assert waits == [1]


def test_a_wait_that_is_too_long_is_left_to_the_reader(publisher, line, waits, tmp_path):
    fault = fault_of(publisher, line, tmp_path, Answer(b"", 429, {"Retry-After": "3600"}))
    assert "Too Many Requests (429) and asks to wait 60 minutes" in fault and waits == []


def test_two_failures_and_then_success(publisher, line, waits, tmp_path):
    assert fetch_one(publisher, line, tmp_path, Answer(b"", 500), Answer(b"", 502), Answer()).status == "new"
    assert waits == [1, 2]


def test_failures_without_end_are_given_up(publisher, line, waits, tmp_path):
    fault = fault_of(publisher, line, tmp_path, Answer(b"", 500))
    assert "Internal Server Error (500), 6 times over" in fault
    assert waits == [1, 2, 4, 8, 16]


def test_nobody_answering_names_the_network(line, waits, tmp_path):
    with pytest.raises(UserError, match="no connection to 127.0.0.1, 6 times over") as caught:
        fetch(declare("http://127.0.0.1:9/crime.csv"), tmp_path, {}, line)
    assert "HTTPS_PROXY" in caught.value.remedy


def test_a_certificate_nobody_trusts_names_what_to_set(line, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise requests.exceptions.SSLError("bad")

    monkeypatch.setattr(line.session, "get", refuse)
    with pytest.raises(UserError, match="certificate") as caught:
        fetch(declare("https://example.org/crime.csv"), tmp_path, {}, line)
    assert "REQUESTS_CA_BUNDLE" in caught.value.remedy


def test_a_proxy_of_the_environment_is_used(publisher, tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", publisher.base)
    publisher.offer("http://localhost:9/crime.csv")
    fetch(declare("http://localhost:9/crime.csv"), tmp_path, {}, Line())
    assert [path for path, _ in publisher.asked] == ["http://localhost:9/crime.csv"]


def test_a_proxy_that_is_away_is_named(line, tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with pytest.raises(UserError, match="through the proxy"):
        fetch(declare("http://localhost:8/crime.csv"), tmp_path, {}, line)
