"""The national workbook of residents by ward, in the layout of the Office for National Statistics, and its faults."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from svd.errors import FileError
from svd.geography.estimates import join_years, read_estimates
from tests.geography.builders import make_residents
from tests.geography.conftest import NAMES

AREA = "E09000001"
CELLS = [f"{sex}{age}" for sex in "FM" for age in range(91)]
ELSEWHERE = ("E09000099", "Elsewhere", "W8", "Yew")
Change = Callable[[openpyxl.Workbook], object]


def fill(sheet: Worksheet, of_ward: dict[str, int], vintage: int = 2022, area: str = AREA) -> None:
    """A title, the header in row 4, and a row a ward: as many residents of each sex and age as is said."""
    sheet.append([f"{sheet.title}: usual residents by ward, sex and single year of age"])
    sheet.append(["This worksheet contains one table."])
    sheet.append([])
    codes = [f"{what} {vintage} {part}" for what in ("LAD", "Ward") for part in ("Code", "Name")]
    sheet.append([*codes, "Total", *CELLS])
    sheet.append([*ELSEWHERE, 182, *([1] * 182)])
    for code, number in of_ward.items():
        sheet.append([area, "Treetown", code, NAMES.get(code, "Elm"), number * 182, *([number] * 182)])


def write(path: Path, change: Change = lambda book: None) -> Path:
    """Two years on the map's wards, then what a test changes."""
    book = openpyxl.Workbook()
    book.active.title = "Contents"
    book.active.append(["Mid-2022 population estimates"])
    fill(book.create_sheet("Mid-2021 Ward 2022"), {"W1": 10, "W2": 20})
    fill(book.create_sheet("Mid-2022 Ward 2022"), {"W2": 22, "W1": 11})
    change(book)
    book.save(path)
    return path


def put(cell: str, value: object) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        book["Mid-2022 Ward 2022"][cell] = value

    return change


def test_years_are_read_for_the_areas_wards_alone(tmp_path: Path) -> None:
    found = read_estimates(write(tmp_path / "wards.xlsx"), NAMES, AREA)
    assert found.residents.years == (2021, 2022) and found.residents.wards == ("W2", "W1")
    assert found.residents.count().tolist() == [[20 * 182, 22 * 182], [10 * 182, 11 * 182]]
    assert found.not_read == ()


