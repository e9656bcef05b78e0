"""Taking a file in, end to end on the made-up partnership: examined, foretold, accepted, undone."""

from datetime import date
from threading import Thread

import pytest

from svd.errors import StoreError, UserError
from svd.figures.explore import measure_all
from svd.figures.opening import default_selection, open_evidence
from svd.ingest.received import ReceivedFile, hash_file
from svd.ingest.vault.accept import accept_file
from svd.ingest.vault.journal import list_standing, read_journal
from svd.intake.accept import accept, undo
from svd.intake.examine import examine_file
from svd.intake.foretell import foretell
from svd.intake.purge import purge
from svd.intake.words import count_faults, list_history, word_examination, word_headline
from svd.store.store import open_store
from svd.tasks import build
from tests.intake.next_month import NEXT, read_next_month, write_next_month, write_next_wards, write_rows

OCTOBER = date(2026, 10, 1)


def count_records(area, source: str = "council_asb", month: str = "2026-10-01") -> int:
    facts = open_store(area / "store").table("facts").to_pandas()
    return int(facts.loc[(facts["source"] == source) & (facts["month"] == month), "count"].sum())


def read_figures(selection) -> dict[str, tuple]:
    results = measure_all(open_evidence(), selection, "borough")
    whole = results[results["ward_code"] == open_evidence().catalogue.area.code].set_index("indicator")
    return {name: (str(row.value), row.status) for name, row in whole.iterrows()}


def test_a_sound_file_is_clean_and_says_what_it_holds(area):
    examined = examine_file(write_next_month(area))

    assert (examined.is_clean, examined.can_be_used, examined.source.id) == (True, True, "council_asb")
    assert word_headline(examined) == f"{NEXT} is sound: 296 rows of Anti-social behaviour reports, Oct 2026."
    assert list(examined.preview["record_id"])[:1] == ["NEXT-00000"]
    assert not (area / "extracts").exists(), "Nothing is stored before it is accepted."


def test_an_accepted_file_counts_and_an_undone_one_does_not(area, read_version):
    old = read_version()
    entry, report = accept(examine_file(write_next_month(area)), "Ann")

    assert count_records(area) == 296
    assert report.version == read_version() != old
    undo(entry.sequence, "Bob", "Wrong month")
    assert (count_records(area), read_version()) == (0, old)
    table = list_history(read_journal(area / "extracts"))
    assert list(table["what"]) == ["undone (number 1)", "taken in"]
    assert list(table["why"]) == ["Wrong month", ""]


def test_a_corrected_file_stands_in_the_place_of_the_first(area):
    accept(examine_file(write_next_month(area)), "Ann")
    rows = read_next_month()[:-5]

    examined = examine_file(write_rows(area / "mended", rows))
    accept(examined, "Ann", dict.fromkeys(examined.oddities["rule"], "Five were sent twice"))

    assert count_records(area) == 291


def test_a_file_that_can_not_be_used_is_not_taken_in(area, read_version):
    old = read_version()
    rows = [{"record_id": "1", "catgory": "Noise"}]
    examined = examine_file(write_rows(area, rows))

    assert not examined.can_be_used
    assert {name: column.field for name, column in examined.suggestions.items()} == {"catgory": "category"}
    with pytest.raises(UserError, match="occurred_at"):
        accept(examined, "Ann")
    assert (read_journal(area / "extracts"), read_version()) == ([], old)


def test_what_is_odd_needs_a_reason_which_is_kept(area):
    examined = examine_file(write_rows(area, read_next_month()[:20]))
    rules = set(examined.oddities["rule"])

    assert rules and not examined.is_clean
    assert "to look at" in word_headline(examined)
    with pytest.raises(UserError, match="No reason is given for"):
        accept(examined, "Ann")
    assert read_journal(area / "extracts") == []
    accept(examined, "Ann", dict.fromkeys(rules, "The office was closed"))
    (entry,) = read_journal(area / "extracts")
    assert {why for _, why in entry.reasons} == {"The office was closed"}
    assert len(entry.reasons) == len(rules)


