"""Events by cell and hour: exact where nothing is hidden, and else no count that can be told, whatever is asked."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from svd.geography.grid import lay_grid
from svd.measures.book import Book, tabulate_book
from svd.measures.place_tables import STEP, WIDER, build_places, list_place_sources
from svd.measures.places import BLOCKS, Blocks, read_places, write_places
from svd.measures.saved_places import find_places
from tests.builders import build_evidence, covered
from tests.proof import some

MONTHS = [f"{month:%Y-%m-%d}" for month in pd.date_range("2023-10-01", periods=36, freq="MS")]
KEY = b"a secret start for these tests alone, of 60 letters"
PUBLIC, HEALTH, FIRE = "police_uk", "las_incidents", "lfb_incidents"
OFFENCES = {
    PUBLIC: ["robbery_all", "police_uk_drugs"],
    HEALTH: ["ambulance_assault", "ambulance_stab_or_gunshot"],
    FIRE: ["deliberate_primary_fire", "fire_forced_entry"],
}


def draw_records(source: str, number: int, months: list[str], seed: int, extract: str = "a.csv") -> list[dict]:
    """Records anywhere in and around the area, at any hour; one in ten without a point."""
    rng = np.random.default_rng(seed)
    at = rng.integers(0, len(months), number)
    east, north = rng.uniform(544_000, 553_000, number).round(), rng.uniform(181_000, 191_000, number).round()
    hours = rng.integers(0, 28 * 24, number)
    kinds = rng.choice(OFFENCES[source], number)
    has_point = rng.random(number) > 0.1
    return [
        {
            "source": source,
            "extract": extract,
            "row": row,
            "month": pd.Timestamp(months[at[row]]),
            "occurred_at": pd.Timestamp(months[at[row]]) + pd.Timedelta(hours=int(hours[row])),
            "time_precision": "month" if source == PUBLIC else "minute",
            "offence": kinds[row],
            "easting": east[row] if has_point[row] else None,
            "northing": north[row] if has_point[row] else None,
        }
        for row in range(number)
    ]


def build(folder, records: list[dict], source: str, months: list[str] = MONTHS, book: Book | None = None):
    evidence = build_evidence(folder, incidents=records, coverage=covered(*months, source=source, extract="a.csv"))
    places = build_places(evidence.store, evidence.catalogue, evidence.geography, book or Book(KEY), None)
    return evidence, places.feeds[source]


def test_a_thousand_slices_of_an_open_feed_equal_the_slow_sum(tmp_path):
    records = draw_records(PUBLIC, 4000, MONTHS, 1)
    evidence, feed = build(tmp_path, records, PUBLIC)
    grid = lay_grid(evidence.geography, feed.side)
    rows = pd.DataFrame(records).astype({"easting": float, "northing": float})
    cells = np.full(len(rows), -1)
    is_placed = rows["easting"].notna().to_numpy()
    cells[is_placed] = grid.find_cells(*(rows.loc[is_placed, name].to_numpy() for name in ("easting", "northing")))
    month = pd.DatetimeIndex(MONTHS).get_indexer(rows["month"])
    rng = np.random.default_rng(2)
    for _ in range(some(1000)):
        first, last = sorted(rng.integers(0, 37, 2))
        kinds = OFFENCES[PUBLIC][: rng.integers(1, 3)]
        asked = rows["offence"].isin(kinds).to_numpy() & (month >= first) & (month < last)
        slow = np.bincount(np.where(cells < 0, len(grid.cells), cells)[asked], minlength=len(grid.cells) + 1)
        found = feed.cells.count([feed.offences.index(kind) for kind in kinds], first, last)
        assert np.array_equal(found, slow)


def test_hours_are_local_blocks_of_three(tmp_path):
    records = draw_records(FIRE, 3000, MONTHS, 3)
    _, feed = build(tmp_path, records, FIRE)
    at = pd.Series([row["occurred_at"] for row in records])
    true = np.bincount(at.dt.day_of_week * 8 + at.dt.hour // 3, minlength=BLOCKS)
    shown = feed.hours.count(0, 36)
    assert feed.base == 5 and np.abs(shown[:-1] - true).max() < 5 and shown[-1] == 0
    assert abs(shown[:-1].mean() - true.mean()) < 0.8, "no bias: 56 errors of at most 4 either way"


def test_tables_are_read_as_they_were_written(tmp_path):
    for source in (PUBLIC, HEALTH):
        (tmp_path / source).mkdir()
        evidence, _ = build(tmp_path / source, draw_records(source, 3000, MONTHS, 4), source)
        places = evidence.places
        write_places(places, tmp_path / source)
        again = read_places(tmp_path / source)
        feed, same = places.feeds[source], again.feeds[source]
        assert again.months.equals(places.months) and (feed.side, feed.base) == (same.side, same.base)
        ends = (0, 36) if source == HEALTH else (range(len(feed.offences)), 0, 36)
        assert np.array_equal(feed.cells.count(*ends), same.cells.count(*ends))


def test_a_feed_with_a_rule_has_no_categories_no_points_and_multiples_of_its_base(tmp_path):
    _, feed = build(tmp_path, draw_records(HEALTH, 3000, MONTHS, 5), HEALTH)
    assert isinstance(feed.cells, Blocks) and feed.offences == () and feed.dated.empty
    assert feed.cells.base == 10 and (np.nan_to_num(feed.cells.totals) % 10 == 0).all()
    assert feed.cells.points.tolist() == list(range(0, 37, STEP))
    with pytest.raises(AssertionError, match="nothing is shown"):
        feed.cells.count(0, 4)


def test_cells_are_as_wide_as_lets_the_average_one_have_an_event_a_quarter(tmp_path):
    sides = {}
    for number in (60, 1500, 9000):
        (tmp_path / str(number)).mkdir()
        sides[number] = build(tmp_path / str(number), draw_records(FIRE, number, MONTHS, 6), FIRE)[1].side
    assert sides[60] == 0, "not even 1,000 m would do"
    assert sides[1500] > sides[9000] == 500, "3,200 events in 36 months: 0.5 a quarter in 573 cells, 1.8 in 147"
    assert all(side in {0, *(250 * times for times in WIDER)} for side in sides.values())


def test_the_width_and_what_was_shown_stay_when_more_comes(tmp_path):
    """Late records move no total that was shown: two versions can't be subtracted. The next total has them."""
    book = Book(KEY)
    early = draw_records(FIRE, 1500, MONTHS[:30], 7)
    late = draw_records(FIRE, 9000, MONTHS, 8)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    _, before = build(tmp_path / "a", early, FIRE, MONTHS[:30], book)
    _, after = build(tmp_path / "b", [*early, *late], FIRE, MONTHS, book)
    assert after.side == before.side > 250
    assert np.array_equal(after.cells.totals[:, :31:STEP], before.cells.totals[:, ::STEP][:, :11])
    # What came late is in the total that was written next, and the sum is right again.
    assert abs(after.cells.count(0, 36).sum() - 10_500) < 6 * 2 * np.sqrt(len(after.cells.totals))


