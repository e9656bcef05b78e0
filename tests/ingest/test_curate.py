"""A folder of extracts to a store: what wins, what is read again, what is refused, and what a killed build leaves."""

import json
import os
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from svd.catalogue.schema import TABLES
from svd.errors import FileError, StoreError, UserError
from svd.ingest.curate import build_store, check_file
from svd.ingest.parts import UNFINISHED
from svd.journal.lock import lock_folder
from tests.ingest.builders import (
    ASH,
    incident_row,
    list_counts,
    make_catalogue,
    make_geography,
    return_row,
    ward_row,
    write_csv,
)

OLD, NEW, HISTORY = "Ward Level Crime 2025-02.csv", "Ward Level Crime 2025-03.csv", "Ward Level Crime archive.csv"


@pytest.fixture
def extracts(tmp_path) -> Path:
    folder = tmp_path / "extracts"
    write_csv(folder, NEW, [ward_row(m202502=20, m202503=30)])
    return folder


@pytest.fixture
def build(tmp_path, extracts):
    """Builds, and reads the tables of the version built."""

    def build_once(catalogue=None, progress=None):
        report = build_store(extracts, tmp_path / "store", catalogue or make_catalogue(), make_geography(), progress)
        return report, {name: pd.read_parquet(report.path / f"{name}.parquet") for name in TABLES}

    return build_once


def current(tmp_path) -> str:
    return (tmp_path / "store" / "CURRENT").read_text().strip()


def test_the_store_holds_every_table_in_its_types(build, tmp_path, extracts):
    write_csv(extracts, "SYNTHETIC asb_2025-01_2025-01.csv", [incident_row()])
    report, tables = build()
    for name, table in TABLES.items():
        assert {column: str(dtype) for column, dtype in tables[name].dtypes.items()} == table.dtypes
    about = json.loads((report.path / "about.json").read_text())
    assert about == {"version": current(tmp_path), "sources": ["asb", "wards"], "is_synthetic": True}
    assert report.version == current(tmp_path) and report.is_changed


def test_the_newest_edition_wins_a_month_whole(build, extracts):
    write_csv(extracts, OLD, [ward_row(m202501=1, m202502=2), ward_row(category="HOMICIDE", m202501=1, m202502=1)])
    _, tables = build()
    # Homicide in February is not in the newest edition that covers it: it is no longer counted.
    assert list_counts(tables["facts"], "offence", "month") == [
        ("homicide", "2025-01", 1),
        ("robbery", "2025-01", 1),
        ("robbery", "2025-02", 20),
        ("robbery", "2025-03", 30),
    ]
    assert tables["coverage"]["extract"].tolist() == [OLD, NEW, NEW]


def test_an_edition_all_of_whose_months_are_newer_elsewhere_changes_no_fact(build, extracts):
    _, before = build()
    write_csv(extracts, OLD, [ward_row(m202502=2)])
    report, after = build()
    pd.testing.assert_frame_equal(before["facts"], after["facts"])
    pd.testing.assert_frame_equal(before["coverage"], after["coverage"])
    ledger = report.extracts.set_index("extract")
    assert ledger["status"].to_dict() == {OLD: "superseded", NEW: "used"}
    assert ledger["months_in_use"].to_dict() == {OLD: 0, NEW: 2}


def test_of_one_edition_the_file_that_reaches_further_wins(build, extracts):
    months = {f"m{month:%Y%m}": 1 for month in pd.date_range("2021-04-01", periods=25, freq="MS")}
    assert len(months) > 24  # so it belongs to the edition 23 months on
    write_csv(extracts, HISTORY, [ward_row(**months)])
    write_csv(extracts, NEW, [ward_row(m202304=7, m202503=30)])
    _, tables = build()
    coverage = tables["coverage"].set_index("month")["extract"]
    assert coverage["2023-04-01"] == NEW and coverage["2023-03-01"] == HISTORY


def test_the_day_received_decides_between_equal_editions(build, extracts):
    for folder, count in (("a", 1), ("b", 2)):
        write_csv(extracts, f"{folder}/asb_2025-01_2025-01.csv", [incident_row(n) for n in range(count)])
    listing = "file,received_on\na/asb_2025-01_2025-01.csv,2025-03-01\nb/asb_2025-01_2025-01.csv,2025-02-01\n"
    (extracts / "received.csv").write_text(listing, encoding="utf-8")
    report, tables = build()
    assert tables["incidents"]["extract"].unique().tolist() == ["a/asb_2025-01_2025-01.csv"]
    assert len(tables["incidents"]) == 1


