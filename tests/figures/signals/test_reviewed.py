"""Signals beside the log: what awaits a decision, what was said, and what is called no longer."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from svd.figures.signals.raised import find_key
from svd.figures.signals.reviewed import (
    count_reviewed,
    list_entries,
    list_reviewed,
    list_uncalled,
    word_reviewed,
)
from svd.journal.signal_log import AGREED, LOOKED_INTO, LogEntry
from svd.measures.question import Evidence
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact
from tests.figures.signals.worlds import count_usual

ABBEY, ALIBON = "E05014053", "E05014054"
MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-04", "2026-03", freq="MS")]
YEAR = Selection(date(2025, 4, 1), date(2026, 3, 1))


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Evidence:
    facts = count_usual(MONTHS, ABBEY, ALIBON)
    facts += [fact("2026-01-01", ABBEY, 60)]
    return build_evidence(tmp_path_factory.mktemp("store"), facts=facts, coverage=covered(*MONTHS))


def say(evidence: Evidence, *entries: LogEntry) -> Evidence:
    return replace(evidence, log=tuple(replace(entry, sequence=n) for n, entry in enumerate(entries, start=1)))


def find_ward(evidence: Evidence, indicator: str = "violence_with_injury") -> pd.Series:
    listed = list_reviewed(evidence, YEAR)
    return listed[(listed["indicator"] == indicator) & (listed["ward_code"] == ABBEY)].iloc[0]


def make_entry(evidence: Evidence, **given) -> LogEntry:
    told = {"status": AGREED, "explanation": "A fair.", "action": "Stewards", "owner": "Events team"} | given
    return LogEntry.now(told.pop("by", "Ann"), find_key(find_ward(evidence), evidence.catalogue), **told)


def test_a_signal_of_which_nothing_was_said_awaits_a_decision(evidence):
    ward = find_ward(evidence)
    assert (ward["state"], ward["explanation"], ward["due_on"]) == ("to review", "", None)
    assert ward["label"] == "Violence with injury, Abbey: up, Jan 2026"
    assert count_reviewed(evidence, YEAR)[0] == 0 < count_reviewed(evidence, YEAR)[1]
    assert "await" in word_reviewed(list_reviewed(evidence, YEAR), YEAR)
    assert list_reviewed(evidence, YEAR)["label"].is_unique


def test_the_newest_entry_that_stands_is_its_state(evidence):
    said = say(evidence, make_entry(evidence, status=LOOKED_INTO), make_entry(evidence, due_on=date(2026, 5, 1)))
    ward = find_ward(said)
    assert (ward["state"], ward["owner"], ward["due_on"]) == (AGREED, "Events team", date(2026, 5, 1))
    assert count_reviewed(said, YEAR)[0] == 1
    assert [entry.sequence for entry in list_entries(said, ward)] == [2, 1]

    withdrawn = say(said, *said.log, replace(said.log[1], ends=2))
    assert find_ward(withdrawn)["state"] == LOOKED_INTO and count_reviewed(withdrawn, YEAR)[0] == 0


def test_what_was_said_of_made_up_figures_stays_with_them(evidence):
    assert find_ward(say(evidence, make_entry(evidence, is_synthetic=True)))["state"] == "to review"


def test_every_decision_logged_is_said_so(evidence):
    listed = list_reviewed(evidence, YEAR).assign(state=AGREED)
    assert word_reviewed(listed, YEAR).endswith("a decision on each is logged.")
    assert word_reviewed(listed.head(0), YEAR).startswith("No signal was raised in Apr 2025 to Mar 2026")


def test_the_period_holds_the_month_that_raised_it(evidence):
    assert list_reviewed(evidence, Selection(date(2026, 2, 1), date(2026, 3, 1))).empty
    assert len(list_reviewed(evidence, Selection(date(2026, 1, 1), date(2026, 1, 1))))


def test_a_signal_revised_away_is_still_told_and_why(evidence, tmp_path):
    entry = make_entry(evidence)
    facts = count_usual(MONTHS, ABBEY, ALIBON)
    newer = {"source": "mps_ward", "extract": "wards newer.csv", "received_on": pd.Timestamp("2030-01-05")}
    rows = {"facts": facts, "coverage": covered(*MONTHS)}
    revised = say(build_evidence(tmp_path, **rows, extracts=[newer]), entry)
    told = list_uncalled(revised, YEAR)
    assert told["why"].tolist() == ["No longer called since the revision of 5 Jan 2030 (wards newer.csv)."]
    assert told["explanation"].tolist() == ["A fair."] and told["label"].item().startswith(
        "Violence with injury, Abbey"
    )
    assert list_uncalled(say(evidence, entry), YEAR).empty
    earlier = Selection(date(2025, 4, 1), date(2025, 12, 1))
    assert list_uncalled(revised, earlier).empty, "it was not yet called then"
