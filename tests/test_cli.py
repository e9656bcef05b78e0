"""The command line: what it prints, what it writes, and its exit status."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from svd.cli import main
from tests.builders import PATHS

OPEN_DATA = PATHS.home.parent / "shared" / "open-data"
COLUMNS = (
    "indicator,period,ward_code,ward_name,count,denominator,denominator_year,value,lower,upper,unit,source,extract,"
    "definition,status,is_complete,is_provisional,is_estimated,share_placed"
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def read(result: Result) -> list[dict]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture(scope="module")
def open_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the real published files."""
    if not OPEN_DATA.exists():
        pytest.skip(f"the published files are not in {OPEN_DATA}")
    store = tmp_path_factory.mktemp("open") / "store"
    assert run("build", "--extracts", OPEN_DATA, "--store", store).exit_code == 0
    return store


def measure(store: Path, indicator: str, by: str, month_from: str, month_to: str) -> list[dict]:
    return read(run("measure", indicator, "--by", by, "--from", month_from, "--to", month_to, "--store", store))


def test_a_measure_has_the_columns_of_the_contract(sample_store):
    result = run("measure", "violence_with_injury", "--by", "ward", "--store", sample_store)

    assert result.exit_code == 0 and result.stdout.splitlines()[0] == COLUMNS
    assert len(read(result)) == 19


def test_the_published_files_give_the_published_figures(open_store):
    rows = measure(open_store, "violence_with_injury", "ward", "2025-01", "2025-12")
    counts = {row["ward_name"]: int(row["count"]) for row in rows}

    assert len(rows) == 19 and sum(counts.values()) == 1768
    expected = {"Northbury": 171, "Goresbrook": 115, "Village": 114, "Chadwell Heath": 112, "Gascoigne": 111}
    assert {name: counts[name] for name in expected} == expected
    assert {row["extract"] for row in rows} == {"MPS Ward Level Crime (most recent 24 months) 2026-01.csv"}


@pytest.mark.parametrize(
    ("indicator", "count"), [("personal_robbery", 733), ("all_offences", 19671), ("knife_crime", 500)]
)
def test_the_published_files_give_the_boroughs_figures(open_store, indicator, count):
    assert [int(row["count"]) for row in measure(open_store, indicator, "borough", "2025-01", "2025-12")] == [count]


def test_knife_crimes_without_a_ward_stand_apart(open_store):
    rows = measure(open_store, "knife_crime", "ward", "2025-01", "2025-12")

    wards = [int(row["count"]) for row in rows if row["ward_code"] != "unallocated"]
    loose = [int(row["count"]) for row in rows if row["ward_code"] == "unallocated"]
    assert (len(wards), sum(wards), loose) == (19, 497, [3])


def test_building_again_and_adding_an_older_edition_change_nothing(open_store):
    before = measure(open_store, "violence_with_injury", "month", "2023-01", "2026-01")
    again = json.loads(run("build", "--extracts", OPEN_DATA, "--store", open_store, "--json").stdout)

    assert again["is_changed"] is False and again["files_read"] == 0
    assert measure(open_store, "violence_with_injury", "month", "2023-01", "2026-01") == before


def test_hidden_missing_and_zero_never_look_alike(sample_store):
    marked = read(
        run("measure", "marac_cases", "--by", "ward", "--from", "2026-01", "--to", "2026-01", "--store", sample_store)
    )
    missing = read(
        run(
            "measure",
            "ambulance_assaults",
            "--by",
            "month",
            "--from",
            "2025-02",
            "--to",
            "2025-05",
            "--store",
            sample_store,
        )
    )

    assert "[c]" in {row["count"] for row in marked}
    assert [row["count"] == "[x]" for row in missing] == [False, True, True, False]


def test_json_and_csv_say_the_same(sample_store):
    arguments = ("measure", "personal_robbery", "--by", "borough", "--store", sample_store)
    (as_json,) = json.loads(run(*arguments, "--json").stdout)

    assert str(as_json["count"]) == read(run(*arguments))[0]["count"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("measure", "knives"), "no indicator 'knives'"),
        (("measure", "knife_crime", "--from", "2025-13"), "is not a month"),
        (("measure", "knife_crime", "--from", "2026-01", "--to", "2025-01"), "after its end"),
        (("export", "--out", "x.xlsx", "--ward", "E05000026"), "no ward 'E05000026'"),
    ],
)
def test_a_bad_command_is_one_plain_line_and_status_2(sample_store, arguments, words):
    result = run(*arguments, "--store", sample_store)

    assert result.exit_code == 2 and words in result.stderr and "Traceback" not in result.stderr


