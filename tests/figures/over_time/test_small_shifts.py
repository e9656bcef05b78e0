"""Small shifts on series checkable by eye: what is called, since when, why nothing is, and the planted fall."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.figures.opening import default_selection, open_evidence
from svd.figures.over_time.controlled import Controlled, control_series
from svd.figures.over_time.shift_findings import judge_shifts, word_shift_method, word_shifts, word_size
from svd.figures.over_time.small_shifts import find_shifts
from svd.figures.trends import find_restarts, read_counts, span_trend
from svd.measures.measure import measure
from svd.views.shift_chart import draw_shifts
from tests.builders import PATHS

INDICATORS = load_catalogue(PATHS.catalogue).indicators
VIOLENCE = INDICATORS["violence_with_injury"]
FROM = date(2020, 1, 1)


def find(values, indicator=VIOLENCE, *, is_hidden=False, **others):
    months = pd.date_range("2020-01-01", periods=len(values), freq="MS")
    table = {"month": months, "value": values, "share": 1.0, "segment": 0, "alike": 0.0, **others}
    return find_shifts(Controlled(pd.DataFrame(table).astype({"value": float})), indicator, is_hidden=is_hidden)


STEADY = [58, 62] * 6


def test_a_rise_too_small_for_a_month_is_found_and_dated():
    shifts = find([*STEADY, *STEADY, *[72] * 12])
    assert word_shifts(shifts, VIOLENCE, FROM) == "Violence with injury: a lasting rise since Jan 2022."
    assert judge_shifts(shifts) == ("concern", "rising")
    assert word_size(shifts).startswith("72.0 a month since (95% limits 67.3 to 77.0); 60.0 a month in the baseline, ")
    chart = draw_shifts(shifts, title="A rise", subtitle="Sums", is_synthetic=True)
    assert "are beyond a limit" in chart.description and chart.to_dict()["config"]["axis"]["labelFontSize"] >= 14


def test_a_series_known_to_scatter_more_than_its_first_year_did_needs_a_larger_shift():
    values = [*STEADY, *STEADY, *[72] * 12]
    narrow = find(values)
    months = pd.DataFrame({"month": pd.date_range("2020-01-01", periods=36, freq="MS"), "value": values})
    control = Controlled(months.assign(share=1.0, segment=0, alike=0.0).astype({"value": float}))
    wide = find_shifts(control, VIOLENCE, is_hidden=False, dispersion=5.0)
    assert narrow.spread == 1 and wide.spread == 5
    assert (narrow.months["direction"] == 1).any() and (wide.months["limit_up"] > narrow.months["limit_up"]).all()


def test_a_fall_is_called_too():
    shifts = find([*STEADY, *[50] * 12])
    assert word_shifts(shifts, VIOLENCE, FROM) == "Violence with injury: a lasting fall since Jan 2021."
    assert judge_shifts(shifts) == ("improvement", "falling")


def test_a_shift_that_ended_is_told_with_its_months():
    shifts = find([*STEADY, *[50] * 12, *[61] * 4, *[64] * 14])
    assert shifts.months["direction"].iloc[11] == -1
    said = word_shifts(shifts, VIOLENCE, FROM)
    assert said.startswith("Violence with injury: a lasting fall in Jan 2021 to ") and said.endswith(
        ", and none since."
    )


def test_nothing_found_is_no_clear_change():
    shifts = find(STEADY * 3)
    assert word_shifts(shifts, VIOLENCE, FROM) == "Violence with injury: no clear change; no small shift that lasts."
    assert judge_shifts(shifts)[0] == "common cause" and word_size(shifts).startswith("Usual: 60.0 a month")


def test_months_that_are_not_whole_take_no_part_and_seasons_are_allowed_for():
    summer = np.tile([1.0] * 6 + [1.5] * 6, 3)
    assert (find(60 * summer, share=summer).months["direction"] == 0).all()
    assert (find(60 * summer).months["up"] > 0).any()
    assert len(find([*STEADY, None, 60]).months) == 1


@pytest.mark.parametrize(
    ("values", "indicator", "more", "reason"),
    [
        (STEADY, VIOLENCE, {}, "none has come after them"),
        ([0] * 30, VIOLENCE, {}, "too few events"),
        (STEADY * 2, INDICATORS["knife_positive_outcomes"], {}, "does not count events"),
        (STEADY * 2, VIOLENCE, {"is_hidden": True}, "hidden as small numbers"),
        ([], VIOLENCE, {}, "none has come after them"),
        (STEADY * 2, VIOLENCE, {"alike": 0.4}, "its months follow one another"),
    ],
)
def test_why_none_is_looked_for(values, indicator, more, reason):
    shifts = find(values, indicator, **more)
    assert reason in shifts.reason and reason in word_shifts(shifts, indicator, FROM)
    assert word_size(shifts) == "" and judge_shifts(shifts) == ("not tested", "")


def test_the_planted_fall_in_robbery_is_found_and_dated(sample_store):
    evidence = open_evidence(sample_store)
    indicator, selection = evidence.catalogue.indicators["personal_robbery"], default_selection(evidence)
    span = span_trend(evidence, indicator, selection, is_whole=True)
    series = read_counts(measure(evidence, indicator.id, span, "month"))
    shifts = find_shifts(
        control_series(series, indicator, find_restarts(evidence, indicator)), indicator, is_hidden=False
    )
    newest = shifts.months.iloc[-1]
    assert newest["direction"] == -1 and abs((newest["since"] - pd.Timestamp("2025-10-01")).days) <= 62
    assert "Lucas 1985" in word_shift_method()
