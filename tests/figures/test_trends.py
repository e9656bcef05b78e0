"""How far back a trend looks, and how its series steps."""

from datetime import date

import pandas as pd
import pytest

from svd.figures.periods import find_break
from svd.figures.trends import find_breaks, find_frequency, find_restarts, read_counts, span_trend
from svd.measures.label import find_provisional
from svd.measures.measure import measure
from svd.store.selection import Selection
from tests.builders import build_evidence, covered, returned

SELECTION = Selection(date(2026, 1, 1), date(2026, 3, 1))


@pytest.mark.parametrize(("is_whole", "start"), [(False, date(2024, 1, 1)), (True, date(2019, 5, 1))])
def test_two_years_before_or_every_year(tmp_path, is_whole, start):
    evidence = build_evidence(tmp_path, coverage=covered("2019-05-01", "2026-03-01"))
    indicator = evidence.catalogue.indicators["violence_with_injury"]

    span = span_trend(evidence, indicator, SELECTION, is_whole=is_whole)
    assert (span.month_from, span.month_to) == (start, date(2026, 3, 1))


def test_a_feed_that_is_young_starts_with_its_first_month(tmp_path):
    coverage = covered("2019-05-01") + covered("2025-06-01", source="lfb_incidents")
    evidence = build_evidence(tmp_path, coverage=coverage, returns=[returned("2025-07-01", "2025-09-01", 3, 100)])
    indicators = evidence.catalogue.indicators

    assert span_trend(evidence, indicators["deliberate_fires"], SELECTION, is_whole=False).month_from == date(
        2025, 6, 1
    )
    assert span_trend(evidence, indicators["first_time_entrants"], SELECTION, is_whole=True).month_from == date(
        2025, 7, 1
    )


def test_what_is_counted_steps_by_month_and_what_is_returned_by_its_period(tmp_path):
    indicators = build_evidence(tmp_path).catalogue.indicators
    assert find_frequency(indicators["suspensions"]) == "month"
    assert find_frequency(indicators["first_time_entrants"]) == "quarter"


def test_only_breaks_of_the_indicators_own_source_are_marked(tmp_path):
    evidence = build_evidence(tmp_path)
    breaks = find_breaks(evidence, evidence.catalogue.indicators["violence_with_injury"])
    assert breaks and all("mps_ward" in event.sources for event in breaks)
    assert not find_breaks(evidence, evidence.catalogue.indicators["deliberate_fires"])


def test_counts_take_the_place_of_rates_with_limits_of_their_own():
    series = pd.DataFrame({"count": [25.0, None], "value": [0.1, None], "lower": [0.0, None], "upper": [0.2, None]})
    counts = read_counts(series)

    assert counts["value"].to_list()[0] == 25
    assert (counts["lower"][0], counts["upper"][0]) == pytest.approx((16.1743, 36.9065), abs=1e-4)
    assert counts.loc[1, ["value", "lower", "upper"]].isna().all()


def test_the_last_months_received_are_provisional_where_the_source_says_so(tmp_path):
    coverage = covered("2026-01-01", "2026-02-01") + covered("2026-03-01", is_complete=False)
    evidence = build_evidence(tmp_path, coverage=coverage)
    cube, names = evidence.cube, ("violence_with_injury", "deliberate_fires", "knife_crime")
    first, *none = (find_provisional(cube, evidence.catalogue, evidence.catalogue.indicators[name]) for name in names)
    assert cube.boundary(first) == pd.Timestamp("2026-02-01")
    assert none == [float("inf")] * 2, "Its source declares none; nothing was received."
    months = measure(evidence, "violence_with_injury", SELECTION, "month")
    assert months["is_provisional"].tolist() == [False, True, True], "March, cut short, is not settled either."


def test_limits_start_anew_with_events_that_figures_may_be_compared_across(tmp_path):
    evidence = build_evidence(tmp_path)
    fires, violence = (evidence.catalogue.indicators[name] for name in ("deliberate_fires", "violence_with_injury"))
    assert [event.id for event in find_restarts(evidence, fires)] == ["lockdown_2020", "reopening_2021"]
    restarts, breaks = find_restarts(evidence, violence), find_breaks(evidence, violence)
    assert set(breaks) < set(restarts) and not any(event.is_comparable for event in breaks)
    assert [event.date for event in restarts] == sorted(event.date for event in restarts)
    assert all(event.evidence for event in restarts if event.date.year < 2024), "An event has a source."


def test_a_change_across_the_lockdown_is_tested_and_one_across_a_new_system_is_not(tmp_path):
    catalogue = build_evidence(tmp_path).catalogue
    violence = catalogue.indicators["violence_with_injury"]
    year = {name: Selection(date(name, 1, 1), date(name, 12, 1)) for name in (2019, 2022, 2025)}
    assert find_break(year[2022], year[2019], violence, catalogue) == ""
    assert "CONNECT" in find_break(year[2025], year[2022], violence, catalogue)