def test_each_cell_goes_to_its_sex_and_age(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Mid-2022 Ward 2022"]
        row = next(cells for cells in sheet.iter_rows(min_row=5) if cells[2].value == "W1")
        for at in range(182):
            row[5 + at].value = 1_000 + at
        row[4].value = sum(range(1_000, 1_182))

    held = read_estimates(write(tmp_path / "wards.xlsx", change), NAMES, AREA).residents
    assert held.counts[1, 1].ravel().tolist() == list(range(1_000, 1_182))
    assert held.count(("10-17",), "male")[1, 1] == sum(range(1_101, 1_109))
    assert held.count(("65+",), "female")[1, 1] == sum(range(1_065, 1_091))


def test_columns_may_stand_in_any_order_and_the_header_in_another_row(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for name in ("Mid-2021 Ward 2022", "Mid-2022 Ward 2022"):
            sheet = book[name]
            sheet.move_range("A1:GE7", rows=3)
            sheet.move_range("E7:E10", cols=200)

    found = read_estimates(write(tmp_path / "wards.xlsx", change), NAMES, AREA)
    assert found.residents.count().tolist() == [[20 * 182, 22 * 182], [10 * 182, 11 * 182]]


def test_a_sheet_of_other_wards_is_left_and_named(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        fill(book.create_sheet("Mid-2023 Ward 2023"), {"W5": 1, "W6": 2}, 2023)

    found = read_estimates(write(tmp_path / "wards.xlsx", change), NAMES, AREA)
    assert found.residents.years == (2021, 2022) and found.not_read == ("Mid-2023 Ward 2023",)


def test_the_same_year_on_two_vintages_of_wards_counts_once(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        fill(book.create_sheet("Mid-2022 Ward 2023"), {"W1": 11, "W2": 22}, 2023)

    found = read_estimates(write(tmp_path / "wards.xlsx", change), NAMES, AREA)
    assert found.residents.years == (2021, 2022)


def disagree(book: openpyxl.Workbook) -> None:
    fill(book.create_sheet("Mid-2022 Ward 2023"), {"W1": 11, "W2": 23}, 2023)


def rename(book: openpyxl.Workbook) -> None:
    book["Mid-2021 Ward 2022"].title, book["Mid-2022 Ward 2022"].title = "Mid-2021 LSOA 2021", "2022"


def move_away(book: openpyxl.Workbook) -> None:
    for name in ("Mid-2021 Ward 2022", "Mid-2022 Ward 2022"):
        book[name]["C6"], book[name]["C7"] = "W5", "W6"


# Rows of the sheet: 4 the header, 5 elsewhere, 6 W2, 7 W1. Columns: A area, C ward, E total, F to CR F0 to F90.
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (put("F6", "c"), "sheet 'Mid-2022 Ward 2022', row 6, column F0: 'c' is no whole number of residents."),
        (put("F6", None), "row 6, column F0: an empty cell is no whole number of residents."),
        (put("CS7", -1), "row 7, column M0: -1.0 is no whole number of residents."),
        (put("CS7", 2.5), "row 7, column M0: 2.5 is no whole number of residents."),
        (put("CS7", 1e300), "row 7, column M0: 1e+300 is no whole number of residents."),
        (put("CS7", "=1+1"), "row 7, column M0: an empty cell is no whole number of residents."),
        (put("E6", 4_005), "row 6, column Total: 4,005 is not the sum of the ages and sexes, which is 4,004."),
        (put("A6", "E09000099"), "row 6, column LAD code: 'E09000099' is not E09000001, whose ward W2 is."),
        (put("C7", "W2"), "row 7, column Ward code: 'W2' stands in row 6 too, and each ward has one row."),
        (put("C7", "W5"), "column Ward code: no row for W1 (Birch), and a year is read for all wards or none."),
        (put("G4", "F0"), "row 4, column F0: the column stands there 2 times, and each has to be there once."),
        (put("G4", "F 1"), "row 4, column F1: the column stands there 0 times"),
        (put("C4", "Place"), "names the columns LAD code, Ward code, Total, F0 to F90 and M0 to M90."),
        (disagree, "sheet 'Mid-2022 Ward 2023': other numbers for mid-2022 than sheet 'Mid-2022 Ward 2022'."),
        (rename, "has no sheet named as 'Mid-2022 Ward 2022'; its sheets are 'Contents', 'Mid-2021 LSOA 2021', '2022'"),
        (move_away, "none of the wards of the map in 'Mid-2021 Ward 2022', 'Mid-2022 Ward 2022'"),
    ],
)
def test_a_fault_names_file_sheet_row_column_value_and_rule(tmp_path: Path, change: Change, fault: str) -> None:
    with pytest.raises(FileError) as refused:
        read_estimates(write(tmp_path / "wards.xlsx", change), NAMES, AREA)
    assert refused.value.message.startswith("wards.xlsx") and fault in refused.value.message and refused.value.remedy


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", b"ward,residents\nW1,5\n"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wards.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"wards\.xlsx can't be opened as a workbook"):
        read_estimates(path, NAMES, AREA)
    with pytest.raises(FileError, match=r"other\.xlsx is not there"):
        read_estimates(tmp_path / "other.xlsx", NAMES, AREA)


def test_years_are_joined_and_the_newer_numbers_stand() -> None:
    held, older = (
        make_residents({"W2": [1] * 7, "W1": [2] * 7}, 2021),
        make_residents({"W2": [5] * 7, "W1": [6] * 7}, 2011),
    )
    joined = join_years(held, older)
    assert joined.years == (2011, 2021) and joined.count().tolist() == [[35, 7], [42, 14]]
    revised = join_years(joined, make_residents({"W2": [3] * 7, "W1": [2] * 7}, 2021))
    assert revised.years == (2011, 2021) and revised.count().tolist() == [[35, 21], [42, 14]]
    assert join_years(None, held) is held and np.array_equal(joined.counts[0], older.counts[0])