def test_no_store_says_what_to_do(tmp_path):
    result = run("measure", "knife_crime", "--store", tmp_path)

    assert result.exit_code == 2 and "python -m svd build" in result.stderr


def test_check_names_file_row_column_value_and_rule(tmp_path):
    file = tmp_path / "council_asb_2026-01_2026-01.csv"
    file.write_text("record_id,occurred_at,category\n1,2026-01-05,Noise\n2,2026-13-05,Noise\n", encoding="utf-8")
    result = run("check", file, "--json")
    report = json.loads(result.stdout)

    assert result.exit_code == 1
    assert (report["rows_read"], report["rows_kept"], report["rows_set_aside"]) == (
        2,
        2 - report["rows_set_aside"],
        report["rows_set_aside"],
    )
    problem = next(found for found in report["problems"] if found["rule"] == "bad_date")
    assert (problem["file"], problem["row"], problem["column"], problem["value"]) == (
        file.name,
        3,
        "occurred_at",
        "2026-13-05",
    )


def test_a_file_of_no_known_kind_is_status_2_or_1_with_a_remedy(tmp_path):
    file = tmp_path / "holiday.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    result = run("check", file)

    assert result.exit_code in (1, 2) and "holiday.csv" in result.output


def test_a_build_without_extracts_leaves_no_store(tmp_path):
    (tmp_path / "empty").mkdir()
    result = run("build", "--extracts", tmp_path / "empty", "--store", tmp_path / "store")

    assert result.exit_code == 2 and not (tmp_path / "store" / "CURRENT").exists()


def test_an_export_opens_and_holds_the_measures(sample_store, tmp_path):
    out = tmp_path / "selection.xlsx"
    result = run("export", "--out", out, "--partner", "mps", "--store", sample_store)
    book = openpyxl.load_workbook(out)
    measured = read(run("measure", "violence_with_injury", "--by", "borough", "--store", sample_store))

    assert result.exit_code == 0 and "SYNTHETIC" in book.properties.title
    cells = {cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert int(measured[0]["count"]) in cells


def test_sample_writes_the_same_bytes_for_the_same_seed(tmp_path):
    run("sample", "--out", tmp_path / "one", "--seed", "7")
    run("sample", "--out", tmp_path / "two", "--seed", "7")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())

    assert names == sorted(path.name for path in (tmp_path / "two").iterdir())
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)


def test_a_template_is_written_for_a_feed_and_for_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "to fill in.xlsx"

    assert run("template", "council_asb", "--out", out).exit_code == 0
    assert openpyxl.load_workbook(out).sheetnames[1] == "Data"
    refused = run("template", "nobody", "--out", out)
    assert refused.exit_code == 2 and "council_asb" in refused.stderr


def test_a_check_counts_each_kind_of_fault_with_its_first_cells_and_writes_a_marked_copy(tmp_path: Path) -> None:
    path = tmp_path / "council_asb_2026-01_2026-01.csv"
    rows = "".join(f"A{number},31/31/2026,Personal\n" for number in range(5))
    path.write_text(f"Report\n\nrecord_id,occurred_at,category\n{rows}", encoding="utf-8")
    out = tmp_path / "marked.xlsx"

    checked = run("check", path, "--marked", out)

    assert checked.exit_code == 1
    assert "bad date: 5 cells in column B, first B4, B5, B6" in checked.stdout
    assert openpyxl.load_workbook(out)["As sent"]["B8"].comment.text.startswith("Bad date.")
    told = json.loads(run("check", path, "--json").stdout)
    assert len([one for one in told["problems"] if one["rule"] == "bad_date"]) == 5


def test_key_prints_a_fresh_key_alone_and_says_elsewhere_where_it_belongs():
    first, second = run("key"), run("key")

    assert len(first.stdout.strip()) >= 32 and len(first.stdout.split()) == 1 and first.stdout != second.stdout
    assert "secrets.toml" in first.stderr
