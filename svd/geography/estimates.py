"""Reads the Office for National Statistics' workbook of residents by ward, and joins its years to those held."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from python_calamine import CalamineWorkbook

from svd.errors import FileError
from svd.geography.residents import AGES, SEXES, Residents

_SHEET = re.compile(r"mid-(\d{4}) ward \d{4}")
_AREA, _WARD, _TOTAL = "LAD code", "Ward code", "Total"
_VINTAGE = re.compile(r" \d{4} ")
"""Headers name the year of their codes, as in Ward 2022 Code, which differs between sheets."""
_CELLS = [f"{sex[0].upper()}{age.rstrip('+')}" for sex in SEXES for age in AGES]
_SEARCHED = 20
_MOST = 10_000_000
_AGAIN = "Download the workbook again from the Office for National Statistics."

Rows = list[list[object]]


@dataclass(frozen=True, eq=False)
class Estimates:
    """What a workbook says of the area's wards."""

    residents: Residents
    not_read: tuple[str, ...]
    """Sheets of other wards only, such as those of another year's boundaries."""


@dataclass(frozen=True)
class _Place:
    """Where a fault is."""

    file: str
    sheet: str

    def fault(self, row: int | None, column: str, words: str, remedy: str = _AGAIN) -> FileError:
        at = [self.file, f"sheet {self.sheet!r}", f"row {row}" if row else "", f"column {column}" if column else ""]
        return FileError(f"{', '.join(part for part in at if part)}: {words}", remedy)


def read_estimates(path: Path, names: Mapping[str, str], area_code: str) -> Estimates:
    """The workbook's years for the wards ``names``, in their order; raises FileError at the first cell it can't read.

    Every sheet named as Mid-2022 Ward 2022 is read. One has to have all of the area's wards or none of them, and two
    of the same year have to agree.
    """
    found: dict[int, tuple[str, NDArray[np.int64]]] = {}
    not_read = []
    for sheet, rows in _open(path):
        place = _Place(path.name, sheet)
        counts = _read_sheet(place, rows, names, area_code)
        year = int(_SHEET.fullmatch(_fold(sheet))[1])
        if counts is None:
            not_read.append(sheet)
        elif year in found and not np.array_equal(found[year][1], counts):
            raise place.fault(None, "", f"other numbers for mid-{year} than sheet {found[year][0]!r}.", "Keep one.")
        else:
            found.setdefault(year, (sheet, counts))
    if not found:
        words = f"{path.name} has none of the wards of the map in {', '.join(map(repr, not_read))}."
        raise FileError(words, "Take the edition for the wards in geo/wards.geojson.")
    years = tuple(sorted(found))
    return Estimates(Residents(years, tuple(names), np.stack([found[year][1] for year in years])), tuple(not_read))


def join_years(held: Residents | None, new: Residents) -> Residents:
    """All the years of both; where both have one, the new numbers stand."""
    if held is None:
        return new
    assert held.wards == new.wards, "both are of the map's wards"
    by_year = {year: one.counts[at] for one in (held, new) for at, year in enumerate(one.years)}
    years = tuple(sorted(by_year))
    return Residents(years, new.wards, np.stack([by_year[year] for year in years]))


def _open(path: Path) -> Iterator[tuple[str, Rows]]:
    """Name and cells, from A1, of each sheet of residents by ward."""
    if not path.is_file():
        raise FileError(f"{path.name} is not there.", "Name the workbook as it was downloaded.")
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names if _SHEET.fullmatch(_fold(name))}
            rows = {name: sheet.to_python(skip_empty_area=False) for name, sheet in sheets.items()}
            others = ", ".join(map(repr, book.sheet_names))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the library is no Exception
        raise FileError(f"{path.name} can't be opened as a workbook.", _AGAIN) from None
    if not rows:
        words = f"{path.name} has no sheet named as 'Mid-2022 Ward 2022'; its sheets are {others}."
        raise FileError(words, "Take the workbook of ward-level population estimates by single year of age and sex.")
    yield from rows.items()


def _read_sheet(place: _Place, rows: Rows, names: Mapping[str, str], area_code: str) -> NDArray[np.int64] | None:
    """Residents by ward, sex and age; None where the sheet has none of the wards."""
    columns, first = _find_header(place, rows)
    ours: dict[str, int] = {}
    for number, row in enumerate(rows[first:], start=first + 1):
        code = str(row[columns[_WARD]]).strip()
        if code not in names:
            continue
        if code in ours:
            raise place.fault(number, _WARD, f"{code!r} stands in row {ours[code]} too, and each ward has one row.")
        if row[columns[_AREA]] != area_code:
            words = f"{_word(row[columns[_AREA]])} is not {area_code}, whose ward {code} is."
            raise place.fault(number, _AREA, words)
        ours[code] = number
    missing = [f"{code} ({name})" for code, name in names.items() if code not in ours]
    if missing and ours:
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        words = f"no row for {', '.join(missing[:3])}{more}, and a year is read for all wards or none."
        raise place.fault(None, _WARD, words, "Take the edition for the wards in geo/wards.geojson.")
    if missing:
        return None
    return np.stack([_read_row(place, number, rows[number - 1], columns) for number in map(ours.get, names)])


def _find_header(place: _Place, rows: Rows) -> tuple[dict[str, int], int]:
    """The position of each column, and of the first row below the header."""
    for at, row in enumerate(rows[:_SEARCHED]):
        headers = [_VINTAGE.sub(" ", " ".join(str(cell).split())).casefold() for cell in row]
        if _WARD.casefold() not in headers:
            continue
        wanted = (_AREA, _WARD, _TOTAL, *_CELLS)
        for name in wanted:
            times = headers.count(name.casefold())
            if times != 1:
                words = f"the column stands there {times} times, and each has to be there once."
                raise place.fault(at + 1, name, words)
        return {name: headers.index(name.casefold()) for name in wanted}, at + 1
    words = f"no row among the first {_SEARCHED} names the columns {_AREA}, {_WARD}, {_TOTAL}, F0 to F90 and M0 to M90."
    raise place.fault(None, "", words)


def _read_row(place: _Place, number: int, row: list[object], columns: Mapping[str, int]) -> NDArray[np.int64]:
    """One ward's residents by sex and age, which add up to its total."""
    counts = [_read_number(place, number, name, row[columns[name]]) for name in _CELLS]
    total = _read_number(place, number, _TOTAL, row[columns[_TOTAL]])
    if total != sum(counts):
        words = f"{total:,} is not the sum of the ages and sexes, which is {sum(counts):,}."
        raise place.fault(number, _TOTAL, words)
    return np.array(counts, dtype="int64").reshape(len(SEXES), len(AGES))


def _read_number(place: _Place, row: int, column: str, cell: object) -> int:
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    if is_number and 0 <= cell <= _MOST and float(cell).is_integer():
        return int(cell)
    raise place.fault(row, column, f"{_word(cell)} is no whole number of residents.")


def _word(cell: object) -> str:
    return repr(cell if len(str(cell)) <= 40 else f"{str(cell)[:40]}...") if cell != "" else "an empty cell"


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
