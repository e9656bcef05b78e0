"""The log of signals: entries are only added, keep to their signal, can be withdrawn, and none is lost."""

from dataclasses import replace
from datetime import date
from threading import Thread

import pytest

from svd.errors import FileError, UserError
from svd.journal.signal_log import (
    AGREED,
    EXPLAINED,
    LOG,
    LONGEST,
    LogEntry,
    SignalKey,
    list_about,
    list_standing,
    read_log,
    record_decision,
    withdraw_entry,
)

FALL = SignalKey("personal_robbery", "", "chart", "down", date(2025, 10, 1), date(2026, 3, 1))


def make_entry(**given) -> LogEntry:
    told = {"status": EXPLAINED, "explanation": "Patrols at the station."} | given
    return LogEntry.now(told.pop("by", "Ann"), told.pop("signal", FALL), **told)


def test_what_is_written_is_read_again(tmp_path):
    given = make_entry(
        status=AGREED, action="Patrols – go on", owner="Neighbourhood team", due_on=date(2026, 5, 1), is_synthetic=True
    )
    written = record_decision(tmp_path / "new", given)

    assert read_log(tmp_path / "new") == [written]
    assert written == replace(given, sequence=1)
    assert read_log(tmp_path / "none") == []


def test_spaces_round_and_between_words_are_tidied():
    assert make_entry(by=" Ann  Lee ", explanation=" a \n b ").explanation == "a b"
    assert make_entry(by=" Ann  Lee ").by == "Ann Lee"


def test_an_entry_withdrawn_stands_no_more_and_can_still_be_read(tmp_path):
    first, second = record_decision(tmp_path, make_entry()), record_decision(tmp_path, make_entry(by="Ben"))
    ended = withdraw_entry(tmp_path, first.sequence, "Ann", "wrong signal")

    assert list_standing(read_log(tmp_path)) == [second]
    assert [entry.sequence for entry in list_about(read_log(tmp_path), FALL)] == [3, 2, 1]
    assert (ended.ends, ended.why, ended.signal) == (1, "wrong signal", FALL)
    for gone in (first.sequence, ended.sequence, 99):
        with pytest.raises(UserError, match="no entry"):
            withdraw_entry(tmp_path, gone, "Ann")


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"by": "  "}, "Nobody is named"),
        ({"explanation": " "}, "No explanation"),
        ({"status": AGREED}, "needs its words and its owner"),
        ({"status": AGREED, "action": "Patrols"}, "needs its words and its owner"),
        ({"explanation": "x" * (LONGEST["explanation"] + 1)}, "longer than 600"),
        ({"owner": "x" * (LONGEST["owner"] + 1)}, "longer than 80"),
    ],
)
def test_an_entry_that_lacks_or_overfills_is_refused_and_nothing_is_written(tmp_path, given, fault):
    with pytest.raises(UserError, match=fault):
        record_decision(tmp_path, make_entry(**given))
    assert read_log(tmp_path) == []


def test_whoever_withdraws_is_named(tmp_path):
    written = record_decision(tmp_path, make_entry())
    with pytest.raises(UserError, match="Nobody"):
        withdraw_entry(tmp_path, written.sequence, " ")
    assert list_standing(read_log(tmp_path)) == [written]


def test_many_at_once_lose_nothing(tmp_path):
    writers = [Thread(target=record_decision, args=(tmp_path, make_entry(by=f"Officer {n}"))) for n in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    entries = read_log(tmp_path)
    assert [entry.sequence for entry in entries] == list(range(1, 13))
    assert {entry.by for entry in entries} == {f"Officer {n}" for n in range(12)}


@pytest.mark.parametrize("line", ["no json", "{}", '{"signal": {"first": "2025"}}', "[1]", "null"])
def test_a_line_that_is_none_of_ours_is_one_plain_fault(tmp_path, line):
    (tmp_path / LOG).write_text(f"{line}\n", encoding="utf-8")

    with pytest.raises(FileError, match="line 1, can't be read"):
        read_log(tmp_path)


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({}, True),
        ({"first": date(2025, 11, 1), "last": date(2026, 9, 1)}, True),  # revised, and gone on
        ({"first": date(2026, 4, 1), "last": date(2026, 9, 1)}, False),  # a later one
        ({"way": "up"}, False),
        ({"ward": "W1"}, False),
        ({"rule": "change"}, False),
        ({"indicator": "knife_crime"}, False),
    ],
)
def test_a_signal_is_known_again_by_what_it_is_about(change, is_same):
    other = FALL._replace(**change)
    assert FALL.is_same(other) is is_same and other.is_same(FALL) is is_same


def test_a_signal_has_one_word_for_the_address_of_a_page():
    assert FALL.id == "personal_robbery.area.chart.down.2025-10"
    assert FALL._replace(ward="W1").id == "personal_robbery.W1.chart.down.2025-10"