def test_a_month_received_in_part_ends_nothing(tmp_path):
    evidence = build_evidence(
        tmp_path,
        incidents=draw_records(FIRE, 3000, MONTHS, 9),
        coverage=[
            *covered(*MONTHS[:35], source=FIRE, extract="a.csv"),
            *covered(MONTHS[35], source=FIRE, extract="a.csv", is_complete=False),
        ],
    )
    feed = build_places(evidence.store, evidence.catalogue, evidence.geography, Book(KEY), None).feeds[FIRE]
    assert feed.cells.points.max() == 33, "the quarter of which a month is not whole is not shown"


def test_the_book_names_no_cell(tmp_path):
    book = Book(KEY)
    build(tmp_path, draw_records(HEALTH, 3000, MONTHS, 10), HEALTH, book=book)
    table = tabulate_book(book)
    assert len(table) and table["series"].str.fullmatch("[0-9a-f]{32}").all()


def test_the_tables_are_made_anew_for_what_changes_them_and_for_nothing_else(tmp_path):
    evidence = build_evidence(tmp_path, coverage=covered(MONTHS[0], source=FIRE))
    catalogue = evidence.catalogue

    def name(changed) -> str:
        return find_places(evidence.store, changed, evidence.geography, date(2026, 1, 1)).name

    source = catalogue.sources[FIRE]
    retitled = {**catalogue.sources, FIRE: source.model_copy(update={"title": "Another", "caveats": ()})}
    recut = {**catalogue.sources, FIRE: source.model_copy(update={"location_precision": "hundred_metres"})}
    assert name(catalogue) == name(_with(catalogue, retitled)) != name(_with(catalogue, recut))
    assert FIRE in [one.id for one in list_place_sources(catalogue)]


def _with(catalogue, sources):
    return replace(catalogue, sources=sources)


# The adversary: windows of 3, 6, 12 and 24 months, asked at each end there is, turned into bounds on each quarter.


def bound_cells(answers: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]], points: int) -> np.ndarray:
    """Values that stay possible for each cell and pair of neighbouring points: shortest paths over all answers.

    An answer says of the points (from, to) the least and the most events; counts are never below zero.
    """
    cells = len(next(iter(answers.values()))[0])
    most = np.full((points, points, cells), np.inf)
    most[np.arange(points), np.arange(points)] = 0
    for one in range(points):
        for other in range(one):
            most[one, other] = 0  # from the later to the earlier: never more than nothing
    for (first, last), (low, high) in answers.items():
        most[first, last] = np.minimum(most[first, last], high)
        most[last, first] = np.minimum(most[last, first], -low)
    for middle in range(points):
        most = np.minimum(most, most[:, middle, None] + most[None, middle])
    first, last = np.triu_indices(points, k=1)
    return (most[first, last] + most[last, first] + 1).T


def ask_blocks(feed_cells: Blocks, windows: tuple[int, ...]) -> dict[tuple[int, int], tuple[np.ndarray, np.ndarray]]:
    """Each shown figure R of a base B says between R - B + 1 and R + B - 1; any end, any of the windows."""
    points, base, answers = feed_cells.points, feed_cells.base, {}
    for end in range(len(points)):
        for steps in windows:
            if end >= steps:
                shown = feed_cells.count(int(points[end - steps]), int(points[end]))
                answers[end - steps, end] = np.maximum(shown - base + 1, 0), shown + base - 1
    return answers


