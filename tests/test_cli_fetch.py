"""The command fetch: what it lists, saves and prints, and its exit status."""

import json
import shutil

import pytest
from click.testing import CliRunner

from svd.cli import main
from tests.builders import PATHS
from tests.ingest.fetch.publisher import CSV, Answer, pack, serve

STREET = b"Month,Longitude,Latitude,LSOA code,Crime type\n2026-01,0.1,51.5,E01000027,Robbery\n"
LISTING = {"resources": {"x1": {"title": "MPS Ward Level Crime (most recent 24 months).csv", "url": "/ward.csv"}}}
WARDS = b"MinorText,WardCode,LookUp_BoroughName,202601\nARSON,E05014053,Upham,1\n"


@pytest.fixture
def publisher(tmp_path, monkeypatch):
    """A publisher of everything the catalogue can fetch, and a home whose catalogue leads to it."""
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    shutil.copytree(PATHS.catalogue, tmp_path / "data" / "catalogue")
    shutil.copytree(PATHS.geo, tmp_path / "geo")
    monkeypatch.setenv("SVD_HOME", str(tmp_path))
    with serve() as publisher:
        entries = tmp_path / "data" / "catalogue" / "open_data.toml"
        text = entries.read_text(encoding="utf-8")
        for host in ("data.london.gov.uk/api", "data.police.uk/data/archive/{month}.zip", "www.nomisweb.co.uk/api"):
            text = text.replace(f'address = "https://{host}', f'address = "{publisher.base}/{host}')
        entries.write_text(text, encoding="utf-8")
        publisher.offer("/data.london.gov.uk/api/dataset/exy3m", Answer(json.dumps(LISTING).encode()))
        publisher.offer("/ward.csv", Answer(WARDS))
        yield publisher


def run(*arguments):
    return CliRunner().invoke(main, ["fetch", *map(str, arguments)])


@pytest.mark.parametrize("arguments", [(), ("--list",)])
def test_without_a_source_it_lists_what_there_is(arguments):
    result = run(*arguments)
    assert result.exit_code == 0
    assert "mps_ward " in result.output and "https://data.police.uk/data/archive/" in result.output


def test_the_list_may_be_read_by_a_machine():
    entries = json.loads(run("--list", "--json").output)
    assert {"id", "address", "licence", "note"} <= set(entries[0])


def test_a_file_is_saved_among_the_extracts(publisher, tmp_path):
    result = run("mps_ward")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "data/extracts/MPS Ward Level Crime (most recent 24 months).csv").read_bytes() == WARDS
    assert "into" in result.output and "new" in result.output and "python -m svd build" in result.output
    assert "unchanged" in run("mps_ward").output


def test_the_report_may_be_read_by_a_machine(publisher, tmp_path):
    report = json.loads(run("mps_ward", "--json", "--out", tmp_path / "other").output)
    (file,) = report["fetched"]
    assert file["status"] == "new" and file["bytes"] == len(WARDS) and report["faults"] == []
    assert (tmp_path / "other" / file["file"]).is_file() and not (tmp_path / "data/extracts").exists()


def test_an_archive_of_a_month_gives_the_forces_file(publisher, tmp_path):
    body = pack({"2026-01/2026-01-metropolitan-street.csv": STREET, "2026-01/2026-01-kent-street.csv": STREET})
    publisher.offer("/data.police.uk/data/archive/2026-01.zip", Answer(body))
    assert run("police_uk", "--month", "2026-01").exit_code == 0
    assert [path.name for path in (tmp_path / "data/extracts").glob("*street.csv")] == [
        "2026-01-metropolitan-street.csv"
    ]


def test_residents_are_asked_for_by_the_areas_wards_and_saved_apart(publisher, tmp_path):
    body = b"GEOGRAPHY_CODE,GEOGRAPHY_NAME,OBS_VALUE\nE05014053,Abbey,1\n"
    wards = json.loads((tmp_path / "geo/wards.geojson").read_text(encoding="utf-8"))["features"]
    codes = ",".join(ward["properties"]["ward_code"] for ward in sorted(wards, key=_name_of))
    path = f"/www.nomisweb.co.uk/api/v01/dataset/NM_2020_1.data.csv?date=latest&geography={codes}&measures=20100"
    publisher.offer(path, Answer(body))
    result = run("ons_residents")
    assert result.exit_code == 0, result.output
    assert len(list((tmp_path / "data/downloads").glob("ONS residents*.csv"))) == 1
    assert "Rates are not changed" in result.output


def _name_of(ward):
    return ward["properties"]["ward_name"]


def test_some_that_fail_do_not_keep_the_others_from_coming(publisher, tmp_path):
    publisher.offer("/data.london.gov.uk/api/dataset/e5n6w", Answer(b"", 404))
    result = run("mps_knife", "mps_ward")
    assert result.exit_code == 1
    assert "Not Found (404)" in result.output and "Error: Police knife crime dashboard" in result.output
    assert (tmp_path / "data/extracts/MPS Ward Level Crime (most recent 24 months).csv").is_file()


def test_where_nothing_came_the_status_is_2_and_the_page_is_named(publisher):
    publisher.offer("/data.london.gov.uk/api/dataset/e5n6w", Answer(CSV))
    result = run("mps_knife")
    assert result.exit_code == 2 and "Traceback" not in result.stderr
    assert "by hand from https://data.london.gov.uk/dataset/mps-monthly-crime-dashboard-data-e5n6w" in result.stderr


def test_an_unknown_name_and_a_wrong_month_are_said():
    assert run("mps_wards").exit_code == 2 and "Use mps_ward, " in run("mps_wards").stderr
    assert "not a month" in run("police_uk", "--month", "2026").stderr


def test_a_fetched_file_is_an_extract_that_builds(publisher, tmp_path):
    run("mps_ward")
    store = tmp_path / "store"
    built = CliRunner().invoke(main, ["build", "--store", str(store), "--json"])
    extracts = json.loads(built.output)["extracts"]
    assert [extract["source"] for extract in extracts] == ["mps_ward"]
