"""Hot spots end to end: counts by hand, the planted spot of the sample, and what small numbers may not say."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.figures.opening import open_evidence
from svd.figures.places.courses import EMERGING, FORMER, INTERMITTENT, NEW, PERSISTENT
from svd.figures.places.gi_star import find_neighbours
from svd.figures.places.hot_spots import find_hot_spots, join_cells, part_months
from svd.figures.places.located import PlaceQuestion, find_offences, find_place_sources, locate_events
from svd.ingest.sample.answer_key import read_answer_key
from svd.measures.question import Evidence
from svd.store.selection import Selection, read_month
from tests.builders import PATHS, build_evidence, covered

YEAR = Selection(date(2025, 10, 1), date(2026, 9, 1))
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


def test_months_are_parted_as_equally_as_can_be_the_longer_windows_first():
    assert [len(part) for part in part_months(YEAR.months, 6)] == [2] * 6
    assert [len(part) for part in part_months(YEAR.months[:8], 6)] == [2, 2, 1, 1, 1, 1]
    assert [len(part) for part in part_months(YEAR.months[:2], 6)] == [1, 1]
    assert [len(part) for part in part_months(YEAR.months[:0], 6)] == [0]


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
    found = find_hot_spots(ask(build(tmp_path, months=[]), PUBLIC))
    assert found.windows == () and found.spots.empty and found.count == 0


def test_a_feed_whose_contract_keeps_no_points_is_not_offered(sample):
    offered = [source.id for source in find_place_sources(sample.catalogue, YEAR)]
    assert offered == [PUBLIC, "lfb_incidents", HEALTH, "council_asb", "council_cctv"]
    aged = Selection(YEAR.month_from, YEAR.month_to, ages=("18-24",))
    assert [source.id for source in find_place_sources(sample.catalogue, aged)] == [HEALTH]
    robbery = Selection(YEAR.month_from, YEAR.month_to, kinds=("robbery",))
    assert [source.id for source in find_place_sources(sample.catalogue, robbery)] == [PUBLIC]
    assert list(find_offences(sample.catalogue, sample.catalogue.sources[PUBLIC], robbery)) == ["robbery_all"]


def test_cells_are_as_large_as_the_contracts_precision_allows(sample):
    """Places kept to 100 metres stand in squares of 100: a cell must hold whole ones, so that all hold as many."""
    assert ask(sample, PUBLIC).side == 250 and ask(sample, HEALTH).side % 100 == 0


@pytest.mark.parametrize(
    ("source", "offence"),
    [(PUBLIC, ""), (PUBLIC, "police_uk_violence_and_sexual"), (HEALTH, "")],
)
def test_the_planted_spot_is_found_and_nothing_else_is_new(sample, source, offence):
    found = find_hot_spots(ask(sample, source, offence))
    planted = find_planted(found, SPOT["easting"], SPOT["northing"])
    assert set(planted["course"]) & {NEW, EMERGING}
    assert planted["ward_code"].tolist() == [SPOT["ward"]]
    assert planted["since"].iloc[0] == f"{pd.Timestamp(read_month(SPOT['since'])):%b %Y}"
    others = found.spots[~found.spots["spot"].isin(planted["spot"])]
    assert not set(others["course"]) & {NEW, EMERGING, FORMER}


@pytest.mark.parametrize("source", [PUBLIC, "lfb_incidents", HEALTH, "council_asb", "council_cctv"])
def test_before_it_was_planted_no_place_is_new(sample, source):
    before = Selection(date(2025, 6, 1) if source != PUBLIC else date(2025, 10, 1), date(2026, 5, 1))
    assert not set(find_hot_spots(ask(sample, source, selection=before)).spots["course"]) & {NEW, EMERGING, FORMER}


def test_every_event_of_the_sample_is_in_a_cell_or_told_as_without_one(sample):
    located = locate_events(ask(sample, PUBLIC))
    facts = sample.store.facts_of(PUBLIC, YEAR)
    unmapped = facts.loc[facts["offence"] == "unmapped", "count"].sum()
    assert len(located.events) + located.without_cell == facts["count"].sum() - unmapped


def test_small_numbers_are_hidden_and_nothing_else_gives_them_away(tmp_path):
    records = [*put(60, "2026-09-01", 548_050, 185_050, HEALTH), *put(7, "2026-09-01", 549_850, 185_050, HEALTH)]
    records += [*put(3, "2026-01-01", 550_450, 186_550, HEALTH), *put(8, "2026-01-01", 547_150, 184_150, HEALTH)]
    found = find_hot_spots(ask(build(tmp_path, *records, source=HEALTH), HEALTH))
    held = found.cells[found.cells["count"].gt(0) | (found.cells["status"] == "suppressed")]
    assert sorted(held["count"].dropna()) == [10, 60] and (held["status"] == "suppressed").sum() == 2
    assert found.count == 80, "78 in all, rounded to 5"
    for name in ("z", "p", "p_change"):
        assert found.spots[name].isna().all()


def test_a_course_is_named_only_where_its_neighbourhood_is_above_the_threshold(tmp_path):
    """Seven calls to one place in the last month of a quiet year: for police.uk new, for health too few to be named."""
    quiet = [row for at in range(60) for row in put(1, MONTHS[at % 10], 546_050 + 100 * at, 186_050, HEALTH)]
    late = list(put(7, "2026-09-01", 550_450, 184_450, HEALTH))
    hidden = find_hot_spots(ask(build(tmp_path, *quiet, *late, source=HEALTH), HEALTH))
    assert hidden.spots.empty
    more = list(put(9, "2026-09-01", 550_450, 184_450, HEALTH))
    shown = find_hot_spots(ask(build(tmp_path, *quiet, *more, source=HEALTH), HEALTH))
    assert shown.spots["course"].tolist() == [NEW]


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
