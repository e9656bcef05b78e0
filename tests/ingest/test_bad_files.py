"""Every bad file of tests/bad_files gives one clear message or the right rows, alone and among all the others."""

import faulthandler
import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.geography.wards import load_geography
from svd.ingest.curate import CheckReport, build_store, check_file
from svd.ingest.private.identity import KEY, KEY_FILE
from svd.paths import read_paths
from tests.bad_files.cases import PAGE, SENT, Case, load_cases, write_page
from tests.bad_files.large import BUILDERS
from tests.bad_files.make import MADE_BY_HAND, make_files
from tests.proof import part

CASES = load_cases()
KEPT_CASES = [case for case in CASES if not case.is_made]
IN_STORE = part(KEPT_CASES, 4)
RECEIVED = datetime(2026, 4, 20, 12).timestamp()
LONGEST = 120
PYTHON_WORDS = re.compile(r"Traceback|Error\b|Exception|None\b|\bnan\b|<class|0x[0-9a-f]{6}|\.py\b|object at")
GOOD = "lfb_incidents_2026-01_2026-03 - nothing wrong.csv"
GOOD_ROWS = "record_id,occurred_at,category,ward_code\n" + "".join(
    f"F-{month},2026-0{month}-11,Deliberate primary fire,E05014053\n" for month in (1, 2, 3)
)


@pytest.fixture(scope="module")
def reference():
    paths = read_paths()
    return load_catalogue(paths.catalogue), load_geography(paths.geo)


@pytest.fixture(scope="module", autouse=True)
def without_key(tmp_path_factory) -> Iterator[None]:
    """No key for the codes of people, whatever this computer has: files that hold such codes must be refused."""
    empty = tmp_path_factory.mktemp("keys") / "empty.txt"
    empty.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(KEY, raising=False)
        patch.setenv(KEY_FILE, str(empty))
        yield