def test_faults_are_counted_by_rule_and_column(area):
    rows = read_next_month()
    for row in rows[3:6]:
        row["occurred_at"] = "2026-10-77"

    examined = examine_file(write_rows(area, rows))
    table = count_faults(examined.groups)

    assert table.loc[0].tolist()[:2] == ["bad date", "3 cells in column B, first B5, B6, B7"]
    assert "bad date: 3 cells in column B, first B5, B6, B7" in word_examination(examined)


def test_a_header_a_person_names_is_used_for_that_file(area):
    rows = [
        {("catgory" if name == "category" else name): cell for name, cell in row.items()} for row in read_next_month()
    ]

    path = write_rows(area, rows)
    assert examine_file(path).is_refused
    accept(examine_file(path, columns=(("catgory", "category"),)), "Ann")

    assert count_records(area) == 296


def test_a_feed_a_person_names_is_used_whatever_the_file_is_called(area):
    path = write_next_month(area, "SYNTHETIC October.csv")

    accept(examine_file(path, source="council_asb"), "Ann")

    assert count_records(area) == 296


def test_a_real_file_sends_the_made_up_ones_away_until_it_is_undone(area, read_version):
    old = read_version()
    examined = examine_file(write_next_month(area, "council_asb_2026-10_2026-10.csv"))

    entry, _ = accept(examined, "Ann", dict.fromkeys(examined.oddities["rule"], "First real file"))

    store = open_store(area / "store")
    assert list(store.extracts["extract"]) == ["council_asb_2026-10_2026-10.csv"]
    assert not store.is_synthetic
    undo(entry.sequence, "Ann")
    assert read_version() == old


def test_two_officers_at_once_lose_nothing(area):
    one = examine_file(write_next_month(area / "one"))
    other = examine_file(
        write_rows(
            area / "other",
            [{"record_id": "C1", "occurred_at": "2026-10-05T10:00", "category": "Violence seen"}],
            "SYNTHETIC council_cctv_2026-10_2026-10.csv",
        )
    )
    reasons = dict.fromkeys(other.oddities["rule"], "A pilot")
    faults = []

    def take_in(*given):
        try:
            accept(*given)
        except Exception as fault:
            faults.append(fault)

    officers = [Thread(target=take_in, args=each) for each in ((one, "Ann"), (other, "Bob", reasons))]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()

    assert not faults
    assert {entry.by for entry in list_standing(read_journal(area / "extracts"))} == {"Ann", "Bob"}
    assert (count_records(area), count_records(area, "council_cctv")) == (296, 1)


def test_the_period_foretold_is_that_of_the_file(area):
    forecast = foretell(examine_file(write_next_wards(area)))

    assert (forecast.selection.month_from, forecast.selection.month_to) == (date(2025, 11, 1), OCTOBER)
    assert forecast.selection.definition == default_selection(open_evidence()).definition


def test_a_forecast_leaves_nothing_behind(area):
    parts = area / "store" / "parts"
    before = sorted(path.name for path in parts.iterdir())

    foretell(examine_file(write_next_wards(area)))

    assert sorted(path.name for path in parts.iterdir()) == before


def test_a_persons_word_outlives_a_copy_that_lies_loose(area):
    file = write_next_month(area, "SYNTHETIC from the council.csv")
    accept(examine_file(file, source="council_asb"), "Ann")
    file.rename(area / "extracts" / file.name)
    build(None, None)

    assert count_records(area) == 296


def test_a_file_that_lies_in_the_folder_is_said_to(area):
    file = write_next_month(area)
    (area / "extracts").mkdir()
    copy = area / "extracts" / file.name
    copy.write_bytes(file.read_bytes())
    build(None, None)

    with pytest.raises(UserError, match="lies in the folder of extracts already"):
        accept_file(area / "extracts", ReceivedFile(file, file.name, OCTOBER, hash_file(file)), "Ann")


def test_a_purge_cut_off_before_its_build_is_ended_by_the_next(area, monkeypatch):
    entry, _ = accept(examine_file(write_next_month(area)), "Ann")
    held = entry.file
    late = date(2050, 1, 1)

    def busy(*_, **__):
        raise StoreError("Another build is writing.", "Wait until it has ended.")

    with monkeypatch.context() as patched, pytest.raises(StoreError):
        patched.setattr("svd.intake.purge.build", busy)
        purge("Ann", late)
    purge("Ann", late)

    records = open_store(area / "store").table("incidents").to_pandas()
    assert held not in set(records["extract"])
