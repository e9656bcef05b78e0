"""Taking files in from the command line: what it prints, what it leaves, and its exit status."""

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from svd.cli import main
from svd.ingest.vault.journal import read_journal
from svd.intake.accept import accept
from svd.intake.examine import examine_file
from svd.store.store import open_store
from tests.intake.next_month import NEXT, read_next_month, write_next_month, write_next_wards, write_rows

pytestmark = pytest.mark.usefixtures("no_signals")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_accept_history_and_undo(area):
    path, old = write_next_month(area), open_store(area / "store").version

    accepted = run("accept", path, "--by", "Ann")
    told = json.loads(run("history", "--json").stdout)
    undone = run("undo", 1, "--by", "Bob", "--why", "Wrong month")

    assert (accepted.exit_code, undone.exit_code) == (0, 0)
    assert "is sound: 296 rows" in accepted.stdout and "Taken in as number 1" in accepted.stdout
    assert [(row["number"], row["file"], row["by"], row["counts"]) for row in told] == [("1", NEXT, "Ann", "yes")]
    assert "counts no more" in undone.stdout
    assert open_store(area / "store").version == old
    assert "undone (number 1)" in run("history").stdout


def test_an_odd_file_needs_reasons_and_says_which(area):
    path = write_rows(area, read_next_month()[:20])

    refused = run("accept", path, "--by", "Ann")
    reasons = [
        f"--reason={rule}=office closed" for rule in ("month out of line", "period incomplete", "category vanished")
    ]
    accepted = run("accept", path, "--by", "Ann", *reasons)

    assert refused.exit_code == 2 and "No reason is given for" in refused.stderr
    assert accepted.exit_code == 1, "Taken in, but somebody should look."
    assert len(read_journal(area / "extracts")) == 1


def test_a_header_is_named_on_the_way(area):
    renamed = {"category": "catgory"}
    rows = [{renamed.get(name, name): cell for name, cell in row.items()} for row in read_next_month()]
    path = write_rows(area, rows)

    assert run("accept", path, "--by", "Ann").exit_code == 2
    assert run("accept", path, "--by", "Ann", "--column", "catgory=category").exit_code == 0
    assert run("accept", path, "--by", "Ann", "--column", "catgory").exit_code == 2


def test_a_check_tells_what_is_odd_and_what_would_change(area):
    sound = run("check", write_next_month(area), "--effect")
    wards = run("check", write_next_wards(area / "wards"), "--effect")
    odd = run("check", write_rows(area / "odd", read_next_month()[:20]), "--json")

    assert sound.exit_code == 0 and "Beside what is held" not in sound.stdout
    assert "The file holds 296 rows for Oct 2026; 0 rejected." in sound.stdout and "->" not in sound.stdout
    assert "would change. (The whole area, Nov 2025 to Oct 2026.)" in wards.stdout
    assert "Violence with injury: " in wards.stdout and "->" in wards.stdout
    assert "period_incomplete" in {told["rule"] for told in json.loads(odd.stdout)["oddities"]}
    assert not (area / "extracts").exists()


def test_undoing_what_is_not_there_says_so(area):
    result = run("undo", 7, "--by", "Ann")

    assert result.exit_code == 2 and "number 7" in result.stderr


def test_watch_once(area):
    write_next_month(area / "inbox")

    result = run("watch", area / "inbox", "--once")

    assert (result.exit_code, result.stdout) == (0, f"{NEXT}: taken in as number 1.\n")


def test_purge_says_what_would_go_and_removes_it(area):
    name = "SYNTHETIC council_asb_2012-01_2012-01.csv"
    old = [row | {"occurred_at": "2012-01-05"} for row in read_next_month()[:9]]
    path = write_rows(area, old, name)
    examined = examine_file(path)
    accept(examined, "Ann", dict.fromkeys(examined.oddities["rule"], "History"))
    assert [entry.file for entry in read_journal(area / "extracts")] == [name]

    dry = run("purge", "--by", "Ann", "--dry-run")
    done = run("purge", "--by", "Ann")

    assert "Would be removed" in dry.stdout and name in dry.stdout
    assert "Removed; the counts by month stay" in done.stdout
    assert run("purge", "--by", "Ann").stdout == "Nothing is past its time.\n"
    facts = open_store(area / "store").table("facts").to_pandas()
    assert facts.loc[facts["extract"] == name, "count"].sum() == 9
    incidents = open_store(area / "store").table("incidents").to_pandas()
    assert name not in set(incidents["extract"])


def test_a_past_day_is_built_in_a_folder_of_its_own(area):
    assert run("build", "--as-of", "2026-01-31").exit_code == 2
    assert run("build", "--as-of", "31/1/2026", "--store", area / "past").exit_code == 2
    built = run("build", "--as-of", "2099-01-01", "--store", area / "past")

    assert built.exit_code == 1, "The sample has rows that are set aside on purpose."
    assert open_store(area / "past").version == open_store(area / "store").version


def test_revisions_are_told_as_words_as_a_table_and_as_data(area):
    words, table = run("revisions", "mps_ward"), run("revisions", "mps_ward", "--format", "csv")
    told = json.loads(run("revisions", "mps_ward", "--json").stdout)

    assert "changed 290 of 558 figures" in words.stdout and "and 416 more" in words.stdout
    assert "no change in the world" in words.stdout
    rows = list(csv.DictReader(io.StringIO(table.stdout)))
    assert len(rows) == len(told["revisions"]) == 476 and {row["is_synthetic"] for row in rows} == {"True"}
    assert told["newest"]["received_on"] == "2026-10-12" and told["newest"]["edition"] == "2026-09"
    assert told["new_months"][0] == "2026-04" and told["finding"] in words.stdout
    new = [row for row in rows if row["before_status"] == "not_covered"]
    assert all(row["before"] == "" for row in new), "What was not held is no zero."


def test_a_restatement_says_what_it_costs_and_needs_a_reason(area, monkeypatch):
    monkeypatch.setattr("svd.intake.restate.prepare_figures", lambda _evidence: None)
    done, without = run("restate", "--by", "Ann", "--reason", "A wrong file"), run("restate", "--by", "Ann")

    assert done.exit_code == 0 and done.stdout == (
        "Written anew as number 1. Each restatement outside the fixed days costs some protection: "
        "figures of before and after can be held against each other.\n"
    )
    assert without.exit_code == 2 and "--reason" in without.stderr
    assert "protected figures written anew: " in run("history").stdout


def test_revisions_of_a_protected_feed_say_why_none_is_listed(area):
    told, table = run("revisions", "council_asb"), run("revisions", "council_asb", "--format", "csv")

    assert told.exit_code == 0 and "is not listed, as its figures are protected" in told.stdout
    assert table.stdout.count("\n") == 1


def test_revisions_of_one_edition_or_of_no_feed_say_so(area):
    alone, unknown = run("revisions", "yjs_returns"), run("revisions", "holiday")
    assert alone.exit_code == 0 and "is the only one of Youth justice returns" in alone.stdout
    assert run("revisions", "yjs_returns", "--format", "csv").stdout.count("\n") == 1
    assert json.loads(run("revisions", "yjs_returns", "--json").stdout)["revisions"] == []
    assert unknown.exit_code == 2 and "There is no feed 'holiday'" in unknown.stderr
