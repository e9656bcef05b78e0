"""Worlds drawn from the area's levels, and what the tests say of them: by seed, by count, and with a step planted."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.evidence.cells import Cells, read_cells, try_cells
from svd.evidence.false_signals import TESTED, chart_worlds, try_change, try_limits, try_wards
from svd.evidence.levels import Level, draw_months, find_year, read_levels, read_months, read_wards
from svd.evidence.power import WITHIN, find_power
from svd.figures.opening import open_evidence
from svd.figures.over_time.control_charts import LOCKED
from svd.measures.question import Evidence
from tests.builders import build_evidence, covered, fact

EVEN = Level("violence_with_injury", "Violence with injury", 60.0, 1.0)
ABBEY = "E05014053"


@pytest.fixture(scope="module")
def evidence(sample_store) -> Evidence:
    return open_evidence(sample_store)


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def test_a_level_is_the_mean_of_the_last_twelve_whole_months(tmp_path):
    months = [f"{month:%Y-%m-%d}" for month in pd.date_range("2024-03-01", "2026-02-01", freq="MS")]
    counts = [50] * 12 + [20, 40] * 6
    facts = [fact(month, ABBEY, count) for month, count in zip(months, counts, strict=True)]
    (level,) = read_levels(build_evidence(tmp_path, facts=facts, coverage=covered(*months)), ("violence_with_injury",))
    assert level.mean == 30
    # Shares 20/70 and 40/90 round 360/960 = 0.375: 6 * (6.25**2 / (70 * 0.234375) + 6.25**2 / (90 * 0.234375)) = 25.4,
    # which is clearly wider than chance on 11 degrees of freedom.
    assert level.spread == pytest.approx(25.397 / 11, abs=0.001)


def test_an_indicator_with_too_few_months_has_no_level(tmp_path):
    months = ["2026-01-01", "2026-02-01"]
    facts = [fact(month, ABBEY, 100) for month in months]
    assert (
        read_levels(build_evidence(tmp_path, facts=facts, coverage=covered(*months)), ("violence_with_injury",)) == []
    )


def test_months_are_drawn_about_their_level_with_its_scatter():
    for spread in (1.0, 3.0):
        drawn = draw_months(random(), EVEN._replace(spread=spread), (20_000, 12))
        assert drawn.mean() == pytest.approx(60, rel=0.01) and drawn.var() == pytest.approx(60 * spread, rel=0.05)


def test_a_factor_raises_the_months_it_names():
    drawn = draw_months(random(), EVEN, (5000, 2), np.array([1.0, 2.0]))
    assert drawn.mean(axis=0) == pytest.approx([60, 120], rel=0.01)


def test_each_world_goes_through_the_pages_chart_and_keeps_its_place(evidence):
    counts = np.tile([60, 61], (3, LOCKED))
    counts[1, -1] = 500
    charted = chart_worlds(evidence, EVEN, counts)
    assert list(charted.groupby("ward_code").size()) == [2 * LOCKED] * 3
    called = charted[charted["signal"] == "outside its limits"]
    assert [(row.ward_code, row.value) for row in called.itertuples()] == [("00001", 500)]


def test_limits_are_tried_on_the_months_after_those_they_rest_on(evidence):
    shares = try_limits(evidence, EVEN, random(), 100)
    assert shares["outside"].of == shares["any"].of == 100 * TESTED and shares["year"].of == 100
    assert 0 < shares["outside"].called < shares["any"].called
    assert shares["any"].rate < shares["year"].rate, "A year has twelve chances."


def test_little_is_called_where_nothing_changes(evidence):
    assert try_change(EVEN, random(), 5000).rate < 0.0027
    wards = read_wards(evidence, "violence_with_injury")
    clear, likely = try_wards(evidence, wards, random(), 50)
    assert clear.of == likely.of == 50 * 19 and clear.rate < 0.02 and likely.rate < 0.1


def test_a_step_is_found_more_often_the_larger_it_is(evidence):
    found = find_power(evidence, EVEN, random(), 200).set_index(["way", "step"])
    for way in ("Control chart", "Test of change"):
        assert found.loc[(way, 1.0), 12] > 0.99
        for months in WITHIN:
            assert found.loc[way][months].is_monotonic_increasing
    assert found.loc[("Test of change", 0.0), 12] < 0.02 < 0.9 < found.loc[("Red, amber, green", 0.0), 12]


def test_dealt_out_cells_are_seldom_hot(evidence):
    cells = read_cells(evidence)
    assert len(cells) >= 2 and all(len(each.east) == len(each.north) == len(each.counts) for each in cells)
    # Only the police's points are exact; a feed with a rule has cells as wide as lets the average one have an event a
    # quarter, so fewer, and its counts are the blocks they reached.
    assert len(cells[0].counts) > 300 and all(50 < len(each.counts) < len(cells[0].counts) for each in cells[1:])
    assert all(each.counts.max() < cells[0].counts.max() / 10 for each in cells[1:])
    for each in cells:
        with_any, hot = try_cells(each, random(), 40)
        assert (with_any.of, hot.of) == (40, 40 * len(each.counts)) and with_any.rate <= 0.2, each.title


def test_cells_that_are_all_alike_are_never_hot():
    east, north = (each.ravel() for each in np.indices((20, 20)))
    even = Cells("Even", np.full(400, 5), east, north, 0.05, 5)
    assert try_cells(even, random(), 5)[0].called == 0


def test_the_year_and_the_months_are_whole(evidence):
    year = find_year(evidence)
    assert (year.month_from, year.month_to) == (date(2025, 10, 1), date(2026, 9, 1))
    assert read_months(evidence, "violence_with_injury")["is_complete"].all()
