"""The command that adds years of residents: what it writes, what it leaves, and its exit status."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from svd.catalogue import Catalogue, load_catalogue
from svd.cli import main
from svd.geography import Geography, load_geography
from svd.geography.agree import check_area
from svd.geography.residents import RESIDENTS
from tests.builders import PATHS
from tests.geography.test_estimates import fill

WARDS = load_geography(PATHS.geo).ward_names
AREA = load_catalogue(PATHS.catalogue).area.code
HELD = (PATHS.geo / RESIDENTS).read_text(encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's catalogue and geography."""
    for name in ("geo", "data/catalogue"):
        shutil.copytree(PATHS.home / name, tmp_path / name)
    monkeypatch.setenv("SVD_HOME", str(tmp_path))
    return tmp_path


def write(path: Path, number: int = 60, year: int = 2023) -> Path:
    book = openpyxl.Workbook()
    fill(book.create_sheet(f"Mid-{year} Ward 2022"), dict.fromkeys(WARDS, number), area=AREA)
    book.save(path)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["residents", *map(str, arguments)])


def read(home: Path) -> tuple[Catalogue, Geography]:
    """The catalogue and the geography as another process finds them."""
    for load in (load_catalogue, load_geography):
        load.cache_clear()
    return load_catalogue(home / "data" / "catalogue"), load_geography(home / "geo")


def test_a_year_is_added_and_the_others_stay(home: Path) -> None:
    result = run(write(home / "wards.xlsx"))
    assert result.exit_code == 0, result.output
    assert f"mid-2023: {60 * 182 * 19:,} residents in 19 wards, added" in result.stdout
    text = (home / "geo" / RESIDENTS).read_text(encoding="utf-8")
    assert text.startswith(HELD) and len(text.splitlines()) == len(HELD.splitlines()) + 19 * 182
    catalogue, geography = read(home)
    assert geography.resident_years == (2021, 2022, 2023) and catalogue.area.residents_year == 2023
    check_area(catalogue, geography)


def test_nothing_else_of_the_catalogue_is_changed(home: Path) -> None:
    area = home / "data" / "catalogue" / "area.toml"
    before = area.read_bytes()
    run(write(home / "wards.xlsx"))
    assert area.read_bytes() == before.replace(b"residents_year = 2022", b"residents_year = 2023")


def test_the_same_workbook_again_changes_nothing_and_a_revised_one_says_so(home: Path) -> None:
    run(write(home / "wards.xlsx"))
    before = (home / "geo" / RESIDENTS).read_bytes()
    assert "as held" in run(home / "wards.xlsx").stdout
    assert (home / "geo" / RESIDENTS).read_bytes() == before
    assert f"in place of {60 * 182 * 19:,} held" in run(write(home / "wards.xlsx", 61)).stdout


def test_an_older_year_is_not_the_newest(home: Path) -> None:
    run(write(home / "wards.xlsx", year=2015))
    catalogue, geography = read(home)
    assert geography.resident_years == (2015, 2021, 2022) and catalogue.area.residents_year == 2022


def test_another_folder_gets_all_years_and_the_area_stays_as_it_is(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert run(write(home / "wards.xlsx"), "--out", out).exit_code == 0
    assert run(write(home / "older.xlsx", year=2020), "--out", out).exit_code == 0
    years = {line.split(",")[1] for line in (out / RESIDENTS).read_text(encoding="utf-8").splitlines()[1:]}
    assert years == {"2020", "2021", "2022", "2023"} and [path.name for path in out.iterdir()] == [RESIDENTS]
    assert (home / "geo" / RESIDENTS).read_text(encoding="utf-8") == HELD


def test_a_new_area_has_none_to_begin_with(home: Path) -> None:
    (home / "geo" / RESIDENTS).unlink()
    assert run(write(home / "wards.xlsx")).exit_code == 0
    assert read(home)[1].resident_years == (2023,)


def test_a_faulty_workbook_changes_nothing(home: Path) -> None:
    path = write(home / "wards.xlsx")
    book = openpyxl.load_workbook(path)
    book["Mid-2023 Ward 2022"]["F6"] = "c"
    book.save(path)
    result = run(path)
    assert result.exit_code == 2
    assert "Error: wards.xlsx, sheet 'Mid-2023 Ward 2022', row 6, column F0: 'c' is no whole" in result.stderr
    assert (home / "geo" / RESIDENTS).read_text(encoding="utf-8") == HELD


def test_a_catalogue_without_the_year_changes_nothing(home: Path) -> None:
    area = home / "data" / "catalogue" / "area.toml"
    area.write_text(area.read_text(encoding="utf-8").replace("residents_year", " residents_year"), encoding="utf-8")
    result = run(write(home / "wards.xlsx"))
    assert result.exit_code == 2 and "has 0 lines that begin residents_year" in result.stderr
    assert (home / "geo" / RESIDENTS).read_text(encoding="utf-8") == HELD
