"""Repeats: by hand, against chance simulated, disclosed, and only where twelve months and codes are held."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.figures.people.repeat_findings import word_concentration, word_flagged, word_no_codes, word_repeat_method
from svd.figures.people.repeats import give_by_chance, measure_concentration, measure_flagged
from svd.measures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED
from svd.store.selection import Selection
from svd.views.repeat_rows import list_people
from tests.builders import build_evidence, covered, incident

MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-02-01", "2026-01-01", freq="MS")]
YEAR, BEFORE = (Selection(date(year, 2, 1), date(year + 1, 1, 1)) for year in (2025, 2024))
FEED = {"source": "marac_cases", "offence": "marac_case", "extract": "SYNTHETIC marac.csv"}


def build(folder, rows, months=MONTHS):
    evidence = build_evidence(
        folder, incidents=rows, coverage=covered(*months, source=FEED["source"], extract=FEED["extract"])
    )
    return evidence, evidence.catalogue.sources[FEED["source"]]


def people(counts: list[int], month: str = "2025-06-01") -> list[dict]:
    """A person for each of ``counts``, with as many cases."""
    return [
        incident(month, person_hash=f"{month} {who}", **FEED) for who, count in enumerate(counts) for _ in range(count)
    ]


def test_people_who_come_twice_or_more_and_the_cases_that_are_theirs(tmp_path):
    rows = people([1] * 75 + [2] * 15 + [4] * 10) + people([1] * 90 + [2] * 10, "2024-06-01")
    found = measure_concentration(*build(tmp_path, rows), YEAR)

    assert (found.people.now.count, found.people.now.of, found.people.now.value) == (25, 100, 25)
    assert (found.people.before.value, found.people.verdict) == (10, "no clear change")
    # 30 + 40 of 145 cases, shown as 70 of 145.
    assert found.events == pytest.approx(100 * 70 / 145)
    assert found.uncoded == 0 and found.people.now.status == OK


def test_a_clear_rise_is_called_one(tmp_path):
    rows = people([1] * 50 + [2] * 50) + people([1] * 90 + [2] * 10, "2024-06-01")
    evidence, source = build(tmp_path, rows)
    found = measure_concentration(evidence, source, YEAR)

    assert found.people.verdict == "rising"
    assert word_concentration(found, source) == (
        "High-risk domestic abuse cases: 50% (40 to 60) of victims came up twice or more in 12 months, and 67% of all "
        "records are theirs; chance alone would give 0.03%; rising, from 10% in Feb 2024 to Jan 2025."
    )


@pytest.mark.parametrize("counts", [[1] * 97 + [2] * 3, [1] * 3 + [2] * 97])
def test_a_few_who_come_back_or_a_few_who_do_not_hide_all_of_it(tmp_path, counts):
    evidence, source = build(tmp_path, people(counts))
    found = measure_concentration(evidence, source, YEAR)

    assert found.people.now.status == SUPPRESSED
    assert np.isnan([*found.people.now[:5], found.events, found.chance_people, found.chance_events]).all()
    assert word_concentration(found, source).endswith("hidden, because the numbers are small.")


def test_that_very_few_came_a_third_time_is_not_told(tmp_path):
    found = measure_concentration(*build(tmp_path, people([1] * 75 + [2] * 24 + [3])), YEAR)

    assert found.people.now.value == 25 and np.isnan(found.events)


def test_without_twelve_months_nobody_is_called_new(tmp_path):
    rows = people([1] * 50 + [2] * 50)
    for months in (MONTHS[13:], [month for month in MONTHS if month != "2025-08-01"]):
        evidence, source = build(tmp_path, rows, months)
        found = measure_concentration(evidence, source, YEAR)
        assert found.people.now.status == INCOMPLETE and np.isnan(found.people.now.value)
        assert "twelve whole months to Jan 2026 are needed" in word_concentration(found, source)


def test_the_start_of_the_data_gives_no_period_before(tmp_path):
    found = measure_concentration(*build(tmp_path, people([1] * 50 + [2] * 50), MONTHS[12:]), YEAR)

    assert found.people.now.value == 50 and found.people.verdict == "not tested" and found.people.reason


def test_records_without_a_code_are_left_out_and_counted(tmp_path):
    rows = people([1] * 20 + [2] * 20) + [incident("2025-06-01", **FEED)] * 20
    evidence, source = build(tmp_path, rows)
    found = measure_concentration(evidence, source, YEAR)

    assert found.people.now.of == 40 and found.uncoded == 25
    said = word_concentration(found, source)
    assert "67% of the records with a code are theirs" in said
    assert said.endswith("25% of records have no code and are left out.")


def test_what_may_be_too_low_says_so_of_the_records_too(tmp_path):
    evidence, source = build(tmp_path, people([1] * 20 + [2] * 20))
    evidence.store.coverage.loc[lambda months: months["month"] == "2026-01-01", "is_complete"] = False

    assert list(list_people(measure_concentration(evidence, source, YEAR))["status"]) == [INCOMPLETE, INCOMPLETE]


def test_a_feed_without_codes_says_what_to_ask_for(tmp_path):
    evidence, source = build(tmp_path, [incident("2025-06-01", **FEED)] * 20)

    assert measure_concentration(evidence, source, YEAR).people.now.status == NOT_APPLICABLE
    assert word_no_codes(source, is_agreed=True).endswith("ask for the column person_id.")
    assert "contract has no code" in word_no_codes(source, is_agreed=False)


def test_marked_repeats_are_of_those_marked_either_way(tmp_path):
    marks = [True] * 30 + [False] * 70 + [None] * 40
    rows = [incident("2025-06-01", is_repeat=mark, **FEED) for mark in marks]
    rows += [incident("2024-06-01", is_repeat=mark, **FEED) for mark in [True] * 10 + [False] * 90]
    evidence, source = build(tmp_path, rows)
    found = measure_flagged(evidence, source, YEAR, BEFORE)

    assert (found.now.count, found.now.of, found.now.value, found.before.value) == (30, 100, 30, 10)
    assert word_flagged(found, source) == (
        "High-risk domestic abuse cases: 30% (22 to 40) were a repeat within 12 months, as the sender marks them; "
        "rising, from 10% in Feb 2024 to Jan 2025."
    )


def test_marks_not_sent_and_nothing_received_are_told_apart(tmp_path):
    unmarked = measure_flagged(*build(tmp_path, [incident("2025-06-01", **FEED)]), YEAR, None)
    evidence, source = build(tmp_path, [], months=())
    missing = measure_flagged(evidence, source, YEAR, None)

    assert (unmarked.now.status, missing.now.status) == (NOT_APPLICABLE, MISSING)
    assert "no record says" in word_flagged(unmarked, source) and "nothing was received" in word_flagged(
        missing, source
    )


def test_three_events_on_two_people_by_hand():
    # Of 8 ways 2 hit one person thrice and 6 hit both, one twice: 1.75 hit on average, 1 of them twice or more.
    assert give_by_chance(3, 2) == pytest.approx((100 / 1.75, 75))


def test_chance_agrees_with_events_thrown_at_random():
    draw = np.random.default_rng(20260101)
    again, hit, theirs = 0, 0, 0
    for _ in range(2000):
        counts = np.bincount(draw.integers(0, 300, 200))
        again, hit, theirs = again + (counts > 1).sum(), hit + (counts > 0).sum(), theirs + counts[counts > 1].sum()

    assert give_by_chance(200, 300) == pytest.approx((again / hit * 100, theirs / 400_000 * 100), rel=0.01)


@given(st.integers(1, 5000), st.integers(1, 300_000))
def test_chance_is_a_share_and_more_events_give_more_of_it(events, at_risk):
    people_again, theirs = give_by_chance(events, at_risk)

    assert -1e-6 <= people_again <= theirs + 1e-6 <= 100 + 1e-5
    assert give_by_chance(events + 1, at_risk)[1] >= theirs - 1e-6


@pytest.mark.parametrize("case", [(0, 100), (np.nan, 100), (10, np.nan)])
def test_without_events_or_people_there_is_no_chance(case):
    assert np.isnan(give_by_chance(*case)).all()


def test_the_method_says_why_twelve_months_are_needed():
    assert "would be taken for new" in word_repeat_method("Hidden.") and "Hidden." in word_repeat_method("Hidden.")
