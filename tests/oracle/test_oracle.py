"""Every figure is the slow, obvious sum of what was sent: 500 selections over all feeds, a tenth of them each time.

Without protection the numbers are the same to the last place; with it they are within the error that they state.
"""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from svd.measures.count import count_store
from svd.measures.cube import AREA, Cube
from svd.measures.question import Evidence
from svd.store.store import Store
from tests.oracle.cases import FLOW, Case, draw_cases
from tests.oracle.compare import compare_open
from tests.oracle.compare_shown import compare_shown
from tests.oracle.sums import Oracle
from tests.proof import part

NUMBER, PARTS = 500, 5


@pytest.fixture(scope="module")
def drawn(oracle: Oracle) -> list[Case]:
    return draw_cases(oracle.catalogue, oracle.feeds, NUMBER)


@pytest.fixture(params=range(PARTS))
def cases(drawn: list[Case], request: pytest.FixtureRequest) -> list[Case]:
    return part(drawn)[request.param :: PARTS]


def test_the_selections_are_spread_over_all_feeds_and_a_fifth_are_no_flows(oracle, drawn):
    feeds, levels = Counter(case.feed for case in drawn), Counter(case.by for case in drawn)
    assert len(drawn) == NUMBER and set(feeds) == set(oracle.catalogue.sources) and len(feeds) == 18
    assert min(feeds.values()) >= NUMBER // 18
    assert sum(case.sort != FLOW for case in drawn) >= 100
    assert {case.sort for case in drawn} == {"flow", "share", "stock", "window"}
    assert min(levels.values()) >= 50 and set(levels) == {"borough", "ward", "month", "ward_month"}
    own = [one for one in oracle.catalogue.indicators.values() if one.calculation.basis != "quality"]
    assert {one.id for one in own} <= {case.asked for case in drawn}
    assert sum(bool(case.selection.ages) for case in drawn) >= 30
    assert sum(bool(case.selection.wards) for case in drawn) >= 15
    assert len(set(part(drawn))) >= NUMBER // 10


def test_without_protection_every_figure_is_the_sum_of_what_was_sent(unprotected, oracle, cases):
    assert not [fault for case in cases for fault in compare_open(unprotected, oracle, case)]


def test_with_protection_every_figure_is_within_its_stated_error(protected, oracle, cases):
    assert not [fault for case in cases for fault in compare_shown(protected, oracle, case)]


def test_every_count_of_the_store_is_the_number_of_rows_sent(unprotected, oracle):
    counts = count_store(unprotected.store, tuple(unprotected.geography.ward_names))
    for name, feed in oracle.feeds.items():
        if oracle.catalogue.sources[name].reader == "returns":
            continue
        is_own = (counts.cells["source"] == name).to_numpy()
        cells = counts.cells[is_own].assign(row=np.flatnonzero(is_own))
        told = Counter()
        for cell in cells.itertuples():
            # Of feeds that mark repeats the records are counted as repeats and the rest.
            for measure in {"rest": ("records",), "repeats": ("records", "repeats")}.get(cell.measure, (cell.measure,)):
                for place, month in np.argwhere(counts.counts[cell.row]):
                    ward = [*counts.wards, ""][place]
                    key = (measure, cell.offence, cell.age_band or "", ward, counts.months[month])
                    told[key] += int(counts.counts[cell.row, place, month])
        sent = feed.rows.groupby(["measure", "offence", "age", "ward", "month"])["count"].sum()
        assert told == Counter(sent[sent > 0].astype(int).to_dict()), name


def alter(evidence: Evidence, **changed: object) -> Evidence:
    """The same evidence with another cube."""
    store, cube = Store(evidence.store.folder), replace(evidence.cube, **changed, worked_out={})
    store.keep("cube", lambda: (evidence.catalogue, cube))
    return replace(evidence, store=store)


def spoil(evidence: Evidence, how: str) -> Evidence:
    cube: Cube = evidence.cube
    totals = cube.totals.copy()
    if how == "a month late":
        totals[..., 1:] = cube.totals[..., :-1]
    elif how == "two wards exchanged":
        totals[:, [0, 1]] = totals[:, [1, 0]]
    elif how == "one event more":
        row = cube.cells.loc[cube.cells["source"] == "council_asb", "series"].iloc[0]
        totals[row, AREA, len(cube.months) - 20 :] += 1
    elif how == "one step more":
        step = np.where(cube.base > 1, 2 * cube.base, 0)[..., None] * (np.arange(totals.shape[-1]) % 2)
        return alter(evidence, totals=totals + step)
    return alter(evidence, totals=totals)


def choose(drawn: list[Case], feed: str, levels: tuple[str, ...] = ("borough", "month")) -> list[Case]:
    return [case for case in drawn if case.feed == feed and case.by in levels][:12]


@pytest.mark.parametrize(
    ("how", "feed", "levels", "least"),
    [
        ("a month late", "las_incidents", ("borough", "month"), 8),
        ("two wards exchanged", "mps_knife", ("ward",), 3),
        ("one event more", "council_asb", ("borough", "month"), 1),
    ],
)
def test_the_sum_tells_when_a_figure_is_wrong(unprotected, oracle, drawn, how, feed, levels, least):
    spoilt = spoil(unprotected, how)
    own = choose(drawn, feed, levels)
    assert sum(bool(compare_open(spoilt, oracle, case)) for case in own) >= least
    assert not [fault for case in own[:5] for fault in compare_open(alter(unprotected), oracle, case)]


def test_the_sum_tells_when_what_was_not_received_passes_for_zero(unprotected, oracle, drawn):
    covered = np.ones_like(unprotected.cube.covered)
    spoilt = alter(unprotected, covered=covered, complete=covered)
    own = [case for case in drawn if case.feed == "las_incidents" and case.by == "month"]
    faults = [fault for case in own for fault in compare_open(spoilt, oracle, case)]
    assert any("0.0 where it is missing" in fault for fault in faults)


@pytest.mark.parametrize("how", ["a month late", "one step more"])
def test_the_sum_tells_when_a_protected_figure_is_further_off_than_it_states(protected, oracle, drawn, how):
    spoilt = spoil(protected, how)
    own = choose(drawn, "council_asb")
    assert not [fault for case in own for fault in compare_shown(protected, oracle, case)]
    assert sum(bool(compare_shown(spoilt, oracle, case)) for case in own) >= 3
