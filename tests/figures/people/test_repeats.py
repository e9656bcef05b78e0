"""Repeats: by hand, against chance simulated, of the feed's own years alone, and tested with what protection adds."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svd.figures.people.repeat_findings import word_concentration, word_flagged, word_no_codes, word_repeat_method
from svd.figures.people.repeats import Share, give_by_chance, measure_concentration, measure_flagged, p_shares
from svd.measures.protect import round_totals, variance_of
from svd.measures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, OK, SUPPRESSED
from svd.stats.change import SIGNAL_P, p_proportions
from svd.store.selection import Selection
from svd.views.repeat_rows import list_people
from tests.builders import build_evidence, covered, incident
from tests.figures.people.sent import count_facts, list_months

MONTHS = list_months("2024-02-01", "2026-01-01")
YEAR, BEFORE = (Selection(date(year, 2, 1), date(year + 1, 1, 1)) for year in (2025, 2024))
FEED = {"source": "marac_cases", "offence": "marac_case", "extract": "SYNTHETIC marac.csv"}
BASE = 5


def build(folder, rows, months=MONTHS, last_complete=True):
    sent = covered(*months, source=FEED["source"], extract=FEED["extract"])
    if sent:
        sent[-1]["is_complete"] = last_complete
    sent += covered("2023-12-01", source="mps_ward")
    evidence = build_evidence(folder, incidents=rows, facts=count_facts(rows), coverage=sent, is_synthetic=True)
    return evidence, evidence.catalogue.sources[FEED["source"]]


def people(counts: list[int], month: str = "2025-06-01") -> list[dict]:
    """A person for each of ``counts``, with as many cases."""
    return [
        incident(month, person_hash=f"{month} {who}", **FEED) for who, count in enumerate(counts) for _ in range(count)
    ]


def test_people_who_come_twice_or_more_and_the_cases_that_are_theirs(tmp_path):
    rows = people([1] * 375 + [2] * 75 + [4] * 50) + people([1] * 450 + [2] * 50, "2024-06-01")
    found = measure_concentration(*build(tmp_path, rows), YEAR)

    now, before = found.people.now, found.people.before
    # Of 500 people 125 came twice or more, with 350 of 725 cases; each count is a block of five from a secret start.
    assert now.count % BASE == 0 and abs(now.count - 125) < BASE and abs(now.of - 500) < 2 * BASE
    assert now.value == pytest.approx(25, abs=1) and before.value == pytest.approx(10, abs=1)
    assert (now.period, before.period) == ("Feb 2025 to Jan 2026", "Feb 2024 to Jan 2025")
    assert found.events == pytest.approx(100 * 350 / 725, abs=1)
    assert found.uncoded == 0 and now.status == OK and found.people.verdict == "rising"


def test_a_clear_rise_is_called_one(tmp_path):
    rows = people([1] * 250 + [2] * 250) + people([1] * 450 + [2] * 50, "2024-06-01")
    evidence, source = build(tmp_path, rows)
    found = measure_concentration(evidence, source, YEAR)

    said = word_concentration(found, source)
    assert found.people.verdict == "rising"
    assert said.startswith(
        "High-risk domestic abuse cases: 50% (46 to 54) of victims came up twice or more in Feb 2025 to"
    )
    assert "are theirs; chance alone would give 0.2%; rising, from 10% in Feb 2024 to Jan 2025." in said


def test_no_other_months_are_counted_than_the_feed_s_own_years(tmp_path):
    evidence, source = build(tmp_path, people([1] * 50 + [2] * 50) + people([1] * 90 + [2] * 10, "2024-06-01"))
    first = measure_concentration(evidence, source, YEAR)

    for months in (1, 5, 11):
        late = Selection(date(2025, 12 - months, 1), date(2026, 1, 1))
        assert measure_concentration(evidence, source, late) == first
    early = measure_concentration(evidence, source, Selection(date(2025, 3, 1), date(2025, 12, 1)))
    assert early.people.now == first.people.before
    years = evidence.cube.tables["years"]
    assert [f"{month:%Y-%m}" for month in years["month_from"]] == ["2024-02", "2025-02"]
    assert all(end < start for end, start in pairwise([*years["month_to"].iloc[:1], *years["month_from"].iloc[1:]]))


def test_few_who_come_back_are_hidden_and_none_is_no_zero(tmp_path):
    for number, counts in enumerate(([1] * 100, [2] * 100)):
        evidence, source = build(tmp_path / str(number), people(counts))
        found = measure_concentration(evidence, source, YEAR)
        assert found.people.now.status == SUPPRESSED
        assert np.isnan([*found.people.now[:5], found.events, found.chance_people, found.chance_events]).all()
        assert word_concentration(found, source).endswith("hidden, because the numbers are small.")


def test_without_a_whole_year_nobody_is_called_new(tmp_path):
    rows = people([1] * 50 + [2] * 50)
    cases = [
        (MONTHS[13:], True),
        ([month for month in MONTHS[12:] if month != "2025-08-01"], True),
        (MONTHS[12:], False),
    ]
    for number, (months, is_complete) in enumerate(cases):
        evidence, source = build(tmp_path / str(number), rows, months, is_complete)
        found = measure_concentration(evidence, source, YEAR)
        assert found.people.now.status == INCOMPLETE and np.isnan(found.people.now.value)
        assert "a whole year of the feed is needed, and none has ended by Jan 2026" in word_concentration(found, source)


def test_the_first_year_has_none_before_it(tmp_path):
    found = measure_concentration(*build(tmp_path, people([1] * 50 + [2] * 50), MONTHS[12:]), YEAR)

    assert abs(found.people.now.value - 50) < 5 and found.people.verdict == "not tested" and found.people.reason


def test_records_without_a_code_are_left_out_and_counted(tmp_path):
    rows = people([1] * 200 + [2] * 200) + [incident("2025-06-01", **FEED)] * 200
    evidence, source = build(tmp_path, rows)
    found = measure_concentration(evidence, source, YEAR)

    assert abs(found.people.now.of - 400) < 2 * BASE and found.uncoded == pytest.approx(25, abs=1)
    said = word_concentration(found, source)
    assert "67% of the records with a code are theirs" in said
    assert said.endswith("25% of records have no code and are left out.")


def test_the_share_of_records_is_hidden_with_its_own_status(tmp_path):
    evidence, source = build(tmp_path, people([1] * 75 + [2] * 24 + [3]))
    evidence.cube.tables["years"].loc[:, "events"] = np.nan
    found = measure_concentration(evidence, source, YEAR)

    assert found.people.now.value > 0 and np.isnan(found.events)
    assert list(list_people(found)["status"])[:2] == [OK, SUPPRESSED]


def test_a_feed_without_codes_says_what_to_ask_for(tmp_path):
    evidence, source = build(tmp_path, [incident("2025-06-01", **FEED)] * 20)

    assert measure_concentration(evidence, source, YEAR).people.now.status == NOT_APPLICABLE
    assert word_no_codes(source, is_agreed=True).endswith("ask for the column person_id.")
    assert "contract has no code" in word_no_codes(source, is_agreed=False)


def test_marked_repeats_are_of_all_records_and_those_without_a_mark_are_said(tmp_path):
    marks = [True] * 300 + [False] * 300 + [None] * 400
    rows = [incident("2025-06-01", is_repeat=mark, **FEED) for mark in marks]
    rows += [incident("2024-06-01", is_repeat=mark, **FEED) for mark in [True] * 100 + [False] * 900]
    evidence, source = build(tmp_path, rows)
    found = measure_flagged(evidence, source, YEAR, BEFORE)

    assert abs(found.now.count - 300) < 2 * BASE and abs(found.now.of - 1000) < 4 * BASE
    said = word_flagged(found, source)
    assert said.startswith(
        "High-risk domestic abuse cases: 30% (27 to 33) were a repeat within 12 months, as the sender"
    )
    assert said.endswith("; rising, from 10% in Feb 2024 to Jan 2025. Records without a mark count as no repeat.")


def test_marks_not_sent_and_nothing_received_are_told_apart(tmp_path):
    unmarked = measure_flagged(*build(tmp_path / "one", [incident("2025-06-01", **FEED)]), YEAR, None)
    evidence, source = build(tmp_path / "other", [], months=())
    missing = measure_flagged(evidence, source, YEAR, None)

    assert (unmarked.now.status, missing.now.status) == (NOT_APPLICABLE, MISSING)
    assert "no record says" in word_flagged(unmarked, source) and "nothing was received" in word_flagged(
        missing, source
    )


def _test_worlds(p: float, sizes: tuple[int, int], base: int, *, is_adjacent: bool, worlds: int = 60_000) -> tuple:
    """Two periods with one true share, as differences of shown running totals: p by the test, and without protection's.

    Apart, as the feed's own years are, each has an offset of its own.
    """
    draw = np.random.default_rng(20260103)
    noise, ends, shares = variance_of(base), [draw.integers(0, 1000, worlds) for _ in range(2)], []
    offsets = [draw.integers(0, base, worlds) for _ in range(2)]
    for place, n in enumerate(reversed(sizes)):
        if place and not is_adjacent:
            ends = [draw.integers(0, 1000, worlds) for _ in range(2)]
            offsets = [draw.integers(0, base, worlds) for _ in range(2)]
        counts = draw.binomial(n, p, worlds)
        starts, ends = ends, [ends[0] + counts, ends[1] + n - counts]
        part, rest = (
            round_totals(end, offset, base) - round_totals(start, offset, base)
            for start, end, offset in zip(starts, ends, offsets, strict=True)
        )
        shares.append(Share(part, part + rest, 0, 0, 0, OK, "", noise, noise, place, place + 1))
    before, now = shares if is_adjacent else [one._replace(start=0, end=0) for one in shares]
    return p_shares(now, before), p_proportions(now.count, now.of, before.count, before.of)


@pytest.mark.parametrize("is_adjacent", [True, False])
@pytest.mark.parametrize(
    ("p", "sizes", "base"), [(0.3, (60, 60), 5), (0.1, (100, 120), 5), (0.3, (60, 60), 10), (0.25, (500, 450), 10)]
)
def test_a_share_that_does_not_change_is_called_changed_at_most_once_in_370(p, sizes, base, is_adjacent):
    found, _ = _test_worlds(p, sizes, base, is_adjacent=is_adjacent)

    assert (found < SIGNAL_P).mean() <= SIGNAL_P + 3 * np.sqrt(SIGNAL_P / len(found))


def test_a_share_that_doubles_is_found():
    draw, base, worlds = np.random.default_rng(20260104), 10, 20_000
    counts = [draw.binomial(500, p, worlds) for p in (0.2, 0.4)]
    noise = variance_of(base)
    shown = [
        [round_totals(each, draw.integers(0, base, worlds), base) for each in (count, 500 - count)] for count in counts
    ]
    before, now = (Share(part, part + rest, 0, 0, 0, OK, "", noise, noise) for part, rest in shown)

    assert (p_shares(now, before) < SIGNAL_P).mean() > 0.99


def test_the_plain_test_of_two_proportions_calls_protection_a_change():
    _, plain = _test_worlds(0.3, (60, 60), 10, is_adjacent=True)

    assert (plain < SIGNAL_P).mean() > 3 * SIGNAL_P


def test_a_share_of_fewer_than_five_is_not_tested():
    large, small = (Share(count, 200.0, 0, 0, 0, OK, "", 4.0, 4.0) for count in (60.0, 0.0))

    assert np.isnan(p_shares(large, small)) and np.isnan(p_shares(small, large))
    assert np.isnan(p_shares(large, large._replace(count=200.0)))


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


def test_the_method_says_why_whole_years_are_needed():
    method = word_repeat_method("Hidden.")

    assert "would be taken for new" in method and "Hidden." in method and "first whole month" in method