@pytest.fixture(autouse=True)
def never_hang() -> Iterator[None]:
    """A file that never lets go ends the run with the line at which it stands, so that nobody waits for it."""
    faulthandler.dump_traceback_later(LONGEST, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def receive(folder: Path, case: Case) -> Path:
    """The file in ``folder``, as if it had come on 20 April 2026."""
    path = folder / case.file
    if case.is_made:
        BUILDERS[case.file](path)
    else:
        shutil.copyfile(SENT / case.file, path)
    os.utime(path, (RECEIVED, RECEIVED))
    return path


def count_rules(problems: pd.DataFrame, severity: str) -> dict[str, int]:
    """The rows each rule sets aside, or how often it warns."""
    found = problems[problems["severity"] == severity]
    if severity == "warning":
        return found["rule"].value_counts().to_dict()
    outside = found[found["rule"] == "outside_area"]
    rows = found.drop(outside.index).groupby("rule")["row"].nunique().to_dict()
    return rows | ({"outside_area": int(outside["rows"].sum())} if len(outside) else {})


def check_words(problems: pd.DataFrame) -> None:
    for message in problems["message"]:
        assert not PYTHON_WORDS.search(message), message
        assert message.rstrip().endswith("."), message


def check_refusal(case: Case, report: CheckReport) -> None:
    assert report.is_refused
    assert (report.rows_read, report.rows_kept, report.rows_set_aside) == (0, 0, 0)
    assert len(report.problems) == 1, "one message, not several"
    problem = report.problems.iloc[0]
    assert problem["rule"] == case.refused
    assert problem["message"] == case.says.replace("{file}", case.file)
    assert case.says.startswith("{file}"), "the message begins with the file's name"
    assert len(re.findall(r"[.;] [A-Z']", case.says)) >= 1, "the message ends with a remedy"


def check_rows(case: Case, report: CheckReport) -> None:
    assert not report.is_refused
    assert (report.rows_read, report.rows_kept) == (case.read, case.kept)
    assert report.rows_read == report.rows_kept + report.rows_set_aside
    assert count_rules(report.problems, "set_aside") == dict(case.set_aside)
    assert count_rules(report.problems, "warning") == dict(case.warnings)
    notes = report.problems.loc[report.problems["rule"] == "reading_note", "message"]
    assert " ".join(notes) == case.note


@pytest.mark.parametrize("case", part(CASES, 4), ids=lambda case: case.file)
def test_a_bad_file_gives_one_clear_message_or_the_right_rows(tmp_path, reference, case):
    path = receive(tmp_path, case)
    report = check_file(path, *reference)
    path.unlink()
    check_words(report.problems)
    assert (report.problems["file"] == case.file).all()
    (check_refusal if case.refused else check_rows)(case, report)


@pytest.fixture(scope="module")
def built(tmp_path_factory, reference):
    """The report and the tables of a store built from every bad file that is kept and one good one."""
    extracts, store = tmp_path_factory.mktemp("extracts"), tmp_path_factory.mktemp("store")
    for case in IN_STORE:
        receive(extracts, case)
    (extracts / GOOD).write_text(GOOD_ROWS, encoding="utf-8")
    os.utime(extracts / GOOD, (RECEIVED, RECEIVED))
    report = build_store(extracts, store, *reference)
    tables = ("facts", "incidents", "returns", "coverage")
    return report, {name: pd.read_parquet(report.path / f"{name}.parquet") for name in tables}


def test_a_good_file_is_used_whatever_lies_beside_it(built):
    report, tables = built
    good = report.extracts.set_index("extract").loc[GOOD]
    assert (good["status"], good["rows_read"], good["rows_kept"], good["months_in_use"]) == ("used", 3, 3, 3)
    counts = tables["facts"].query("source == 'lfb_incidents'")
    assert counts["count"].tolist() == [1, 1, 1]
    assert (counts["extract"] == GOOD).all()


def test_every_bad_file_is_in_the_ledger_or_among_the_problems(built):
    report, _ = built
    named = set(report.extracts["extract"]) | set(report.problems["file"])
    assert {case.file for case in IN_STORE} <= named
    ledger = report.extracts.set_index("extract")
    assert (ledger["rows_read"] == ledger["rows_kept"] + ledger["rows_set_aside"]).all()


def test_a_refused_file_leaves_nothing_in_the_store(built):
    report, tables = built
    refused = {case.file for case in IN_STORE if case.refused}
    for name, table in tables.items():
        assert not set(table["extract"]) & refused, name
    told = report.problems[report.problems["severity"] == "file"]
    copies = set(report.problems.loc[report.problems["rule"] == "same_content", "file"])
    assert set(told["file"]) == refused - copies
    ledger = report.extracts.set_index("extract")
    assert (ledger.loc[sorted(refused - copies), "status"] == "refused").all()


def test_nothing_personal_is_kept(built):
    report, tables = built
    kept = "".join(table.to_csv() for table in (*tables.values(), report.problems, report.extracts))
    for text in ("DOE", "Jane", "2010-01-31", "High Street", "999 000 0018", "020 7946", "a@example.org"):
        assert text not in kept


def test_a_month_is_whole_from_one_file(built):
    _, tables = built
    files = tables["facts"].groupby(["source", "month"])["extract"].nunique()
    assert (files == 1).all()


def test_every_file_has_a_case_and_every_case_a_file():
    files = [case.file for case in CASES]
    assert len(files) == len(set(files)) >= 60
    assert {path.name for path in SENT.iterdir()} == {case.file for case in KEPT_CASES}
    assert set(BUILDERS) == {case.file for case in CASES if case.is_made}


def test_the_files_are_those_the_program_writes_and_those_made_by_hand():
    made = make_files()
    assert made.keys() | MADE_BY_HAND == {path.name for path in SENT.iterdir()}
    texts = {name: data for name, data in made.items() if name.endswith(".csv") and not data.startswith(b"PK")}
    # Packed files may differ by the version of the library that packs them; texts may not.
    changed = [name for name, data in texts.items() if data != (SENT / name).read_bytes() and data[:2] != b"\x1f\x8b"]
    assert not [name for name in changed if not name.endswith("Parquet table.csv")]


def test_every_reader_is_sent_bad_files(reference):
    catalogue, _ = reference
    read = {
        catalogue.sources[source].reader
        for source, part in (("mps_ward", "Ward Level"), ("mps_knife", "Crime Dashboard"), ("police_uk", "-street"))
        if any(part in case.file for case in CASES)
    }
    read |= {"incidents"} if any("council_asb" in case.file for case in CASES) else set()
    read |= {"returns"} if any("council_returns" in case.file for case in CASES) else set()
    assert read == {source.reader for source in catalogue.sources.values()}


def test_the_page_in_docs_is_what_the_table_says():
    assert PAGE.read_text(encoding="utf-8") == write_page(CASES)


def test_a_wrong_case_would_be_seen(tmp_path, reference):
    case = next(case for case in CASES if case.set_aside)
    report = check_file(receive(tmp_path, case), *reference)
    for wrong in ({"kept": case.kept + 1}, {"set_aside": {}}, {"note": "never said."}):
        with pytest.raises(AssertionError):
            check_rows(Case(**(vars(case) | wrong)), report)
    with pytest.raises(AssertionError):
        check_refusal(case, report)