def test_the_newest_return_of_an_area_and_period_wins(build, extracts):
    write_csv(extracts, "team_returns_2025-01_2025-03.csv", [return_row(), return_row(area_code=ASH)])
    write_csv(extracts, "team_returns_2025-01_2025-06.csv", [return_row(numerator="4")])
    report, tables = build()
    returned = tables["returns"].fillna({"ward_code": "area"}).set_index("ward_code")["numerator"]
    assert returned.to_dict() == {"area": 4.0, ASH: 3.0}
    assert report.extracts.set_index("extract")["status"].to_dict() == {
        NEW: "used",
        "team_returns_2025-01_2025-03.csv": "used",
        "team_returns_2025-01_2025-06.csv": "used",
    }


def test_building_again_reads_and_writes_nothing(build, tmp_path):
    first, _ = build()
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "store" / "versions").rglob("*.parquet")}
    second, _ = build()
    assert (second.is_changed, second.files_read, second.files_reused) == (False, 0, 1)
    assert second.version == first.version
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "store" / "versions").rglob("*.parquet")} == written


@pytest.mark.parametrize("held", ["python", "pyarrow"])
def test_a_version_is_the_same_however_texts_are_held(build, tmp_path, held):
    version = build()[0].version
    shutil.rmtree(tmp_path / "store")
    with pd.option_context("mode.string_storage", held):
        assert build()[0].version == version


def test_only_what_changed_is_read_again(build, extracts):
    build()
    write_csv(extracts, "asb_2025-01_2025-01.csv", [incident_row()])
    report, tables = build()
    assert (report.is_changed, report.files_read, report.files_reused) == (True, 1, 1)
    assert set(tables["facts"]["source"]) == {"wards", "asb"}


def test_a_source_that_is_told_by_other_names_reads_everything_again(build):
    build()
    report, _ = build(make_catalogue(asb={"files": "*nuisance*.csv"}))
    assert (report.files_read, report.is_changed) == (1, False)


def test_a_damaged_part_is_read_again(build, tmp_path, extracts):
    build()
    for part in (tmp_path / "store" / "parts").rglob("facts.parquet"):
        part.write_bytes(b"broken")
    write_csv(extracts, "asb_2025-01_2025-01.csv", [incident_row()])
    assert build()[0].files_read == 2


def test_a_version_that_lost_a_table_is_built_again(build):
    report, _ = build()
    (report.path / "facts.parquet").unlink()
    again, tables = build()
    assert again.version == report.version and len(tables["facts"]) == 2


def test_the_version_before_is_kept_and_older_ones_are_not(build, tmp_path, extracts):
    versions = []
    for count in (1, 2, 3):
        write_csv(extracts, NEW, [ward_row(m202503=count)])
        versions.append(build()[0].version)
    assert {path.name for path in (tmp_path / "store" / "versions").iterdir()} == set(versions[1:])
    write_csv(extracts, NEW, [ward_row(m202503=2)])
    assert build()[0].version == versions[1]
    assert current(tmp_path) == versions[1]
    assert len(list((tmp_path / "store" / "parts").glob("*/"))) == 1


def test_one_content_under_two_names_counts_once(build, extracts):
    write_csv(extracts, "asb_2025-01_2025-01.csv", [incident_row()])
    shutil.copy(extracts / "asb_2025-01_2025-01.csv", extracts / "asb_2025-01_2025-01 (1).csv")
    report, tables = build()
    assert len(tables["incidents"]) == 1
    assert len(report.extracts) == 2
    problem = report.problems.iloc[0]
    assert (problem["file"], problem["rule"]) == ("asb_2025-01_2025-01 (1).csv", "same_content")
    assert problem["severity"] == "warning"


def test_a_copy_never_loses_the_mark_of_made_up_data(build, extracts):
    write_csv(extracts, "asb_2025-01_2025-01.csv", [incident_row()])
    shutil.copy(extracts / "asb_2025-01_2025-01.csv", extracts / "SYNTHETIC asb_2025-01_2025-01.csv")
    report, _ = build()
    assert report.extracts.loc[report.extracts["source"] == "asb", "is_synthetic"].tolist() == [True]


