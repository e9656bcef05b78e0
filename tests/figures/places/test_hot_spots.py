"""Hot spots end to end: counts by hand, the planted spot of the sample, what is saved, and feeds shown in blocks."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.errors import StoreError
from svd.figures.opening import open_evidence
from svd.figures.places import verdicts
from svd.figures.places.courses import EMERGING, FORMER, INTERMITTENT, NEW, PERSISTENT
from svd.figures.places.gi_star import find_neighbours
from svd.figures.places.hot_spots import find_hot_spots
from svd.figures.places.located import (
    WINDOWS,
    PlaceQuestion,
    count_parts,
    find_offences,
    find_place_sources,
    list_choices,
)
from svd.figures.places.place_findings import word_missing
from svd.figures.places.verdicts import join_cells, part_spans
from svd.ingest.sample.answer_key import read_answer_key
from svd.measures.question import Evidence
from svd.store.selection import Selection, move_month, read_month
from tests.builders import PATHS, build_evidence, covered

YEAR = Selection(date(2025, 10, 1), date(2026, 9, 1))
TWO_YEARS = Selection(date(2024, 10, 1), date(2026, 9, 1))
KEY = read_answer_key(PATHS.home / "data" / "sample")
SPOT = KEY.find("hot_spot")[0]
PUBLIC, HEALTH = "police_uk", "las_incidents"
OFFENCES = {PUBLIC: "robbery_all", HEALTH: "ambulance_assault"}
MONTHS = [f"{month:%Y-%m-%d}" for month in YEAR.months]


@pytest.fixture(scope="module")
def sample(sample_store) -> Evidence:
    return open_evidence(sample_store)


def ask(evidence: Evidence, source: str, offence: str = "", selection: Selection = YEAR) -> PlaceQuestion:
    return PlaceQuestion(evidence, evidence.catalogue.sources[source], offence, selection)


def put(count: int, month: str, east: float | None, north: float | None, source: str = PUBLIC) -> Iterator[dict]:
    """So many records of the month at one point."""
    place = {"easting": east, "northing": north, "offence": OFFENCES[source], "time_precision": "month"}
    row = {"source": source, "extract": "points.csv", "month": pd.Timestamp(month), **place}
    return ({**row, "row": number} for number in range(count))


def build(folder, *records: dict, source: str = PUBLIC, months: list[str] = MONTHS) -> Evidence:
    return build_evidence(
        folder, incidents=list(records), coverage=covered(*months, source=source, extract="points.csv")
    )


def find_planted(found, east: float, north: float) -> pd.DataFrame:
    """The hot spots with a cell that holds the place or touches the one that does."""
    corners = found.cells["cell"].str.split(" ", expand=True).astype(int)
    away = np.maximum(
        (corners[0] // found.side - east // found.side).abs(), (corners[1] // found.side - north // found.side).abs()
    )
    return found.spots[found.spots["spot"].isin(found.cells.loc[away <= 1, "spot"].dropna())]


def test_spans_are_parted_as_equally_as_can_be_the_longer_windows_first():
    year = [(month, month + 1) for month in range(12)]
    assert part_spans(year, 6) == [(month, month + 2) for month in range(0, 12, 2)]
    assert part_spans(year[:8], 6) == [(0, 2), (2, 4), (4, 5), (5, 6), (6, 7), (7, 8)]
    assert part_spans([(0, 3), (3, 6), (6, 9), (9, 12)], 6) == [(0, 3), (3, 6), (6, 9), (9, 12)]
    assert part_spans([], 6) == []


def test_events_are_counted_in_their_cells_and_those_without_a_place_are_told(tmp_path):
    records = [*put(3, "2026-01-01", 548_010, 185_010), *put(2, "2026-02-01", 548_240, 185_240)]
    records += [*put(4, "2026-02-01", 548_251, 185_010), *put(5, "2026-02-01", None, None)]
    records += [*put(1, "2026-02-01", 400_000, 185_010), *put(9, "2024-02-01", 548_010, 185_010)]
    evidence = build(tmp_path, *records)
    found = find_hot_spots(ask(evidence, PUBLIC))
    counts = found.cells.set_index("cell")["count"]
    assert counts["548000 185000"] == 5 and counts["548250 185000"] == 4 and counts.sum() == 9
    assert (found.count, found.without_cell, found.side) == (9, 6, 250)


def test_only_months_received_are_counted_and_parted(tmp_path):
    evidence = build(tmp_path, *put(3, "2026-01-01", 548_010, 185_010), months=MONTHS[3:9])
    found = find_hot_spots(ask(evidence, PUBLIC))
    assert found.windows == ("Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026")
    assert found.provenance.months == 6 and found.provenance.extract == "points.csv"


def test_nothing_received_is_no_hot_spot(tmp_path):
    evidence = build_evidence(tmp_path, coverage=covered(*MONTHS))
    found = find_hot_spots(ask(evidence, PUBLIC))
    assert found.windows == () and found.spots.empty and found.count == 0


def test_a_feed_whose_contract_keeps_no_points_is_not_offered(sample):
    offered = [source.id for source in find_place_sources(sample.catalogue, YEAR)]
    assert offered == [PUBLIC, "lfb_incidents", HEALTH, "council_asb", "council_cctv"]
    robbery = Selection(YEAR.month_from, YEAR.month_to, kinds=("robbery",))
    assert [source.id for source in find_place_sources(sample.catalogue, robbery)] == [PUBLIC]
    assert list(find_offences(sample.catalogue, sample.catalogue.sources[PUBLIC], robbery)) == ["robbery_all"]


def test_no_feed_is_told_by_place_and_age(sample):
    assert find_place_sources(sample.catalogue, Selection(YEAR.month_from, YEAR.month_to, ages=("18-24",))) == []


def test_a_feed_with_a_rule_is_told_whole_or_not_at_all(sample):
    """Of its categories and their sum two would tell the third: only the public feed has any to choose from."""
    asked = {name: Selection(YEAR.month_from, YEAR.month_to, kinds=(name,)) for name in ("asb", "violence")}
    offered = {name: [one.id for one in find_place_sources(sample.catalogue, asked[name])] for name in asked}
    assert offered == {"asb": [PUBLIC, "council_asb"], "violence": [PUBLIC]}
    assert len(list_choices(sample.catalogue, sample.catalogue.sources[PUBLIC], YEAR)) == 14
    assert list_choices(sample.catalogue, sample.catalogue.sources[HEALTH], YEAR) == {}


def test_cells_are_as_large_as_the_contracts_precision_allows(sample):
    """Places kept to 100 metres stand in squares of 100: a cell must hold whole ones, so that all hold as many."""
    assert ask(sample, PUBLIC).feed.side == 250 and ask(sample, HEALTH).feed.side % 100 == 0


@pytest.mark.parametrize(
    ("source", "offence", "selection"),
    [(PUBLIC, "", YEAR), (PUBLIC, "police_uk_violence_and_sexual", YEAR), (HEALTH, "", TWO_YEARS)],
)
def test_the_planted_spot_is_found_and_nothing_else_is_new(sample, source, offence, selection):
    found = find_hot_spots(ask(sample, source, offence, selection))
    planted = find_planted(found, SPOT["easting"], SPOT["northing"])
    assert set(planted["course"]) & {NEW, EMERGING}
    assert planted["ward_code"].tolist() == [SPOT["ward"]]
    since, began = pd.Timestamp(planted["since"].iloc[0]), pd.Timestamp(read_month(SPOT["since"]))
    assert since == began if source == PUBLIC else since <= began < since + pd.DateOffset(months=3)
    others = found.spots[~found.spots["spot"].isin(planted["spot"])]
    assert not set(others["course"]) & {NEW, EMERGING, FORMER}


@pytest.mark.parametrize("source", [PUBLIC, "lfb_incidents", HEALTH, "council_asb", "council_cctv"])
def test_before_it_was_planted_no_place_is_new(sample, source):
    before = Selection(date(2025, 6, 1) if source != PUBLIC else date(2025, 10, 1), date(2026, 5, 1))
    assert not set(find_hot_spots(ask(sample, source, selection=before)).spots["course"]) & {NEW, EMERGING, FORMER}


def test_every_event_of_the_sample_is_in_a_cell_or_told_as_without_one(sample):
    found = find_hot_spots(ask(sample, PUBLIC))
    incidents = sample.store.table("incidents").to_pandas()
    own = incidents[(incidents["source"] == PUBLIC) & (incidents["offence"] != "unmapped")]
    assert found.count + found.without_cell == len(own[own["month"].isin(YEAR.months)])


def test_a_feed_with_a_rule_is_shown_in_blocks_and_never_as_empty(sample):
    found = find_hot_spots(ask(sample, HEALTH, selection=TWO_YEARS))
    counts = found.cells["count"]
    assert found.base == 10 and (counts.dropna() % 10 == 0).all() and counts.min() == 10
    is_under = counts.isna()
    assert is_under.any() and (found.cells.loc[is_under, "status"] == "suppressed").all()
    for name in ("z", "p", "p_change"):
        assert found.spots[name].isna().all()


def test_a_feed_with_a_rule_is_shown_by_whole_quarters(sample):
    """August and September alone are no quarter: the one that they lie in is shown, and the page says which."""
    question = ask(sample, HEALTH, selection=Selection(date(2026, 8, 1), date(2026, 9, 1)))
    found = find_hot_spots(question)
    assert found.provenance.period == "Jul 2026 to Sep 2026" and found.windows == ("Jul 2026 to Sep 2026",)
    assert word_missing(found, question).startswith("Shown by quarters: Jul 2026 to Sep 2026 is what lies nearest")
    assert "Shown by quarters" not in word_missing(find_hot_spots(ask(sample, HEALTH)), ask(sample, HEALTH))


def test_too_few_events_are_not_shown_by_cell(tmp_path):
    evidence = build(tmp_path, *put(30, "2026-01-01", 548_050, 185_050, HEALTH), source=HEALTH)
    question = ask(evidence, HEALTH)
    assert question.feed.cells is None and question.feed.side == 0
    assert find_hot_spots(question).windows == ()


def test_what_the_build_saved_is_what_would_be_found_now(sample, monkeypatch):
    """The four spans are read, not worked out; any other is worked out on the page."""
    ends = [Selection(move_month(date(2026, 9, 1), 1 - months), YEAR.month_to) for months in WINDOWS]
    asked = [ask(sample, "council_asb", selection=selection) for selection in ends]
    counted = [count_parts(question, question.feed.cells) for question in asked]
    now = [verdicts._judge_now(*each) for each in zip(asked, counted, strict=True)]
    monkeypatch.setattr(verdicts, "_judge_now", lambda *_: pytest.fail("worked out again"))
    for question, parts, verdict in zip(asked, counted, now, strict=True):
        pd.testing.assert_frame_equal(verdicts.judge_question(question, parts), verdict, check_dtype=False)


def test_verdicts_are_saved_whole_and_once(tmp_path):
    evidence = build(tmp_path, *(row for month in MONTHS for row in put(40, month, 548_050, 185_050)))
    question = ask(evidence, PUBLIC)
    before = find_hot_spots(question)
    evidence.store._kept.clear()
    verdicts.save_verdicts(evidence)
    (folder,) = evidence.store.folder.glob("spots-*")
    written = folder.stat().st_mtime_ns
    verdicts.save_verdicts(evidence)
    assert folder.stat().st_mtime_ns == written
    pd.testing.assert_frame_equal(find_hot_spots(question).cells, before.cells, check_dtype=False)
    evidence.store._kept.clear()
    (folder / "verdicts.parquet").write_bytes(b"half")
    with pytest.raises(StoreError, match="not whole"):
        find_hot_spots(question)


def test_a_public_feed_shows_scores_and_counts(sample):
    spots = find_hot_spots(ask(sample, PUBLIC)).spots
    persistent = spots[spots["course"] == PERSISTENT].iloc[0]
    assert persistent["z"] > 5 and persistent["p"] < 0.0001 and persistent["count"] > 100
    assert np.isnan(persistent["p_change"]), "nothing is said of its change"


def test_cells_that_touch_are_one_spot_and_are_numbered_by_course_then_events():
    easting, northing = np.array([0, 1, 5, 6, 9, 0]), np.array([0, 0, 0, 0, 0, 5])
    course = np.array([PERSISTENT, INTERMITTENT, INTERMITTENT, NEW, FORMER, PERSISTENT], dtype=object)
    named, number = join_cells(course, np.array([5, 5, 1, 1, 3, 99]), find_neighbours(easting, northing))
    assert named.tolist() == [PERSISTENT, PERSISTENT, NEW, NEW, FORMER, PERSISTENT]
    assert number.tolist() == [3, 3, 1, 1, 4, 2]


def test_a_long_hot_place_is_not_new_for_a_new_corner():
    line = np.arange(3)
    course = np.array([PERSISTENT, INTERMITTENT, NEW], dtype=object)
    named, number = join_cells(course, np.array([9, 9, 9]), find_neighbours(line, np.zeros(3, dtype=int)))
    assert named.tolist() == [PERSISTENT, PERSISTENT, NEW] and number.tolist() == [2, 2, 1]


def test_no_course_is_no_spot():
    named, number = join_cells(
        np.array(["", ""], dtype=object), np.array([1, 2]), find_neighbours(*np.array([[0, 1], [0, 0]]))
    )
    assert named.tolist() == ["", ""] and number.isna().all()
