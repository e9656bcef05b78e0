"""What is not the format expected is refused, by name, and not kept."""

import json

import pytest

from svd.errors import UserError
from svd.ingest.fetch import fetch as fetch_entry
from svd.ingest.received import may_be_extract
from tests.ingest.fetch.publisher import CSV, Answer, declare, fetch

WARD = {"type": "Feature", "properties": {"WD22CD": "E1", "WD22NM": "A"}, "geometry": {"type": "Point"}}


def fault_of(publisher, line, folder, body, **changed):
    entry = declare(publisher.offer("/file", Answer(body)), **changed)
    with pytest.raises(UserError) as caught:
        fetch(entry, folder, {}, line)
    assert [path.name for path in folder.iterdir()] == [".fetch.lock"], "nothing is left to go on with"
    assert not any(may_be_extract(path, folder) for path in folder.iterdir())
    return caught.value.message


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\r\n<!DOCTYPE html><html><body>Sorry</body></html>", "sends a web page, not a CSV"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "sends a web page, not a CSV"),
        (b"PK\x03\x04rest", "sends a zip archive or workbook, not a CSV"),
        (b"%PDF-1.7", "sends a PDF, not a CSV"),
        (b'{"error": "no"}', "sends JSON, not a CSV"),
        (b"month\0ward", "sends a file that is no text, not a CSV"),
        (b"  \r\n", "sends an empty file, not a CSV"),
        (b"month,other\n2026-01,1\n", "sends a CSV without the columns Ward code, COUNT"),
        (b"month,ward_code,count\n", "sends a CSV with a header and no rows"),
        (b"Not available\nplease come back\n", "sends a CSV without the columns Month, Ward code, COUNT"),
    ],
)
def test_what_is_no_such_csv_is_refused(publisher, line, tmp_path, body, words):
    assert f"/file {words}" in fault_of(publisher, line, tmp_path, body)


def test_columns_may_be_spelt_and_ordered_otherwise(publisher, line, tmp_path):
    body = b"\xef\xbb\xbfCOUNT,Other,WardCode,MONTH\r\n1,2,W1,2026-01\r\n"
    fetch(declare(publisher.offer("/file", Answer(body))), tmp_path, {}, line)
    assert (tmp_path / "police crime.csv").read_bytes() == body


def test_a_column_may_bear_any_name_it_is_known_by(publisher, line, tmp_path):
    entry = declare(publisher.offer("/file"))
    fetch_entry(entry, [("Month",), ("Ward", "ward_code")], tmp_path, {}, line)
    with pytest.raises(UserError, match="without the columns Ward"):
        fetch_entry(entry, [("Ward", "WD22CD")], tmp_path / "other", {}, line)


def test_a_checksum_of_the_catalogue_must_agree(publisher, line, tmp_path):
    assert "SHA-256" in fault_of(publisher, line, tmp_path, CSV, sha256="0" * 64)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"type": "FeatureCollection", "features": []}, "no feature: check the area's code"),
        ({"error": {"code": 400, "message": "Invalid query"}}, "no GeoJSON feature collection"),
        ([1], "no GeoJSON feature collection"),
        ({"type": "FeatureCollection", "features": [WARD], "exceededTransferLimit": True}, "only a part"),
        (
            {"type": "FeatureCollection", "features": [WARD], "properties": {"exceededTransferLimit": True}},
            "only a part",
        ),
        ({"type": "FeatureCollection", "features": [WARD | {"geometry": None}]}, "a feature without a geometry"),
        ({"type": "FeatureCollection", "features": [WARD | {"properties": {"WD22CD": "E1"}}]}, "without WD22NM"),
    ],
)
def test_what_is_no_such_geojson_is_refused(publisher, line, tmp_path, content, words):
    body = json.dumps(content).encode()
    changed = {"kind": "geojson", "file": "wards.geojson", "columns": ["WD22CD", "WD22NM"]}
    assert words in fault_of(publisher, line, tmp_path, body, **changed)


def test_a_web_page_is_no_geojson(publisher, line, tmp_path):
    changed = {"kind": "geojson", "file": "wards.geojson"}
    assert "a web page, not whole GeoJSON" in fault_of(publisher, line, tmp_path, b"<html>", **changed)


def test_whole_boundaries_are_kept(publisher, line, tmp_path):
    body = json.dumps({"type": "FeatureCollection", "features": [WARD]}).encode()
    columns = ["WD22CD", "WD22NM"]
    entry = declare(publisher.offer("/file", Answer(body)), kind="geojson", file="w.geojson", columns=columns)
    fetch(entry, tmp_path, {}, line)
    assert (tmp_path / "w.geojson").read_bytes() == body
