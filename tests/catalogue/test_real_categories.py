"""Every category of the real published files is in the catalogue."""

import csv
from pathlib import Path

import pytest

from svd.catalogue.entry import fold_text

OPEN_DATA = Path(__file__).resolve().parents[3] / "shared" / "open-data"
KNIFE = "MPS Monthly Crime Dashboard - knife crime.csv"
STREET = "2023-01-metropolitan-street.csv"


def read_column(path: Path, wanted: str) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        name = next(name for name in rows.fieldnames or [] if fold_text(name) == wanted)
        return {row[name] for row in rows}


def known_texts(catalogue, reader: str) -> set[str]:
    return {fold_text(entry.text) for entry in catalogue.categories if entry.reader_or_source == reader}


def unknown_texts(catalogue, reader: str, sent: set[str]) -> set[str]:
    known = known_texts(catalogue, reader)
    return {text for text in sent if fold_text(text) not in known}


@pytest.mark.parametrize(
    ("pattern", "column", "reader"),
    [
        ("MPS Ward Level Crime*.csv", "minortext", "mps_ward"),
        (KNIFE, "crime_subtype", "mps_knife"),
        (STREET, "crime type", "police_uk_street"),
    ],
)
def test_every_category_of_the_real_files_is_known(catalogue, pattern, column, reader):
    files = sorted(OPEN_DATA.glob(pattern))
    if not files:
        pytest.skip(f"the real files are not at {OPEN_DATA}")
    for file in files:
        assert not unknown_texts(catalogue, reader, read_column(file, column)), file.name


def test_a_category_nobody_listed_is_found_out(catalogue):
    sent = {"Homicide", " violence  WITH injury", "PIRACY"}
    assert unknown_texts(catalogue, "mps_ward", sent) == {"PIRACY"}
