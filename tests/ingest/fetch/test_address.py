"""The address of the file: placeholders filled in, or found in the publisher's list of a data set's files."""

import json

import pytest

from svd.errors import UserError
from tests.ingest.fetch.publisher import CSV, Answer, declare, fetch

PATTERNS = ("*Ward*(most recent*.csv", "*Ward*")
RECENT = {"title": "MPS Ward Level Crime (most recent 24 months).csv", "url": "/b.csv", "order": 2}
OLD = {"title": "MPS Ward Level Crime (Historical).csv", "url": "/a.csv", "order": 1}


def fetch_listed(publisher, line, folder, listing):
    body = listing if isinstance(listing, bytes) else json.dumps(listing).encode()
    for name in ("/a.csv", "/b.csv"):
        publisher.offer(name, Answer(CSV + name.encode() + b",W1,1\n"))
    entry = declare(publisher.offer("/api/dataset/ab12x", Answer(body)), pick=PATTERNS)
    return fetch(entry, folder, {}, line).files[0].address.removeprefix(publisher.base)


def test_the_first_pattern_that_fits_decides(publisher, line, tmp_path):
    assert fetch_listed(publisher, line, tmp_path, {"resources": {"x1": OLD, "x2": RECENT}}) == "/b.csv"


def test_a_list_will_do_and_a_title_may_be_spelt_otherwise(publisher, line, tmp_path):
    named = RECENT | {"title": " mps WARD level crime (Most Recent 24 months).CSV"}
    assert fetch_listed(publisher, line, tmp_path, {"resources": [OLD, named]}) == "/b.csv"


def test_without_a_title_the_file_name_is_looked_at(publisher, line, tmp_path):
    named = {"url": f"{publisher.base}/MPS%20Ward%20Level%20Crime%20(most%20recent%2024%20months).csv"}
    publisher.offer("/MPS%20Ward%20Level%20Crime%20(most%20recent%2024%20months).csv")
    assert "most%20recent" in fetch_listed(publisher, line, tmp_path, {"resources": {"x": named}})


def test_of_several_that_fit_the_publishers_first_is_taken(publisher, line, tmp_path):
    twice = {"x1": RECENT | {"url": "/a.csv", "order": 5}, "x2": RECENT, "x3": RECENT | {"order": None}}
    assert fetch_listed(publisher, line, tmp_path, {"resources": twice}) == "/b.csv"


@pytest.mark.parametrize(
    ("listing", "words"),
    [
        ({"resources": {"x": {"title": "Boroughs.csv", "url": "/a.csv"}}}, "it lists: Boroughs.csv"),
        ({"resources": {}}, "it lists: none"),
        ({"resources": {"x": RECENT | {"url": None}}}, "lists no file that fits"),
        ({"resources": 3}, "sends no list of the data set's files"),
        ([], "sends no list of the data set's files"),
        (b"<html>", "sends no list of the data set's files"),
    ],
)
def test_a_list_without_the_file_is_said(publisher, line, tmp_path, listing, words):
    with pytest.raises(UserError, match=f"/api/dataset/ab12x .*{words}"):
        fetch_listed(publisher, line, tmp_path, listing)
    assert [path.name for path in tmp_path.iterdir()] == [".fetch.lock"]


def test_a_listed_address_that_is_not_safe_is_not_asked(publisher, line, tmp_path):
    with pytest.raises(UserError, match="no https address"):
        fetch_listed(publisher, line, tmp_path, {"resources": {"x": RECENT | {"url": "http://example.org/a.csv"}}})


def test_placeholders_are_filled_in_and_can_not_change_the_address(publisher, line, tmp_path):
    publisher.offer("/2026-01?area=E1%26x%3D1&wards=W1,W2")
    entry = declare(
        publisher.base + "/{month}?area={area_code}&wards={ward_codes}", file="police {month} {area_code}.csv"
    )
    values = {"month": "2026-01", "area_code": "E1&x=1", "ward_codes": "W1,W2"}
    assert fetch(entry, tmp_path, values, line).files[0].file == "police 2026-01 E1&x=1.csv"


def test_a_value_that_is_not_known_is_asked_for(line, tmp_path):
    entry = declare("https://example.org/{force}/{month}.csv")
    with pytest.raises(UserError, match="without police_force_id in area.toml, .* and the month, as --month"):
        fetch(entry, tmp_path, {"force": "", "month": ""}, line)
