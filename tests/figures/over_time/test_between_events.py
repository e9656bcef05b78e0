"""Time between events from the months as disclosed: gaps counted on the fingers, and nothing hidden given away."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svd.catalogue import load_catalogue
from svd.catalogue.declarations import Break
from svd.figures.opening import open_evidence
from svd.figures.over_time.between_events import is_countable, join_spells, space_events
from svd.figures.over_time.rare_findings import (
    judge_rare,
    word_rare,
    word_rare_method,
    word_spell_signals,
    word_spells,
    word_wait,
)
from svd.figures.trends import find_breaks
from svd.ingest.sample.answer_key import read_answer_key
from svd.measures.measure import measure
from svd.measures.result import INCOMPLETE, MISSING, OK, SUPPRESSED
from svd.store.selection import Selection, read_month
from tests.builders import PATHS, build_evidence, returned

CATALOGUE = load_catalogue(PATHS.catalogue)
HOMICIDE, GUNS = (CATALOGUE.indicators[name] for name in ("homicide", "lethal_barrelled_discharges"))
LONG_AGO = date(2020, 1, 1)
HIDDEN = "its small numbers are hidden, so a month of few can't be told from one of none"


def monthly(cells: str) -> pd.DataFrame:
    """A month a letter from January 2020: a digit, c for hidden, x for missing, l for a zero that may be too low."""
    statuses = {"c": SUPPRESSED, "x": MISSING, "l": INCOMPLETE}
    counts = [0.0 if cell == "l" else float(cell) if cell.isdigit() else None for cell in cells]
    months = pd.date_range("2020-01-01", periods=len(cells), freq="MS")
    status = [statuses.get(cell, OK) for cell in cells]
    return pd.DataFrame({"month": months, "count": counts, "status": status, "is_complete": True, "base": 1}).astype(
        {"count": float}
    )


def space(cells: str, indicator=HOMICIDE, breaks=()):
    return space_events(monthly(cells), indicator, breaks)


def gaps(cells: str, breaks=()) -> list[float | None]:
    return [None if pd.isna(each) else each for each in space(cells, breaks=breaks).spells["months"]]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("0100100", [2, 2]),
        ("0110000", [0, 4]),
        ("0200010", [3, 1]),
        ("010c0100", [None, 2]),
        ("0c00100", [2]),
        ("01001c", [2, 0]),
        ("010x0100", [None, 2]),
        ("010l0100", [None, 2]),
        ("01001000x0", [2, 3]),
        ("0001", [0]),
        ("0000", []),
    ],
    ids=[
        "two", "neighbours", "several in a month are one", "hidden may be zero",
        "nor is it an event", "known to the hidden month", "a month not received",
        "a zero that may be too low", "known to the gap", "in the last month", "none at all",
    ],
)  # fmt: skip
def test_the_months_between(cells, expected):
    assert gaps(cells) == expected


def test_a_gap_across_a_break_takes_no_part_and_limits_start_anew():
    event = Break(id="b", date=date(2020, 4, 15), title="New system", what="It changed.", sources=("mps_ward",))
    assert gaps("0100010001000", [event]) == [None, 3, 3]


def test_a_break_that_spares_the_indicator_is_not_among_its_breaks(tmp_path):
    evidence = build_evidence(tmp_path)
    assert find_breaks(evidence, CATALOGUE.indicators["violence_with_injury"]) and not find_breaks(evidence, HOMICIDE)


def test_days_since_are_a_range_of_what_the_month_allows():
    # An event in February 2020 (29 days), known to the end of April.
    assert space("010000"[:4]).span_days() == (61, 89)
    assert space("0001").span_days() == (0, 29)


def test_the_chance_of_the_open_gap():
    assert space("11110000").reason == "" and space("11110000").chance == pytest.approx(1 / 70)
    assert space("11111000").reason.startswith("most months have an event")


def test_what_counts_no_events_by_month_has_no_time_between_them():
    for name in ("first_time_entrants", "persistent_absence", "extract_timeliness"):
        assert not is_countable(CATALOGUE.indicators[name])
        assert space("0100", CATALOGUE.indicators[name]).reason


@settings(max_examples=40)
@given(st.text("0001cxl", min_size=1, max_size=60))
def test_the_gaps_agree_with_the_slow_obvious_way(cells):
    slow = []
    for first in [at for at, cell in enumerate(cells) if cell == "1"]:
        rest = cells[first + 1 :]
        spell = rest[: min([rest.find(cell) for cell in "1cxl" if cell in rest], default=len(rest))]
        is_cut = rest[len(spell) :].strip("0")[:1] in ("c", "x", "l") and "1" in rest
        slow.append(None if is_cut else len(spell))
    between = space(cells)
    found = [None if pd.isna(each) else each for each in between.spells["months"]]
    assert found == slow


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_returns_that_are_hidden_give_no_number_away(tmp_path, number):
    rows = [
        returned(f"{month:%Y-%m-%d}", f"{month:%Y-%m-%d}", number if month.month == 3 else 0, None,
                 source="mps_returns", indicator="lethal_barrelled_discharges")
        for month in pd.date_range("2025-01-01", "2025-12-01", freq="MS")
    ]  # fmt: skip
    evidence = build_evidence(tmp_path, returns=rows)
    series = measure(evidence, GUNS.id, Selection(date(2025, 1, 1), date(2025, 12, 1)), "month")
    between = space_events(series, GUNS, ())
    assert between.reason == HIDDEN and between.spells.empty and pd.isna(between.chance) and between.known == 0
    assert "not shown, because its small numbers are hidden" in word_rare(between, GUNS, LONG_AGO)
    assert len(series) == 12 and series["count"].isna().all()


def test_a_series_that_protection_rounds_has_no_time_between_its_events():
    """A block reached in a month says that it has an event, and the months between two blocks say nothing of theirs."""
    rounded = monthly("5cc5cc5ccc").assign(base=5)
    assert space_events(rounded, GUNS, ()).reason == HIDDEN
    known = space("1001001000", GUNS)
    assert known.spells["months"].tolist() == [2, 2, 3], "The same events where all is known."


def test_the_gaps_join_the_months_that_end_them():
    series, between = monthly("0100100"), space("0100100")
    joined = join_spells(series, between, word_spell_signals(between.spells))
    ended = joined[joined["months_without"].notna()]
    assert len(joined) == 7 and ended["months_without"].tolist() == [2, 2]
    assert ended["month"].tolist() == [pd.Timestamp("2020-05-01"), pd.Timestamp("2020-07-01")]
    assert set(ended["signal"]) == {"not tested"}, "Two gaps fix no limits."


def test_the_finding_says_since_when_and_whether_that_is_unusual():
    usual = "0001" * 14
    assert word_rare(space(usual + "00"), HOMICIDE, LONG_AGO) == (
        "61 to 91 days since the last homicide; no gap is longer or shorter than usual."
    )
    long_one = space(usual + "0" * 20)
    assert word_rare(long_one, HOMICIDE, LONG_AGO).endswith(
        "days since the last homicide; a longer gap than usual: up to 13 months without one are usual."
    )
    assert judge_rare(long_one, LONG_AGO) == ("improvement", "rising", "longer gaps")
    few = space("0100100100")
    assert word_rare(few, HOMICIDE, LONG_AGO) == (
        "61 to 91 days since the last homicide, as chance would have it; 2 gaps so far, and 12 are needed to call one "
        "unusual."
    )
    assert judge_rare(few, LONG_AGO) == ("common cause", "", "as expected")
    assert (
        word_wait(few) == "From Aug 2020 to the end of Oct 2020: by chance alone the wait is as long about 1 time in 2."
    )


def test_seven_short_gaps_are_a_concern():
    short = space("00001" * 13 + "01" * 8)
    assert "7 gaps or more in a row were shorter than usual" in word_rare(short, HOMICIDE, LONG_AGO)
    assert judge_rare(short, LONG_AGO)[0] == "concern"
    assert judge_rare(short, date(2030, 1, 1))[0] == "common cause", "It ended before the period asked about."


def test_the_gap_before_an_event_is_told_where_it_was_long():
    said = word_rare(space("0001" * 14 + "0" * 20 + "1"), HOMICIDE, LONG_AGO)
    assert "the gap before it (20 months) was longer than usual" in said


def test_none_at_all_and_too_many_are_said():
    assert word_rare(space("0000"), HOMICIDE, LONG_AGO) == "No homicide in any of the 4 months known."
    assert "is not shown, because most months have an event" in word_rare(space("1111"), HOMICIDE, LONG_AGO)
    assert space("xxx").reason == "no month has a figure"
    assert word_wait(space("0000")) == "" and judge_rare(space("1111"), LONG_AGO)[0] == "not tested"
    assert word_spells(GUNS) == "Months without a discharge between months with one"
    assert "Benneyan 2001" in word_rare_method()


def read_whole(sample_store, name: str):
    key = read_answer_key(PATHS.home / "data" / "sample")
    evidence = open_evidence(sample_store)
    series = measure(evidence, name, Selection(evidence.months[0].date(), read_month(key.last_month)), "month")
    planted = [signal["month"] for signal in key.find("rare") if signal["indicator"] == name]
    breaks = find_breaks(evidence, HOMICIDE)
    return series, space_events(series, evidence.catalogue.indicators[name], breaks), planted


def test_the_planted_events_are_the_months_the_gaps_run_between(sample_store):
    _, between, planted = read_whole(sample_store, "homicide")
    assert [f"{month:%Y-%m}" for month in between.spells["since"]] == planted and len(planted) > 1
    assert (between.spells["signal"] == "").all(), "No long gap was planted."


@pytest.mark.parametrize("name", ["non_domestic_homicide", "lethal_barrelled_discharges"])
def test_the_months_of_planted_events_that_are_protected_are_not_told(sample_store, name):
    series, between, planted = read_whole(sample_store, name)
    assert planted and between.reason == HIDDEN and between.spells.empty
    received = series[series["status"] != MISSING]
    assert len(received) > 30 and set(received["status"]) == {SUPPRESSED} and received["count"].isna().all()
