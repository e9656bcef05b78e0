"""What is kept of a figure serves for every selection that it does not rest on: it is as worked out for each alone."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from svd.figures import changes, scorecard
from svd.figures.opening import default_selection, open_evidence
from svd.figures.over_time import assurance, controlled, recent_trend
from svd.figures.trends import find_restarts, span_trend
from svd.measures import measure as measures
from svd.measures.question import Evidence
from svd.store.selection import Selection, move_month
from svd.ui import data
from svd.ui.keep import forget


@pytest.fixture(scope="module")
def evidence(sample_store: Path) -> Evidence:
    return open_evidence(sample_store)


@pytest.fixture
def selections(evidence: Evidence) -> Iterator[list[Selection]]:
    """Asked one after another with nothing forgotten between them: each may be given what an earlier one left."""
    forget()
    draw, first = random.Random(17), default_selection(evidence)
    wards = list(evidence.geography.ward_names)
    drawn = []
    for _ in range(8):
        end = move_month(first.month_to, -draw.choice([0, 0, 1, 7]))
        asked = first.spanning(move_month(end, -draw.choice([0, 5, 11, 11])), end)
        chosen = tuple(draw.sample(wards, draw.choice([0, 1, 3])))
        ages = draw.choice([(), (), ("18-24",)])
        drawn.append(replace(asked, wards=chosen, ages=ages, compare=draw.choice(["previous", "last_year"])))
    yield drawn
    forget()


def _pick(evidence: Evidence) -> list[str]:
    """Some of each form and partner."""
    known = [one for one in evidence.catalogue.indicators.values() if one.calculation.basis != "quality"]
    return [one.id for one in known[:: max(len(known) // 6, 1)]]


def test_measures_and_changes_are_those_of_the_selection(evidence, selections) -> None:
    for name in _pick(evidence):
        for asked in selections:
            for by in ("borough", "month", "ward"):
                pd.testing.assert_frame_equal(
                    data.measure(evidence, name, asked, by), measures.measure(evidence, name, asked, by)
                )
            for by in ("borough", "ward"):
                pd.testing.assert_frame_equal(
                    data.measure_change(evidence, name, asked, by), changes.measure_change(evidence, name, asked, by)
                )


def test_scores_are_those_of_the_selection(evidence, selections) -> None:
    for asked in selections:
        pd.testing.assert_frame_equal(
            data.score_indicators(evidence, asked), scorecard.score_indicators(evidence, asked)
        )


def test_charts_trends_and_targets_are_those_of_the_selection(evidence, selections) -> None:
    for name in _pick(evidence)[:3]:
        indicator = evidence.catalogue.indicators[name]
        for asked in selections[:6]:
            whole = span_trend(evidence, indicator, asked, is_whole=True)
            drawn = data.control_series(evidence, name, whole, is_number=False)
            series = measures.measure(evidence, name, whole, "month")
            alone = controlled.control_series(series, indicator, find_restarts(evidence, indicator))
            pd.testing.assert_frame_equal(drawn.months, alone.months)
            assert (drawn.reason, drawn.trial, drawn.season) == (alone.reason, alone.trial, alone.season)
            recent = recent_trend.measure_recent(evidence, indicator, asked)
            kept = data.measure_recent(evidence, indicator, asked)
            assert (kept.slope, kept.verdict, kept.reason) == pytest.approx(
                (recent.slope, recent.verdict, recent.reason), nan_ok=True
            )
            pd.testing.assert_frame_equal(
                data.judge_years(evidence, name, asked), assurance.judge_years(evidence, [name], asked)
            )
