"""The newest edition against what was held before it: the same whether its files' readings are kept or read again."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from svd.errors import StoreError
from svd.ingest.curate import PARTS, build_store
from svd.ingest.history import editions
from svd.ingest.history.editions import ComparedEditions, compare_newest
from svd.ingest.history.held import read_history
from svd.ingest.history.revisions import list_revisions
from svd.ingest.parts import find_parts, load_part, save_part
from svd.ingest.reference import Reference
from tests.ingest.builders import (
    BIRCH,
    incident_row,
    make_catalogue,
    make_geography,
    open_file,
    return_row,
    ward_row,
    write_csv,
)

OLD, NEW, HISTORY = "Ward Level Crime 2025-02.csv", "Ward Level Crime 2025-03.csv", "Ward Level Crime archive.csv"
OLD_ROWS = [ward_row(m202501=5, m202502=7), ward_row(BIRCH, m202501=1, m202502=1)]
NEW_ROWS = [ward_row(m202502=9, m202503=4), ward_row(BIRCH, m202502=1, m202503=0)]


@pytest.fixture
def extracts(tmp_path) -> Path:
    folder = tmp_path / "extracts"
    write_csv(folder, OLD, OLD_ROWS)
    write_csv(folder, NEW, NEW_ROWS)
    write_csv(folder, "asb_2025-01_2025-01.csv", [incident_row()])
    return folder


@pytest.fixture
def build(tmp_path, extracts):
    return lambda: build_store(extracts, tmp_path / "store", make_catalogue(), make_geography())


@pytest.fixture
def compare(tmp_path, extracts):
    def compare_source(source: str = "wards") -> ComparedEditions:
        return compare_newest(source, tmp_path / "store", [extracts], Reference(make_catalogue(), make_geography()))

    return compare_source


def show(compared: ComparedEditions) -> list[tuple]:
    """period_from, category, before and after of each row; the status where one is null."""
    rows = []
    for row in compared.table.itertuples():
        values = ((row.before, row.before_status), (row.after, row.after_status))
        told = (status if pd.isna(value) else int(value) for value, status in values)
        rows.append((f"{row.period_from:%Y-%m}", row.category, *told))
    return rows


def test_it_tells_what_the_newest_edition_changed_and_which_months_are_new(build, compare):
    build()
    compared = compare()

    assert show(compared) == [("2025-02", "robbery", 8, 10), ("2025-03", "robbery", "not_covered", 4)]
    assert (compared.newest.extract, [one.extract for one in compared.replaced]) == (NEW, [OLD])
    assert f"{compared.newest.edition:%Y-%m}" == "2025-03"
    assert (compared.count, compared.figures) == (2, 1), "February's robberies were held; the old file's January stays."
    assert list(compared.new_months) == [pd.Timestamp("2025-03-01")]


def test_what_was_held_is_the_newest_of_the_older_for_each_month(build, compare, extracts):
    # An edition before the old one, which the old one had taken the place of.
    write_csv(extracts, "Ward Level Crime 2025-01.csv", [ward_row(m202412=2, m202501=50, m202502=60)])
    build()

    assert show(compare())[0] == ("2025-02", "robbery", 8, 10)
    assert compare().count == 3 and [one.extract for one in compare().replaced] == [OLD]


def test_a_store_without_the_newest_file_would_have_foretold_the_same(build, compare, extracts, tmp_path):
    build()
    shutil.move(extracts / NEW, tmp_path / NEW)
    before = build_store(extracts, tmp_path / "before", make_catalogue(), make_geography())
    history = read_history(before.path.parent.parent, "wards")

    foretold = list_revisions(open_file(tmp_path / NEW), history, make_catalogue())

    pd.testing.assert_frame_equal(compare().table, foretold)


def test_kept_readings_need_no_file_and_files_need_no_kept_readings(build, compare, extracts, tmp_path):
    build()
    kept = compare()
    shutil.move(extracts, tmp_path / "away")
    assert show(compare()) == show(kept)

    shutil.move(tmp_path / "away", extracts)
    shutil.rmtree(tmp_path / "store" / PARTS)
    assert show(compare()) == show(kept)


def test_only_the_feed_s_own_files_are_opened(build, compare, tmp_path, monkeypatch):
    build()
    shutil.rmtree(tmp_path / "store" / PARTS)
    opened = []

    def note(file, reference):
        opened.append(file.name)
        return real(file, reference)

    real = editions.open_extract
    monkeypatch.setattr(editions, "open_extract", note)
    compare()

    assert sorted(opened) == [OLD, NEW]


def test_a_file_that_is_another_than_was_built_from_is_named_and_not_compared(build, compare, extracts, tmp_path):
    build()
    shutil.rmtree(tmp_path / "store" / PARTS)
    write_csv(extracts, OLD, [ward_row(m202501=5, m202502=70)])

    with pytest.raises(StoreError, match=rf"{OLD} is no longer at hand.*Build the store again"):
        compare()


def test_two_readings_of_one_name_are_not_guessed_between(build, compare, extracts, tmp_path):
    """A build that was killed had kept the reading of a file that took the other's place."""
    build()
    expected = show(compare())
    (part,) = find_parts(tmp_path / "store" / PARTS, "wards")[NEW]
    write_csv(tmp_path, NEW, [ward_row(m202502=99)])
    save_part(open_file(tmp_path / NEW), part.with_name("other"))

    assert len(find_parts(tmp_path / "store" / PARTS, "wards")[NEW]) == 2
    assert show(compare()) == expected, "It is read again from the file whose hash the store names."


def test_a_damaged_reading_is_read_again(build, compare, tmp_path):
    build()
    expected = show(compare())
    for parts in find_parts(tmp_path / "store" / PARTS, "wards").values():
        (parts[0] / "facts.parquet").write_bytes(b"")
        assert load_part(parts[0]) is None
    (tmp_path / "store" / PARTS / "broken").mkdir()
    (tmp_path / "store" / PARTS / "broken" / "extract.json").write_text("{")

    assert show(compare()) == expected


def test_one_edition_a_refused_one_and_none_leave_nothing_to_compare(build, compare, extracts):
    (extracts / "asb_2025-02_2025-02.csv").write_text("record_id,nothing\n1,2\n")
    build()

    alone = compare("asb")
    assert (alone.newest.extract, alone.count, alone.replaced, alone.table.empty) == (
        "asb_2025-01_2025-01.csv",
        1,
        (),
        True,
    )
    assert compare("knife").newest is None


def test_without_a_store_it_says_so(compare):
    with pytest.raises(StoreError, match="python -m svd build"):
        compare()


def test_returns_are_compared_too_and_new_periods_are_no_revision(build, compare, extracts):
    write_csv(extracts, "team_returns_2025-01_2025-03.csv", [return_row()])
    later = return_row(period_from="2025-04", period_to="2025-06", numerator="1")
    write_csv(extracts, "team_returns_2025-01_2025-06.csv", [return_row(numerator="5"), later])
    build()
    compared = compare("team_returns")

    assert show(compared)[0] == ("2025-01", "held", 3, 5)
    assert compared.figures == 2, "Numerator and denominator of the first quarter."
    assert [f"{month:%m}" for month in compared.new_months] == ["04", "05", "06"]
