"""Events are spread over days as their rhythm says, and keep their level."""

import numpy as np
import pandas as pd
import pytest

from svd.ingest.sample.levels import read_levels
from svd.ingest.sample.rhythms import draw_hours, expect_days, expect_months
from svd.paths import read_paths

LEVELS = read_levels(read_paths().catalogue / "sample.toml")
THREE_YEARS = pd.date_range("2023-10-01", "2026-09-30")


@pytest.mark.parametrize("rhythm", [rhythm.id for rhythm in LEVELS.rhythms])
def test_three_years_hold_three_years_of_events(rhythm):
    expected = expect_days(365.25, THREE_YEARS, LEVELS.rhythm(rhythm), LEVELS)
    assert expected.sum() == pytest.approx(len(THREE_YEARS))


def test_an_even_rhythm_follows_the_length_of_the_month():
    months = pd.PeriodIndex(["2024-02", "2025-01"], freq="M")
    assert expect_months(365.25, months, LEVELS.rhythm("even"), LEVELS).tolist() == pytest.approx([29, 31])


def test_nuisance_peaks_at_half_term():
    holiday, school = pd.DatetimeIndex(["2025-05-27"]), pd.DatetimeIndex(["2025-05-20"])
    rhythm = LEVELS.rhythm("nuisance")
    assert expect_days(1, holiday, rhythm, LEVELS) == pytest.approx(1.5 * expect_days(1, school, rhythm, LEVELS))


def test_hours_follow_their_weights_and_keep_the_day():
    days = pd.DatetimeIndex(["2025-05-20"] * 2000)
    at = draw_hours(days, LEVELS.rhythm("evening"), np.random.default_rng(1))
    assert (at.normalize() == days).all()
    assert (at.hour == 22).sum() > 3 * (at.hour == 6).sum()
