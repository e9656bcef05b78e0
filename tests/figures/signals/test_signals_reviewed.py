"""The Data indicator of signals reviewed: the share of those raised of which a decision is logged."""

from dataclasses import replace

import pytest

from svd.figures.changes import measure_change
from svd.figures.signals.raised import find_key
from svd.figures.signals.reviewed import list_reviewed
from svd.figures.untested import LOGGED
from svd.journal.signal_log import EXPLAINED, LOOKED_INTO, LogEntry
from svd.measures.measure import measure
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact
from tests.figures.signals.test_reviewed import ABBEY, ALIBON, MONTHS, YEAR
from tests.figures.signals.worlds import count_usual


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    facts = count_usual(MONTHS, ABBEY, ALIBON) + [fact("2026-01-01", ABBEY, 60)]
    return build_evidence(tmp_path_factory.mktemp("store"), facts=facts, coverage=covered(*MONTHS))


def read_share(evidence, selection: Selection = YEAR):
    return measure(evidence, "signals_reviewed", selection, "borough").iloc[0]


def test_it_counts_decisions_and_not_what_is_being_looked_into(evidence):
    raised = list_reviewed(evidence, YEAR)
    assert len(raised) >= 2
    keys = [find_key(signal, evidence.catalogue) for _, signal in raised.iterrows()]
    entries = [
        replace(LogEntry.now("Ann", key, status=status, explanation="A fair."), sequence=number)
        for number, (key, status) in enumerate(zip(keys, (EXPLAINED, LOOKED_INTO), strict=False), start=1)
    ]
    share = read_share(replace(evidence, log=tuple(entries)))
    assert (share["count"], share["denominator"]) == (1, len(raised))
    assert share["value"] == pytest.approx(100 / len(raised)) and share["source"] == "Log of signals"
    assert read_share(evidence)["value"] == 0


def test_without_a_signal_it_is_not_applicable(tmp_path):
    share = read_share(build_evidence(tmp_path, facts=count_usual(MONTHS, ABBEY), coverage=covered(*MONTHS)))
    assert share["status"] == "not_applicable"


def test_by_ward_or_month_it_is_not_applicable(evidence):
    assert set(measure(evidence, "signals_reviewed", YEAR, "month")["status"]) == {"not_applicable"}


def test_an_earlier_period_is_not_asked_for_and_it_says_why(evidence):
    asked = []

    def count(evidence, selection):
        asked.append(selection.month_to)
        return 1, 2

    row = measure_change(replace(evidence, count_reviewed=count), "signals_reviewed", YEAR, "borough").iloc[0]
    assert asked == [YEAR.month_to]
    assert (row["count"], row["denominator"], row["status"], row["period_before"]) == (1, 2, "ok", "")
    assert row["verdict"] == "not tested" and row["reason"] == LOGGED
