"""What changed since the last meeting: its month to begin with, what is new since, and that nothing is."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from svd.catalogue.meeting import Meeting
from svd.figures.signals.since import list_since, list_since_choices, word_meetings, word_since
from svd.measures.question import Evidence
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, fact
from tests.figures.signals.worlds import count_usual

ABBEY, ALIBON = "E05014053", "E05014054"
MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-04", "2026-06", freq="MS")]
YEAR = Selection(date(2025, 4, 1), date(2026, 3, 1))


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Evidence:
    facts = count_usual(MONTHS, ABBEY, ALIBON) + [fact("2026-01-01", ABBEY, 60)]
    facts += [fact(month, ABBEY, 0 if month < "2025-07" else 4, offence="arson") for month in MONTHS]
    return build_evidence(tmp_path_factory.mktemp("store"), facts=facts, coverage=covered(*MONTHS))


def test_without_a_meeting_three_months_are_looked_back_over(evidence):
    choices = list_since_choices(evidence.catalogue, YEAR)
    assert next(iter(choices.items())) == (date(2026, 1, 1), "Jan 2026")
    assert len(choices) == 12 and date(2025, 4, 1) in choices


def test_the_last_meeting_in_the_months_shown_comes_first(evidence):
    days = (date(2025, 11, 20), date(2026, 2, 12), date(2026, 5, 7))
    catalogue = replace(evidence.catalogue, meetings=tuple(Meeting(date=day, title="Board") for day in days))
    choices = list_since_choices(catalogue, YEAR)
    assert next(iter(choices.items())) == (date(2026, 2, 1), "Feb 2026 (meeting of 12 Feb 2026)")
    assert choices[date(2025, 11, 1)] == "Nov 2025 (meeting of 20 Nov 2025)"
    assert len(choices) == 12


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((), "No meeting is declared in area.toml, so this begins with the last 3 months."),
        (
            (date(2026, 5, 7), date(2026, 4, 2)),
            "No meeting up to these months is declared in area.toml, so this begins with the last 3 months. "
            "Next: Board, 2 Apr 2026.",
        ),
        ((date(2026, 3, 31),), ""),
        ((date(2026, 2, 12), date(2026, 5, 7)), "Next: Board, 7 May 2026."),
    ],
)
def test_what_it_counts_from_and_the_next_meeting_are_said(evidence, days, words):
    catalogue = replace(evidence.catalogue, meetings=tuple(Meeting(date=day, title="Board") for day in days))
    assert word_meetings(catalogue, YEAR) == words
    first = next(iter(list_since_choices(catalogue, YEAR)))
    assert first <= YEAR.month_to, "A meeting to come is not looked back to."


def test_only_what_was_raised_since_is_new(evidence):
    january, february = (list_since(evidence, YEAR, date(2026, month, 1)) for month in (1, 2))
    is_chart = january["rule"] == "chart"
    assert set(january.loc[is_chart, "raised"]) == {pd.Timestamp("2026-01-01")}
    assert (february["rule"] == "chart").sum() == 0
    assert word_since(january, date(2026, 1, 1)) == ""
    assert word_since(february.head(0), date(2026, 2, 1)) == "No new change beyond chance since Feb 2026."


def test_a_year_that_differed_already_is_not_new(evidence):
    later = Selection(date(2025, 7, 1), date(2026, 6, 1))
    late, early = (list_since(evidence, later, month) for month in (date(2026, 6, 1), date(2025, 5, 1)))
    assert "arson" not in set(late["indicator"]), "the year to May differed as well"
    assert "arson" in set(early.loc[early["rule"] == "change", "indicator"])