@pytest.mark.parametrize(
    ("name", "content", "rule", "source"),
    [
        ("asb_2025-01_2025-01.csv", b"PK\x03\x04", "truncated", "asb"),
        ("asb_2025-01_2025-01.xlsx", b"PK\x03\x04", "truncated", "asb"),
        ("asb_2025-01_2025-01.csv", b"", "empty_file", "asb"),
        ("asb_2025-01_2025-01.csv", b"record_id,category\n1,Noise\n", "missing_column", "asb"),
        ("asb_2025-01_2025-01.csv", b"a,b\n1\n", "truncated", "asb"),
        ("asb_2025-01_2025-01.csv", b"a,b\n\x82,1\n", "wrong_encoding", "asb"),
        ("holiday.csv", b"day,town\n1,x\n", "unknown_file", None),
        ("holiday.jpg", b"\xff\xd8\xff", "unknown_file", None),
    ],
)
def test_a_refused_file_does_not_stop_the_others(build, extracts, name, content, rule, source):
    (extracts / name).write_bytes(content)
    report, tables = build()
    problem = report.problems.iloc[0].astype("object").where(lambda cell: cell.notna(), None)
    assert (problem["source"], problem["file"], problem["rule"]) == (source, name, rule)
    assert problem["severity"] == "file"
    assert report.extracts.set_index("extract")["status"].to_dict() == {name: "refused", NEW: "used"}
    assert set(tables["facts"]["source"]) == {"wards"}


def test_nothing_usable_leaves_the_store_untouched(build, tmp_path, extracts):
    version = build()[0].version
    (extracts / NEW).write_bytes(b"%PDF")
    with pytest.raises(UserError, match="a PDF"):
        build()
    shutil.rmtree(extracts)
    with pytest.raises(UserError, match="missing"):
        build()
    assert current(tmp_path) == version
    assert (tmp_path / "store" / "versions" / version / "facts.parquet").is_file()


def test_progress_is_told_before_each_file_and_at_the_end(build, extracts):
    write_csv(extracts, "asb_2025-01_2025-01.csv", [incident_row()])
    told = []
    build(progress=lambda *step: told.append(step))
    assert told == [(0, 2, NEW), (1, 2, "asb_2025-01_2025-01.csv"), (2, 2, "")]
    told.clear()
    build(progress=lambda *step: told.append(step))
    assert told == [(2, 2, "")]


def test_what_a_killed_build_left_is_swept_away(build, tmp_path):
    build()
    left = [tmp_path / "store" / folder / f"{UNFINISHED}x" for folder in (".", "versions", "parts")]
    for path in left[1:]:
        path.mkdir()
    left[0].write_text("half")
    assert not build()[0].is_changed
    assert not any(path.exists() for path in left)


def test_two_builds_do_not_collide(build, tmp_path):
    with lock_folder(tmp_path / "store"), pytest.raises(StoreError, match="Another build"):
        build()
    assert build()[0].is_changed


def test_check_file_reads_one_file_and_writes_nothing(extracts):
    path = write_csv(extracts, "SYNTHETIC asb_2025-01_2025-01.csv", [incident_row(1), incident_row(2, sex="Q")])
    (extracts / "received.csv").write_text(f"file,received_on\n{path.name},2025-02-01\n", encoding="utf-8")
    report = check_file(path, make_catalogue(), make_geography())
    assert (report.source, report.is_refused, report.is_synthetic) == ("asb", False, True)
    assert (report.rows_read, report.rows_kept, report.rows_set_aside) == (2, 1, 1)
    assert report.period_from == report.period_to == pd.Timestamp("2025-01-01")
    assert report.problems["rule"].tolist() == ["bad_sex"]
    assert sorted(os.listdir(extracts)) == sorted([NEW, path.name, "received.csv"])


def test_check_file_refuses_and_misses(extracts):
    (extracts / "x.csv").write_bytes(b"a,b\n1,2\n")
    report = check_file(extracts / "x.csv", make_catalogue(), make_geography())
    assert report.is_refused and report.source is None and report.period_from is None
    with pytest.raises(FileError, match="missing"):
        check_file(extracts / "none.csv", make_catalogue(), make_geography())


def test_a_file_dated_by_its_own_listing_only(build, extracts):
    (extracts / "received.csv").write_text(f"file,received_on\n{NEW},2025-04-02\n", encoding="utf-8")
    assert build()[0].extracts["received_on"].tolist() == [pd.Timestamp(date(2025, 4, 2))]


def test_another_day_of_receipt_is_another_reading(build, extracts):
    _, tables = build()
    assert tables["coverage"]["is_complete"].tolist() == [True, True]
    (extracts / "received.csv").write_text(f"file,received_on\n{NEW},2025-03-20\n", encoding="utf-8")
    report, tables = build()
    assert (report.files_read, tables["coverage"]["is_complete"].tolist()) == (1, [True, False])