@pytest.mark.parametrize(("source", "base"), [(FIRE, 5), (HEALTH, 10)])
def test_no_cell_and_no_hour_can_be_told_from_all_windows_at_all_ends(tmp_path, source, base):
    _, feed = build(tmp_path, draw_records(source, 4000, MONTHS, 11), source)
    assert feed.base == base
    for table in (feed.cells, feed.hours):
        for windows in ((1, 2, 4, 8), tuple(range(1, 13))):
            values = bound_cells(ask_blocks(table, windows), len(table.points))
            assert values.size > 4000 and values.min() >= base


def test_cells_hours_and_the_feeds_own_total_together_tell_no_count(tmp_path):
    """Integer programmes over both ways to part the feed and its total in blocks twice as wide: five values each."""
    records = draw_records(FIRE, 4000, MONTHS, 13)
    evidence, feed = build(tmp_path, records, FIRE)
    rows = pd.DataFrame(records).astype({"easting": float, "northing": float})
    whole = np.bincount(pd.DatetimeIndex(MONTHS).get_indexer(rows["month"]) // STEP)
    true = np.concatenate([[0], np.cumsum(whole)])
    tables = [table.totals[:, table.points] for table in (feed.cells, feed.hours)]
    solve = write_programme(tables, feed.base, 10 * np.floor((true + 3) / 10))
    rng = np.random.default_rng(14)
    for _ in range(6):
        part, (first, last) = rng.integers(0, len(tables[0])), sorted(rng.choice(len(true), 2, replace=False))
        least, most = solve(part, first, last)
        assert most - least + 1 >= feed.base


def write_programme(tables: list[np.ndarray], base: int, whole: np.ndarray):
    """A function of part, first and last point that gives the least and the most events which all that is shown allows.

    Unknown are each part's true running total at each point and its start; parts of each table add up to one whole.
    """
    points = len(whole)
    parts = [len(table) for table in tables]
    totals = sum(parts) * points
    starts = sparse.eye_array(sum(parts) + 1, format="csr")
    each = sparse.eye_array(totals, format="csr")
    shown = np.concatenate([table.ravel() for table in tables])
    rows, low, high = [], [], []

    def require(of_totals, of_starts, least, most) -> None:
        rows.append(sparse.hstack([of_totals, of_starts]))
        low.append(np.broadcast_to(least, rows[-1].shape[0])), high.append(np.broadcast_to(most, rows[-1].shape[0]))

    require(each, starts[np.repeat(np.arange(sum(parts)), points)], shown, shown + base - 1)
    at = np.arange(totals) % points
    nothing = sparse.csr_array((totals, sum(parts) + 1))
    require(each[at == 0], nothing[at == 0], 0, 0)
    require(each[at > 0] - each[np.flatnonzero(at > 0) - 1], nothing[at > 0], 0, np.inf)
    sums = [sparse.csr_array(np.tile(np.eye(points), number)) for number in parts]
    for place in range(len(tables)):
        of = sparse.hstack([one if at_place == place else one * 0 for at_place, one in enumerate(sums)])
        require(of, starts[np.full(points, sum(parts))], whole, whole + 2 * base - 1)
    require(sparse.hstack([sums[0], -sums[1]]), nothing[:points], 0, 0)
    bounds = Bounds(0, np.concatenate([np.full(totals, np.inf), np.full(sum(parts), base - 1), [2 * base - 1]]))
    programme = LinearConstraint(sparse.vstack(rows), np.concatenate(low), np.concatenate(high))

    def solve(part: int, first: int, last: int) -> tuple[float, float]:
        aim = np.zeros(totals + sum(parts) + 1)
        aim[part * points + last], aim[part * points + first] = 1, -1
        ends = [milp(way * aim, constraints=programme, bounds=bounds, integrality=1) for way in (1, -1)]
        assert all(end.status == 0 for end in ends)
        return ends[0].fun, -ends[1].fun

    return solve


def test_rounding_each_answer_afresh_tells_thousands():
    """The same windows, each count hidden from 1 to 4 and else rounded to 5 by itself: what this replaces."""
    rng = np.random.default_rng(12)
    true = rng.poisson(rng.gamma(0.7, 3, (150, 1)), (150, 36))
    running = np.concatenate([np.zeros((150, 1)), np.cumsum(true, axis=1)], axis=1)
    answers = {}
    for end in range(37):
        for months in (3, 6, 12, 24):
            if end >= months:
                count = running[:, end] - running[:, end - months]
                shown, is_hidden = 5 * np.floor(count / 5 + 0.5), (count >= 1) & (count <= 4)
                low = np.where(is_hidden, 1, np.where(count == 0, 0, np.maximum(shown - 2, 5)))
                answers[end - months, end] = low, np.where(is_hidden, 4, np.where(count == 0, 0, shown + 2))
    values = bound_cells(answers, 37)
    assert (values < 3).sum() > 10_000
