"""Retention: rows past their contract's time go, from every file of the store too; their counts stay."""

from datetime import date

import pandas as pd
import pytest

from svd.errors import UserError
from svd.ingest.curate import build_store
from svd.ingest.publish import forget_older
from svd.ingest.received import ReceivedFile, hash_file
from svd.ingest.reference import Reference
from svd.ingest.vault.accept import accept_file, undo_entry
from svd.ingest.vault.journal import KEPT, read_journal
from svd.ingest.vault.purge import find_expired, purge_files
from svd.journal.lines import now
from tests.ingest.builders import incident_row, make_catalogue, make_geography, write_csv

CATALOGUE = make_catalogue(asb={"retention_months": 12})
REFERENCE = Reference(CATALOGUE, make_geography())
OLD, YOUNG = "asb_2025-01_2025-01.csv", "asb_2025-02_2025-02.csv"
HELD_UNTIL = date(2026, 1, 31)
"""Of a file whose last month is January 2025, held twelve months more."""


@pytest.fixture
def place(tmp_path):
    extracts = tmp_path / "extracts"
    write_csv(extracts, OLD, [incident_row(1), incident_row(2, ward_code="nowhere", easting="", northing="")])
    young = write_csv(tmp_path, YOUNG, [incident_row(3, occurred_at="2025-02-03")])
    accept_file(extracts, ReceivedFile(young, YOUNG, date(2025, 3, 1), hash_file(young)), "Ann")
    return tmp_path


def build(place, name: str = "store", **given):
    return build_store(place / "extracts", place / name, CATALOGUE, REFERENCE.geography, **given)


def read(report, table: str) -> pd.DataFrame:
    return pd.read_parquet(report.path / f"{table}.parquet")


def purge(place, today: date):
    return purge_files(place / "extracts", REFERENCE, today, "Ann")


def test_nothing_goes_on_the_last_day_it_may_be_held(place):
    build(place)

    assert purge(place, HELD_UNTIL) == []
    assert (place / "extracts" / OLD).is_file()


def test_what_is_past_its_time_is_told_before_it_goes(place):
    purge(place, HELD_UNTIL)  # enters the file that lies there
    (told,) = find_expired(place / "extracts", REFERENCE, date(2026, 2, 1))

    assert (told.file, told.source, told.rows) == (OLD, "asb", 1)
    assert (told.last_month, told.held_until) == (date(2025, 1, 1), HELD_UNTIL)
    assert (place / "extracts" / OLD).is_file()


def test_rows_go_and_counts_stay(place):
    before = build(place)

    (told,) = purge(place, date(2026, 2, 1))
    after = build(place)

    assert told.file == OLD
    pd.testing.assert_frame_equal(read(after, "facts"), read(before, "facts"))
    pd.testing.assert_frame_equal(read(after, "coverage"), read(before, "coverage"))
    assert set(read(before, "incidents")["extract"]) == {OLD, YOUNG}
    assert set(read(after, "incidents")["extract"]) == {YOUNG}
    kept = read(after, "extracts").set_index("extract")
    assert kept.loc[OLD, "rows_read"] == 2 and kept.loc[OLD, "sha256"] == "removed for its age"
    assert not (place / "extracts" / OLD).exists()
    assert [path.name for path in (place / "extracts" / KEPT / "files").glob("*/*")] == [YOUNG]
    assert [entry.event for entry in read_journal(place / "extracts")] == ["accepted", "found", "purged"]


def test_no_version_of_the_store_holds_the_rows_any_longer(place):
    build(place)
    purge(place, date(2026, 2, 1))
    after = build(place)
    forget_older(place / "store")

    incidents = [pd.read_parquet(path) for path in (place / "store").rglob("incidents.parquet")]
    assert after.path.is_dir()
    assert OLD not in set(pd.concat(incidents)["extract"])


def test_the_past_keeps_its_counts(place):
    before = build(place)
    purge(place, HELD_UNTIL)
    then = now()
    purge(place, date(2026, 2, 1))

    again = build(place, "past", as_of=then)

    pd.testing.assert_frame_equal(read(again, "facts"), read(before, "facts"))


def test_a_later_file_of_the_same_name_takes_another(place):
    build(place)
    purge(place, date(2026, 2, 1))
    write_csv(place / "extracts", OLD, [incident_row(9, category="Fight")])

    after = build(place)

    assert set(read(after, "extracts")["extract"]) == {OLD, f"extracts/{OLD}", YOUNG}
    facts = read(after, "facts")
    assert list(facts.loc[facts["month"] == "2025-01-01", "offence"]) == ["harm"]


def test_what_is_published_stays_for_good(place):
    catalogue = make_catalogue()

    assert find_expired(place / "extracts", Reference(catalogue, make_geography()), date(2099, 1, 1)) == []


def test_a_newer_file_lying_there_under_the_name_of_a_purged_one_stays(place):
    purge(place, date(2026, 2, 1))
    newer = write_csv(place / "extracts", OLD, [incident_row(9)])

    assert purge(place, HELD_UNTIL) == []
    assert newer.is_file()


def test_a_file_in_a_folder_below_goes_too(place):
    below = place / "extracts" / "2025"
    below.mkdir()
    (place / "extracts" / OLD).rename(below / OLD)

    (told,) = purge(place, date(2026, 2, 1))

    assert told.file == OLD
    assert not (below / OLD).exists()
    assert purge(place, date(2026, 2, 1)) == []


def test_an_undone_file_is_held_no_longer_than_others(place):
    extracts = place / "extracts"
    undo_entry(extracts, 1, "Ann")
    then = now()
    (undone,) = [entry for entry in read_journal(extracts) if entry.event == "accepted"]
    copy = extracts / KEPT / undone.kept
    assert copy.is_file()

    told = purge(place, date(2026, 3, 1))

    assert {purged.file for purged in told} == {OLD, YOUNG}
    assert not copy.exists()
    assert set(read(build(place), "coverage")["extract"]) == {OLD}
    before_undone = build(place, "past", as_of=undone.at)
    assert set(read(before_undone, "coverage")["extract"]) == {YOUNG}
    with pytest.raises(UserError, match="holds no files"):
        build(place, "then", as_of=then)


def test_a_copy_another_entry_stands_on_stays(place):
    extracts = place / "extracts"
    purge(place, HELD_UNTIL)
    undo_entry(extracts, 1, "Ann")
    young = place / YOUNG
    again = accept_file(extracts, ReceivedFile(young, YOUNG, date(2025, 3, 1), hash_file(young)), "Ann")
    purge(place, date(2026, 2, 1))

    assert (extracts / KEPT / again.kept).is_file()
