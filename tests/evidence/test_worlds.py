"""Worlds as they are told: their mean, scatter and correlation; rounded totals; and the area's own levels."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.evidence.charts import LOCKED, TESTED, chart_worlds, list_alike, list_worlds, try_charts
from svd.evidence.claims import Setting
from svd.evidence.levels import Level, draw_months, find_year, read_levels, read_months
from svd.evidence.power import WITHIN, find_power
from svd.evidence.worlds import Months, draw_counts, find_least_spread, protect
from svd.figures.opening import open_evidence
from svd.measures.question import Evidence
from svd.stats.dependence import autocorrelation
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


@pytest.mark.parametrize("spread", [1.0, 3.0])
def test_months_are_drawn_about_their_level_with_its_scatter(spread):
    drawn = draw_months(random(), EVEN._replace(spread=spread), (20_000, 12))
    assert drawn.mean() == pytest.approx(60, rel=0.01) and drawn.var() == pytest.approx(60 * spread, rel=0.05)


@pytest.mark.parametrize(("spread", "alike"), [(1.5, 0.25), (3.0, 0.5), (8.0, 0.79)])
def test_months_that_follow_one_another_have_their_scatter_and_their_correlation(spread, alike):
    drawn = draw_counts(random(), Months(150, spread, alike), (300, 400))
    assert drawn.mean() == pytest.approx(150, rel=0.02) and drawn.var() == pytest.approx(150 * spread, rel=0.06)
    assert autocorrelation(drawn)[0].mean() == pytest.approx(alike, abs=0.03)


def test_months_so_alike_scatter_by_that_alone():
    assert find_least_spread(0.79) == pytest.approx(0.95 / 0.16)
    drawn = draw_counts(random(), Months(150, 1.0, 0.5), (2000, 60))
    assert drawn.var() == pytest.approx(150 * 0.95 / 0.45, rel=0.06)


def test_a_factor_raises_the_months_it_names():
    drawn = draw_months(random(), EVEN, (5000, 2), np.array([1.0, 2.0]))
    assert drawn.mean(axis=0) == pytest.approx([60, 120], rel=0.01)


@pytest.mark.parametrize("base", [5, 10])
def test_rounded_totals_are_less_than_a_block_from_the_true_ones(base):
    counts = random().poisson(15, (500, 24)).astype(float)
    shown = protect(random(), counts, base)
    gap = shown.sum(axis=1) - counts.sum(axis=1)
    assert (np.abs(gap) < base).all() and len(np.unique(gap)) > base, "a start of its own for each series"
    assert (shown % base == 0).all() and protect(random(), counts, 1) is counts


def test_the_sorts_of_world_are_those_measured():
    level = EVEN._replace(spread=2.0, alike=0.4, wide=3.0)
    names, worlds = zip(*list_worlds(level), strict=True)
    assert [(world.spread, world.alike) for world in worlds] == [(1.0, 0.0), (2.0, 0.0), (3.0, 0.4)]
    assert names[2] == "Violence with injury, following one another (0.40)"
    assert [name for name, _ in list_worlds(EVEN)] == ["Violence with injury, even"]
    assert [world.alike for _, world in list_alike(EVEN)] == [0.25, 0.5, 0.79, 0.5]
    drifting = [*list_alike(EVEN)][-1][1]
    assert drifting.spread == find_least_spread(0.5), "by which the level itself correlates by 0.95"


def test_each_world_goes_through_the_pages_chart_and_keeps_its_place(evidence):
    counts = np.tile([60, 61], (3, LOCKED))
    counts[1, -1] = 500
    charted = chart_worlds(evidence, EVEN, counts)
    assert list(charted.groupby("ward_code").size()) == [2 * LOCKED] * 3
    called = charted[charted["signal"] == "outside its limits"]
    assert [(row.ward_code, row.value) for row in called.itertuples()] == [("00001", 500)]


def test_limits_are_tried_on_the_months_after_those_they_rest_on(evidence):
    outside, marked = try_charts(Setting(evidence, [EVEN], 60, random()))
    assert all(row.share.of == 60 * TESTED for claim in (outside, marked) for row in claim.rows)
    even, alike = outside.rows[0], outside.rows[3]
    assert all(claim.is_kept(row) for claim in (outside, marked) for row in claim.rows)
    assert alike.is_otherwise and not outside.is_kept(alike._replace(is_otherwise=False)), (
        "more than of independent ones"
    )
    assert even.share.called < marked.rows[0].share.called and even.found[0] > even.found[1]


def test_a_step_is_found_more_often_the_larger_it_is(evidence):
    found = find_power(evidence, EVEN, random(), 120).set_index(["way", "step"])
    for way in ("Control chart", "Test of change"):
        assert found.loc[(way, 0.5), 12] > 0.95
        assert found.loc[way][12].is_monotonic_increasing
    assert found.loc[("Test of change", 0.0), max(WITHIN)] < 0.03 < 0.9 < found.loc[("Red, amber, green", 0.0), 12]


def test_the_year_and_the_months_are_whole(evidence):
    year = find_year(evidence)
    assert (year.month_from, year.month_to) == (date(2025, 10, 1), date(2026, 9, 1))
    assert read_months(evidence, "violence_with_injury")["is_complete"].all()
