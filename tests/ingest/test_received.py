"""Which files are extracts, and the day each was received."""

from datetime import date

import pytest

from svd.errors import FileError, UserError
from svd.ingest.received import describe_file
from svd.ingest.vault.kept import find_files


def write(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name},x\n", encoding="utf-8")


def test_only_what_may_be_an_extract(tmp_path):
    write(tmp_path, "b.csv", "2025/a.CSV", "c.xlsx")
    write(tmp_path, "answer_key.json", "README.md", ".gitkeep", "~$b.csv", ".hidden/a.csv")
    (tmp_path / "received.csv").write_text(
        "file,received_on\nb.csv,2025-02-03\ngone.csv,2025-01-01\n", encoding="utf-8"
    )
    found = find_files(tmp_path)
    assert [file.name for file in found] == ["a.CSV", "b.csv", "c.xlsx"]
    assert found[1].received_on == date(2025, 2, 3)


def test_without_a_listing_the_day_is_that_of_the_file(tmp_path):
    write(tmp_path, "a.csv")
    assert describe_file(tmp_path / "a.csv").received_on == date.fromtimestamp((tmp_path / "a.csv").stat().st_mtime)


def test_a_name_in_two_folders_takes_the_folder_with_it(tmp_path):
    write(tmp_path, "2024/a.csv", "2025/a.csv", "2025/b.csv")
    assert [file.name for file in find_files(tmp_path)] == ["2024/a.csv", "2025/a.csv", "b.csv"]


def test_a_listing_may_stand_beside_its_files(tmp_path):
    write(tmp_path, "2025/a.csv")
    (tmp_path / "2025" / "received.csv").write_text("file,received_on\na.csv,2025-02-03\n", encoding="utf-8")
    assert find_files(tmp_path)[0].received_on == date(2025, 2, 3)


@pytest.mark.parametrize("listing", ["file,received_on\na.csv,3/2/2025\n", "name,day\na.csv,2025-02-03\n", "file"])
def test_a_listing_that_can_not_be_read_is_named(tmp_path, listing):
    write(tmp_path, "a.csv")
    (tmp_path / "received.csv").write_text(listing, encoding="utf-8")
    with pytest.raises(FileError, match="received.csv"):
        find_files(tmp_path)


def test_no_folder_and_no_files(tmp_path):
    with pytest.raises(UserError, match="missing"):
        find_files(tmp_path / "none")
    with pytest.raises(UserError, match="holds no files"):
        find_files(tmp_path)


def test_a_name_with_a_letter_of_no_alphabet_is_named(tmp_path):
    try:
        (tmp_path / "caf\udce9.csv").write_text("a\n1\n")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")

    with pytest.raises(FileError, match=r"caf\?\.csv has a letter that can't be read"):
        find_files(tmp_path)
